"""The one Django app."""

from django.apps import AppConfig


class YidanConfig(AppConfig):
    """One app, so that moving a model between rooms needs no migration."""

    name = "yidan"
    label = "yidan"
    default_auto_field = "django.db.models.BigAutoField"
