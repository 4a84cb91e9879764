"""A month's scores from the figures of the ledger, as of a moment; and what a changed scheme would have said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from yidan.assessment.models import Merit
from yidan.assessment.rules import Grade, Pack, Score, graded, scored, standing
from yidan.figures import queries as figures
from yidan.figures.define import Value
from yidan.figures.dimensions import Group
from yidan.figures.question import CITY, Period, Question
from yidan.kernel.values import Month
from yidan.people.models import RankingGroup

COUNT, PLAN = "project.count", "plan.annual"


@dataclass(frozen=True)
class Row:
    """A unit of a table: its figures, its score with the explanation, its place, and what the scheme calls it."""

    unit: Group
    table: str
    values: dict[str, Value]
    events: dict[str, int]
    score: Score
    place: int | None
    grade: Grade | None


def targets(month: Month) -> dict[str, Fraction]:
    """What a scheme may call by name: 序时进度, in percent."""
    return {"schedule": Fraction(100 * month.month, 12)}


def computed(pack: Pack, month: Month, as_of: datetime | None, *, at: str | None = None) -> list[Row]:
    """Every unit that has projects and belongs to a ranking group, table by table, by place and protocol order."""
    keys = list(dict.fromkeys([COUNT, PLAN, *pack.figures]))
    found = figures.grouped(keys, Question(Period.of(month), CITY, as_of), "unit", at=at)
    present = [
        key for key in found[COUNT] if any((found[name].get(key) or Value(None)).value for name in (COUNT, PLAN))
    ]
    units = [unit for unit in figures.groups("unit", present) if unit.ranking_group]
    events = _events(pack, month, as_of)
    rows: list[Row] = []
    for name in dict.fromkeys(pack.table_of(group) for group in RankingGroup.values):
        members = [unit for unit in units if pack.table_of(unit.ranking_group) == name]
        values = {unit.key: {key: found[key].get(unit.key, Value(None)) for key in keys} for unit in members}
        rows += _ranked(pack, name, members, values, events, month)
    return rows


def _ranked(
    pack: Pack, table: str, members: list[Group], values: dict[Any, dict[str, Value]],
    events: dict[Any, dict[str, int]], month: Month,
) -> list[Row]:  # fmt: skip
    plain = {key: {name: each.value for name, each in of.items()} for key, of in values.items()}
    kinds = {key: figures.get(key).unit.value for key in pack.figures}
    scores = {each.unit: each for each in scored(pack, plain, events, targets(month), kinds)}
    place = standing(scores.values(), pack.least_units)
    rows = [
        Row(
            unit, table, values[unit.key], events.get(unit.key, {}), scores[unit.key], place.get(unit.key),
            graded(pack, table, scores[unit.key].total, place.get(unit.key), len(place)),
        )
        for unit in members
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.place or len(rows) + 1)


def _events(pack: Pack, month: Month, as_of: datetime | None) -> dict[Any, dict[str, int]]:
    """How often each event of the scheme was established in the month, by unit."""
    wanted = {each.key for each in pack.events}
    counted: dict[Any, dict[str, int]] = {}
    for unit, event in Merit.objects.known_at(as_of).filter(month=month).values_list("unit_id", "event"):
        if event in wanted:
            own = counted.setdefault(unit, {})
            own[event] = own.get(event, 0) + 1
    return counted


def tables(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Rows by their table, in the order they came."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.table, []).append(row)
    return found


@dataclass(frozen=True)
class Change:
    """A unit's place in a month under the scheme in force and under the changed one."""

    before: int | None
    after: int | None
    points_before: Fraction | None
    points_after: Fraction | None

    @property
    def gained(self) -> int | None:
        """Places gained by the change."""
        return None if self.before is None or self.after is None else self.before - self.after


@dataclass(frozen=True)
class BackTest:
    """What-if over past months: for each unit and month its place before and after."""

    months: list[Month]
    units: list[tuple[Group, str]]
    changes: dict[tuple[Any, Month], Change]

    @property
    def moved_count(self) -> int:
        """In how many cells the place is another."""
        return sum(1 for each in self.changes.values() if each.before != each.after)


def back_test(
    before: dict[Month, Pack], changed: Pack, as_of: dict[Month, datetime | None]
) -> BackTest:  # fmt: skip
    """Each past month computed twice, as of its own cut-off: with the scheme in force then, and with the changed."""
    units: dict[Any, tuple[Group, str]] = {}
    changes: dict[tuple[Any, Month], Change] = {}
    for month, pack in before.items():
        then = {row.unit.key: row for row in computed(pack, month, as_of.get(month))}
        for row in computed(changed, month, as_of.get(month)):
            units.setdefault(row.unit.key, (row.unit, row.table))
            old = then.get(row.unit.key)
            changes[row.unit.key, month] = Change(
                old.place if old else None, row.place, old.score.total if old else None, row.score.total
            )
    return BackTest(list(before), list(units.values()), changes)
