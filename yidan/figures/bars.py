"""Every project's year as bars: when it was to be at work and when it was, how far its money is, what its days are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, F, Sum
from django.db.models.functions import Cast

from yidan.figures import names, population, project_lights
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.question import Question
from yidan.figures.rules import Light
from yidan.kernel.values import from_fen
from yidan.ledger.models import Milestone


@dataclass(frozen=True, slots=True)
class Bar:
    """A project of the year's plan: planned and actual stretch of work within the year, money, light, milestones as
    (planned or forecast day, day reached)."""

    project_id: int
    name: str
    unit: str
    planned: tuple[date, date]
    actual: tuple[date, date] | None
    planned_wan: Decimal
    done_wan: Decimal
    rate: Fraction | None
    light: Light | None
    milestones: list[tuple[date, date | None]] = field(default_factory=list)


def bars(question: Question, values: dict[str, Any], *, today: date) -> list[Bar]:
    """All projects of the year's plan, unit by unit in protocol order. `values` are the parameters.

    Without planned days a project is to be at work all year; work that began and is not completed goes on until
    `today` or the period's end.
    """
    first, last = question.period.first.first, date(question.period.year, 12, 31)
    until = min(today, question.period.until)
    lit = {each.project_id: each.light for each in project_lights.of_projects(question, values, today=today)}
    done = _done(question)
    points = _milestones(question, first, last, until)
    rows = _rows(question)
    units = names.units({row["unit_id"] for row in rows if row["unit_id"]})
    order = {group.key: place for place, group in enumerate(DIMENSIONS["unit"].arrange(units))}
    found = []
    for row in sorted(rows, key=lambda row: order.get(row["unit_id"], len(order))):
        amount = done.get(row["pk"], 0)
        found.append(
            Bar(
                row["pk"], row["name"] or "", units.get(row["unit_id"], ""),
                _within(row["plan__starts_on"] or first, row["plan__finishes_on"] or last, first, last),
                _actual(row["started__happened_on"], row["completed__happened_on"], first, until),
                from_fen(row["planned"]) or Decimal(0), from_fen(amount) or Decimal(0),
                Fraction(100 * amount, row["planned"]) if row["planned"] else None, lit.get(row["pk"]),
                points.get(row["pk"], []),
            )
        )  # fmt: skip
    return found


def _within(begins: date, ends: date, first: date, last: date) -> tuple[date, date]:
    start = min(max(begins, first), last)
    return start, max(min(ends, last), start)


def _actual(started: date | None, completed: date | None, first: date, until: date) -> tuple[date, date] | None:
    if started is None or started > until or (completed is not None and completed < first):
        return None
    return _within(started, completed or until, first, until)


def _rows(question: Question) -> list[dict[str, Any]]:
    found: Any = population.projects(question)  # with the relations that it brings along
    found = found.filter(plan__isnull=False, children__isnull=True)
    return list(
        found.order_by("order", "pk").values(
            "pk", "plan__starts_on", "plan__finishes_on", "started__happened_on", "completed__happened_on",
            name=F("about__name"), unit_id=F("about__assessed_unit_id"),
            planned=Cast("plan__planned_wan", BigIntegerField()),
        )
    )  # fmt: skip


def _done(question: Question) -> dict[int, int]:
    facts = population.this_year(question).order_by().values("project")
    summed = facts.annotate(fen=Sum("invested_wan", output_field=BigIntegerField()))
    return {project: int(fen or 0) for project, fen in summed.values_list("project", "fen")}


def _milestones(
    question: Question, first: date, last: date, until: date
) -> dict[int, list[tuple[date, date | None]]]:  # fmt: skip
    """Planned or forecast day and day reached; what is reached after `until` is still to come."""
    rows = Milestone.objects.known_at(question.as_of).filter(project__in=population.projects(question).values("pk"))
    found: dict[int, list[tuple[date, date | None]]] = {}
    for project, planned, forecast, actual in rows.values_list("project_id", "planned_on", "forecast_on", "actual_on"):
        due = forecast or planned or actual
        actual = actual if actual and actual <= until else None
        if due and first <= (actual or due) <= last:
            found.setdefault(project, []).append((due, actual))
    return found
