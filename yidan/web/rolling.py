"""Rolls kept: asked of all projects once, and then of those written to, which are put where they belong now."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from yidan.figures import news
from yidan.figures.holding import Holding, Statement, held, raw
from yidan.figures.news import Projects
from yidan.ledger import queries
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.people.queries import scope_of
from yidan.web.board import Board, board
from yidan.web.roll import (
    ASKED,
    DOMAIN_ORDER,
    ITEMS,
    LEAVES,
    Head,
    Order,
    Roll,
    Row,
    Sums,
    amounts,
    narrowed,
    of_the_year,
)  # fmt: skip


def roll(person: Person, query: Mapping[str, Any], *, year: int | None, today: date) -> Roll:
    """Projects this person may see, narrowed, ordered and summed as the query (of lists of strings) says."""
    wanted = {name: tuple(values) for name, values in query.items() if name in ASKED and any(values)}
    key = ("roll", scope_of(person), year, today, tuple(sorted(wanted.items())))
    kept = held(key, lambda: _Kept(queries.visible_to(person), wanted, year, today))
    with kept.renewed(news.look()):
        return kept.roll


class _Kept(Holding):
    """One list. A roll that was handed out stays as it is: a write makes another."""

    def __init__(
        self, projects: QuerySet[Project], wanted: Mapping[str, tuple[str, ...]], year: int | None, today: date
    ) -> None:
        super().__init__()
        self.wanted, self.year, self.today = wanted, year, today
        self.order = Order.read(wanted.get("sort", ("order",))[0])
        self.by_leaves = wanted.get("by", (ITEMS,))[0] == LEAVES
        self.roll: Any = None
        self._found = _Asked(self.order, narrowed(projects, wanted))
        self._any = _Asked(self.order, projects)
        self._heads: dict[int, Head] = {}
        self._adds: dict[int, tuple[int, ...]] = {}
        self._places: list[tuple[Any, ...]] = []
        self._ids = array("q")
        self._sums: dict[str, Sums] = {}

    def __len__(self) -> int:
        return len(self._heads)

    def load(self) -> None:
        """Read all."""
        now = board(self.year, self.today, "")
        heads = self._read(now, None)
        self._heads, self._adds, self._sums = {}, {}, {}
        if not self.order.is_by_words:
            self._places = sorted(self.order.place(head, now) for head in heads)
            self._ids = array("q", [place[-1] for place in self._places])
        else:
            self._ids = array("q", [head.row.id for head in heads])
        for head in heads:
            self._count(head, now)
        self.roll = self._made(
            now,
            {head.row.id: head.parts for head in heads if head.parts},
            {head.row.id: head.total for head in heads if head.row.total is None and head.total is not None},
        )

    def reload(self, projects: Projects) -> None:
        """Take these and what stands with them out, and put them where they belong."""
        before, now = self.roll.board, board(self.year, self.today, "")
        if (before.year, before.until, before.report_month) != (now.year, now.until, now.report_month):
            self.load()
            return
        family = _family(projects, before, now)
        old = {number: self._heads[number] for number in family if number in self._heads}
        new = {head.row.id: head for head in self._read(now, family)}
        if self.order.is_by_words:
            if {number: head.row.key for number, head in old.items()} != {
                number: head.row.key for number, head in new.items()
            }:
                self.load()
                return
        else:
            self._put(old, new, before, now)
        for number in old:
            self._sums[self._heads.pop(number).row.domain].take(self._adds.pop(number), -1)
        for head in new.values():
            self._count(head, now)
        self.roll = self._made(
            now,
            _with(self.roll.shown, family, {number: head.parts for number, head in new.items() if head.parts}),
            _with(
                self.roll.totals,
                family,
                {n: head.total for n, head in new.items() if head.row.total is None and head.total is not None},
            ),
        )

    def _put(self, old: dict[int, Head], new: dict[int, Head], before: Board, now: Board) -> None:
        for head in old.values():
            index = bisect_left(self._places, self.order.place(head, before))
            del self._places[index]
            self._ids.pop(index)
        for head in new.values():
            place = self.order.place(head, now)
            index = bisect_left(self._places, place)
            self._places.insert(index, place)
            self._ids.insert(index, head.row.id)

    def _count(self, head: Head, now: Board) -> None:
        adds = amounts(now, head)
        self._heads[head.row.id], self._adds[head.row.id] = head, adds
        self._sums.setdefault(head.row.domain, Sums()).take(adds)

    def _made(self, now: Board, shown: dict[int, tuple[int, ...]], totals: dict[int, int]) -> Roll:
        everything, groups, first = Sums(), [], 0
        for domain in sorted(self._sums, key=lambda each: (DOMAIN_ORDER.get(each, len(DOMAIN_ORDER)), each)):
            sums = replace(self._sums[domain])
            everything.take(tuple(vars(sums).values()))
            if sums.count:
                groups.append((domain, first, sums))
                first += sums.count
        is_grouped = self.order.is_grouped
        return Roll(now, self._ids[:], shown, totals, everything, groups if is_grouped else [], is_grouped)

    def _read(self, now: Board, among: set[int] | None) -> list[Head]:
        """The rows of the list, in order; `among` some projects only."""
        rows = self._found.of(among)
        if not self.order.is_by_words:
            rows.sort(key=lambda row: row.key)
        rows = of_the_year(rows, self.wanted, now, self.today)
        return (_leaves if self.by_leaves else _items)(rows, self._any.of, now)


class _Asked:
    """The rows of some projects, by a statement that is written once."""

    def __init__(self, order: Order, projects: QuerySet[Project]) -> None:
        self.order, self.all = order, order.rows(projects)
        self._some = Statement(lambda ids: order.rows(projects.filter(pk__in=ids)))

    def of(self, among: set[int] | None) -> list[Row]:
        """Of these, or (None) of all."""
        return [self.order.row(values) for values in (raw(self.all) if among is None else self._some.of(among))]


def _family(projects: Projects, before: Board, now: Board) -> set[int]:
    """These, the bundles they are part of, and all parts of those: what can stand elsewhere or show something else."""
    found: set[int] = set()
    for project in projects:
        for each in (before, now):
            head = each.parents.get(project, project)
            found |= {project, head, *each.children.get(head, ())}
    return found


def _with(old: dict[int, Any], family: set[int], new: dict[int, Any]) -> dict[int, Any]:
    """What was said, but of the family what is said now."""
    if {number: old[number] for number in family if number in old} == new:
        return old
    made = {number: each for number, each in old.items() if number not in family}
    return made | new


Rows = Callable[[set[int] | None], list[Row]]


def _leaves(rows: list[Row], read: Rows, board: Board) -> list[Head]:
    """按子项: bundles give way to their children."""
    known = {row.id for row in rows}
    missing = {child for row in rows for child in board.children.get(row.id, ()) if child not in known}
    extra = {row.id: row for row in (read(missing) if missing else ())}
    found: dict[int, Head] = {}
    for row in rows:
        if row.id not in board.children:
            found[row.id] = Head(row, (), row.total)
            continue
        for index, child in enumerate(board.children[row.id]):
            if child in extra:  # where its bundle would stand
                found[child] = Head(extra[child]._replace(key=(*row.key, index)), (), extra[child].total)
    return list(found.values())


def _items(rows: list[Row], read: Rows, board: Board) -> list[Head]:
    """按项: a child stands under its bundle, where the person may see it; a bundle found itself shows all of them."""
    if not board.parents:
        return [Head(row, (), row.total) for row in rows]
    known = {row.id: row for row in rows}
    bundles = {row.id for row in rows if row.id in board.children}
    above = {board.parents[row.id] for row in rows if row.id in board.parents} - bundles
    missing = above | {child for bundle in bundles for child in board.children[bundle] if child not in known}
    extra = {row.id: row for row in (read(missing) if missing else ())}
    heads: dict[int, Row] = {}
    for row in rows:
        parent = board.parents.get(row.id)
        head = (known.get(parent) or extra.get(parent)) if parent else None
        if head:
            heads.setdefault(head.id, head._replace(key=row.key))  # where its first part stands
        else:
            heads.setdefault(row.id, row)
    return [
        _bundle(head, board.children[head.id], known, extra, head.id in bundles)
        if head.id in board.children
        else Head(head, (), head.total)
        for head in heads.values()
    ]


def _bundle(
    head: Row, children: Iterable[int], known: Mapping[int, Row], extra: Mapping[int, Row], shows_all: bool
) -> Head:
    parts = tuple(child for child in children if child in known or (shows_all and child in extra))
    total = head.total
    if total is None:
        totals = [(known.get(child) or extra[child]).total for child in parts]
        total = sum(each for each in totals if each is not None) or None
    return Head(head, parts, total)
