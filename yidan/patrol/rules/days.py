"""The day's list: who is asked to look at which site, and why (domain.md §2, §13.4).

A pure function of values, a seed and a calendar: whoever has them makes the same list. Nothing of a way is computed
or kept: neighbouring sites go to one person, in which order is that person's own affair.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yidan.kernel.workdays import Calendar
from yidan.patrol.rules.sharing import shared
from yidan.patrol.states import Reason


@dataclass(frozen=True)
class Limits:
    """Every threshold (parameters of the office); days are working days unless the name says otherwise."""

    red_days: int = 3
    yellow_days: int = 5
    idle_days: int = 10
    milestone_ahead_days: int = 3
    all_within_calendar_days: int = 28
    sample_percent: Decimal = Decimal("2.5")
    most_per_visitor: int = 8


@dataclass(frozen=True)
class Site:
    """A live project as the list sees it. `units` are all it names: nobody of theirs is sent there.

    `since_on` is the day from which its 28 days run while nobody has been there; `place` is longitude, latitude.
    """

    id: int
    number: str
    units: frozenset[int] = frozenset()
    county: int | None = None
    place: tuple[float, float] | None = None
    light: str = ""
    light_words: str = ""
    milestones: tuple[tuple[date, str], ...] = ()
    idle_months: int = 0
    doubted_on: date | None = None
    doubt_words: str = ""
    last_visit_on: date | None = None
    since_on: date | None = None


@dataclass(frozen=True)
class Visitor:
    """Somebody who can go today, and whose people he or she belongs to."""

    id: int
    units: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Why:
    """One reason: its kind, and the numbers and words in it."""

    kind: Reason
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A site, who is asked, and all the reasons, the weightiest first."""

    site: Site
    visitor: Visitor
    reasons: tuple[Why, ...]


@dataclass(frozen=True)
class DayList:
    """What is asked on a day, and the sites that had a reason but nobody to go."""

    asked: tuple[Asked, ...] = ()
    left: tuple[Site, ...] = ()


_ORDER = {reason: place for place, reason in enumerate(Reason)}
HARD = (Reason.RED, Reason.FALLOW)  # promised by the issue: these are asked whatever the workload is


def day_list(
    sites: Iterable[Site], visitors: Iterable[Visitor], day: date, calendar: Calendar, seed: str, limits: Limits
) -> DayList:
    """The list of `day`; empty on a day off.

    Red sites come at least every `red_days`-th working day and every site within `all_within_calendar_days`, even
    beyond the workload; what else has a reason is asked by weight as far as people are there. Quiet sites whose
    28 days are running are spread evenly over the working days left, so that no day is a day of many.
    """
    people = sorted(visitors, key=lambda each: each.id)
    if not calendar.works(day) or not people:
        return DayList()
    around = _Around(day, calendar, limits.all_within_calendar_days)
    known = {site.id: site for site in sites}
    found: dict[int, list[Why]] = {}
    for site in known.values():
        if site.last_visit_on != day and (reasons := _reasons(site, around, seed, limits)):
            found[site.id] = reasons
    quiet = [site for site in known.values() if site.id not in found and site.last_visit_on != day]
    for site in _due_by_turns(quiet, around, limits):
        found[site.id] = [Why(Reason.SPREAD, {"days": limits.all_within_calendar_days})]
    chosen = sorted(found, key=lambda pk: (_weight(found[pk]), known[pk].number, pk))
    hard = sum(1 for pk in chosen if found[pk][0].kind in HARD)
    taken = chosen[: max(hard, limits.most_per_visitor * len(people))]
    held, nobody = shared([known[pk] for pk in taken], people, seed=f"{seed}:{day}")
    asked = tuple(Asked(known[pk], held[pk], tuple(found[pk])) for pk in taken if pk in held)
    return DayList(asked, (*nobody, *(known[pk] for pk in chosen[len(taken) :])))


def _weight(reasons: Sequence[Why]) -> tuple[bool, int, int]:
    """Hard reasons first, then the weightiest reason, then how many there are."""
    return reasons[0].kind not in HARD, _ORDER[reasons[0].kind], -len(reasons)


