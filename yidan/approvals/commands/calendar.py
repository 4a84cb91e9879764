"""What the days of permits rest on: when the calendar changes, they are written anew in the same act."""

from __future__ import annotations

from datetime import datetime

from yidan.approvals import queries
from yidan.approvals.commands import moving
from yidan.approvals.models import Permit
from yidan.approvals.reading import Known
from yidan.kernel import parameters
from yidan.kernel.workdays import Calendar, dependent
from yidan.ledger.models import Project

CHUNK = 100  # a statement names every row in each column: larger ones take longer by the square


@dependent("permits")
def renew(before: Calendar, after: Calendar, recorded_at: datetime) -> int:
    """Write the days of every permit that a changed calendar moves, and the courses made of them."""
    known = Known(after, parameters.values())
    changed: list[Permit] = []
    for move in queries.moves(before, after):
        for name, value in move.now.items():
            setattr(move.permit, name, value)
        changed.append(move.permit)
    for start in range(0, len(changed), CHUNK):
        Permit.objects.bulk_update(changed[start : start + CHUNK], queries.DERIVED)
    for project in Project.objects.filter(pk__in=queries.courses_on(before, after)).order_by("pk"):
        moving.settle(project, known, recorded_at)
    return len(changed)
