"""The dated fact: recorded once, superseded when it turns out wrong, never edited, never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from yidan.kernel.errors import Stale
from yidan.kernel.statements import change, insert


def known(as_of: datetime | None, prefix: str = "") -> Q:
    """The condition that a fact (reached through `prefix`, such as "project__profiles__") was known `as_of`.

    None means now: whatever is live.
    """
    if as_of is None:
        return Q(**{f"{prefix}superseded_at__isnull": True})
    return Q(**{f"{prefix}recorded_at__lte": as_of}) & (
        Q(**{f"{prefix}superseded_at__isnull": True}) | Q(**{f"{prefix}superseded_at__gt": as_of})
    )


class FactQuerySet(models.QuerySet):
    """Questions every kind of fact answers."""

    def live(self) -> FactQuerySet:
        """What holds now."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, as_of: datetime | None) -> FactQuerySet:
        """What was held to be true at that moment (None: now)."""
        return self.filter(known(as_of))


class Fact(models.Model):
    """Abstract: `recorded_at`, `superseded_at`, and one live row per natural key.

    A concrete fact declares its key with `one_live(...)` among its constraints.
    """

    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def record(cls, *, recorded_at: datetime, **fields: Any) -> Any:
        """Write a first fact under its key."""
        return insert(cls(recorded_at=recorded_at, **fields))

    def superseded_by(self, *, recorded_at: datetime, **changes: Any) -> Any:
        """Write a fact that takes this one's place with `changes`, and close this one at the same moment.

        Refused as stale when somebody superseded it first.
        """
        self.retire(recorded_at=recorded_at)
        fields = {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if not field.primary_key and field.attname not in {"recorded_at", "superseded_at"}
        }
        for name, value in changes.items():
            column: Any = self._meta.get_field(name)
            fields[column.attname if not isinstance(value, models.Model) else name] = value
            if isinstance(value, models.Model):
                fields.pop(column.attname, None)
        return type(self).record(recorded_at=recorded_at, **fields)

    def retire(self, *, recorded_at: datetime) -> None:
        """Close this fact: it was held until now, and nothing takes its place."""
        live = {"pk": self.pk, "superseded_at": None}
        if not change(type(self), live, {"superseded_at": recorded_at}):
            raise Stale.changed()
        self.superseded_at = recorded_at


def one_live(name: str, *fields: str) -> list[models.BaseConstraint]:
    """The constraints of a fact: one live row per natural key, and no fact superseded before it was recorded."""
    return [
        models.UniqueConstraint(fields=fields, condition=Q(superseded_at__isnull=True), name=f"{name}_one_live"),
        models.CheckConstraint(
            condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=models.F("recorded_at")),
            name=f"{name}_superseded_later",
        ),
    ]
