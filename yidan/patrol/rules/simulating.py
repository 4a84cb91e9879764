"""A simulated year: does visiting by risk find what daily visiting finds, with how many visits fewer?

Sites and problems come from a seed. Each site has a hidden condition (calm, strained, stuck) that drifts from month to
month; problems begin more often where it is bad. The office sees of it only what it would see: lights and doubts from
last month's report, milestones, and its own visits. Daily visiting goes everywhere on every working day; visiting by
risk goes where `day_list` says. A problem is found by the first visit on or after the day it begins.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import atan2

from yidan.kernel.workdays import Calendar
from yidan.patrol.rules.days import Limits, Site, Visitor, day_list

CALM, STRAINED, STUCK = 0, 1, 2
LIGHTS = ("green", "yellow", "red")
# Chances a month of drifting from one condition to another, and a working day of a problem beginning [A].
DRIFT = ((0.94, 0.055, 0.005), (0.35, 0.45, 0.20), (0.05, 0.30, 0.65))
HAZARD = (0.001, 0.008, 0.025)
DOUBT = (0.03, 0.20, 0.35)
# Some problems pass by themselves before anybody comes: counted apart, since daily visiting alone sees most of them.
PASSING_PERCENT, PASSING_DAYS = 10, 10


@dataclass(frozen=True)
class Problem:
    """Something wrong at a site from a day on; `ends_on` where it passes by itself."""

    site: int
    begins_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class City:
    """The seeded truth of a year: sites, their condition month by month, and what goes wrong."""

    sites: tuple[Site, ...]
    conditions: tuple[tuple[int, ...], ...]
    problems: tuple[Problem, ...]
    days: tuple[date, ...]


@dataclass(frozen=True)
class Outcome:
    """What one way of visiting costs and finds; delays in calendar days, of the problems that last."""

    visits: int
    lasting: int
    lasting_found: int
    found_in_time: int
    delay_mean: float
    delay_median: int
    delay_most: int
    passing: int
    passing_found: int
    busiest_day: int
    longest_unseen_days: int
    load_difference: int


@dataclass(frozen=True)
class Comparison:
    """Both ways beside each other."""

    projects: int
    visitors: int
    year: int
    workdays: int
    within_days: int
    daily: Outcome
    by_risk: Outcome

    @property
    def saved_percent(self) -> float:
        """How many per cent of the daily visits are not needed."""
        return 100 * (1 - self.by_risk.visits / self.daily.visits) if self.daily.visits else 0.0

    @property
    def is_equal(self) -> bool:
        """Whether both find the same share of the lasting problems within the stated delay."""
        return self.by_risk.found_in_time == self.daily.found_in_time


def simulate(
    *, projects: int, visitors: int, year: int, seed: int, calendar: Calendar, limits: Limits, within_days: int
) -> Comparison:
    """Both ways over one year with the same problems."""
    city = build(projects, visitors, year, seed, calendar)
    people = [Visitor(10_000 + number, frozenset({number % 4})) for number in range(visitors)]
    daily = [set(range(projects)) for _day in city.days]
    chosen, load_difference = _by_risk(city, people, calendar, limits, str(seed))
    return Comparison(
        projects, visitors, year, len(city.days), within_days,
        daily=_outcome(city, daily, within_days, 0), by_risk=_outcome(city, chosen, within_days, load_difference),
    )  # fmt: skip


def build(projects: int, visitors: int, year: int, seed: int, calendar: Calendar) -> City:
    """The seeded truth. Units 0–3 are the visitors'; a twentieth of the sites belongs to one of them."""
    lot = random.Random(seed)
    first = date(year, 1, 1)
    days = tuple(
        day for offset in range((date(year + 1, 1, 1) - first).days) if calendar.works(day := first + timedelta(offset))
    )
    sites, conditions, problems = [], [], []
    for number in range(projects):
        place = (113.1 + lot.gauss(0, 0.25), 27.4 + lot.gauss(0, 0.4))
        county = int(atan2(place[1] - 27.4, place[0] - 113.1) / 6.2832 * 10 + 5) % 10
        own = lot.randrange(4) if lot.random() < 0.05 else 100 + number
        due = sorted(first + timedelta(lot.randrange(365)) for _each in range(lot.choice((2, 3, 4))))
        sites.append(
            Site(number, f"{number:05d}", frozenset({own, 50 + county}), county, place, since_on=first,
                 milestones=tuple((day, f"{place}") for place, day in enumerate(due)))
        )  # fmt: skip
        course = _course(lot)
        conditions.append(course)
        problems += _problems(lot, number, course, days)
    return City(tuple(sites), tuple(conditions), tuple(problems), days)


