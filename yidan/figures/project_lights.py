"""亮灯 of single projects, each with what makes it so: computed, never stored (domain.md §2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, Sum
from django.db.models.functions import Cast

from yidan.figures import parameters, population, rules
from yidan.figures.question import Period, Question
from yidan.figures.rules import Cause, Light, LightLimits
from yidan.kernel.values import Month
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
    amounts = _amounts(question)
    until = min(today, question.period.until)
    found = [_lit(row, units, amounts, limits, until, question.period) for row in rows]
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
    """分 by project of a period: its last month, planned and done, and the year so far; all empty without a period."""

    def __init__(self, question: Question | None, done: dict[int, int]) -> None:
        self._question = question
        self.done = done

    @cached_property
    def planned(self) -> dict[int, int]:
        """The last month's plan."""
        return _sums(population.plans_of_the_month(self._question), "month_wan") if self._question else {}

    @cached_property
    def year(self) -> dict[int, int]:
        """What was done from January on."""
        return _sums(population.this_year(self._question), "invested_wan") if self._question else {}


def _amounts(question: Question) -> list[_Amounts]:
    """Of this period, the one before and the one before that: what was done in the three months is asked at once."""
    before = _over_before(question)
    asked = [question, before, _over_before(before)]
    facts = reduce(or_, (population.this_month(each) for each in asked if each)).order_by()
    done: dict[Month, dict[int, int]] = {}
    summed = facts.values("month", "project").annotate(fen=Sum("invested_wan", output_field=BigIntegerField()))
    for month, project, fen in summed.values_list("month", "project", "fen"):
        done.setdefault(month, {})[project] = int(fen or 0)
    return [_Amounts(each, done.get(each.period.last, {}) if each else {}) for each in asked]


def _over_before(question: Question | None) -> Question | None:
    return question.over(question.period.before) if question and question.period.before else None


def _sums(facts: QuerySet, amount: str) -> dict[int, int]:
    summed = facts.order_by().values("project").annotate(fen=Sum(amount, output_field=BigIntegerField()))
    return {project: int(fen or 0) for project, fen in summed.values_list("project", "fen")}


def _lit(
    row: dict[str, Any], units: dict[int, str], amounts: Sequence[_Amounts], limits: LightLimits, until: date,
    period: Period,
) -> Lit:  # fmt: skip
    pk, planned = row["pk"], row["planned"] or 0
    now, before, earlier = amounts
    is_done = _is_done(row, now, until)
    was_red = False
    if period.before and not is_done:
        was_red = _judged(row, (before, earlier), limits, period.before.until, period.months - 1)[0] is Light.RED
    light, causes = _judged(row, (now, before), limits, until, period.months, was_red=was_red)
    return Lit(
        pk, row["name"], units.get(row["unit_id"], ""), units.get(row["owner_id"], ""), light, causes,
        _percent(now.done, now.planned, pk), _percent(before.done, before.planned, pk),
        None if is_done or not planned else rules.of_schedule(now.year.get(pk, 0), planned, period.months),
        _overdue_days(row, until), is_done,
    )  # fmt: skip


def _judged(
    row: dict[str, Any], amounts: tuple[_Amounts, _Amounts], limits: LightLimits, until: date, months: int,
    *, was_red: bool = False,
) -> tuple[Light | None, tuple[Cause, ...]]:  # fmt: skip
    """The light on a day, of a period and the one before it."""
    if _is_yet_to_start(row, until):
        return None, ()
    now, before = amounts
    pk, planned, is_done = row["pk"], row["planned"] or 0, _is_done(row, now, until)
    return rules.judged(
        limits,
        month=Light.GREEN if is_done else _month(now, pk, limits),
        month_before=Light.GREEN if is_done else _month(before, pk, limits),
        of_schedule=None if is_done or not planned else rules.of_schedule(now.year.get(pk, 0), planned, months),
        overdue_months=rules.whole_months(_overdue_days(row, until)),
        was_red=was_red,
    )


def _is_done(row: dict[str, Any], amounts: _Amounts, until: date) -> bool:
    planned = row["planned"] or 0
    return _by(row["completed__happened_on"], until) or (planned > 0 and amounts.year.get(row["pk"], 0) >= planned)


def _by(day: date | None, until: date) -> bool:
    return day is not None and day <= until


def _is_yet_to_start(row: dict[str, Any], until: date) -> bool:
    due = row["plan__starts_on"]
    is_starting = row["plan__listing"] == Listing.STARTING and not _by(row["started__happened_on"], until)
    return bool(is_starting and due and due > until)


def _overdue_days(row: dict[str, Any], until: date) -> int:
    due = row["plan__starts_on"]
    if row["plan__listing"] != Listing.STARTING or _by(row["started__happened_on"], until) or due is None:
        return 0
    return max((until - due).days, 0)


def _month(amounts: _Amounts, pk: int, limits: LightLimits) -> Light:
    return rules.month_light(amounts.done.get(pk, 0), amounts.planned.get(pk, 0), limits)


def _percent(done: dict[int, int], planned: dict[int, int], pk: int) -> Fraction | None:
    return Fraction(done.get(pk, 0)) / planned[pk] * 100 if planned.get(pk) else None


def _place(each: Lit) -> tuple[int, Fraction]:
    place = ORDER.index(each.light) if each.light else len(ORDER)
    return place, each.of_schedule if each.of_schedule is not None else Fraction(1000)
