"""The site map: one flat list."""

from django.urls import include, path

from yidan.web.views import gallery, preferences

urlpatterns = [
    path("me/", preferences.me, name="me"),
    path("about/", preferences.about, name="about"),
    path("preferences/", preferences.choose, name="preferences"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/sheet/", gallery.specimen_sheet, name="gallery-sheet"),
    path("account/", include("allauth.urls")),
]

handler403 = "yidan.web.views.errors.not_permitted"
handler404 = "yidan.web.views.errors.not_found"
handler500 = "yidan.web.views.errors.broken"
