"""The months of a year: planned and done, each month and cumulated, for a picture."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from yidan.figures import population
from yidan.figures.define import shares_of
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month, from_fen
from yidan.ledger.models import PlannedMonth
from yidan.progress.models import Span

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Curve:
    """Twelve months; what was done stops at the period's last month. Amounts in 万元, exact."""

    months: list[Month]
    split: list[Decimal]
    even: Decimal
    done: list[Decimal | None]

    @property
    def planned(self) -> list[Decimal]:
        """The plan of each month: what is planned for it by name, and a twelfth of what is not split."""
        return [amount + self.even / 12 for amount in self.split]

    @property
    def planned_so_far(self) -> list[Decimal]:
        """The plan, cumulated; December is the year's plan to the last digit."""
        return [sum(self.split[:number], ZERO) + self.even * number / 12 for number in range(1, 13)]

    @property
    def done_so_far(self) -> list[Decimal | None]:
        """What was done, cumulated; None after the last month known."""
        return _running(self.done)


def curve(question: Question) -> Curve:
    """分月计划 against what was accepted. A plan without its months counts a twelfth each month.

    An opening within the year (年内期初) stands in the month it reaches to.
    """
    months = [question.period.first + index for index in range(12)]
    weights = _weights(question)
    listed = population.projects(question).filter(population.LISTED)
    plans = population.plans(question).filter(project__in=listed.values("pk"))
    has_months = Exists(PlannedMonth.objects.filter(plan=OuterRef("pk")))
    parts = PlannedMonth.objects.filter(plan__in=plans.values("pk"))
    split = _by(parts, "month", "planned_wan", weights, "plan__project")
    even = _by(plans.filter(~has_months), "year", "planned_wan", weights).get(question.period.year, ZERO)
    rows = population.projects(question)
    whole_year = question.over(Period(question.period.year))
    facts = population.this_year(whole_year).filter(project__in=rows.values("pk"))
    done = _by(facts, "month", "invested_wan", weights)
    last = question.period.last
    return Curve(
        months,
        [split.get(month, ZERO) for month in months],
        even,
        [done.get(month, ZERO) if month <= last else None for month in months],
    )


def project_months(question: Question, project: int) -> Curve:
    """The same for one project with its children."""
    return curve(question.narrowed(project=project))


def openings(question: Question) -> bool:
    """Whether an opening within the year is among what is shown, so that a jump can be explained."""
    rows = population.projects(question).values("pk")
    return population.this_year(question).filter(span=Span.YEAR_OPENING, project__in=rows).exists()


def _weights(question: Question) -> dict[int, Decimal]:
    """Of a question about one unit: its percentage of each shared project (县区分摊)."""
    if question.unit is None:
        return {}
    return {project: parts.get(question.unit, ZERO) for project, parts in shares_of(question).items()}


def _by(
    rows: models.QuerySet, key: str, amount: str, weights: dict[int, Decimal], project: str = "project"
) -> dict[Any, Decimal]:
    """The sum of an amount by month or year; of shared projects only the unit's part."""
    total = models.Sum(amount, output_field=models.BigIntegerField())
    grouped = rows.order_by().values(key).annotate(total=total)
    sums = {row[key]: from_fen(row["total"]) or ZERO for row in grouped}
    if weights:
        shared = rows.filter(**{f"{project}__in": list(weights)}).order_by().values(key, project).annotate(total=total)
        for row in shared:
            sums[row[key]] -= (from_fen(row["total"]) or ZERO) * (100 - weights[row[project]]) / 100
    return sums


def _running(values: list) -> list[Decimal | None]:
    total, running = ZERO, []
    for value in values:
        total += value or ZERO
        running.append(None if value is None else total)
    return running
