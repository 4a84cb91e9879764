"""亮灯 of units: computed from the month's plan, the month before and 序时, never stored (domain.md §2.4)."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from yidan.figures import parameters, population, queries, rules
from yidan.figures.question import Question
from yidan.figures.rules import Light, LightLimits
from yidan.kernel.values import from_fen
from yidan.ledger.models import PlannedMonth

ZERO = Decimal(0)
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
    planned = planned_by_unit(question)
    return {
        unit: rules.month_light(done[unit].value if unit in done else 0, amount, limits)  # type: ignore[arg-type]
        for unit, amount in planned.items()
    }


def planned_by_unit(question: Question) -> dict[Hashable, Decimal]:
    """本月计划 of each unit: 分月计划 of the last month, a twelfth where a plan has none. 预备 is not judged."""
    months = PlannedMonth.objects.filter(plan=OuterRef("plan__pk"))
    month = months.filter(month=question.period.last).values("planned_wan")
    is_split = Exists(months)
    rows = population.projects(question).filter(population.NOT_PREPARING).values(unit=F("about__assessed_unit_id"))
    sums = rows.annotate(
        split=models.Sum(Subquery(month, output_field=FEN), output_field=FEN),
        even=models.Sum("plan__planned_wan", filter=~Q(is_split), output_field=FEN),
    )
    return {row["unit"]: (from_fen(row["split"]) or ZERO) + (from_fen(row["even"]) or ZERO) / 12 for row in sums}
