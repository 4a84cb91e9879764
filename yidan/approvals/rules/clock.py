"""The clock of a permit (domain.md §4.4, §4.5): pure functions of days, with the list of days behind every answer.

Counting starts on the day after acceptance (民法典 §201); what the law leaves out (hearings, bidding, inspection,
expert review: 行政许可法 §45) pauses it; working days come from the office's own calendar, and an answer that
touches a year without a published notice is provisional and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from yidan.kernel.values import BEIJING
from yidan.kernel.workdays import Calendar

ONE = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in: most are working days, some sectors' are calendar days (环评 60/30, 招标 20)."""

    WORKDAY = "workday"
    DAY = "day"


@dataclass(frozen=True)
class Pause:
    """A stretch that does not count: from the day after `from_on` through `until_on` (None: still running)."""

    from_on: date
    until_on: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of the answer: whether it counts, and why not."""

    day: date
    counts: bool
    why: str = ""


@dataclass(frozen=True)
class Clock:
    """An answer: how many units were used, of which days it consists, and whether it is provisional."""

    used: int
    days: tuple[Counted, ...]
    provisional_years: tuple[int, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """暂估: a year whose notice is not published is touched."""
        return bool(self.provisional_years)


@dataclass(frozen=True)
class Hours:
    """When the window takes papers; later ones are the next working day's (民法典 §203; Hunan 8:30–12, 13:30–17)."""

    until: time = time(17, 0)


def received_on(handed_in: datetime, calendar: Calendar, hours: Hours | None = None) -> date:
    """The day on which papers count as received: after hours or on a day off, the next working day."""
    local = handed_in.astimezone(BEIJING)
    day = local.date()
    if local.time() > (hours or Hours()).until or not calendar.works(day):
        return calendar.add(day, 1).value
    return day


def accepted_on(
    received: date,
    calendar: Calendar,
    *,
    told_on: date | None = None,
    completed_on: date | None = None,
    said_on: date | None = None,
    notice_days: int = 5,
) -> date | None:
    """The day of acceptance. What is lacking is told once, all of it, within `notice_days` working days; told later or
    never, the papers count as accepted on the day they were received (行政许可法 §32). Told in time, acceptance
    waits for the day on which the lacking papers came. `said_on` is an explicit acceptance. None: not accepted yet."""
    latest = calendar.add(received, notice_days).value
    if told_on is not None and told_on <= latest:
        return completed_on
    if said_on is not None and said_on <= latest:
        return said_on
    return received


def merged(pauses: Iterable[Pause], until: date) -> list[Pause]:
    """Pauses as stretches that do not overlap, in order; one that still runs ends at `until`."""
    found: list[Pause] = []
    for each in sorted(pauses, key=lambda one: one.from_on):
        end = each.until_on or until
        if end <= each.from_on:
            continue
        if found and each.from_on <= (found[-1].until_on or until):
            last = found.pop()
            basis = "；".join(dict.fromkeys(text for text in (last.basis, each.basis) if text))
            found.append(Pause(last.from_on, max(last.until_on or until, end), basis))
        else:
            found.append(Pause(each.from_on, end, each.basis))
    return found


def clock(
    accepted: date, until: date, calendar: Calendar, *, unit: Unit = Unit.WORKDAY, pauses: Iterable[Pause] = ()
) -> Clock:
    """The units used in (accepted, until], day by day: elapsed = |WD ∩ (受理, 办结]| − Σ|WD ∩ (停, 复]|."""
    stopped = merged(pauses, until)
    days, used, index = [], 0, 0
    day = accepted
    while day < until:
        day += ONE
        while index < len(stopped) and (stopped[index].until_on or until) < day:
            index += 1
        paused = index < len(stopped) and stopped[index].from_on < day
        if paused:
            days.append(Counted(day, False, stopped[index].basis or "暂停"))
        elif unit == Unit.WORKDAY and not calendar.works(day):
            days.append(Counted(day, False, "非工作日"))
        else:
            used += 1
            days.append(Counted(day, True))
    return Clock(used, tuple(days), provisional(calendar, accepted, until))


def due_on(
    accepted: date,
    limit: int,
    calendar: Calendar,
    *,
    unit: Unit = Unit.WORKDAY,
    pauses: Iterable[Pause] = (),
    today: date | None = None,
) -> date | None:
    """The last day of the limit: the n-th unit that counts after acceptance. A limit in calendar days that ends on a
    day off moves to the next working day (民法典 §203). None while a pause runs on without an end in sight: the day
    is not known."""
    given = list(pauses)
    open_from = min((each.from_on for each in given if each.until_on is None), default=None)
    stopped = merged([each for each in given if each.until_on is not None], date.max)
    day, left, index = accepted, limit, 0
    while left > 0:
        if open_from is not None and day >= open_from and (today is None or today >= open_from):
            return None
        day += ONE
        while index < len(stopped) and (stopped[index].until_on or day) < day:
            index += 1
        if index < len(stopped) and stopped[index].from_on < day:
            continue
        if unit == Unit.DAY or calendar.works(day):
            left -= 1
    if unit == Unit.DAY and not calendar.works(day):
        day = calendar.add(day, 1).value
    return day


def provisional(calendar: Calendar, first: date, last: date) -> tuple[int, ...]:
    """The years from the one day to the other whose notice is not known."""
    return tuple(year for year in range(first.year, last.year + 1) if year not in calendar.notices)


class Light(StrEnum):
    """绿 in time, 黄 at most one unit left or four fifths used, 红 overdue (domain.md §4.5)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


def light(used: int, limit: int, *, left_warning: int = 1, used_percent: int = 80) -> Light:
    """The light of a permit in hand."""
    if used > limit:
        return Light.RED
    if limit - used <= left_warning or used * 100 >= limit * used_percent:
        return Light.YELLOW
    return Light.GREEN
