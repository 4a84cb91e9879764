"""Rounds: who may see which, how the units stand with what was adjusted, and whether the ledger still says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from yidan.assessment.models import Result, Round
from yidan.assessment.queries.computing import computed
from yidan.assessment.queries.packs import read
from yidan.assessment.rules import Grade, Point, Score, graded, standing
from yidan.assessment.states import RoundState
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.people.models import Person
from yidan.people.queries import scope_of
from yidan.progress.calendar import deadlines

INSIDE = (Role.SUPERVISOR, Role.LEADER, Role.AUDITOR)
LAID_OPEN = (RoundState.FROZEN, RoundState.CONFIRMED)


def round_of(pack: str, month: Month) -> Round | None:
    """The round of a month that was not withdrawn."""
    return Round.objects.filter(pack=pack, month=month).exclude(state=RoundState.WITHDRAWN).first()


def named_round(pack: str, month: Month) -> Round | None:
    """The same, once it is frozen: its cut-off is the one that counts."""
    found = round_of(pack, month)
    return found if found and found.frozen_at else None


def cut_offs(pack: str, months: Iterable[Month]) -> dict[Month, datetime | None]:
    """The moment as of which each month counts: its round's, else its deadline for acceptance."""
    return {
        month: found.cut_off_at if (found := named_round(pack, month)) else deadlines(month).accept_by
        for month in months
    }  # fmt: skip


def rounds_visible_to(person: Person) -> QuerySet[Round]:
    """All to the office, leaders and auditors; published ones to everybody with business data; one that is laid
    before the units to those who are in it."""
    if scope_of(person).is_nothing:
        return Round.objects.none()
    if person.is_role(*INSIDE):
        return Round.objects.all()
    units = {unit for _role, unit in person.holds()}
    own = Result.objects.filter(unit__in=units).values("round")
    return Round.objects.filter(Q(state=RoundState.PUBLISHED) | Q(state__in=LAID_OPEN, pk__in=own))


def results_visible_to(person: Person, of: Round) -> QuerySet[Result]:
    """All results to the office and of a published round; before that only one's own unit's."""
    results = of.results.select_related("unit").prefetch_related("adjustments", "appeals")
    if person.is_role(*INSIDE) or of.state == RoundState.PUBLISHED:
        return results if not scope_of(person).is_nothing else results.none()
    if of.state not in LAID_OPEN:
        return results.none()
    return results.filter(unit__in={unit for _role, unit in person.holds()})


def own_results(person: Person) -> QuerySet[Result]:
    """The results of the person's own units, the newest round first."""
    units = {unit for _role, unit in person.holds()}
    rounds = rounds_visible_to(person).exclude(state__in=[RoundState.COMPUTED, RoundState.WITHDRAWN])
    found = Result.objects.filter(unit__in=units, round__in=rounds).select_related("round", "unit")
    return found.prefetch_related("adjustments", "appeals").order_by("-round__month", "-id")


@dataclass(frozen=True)
class Standing:
    """A result as it stands: place by the final total, the place last month, and what the scheme calls it."""

    result: Result
    final: Fraction | None
    place: int | None
    place_before: int | None
    grade: Grade | None

    @property
    def gained(self) -> int | None:
        """Places gained since last month's round."""
        return None if self.place is None or self.place_before is None else self.place_before - self.place


def standings(of: Round, results: Iterable[Result] | None = None) -> list[Standing]:
    """Every result by table and final place; of those given only, but places are always among all."""
    every = list(of.results.prefetch_related("adjustments").select_related("unit"))
    places, ranked = _places(of, every)
    before = _before(of)
    pack = read(of.data)
    shown = every if results is None else list(results)
    rows = [
        Standing(
            each, each.final, places.get(each.pk), before.get(each.unit_id),
            graded(pack, each.table, each.final, places.get(each.pk), ranked[each.table]),
        )
        for each in shown
    ]  # fmt: skip
    order = list(dict.fromkeys(each.table for each in every))
    return sorted(rows, key=lambda row: (order.index(row.result.table), row.place or 10_000, row.result.order))


def _places(of: Round, results: list[Result]) -> tuple[dict[int, int], dict[str, int]]:
    least = int(of.data.get("least_units", 2))
    places: dict[int, int] = {}
    ranked: dict[str, int] = {}
    for table in dict.fromkeys(each.table for each in results):
        scores = [
            Score(each.pk, each.final, _NOTHING, each.is_ranked) for each in results if each.table == table
        ]  # fmt: skip
        found = standing(scores, least)
        ranked[table] = len(found)
        places |= found
    return places, ranked


_NOTHING = Point("", "", None, "")


def _before(of: Round) -> dict[int, int]:
    """Each unit's place in the month before, within the year."""
    earlier = round_of(of.pack, of.month - 1) if of.month.month > 1 else None
    if earlier is None or earlier.state == RoundState.COMPUTED:
        return {}
    results = list(earlier.results.prefetch_related("adjustments"))
    places, _ranked = _places(earlier, results)
    return {each.unit_id: places[each.pk] for each in results if each.pk in places}


@dataclass(frozen=True)
class Difference:
    """A result that the ledger, asked again as of the cut-off, gives otherwise."""

    unit: str
    kept: str
    again: str


def differences(of: Round) -> list[Difference]:
    """What computing the round again as of its cut-off gives otherwise: nothing, unless somebody tampered."""
    again: dict[Any, str] = {
        row.unit.key: "" if row.score.total is None else str(row.score.total)
        for row in computed(read(of.data), of.month, of.cut_off_at)
    }
    kept = {each.unit_id: each for each in of.results.select_related("unit")}
    found = [
        Difference(str(each.unit), each.total, again.get(key, "—"))
        for key, each in kept.items()
        if again.get(key) != each.total
    ]
    return found + [Difference(str(key), "—", total) for key, total in again.items() if key not in kept]
