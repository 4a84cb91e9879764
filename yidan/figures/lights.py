"""亮灯 of units: one rule with the projects', computed and never stored (domain.md §2.4).

Whoever shows a light and whoever proposes a card asks here, so that the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from yidan.figures import parameters, queries, rules
from yidan.figures.question import Question
from yidan.figures.rules import Cause, Light, LightLimits

MONTH, YEAR = "completion.month_rate", "completion.rate"
_Rates = dict[Hashable, Fraction | None]


@dataclass(frozen=True, slots=True)
class UnitLit:
    """A unit's light with what makes it so; percentages are exact, None where there is nothing to measure against."""

    light: Light
    causes: tuple[Cause, ...]
    of_month: Fraction | None
    of_schedule: Fraction | None


def of_units(question: Question, values: dict[str, Any], *, at: str | None = None) -> dict[Hashable, UnitLit]:
    """Each 考核单元's light from its 月度计划完成率 and 年度计划完成率. `values` are the parameters.

    What was red the month before and is made up now is yellow for a month. Units are not judged by single projects
    overdue to start: those stand on their own list.
    """
    limits, before = parameters.light_limits(values), _over_before(question)
    rates = {asked: _month_rates(asked, at) for asked in (question, before, _over_before(before)) if asked}
    red = {unit for unit, one in _judged(before, rates, limits, set(), at).items() if one.light is Light.RED}
    return _judged(question, rates, limits, red, at)


def foreseen(question: Question) -> list[Question]:
    """The months before that a light looks at: to be read in one pass by who knows that it will be asked."""
    before = _over_before(question)
    return [each for each in (before, _over_before(before)) if each]


def _judged(
    question: Question | None, rates: dict[Question, _Rates], limits: LightLimits, red: set[Hashable], at: str | None
) -> dict[Hashable, UnitLit]:
    if question is None:
        return {}
    before = _over_before(question)
    month, earlier = rates[question], rates[before] if before else {}
    found = {}
    for unit, rate in queries.grouped([YEAR], question, "unit", at=at)[YEAR].items():
        reached = rules.of_schedule(rate.numerator or 0, rate.denominator or 0, question.period.months)
        light, causes = rules.judged(
            limits,
            month=_light(month.get(unit), limits),
            month_before=_light(earlier.get(unit), limits),
            of_schedule=reached,
            was_red=unit in red,
        )
        found[unit] = UnitLit(light, causes, month.get(unit), reached)
    return found


def _month_rates(question: Question, at: str | None) -> _Rates:
    """月度计划完成率 of the period's last month alone."""
    return {unit: rate.value for unit, rate in queries.grouped([MONTH], question, "unit", at=at)[MONTH].items()}  # type: ignore[misc]


def _light(rate: Fraction | None, limits: LightLimits) -> Light:
    return Light.GREEN if rate is None else rules.month_light(rate, 100, limits)


def _over_before(question: Question | None) -> Question | None:
    return question.over(question.period.before) if question and question.period.before else None
