"""Sharing sites among people: neighbours together, loads even, nobody to a project of the own unit."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Sequence
from math import cos, radians
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yidan.patrol.rules.days import Site, Visitor


def shared(sites: Sequence[Site], visitors: Sequence[Visitor], *, seed: str) -> tuple[dict[int, Visitor], list[Site]]:
    """Each site's visitor, and the sites to which nobody here may go.

    Loads differ by one at most wherever the rule of units leaves the choice. Who gets which neighbourhood goes round
    by the seed, so that nobody grows old with the same sites.
    """
    if not visitors:
        return {}, list(sites)
    places = [each for each in sites if any(_may(person, each) for person in visitors)]
    nobody = [each for each in sites if not any(_may(person, each) for person in visitors)]
    people = sorted(visitors, key=lambda each: hashlib.sha256(f"{seed}:{each.id}".encode()).hexdigest())
    loads: list[list[Site]] = [[] for _person in people]
    base, extra = divmod(len(places), len(people))
    ordered, start = neighbouring(places), 0
    for place in range(len(people)):
        size = base + (place < extra)
        loads[place] = ordered[start : start + size]
        start += size
    _put_right(loads, people)
    _even(loads, people)
    return {site.id: people[place] for place, load in enumerate(loads) for site in load}, nobody


def _may(person: Visitor, site: Site) -> bool:
    return person.units.isdisjoint(site.units)


def neighbouring(sites: Iterable[Site]) -> list[Site]:
    """The sites in a row in which neighbours stand together: county by county, in each the nearest next.

    Sites without a place stand at the end of their county.
    """
    counties: dict[int, list[Site]] = {}
    for site in sorted(sites, key=lambda each: each.number):
        counties.setdefault(site.county or 0, []).append(site)
    row: list[Site] = []
    here: tuple[float, float] | None = None
    while counties:
        county = min(counties, key=lambda key: (_nearest(here, counties[key]), key))
        left = counties.pop(county)
        while left:
            site = min(left, key=lambda each: (_apart(here, each.place), each.number))
            left.remove(site)
            row.append(site)
            here = site.place or here
    return row


def _nearest(here: tuple[float, float] | None, sites: list[Site]) -> float:
    return min(_apart(here, each.place) for each in sites)


_FAR = 1e9


def _apart(here: tuple[float, float] | None, there: tuple[float, float] | None) -> float:
    """Squared distance in degrees of latitude: enough to say which is nearer."""
    if there is None:
        return _FAR
    if here is None:
        return there[0] + there[1]  # begin in the south-west
    east = (there[0] - here[0]) * cos(radians(here[1]))
    return east * east + (there[1] - here[1]) ** 2


def _put_right(loads: list[list[Site]], people: Sequence[Visitor]) -> None:
    """Whoever holds a site of the own unit gives it to somebody else, in exchange where that can be."""
    for place, person in enumerate(people):
        for site in [each for each in loads[place] if not _may(person, each)]:
            chain = _chain(loads, people, place, site, home=place)
            if chain is None:
                open_to = [other for other, each in enumerate(people) if _may(each, site)]
                chain = [(place, site, min(open_to, key=lambda other: len(loads[other])))]
            _move(loads, chain)


def _even(loads: list[list[Site]], people: Sequence[Visitor]) -> None:
    """Pass sites on from the heaviest to the lightest, over others if need be, until it can be no more even."""
    moved = True
    while moved:
        moved = False
        for place in sorted(range(len(people)), key=lambda each: -len(loads[each])):
            light = {each for each in range(len(people)) if len(loads[each]) <= len(loads[place]) - 2}
            if light and (chain := _towards(loads, people, place, light)):
                _move(loads, chain)
                moved = True
                break


Step = tuple[int, "Site", int]


def _chain(
    loads: list[list[Site]], people: Sequence[Visitor], place: int, site: Site, *, home: int
) -> list[Step] | None:
    """A ring of exchanges that begins with giving `site` away and ends with something coming home."""
    came: dict[int, Step] = {}
    waiting: deque[int] = deque()
    for other in range(len(people)):
        if other != place and _may(people[other], site):
            came[other] = (place, site, other)
            waiting.append(other)
    while waiting:
        here = waiting.popleft()
        for each in loads[here]:
            if _may(people[home], each):
                return [*_back(came, here, place), (here, each, home)]
            for other in range(len(people)):
                if other != place and other not in came and _may(people[other], each):
                    came[other] = (here, each, other)
                    waiting.append(other)
    return None


def _towards(loads: list[list[Site]], people: Sequence[Visitor], place: int, light: set[int]) -> list[Step] | None:
    """The shortest way to pass one site on from `place` to one of the light ones."""
    came: dict[int, Step] = {}
    waiting, seen = deque([place]), {place}
    while waiting:
        here = waiting.popleft()
        if here in light:
            return _back(came, here, place)
        for each in loads[here]:
            for other in range(len(people)):
                if other not in seen and _may(people[other], each):
                    seen.add(other)
                    came[other] = (here, each, other)
                    waiting.append(other)
    return None


def _back(came: dict[int, Step], here: int, start: int) -> list[Step]:
    steps: list[Step] = []
    while here != start:
        steps.append(came[here])
        here = came[here][0]
    return steps[::-1]


def _move(loads: list[list[Site]], chain: list[Step]) -> None:
    for here, site, there in chain:
        loads[here].remove(site)
        loads[there].append(site)
