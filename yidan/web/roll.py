"""The roll of projects: which ones a list shows, in what order, with what totals.

The list page, its export and its saved views all ask here. Everything that does not fit in a WHERE clause (this
year's plan, what was done, who has not reported) comes from a board of whole 分. A roll that was asked for is kept;
after a write only the projects written to find their places anew (`rolling`), so that a page costs the same with a
thousand projects and with a hundred thousand.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from yidan.ledger import queries
from yidan.ledger.models import Domain, Level, Listing, Project, Tagging
from yidan.web.board import Board, fen
from yidan.web.imports import brought

ITEMS, LEAVES = "items", "leaves"
DOMAIN_ORDER = {value: index for index, value in enumerate([*Domain.values, ""])}
_FIELD_FILTERS = {
    "unit": "profile__assessed_unit",
    "owner": "profile__owner_unit",
    "domain": "profile__domain",
    "leader": "profile__contact_leader",
    "pool": "profile__pool",
    "stage": "stage",
}
# Orders by numbers, in which a project finds its place here, and by words, in which only the database can place one.
_NUMBER_SORTS = {
    "order": ("order",),
    "unit": ("profile__assessed_unit__protocol_order", "order"),
    "responsible": ("profile__responsible_unit__protocol_order", "order"),
    "leader": ("profile__contact_leader__protocol_order", "order"),
    "total": ("profile__total_investment_wan", "order"),
    "years": ("profile__begins_in", "profile__finishes_in", "order"),
}
_WORD_SORTS = {
    "number": ("internal_id",),
    "name": ("profile__name",),
    "owner": ("profile__owner_unit__name", "order"),
    "domain": ("profile__domain", "order"),
    "stage": ("stage", "order"),
}
_AMOUNT_SORTS = ("planned", "month", "done", "rate", "gap", "listing")
SORTS = (*_NUMBER_SORTS, *_WORD_SORTS, *_AMOUNT_SORTS)
ASKED = {*_FIELD_FILTERS, "q", "level", "tag", "amount", "listing", "lag", "start", "report", "brought", "sort", "by"}


class Row(NamedTuple):
    """What of a project the totals need, and what it is ordered by."""

    id: int
    total: int | None
    domain: str
    key: tuple[Any, ...]


class Head(NamedTuple):
    """A row of the list with the parts it stands for."""

    row: Row
    parts: tuple[int, ...]  # a bundle's children that are shown under it
    total: int | None

    @property
    def leaves(self) -> tuple[int, ...]:
        """Whose plan and progress it shows."""
        return self.parts or (self.row.id,)


@dataclass
class Sums:
    """A count and four amounts in 分."""

    count: int = 0
    leaves: int = 0
    total: int = 0
    planned: int = 0
    month: int = 0
    done: int = 0

    def take(self, adds: tuple[int, ...], sign: int = 1) -> None:
        """Add as many of each, or (−1) take them away."""
        for name, each in zip(("count", "leaves", "total", "planned", "month", "done"), adds, strict=True):
            setattr(self, name, getattr(self, name) + sign * each)


@dataclass(frozen=True)
class Roll:
    """The answer: ids in order, children to show under each, sums of all and of each domain."""

    board: Board
    ids: array
    shown: dict[int, tuple[int, ...]]
    totals: dict[int, int]  # of bundles without a total of their own: their children's
    sums: Sums
    groups: list[tuple[str, int, Sums]]  # domain, index of its first row, sums
    is_grouped: bool = field(default=False)

    def planned(self, project_id: int) -> int | None:
        """The year's plan of a project, or of the children shown under a bundle; None where there is none."""
        return planned(self.board, self._leaves(project_id))

    def listing(self, project_id: int) -> str:
        """新开工, 续建 …; of a bundle only where all children agree."""
        return listing(self.board, self._leaves(project_id))

    def done(self, project_id: int) -> int:
        """Invested this year."""
        return sum(self.board.done.get(each, 0) for each in self._leaves(project_id))

    def month(self, project_id: int) -> int:
        """Invested in the last accepted month."""
        return sum(self.board.month.get(each, 0) for each in self._leaves(project_id))

    def _leaves(self, project_id: int) -> Iterable[int]:
        return self.shown.get(project_id) or (project_id,)


def planned(board: Board, leaves: Iterable[int]) -> int | None:
    """The year's plan of some leaves together; None where there is none."""
    found = [board.plans[each].planned for each in leaves if each in board.plans]
    return sum(found) if found else None


def listing(board: Board, leaves: Iterable[int]) -> str:
    """The kind of entry that all leaves share; empty where they differ."""
    found = {board.plans[each].listing for each in leaves if each in board.plans}
    return found.pop() if len(found) == 1 else ""


def amounts(board: Board, head: Head) -> tuple[int, ...]:
    """What a row adds to `Sums`."""
    leaves = head.leaves
    done, month = (sum(part.get(each, 0) for each in leaves) for part in (board.done, board.month))
    return 1, len(leaves), head.total or 0, planned(board, leaves) or 0, month, done


