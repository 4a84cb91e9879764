"""What was written, read off the journal: for which projects and matters a kept answer has to be looked at again.

Every write is an entry in the same transaction, whoever made it (another worker, an import, the command line): who
sees the entry sees the facts. Entries are told apart by number and by what they say, so that a rollback or a database
put back in place, after which numbers come again, is noticed. On PostgreSQL a transaction may commit a smaller number
after a larger one: numbers stay under watch until no transaction is left that could still bring them.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple
from uuid import uuid4

from django.core.cache import cache
from django.db import connection

from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.targets.models import Link

Projects = frozenset[int]
Matters = frozenset[int]
Items = frozenset[int]
# The things whose acts change what projects are counted, ordered, searched or narrowed by: an act on one of them that
# names no project may change any. What an act on anything else says does not matter here; a thing named in neither
# list is taken for the first kind (tests/laws/test_figures.py asks for it to be named).
TOUCHING = frozenset(
    {"project", "stage", "plan", "milestone", "pool", "opening", "report", "movement", "unit", "person"}
)
BESIDE = frozenset(
    {
        "calendar", "parameter", "role", "notice", "calendar_feed", "feedback", "file", "capture", "slot", "exhibit",
        "tag", "view", "column", "month", "instruction", "matter", "recheck", "patrol", "visit", "finding", "checklist",
        "register", "item", "bulletin", "pack", "round", "result", "appeal", "merit", "card",
        "permit", "approval_item", "approval_template", "series", "release",
        "rolling", "watch", "point", "goods", "observation", "lead", "enterprise", "scheme", "care", "call", "need",
        "batch", "reconciliation",
    }
)  # fmt: skip
# A new unit or person is in no project yet, and nobody is counted by a password.
ASIDE = frozenset(
    {Verb.UNIT_REGISTER, Verb.PERSON_REGISTER, Verb.PERSON_SET_PASSWORD, Verb.PERSON_CHANGE_PASSWORD}
)  # fmt: skip
# Acts on one project, or one matter, that also move the facts of another.
WIDE = frozenset({Verb.PROJECT_MERGE, Verb.MATTER_MERGE})
# Things of the one list, an act on which changes that one matter; and things whose acts change none, but that the
# projects that a matter is about may come into somebody's sight. An act on anything else may change any matter.
LISTED = frozenset({"matter", "instruction"})
UNLISTED = frozenset(
    {
        "project", "stage", "plan", "milestone", "pool", "opening", "report", "role", "notice", "calendar_feed",
        "feedback", "file", "capture", "slot", "exhibit", "tag", "view", "column", "month", "permit", "approval_item",
        "approval_template", "patrol", "visit", "checklist", "pack", "round", "result", "appeal", "merit", "card",
        "bulletin", "rolling", "register", "item", "series", "release", "batch", "movement", "reconciliation",
    }
)  # fmt: skip
# Acts on an item that are told of what links it to a project.
LINKING = frozenset({Verb.ITEM_LINK, Verb.ITEM_UNLINK})
MOST_KEYS = 300  # more than so many: reading everything anew is cheaper
MOST_ENTRIES = 2_000
REMEMBERED = 200
# PostgreSQL: so far below the newest number entries are watched when the journal is first looked at.
BELOW = 500
GRACE_SECONDS = 5.0

_TABLE = Entry._meta.db_table
# The moment as a text: it is only compared, and five hundred moments made of texts are 3 ms.
_COLUMNS = "id, project_id, verb, CAST(recorded_at AS text), subject_id, actor_id"
_NEWEST = f"(SELECT coalesce(max(id), 0) - %s FROM {_TABLE})"
_ENTRIES = f"SELECT {_COLUMNS} FROM {_TABLE} WHERE id >= {{}} ORDER BY id LIMIT {MOST_ENTRIES + 1}"
# One statement, so that rows and transactions are seen at the same moment.
_WITH_SNAPSHOT = "SELECT e.*, s.* FROM (SELECT pg_current_snapshot()::text) s LEFT JOIN ({}) e ON true"
# A snapshot knows the transactions of all databases of a server; those of others bring nothing.
_ELSEWHERE = (
    "SELECT backend_xid::text::bigint FROM pg_stat_activity "
    "WHERE datname <> current_database() AND backend_xid IS NOT NULL"
)


class Written(NamedTuple):
    """Which projects, matters and items of registers were written to (None: whichever)."""

    projects: Projects | None
    matters: Matters | None
    items: Items | None


_ANYTHING = Written(None, None, None)


@dataclass
class _Watch:
    """How far the journal was read.

    `seen`: the entries from `floor` on, each with what tells it from another. PostgreSQL: `settling` (entry,
    transaction, moment) says that everything up to the entry is in once no transaction below that one is left;
    `early` are those that were at work when the reading began.
    """

    token: str
    number: int = 0
    floor: int = 0
    seen: dict[int, Hashable] = field(default_factory=dict)
    changes: deque[tuple[int, Written]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    settling: tuple[int, int, float] | None = None
    early: frozenset[int] = frozenset()

    @property
    def state(self) -> str:
        return f"{self.token}-{self.number}"

    def changed(self, written: Written) -> None:
        """Something was written."""
        self.number += 1
        self.changes.append((self.number, written))


_lock = Lock()
_watch = _Watch("")


def look() -> str:
    """Read the journal on; the state it is in. Equal states mean that nothing was written in between."""
    with _lock:
        # goes when the cache is cleared, and everything that is kept with it
        token = cache.get_or_set("journal", lambda: uuid4().hex, None)
        if token != _watch.token:
            _begin(token or "")
        else:
            _read_on()
        return _watch.state


def known() -> str:
    """The state last looked at."""
    return _watch.state


def since(state: str) -> tuple[Written, str]:
    """What was written to after that state, up to the one last looked at."""
    token, _dash, text = state.partition("-")
    with _lock:
        if token != _watch.token or not text:
            return _ANYTHING, _watch.state
        number = int(text)
        later = [written for at, written in _watch.changes if at > number]
        if len(later) < _watch.number - number:
            return _ANYTHING, _watch.state
        projects, matters = _all(each.projects for each in later), _all(each.matters for each in later)
        return Written(projects, matters, _all(each.items for each in later)), _watch.state


def _all(parts: Iterable[frozenset[int] | None]) -> frozenset[int] | None:
    found: set[int] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found) if len(found) <= MOST_KEYS else None


def _begin(token: str) -> None:
    """A journal never seen before: whatever was known of another holds no more."""
    global _watch
    _watch = _Watch(token)
    _start_at_the_end()


def _start_at_the_end() -> None:
    """Watch from the newest entry on; on PostgreSQL from a bit below, and who is at work now."""
    below = 0 if connection.vendor == "sqlite" else BELOW
    rows, snapshot = _entries(_NEWEST, below)
    _watch.seen = {row[0]: _mark(row) for row in rows}
    _watch.floor = max(_watch.seen, default=0) - below
    _watch.early = snapshot.here().at_work
    _watch.settling = None


def _read_on() -> None:
    rows, snapshot = _entries("%s", _watch.floor)
    found = {row[0]: _mark(row) for row in rows}
    if len(rows) > MOST_ENTRIES:
        _watch.changed(_ANYTHING)
        _start_at_the_end()
        return
    if any(found.get(number) != mark for number, mark in _watch.seen.items()):
        cache.set("journal", token := uuid4().hex, None)
        _begin(token)
        return
    fresh = [row for row in rows if row[0] not in _watch.seen]
    if fresh:
        _watch.seen = found
        _watch.changed(Written(_projects(fresh), _matters(fresh), _items(fresh)))
    if ended := _watch.early - snapshot.at_work:
        _watch.early -= ended  # their entries may lie below what is watched
        _watch.changed(_ANYTHING)
    _settle(snapshot)


def _settle(snapshot: _Snapshot) -> None:
    """Stop watching what no transaction can bring any more."""
    newest = max(_watch.seen, default=0)
    if connection.vendor == "sqlite":  # one writer at a time: numbers come in order
        _raise_floor(newest)
        return
    now = time.monotonic()
    if _watch.settling:
        entry, transaction, since = _watch.settling
        if now - since < GRACE_SECONDS or snapshot.here().oldest < transaction:
            return
        _raise_floor(entry)
    _watch.settling = (newest, snapshot.next, now) if newest > _watch.floor else None


def _raise_floor(entry: int) -> None:
    """The entry itself stays: by it another journal is told apart."""
    _watch.floor = entry
    _watch.seen = {number: mark for number, mark in _watch.seen.items() if number >= entry}


def _projects(rows: list[tuple[Any, ...]]) -> Projects | None:
    found: set[int] = set()
    for _number, project, verb, *_rest in rows:
        if verb in ASIDE or verb.partition(".")[0] in BESIDE:
            continue
        if project is None or verb in WIDE:
            return None
        found.add(project)
    return frozenset(found) if len(found) <= MOST_KEYS else None


def _matters(rows: list[tuple[Any, ...]]) -> Matters | None:
    found: set[int] = set()
    for _number, _project, verb, _at, subject, _actor in rows:
        thing = verb.partition(".")[0]
        if verb in ASIDE or (thing in UNLISTED and verb not in WIDE):
            continue
        if thing not in LISTED or verb in WIDE:
            return None
        found.add(subject)
    return frozenset(found) if len(found) <= MOST_KEYS else None


def _items(rows: list[tuple[Any, ...]]) -> Items | None:
    """Items of registers; a register defined anew says anything of any of its items."""
    found: set[int] = set()
    links: set[int] = set()
    for _number, _project, verb, _at, subject, _actor in rows:
        thing = verb.partition(".")[0]
        if thing == "register":
            return None
        if thing == "item":
            (links if verb in LINKING else found).add(subject)
    if len(found) + len(links) > MOST_KEYS:
        return None
    if links:
        found |= set(Link.objects.filter(pk__in=links).values_list("item", flat=True))
    return frozenset(found)


def _mark(row: tuple[Any, ...]) -> Hashable:
    return row[1:]


@dataclass(frozen=True)
class _Snapshot:
    """Which transactions were not over yet, and the number of the next to come."""

    next: int = 0
    at_work: frozenset[int] = frozenset()

    @classmethod
    def read(cls, text: str) -> _Snapshot:
        """PostgreSQL's way to write it: oldest:next:those at work."""
        _oldest, following, between = text.split(":")
        return cls(int(following), frozenset(map(int, between.split(","))) if between else frozenset())

    @property
    def oldest(self) -> int:
        """Everything below is over."""
        return min(self.at_work, default=self.next)

    def here(self) -> _Snapshot:
        """Without the transactions that are known to be of other databases."""
        if not self.at_work:
            return self
        with connection.cursor() as cursor:
            cursor.execute(_ELSEWHERE)
            elsewhere = {number for (number,) in cursor.fetchall()}
        return _Snapshot(self.next, frozenset(each for each in self.at_work if each % _EPOCH not in elsewhere))


_EPOCH = 2**32  # pg_stat_activity counts transactions without it


def _entries(start: str, value: int) -> tuple[list[tuple[Any, ...]], _Snapshot]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_ENTRIES.format(start), [value])
            return cursor.fetchall(), _Snapshot()
        cursor.execute(_WITH_SNAPSHOT.format(_ENTRIES.format(start)), [value])
        rows = cursor.fetchall()
    return [row[:-1] for row in rows if row[0] is not None], _Snapshot.read(rows[0][-1])
