"""亮灯 of units: computed from the month's plan, the month before and 序时, never stored (domain.md §2.4)."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from yidan.figures import parameters, population, queries, rules
from yidan.figures.define import Sum
from yidan.figures.question import Question
from yidan.figures.rules import Light, LightLimits
from yidan.ledger.models import PlannedMonth

FEN = models.BigIntegerField()


def of_units(question: Question, values: dict[str, Any], *, at: str | None = None) -> dict[Hashable, Light]:
    """Each 考核单元's light. `values` are the parameters.

    A month is judged by its 分月计划; a plan without its months counts a twelfth. Units are not judged by single
    projects overdue to start: those stand on their own list.
    """
    limits = parameters.light_limits(values)
    month, before = _months(question, limits, at), question.period.before
    earlier = _months(question.over(before), limits, at) if before else {}
    rates = queries.grouped(["completion.rate"], question, "unit", at=at)["completion.rate"]
    lights = {}
    for unit, rate in rates.items():
        reached = rules.of_schedule(rate.numerator or 0, rate.denominator or 0, question.period.months)
        lights[unit] = rules.light(
            limits,
            month=month.get(unit, Light.GREEN),
            month_before=earlier.get(unit, Light.GREEN),
            of_schedule=reached,
        )
    return lights


def _months(question: Question, limits: LightLimits, at: str | None) -> dict[Hashable, Light]:
    """The light of the period's last month alone."""
    done = queries.grouped(["invested.month"], question, "unit", at=at)["invested.month"]
    planned = planned_by_unit(question, at=at)
    return {
        unit: rules.month_light(done[unit].value if unit in done else 0, amount, limits)  # type: ignore[arg-type]
        for unit, amount in planned.items()
    }


def planned_by_unit(question: Question, *, at: str | None = None) -> dict[Hashable, Decimal]:
    """本月计划 of each unit: 分月计划 of the last month, a twelfth where a plan has none. 预备 is not judged.

    A shared project (县区分摊) counts with its percentage, as what was done of it does.
    """
    split, even = measures(question)
    table = queries.table_of((split, even), question, "unit", at=at or queries.revision())
    return {unit: row[split].value + row[even].value / 12 for unit, row in table.items()}  # type: ignore[operator, misc]


def measures(question: Question) -> tuple[Sum, Sum]:
    """What is planned for the month by name, and the year's plans that have no months."""
    return (
        Sum(question, _split, "split_wan", population.is_counted_as_base),
        Sum(question, _even, "planned_wan", population.is_counted_as_base),
    )


def _months_of() -> QuerySet:
    return PlannedMonth.objects.filter(plan=OuterRef("pk"))


def _split(question: Question) -> QuerySet:
    month = _months_of().filter(month=question.period.last).values("planned_wan")
    return population.plans(question).annotate(split_wan=Subquery(month, output_field=FEN))


def _even(question: Question) -> QuerySet:
    return population.plans(question).filter(~Exists(_months_of()))
