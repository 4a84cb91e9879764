"""Clocks against counting on one's fingers: `python -m bench.clocks` (make soak), 100,000 cases drawn at random.

The slow way knows nothing of the fast one: it walks day by day over sets of days, from the calendar's own table.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from random import Random
from time import perf_counter

import click
import django
from django.apps import apps

if not apps.ready:  # run by itself
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    django.setup()

from yidan.approvals.rules import Pause, Unit, clock, due_on
from yidan.kernel.workdays import SEED, Calendar, is_fixed_holiday, of_rows, read_csv, year_of_notice

CASES = 100_000
FIRST, LAST = date(2004, 1, 1), date(2028, 12, 31)  # two years without a notice


def calendar() -> Calendar:
    """The published years."""
    return of_rows(read_csv(SEED.read_bytes()))


def workdays() -> set[date]:
    """Every working day, straight from the file."""
    rows = {row.day: row for row in read_csv(SEED.read_bytes())}
    settled = {year_of_notice(row.basis) for row in rows.values()}
    found, day = set(), FIRST
    while day <= LAST + timedelta(days=900):
        named = rows.get(day)
        usual = day.weekday() < 5 and (day.year in settled or not is_fixed_holiday(day))
        if named.is_workday if named else usual:
            found.add(day)
        day += timedelta(days=1)
    return found


def drawn(random: Random) -> tuple[date, date, list[Pause], Unit, int]:
    """A case: stops overlap, lie before, after, inside, and may be empty."""
    accepted = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
    until = accepted + timedelta(days=random.randrange(0, 120))
    pauses = []
    for _each in range(random.choice((0, 0, 1, 1, 2, 3, 4))):
        since = accepted + timedelta(days=random.randrange(-10, 110))
        pauses.append(Pause(since, since + timedelta(days=random.randrange(0, 40)), "听证"))
    return accepted, until, pauses, random.choice(list(Unit)), random.randrange(1, 61)


def slow(
    accepted: date, until: date, pauses: list[Pause], unit: Unit, limit: int, working: set[date]
) -> tuple[list[date], date]:  # fmt: skip
    """The days that count up to `until`, and the last day of the limit."""
    stopped = {
        each.from_on + timedelta(days=number)
        for each in pauses for number in range(1, ((each.until_on or until) - each.from_on).days + 1)
    }  # fmt: skip

    def counts(day: date) -> bool:
        return day not in stopped and (unit is Unit.DAY or day in working)

    span = range(1, (until - accepted).days + 1)
    used = [day for number in span if counts(day := accepted + timedelta(days=number))]
    day, left = accepted, limit
    while left:
        day += timedelta(days=1)
        left -= counts(day)
    while unit is Unit.DAY and day not in working:
        day += timedelta(days=1)
    return used, day


def check(cases: int, seed: int = 33) -> int:
    """How many cases differ; each is printed."""
    random, known, working, wrong = Random(seed), calendar(), workdays(), 0
    for _number in range(cases):
        accepted, until, pauses, unit, limit = case = drawn(random)
        used, due = slow(*case, working)
        answer = clock(accepted, until, known, unit=unit, pauses=pauses)
        fast = (
            [each.day for each in answer.days if each.counts],
            due_on(accepted, limit, known, unit=unit, pauses=pauses),
        )
        if (used, due) != fast or answer.used != len(used):
            wrong += 1
            click.echo(f"differs: {case}: {len(used)} {due}, not {answer.used} {fast[1]}")
    return wrong


def main() -> None:
    """Draw, compare, say how long it took."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    start = perf_counter()
    wrong = check(cases)
    click.echo(f"{cases:,} clocks against counting by hand: {wrong} differ, {perf_counter() - start:.0f} s")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
