"""Whether kept bytes are still what they were, who has shown to have them, what waits to be read."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import BinaryIO

from django.db.models import Q, QuerySet, Sum

from yidan.evidence import store
from yidan.evidence.models import File, Reading, Receipt
from yidan.evidence.rules import likeness
from yidan.evidence.states import ReadingState
from yidan.people.models import Person


def opened(file: File) -> BinaryIO:
    """The original bytes, open for reading."""
    return store.opened(file.sha256)


def is_intact(file: File) -> bool:
    """Whether the bytes are there and still have the hash under which they were kept."""
    try:
        with store.opened(file.sha256) as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == file.sha256  # type: ignore[arg-type]
    except FileNotFoundError:
        return False


def has_receipt(person: Person, file: File) -> bool:
    """Whether the person, or somebody of the person's unit, brought these very bytes."""
    brought_by = Q(person=person)
    if person.unit_id:
        brought_by |= Q(person__unit=person.unit_id)
    return Receipt.objects.filter(brought_by, file=file).exists()


def receipt_of(person: Person, sha256: str) -> Receipt | None:
    """The person's own receipt for the bytes of this hash."""
    return Receipt.objects.filter(person=person, file__sha256=sha256).select_related("file").first()


def unenrolled_files(after: int = 0) -> QuerySet[File]:
    """Photos and videos, kept since the file of that id, that nobody has begun to read; the oldest first."""
    to_be_seen = Q(media_type__startswith="image/") | Q(media_type__startswith="video/")
    return File.objects.filter(to_be_seen, pk__gt=after, reading__isnull=True).order_by("pk")


def waiting_readings(at: datetime) -> QuerySet[Reading]:
    """Readings that wait for a worker, or whose worker is gone; the oldest file first."""
    is_free = Q(lease_ends_at__isnull=True) | Q(lease_ends_at__lte=at)
    return (
        Reading.objects.filter(is_free, state=ReadingState.WAITING).select_related("file").order_by("attempts", "file")
    )


def outdated_readings() -> QuerySet[Reading]:
    """Pictures that were compared by earlier rules: copies of them may be missed until they are read again."""
    return Reading.objects.filter(state=ReadingState.READ, sketch__isnull=False, rules_version__lt=likeness.VERSION)


def incomplete_files(after: int = 0) -> QuerySet[File]:
    """Files, kept since the one of that id, whose SM3 was not yet computed."""
    return File.objects.filter(sm3="", pk__gt=after).order_by("pk")


def received_bytes(person: Person, *, since: datetime) -> int:
    """How many bytes the person has brought and got receipts for since a moment."""
    brought = Receipt.objects.filter(person=person, kept_at__gte=since)
    return brought.aggregate(total=Sum("file__size_bytes"))["total"] or 0


def newest_file_id() -> int:
    """The id of the file kept last; 0 where none is."""
    return File.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
