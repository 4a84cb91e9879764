"""What is untrue between rooms (domain.md §13.3), for the questions of `figures.across` to find: a few projects that
began before their works permit, a few that were paid more than was done, and units that report more growth than the
statistics bear out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.db import transaction

from yidan.figures import across
from yidan.figures.across import Kind
from yidan.figures.question import Period, Question
from yidan.kernel import parameters
from yidan.ledger.models import Project
from yidan.web.demo import city as drawing
from yidan.web.demo.model import City, Sketch
from yidan.web.demo.places import COUNTIES

YEAR = 2020
MANY = 4  # of each, in a city of the usual size
INFLATING = 2  # of ten units
ABOVE = (6.0, 20.0)  # percentage points that they add; what honest units differ by is drawn around nothing
ASTRAY = 2.5


@dataclass(frozen=True)
class Sown:
    """By `Sketch.key`: how many working days the works permit comes after the start; who has none when the story ends;
    what was paid, of what was done by the end of the year. By key of a county: by how many percentage points its
    dispatch outgrows the statistics, and which do so by lying."""

    late: dict[int, int]
    never: frozenset[int]
    overpaid: dict[int, float]
    above: dict[str, float]
    inflating: frozenset[str]

    def keys(self, kind: Kind) -> set[int]:
        """The projects of one kind."""
        return {*self.late, *self.never} if kind is Kind.UNPERMITTED else {*self.overpaid}


def sow(city: City) -> Sown:
    """Of a city on paper; what it draws moves nothing else that is drawn."""
    random, liars = Random(2020_13), {lie.project for lie in city.lies}
    many = max(1, round(MANY * len(city.projects) / drawing.PROJECTS))
    free = [each for each in city.projects if not each.is_bundle and not each.special and each.key not in liars]
    first, last = (date(*month, 1) for month in (city.months[0], city.months[-1]))
    begun = [each for each in free if each.started_on and first <= each.started_on < last]
    early = [each for each in begun if each.started_on <= date(YEAR, 9, 30)]  # type: ignore[operator]
    lately = [each for each in begun if each.started_on >= date(YEAR, 10, 9)]  # type: ignore[operator]
    paying = [each for each in free if _pays_itself(each)]
    late = {each.key: random.randint(12, 35) for each in random.sample(early, min(many, len(early)))}
    never = frozenset(each.key for each in random.sample(lately, min(max(1, many // 2), len(lately))))
    overpaid = {each.key: random.uniform(1.06, 1.3) for each in random.sample(paying, min(many, len(paying)))}
    return Sown(late, never, overpaid, *_beyond_statistics(city))


def _beyond_statistics(city: City) -> tuple[dict[str, float], frozenset[str]]:
    random = Random(f"statistics {sum(each.total_wan for each in city.projects)}")  # another city, other lies
    inflating = frozenset(random.sample([county.key for county in COUNTIES], INFLATING))
    above = {county.key: random.gauss(0, ASTRAY) for county in COUNTIES}
    return {key: each + (key in inflating) * random.uniform(*ABOVE) for key, each in above.items()}, inflating


def _pays_itself(each: Sketch) -> bool:
    return bool(each.funding_nature != "government" and each.started_on and each.year_wan(YEAR) > 0)


@dataclass
class Tally:
    """Of one kind of question: lies sown and found, and projects (or units) that hide nothing and were asked."""

    sown: int = 0
    found: int = 0
    alarms: int = 0
    names: list[str] = field(default_factory=list)  # missed, or asked for nothing


@dataclass
class Between:
    """Over all cities, with how many projects were looked at."""

    tallies: dict[Kind, Tally] = field(default_factory=lambda: {kind: Tally() for kind in Kind})
    projects: int = 0


def compare(made: Between, sown: dict[Kind, set[int]], found: Iterable[across.Contradiction]) -> None:
    """What was sown (by project or unit, of each kind) beside what is asked."""
    asked: dict[Kind, set[int | None]] = {}
    for each in found:
        of = each.unit_id if each.kind is Kind.ABOVE_STATISTICS else each.project_id
        asked.setdefault(each.kind, set()).add(of)
    for kind, tally in made.tallies.items():
        lies, told = sown.get(kind, set()), asked.get(kind, set())
        tally.sown += len(lies)
        tally.found += len(lies & told)
        tally.alarms += len(told - lies)
        tally.names += [f"{kind} {project}" for project in sorted(lies ^ told, key=str)]


def measure(seeds: Iterable[int], projects: int, tick: Callable[[int], None] = lambda _seed: None) -> Between:
    """Load each city into the empty ledger, ask the year's questions of it, and take it back."""
    from yidan.web.demo import load

    made = Between()
    for seed in seeds:
        with transaction.atomic():
            built = load.load(projects, 12, seed=seed)
            compare(made, built.sown, asked())
            made.projects += Project.objects.filter(merged_into=None, children=None).count()
            transaction.set_rollback(True)
        tick(seed)
    return made


def asked() -> list[across.Contradiction]:
    """What the office would be shown at the end of the year."""
    return across.contradictions(Question(Period(YEAR)), parameters.values(), today=date(YEAR, 12, 31))