class _Around:
    """The working days around a day, so that counting them costs a search and not a walk."""

    def __init__(self, day: date, calendar: Calendar, window: int) -> None:
        reach = range(-window - 62, window + 63)
        self.day = day
        self.days = [each for offset in reach if calendar.works(each := day + timedelta(days=offset))]
        self.here = bisect_left(self.days, day)

    def since(self, last_on: date | None) -> int | None:
        """How many working days went by since that day, this one included; None: never."""
        return None if last_on is None else self.here + 1 - bisect_right(self.days, last_on)

    def until(self, last_day: date) -> int:
        """How many working days are left until then, this one included; 0 when it is past."""
        return max(bisect_right(self.days, last_day) - self.here, 0)


def _reasons(site: Site, around: _Around, seed: str, limits: Limits) -> list[Why]:
    since = around.since(site.last_visit_on)
    found: list[Why] = []

    def older(days: int) -> bool:
        return since is None or since >= days

    if site.light == "red" and older(limits.red_days):
        found.append(Why(Reason.RED, {"words": site.light_words}))
    if around.until(_last_day(site, limits)) <= 1:
        found.append(Why(Reason.FALLOW, {"days": _silent(site, around.day)}))
    if milestone := _milestone(site, around, limits):
        found.append(Why(Reason.MILESTONE, {"name": milestone[1], "on": milestone[0]}))
    if site.doubted_on and (site.last_visit_on is None or site.last_visit_on < site.doubted_on):
        found.append(Why(Reason.DOUBT, {"words": site.doubt_words}))
    if site.light == "yellow" and older(limits.yellow_days):
        found.append(Why(Reason.YELLOW, {"words": site.light_words}))
    if site.idle_months and older(limits.idle_days):
        found.append(Why(Reason.IDLE, {"months": site.idle_months}))
    if is_sampled(site.number, around.day, seed, limits.sample_percent):
        found.append(Why(Reason.SAMPLE, {"seed": seed}))
    return sorted(found, key=lambda why: _ORDER[why.kind])


def _last_day(site: Site, limits: Limits) -> date:
    """The last day on which a visit still keeps the promise."""
    from_on = max(filter(None, (site.last_visit_on, site.since_on)), default=None)
    return date.min if from_on is None else from_on + timedelta(days=limits.all_within_calendar_days)


def _silent(site: Site, day: date) -> int | None:
    return (day - site.last_visit_on).days if site.last_visit_on else None


def _milestone(site: Site, around: _Around, limits: Limits) -> tuple[date, str] | None:
    """The nearest milestone that is due soon, or was due, and at which nobody has looked since the window opened."""
    last = site.last_visit_on
    for due_on, name in sorted(site.milestones):
        opens = around.days[max(bisect_left(around.days, due_on) - limits.milestone_ahead_days, 0)]
        if around.day < opens:
            return None
        if last is None or last < (opens if due_on >= around.day else due_on + timedelta(days=1)):
            return due_on, name
    return None


def is_sampled(number: str, day: date, seed: str, percent: Decimal) -> bool:
    """Whether the lot falls on a site on a day: from its number, so that anybody can draw it again."""
    value = int.from_bytes(hashlib.sha256(f"{seed}:{day}:{number}".encode()).digest()[:8], "big")
    return Decimal(value) * 100 < percent * (1 << 64)


def _due_by_turns(sites: list[Site], around: _Around, limits: Limits) -> list[Site]:
    """As many of the sites with the nearest last days as an even pace asks for today.

    The pace is the steepest of k sites within the days left for them, rounded down: what is rounded off today makes
    the pace of the days to come, and on its last day a site comes as `FALLOW`.
    """
    ordered = sorted(sites, key=lambda site: (_last_day(site, limits), site.number))
    pace = 0
    for count, site in enumerate(ordered, 1):
        left = max(around.until(_last_day(site, limits)), 1)
        pace = max(pace, count // left)
    return ordered[:pace]


def lines_of(problems: str) -> list[str]:
    """The problems of a visit, a line each, without numbering; 「无」 is none."""
    plain = [line.strip().lstrip("0123456789.．、)）( （").strip() for line in problems.splitlines()]
    return [line for line in dict.fromkeys(plain) if line and line.rstrip("。") not in {"无", "没有", "暂无", "无问题"}]
