"""Whether kept bytes are still what they were, and who has shown to have them."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.db.models import Q

from yidan.evidence import store
from yidan.evidence.models import File, Receipt
from yidan.people.models import Person


def opened(file: File) -> BinaryIO:
    """The original bytes, open for reading."""
    return store.opened(file.sha256)


def is_intact(file: File) -> bool:
    """Whether the bytes are there and still have the hash under which they were kept."""
    try:
        with store.opened(file.sha256) as source:
            return hashlib.file_digest(source, "sha256").hexdigest() == file.sha256
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
