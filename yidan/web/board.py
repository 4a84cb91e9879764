"""What the ledger holds of one year by project, in whole 分.

A list cannot ask the database for every project's plan, progress and report on every page. They are read once, and
then anew of those written to (`figures.holding`), so that a page costs the same with a thousand projects and with a
hundred thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, ExpressionWrapper, F, Max, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from yidan.figures import months
from yidan.figures.holding import Holding, Statement, held, raw
from yidan.figures.news import Projects
from yidan.kernel.values import FEN_PER_WAN, Month
from yidan.ledger import queries
from yidan.ledger.models import AnnualPlan, Mark, Project, StageMark
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import State


class Plan(NamedTuple):
    """A year's plan, as far as a list asks: 分, kind of entry, when it should start."""

    planned: int
    listing: str
    starts_on: str  # as it is written, 2020-03-01: comparing words is as good as comparing days, and free


@dataclass(frozen=True)
class Board:
    """What the ledger holds of one year, by project, in whole 分."""

    year: int
    years: tuple[int, ...]
    until: Month | None
    report_month: Month | None
    plans: dict[int, Plan]
    done: dict[int, int]
    month: dict[int, int]
    started: dict[int, bool]
    handed_in: dict[int, bool]
    children: dict[int, list[int]]
    parents: dict[int, int]
    leaders: frozenset[int]  # 联系市领导 of any project

    @property
    def months(self) -> int:
        """N of 序时 N/12; zero while the year has no accepted month."""
        return self.until.month if self.until else 0

    def light(self, planned: int | None, done: int) -> str | None:
        """Green at 序时 or above, yellow below, red below half of it (domain.md §2.2 P4); None without a plan."""
        if not planned or not self.months:
            return None
        due = planned * self.months
        return "green" if done * 12 >= due else "yellow" if done * 24 >= due else "red"


def board(year: int | None, today: date, state: str | None = None) -> Board:
    """The board of a year (None: the newest year that is not ahead of today and has anything accepted)."""
    of_year = held(("board", year, today), lambda: _OfYear(year, today))
    with of_year.renewed(state):
        return of_year.board


def fen(name: str) -> ExpressionWrapper:
    """An amount as the database keeps it: turning a hundred thousand into Decimals would cost more than reading."""
    return ExpressionWrapper(F(name), output_field=BigIntegerField())


@dataclass(frozen=True)
class _About:
    """Which year and months a board is about."""

    year: int
    years: tuple[int, ...]
    until: Month | None
    report_month: Month | None


class _OfYear(Holding):
    """The board of a year. One that was handed out stays as it is: a write makes another."""

    def __init__(self, year: int | None, today: date) -> None:
        super().__init__()
        self.asked, self.today = year, today
        self.about: _About | None = None
        self.parts: dict[str, _Part] = {}
        self.board: Any = None
        self.family: tuple[Any, dict[int, list[int]], dict[int, int]] = (None, {}, {})

    def __len__(self) -> int:
        return sum(len(part.said) for part in self.parts.values())

    def load(self) -> None:
        """Read all."""
        self.about = self._find()
        self.parts = _parts(self.about)
        for part in self.parts.values():
            part.load()
        self.board = self._made()

    def reload(self, projects: Projects) -> None:
        """Read these; where the year or its months are others now, all."""
        if self._find() != self.about:
            self.load()
            return
        changed = [part.reload(projects) for part in self.parts.values()]
        if any(changed):
            self.board = self._made()

    def _made(self) -> Board:
        about: Any = self.about
        said = self.parts["parents"].said
        if said is not self.family[0]:
            self.family = (said, *_family(said))
        _said, children, parents = self.family
        leaders: Any = self.parts["leaders"]
        return Board(
            about.year,
            about.years,
            about.until,
            about.report_month,
            children=children,
            parents=parents,
            leaders=frozenset(leaders.counted),
            **{name: self.parts[name].said for name in ("plans", "done", "month", "started", "handed_in")},
        )

    def _find(self) -> _About:
        when = held("when", _When)
        with when.renewed(""):
            years, report_month, year = when.years, when.report_month, self.asked
        if year is None:
            newest = months.last_accepted(Month.of(self.today), at="")
            planned = next((each for each in years if each <= self.today.year), years[-1] if years else self.today.year)
            year = newest.year if newest else planned
        until = months.newest(Month(year, 1), Month(year, 12), at="")
        return _About(year, years, until, report_month)


