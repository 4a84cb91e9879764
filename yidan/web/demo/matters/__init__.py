"""一单 and 巡查 of the simulated city: some 1,200 matters of all kinds over the year, visits, findings, second looks.

Drawn from a seed like everything else, performed through the commands; at the end of the open month something waits
for each of the cast, and a few matters are overdue on every rung of the ladder.
"""

from __future__ import annotations

from datetime import date
from random import Random

from yidan.kernel import workdays
from yidan.kernel.values import Month
from yidan.web.demo import filings
from yidan.web.demo.events import Event
from yidan.web.demo.matters import left, looks, rounds, sources, visits
from yidan.web.demo.matters.lives import Scene
from yidan.web.demo.model import City
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled, moment

MATTERS, VISITS = 1_200, 600  # in the default city of 549 projects and twelve months
CROWD = 2_000  # a larger city is told more briefly, and has no more of them than this many projects have


def draw(city: City, everything: list[Known], there: Settled, projects: int, whole: int) -> list[Event]:
    """Every act on the one list and on site, in time; `whole` is how many projects the default city has."""
    last = city.open_month or city.months[-1]
    until = moment(date(*last, filings.days(Month(*last))[1]), 8)
    leaves = [each for each in everything if not each.sketch.is_bundle]
    scene = Scene(there, leaves, workdays.calendar(), Random(2020_11), until, city.months)
    ratio = min(projects, CROWD) / whole * len(city.months) / 12
    events = left.draw(scene)
    events += visits.draw(scene, round(VISITS * ratio), round(MATTERS * ratio * 0.1))
    events += sources.draw(scene, round(MATTERS * ratio))
    events += looks.draw(scene)
    if projects <= CROWD:
        events += rounds.draw(scene)
    return sorted(events, key=lambda event: event.at)
