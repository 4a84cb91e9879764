"""留痕: who did what to which thing, when; append-only, one entry per command.

It is at once the audit trail, the project's timeline and the ledger of idempotency for offline
replay. It has no foreign keys: history outlives what it describes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from yidan.kernel import loading
from yidan.kernel.verbs import Verb


class Entry(models.Model):
    """One act."""

    verb = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    project_id = models.PositiveBigIntegerField(null=True)
    actor_id = models.PositiveBigIntegerField()
    actor_name = models.CharField(max_length=60)
    actor_unit = models.CharField(max_length=120, default="")
    at = models.DateTimeField(help_text="when the person acted, perhaps offline")
    recorded_at = models.DateTimeField(help_text="when the server learned of it")
    facts = models.JSONField(default=dict)
    key = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["project_id", "-at", "-id"], name="journal_by_project"),
            models.Index(fields=["subject_type", "subject_id"], name="journal_by_subject"),
            models.Index(fields=["actor_id", "-at"], name="journal_by_actor"),
        ]
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="journal_one_act_per_key")]

    @property
    def subject(self) -> Any:
        """The thing acted on, as it is now."""
        return apps.get_model("yidan", self.subject_type).objects.get(pk=self.subject_id)

    @property
    def verb_label(self) -> str:
        """The act in the office's words."""
        return str(Verb(self.verb).label) if self.verb in Verb.values else self.verb


@dataclass(frozen=True)
class Note:
    """What a command hands back: the thing it changed and the facts worth keeping."""

    subject: Any
    facts: dict[str, Any] = field(default_factory=dict)


def note(subject: Any, /, **facts: Any) -> Note:
    """The note of an act; facts become JSON: amounts and dates are kept as text, so nothing is rounded."""
    return Note(subject, {name: _plain(value) for name, value in facts.items() if value is not None and value != ""})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, models.Model):
        return str(value)
    return str(value)


def write(verb: Verb, noted: Note, *, by: Any, at: datetime, recorded_at: datetime, key: UUID | None) -> None:
    """Append the entry of an act."""
    loading.add([_entry(verb, noted, by, at, recorded_at, key)])


def write_many(
    verb: Verb, acts: Iterable[tuple[Note, UUID | None]], *, by: Any, at: datetime, recorded_at: datetime
) -> None:
    """Append the entries of many acts of one verb, one person and one moment: one entry an act, as ever."""
    left = iter(acts)
    while chunk := list(islice(left, 1_000)):
        loading.add([_entry(verb, noted, by, at, recorded_at, key) for noted, key in chunk])


def _entry(verb: Verb, noted: Note, by: Any, at: datetime, recorded_at: datetime, key: UUID | None) -> Entry:
    subject = noted.subject
    unit = getattr(by, "unit", None)
    return Entry(
        verb=verb.value,
        subject_type=subject._meta.model_name,
        subject_id=subject.pk,
        project_id=getattr(subject, "journal_project_id", None),
        actor_id=by.pk,
        actor_name=by.name,
        actor_unit=unit.name if unit else "",
        at=at,
        recorded_at=recorded_at,
        facts=noted.facts,
        key=key,
    )


def prepared(verb: Verb, noted: Note, *, by: Any, at: datetime) -> Entry:
    """The entry of an act, not yet kept: for those who load an archive and keep thousands at once."""
    return _entry(verb, noted, by, at, at, None)


def find(key: UUID | None, verb: Verb, by: Any) -> Entry | None:
    """The entry that this key of this person already made, if it made one."""
    return Entry.objects.filter(key=key, verb=verb.value, actor_id=by.pk).first() if key else None


def of_project(project_id: int) -> models.QuerySet[Entry]:
    """A project's timeline, newest first."""
    return Entry.objects.filter(project_id=project_id).order_by("-at", "-id")


def revision() -> int:
    """A number that changes whenever anything was written: the newest entry's id (0 for an empty ledger)."""
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