class _When(Holding):
    """The years that have plans, the newest first, and the newest month that anybody began to report."""

    def __init__(self) -> None:
        super().__init__()
        self.years: tuple[int, ...] = ()
        self.report_month: Month | None = None
        self.planned: dict[int, list[int]] = {}
        self.counted: Counter[int] = Counter()
        plans = AnnualPlan.objects.live().order_by().values_list("project", "year")
        reports = MonthlyReport.objects.order_by().values_list("month")
        self._plans, self._some_plans = plans, Statement(lambda projects: plans.filter(project__in=projects))
        self._some_reports = Statement(lambda projects: reports.filter(project__in=projects))

    def __len__(self) -> int:
        return len(self.planned)

    def load(self) -> None:
        """Read all."""
        self.planned, self.counted = {}, Counter()
        self._count(raw(self._plans))
        self.report_month = MonthlyReport.objects.aggregate(last=Max("month"))["last"]

    def reload(self, projects: Projects) -> None:
        """Read these; a report, once begun, is never taken away."""
        for project in projects:
            self.counted.subtract(self.planned.pop(project, ()))
        self._count(self._some_plans.of(projects))
        for (month,) in self._some_reports.of(projects):
            if self.report_month is None or month > self.report_month.number:
                self.report_month = Month.from_number(month)

    def _count(self, plans: list[tuple[Any, ...]]) -> None:
        for project, year in plans:
            self.planned.setdefault(project, []).append(year)
            self.counted[year] += 1
        self.years = tuple(sorted((year for year, count in self.counted.items() if count), reverse=True))


def _family(parents: dict[int, tuple[int, int]]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """A bundle's parts in the ledger's order, and each part's bundle."""
    children: dict[int, list[int]] = {}
    for child in sorted(parents, key=lambda each: (parents[each][1], each)):
        children.setdefault(parents[child][0], []).append(child)
    return children, {child: parent for child, (parent, _order) in parents.items()}


class _Part:
    """What is said of each project in one respect: `rows` of its key and values, `read` into one value."""

    def __init__(self, rows: QuerySet, read: Callable[..., Any] = lambda *said: said[0], path: str = "project") -> None:
        self.rows, self.read = rows, read
        self.some = Statement(lambda projects: rows.filter(**{f"{path}__in": projects}))
        self.said: dict[int, Any] = {}

    def load(self) -> None:
        """Read all."""
        self.said = {project: self.read(*said) for project, *said in raw(self.rows)}

    def reload(self, projects: Projects) -> bool:
        """Read these; whether anything is said differently now. What was handed out is left as it is."""
        fresh = {project: self.read(*said) for project, *said in self.some.of(projects)}
        if all(self.said.get(project) == fresh.get(project) for project in projects):
            return False
        self.said = self.said.copy()
        for project in projects:
            self.said.pop(project, None)
        self.said |= fresh
        return True


class _Counted(_Part):
    """The same, with how many projects say each thing."""

    counted: Counter[Any]

    def load(self) -> None:
        """Read and count all."""
        super().load()
        self.counted = Counter(self.said.values())

    def reload(self, projects: Projects) -> bool:
        """Read and count these."""
        before = [self.said[project] for project in projects if project in self.said]
        changed = super().reload(projects)
        self.counted.subtract(before)
        self.counted.update(self.said[project] for project in projects if project in self.said)
        self.counted = +self.counted
        return changed


def _parts(about: _About) -> dict[str, _Part]:
    plans = AnnualPlan.objects.live().filter(year=about.year).order_by()
    within = (
        Progress.objects.live().filter(month__gte=Month(about.year, 1), month__lte=Month(about.year, 12)).order_by()
    )
    until = within.filter(month__lte=about.until) if about.until else within
    month = within.filter(span=Span.MONTH, month=about.until) if about.until else within.none()
    started = StageMark.objects.live().filter(mark=Mark.STARTED).order_by()
    reports = (
        MonthlyReport.objects.filter(month=about.report_month) if about.report_month else MonthlyReport.objects.none()
    )
    handed_in = reports.exclude(state__in=[State.DRAFT, State.SENT_BACK]).order_by()
    led = Project.objects.filter(profile__contact_leader__isnull=False).order_by()
    day = Cast("starts_on", TextField())
    return {
        "plans": _Part(
            plans.annotate(fen=fen("planned_wan"), day=day).values_list("project", "fen", "listing", "day"),
            lambda planned, listing, starts_on: Plan(planned, listing, str(starts_on or "")),
        ),
        "done": _Part(_sums(until.exclude(span=Span.PRIOR_OPENING)), int),
        "month": _Part(_sums(month), int),
        "started": _Part(started.values_list("project"), lambda: True),
        "handed_in": _Part(handed_in.values_list("project"), lambda: True),
        "parents": _Part(
            queries.standing().filter(parent__isnull=False).order_by().values_list("id", "parent", "order"),
            lambda parent, order: (parent, order),
            "pk",
        ),
        "leaders": _Counted(led.values_list("id", "profile__contact_leader"), path="pk"),
    }


def _sums(facts: QuerySet[Progress]) -> QuerySet:
    summed = facts.values("project").annotate(fen=Sum(fen("invested_wan"), output_field=BigIntegerField()))
    return summed.values_list("project", "fen")


def in_wan(fen: int | None) -> Any:
    """分 as 万元 for showing: exact, since it is only formatted."""
    return None if fen is None else Decimal(fen) / FEN_PER_WAN
