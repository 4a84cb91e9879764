"""The months of a year: planned and done, each month and cumulated, for a picture."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import add, sub
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from yidan.figures import population
from yidan.figures.holding import Holding, Statement, held, raw
from yidan.figures.news import Projects
from yidan.figures.question import Period, Question
from yidan.figures.shares import WHOLE, by_project, shares
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


def curve(question: Question, *, at: str | None = None) -> Curve:
    """分月计划 against what was accepted. A plan without its months counts a twelfth each month.

    An opening within the year (年内期初) stands in the month it reaches to.
    """
    is_asked_again = question.as_of is None and question.project is None
    monthly = held(("curve", question), lambda: _Monthly(question)) if is_asked_again else _Monthly(question)
    with monthly.renewed(at):
        split, even, done = monthly.added_up()
    months = [question.period.first + index for index in range(12)]
    last = question.period.last
    known = [amount if month <= last else None for month, amount in zip(months, done, strict=True)]
    return Curve(months, split, even, known)


class _Monthly(Holding):
    """What each project in question adds to the months of a year, in 分: plan by month, plan without, done by month.

    Of a question about one unit, a shared project (县区分摊) adds the unit's part.
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.rows: dict[int, tuple[array, int]] = {}
        self.whole, self.shared = [0] * _WIDTH, [0] * _WIDTH
        self._statements = [Statement(about) for about in (self._splits, self._evens, self._dones, self._members)]
        self._shares = Statement(lambda projects: shares(self.question, projects))

    def __len__(self) -> int:
        return len(self.rows)

    def added_up(self) -> tuple[list[Decimal], Decimal, list[Decimal]]:
        """Plan by month, plan without months, done by month: 万元, exact."""
        amounts = [
            (from_fen(whole) or ZERO) + (from_fen(part) or ZERO) / WHOLE
            for whole, part in zip(self.whole, self.shared, strict=True)
        ]
        return amounts[:12], amounts[12], amounts[13:]

    def load(self) -> None:
        """Read all."""
        self.whole, self.shared, self.rows = [0] * _WIDTH, [0] * _WIDTH, {}
        parts = by_project(raw(shares(self.question))) if self.question.unit is not None else {}
        is_of_all = self.question == Question(self.question.period)
        some = None if is_of_all else population.projects(self.question).values("pk")
        found = [raw(about(some)) for about in (self._splits, self._evens, self._dones)]
        self._put([*found, raw(self._members(None))], parts)

    def reload(self, projects: Projects) -> None:
        """Take these out, and add what they say now."""
        for project in projects:
            if row := self.rows.pop(project, None):
                self._add(*row, -1)
        parts = by_project(self._shares.of(projects)) if self.question.unit is not None else {}
        self._put([statement.of(projects) for statement in self._statements], parts)

    def _put(self, found: list[list[tuple[Any, ...]]], parts: dict[int, dict[int, int]]) -> None:
        splits, evens, dones, members = found
        amounts = {project: array("q", [0] * _WIDTH) for (project,) in members}
        for rows, start in ((splits, 0), (evens, 12), (dones, 13)):
            for project, *row in rows:
                if project in amounts:
                    amounts[project][start : start + len(row)] = array("q", [int(each or 0) for each in row])
        for project, amount in amounts.items():
            share = parts[project].get(self.question.unit or 0, 0) if project in parts else WHOLE
            self.rows[project] = (amount, share)
            self._add(amount, share, 1)

    def _add(self, amount: array, share: int, sign: int) -> None:
        if share == WHOLE:
            self.whole = list(map(add if sign > 0 else sub, self.whole, amount))
        else:
            self.shared = [before + sign * each * share for before, each in zip(self.shared, amount, strict=True)]

    def _members(self, projects: Iterable[int] | QuerySet | None) -> QuerySet:
        return _of(population.projects(self.question), projects, "pk").values_list("pk")

    def _splits(self, projects: Iterable[int] | QuerySet | None) -> QuerySet:
        rows = _of(population.planned_months(self.question).order_by(), projects, "plan__project")
        return (
            rows.values("plan__project")
            .annotate(**self._by_month("planned_wan"))
            .values_list("plan__project", *_MONTHS)
        )

    def _evens(self, projects: Iterable[int] | QuerySet | None) -> QuerySet:
        has_months = Exists(PlannedMonth.objects.filter(plan=OuterRef("pk")))
        rows = _of(population.plans(self.question).filter(~has_months).order_by(), projects, "project")
        return rows.annotate(fen=Cast("planned_wan", FEN)).values_list("project", "fen")

    def _dones(self, projects: Iterable[int] | QuerySet | None) -> QuerySet:
        whole_year = self.question.over(Period(self.question.period.year))
        rows = _of(population.this_year(whole_year).order_by(), projects, "project")
        return rows.values("project").annotate(**self._by_month("invested_wan")).values_list("project", *_MONTHS)

    def _by_month(self, amount: str) -> dict[str, models.Sum]:
        first = self.question.period.first
        return {
            name: models.Sum(amount, filter=Q(month=first + index), output_field=FEN)
            for index, name in enumerate(_MONTHS)
        }


_MONTHS = [f"month_{number}" for number in range(1, 13)]
_WIDTH = 25
FEN = models.BigIntegerField()


def _of(rows: QuerySet, projects: Iterable[int] | QuerySet | None, path: str) -> QuerySet:
    return rows if projects is None else rows.filter(**{f"{path}__in": projects})


def project_months(question: Question, project: int) -> Curve:
    """The same for one project with its children."""
    return curve(question.narrowed(project=project))


def openings(question: Question) -> bool:
    """Whether an opening within the year is among what is shown, so that a jump can be explained."""
    rows = population.projects(question).values("pk")
    return population.this_year(question).filter(span=Span.YEAR_OPENING, project__in=rows).exists()


def _running(values: list) -> list[Decimal | None]:
    total, running = ZERO, []
    for value in values:
        total += value or ZERO
        running.append(None if value is None else total)
    return running
