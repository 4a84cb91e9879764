"""What the ledger holds of one year, read once per state of the journal, in whole 分.

A list cannot ask the database for every project's plan, progress and report on every page. Read once into plain
dictionaries, they cost a page the same with a thousand projects and with a hundred thousand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from yidan.figures.queries import revision
from yidan.kernel.values import FEN_PER_WAN, Month
from yidan.ledger import queries
from yidan.ledger.models import AnnualPlan, Mark, StageMark
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import State

Kept = TypeVar("Kept")
_KEPT: OrderedDict[Hashable, Any] = OrderedDict()
_KEPT_MOST = 24
_lock = Lock()


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
    started: frozenset[int]
    handed_in: frozenset[int]
    children: dict[int, list[int]]
    parents: dict[int, int]

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


def kept(key: Hashable, compute: Callable[[], Kept]) -> Kept:
    """What was computed once for this state of the journal; the oldest answers are forgotten first."""
    # the token goes when the cache is cleared: a database put back in place begins its journal's numbers again
    key = (cache.get_or_set("board", lambda: uuid4().hex, None), key)
    with _lock:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    made = compute()
    with _lock:
        _KEPT[key] = made
        while len(_KEPT) > _KEPT_MOST:
            _KEPT.popitem(last=False)
    return made


def board(year: int | None, today: date, state: str | None = None) -> Board:
    """The board of a year (None: the newest year that is not ahead of today and has anything accepted)."""
    return kept((state or revision(), "board", year, today), lambda: _board(year, today))


def fen(name: str) -> ExpressionWrapper:
    """An amount as the database keeps it: turning a hundred thousand into Decimals would cost more than reading."""
    return ExpressionWrapper(F(name), output_field=BigIntegerField())


def raw(rows: QuerySet) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: for a hundred thousand, Django's converting costs more than the reading."""
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _board(year: int | None, today: date) -> Board:
    years = tuple(AnnualPlan.objects.live().order_by("-year").values_list("year", flat=True).distinct())
    accepted = Progress.objects.live().filter(span=Span.MONTH).order_by()
    if year is None:
        newest = _month(accepted.filter(month__lte=Month.of(today)).aggregate(last=Max("month"))["last"])
        planned = next((each for each in years if each <= today.year), years[-1] if years else today.year)
        year = newest.year if newest else planned
    within = Progress.objects.live().filter(month__gte=Month(year, 1), month__lte=Month(year, 12)).order_by()
    until = _until(within.filter(span=Span.MONTH))
    if until:
        within = within.filter(month__lte=until)
    report_month = MonthlyReport.objects.aggregate(last=Max("month"))["last"]
    pairs = raw(queries.standing().filter(parent__isnull=False).order_by("order", "id").values_list("id", "parent"))
    children: dict[int, list[int]] = {}
    for child, parent in pairs:
        children.setdefault(parent, []).append(child)
    plans = AnnualPlan.objects.live().filter(year=year).order_by()
    handed_in = MonthlyReport.objects.filter(month=report_month).exclude(state__in=[State.DRAFT, State.SENT_BACK])
    return Board(
        year=year,
        years=years,
        until=until,
        report_month=_month(report_month),
        plans={
            project: Plan(planned, listing, str(starts_on or ""))
            for project, planned, listing, starts_on in raw(
                plans.annotate(fen=fen("planned_wan"), day=Cast("starts_on", TextField())).values_list(
                    "project", "fen", "listing", "day"
                )
            )
        },
        done=_sums(within.exclude(span=Span.PRIOR_OPENING)),
        month=_sums(within.filter(span=Span.MONTH, month=until)) if until else {},
        started=frozenset(
            project
            for (project,) in raw(StageMark.objects.live().filter(mark=Mark.STARTED).order_by().values_list("project"))
        ),
        handed_in=frozenset(project for (project,) in raw(handed_in.order_by().values_list("project"))),
        children=children,
        parents=dict(pairs),
    )


def _month(value: Any) -> Month | None:
    return Month.from_number(value) if isinstance(value, int) else value


def _until(facts: QuerySet[Progress]) -> Month | None:
    """The newest month that is (nearly) all in, as the cockpit counts it: at least half as many as the month before.

    A month still being collected would be measured against a 序时 that it cannot have reached yet.
    """
    counted = {_month(month): count for month, count in facts.values_list("month").annotate(Count("pk"))}
    newest = max(counted, default=None)
    if newest is None or newest.month == 1:
        return newest
    return newest if counted[newest] * 2 >= counted.get(newest - 1, 0) else newest - 1


def _sums(facts: QuerySet[Progress]) -> dict[int, int]:
    summed = facts.values("project").annotate(fen=Sum(fen("invested_wan"), output_field=BigIntegerField()))
    return {project: int(amount) for project, amount in raw(summed.values_list("project", "fen"))}


def in_wan(fen: int | None) -> Any:
    """分 as 万元 for showing: exact, since it is only formatted."""
    return None if fen is None else Decimal(fen) / FEN_PER_WAN
