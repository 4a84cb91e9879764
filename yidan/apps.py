"""The one Django app."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.db.models.signals import post_migrate

# House order (house.md §2): a room imports only from rooms above it.
ROOMS = (
    "kernel", "people", "evidence", "ledger", "approvals", "funds", "progress", "matters", "patrol",
    "watch", "enterprises", "targets", "figures", "assessment", "bulletins", "web",
)  # fmt: skip


class YidanConfig(AppConfig):
    """One app, so that moving a model between rooms needs no migration."""

    name = "yidan"
    label = "yidan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every room's commands, so that the registries of verbs and holdings are complete; its parameters, so
        that their page has each of them whatever was asked for before; and its grading."""
        import_module("yidan.web.spoken").keep_by_thread()
        for room in ROOMS:
            for part in ("parameters", "commands", "grading"):
                if find_spec(f"yidan.{room}") and find_spec(f"yidan.{room}.{part}"):
                    import_module(f"yidan.{room}.{part}")
        # After every migration (and every flush of a test database) what is published is there: working days, items.
        for seeded in ("yidan.kernel.workdays", "yidan.approvals.commands.catalogue"):
            post_migrate.connect(import_module(seeded).seed, sender=self)