@dataclass(frozen=True)
class Order:
    """What a list is ordered by: a field or an amount of the year, up or down."""

    name: str
    is_down: bool

    @classmethod
    def read(cls, text: str) -> Order:
        """`done`, `-done`; the ledger's own order for what is none."""
        name = text.lstrip("-")
        return cls(name, text.startswith("-")) if name in SORTS else cls("order", False)

    @property
    def is_by_words(self) -> bool:
        """Whether only the database can tell which comes first."""
        return self.name in _WORD_SORTS

    @property
    def is_grouped(self) -> bool:
        """Whether the four domains stand one after the other with their subtotals."""
        return self.name == "order" and not self.is_down

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns it rests on; amounts rest on the ledger's order where they are equal."""
        return _NUMBER_SORTS.get(self.name) or _WORD_SORTS.get(self.name) or ("order",)

    def rows(self, projects: QuerySet[Project]) -> QuerySet:
        """What `row` takes; in order where it is by words."""
        columns = projects.annotate(fen=fen("profile__total_investment_wan"))
        if self.is_by_words:
            first = F(self.fields[0]).desc(nulls_last=True) if self.is_down else F(self.fields[0]).asc(nulls_last=True)
            columns = columns.order_by(first, *self.fields[1:], "id")
        else:
            columns = columns.order_by()
        return columns.values_list("id", "fen", "profile__domain", *self.fields)

    def row(self, values: tuple[Any, ...]) -> Row:
        """One row; by numbers its key is such that the smallest comes first, and what is missing last."""
        number, total, domain, *said = values
        if self.is_by_words:
            return Row(number, total, domain or "", tuple(said))
        key: list[Any] = []
        for index, each in enumerate(said):
            sign = -1 if self.is_down and not index else 1
            key += [each is None, sign * (each or 0)]
        return Row(
            number, total, domain or "", (*key, -number if self.is_down and self.fields == ("order",) else number)
        )

    def place(self, head: Head, board: Board) -> tuple[Any, ...]:
        """Where a row stands among others: by its domain or amount first, then by its key; it ends with the id."""
        if self.is_grouped:
            return (DOMAIN_ORDER.get(head.row.domain, len(DOMAIN_ORDER)), *head.row.key, head.row.id)
        if self.name not in _AMOUNT_SORTS:
            return (*head.row.key, head.row.id)
        value = self._value(head, board)
        signed = 0 if value is None else -value if self.is_down else value
        return (value is None, signed, *head.row.key, head.row.id)

    def _value(self, head: Head, board: Board) -> Any:
        """A number of this year; None where there is none, which comes last whichever way."""
        _count, _leaves, _total, _planned, month, done = amounts(board, head)
        if self.name == "month":
            return month
        if self.name == "done":
            return done
        if self.name == "listing":
            found = listing(board, head.leaves)
            return Listing.values.index(found) if found else None
        plan = planned(board, head.leaves)
        if self.name == "planned":
            return plan
        return done / plan if plan else None  # rate, and gap which orders alike


def narrowed(projects: QuerySet[Project], wanted: Mapping[str, tuple[str, ...]]) -> QuerySet[Project]:
    """The conditions that the database decides."""
    for name, path in _FIELD_FILTERS.items():
        if values := wanted.get(name):
            if name in {"unit", "owner", "leader"}:
                values = tuple(value for value in values if value.isdigit())
            projects = projects.filter(**{f"{path}__in": values})
    if levels := wanted.get("level"):
        condition = Q()
        for level in levels:
            condition |= Q(**{f"profile__is_{level}_key": True}) if level in Level.values else Q()
        projects = projects.filter(condition)
    if tags := [int(value) for value in wanted.get("tag", ()) if value.isdigit()]:
        projects = projects.filter(pk__in=Tagging.objects.live().filter(tag__in=tags).values("project"))
    if amount := wanted.get("amount"):
        projects = projects.filter(_within(amount[0]))
    if which := wanted.get("brought"):
        projects = projects.filter(pk__in=brought.among(which[0]))
    if text := wanted.get("q"):
        projects = queries.search(projects, text[0])
    return projects


def _within(amount: str) -> Q:
    """`10000-50000` in 万元: from (included) up to (excluded); either end may be missing."""
    least, _dash, most = amount.partition("-")
    condition = Q()
    if least.isdigit():
        condition &= Q(profile__total_investment_wan__gte=int(least))
    if most.isdigit():
        condition &= Q(profile__total_investment_wan__lt=int(most))
    return condition


def of_the_year(rows: list[Row], wanted: Mapping[str, tuple[str, ...]], board: Board, today: date) -> list[Row]:
    """The conditions on this year's plan and progress; a bundle has neither, its children answer for it."""
    plans, done = board.plans, board.done
    if listings := wanted.get("listing"):
        rows = [row for row in rows if row.id in plans and plans[row.id].listing in listings]
    if wanted.get("lag"):
        half = wanted["lag"][0] == "half"
        bad = {"red"} if half else {"yellow", "red"}
        rows = [
            row
            for row in rows
            if (plan := plans.get(row.id))
            and plan.listing != Listing.PREPARING
            and board.light(plan.planned, done.get(row.id, 0)) in bad
        ]
    if wanted.get("start"):
        overdue_only, day = wanted["start"][0] == "overdue", today.isoformat()
        rows = [
            row
            for row in rows
            if (plan := plans.get(row.id))
            and plan.listing == Listing.STARTING
            and row.id not in board.started
            and not (overdue_only and (not plan.starts_on or plan.starts_on >= day))
        ]
    if wanted.get("report"):
        rows = [row for row in rows if row.id in plans and row.id not in board.handed_in]
    return rows
