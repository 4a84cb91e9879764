"""What the events of one permit say: when it was received and accepted, what stopped the clock, when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from yidan.approvals.rules.clock import (
    Clock,
    Hours,
    Light,
    Pause,
    Unit,
    accepted_on,
    clock,
    due_on,
    light,
    received_on,
)
from yidan.kernel.values import beijing_day
from yidan.kernel.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: what, when, by which paper; an extension with its days."""

    kind: str
    at: datetime
    basis: str = ""
    days: int = 0

    @property
    def day(self) -> date:
        """The day in Beijing."""
        return beijing_day(self.at)


@dataclass(frozen=True)
class Terms:
    """What a clock runs by: the limit and its unit, the days for the one notice, the window's hours."""

    limit: int | None = None
    unit: Unit = Unit.WORKDAY
    notice_days: int = 5
    hours: Hours = field(default_factory=Hours)


@dataclass(frozen=True)
class Reading:
    """The days that follow from the events; None where it has not come to that."""

    terms: Terms
    received: date | None = None
    answer_by: date | None = None
    accepted: date | None = None
    is_deemed: bool = False
    pauses: tuple[Pause, ...] = ()
    extended: int = 0
    decided: date | None = None
    ended: date | None = None
    issued: date | None = None

    @property
    def limit(self) -> int | None:
        """The limit with what was granted on top."""
        return self.terms.limit + self.extended if self.terms.limit is not None else None

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still now."""
        return self.ended is None and any(each.until_on is None for each in self.pauses)

    def clock(self, today: date, calendar: Calendar) -> Clock | None:
        """The days used until the decision or until today, day by day; None before acceptance."""
        if self.accepted is None:
            return None
        until = max(self.accepted, self.ended or today)
        return clock(self.accepted, until, calendar, unit=self.terms.unit, pauses=self.pauses)

    def due(self, calendar: Calendar) -> date | None:
        """The last day of the limit; before acceptance, the day it would be were the papers taken as they are."""
        start = self.accepted or (self.received if self.answer_by else None)
        if start is None or self.limit is None:
            return None
        pauses = [Pause(each.from_on, each.until_on or self.ended, each.basis) for each in self.pauses]
        return due_on(start, self.limit, calendar, unit=self.terms.unit, pauses=pauses)

    def light(self, used: int, *, left_warning: int = 1, used_percent: int = 80) -> Light | None:
        """The light of what is in hand; a decided one is green or red."""
        if self.limit is None or self.accepted is None:
            return None
        if self.ended is not None:
            return Light.RED if used > self.limit else Light.GREEN
        return light(used, self.limit, left_warning=left_warning, used_percent=used_percent)


def read(events: Iterable[Happened], calendar: Calendar, today: date, terms: Terms) -> Reading:
    """The events in their order, read by the rules of acceptance (行政许可法 §32) and of pauses (§45)."""
    first: dict[str, Happened] = {}
    known = list(events)
    for each in known:
        first.setdefault(each.kind, each)
    if "submit" not in first:
        return Reading(terms)
    received = received_on(first["submit"].at, calendar, terms.hours)
    answer_by = calendar.add(received, terms.notice_days).value
    told, said, decided = (_day(first, kind) for kind in ("notify", "accept", "decide"))
    withdrawn = _day(first, "withdraw")
    completed = received_on(first["complete"].at, calendar, terms.hours) if "complete" in first else None
    waits = told is None and said is None and decided is None and (withdrawn or today) <= answer_by
    accepted = None
    if not waits:
        accepted = accepted_on(
            received, calendar, told_on=told, completed_on=completed, said_on=said, notice_days=terms.notice_days
        )
    ended = decided or withdrawn
    if accepted is not None and ended is not None:
        accepted = min(accepted, ended)  # handed in after hours and settled the same evening
    answered = min((day for day in (said, decided, told) if day), default=None)
    is_deemed = accepted is not None and (answered is None or answered > answer_by)
    return Reading(
        terms, received, answer_by, accepted, is_deemed, _pauses(known),
        sum(each.days for each in known if each.kind == "extend"), decided, ended,
        _day(first, "issue"),
    )  # fmt: skip


def _day(first: dict[str, Happened], kind: str) -> date | None:
    return first[kind].day if kind in first else None


def _pauses(events: Sequence[Happened]) -> tuple[Pause, ...]:
    found: list[Pause] = []
    for each in events:
        if each.kind == "pause":
            found.append(Pause(each.day, None, each.basis))
        elif each.kind == "resume" and found and found[-1].until_on is None:
            found[-1] = Pause(found[-1].from_on, each.day, found[-1].basis)
    return tuple(found)
