"""A project's permits together: both numbers, the lane that decides, the day on which the budget is spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from yidan.approvals.rules.clock import Pause, Unit, clock, provisional
from yidan.kernel.workdays import Calendar


@dataclass(frozen=True)
class Case:
    """A permit on its way, in values: `is_excluded` items (土地出让, 招投标) are outside the 33 as a whole."""

    key: str
    limit: int
    accepted: date | None = None
    decided: date | None = None
    pauses: tuple[Pause, ...] = ()
    unit: Unit = Unit.WORKDAY
    needs: tuple[str, ...] = ()
    is_excluded: bool = False
    is_waived: bool = False


@dataclass(frozen=True)
class Spent:
    """Both numbers, always: the government's working days, and the calendar days that the enterprise lived through."""

    workdays: int
    calendar_days: int
    days: tuple[date, ...]
    provisional_years: tuple[int, ...] = ()


def spent(cases: Sequence[Case], today: date, calendar: Calendar) -> Spent:
    """Working days on which any permit lay with the government, each counted once however many lanes ran beside each
    other; pauses and excluded items are outside. Calendar days run from the first acceptance to the last decision."""
    held: set[date] = set()
    begun = [each.accepted for each in cases if each.accepted]
    for each in cases:
        if each.accepted is None or each.is_excluded or each.is_waived:
            continue
        run = clock(each.accepted, each.decided or today, calendar, pauses=each.pauses)
        held |= {counted.day for counted in run.days if counted.counts}
    if not begun:
        return Spent(0, 0, ())
    ends = [each.decided or today for each in cases if each.accepted]
    first, last = min(begun), max(ends)
    return Spent(len(held), (last - first).days, tuple(sorted(held)), provisional(calendar, first, last))


def until(cases: Iterable[Case], end: date) -> list[Case]:
    """The cases as they stood on a day: what was accepted by then, decided then at the latest."""
    return [
        replace(each, decided=min(each.decided or end, end)) for each in cases if each.accepted and each.accepted <= end
    ]


def critical(cases: Sequence[Case]) -> tuple[list[str], int]:
    """The lane that decides: the longest chain of what is still to do, by limits; ([], 0) when all is done.

    A circle of needs is refused: a template that waits for itself never ends."""
    left = {each.key: (0 if each.decided or each.is_waived or each.is_excluded else each.limit) for each in cases}
    needs = {each.key: [key for key in each.needs if key in left] for each in cases}
    longest: dict[str, tuple[int, list[str]]] = {}

    def until(key: str, above: tuple[str, ...]) -> tuple[int, list[str]]:
        if key in above:
            raise ValueError("前置关系成环：" + "→".join([*above[above.index(key) :], key]))
        if key not in longest:
            before = max((until(each, (*above, key)) for each in needs[key]), default=(0, []), key=lambda one: one[0])
            lane = [*before[1], key] if left[key] else before[1]
            longest[key] = (before[0] + left[key], lane)
        return longest[key]

    length, lane = max((until(key, ()) for key in left), default=(0, []), key=lambda one: one[0])
    return lane, length


def leading_to(cases: Iterable[Case], key: str) -> list[Case]:
    """The case of this key with all that it needs, directly or not: what runs beside does not decide the day."""
    known = {each.key: each for each in cases}
    wanted, found = [key], {}
    while wanted:
        now = wanted.pop()
        if now in known and now not in found:
            found[now] = known[now]
            wanted += known[now].needs
    return [each for name, each in known.items() if name in found]


def budget_day(cases: Sequence[Case], today: date, calendar: Calendar, *, budget: int = 33) -> date | None:
    """The day on which the budget is or was spent if the government holds something every working day from now on;
    None where nothing is in its hands."""
    so_far = spent(cases, today, calendar)
    if so_far.workdays >= budget:
        return so_far.days[budget - 1]
    in_hand = any(
        each.accepted and not each.decided and not each.is_excluded and not each.is_waived
        and not any(pause.until_on is None for pause in each.pauses)
        for each in cases
    )  # fmt: skip
    return calendar.add(today, budget - so_far.workdays).value if in_hand else None


def is_flagged(budget_on: date | None, today: date, calendar: Calendar, *, ahead: int = 5) -> bool:
    """Five working days before the budget is spent, somebody is told."""
    return budget_on is not None and calendar.between(today, budget_on).value <= ahead


def share_within(durations: Iterable[int], budget: int = 33) -> tuple[int, int]:
    """How many cases of how many came within the budget."""
    found = list(durations)
    return sum(each <= budget for each in found), len(found)


def median(durations: Iterable[int]) -> int | None:
    """The middle one; of an even number the lower: a case that really took so long."""
    found = sorted(durations)
    return found[(len(found) - 1) // 2] if found else None


def shares_by(durations: Mapping[str, Sequence[int]]) -> list[tuple[str, int, int | None]]:
    """Where the days go: each step or department with all its days and its median, the largest first."""
    rows = [(name, sum(days), median(days)) for name, days in durations.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
