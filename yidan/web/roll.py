"""The roll of projects: which ones a list shows, in what order, with what totals.

The list page, its export and its saved views all ask here. Everything that does not fit in a WHERE clause (this
year's plan, what was done, who has not reported) is read once per state of the journal into a board of whole 分,
so that a page costs the same with a thousand projects and with a hundred thousand.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from yidan.figures.queries import revision
from yidan.ledger import queries
from yidan.ledger.models import Domain, Level, Listing, Project, Tagging
from yidan.people.models import Person
from yidan.people.queries import scope_of
from yidan.web.board import Board, board, fen, kept, raw

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
_FIELD_SORTS = {
    "order": ("order",),
    "number": ("internal_id",),
    "name": ("profile__name",),
    "unit": ("profile__assessed_unit__protocol_order", "order"),
    "owner": ("profile__owner_unit__name", "order"),
    "responsible": ("profile__responsible_unit__protocol_order", "order"),
    "leader": ("profile__contact_leader__protocol_order", "order"),
    "domain": ("profile__domain", "order"),
    "stage": ("stage", "order"),
    "total": ("profile__total_investment_wan", "order"),
    "years": ("profile__begins_in", "profile__finishes_in", "order"),
}
_AMOUNT_SORTS = ("planned", "month", "done", "rate", "gap", "listing")
SORTS = (*_FIELD_SORTS, *_AMOUNT_SORTS)


class Row(NamedTuple):
    """What of a project the totals and sorts need."""

    id: int
    total: int | None
    domain: str


@dataclass
class Sums:
    """A count and four amounts in 分."""

    count: int = 0
    leaves: int = 0
    total: int = 0
    planned: int = 0
    month: int = 0
    done: int = 0


@dataclass(frozen=True)
class Roll:
    """The answer: ids in order, children to show under each, sums of all and of each domain."""

    board: Board
    ids: array
    shown: dict[int, list[int]]
    totals: dict[int, int | None]
    sums: Sums
    groups: list[tuple[str, int, Sums]]  # domain, index of its first row, sums
    is_grouped: bool = field(default=False)

    def planned(self, project_id: int) -> int | None:
        """The year's plan of a project, or of the children shown under a bundle; None where there is none."""
        plans = self.board.plans
        found = [plans[each].planned for each in self._leaves(project_id) if each in plans]
        return sum(found) if found else None

    def listing(self, project_id: int) -> str:
        """新开工, 续建 …; of a bundle only where all children agree."""
        found = {self.board.plans[each].listing for each in self._leaves(project_id) if each in self.board.plans}
        return found.pop() if len(found) == 1 else ""

    def done(self, project_id: int) -> int:
        """Invested this year."""
        return sum(self.board.done.get(each, 0) for each in self._leaves(project_id))

    def month(self, project_id: int) -> int:
        """Invested in the last accepted month."""
        return sum(self.board.month.get(each, 0) for each in self._leaves(project_id))

    def _leaves(self, project_id: int) -> Iterable[int]:
        return self.shown.get(project_id) or (project_id,)


def roll(person: Person, query: Mapping[str, Any], *, year: int | None, today: date) -> Roll:
    """Projects this person may see, narrowed, ordered and summed as the query (of lists of strings) says."""
    state = revision()
    of_year = board(year, today, state)
    wanted = {name: tuple(values) for name, values in query.items() if name in _ASKED and any(values)}
    key = (state, scope_of(person), of_year.year, today, tuple(sorted(wanted.items())))
    return kept(key, lambda: _roll(queries.visible_to(person), wanted, of_year, today))


_ASKED = {*_FIELD_FILTERS, "q", "level", "tag", "amount", "listing", "lag", "start", "report", "sort", "by"}


def _roll(projects: QuerySet[Project], wanted: dict[str, tuple[str, ...]], board: Board, today: date) -> Roll:
    sort = wanted.get("sort", ("order",))[0]
    key, is_down = sort.lstrip("-"), sort.startswith("-")
    if key not in SORTS:
        key, is_down = "order", False
    rows = _rows(_narrowed(projects, wanted), key, is_down)
    rows = _by_year(rows, wanted, board, today)
    by_leaves = wanted.get("by", (ITEMS,))[0] == LEAVES
    rows, shown = (_leaves if by_leaves else _items)(rows, projects, board)
    totals = {row.id: row.total for row in rows}
    answer = Roll(board, array("q"), shown, totals, Sums(), [])
    if key in _AMOUNT_SORTS:
        rows = _sorted_by_amount(rows, answer, key, is_down)
    is_grouped = key == "order" and not is_down
    if is_grouped:
        rows.sort(key=lambda row: DOMAIN_ORDER.get(row.domain, len(DOMAIN_ORDER)))
    groups = _summed(rows, answer)
    return Roll(
        board,
        array("q", [row.id for row in rows]),
        shown,
        totals,
        answer.sums,
        groups if is_grouped else [],
        is_grouped,
    )


