"""What the days of permits rest on: when the calendar changes, they are written anew in the same act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import connection

from yidan.approvals import queries
from yidan.approvals.commands import moving
from yidan.approvals.models import Permit
from yidan.approvals.reading import Known
from yidan.kernel import parameters
from yidan.kernel.workdays import Calendar, dependent

CHUNK = 500  # projects whose courses are read together


@dependent("permits")
def renew(before: Calendar, after: Calendar, recorded_at: datetime) -> int:
    """Write the days of every permit that a changed calendar moves, and the courses made of them."""
    known = Known(after, parameters.values())
    # All is read before anything is written: what is moved away would otherwise move under the reading.
    changed = [(move.permit.pk, *(move.now[name] for name in queries.DERIVED)) for move in queries.moves(before, after)]
    _write(changed)
    left = iter(queries.courses_on(before, after))
    while chunk := list(islice(left, CHUNK)):
        moving.settle_all(chunk, known, recorded_at)
    return len(changed)


def _write(rows: Iterable[tuple]) -> None:
    """One prepared statement for all: `bulk_update` names every row in every column, and takes minutes for 100,000."""
    quote, table = connection.ops.quote_name, Permit._meta
    columns = [each for name in queries.DERIVED for each in table.concrete_fields if each.name == name]
    put = ", ".join(f"{quote(str(each.column))} = %s" for each in columns)
    sql = f"UPDATE {quote(table.db_table)} SET {put} WHERE {quote('id')} = %s"
    values = [
        [*(field.get_db_prep_save(value, connection) for field, value in zip(columns, row, strict=True)), pk]
        for pk, *row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