def _course(lot: random.Random) -> tuple[int, ...]:
    now = lot.choices((CALM, STRAINED, STUCK), (85, 11, 4))[0]
    course = []
    for _month in range(12):
        course.append(now)
        now = lot.choices((CALM, STRAINED, STUCK), DRIFT[now])[0]
    return tuple(course)


def _problems(lot: random.Random, site: int, course: Sequence[int], days: Sequence[date]) -> list[Problem]:
    found = []
    for day in days:
        if lot.random() < HAZARD[course[day.month - 1]]:
            passes = lot.random() * 100 < PASSING_PERCENT
            ends_on = day + timedelta(1 + int(lot.expovariate(1 / PASSING_DAYS))) if passes else None
            found.append(Problem(site, day, ends_on))
    return found


def _by_risk(
    city: City, people: Sequence[Visitor], calendar: Calendar, limits: Limits, seed: str
) -> tuple[list[set[int]], int]:
    """Which sites are visited on each working day, and the largest difference of two people's loads on any day."""
    lot = random.Random(f"{seed}/reports")
    seen: dict[int, date] = {}
    known = list(city.sites)
    chosen, difference, month = [], 0, 0
    for day in city.days:
        if day.month != month:
            month = day.month
            known = [_reported(site, city.conditions[site.id], day, lot) for site in known]
        now = [replace(site, last_visit_on=seen.get(site.id)) for site in known]
        made = day_list(now, people, day, calendar, seed, limits)
        visited = {each.site.id for each in made.asked}
        loads = [sum(1 for each in made.asked if each.visitor == person) for person in people]
        difference = max(difference, max(loads) - min(loads))
        seen |= dict.fromkeys(visited, day)
        chosen.append(visited)
    return chosen, difference


def _reported(site: Site, course: Sequence[int], day: date, lot: random.Random) -> Site:
    """What the office knows from last month's report: its light, perhaps a doubt; in January nothing yet."""
    before = course[day.month - 2] if day.month > 1 else CALM
    doubted = lot.random() < DOUBT[before]
    milestones = tuple(each for each in site.milestones if each[0] >= day - timedelta(31))
    return replace(site, light=LIGHTS[before], doubted_on=day if doubted else None, milestones=milestones)


def _outcome(city: City, visited: Sequence[set[int]], within_days: int, load_difference: int) -> Outcome:
    by_site: dict[int, list[date]] = {site.id: [] for site in city.sites}
    for day, sites in zip(city.days, visited, strict=True):
        for site in sites:
            by_site[site].append(day)
    end = city.days[-1] + timedelta(1)
    delays, lasting, passing, passing_found = [], 0, 0, 0
    for problem in city.problems:
        when = next((day for day in by_site[problem.site] if day >= problem.begins_on), None)
        if problem.ends_on is None:
            # What begins too late in the year to be judged by the stated delay is left out for both ways.
            if problem.begins_on + timedelta(within_days) < end:
                lasting += 1
                delays += [(when - problem.begins_on).days] if when else []
        else:
            passing += 1
            passing_found += when is not None and when < problem.ends_on
    delays.sort()
    unseen = max(
        ((b - a).days for days in by_site.values() for a, b in zip([city.days[0], *days], [*days, end], strict=True)),
        default=0,
    )
    return Outcome(
        visits=sum(len(each) for each in visited), lasting=lasting, lasting_found=len(delays),
        found_in_time=sum(1 for delay in delays if delay <= within_days),
        delay_mean=sum(delays) / len(delays) if delays else 0.0,
        delay_median=delays[len(delays) // 2] if delays else 0, delay_most=delays[-1] if delays else 0,
        passing=passing, passing_found=passing_found, busiest_day=max((len(each) for each in visited), default=0),
        longest_unseen_days=unseen, load_difference=load_difference,
    )  # fmt: skip
