"""The site map: one flat list."""

from allauth.account import views as allauth
from django.urls import path

from yidan.web.views import account, gallery, preferences

urlpatterns = [
    path("me/", account.me, name="me"),
    path("me/password/", account.change_password, name="person.change_password"),
    path("about/", preferences.about, name="about"),
    path("preferences/", preferences.choose, name="preferences"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/sheet/", gallery.specimen_sheet, name="gallery-sheet"),
    # only these three of allauth: nobody signs up, and there is no e-mail to confirm
    path("account/login/", allauth.login, name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
]

handler403 = "yidan.web.views.errors.not_permitted"
handler404 = "yidan.web.views.errors.not_found"
handler500 = "yidan.web.views.errors.broken"
