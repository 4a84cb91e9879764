"""县区分摊 in whole numbers: percentages have four decimals, so that sums of parts stay exact."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from yidan.figures.question import Question
from yidan.ledger.models import Share

PERCENT = 10_000
WHOLE = 100 * PERCENT


def shares(question: Question, projects: Iterable[int] | None = None) -> QuerySet:
    """Project, unit and percentage as known then; of these projects only, where given."""
    rows = Share.objects.known_at(question.as_of)
    if projects is not None:
        rows = rows.filter(project__in=projects)
    return rows.values_list("project", "unit", "percent")


def by_project(rows: Iterable[tuple[Any, ...]]) -> dict[int, dict[int, int]]:
    """Each shared project's parts by unit, `WHOLE` together, from rows as the driver gives them."""
    found: dict[int, dict[int, int]] = {}
    for project, unit, percent in rows:  # SQLite's driver gives a float, exact to four decimals
        found.setdefault(project, {})[unit] = int(Decimal(str(percent)) * PERCENT)
    return found
