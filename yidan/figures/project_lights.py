"""亮灯 of single projects, each with what makes it so: computed, never stored (domain.md §2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum
from django.db.models.functions import Cast

from yidan.figures import parameters, population, rules
from yidan.figures.question import Question
from yidan.figures.rules import Cause, Light, LightLimits
from yidan.ledger.models import Listing
from yidan.people.models import Unit

ORDER = (Light.RED, Light.YELLOW, Light.TRACKED, Light.GREEN)


@dataclass(frozen=True, slots=True)
class Lit:
    """A project's light. Percentages are exact; None where there is nothing to measure against.

    `light` None: not judged yet, its planned start is still to come. `is_done`: completed, or the year's plan is
    fulfilled, so that no month is held against it.
    """

    project_id: int
    name: str
    unit: str
    owner: str
    light: Light | None
    causes: tuple[Cause, ...]
    of_month: Fraction | None
    of_month_before: Fraction | None
    of_schedule: Fraction | None
    overdue_days: int
    is_done: bool


def of_projects(question: Question, values: dict[str, Any], *, today: date) -> list[Lit]:
    """Every project of the year's plan but 预备, by part; the worst first, equal ones by how far they are behind.

    `values` are the parameters. Overdue days count until `today` or the period's end.
    """
    limits = parameters.light_limits(values)
    rows = list(_rows(question))
    units = {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in={row[key] for row in rows for key in _UNITS})}
    amounts = _Amounts(question)
    until = min(today, question.period.until)
    found = [_lit(row, units, amounts, limits, until, question.period.months) for row in rows]
    return sorted(found, key=_place)


_UNITS = ("unit_id", "owner_id")


def _rows(question: Question) -> QuerySet:
    rows: QuerySet[Any] = population.projects(question)  # with plan and marks beside their own fields
    return (
        rows.filter(population.NOT_PREPARING)
        .order_by("order", "pk")
        .values(
            "pk", "started__happened_on", "completed__happened_on", "plan__listing", "plan__starts_on",
            name=F("about__name"), unit_id=F("about__assessed_unit_id"), owner_id=F("about__owner_unit_id"),
            planned=Cast("plan__planned_wan", BigIntegerField()),
        )
    )  # fmt: skip


class _Amounts:
    """分 by project: this month and the one before, planned and done, and the year so far."""

    def __init__(self, question: Question) -> None:
        before = question.period.before
        earlier = question.over(before) if before else None
        self.planned = _sums(population.plans_of_the_month(question), "month_wan")
        self.done = _sums(population.this_month(question), "invested_wan")
        self.planned_before = _sums(population.plans_of_the_month(earlier), "month_wan") if earlier else {}
        self.done_before = _sums(population.this_month(earlier), "invested_wan") if earlier else {}
        self.year = _sums(population.this_year(question), "invested_wan")


def _sums(facts: QuerySet, amount: str) -> dict[int, int]:
    summed = facts.order_by().values("project").annotate(fen=Sum(amount, output_field=BigIntegerField()))
    return {project: int(fen or 0) for project, fen in summed.values_list("project", "fen")}


def _lit(
    row: dict[str, Any], units: dict[int, str], amounts: _Amounts, limits: LightLimits, until: date, months: int
) -> Lit:
    pk, planned = row["pk"], row["planned"] or 0
    done = amounts.year.get(pk, 0)
    is_done = row["completed__happened_on"] is not None or (planned > 0 and done >= planned)
    overdue = _overdue_days(row, until)
    reached = None if is_done or not planned else rules.of_schedule(done, planned, months)
    light: Light | None
    causes: tuple[Cause, ...]
    if _is_yet_to_start(row, until):
        light, causes = None, ()
    else:
        light, causes = rules.judged(
            limits,
            month=Light.GREEN if is_done else _month(amounts.done, amounts.planned, pk, limits),
            month_before=Light.GREEN if is_done else _month(amounts.done_before, amounts.planned_before, pk, limits),
            of_schedule=reached,
            overdue_months=rules.whole_months(overdue),
        )
    return Lit(
        pk, row["name"], units.get(row["unit_id"], ""), units.get(row["owner_id"], ""), light, causes,
        _percent(amounts.done, amounts.planned, pk), _percent(amounts.done_before, amounts.planned_before, pk),
        reached, overdue, is_done,
    )  # fmt: skip


def _is_yet_to_start(row: dict[str, Any], until: date) -> bool:
    due = row["plan__starts_on"]
    is_starting = row["plan__listing"] == Listing.STARTING and row["started__happened_on"] is None
    return bool(is_starting and due and due > until)


def _overdue_days(row: dict[str, Any], until: date) -> int:
    due = row["plan__starts_on"]
    if row["plan__listing"] != Listing.STARTING or row["started__happened_on"] is not None or due is None:
        return 0
    return max((until - due).days, 0)


def _month(done: dict[int, int], planned: dict[int, int], pk: int, limits: LightLimits) -> Light:
    return rules.month_light(done.get(pk, 0), planned.get(pk, 0), limits)


def _percent(done: dict[int, int], planned: dict[int, int], pk: int) -> Fraction | None:
    return Fraction(done.get(pk, 0)) / planned[pk] * 100 if planned.get(pk) else None


def _place(each: Lit) -> tuple[int, Fraction]:
    place = ORDER.index(each.light) if each.light else len(ORDER)
    return place, each.of_schedule if each.of_schedule is not None else Fraction(1000)