def _narrowed(projects: QuerySet[Project], wanted: dict[str, tuple[str, ...]]) -> QuerySet[Project]:
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


def _rows(projects: QuerySet[Project], key: str, is_down: bool) -> list[Row]:
    sign = "-" if is_down else ""
    fields = _FIELD_SORTS.get(key, ("order",))
    order = [F(fields[0]).desc(nulls_last=True) if is_down else F(fields[0]).asc(nulls_last=True), *fields[1:]]
    found = (
        projects.annotate(fen=fen("profile__total_investment_wan"))
        .order_by(*order, f"{sign}id" if fields == ("order",) else "id")
        .values_list("id", "fen", "profile__domain")
    )
    return [Row(number, total, domain or "") for number, total, domain in raw(found)]


def _by_year(rows: list[Row], wanted: dict[str, tuple[str, ...]], board: Board, today: date) -> list[Row]:
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


def _leaves(rows: list[Row], projects: QuerySet[Project], board: Board) -> tuple[list[Row], dict[int, list[int]]]:
    """按子项: bundles give way to their children."""
    known = {row.id for row in rows}
    missing = [child for row in rows for child in board.children.get(row.id, ()) if child not in known]
    extra = _children(projects, missing)
    found: dict[int, Row] = {}
    for row in rows:
        if row.id in board.children:
            found.update((child, extra[child]) for child in board.children[row.id] if child in extra)
        else:
            found[row.id] = row
    return list(found.values()), {}


def _items(rows: list[Row], projects: QuerySet[Project], board: Board) -> tuple[list[Row], dict[int, list[int]]]:
    """按项: a child stands under its bundle, where the person may see it; a bundle found itself shows all of them."""
    if not board.parents:
        return rows, {}
    known = {row.id: row for row in rows}
    bundles = {row.id for row in rows if row.id in board.children}
    above = {board.parents[row.id] for row in rows if row.id in board.parents} - bundles
    extra = _children(
        projects, [*above, *(child for bundle in bundles for child in board.children[bundle] if child not in known)]
    )
    items: dict[int, Row] = {}
    shown: dict[int, list[int]] = {}
    for row in rows:
        parent = board.parents.get(row.id)
        head = known.get(parent) or extra.get(parent) if parent else None
        items.setdefault(head.id if head else row.id, head or row)
    for bundle in (each for each in items if each in board.children):
        everything = bundle in bundles
        shown[bundle] = [child for child in board.children[bundle] if child in known or (everything and child in extra)]
    return list(items.values()), {bundle: children for bundle, children in shown.items() if children}


def _children(projects: QuerySet[Project], ids: list[int]) -> dict[int, Row]:
    if not ids:
        return {}
    found = projects.filter(pk__in=ids).annotate(fen=fen("profile__total_investment_wan"))
    return {
        number: Row(number, total, domain or "")
        for number, total, domain in raw(found.order_by().values_list("id", "fen", "profile__domain"))
    }


def _sorted_by_amount(rows: list[Row], answer: Roll, key: str, is_down: bool) -> list[Row]:
    """By a number of this year; what has none comes last whichever way."""

    def value(row: Row) -> Any:
        planned = answer.planned(row.id)
        if key == "planned":
            return planned
        if key == "month":
            return answer.month(row.id)
        if key == "done":
            return answer.done(row.id)
        if key == "listing":
            listing = answer.listing(row.id)
            return Listing.values.index(listing) if listing else None
        return answer.done(row.id) / planned if planned else None  # rate, and gap which orders alike

    valued = [(value(row), row) for row in rows]
    some = sorted((pair for pair in valued if pair[0] is not None), key=lambda pair: pair[0], reverse=is_down)
    return [row for _value, row in some] + [row for found, row in valued if found is None]


def _summed(rows: list[Row], answer: Roll) -> list[tuple[str, int, Sums]]:
    """Sums of everything and of each domain, in the order of the rows."""
    everything = answer.sums
    groups: dict[str, tuple[int, Sums]] = {}
    plans, done, month, shown = answer.board.plans, answer.board.done, answer.board.month, answer.shown
    for index, row in enumerate(rows):
        _first, sums = groups.setdefault(row.domain, (index, Sums()))
        leaves = shown.get(row.id) or (row.id,)
        sums.count += 1
        sums.leaves += len(leaves)
        sums.total += row.total or 0
        for leaf in leaves:
            plan = plans.get(leaf)
            sums.planned += plan.planned if plan else 0
            sums.done += done.get(leaf, 0)
            sums.month += month.get(leaf, 0)
    for _first, sums in groups.values():
        for name in ("count", "leaves", "total", "planned", "month", "done"):
            setattr(everything, name, getattr(everything, name) + getattr(sums, name))
    return [(domain, first, sums) for domain, (first, sums) in groups.items()]
