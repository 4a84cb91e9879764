"""The months of a year: planned and done, each month and cumulated, for a picture."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef

from yidan.figures import population
from yidan.figures.question import Question
from yidan.kernel.values import Month, from_fen
from yidan.ledger.models import PlannedMonth
from yidan.progress.models import Span

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Curve:
    """Twelve months; what was done stops at the period's last month. Amounts in 万元, exact."""

    months: list[Month]
    planned: list[Decimal]
    done: list[Decimal | None]

    @property
    def planned_so_far(self) -> list[Decimal]:
        """The plan, cumulated."""
        return _running(self.planned)  # type: ignore[return-value]

    @property
    def done_so_far(self) -> list[Decimal | None]:
        """What was done, cumulated; None after the last month known."""
        return _running(self.done)


def curve(question: Question) -> Curve:
    """分月计划 against what was accepted. A plan without its months counts a twelfth each month.

    An opening within the year (年内期初) stands in the month it reaches to.
    """
    months = [question.period.first + index for index in range(12)]
    listed = population.projects(question).filter(population.LISTED)
    plans = population.plans(question).filter(project__in=listed.values("pk"))
    has_months = Exists(PlannedMonth.objects.filter(plan=OuterRef("pk")))
    split = _by_month(PlannedMonth.objects.filter(plan__in=plans.values("pk")), "planned_wan")
    even = _sum(plans.filter(~has_months), "planned_wan") / 12
    rows = population.projects(question)
    whole_year = question.over(type(question.period)(question.period.year))
    facts = population.this_year(whole_year).filter(project__in=rows.values("pk"))
    done = _by_month(facts, "invested_wan")
    last = question.period.last
    return Curve(
        months,
        [split.get(month, ZERO) + even for month in months],
        [done.get(month, ZERO) if month <= last else None for month in months],
    )


def project_months(question: Question, project: int) -> Curve:
    """The same for one project with its children."""
    return curve(question.narrowed(project=project))


def openings(question: Question) -> bool:
    """Whether an opening within the year is among what is shown, so that a jump can be explained."""
    rows = population.projects(question).values("pk")
    return population.this_year(question).filter(span=Span.YEAR_OPENING, project__in=rows).exists()


def _by_month(rows: models.QuerySet, amount: str) -> dict[Month, Decimal]:
    grouped = rows.order_by().values("month").annotate(total=models.Sum(amount, output_field=models.BigIntegerField()))
    return {row["month"]: from_fen(row["total"]) or ZERO for row in grouped}


def _sum(rows: models.QuerySet, amount: str) -> Decimal:
    return from_fen(rows.aggregate(total=models.Sum(amount, output_field=models.BigIntegerField()))["total"]) or ZERO


def _running(values: list) -> list[Decimal | None]:
    total, running = ZERO, []
    for value in values:
        total += value or ZERO
        running.append(None if value is None else total)
    return running
