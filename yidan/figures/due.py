"""节点 that fall due: planned or forecast, not reached yet, of the projects in question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from yidan.figures import names, population
from yidan.figures.question import Question
from yidan.ledger.models import Milestone


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone with its project and unit; `slipped_days` where the forecast is later than the plan."""

    project_id: int
    project: str
    unit: str
    name: str
    due_on: date
    slipped_days: int


def rows(question: Question) -> Any:
    """What is not reached yet and has a day, by it."""
    found = Milestone.objects.known_at(question.as_of).filter(
        actual_on__isnull=True, project__in=population.projects(question).values("pk")
    )
    return found.annotate(due_on=Coalesce("forecast_on", "planned_on")).exclude(due_on=None)


def by_day(question: Question, first: date, last: date) -> dict[date, int]:
    """How many fall due on each day of a stretch."""
    counted = rows(question).filter(due_on__range=(first, last)).order_by().values("due_on").annotate(n=Count("pk"))
    return {row["due_on"]: row["n"] for row in counted}


def overdue_count(question: Question, today: date) -> int:
    """How many should have been reached before that day."""
    return rows(question).filter(due_on__lt=today).count()


def listed(found: QuerySet[Milestone]) -> list[Due]:
    """These with the words of their projects."""
    told = list(
        found.annotate(called=F("project__profile__name"), of=F("project__profile__assessed_unit")).values_list(
            "project_id", "called", "of", "name", "due_on", "planned_on"
        )
    )
    units = names.units({row[2] for row in told if row[2]})
    return [
        Due(project, called or "", units.get(of, ""), name, due_on, (due_on - planned).days if planned else 0)
        for project, called, of, name, due_on, planned in told
    ]
