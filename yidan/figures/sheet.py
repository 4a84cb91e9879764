"""Figures of now: each project's own part of every measure kept, and added up by group as projects change.

What a project adds is asked of the database by the measure's own definition (`Additive.own`); only the adding up is
done here, exactly. The law (tests/laws/test_figures.py): it says the same as `define.tabulate`, after every write.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from operator import add, sub
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from yidan.figures import cuts, define, population
from yidan.figures.define import TOTAL, Additive, Count, Sum, Value
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.holding import Holding, Statement, held, raw
from yidan.figures.news import Projects
from yidan.figures.question import Question
from yidan.figures.shares import WHOLE, by_project, shares
from yidan.kernel.values import from_fen

Table = dict[Hashable, dict[Additive, Value]]
_PARTITIONS = {name: each.column for name, each in DIMENSIONS.items() if each.is_partition}
_PLACES = {name: index for index, name in enumerate(_PARTITIONS)}


class Where(NamedTuple):
    """Where a project counts; one for all projects that stand in the same places."""

    parent: int | None
    groups: tuple[Hashable, ...]  # by partition, in the order of `_PARTITIONS`
    levels: tuple[str, ...]

    def of(self, dimension: str | None) -> tuple[Hashable, ...]:
        """Its groups in a dimension: one, or each of its levels."""
        if dimension is None:
            return (TOTAL,)
        return self.levels if dimension not in _PLACES else (self.groups[_PLACES[dimension]],)

    @property
    def unit(self) -> Hashable:
        """The own 考核单元."""
        return self.groups[_PLACES["unit"]]


@dataclass(slots=True)
class Row:
    """A project: where it counts and what it adds to each measure (分, or one); its 县区分摊 by unit, if any."""

    where: Where
    adds: array
    shares: dict[int, int] | None = None


@dataclass(slots=True)
class _Group:
    """What the projects of a group add up to."""

    members: int = 0
    adds: list[int] = field(default_factory=list)
    shared: dict[int, int] = field(default_factory=dict)  # by measure: 分 × parts of WHOLE


class Tally:
    """The groups of one dimension."""

    def __init__(self, sheet: Sheet, dimension: str | None) -> None:
        self.sheet, self.dimension = sheet, dimension
        self.groups: dict[Hashable, _Group] = {}
        self._parts: dict[tuple[Hashable, int, int], int] = {}  # how many parts of a bundle meet a condition
        for row in sheet.rows.values():
            self.take(row, 1)

    def take(self, row: Row, sign: int) -> None:
        """Add a project, or (−1) take it away."""
        unit = self.sheet.question.unit
        if not row.shares or (unit is None and self.dimension != "unit"):
            for group in row.where.of(self.dimension):
                self._whole(group, row, row.adds, sign)
            return
        # counts take a project whole, with its own unit; amounts go by percentages
        for group in row.where.of(self.dimension):
            self._whole(group, row, self.sheet.counts_of(row, unit), sign)
        for each, percent in row.shares.items():
            if unit in (None, each):
                for group in (each,) if self.dimension == "unit" else row.where.of(self.dimension):
                    self._part(group, row, percent, sign)

    def _group(self, group: Hashable, sign: int) -> _Group:
        found = self.groups.get(group)
        if found is None:
            found = self.groups[group] = _Group(adds=[0] * len(self.sheet.measures))
        found.members += sign
        if not found.members:
            del self.groups[group]
        return found

    def _whole(self, group: Hashable, row: Row, adds: Iterable[int], sign: int) -> None:
        into = self._group(group, sign)
        if (parent := row.where.parent) is not None and self.sheet.by_project:
            adds = list(adds)
            for index in self.sheet.by_project:
                adds[index] = self._once(group, index, parent, sign) if adds[index] else 0
        into.adds = list(map(add if sign > 0 else sub, into.adds, adds))

    def _once(self, group: Hashable, index: int, parent: int, sign: int) -> int:
        """A bundle counts once in each group that has a part of it: with its first, until its last."""
        place = (group, index, parent)
        parts = self._parts.get(place, 0) + sign
        if parts:
            self._parts[place] = parts
        else:
            del self._parts[place]
        return int(parts == (1 if sign > 0 else 0))

    def _part(self, group: Hashable, row: Row, percent: int, sign: int) -> None:
        into = self._group(group, sign)
        for index in self.sheet.sums:
            into.shared[index] = into.shared.get(index, 0) + sign * row.adds[index] * percent

    def table(self) -> Table:
        """The value of each measure in each group."""
        measures, sums = self.sheet.measures, set(self.sheet.sums)
        always: Iterable[Hashable] = ()
        if self.dimension not in _PLACES:
            always = (TOTAL,) if self.dimension is None else population.LEVELS
        nothing = _Group(adds=[0] * len(measures))
        return {
            name: {
                measure: Value(_amount(group, index) if index in sums else group.adds[index])
                for index, measure in enumerate(measures)
            }
            for name, group in (dict.fromkeys(always, nothing) | self.groups).items()
        }


def _amount(group: _Group, index: int) -> Decimal:
    whole = from_fen(group.adds[index]) or define.ZERO
    if not (part := group.shared.get(index)):
        return whole
    return whole + from_fen(part) / WHOLE  # type: ignore[operator]


class Sheet(Holding):
    """The projects in question with what each adds to some measures."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.measures: tuple[Additive, ...] = ()  # those read with the projects first, then cuts of the same facts
        self.cuts: list[cuts.Cuts] = []
        self.sums: list[int] = []
        self.by_project: list[int] = []
        self.rows: dict[int, Row] = {}
        self._tallies: dict[str | None, Tally] = {}
        self._tables: dict[str | None, Table] = {}
        self._places: dict[Where, Where] = {}
        self._shares = Statement(lambda projects: shares(question, projects))

    def __len__(self) -> int:
        return len(self.rows)

    def widen(self, measures: Iterable[Additive]) -> None:
        """Have these measures too: what is new is read with everything else, once."""
        with self._lock:
            if new := [each for each in dict.fromkeys(measures) if each not in self.measures]:
                self.measures = tuple(sorted((*self.measures, *new), key=cuts.is_cut))
                places = list(enumerate(self.measures))
                self.sums = [index for index, each in places if isinstance(each, Sum)]
                self.by_project = [index for index, each in places if isinstance(each, Count) and not each.leaves]
                self.cuts = cuts.together({index: each for index, each in places if cuts.is_cut(each)})
                self.forget()

    def table(self, dimension: str | None) -> Table:
        """Every measure by group; not to be changed by who gets it."""
        if dimension not in self._tables:
            if dimension not in self._tallies:
                self._tallies[dimension] = Tally(self, dimension)
            self._tables[dimension] = self._tallies[dimension].table()
        return self._tables[dimension]

    def counts_of(self, row: Row, unit: int | None) -> list[int]:
        """What a shared project adds to counts: all of it, but only at home."""
        is_at_home = unit is None or row.where.unit == unit
        adds = list(row.adds) if is_at_home else [0] * len(row.adds)
        for index in self.sums:
            adds[index] = 0
        return adds

    def load(self) -> None:
        """Read every project; the groups are added up when asked for."""
        self._tallies, self._tables, self._places = {}, {}, {}
        self._some = Statement(self._about)
        parts = by_project(raw(shares(self.question)))
        self.rows = self._read(raw(self._query()), parts)

    def reload(self, projects: Projects) -> None:
        """Read these projects, and move what they add."""
        parts = by_project(self._shares.of(projects))
        fresh = self._read(self._some.of(projects), parts, projects)
        for project in projects:
            old, new = self.rows.pop(project, None), fresh.get(project)
            if new:
                self.rows[project] = new
            if old == new:
                continue
            self._tables = {}
            for tally in self._tallies.values():
                if old:
                    tally.take(old, -1)
                if new:
                    tally.take(new, 1)

    def _read(
        self, found: list[tuple[Any, ...]], parts: dict[int, dict[int, int]], of: Projects | None = None
    ) -> dict[int, Row]:
        """What the database said of all, or of these projects, with what they add to cuts."""
        rows = {values[0]: self._row(values, parts.get(values[0])) for values in found}
        adds = {project: row.adds for project, row in rows.items()} if self.cuts and rows else {}
        for each in self.cuts if adds else ():
            each.add(adds, of)
        return rows

    def _row(self, values: tuple[Any, ...], parts: dict[int, int] | None) -> Row:
        _pk, parent, *rest = values
        groups = tuple(rest[: len(_PLACES)])
        flags = rest[len(_PLACES) : len(_PLACES) + len(population.LEVELS)]
        levels = tuple(level for level, flag in zip(population.LEVELS, flags, strict=True) if flag)
        where = Where(parent, groups, levels)
        adds = array("q", [int(each or 0) for each in rest[len(_PLACES) + len(population.LEVELS) :]])
        adds.extend([0] * (len(self.measures) - len(adds)))
        return Row(self._places.setdefault(where, where), adds, parts)

    def _query(self) -> QuerySet:
        names = {f"add_{index}": measure.own for index, measure in enumerate(self.measures) if not cuts.is_cut(measure)}
        return (
            population.projects(self.question)
            .annotate(**names)
            .values_list(
                "pk",
                "parent",
                *map(F, _PARTITIONS.values()),
                *(f"about__is_{level}_key" for level in population.LEVELS),
                *names,
            )
        )

    def _about(self, projects: Iterable[int]) -> QuerySet:
        return self._query().filter(pk__in=projects)


def sheet_of(question: Question, measures: Iterable[Additive]) -> Sheet:
    """The sheet of this question, with these measures among others."""
    sheet = held(("sheet", question), lambda: Sheet(question))
    sheet.widen(measures)
    return sheet


def roll_up(measures: Iterable[Additive], dimensions: Iterable[str | None]) -> dict[str | None, Table]:
    """The table of each dimension (None: the total) from one reading of the projects, which is not kept."""
    wanted = list(measures)
    sheet = Sheet(wanted[0].question)
    sheet.widen(wanted)
    sheet.load()
    return {each: sheet.table(each) for each in dimensions}
