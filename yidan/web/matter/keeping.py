"""Lists of matters kept: asked of all once, and then of those written to, which are put where they belong now."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, F, QuerySet, Value, When

from yidan.figures.holding import Holding, Statement, raw
from yidan.figures.news import Written
from yidan.matters import queries
from yidan.matters.models import Matter

Asked = Callable[[], QuerySet[Matter]]


@dataclass(frozen=True)
class Order:
    """Fields that a list is ordered by, up or down; what is missing comes last either way, and the id decides."""

    fields: tuple[str, ...]
    is_down: bool

    @property
    def by(self) -> list[Any]:
        """The same for the database."""
        parts = [F(field) for field in self.fields]
        ordered = [part.desc(nulls_last=True) if self.is_down else part.asc(nulls_last=True) for part in parts]
        return [*ordered, "-id" if self.is_down else "id"]

    def key(self, values: Iterable[Any]) -> list[Any]:
        """Such that the smallest comes first; where the order is down, last."""
        key: list[Any] = []
        for value in values:
            key += [(value is None) is not self.is_down, 0 if value is None else value]
        return key


@dataclass(frozen=True)
class Ids:
    """Keys of matters in order, as they stood when they were handed out."""

    up: array
    is_down: bool

    def __len__(self) -> int:
        return len(self.up)

    def __getitem__(self, part: slice) -> list[int]:
        start, stop, _step = part.indices(len(self.up))
        if not self.is_down:
            return list(self.up[start:stop])
        return list(self.up[len(self.up) - stop : len(self.up) - start])[::-1]


@dataclass(frozen=True)
class Told:
    """What a list says besides its rows: the order, how many are in each state, how many of them are overdue."""

    ids: Ids
    states: dict[str, int]
    late: int


class Listed(Holding):
    """The matters that `ask` finds, in order. What was told stays as it is: a write makes another.

    `by_projects`: whether a project's facts decide which matters are found.
    """

    def __init__(self, ask: Asked, order: Order, today: date, *, by_projects: bool) -> None:
        super().__init__()
        self.ask, self.order, self.today, self.by_projects = ask, order, today, by_projects
        self._some = Statement(lambda ids: self._columns(ids))
        self._of: dict[int, tuple[Any, ...]] = {}
        self._places: list[tuple[Any, ...]] = []
        self._ids = array("q")
        self._states: Counter[str] = Counter()
        self._late = 0
        self.told: Told

    def __len__(self) -> int:
        return len(self._places)

    def touched(self, written: Written) -> frozenset[int] | None:
        """The matters written to, and those about the projects written to."""
        if written.matters is None or not self.by_projects or not written.projects:
            return None if self.by_projects and written.projects is None else written.matters
        about = Matter.projects.through.objects.filter(project__in=written.projects)
        return written.matters.union(about.values_list("matter_id", flat=True))

    def load(self) -> None:
        """Read all; what the question itself rests on (a parameter, the calendar) is asked for anew."""
        self._some = Statement(lambda ids: self._columns(ids))
        words: dict[Any, Any] = {}
        places = [self._place(row, words) for row in raw(self._columns(None))]
        places.sort()
        at = 2 * len(self.order.fields)
        self._places, self._of = places, {place[at]: place for place in places}
        self._ids = array("q", self._of)
        self._states, self._late = Counter(place[-2] for place in places), sum(place[-1] for place in places)
        self._tell()

    def reload(self, matters: frozenset[int]) -> None:
        """Take these out, and put those that still belong where they belong."""
        for number in matters:
            if place := self._of.pop(number, None):
                index = bisect_left(self._places, place)
                del self._places[index], self._ids[index]
                self._count(place, -1)
        for row in self._some.of(matters):
            place = self._place(row, {})
            number = place[2 * len(self.order.fields)]
            self._ids.insert(bisect_left(self._places, place), number)
            insort(self._places, place)
            self._of[number] = place
            self._count(place, 1)
        self._tell()

    def _columns(self, ids: Iterable[int] | None) -> QuerySet:
        late = Case(When(queries.is_overdue(self.today), then=Value(True)), default=Value(False),
                    output_field=BooleanField())  # fmt: skip
        found = self.ask() if ids is None else self.ask().filter(pk__in=ids)
        return found.annotate(is_late=late).order_by().values_list(*self.order.fields, "id", "state", "is_late")

    def _place(self, row: tuple[Any, ...], words: dict[Any, Any]) -> tuple[Any, ...]:
        """Where a row stands, its id, its state and whether it is overdue; equal words are kept once."""
        *said, number, state, late = row
        key = self.order.key([words.setdefault(each, each) for each in said])
        return (*key, number, words.setdefault(state, state), bool(late))

    def _count(self, place: tuple[Any, ...], sign: int) -> None:
        self._states[place[-2]] += sign
        self._late += sign * place[-1]

    def _tell(self) -> None:
        self.told = Told(Ids(self._ids[:], self.order.is_down), dict(self._states), self._late)
