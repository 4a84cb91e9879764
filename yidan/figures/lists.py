"""Lists of projects by name: lagging, not started, zero investment, not reported. The same rows as the figures."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from typing import Any, NamedTuple

from django.db import models
from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast

from yidan.figures import names, population
from yidan.figures.define import Sum, gap, rate
from yidan.figures.holding import Holding, Ranked, Statement, held, raw
from yidan.figures.news import Projects
from yidan.figures.question import Question
from yidan.kernel.values import Month, from_fen
from yidan.people.models import UnitKind
from yidan.progress.models import MonthlyReport
from yidan.progress.rules import says_nothing
from yidan.progress.states import State


@dataclass(frozen=True, slots=True)
class Listed:
    """A project on a list, as known then; amounts in 万元, rate in percent, gap in percentage points, both exact."""

    project_id: int
    name: str
    unit: str
    owner: str
    leader: str
    listing: str
    planned_wan: Decimal
    done_wan: Decimal
    rate: Fraction | None
    gap: Fraction | None
    to_start_on: date | None
    overdue_days: int
    duty_person: str


def lagging(
    question: Question, points: Decimal, *, start: int = 0, stop: int | None = None, at: str | None = None
) -> list[Listed]:
    """Projects whose completion rate is below 序时 by `points` or more, the farthest first; equal ones in order.

    A 新开工 whose planned day is still to come is not behind anything yet.
    """
    return _part(partial(lagging_rows, question, points), question, start, stop, ("lagging", points), at=at)


def lagging_count(question: Question, points: Decimal, *, at: str | None = None) -> int:
    """How many."""
    rows = partial(lagging_rows, question, points)
    if question.as_of is not None:
        return rows().count()
    places = held(("lagging", points, question), lambda: _Places(rows))
    with places.renewed(at):
        return len(places)


def lagging_rows(question: Question, points: Decimal) -> QuerySet:
    """Their rows, compared in whole numbers of 分: done × 1200 ≤ planned × (100 N − 12 points)."""
    numerator, denominator = Fraction(points).as_integer_ratio()
    months = question.period.months
    limit = 100 * months * denominator - 12 * numerator
    planned = Cast("plan__planned_wan", models.BigIntegerField())
    rows = _with_amounts(question).filter(population.NOT_PREPARING, plan__planned_wan__gt=0)
    rows = rows.exclude(population.is_not_yet_to_start(question))
    return rows.annotate(
        left=ExpressionWrapper(F("done_fen") * (1200 * denominator), output_field=models.BigIntegerField()),
        right=ExpressionWrapper(planned * limit, output_field=models.BigIntegerField()),
        rank=ExpressionWrapper(Cast("done_fen", FloatField()) / Cast(planned, FloatField()), FloatField()),
    ).filter(left__lte=F("right"))


def not_started(
    question: Question, *, today: date, start: int = 0, stop: int | None = None, at: str | None = None
) -> list[Listed]:
    """应开工未开工: the longest overdue first (days until `today` or the period's end); without a day, last."""

    def rows() -> QuerySet:
        overdue = _with_amounts(question).filter(population.is_overdue_to_start(question))
        return overdue.annotate(rank=F("plan__starts_on"))

    return _part(rows, question, start, stop, ("not_started",), today=today, at=at)


def zero_investment(
    question: Question, *, start: int = 0, stop: int | None = None, at: str | None = None
) -> list[Listed]:
    """零投资: planned for this year, nothing done; the largest plan first."""

    def rows() -> QuerySet:
        idle = _with_amounts(question).filter(population.has_nothing_done(question))
        return idle.annotate(rank=-Cast("plan__planned_wan", models.BigIntegerField()))

    return _part(rows, question, start, stop, ("zero_investment",), at=at)


def not_reported(question: Question, *, start: int = 0, stop: int | None = None, at: str | None = None) -> list[Listed]:
    """未报送: nothing on its way for the period's last month; in the ledger's order, the owner beside it."""

    def rows() -> QuerySet:
        missing = _with_amounts(question).filter(population.is_not_reported(question))
        return missing.annotate(rank=F("order"))

    return _part(rows, question, start, stop, ("not_reported",), at=at)


class _Places(Ranked):
    """The projects of a list in its order: by `rank` (those without one last), then as the ledger has them."""

    def __init__(self, rows: Callable[[], QuerySet]) -> None:
        def about(projects: Iterable[int] | None) -> QuerySet:
            return _of(rows(), projects).values_list("pk", "rank", "order", "pk")

        super().__init__(about)
        self._tell = Statement(lambda projects: _of(rows(), projects).values_list(*_TOLD))
        self._told: dict[int, tuple[Any, ...]] = {}

    def told(self, projects: list[int]) -> list[tuple[Any, ...]]:
        """What a list says of these (`_TOLD`); the same few stand at its head from one look to the next."""
        missing = [project for project in projects if project not in self._told]
        if len(self._told) > _TOLD_MOST:
            self._told, missing = {}, projects
        self._told |= {row[0]: row for row in self._tell.of(missing)}
        return [self._told[project] for project in projects if project in self._told]

    def load(self) -> None:
        """Read all."""
        self._told = {}
        super().load()

    def reload(self, projects: Projects) -> None:
        """Find the places of these; what was said of them is asked again."""
        for project in projects:
            self._told.pop(project, None)
        super().reload(projects)


_TOLD_MOST = 200


def _of(rows: QuerySet, projects: Iterable[int] | None) -> QuerySet:
    return rows if projects is None else rows.filter(pk__in=projects)


def _part(
    rows: Callable[[], QuerySet],
    question: Question,
    start: int,
    stop: int | None,
    name: tuple[Hashable, ...],
    *,
    today: date | None = None,
    at: str | None = None,
) -> list[Listed]:
    """From `start` up to `stop`: of now, a few are looked up by their kept places."""
    if question.as_of is not None or stop is None:
        ordered = rows().order_by(F("rank").asc(nulls_last=True), "order", "pk")
        return _listed(raw(ordered.values_list(*_TOLD)[start:stop]), question, today=today)
    places = held((*name, question), lambda: _Places(rows))
    with places.renewed(at):
        wanted = places.between(start, stop)
        told = places.told(wanted)
    found = {item.project_id: item for item in _listed(told, question, today=today, at=at)}
    return [found[project] for project in wanted if project in found]


def _with_amounts(question: Question) -> QuerySet:
    done = Sum(question, population.this_year, "invested_wan").column()
    return population.projects(question).annotate(
        done_fen=models.functions.Coalesce(done, 0, output_field=models.BigIntegerField())
    )


_TOLD = (
    "pk", "about__name", "about__assessed_unit_id", "about__owner_unit_id", "about__contact_leader_id",
    "about__duty_person", "plan__listing", "plan__planned_wan", "plan__starts_on", "done_fen",
)  # fmt: skip


def _listed(
    rows: list[tuple[Any, ...]], question: Question, *, today: date | None = None, at: str | None = None
) -> list[Listed]:
    """Rows of `_TOLD` as the driver gives them."""
    found = [_Row(*row) for row in rows]
    units = names.units(_ids(found, "unit", "owner"), at=at)
    leaders = names.persons(_ids(found, "leader"), at=at)
    until = question.period.until if today is None else min(today, question.period.until)
    months = question.period.months
    listed = []
    for row in found:
        planned, done = from_fen(row.planned) or Decimal(0), from_fen(row.done) or Decimal(0)
        due = date.fromisoformat(str(row.starts_on)) if row.starts_on else None
        listed.append(
            Listed(
                project_id=row.project,
                name=row.name,
                unit=units.get(row.unit or 0, ""),
                owner=units.get(row.owner or 0, ""),
                leader=leaders.get(row.leader or 0, ""),
                listing=row.listing or "",
                planned_wan=planned,
                done_wan=done,
                rate=rate(done, planned),
                gap=gap(done, planned, months),
                to_start_on=due,
                overdue_days=max((until - due).days, 0) if due else 0,
                duty_person=row.duty,
            )
        )
    return listed


class _Row(NamedTuple):
    """The values of `_TOLD`."""

    project: int
    name: str
    unit: int | None
    owner: int | None
    leader: int | None
    duty: str
    listing: str | None
    planned: int | None
    starts_on: Any
    done: int


def _ids(rows: list[_Row], *names: str) -> set[int]:
    return {key for row in rows for name in names if (key := getattr(row, name)) is not None}


@dataclass(frozen=True, slots=True)
class Need:
    """需协调事项 of a project: what it asks, of whom, since which month it has been asking without a pause."""

    project_id: int
    name: str
    unit: str
    text: str
    asked_of: str
    since: Month
    report_id: int


ASKED = (UnitKind.OFFICE, UnitKind.DEPARTMENT)


def needs(question: Question, *, stop: int | None = None, at: str | None = None) -> list[Need]:
    """What reports of the period's last month ask of the city: of a department, the office, or nobody named.

    The longest asked first; equal ones in the ledger's order. What is asked of a county or owner is theirs to settle.
    """
    asking = _Asking(question) if question.as_of else held(("needs", question), lambda: _Asking(question))
    with asking.renewed(at):
        wanted = asking.first(stop)
    texts = MonthlyReport.objects.filter(pk__in=[each.report for each in wanted])
    said = {pk: (text, of) for pk, text, of in texts.values_list("pk", "needs", "needs_from")}
    profiles = population.profiles(question).filter(project__in=[each.project for each in wanted])
    about = {pk: (name, unit) for pk, name, unit in profiles.values_list("project", "name", "assessed_unit")}
    units = names.units({each[1] for each in (*said.values(), *about.values()) if each[1]}, at=at)
    return [
        Need(
            project_id=each.project,
            name=about[each.project][0],
            unit=units.get(about[each.project][1] or 0, ""),
            text=said[each.report][0].strip(),
            asked_of=units.get(said[each.report][1] or 0, ""),
            since=Month.from_number(each.since),
            report_id=each.report,
        )
        for each in wanted
        if each.report in said and each.project in about
    ]


class _Asked(NamedTuple):
    """Who asks, in order: the first of the months in a row (202005), the ledger's order."""

    since: int
    order: int
    project: int
    report: int


class _Asking(Holding):
    """The projects whose report of the period's last month asks the city for something."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._asked: dict[int, _Asked] = {}
        self._order: list[_Asked] = []
        self._now, self._before = Statement(self._of_month), Statement(self._of_earlier)

    def __len__(self) -> int:
        return len(self._asked)

    def first(self, stop: int | None) -> list[_Asked]:
        """Those who ask the longest."""
        return self._order[:stop]

    def load(self) -> None:
        """Read all."""
        rows = raw(self._of_month(None))
        self._asked = self._since(rows, raw(self._of_earlier(None))) if rows else {}
        self._order = sorted(self._asked.values())

    def reload(self, projects: Projects) -> None:
        """Read what these ask."""
        for project in projects:
            if asked := self._asked.pop(project, None):
                del self._order[bisect_left(self._order, asked)]
        if rows := self._now.of(projects):
            fresh = self._since(rows, self._before.of(projects))
            self._asked |= fresh
            for asked in fresh.values():
                insort(self._order, asked)

    def _of_month(self, projects: Iterable[int] | None) -> QuerySet:
        rows = population.projects(self.question)
        if projects is not None:
            rows = rows.filter(pk__in=projects)
        reports = MonthlyReport.objects.filter(project__in=rows.values("pk"), month=self.question.period.last)
        return _asking(self.question, reports).values_list("project", "project__order", "pk", "needs")

    def _of_earlier(self, projects: Iterable[int] | None) -> QuerySet:
        of: Any = projects
        if projects is None:
            of = MonthlyReport.objects.filter(month=self.question.period.last).exclude(needs="").values("project")
        earlier = MonthlyReport.objects.filter(project__in=of, month__lt=self.question.period.last)
        return _asking(self.question, earlier).values_list("project", "month", "needs")

    def _since(self, rows: list[tuple[Any, ...]], earlier: list[tuple[Any, ...]]) -> dict[int, _Asked]:
        nothing = cache(says_nothing)  # what is asked is often said again, month after month
        months: dict[int, set[int]] = {}
        for project, month, text in earlier:
            if not nothing(text):
                months.setdefault(project, set()).add(month)
        found = {}
        for project, order, report, text in rows:
            if nothing(text):
                continue
            since = self.question.period.last
            while (since - 1).number in months.get(project, ()):
                since = since - 1
            found[project] = _Asked(since.number, order, project, report)
        return found


def _asking(question: Question, reports: QuerySet) -> QuerySet:
    handed_in = reports.filter(state__in=[State.SUBMITTED, State.CHECKED, State.ACCEPTED]).exclude(needs="")
    if question.as_of is not None:
        handed_in = handed_in.filter(Q(submitted_at__lte=question.as_of) | Q(accepted_at__lte=question.as_of))
    return handed_in.filter(Q(needs_from__isnull=True) | Q(needs_from__kind__in=ASKED)).order_by()
