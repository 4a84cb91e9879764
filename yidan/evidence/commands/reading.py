"""What is read in a file, written down: derived from the bytes alone, so nobody's act and without an entry."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from yidan.evidence import finding, queries, store
from yidan.evidence.models import File, Likeness, Print, Reading
from yidan.evidence.reading import Found, Reads
from yidan.evidence.rules import likeness
from yidan.evidence.rules.places import placed
from yidan.evidence.states import ReadingState
from yidan.kernel.values import BEIJING

# Longer than the reader waits for its child, so that a lease ends only where the worker is gone.
LEASE = timedelta(minutes=3)
ATTEMPTS = 3


def read_next(reader: Reads, *, at: datetime, after: int = 0) -> Reading | None:
    """Take the oldest file (id above `after`) that waits, read it in the child, write down what it says.

    None where nothing waits. A file that three workers did not bring to an end is unreadable.
    """
    reading = lease(at=at, after=after)
    if reading is None:
        return None
    if reading.attempts > ATTEMPTS:
        found = Found(reason="crashed")
    else:
        try:
            with store.opened(reading.file.sha256) as file:
                found = reader.read(file, reading.file.kind)
        except FileNotFoundError:
            found = Found(reason="missing")
    record(reading, found)
    return reading


def lease(*, at: datetime, after: int = 0) -> Reading | None:
    """The oldest waiting reading, taken over for a while; a file that has none yet gets one."""
    enrol(after=after)
    for waiting in queries.waiting_readings(at)[:5]:
        is_free = Q(lease_ends_at__isnull=True) | Q(lease_ends_at__lte=at)
        taken = Reading.objects.filter(is_free, pk=waiting.pk, state=ReadingState.WAITING).update(
            lease_ends_at=at + LEASE, attempts=F("attempts") + 1
        )
        if taken:
            waiting.attempts += 1
            return waiting
    return None


def enrol(*, after: int = 0) -> int:
    """Give every photo and video kept since `after` (a file's id) that has no reading one that waits; how many."""
    files = list(queries.unenrolled_files(after)[:500])
    Reading.objects.bulk_create([Reading(file=file) for file in files], ignore_conflicts=True)
    return len(files)


def read_again(*, sha256s: Sequence[str] | None = None) -> int:
    """Let files be read anew: those of these hashes, or all that were read; how many wait now."""
    chosen = Reading.objects.exclude(state=ReadingState.WAITING)
    if sha256s is not None:
        chosen = chosen.filter(file__sha256__in=list(sha256s))
    return _wait(chosen)


def read_outdated() -> int:
    """Let those be read anew whose prints earlier rules made; how many wait now."""
    return _wait(queries.outdated_readings())


def _wait(chosen: QuerySet[Reading]) -> int:
    return chosen.update(state=ReadingState.WAITING, fault="", attempts=0, lease_ends_at=None)


def redraw_lost_previews() -> int:
    """After a restore the drawn previews are not there: let every file that had some be read again; how many.

    Only where their whole folder is gone: with several servers, each has drawn but some of them.
    """
    folder = store.preview_place("0" * 64, "view").parents[2]
    if folder.exists():
        return 0
    folder.mkdir(parents=True)
    return Reading.objects.filter(has_preview=True).update(
        state=ReadingState.WAITING,
        has_preview=False,
        view_sha256="",
        thumb_sha256="",
        fault="",
        attempts=0,
        lease_ends_at=None,
    )


def record(reading: Reading, found: Found) -> bool:
    """Write down what was found, if this lease still holds; prints and likenesses of the file are made anew."""
    if found.is_retried and reading.attempts < ATTEMPTS:
        Reading.objects.filter(pk=reading.pk).update(lease_ends_at=None)
        return False
    facts, drawn = found.facts, {} if found.reason else found.previews
    for name in store.PREVIEWS:
        if name in drawn:
            _keep_preview(store.preview_place(reading.file.sha256, name), drawn[name])
    hashes: list[int | None] = facts.get("hashes", [])
    # Comparing takes a while, and nobody should wait for it: it is done before anything is written.
    compared_to, alike = _compare(reading.file_id, facts) if hashes else (0, [])
    with transaction.atomic():
        kept = Reading.objects.filter(pk=reading.pk, state=ReadingState.WAITING, attempts=reading.attempts).update(
            state=ReadingState.UNREADABLE if found.reason else ReadingState.READ,
            fault=found.reason,
            lease_ends_at=None,
            has_preview=bool(drawn),
            view_sha256=_digest(drawn.get("view")),
            thumb_sha256=_digest(drawn.get("thumb")),
            sketch=bytes.fromhex(facts["sketch"]) if hashes else None,
            rules_version=likeness.VERSION,
            **_said(facts),
        )
        if not kept:
            return False
        Print.objects.filter(file=reading.file_id).delete()
        Likeness.objects.filter(Q(file=reading.file_id) | Q(other=reading.file_id)).delete()
        if hashes:
            _lock_prints()
            if _newest_print(reading.file_id) != compared_to:  # another worker was here meanwhile
                compared_to, alike = _compare(reading.file_id, facts)
            _print(reading.file, hashes, alike)
    reading.refresh_from_db()
    return True


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The reading's columns; a time without an offset is Beijing's, a place that is none is left out."""
    taken_at = datetime.fromisoformat(facts["taken_at"]) if "taken_at" in facts else None
    if taken_at and taken_at.tzinfo is None:
        taken_at = taken_at.replace(tzinfo=BEIJING)
    place = placed(facts["longitude"], facts["latitude"]) if "longitude" in facts else None
    seconds = facts.get("seconds")
    return {
        "width": facts.get("width"),
        "height": facts.get("height"),
        "seconds": Decimal(str(seconds)).quantize(Decimal("0.001")) if seconds else None,
        "taken_at": taken_at,
        "longitude": place.longitude if place else None,
        "latitude": place.latitude if place else None,
        "camera": facts.get("camera", "")[:120],
        "software": facts.get("software", "")[:60],
    }


def _compare(file_id: int, facts: Mapping[str, Any]) -> tuple[int, list[finding.Alike]]:
    """The pictures that this one is like, and up to which print they were looked for."""
    newest = _newest_print(file_id)
    return newest, finding.alike(facts["hashes"], facts.get("turned", {}), bytes.fromhex(facts["sketch"]), file_id)


def _newest_print(file_id: int) -> int:
    """The newest print of any other file."""
    return Print.objects.exclude(file=file_id).order_by("-pk").values_list("pk", flat=True).first() or 0


def _lock_prints() -> None:
    """Two workers at once would not see each other's prints; SQLite lets only one write anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Print._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _print(file: File, hashes: Sequence[int | None], alike: Sequence[finding.Alike]) -> None:
    """Note whom the picture is like, and let later ones find it."""
    Print.objects.bulk_create([print_row(file, crop, bits) for crop, bits in enumerate(hashes) if bits is not None])
    Likeness.objects.bulk_create(
        Likeness(
            file_id=max(file.pk, each.file_id),
            other_id=min(file.pk, each.file_id),
            way=each.way,
            alike_percent=_percent(each.alike),
            straight_percent=_percent(each.straight),
        )
        for each in alike
    )


def print_row(file: File, crop: int, bits: int) -> Print:
    """A hash as the table keeps it, with its bands."""
    bands = {f"band_{number}": band for number, band in enumerate(likeness.bands(bits))}
    return Print(file=file, crop=crop, bits=likeness.signed(bits), **bands)


def _percent(share: float) -> Decimal:
    return Decimal(str(max(0.0, share) * 100)).quantize(Decimal("0.01"))


def _digest(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""


def _keep_preview(place: Path, data: bytes) -> None:
    """Written beside and moved into place, so that nobody is served half a picture."""
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=".drawing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(name, 0o640)
        os.replace(name, place)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
