"""Seals: the journal as a hash chain, made in batches off the hot path.

Each sealed entry gets a position and `sha256(previous hash + canonical bytes of the entry)`. Changing any
byte, row or order of what is sealed breaks the chain at a place that `verify` names. Cutting off the
chain's end is found by an anchor kept elsewhere: the newest seal is printed on each bulletin and appended
to a file beside the database (`anchors`). What is not sealed yet is counted, not vouched for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from yidan.kernel.journal import Entry
from yidan.kernel.statements import insert_many

GENESIS = "0" * 64
BATCH = 5000
_COLUMNS = (
    "id", "verb", "subject_type", "subject_id", "project_id", "actor_id", "actor_name", "actor_unit", "at",
    "recorded_at", "facts", "key",
)  # fmt: skip


class Seal(models.Model):
    """One link: which entry stands at which position, and the hash of everything up to it."""

    position = models.PositiveBigIntegerField(unique=True)
    entry_id = models.PositiveBigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


@dataclass(frozen=True)
class Verdict:
    """What verification found. `problem` is None when the chain is whole."""

    checked: int
    unsealed: int
    head: str
    problem: str | None = None
    entry_id: int | None = None
    position: int | None = None


def canonical(values: tuple) -> bytes:
    """The bytes of an entry that are sealed: every column, in a form both databases give alike."""
    row = dict(zip(_COLUMNS, values, strict=True))
    for name in ("at", "recorded_at"):
        row[name] = row[name].astimezone(UTC).isoformat(timespec="microseconds")
    row["key"] = str(row["key"]) if row["key"] else None
    return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def link(previous: str, values: tuple) -> str:
    """The next hash of the chain."""
    return hashlib.sha256(previous.encode() + canonical(values)).hexdigest()


def head() -> tuple[int, str]:
    """The newest seal: its position (0 when nothing is sealed) and hash."""
    return Seal.objects.order_by("-position").values_list("position", "hash").first() or (0, GENESIS)


def seal(*, at: datetime, on_progress: Callable[[int], None] | None = None) -> int:
    """Seal what is not sealed yet, oldest first; returns how many entries were sealed."""
    sealed = 0
    while count := _seal_batch(at):
        sealed += count
        if on_progress:
            on_progress(sealed)
    return sealed


def _seal_batch(at: datetime) -> int:
    with transaction.atomic():
        # The newest seal is locked, so that two workers cannot continue from the same link.
        position, previous = Seal.objects.select_for_update().order_by("-position").values_list(
            "position", "hash"
        ).first() or (0, GENESIS)
        floor = _floor()
        waiting = Entry.objects.filter(~is_sealed(floor), pk__gte=floor).order_by("id").values_list(*_COLUMNS)[:BATCH]
        links = []
        for values in waiting:
            position, previous = position + 1, link(previous, values)
            links.append(Seal(position=position, entry_id=values[0], hash=previous, sealed_at=at))
        insert_many(links)
    return len(links)


def _floor() -> int:
    """The lowest id that may still wait: transactions commit out of order, but not by more than this."""
    newest = Seal.objects.order_by("-entry_id").values_list("entry_id", flat=True).first() or 0
    return max(0, newest - 10_000)


def verify(anchors: Iterable[tuple[int, str]] = (), on_progress: Callable[[int], None] | None = None) -> Verdict:
    """Walk the whole chain; name the first entry that does not hold.

    `anchors` are (position, hash) pairs kept outside the database.
    """
    expected, previous, checked = 1, GENESIS, 0
    remembered = dict(anchors)
    for position, entry_id, stored, values in _walk():
        if position != expected:
            return Verdict(checked, _unsealed(), previous, _("封印第%(at)s环缺失") % {"at": expected}, None, expected)
        if values is None:
            return Verdict(
                checked, _unsealed(), previous, _("第%(id)s号留痕被删除") % {"id": entry_id}, entry_id, position
            )
        previous = link(previous, values)
        if previous != stored:
            return Verdict(
                checked, _unsealed(), previous, _("第%(id)s号留痕与封印不符") % {"id": entry_id}, entry_id, position
            )
        if remembered.pop(position, stored) != stored:
            return Verdict(
                checked, _unsealed(), previous, _("第%(at)s环与外存的锚不符") % {"at": position}, entry_id, position
            )
        checked, expected = checked + 1, expected + 1
        if on_progress and checked % 5000 == 0:
            on_progress(checked)
    if remembered:
        lost = min(remembered)
        return Verdict(
            checked, _unsealed(), previous, _("外存的锚指向第%(at)s环，链上已没有") % {"at": lost}, None, lost
        )
    return Verdict(checked, _unsealed(), previous)


def _walk() -> Iterator[tuple[int, int, str, tuple | None]]:
    """Seals in order of position, each with its entry's columns (None where the entry is gone)."""
    last = 0
    while True:
        batch = list(
            Seal.objects.filter(position__gt=last)
            .order_by("position")
            .values_list("position", "entry_id", "hash")[:BATCH]
        )
        if not batch:
            return
        entries = {
            values[0]: values
            for values in Entry.objects.filter(pk__in=[entry_id for _p, entry_id, _h in batch]).values_list(*_COLUMNS)
        }
        for position, entry_id, stored in batch:
            yield position, entry_id, stored, entries.get(entry_id)
        last = batch[-1][0]


def is_sealed(since: int = 0) -> models.Exists:
    """Of an entry, from that id on: whether a seal names it.

    Asked entry by entry: PostgreSQL goes through a list (NOT IN) anew for every entry, which took minutes a batch
    where a million entries waited.
    """
    return models.Exists(Seal.objects.filter(entry_id=models.OuterRef("pk"), entry_id__gte=since))


def _unsealed() -> int:
    return Entry.objects.filter(~is_sealed()).count()
