"""Filling tables to measure against: only for `yidan evidence bench`, in a home of its own that it throws away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.db import connection, transaction

from yidan.evidence.commands.reading import print_row, record
from yidan.evidence.models import File, Print, Reading
from yidan.evidence.reading import Found
from yidan.evidence.rules import likeness
from yidan.kernel import planner

BATCH = 20_000


def fill_prints(real: Sequence[Sequence[int | None]], count: int, *, at: datetime, seed: int = 1) -> int:
    """So many hashes of pictures that were never taken; how many there are then.

    Half are random; half are real pictures' with a third of their bits turned, so that they crowd as real ones do.
    """
    dice, made, number = Random(seed), 0, 10**12
    while made < count:
        with transaction.atomic():
            rows: list[Print] = []
            while len(rows) < BATCH and made + len(rows) < count:
                number += 1
                file = File.objects.create(
                    sha256=f"{number:064x}", size_bytes=1, media_type="image/jpeg", name="bench", kept_at=at
                )
                noise = sum(1 << bit for bit in dice.sample(range(64), dice.randint(14, 30)))
                model = dice.choice(real)
                for crop in range(len(likeness.CROPS)):
                    known = model[crop] if crop < len(model) else None
                    bits = dice.getrandbits(64) if number % 2 or known is None else known ^ noise
                    rows.append(print_row(file, crop, bits))
            Print.objects.bulk_create(rows, batch_size=4000)
            made += len(rows)
    return made


def settle() -> None:
    """As the database's own housekeeping leaves its tables some minutes after a bulk load.

    PostgreSQL answers from an index alone only where it knows that all rows of a page are to be seen.
    """
    planner.refresh()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(Print._meta.db_table)}")


def add_picture(number: int, found: Found, *, at: datetime) -> File:
    """A picture that stands in the tables as if it had been kept and read; its bytes are not stored."""
    file = File.objects.create(
        sha256=f"{number:064x}", size_bytes=1, media_type="image/jpeg", name=f"bench {number}", kept_at=at
    )
    reading = Reading.objects.create(file=file, attempts=1)
    record(reading, Found(facts=found.facts))
    return file
