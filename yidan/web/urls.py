"""The site map: one flat list."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
