"""Whether what speaks for a matter is what people brought: rows against the entries of the acts that brought them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from yidan.evidence.verifying import CHUNK, Problem
from yidan.kernel.journal import Entry
from yidan.ledger.models import Exhibit
from yidan.matters.models import Matter, MatterEvidence

Piece = tuple[int, str, datetime]  # which matter, the file's hash, when the server learned of it


def pieces() -> Iterator[Problem]:
    """Pictures and papers of matters that are gone, or that nobody brought.

    What a visit showed is vouched for there, so that a matter raised from it before its entry said so is no finding.
    """
    told = _told()
    shown = set(Exhibit.objects.values_list("capture", flat=True))
    rows = MatterEvidence.objects.order_by("pk").values_list(
        "pk", "matter", "capture__file__sha256", "added_at", "capture", "capture__file__name"
    )
    for number, matter, sha256, added_at, capture, name in rows.iterator(CHUNK):
        if told[matter, sha256, added_at]:
            told[matter, sha256, added_at] -= 1
        elif capture not in shown:
            yield Problem("piece_unadded", sha256, name, number)
    gone = list(told.elements())
    names = {each.pk: str(each) for each in Matter.objects.filter(pk__in={matter for matter, *_rest in gone})}
    yield from (Problem("piece_gone", sha256, names.get(matter, ""), matter) for matter, sha256, _added in gone)


def _told() -> Counter[Piece]:
    """What the entries say was brought to which matter: the act's own, or the one that a finding became."""
    found: Counter[Piece] = Counter()
    entries = Entry.objects.filter(facts__has_key="evidence").order_by("pk")
    columns = ("subject_type", "subject_id", "recorded_at", "facts")
    for kind, subject, recorded_at, facts in entries.values_list(*columns).iterator(CHUNK):
        matter = subject if kind == Matter._meta.model_name else facts.get("matter_id")
        if matter:
            found.update((matter, sha256, recorded_at) for sha256 in facts["evidence"])
    return found
