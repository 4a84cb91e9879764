"""Holdings: what is read of every project once, and then only of those written to.

A holding answers like the query it was read by, whatever was written since and by whomever
(tests/figures/test_holdings.py); what it costs does not grow with the number of projects.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
from itertools import cycle
from threading import Lock, RLock
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from yidan.figures import news
from yidan.figures.news import Projects, Written

MOST_HOLDINGS = 100
# All holdings together may have so many rows, and anyway so many times those of the largest.
ROWS = 50_000
LEDGERS = 14
MOST_ANSWERS = 400
_PLACES = tuple(
    range(9_100_000_000_000_001, 9_100_000_000_000_009)
)  # stand in a statement where the keys of projects go


def raw(rows: QuerySet) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them: for a hundred thousand, Django's converting costs more than the reading."""
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


class Statement:
    """A query about some projects, written once: writing it costs more than running it.

    `about` narrows it to projects with the keys given.
    """

    def __init__(self, about: Callable[[Iterable[int]], QuerySet]) -> None:
        self.about = about
        self.sql: str | None = None
        self.parameters: tuple[Any, ...] = ()

    def of(self, projects: Collection[int]) -> list[tuple[Any, ...]]:
        """The rows of these projects, as the driver gives them: one query."""
        if len(projects) > len(_PLACES):
            return raw(self.about(projects))
        if self.sql is None:
            self._write()
        if not self.sql or not projects:
            return []
        given = dict(zip(_PLACES, cycle(projects)))
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [given.get(each, each) for each in self.parameters])
            return cursor.fetchall()

    def _write(self) -> None:
        try:
            self.sql, self.parameters = self.about(_PLACES).query.sql_with_params()
        except EmptyResultSet:
            self.sql = ""


class Holding(ABC):
    """Rows by project, in step with the journal. Use `with holding.renewed(at):` while reading from it."""

    def __init__(self) -> None:
        self._state = ""
        self._lock = RLock()

    @abstractmethod
    def load(self) -> None:
        """Read everything anew."""

    @abstractmethod
    def reload(self, projects: Projects) -> None:
        """Read what is known of these projects anew."""

    @abstractmethod
    def __len__(self) -> int:
        """How many rows are kept."""

    def touched(self, written: Written) -> frozenset[int] | None:
        """Whose rows are to be read anew for what was written; None: everybody's."""
        return written.projects

    def forget(self) -> None:
        """Read everything anew next time."""
        self._state = ""

    def renewed(self, at: str | None = None) -> RLock:
        """In step with what is written; `at`: the state of the journal, where just read."""
        if at is None:
            news.look()
        with self._lock:
            written, state = news.since(self._state)
            self.follow(written)
            self._state = state
        return self._lock

    def follow(self, written: Written) -> None:
        """Read what was written to; whatever fails on the way, the next one begins anew."""
        changed = self.touched(written)
        if changed is None:
            self.forget()
            self.load()
        elif changed:
            self.forget()
            self.reload(changed)


class Ranked(Holding):
    """Rows in order. `about` gives a project's key and what its row is ordered by, of some projects or (None) all.

    What is ordered by comes as the driver gives it; a row without its first part comes last.
    """

    def __init__(self, about: Callable[[Iterable[int] | None], QuerySet]) -> None:
        super().__init__()
        self._about = about
        self._some = Statement(about)
        self._of: dict[int, list[tuple[Any, ...]]] = {}
        self._order: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        return len(self._order)

    def between(self, start: int, stop: int | None) -> list[int]:
        """The last part of what some rows are ordered by: their own key."""
        return [place[-1] for place in self._order[start:stop]]

    def load(self) -> None:
        """Read all."""
        self._of = {}
        self._order = sorted(map(self._place, raw(self._about(None))))

    def reload(self, projects: Projects) -> None:
        """Take the rows of these out, and put those that still belong where they belong."""
        for project in projects:
            for place in self._of.pop(project, ()):
                del self._order[bisect_left(self._order, place)]
        for row in self._some.of(projects):
            insort(self._order, self._place(row))

    def _place(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        project, first, *rest = row
        place = (first is None, first or 0, *rest)
        self._of.setdefault(project, []).append(place)
        return place


_holdings: OrderedDict[Hashable, Holding] = OrderedDict()
_answers: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()
Held = TypeVar("Held", bound=Holding)
Kept = TypeVar("Kept")


def held(key: Hashable, make: Callable[[], Held]) -> Held:
    """The holding of this key; those longest unused go first."""
    with _lock:
        found = _holdings.get(key)
        if found is None:
            found = _holdings[key] = make()
        _holdings.move_to_end(key)
        sizes = [len(each) for each in _holdings.values()]
        rows, most = sum(sizes), max(ROWS, max(sizes) * LEDGERS)
        while len(_holdings) > MOST_HOLDINGS or rows > most:
            _key, gone = _holdings.popitem(last=False)
            rows -= len(gone)
        return found  # type: ignore[return-value]


def kept(key: Hashable, at: str, compute: Callable[[], Kept]) -> Kept:
    """What `compute` said once in this state of the journal; it is not to be changed by who gets it.

    What was said in an earlier state goes with the first answer in a new one; who still asks in an earlier state is
    answered, but nothing of it is kept.
    """
    global _state
    is_now = at == news.known()
    with _lock:
        if is_now and _state != at:
            _answers.clear()
            _state = at
        if _state == at and key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    made = compute()
    with _lock:
        if _state == at:
            _answers[key] = made
            while len(_answers) > MOST_ANSWERS:
                _answers.popitem(last=False)
    return made


_state = ""
