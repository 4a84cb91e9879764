"""From exact figures to scores, places and grades, every point with its explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from yidan.assessment.rules.packs import Criterion, Grade, Pack, bound
from yidan.assessment.rules.ways import WAYS, ZERO, Exact, exact, said

Values = Mapping[str, Exact | None]
PERCENT, COUNT = "percent", "count"


@dataclass(frozen=True)
class Point:
    """A node of the explanation: what it is, the sentence with its numbers, the points, and what it rests on."""

    key: str
    label: str
    points: Fraction | None
    words: str
    figure: str = ""
    value: Exact | None = None
    children: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Score:
    """A unit's result: the total, and how it came about. One too small to be ranked has an `interval` instead: what
    one more project of middling size would make of it, with nothing done on it and with everything."""

    unit: Any
    total: Fraction | None
    root: Point
    is_ranked: bool = True
    interval: tuple[Fraction, Fraction] | None = None


def scored(
    pack: Pack,
    units: Mapping[Any, Values],
    events: Mapping[Any, Mapping[str, int]] | None = None,
    targets: Mapping[str, Exact] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> list[Score]:
    """Every unit's score with its explanation, in the order the units came: those of one table.

    `units`: figure values by unit (a rate that is None has nothing to be judged by). `events`: how often each event
    of the pack was established for a unit. `targets`: values that a criterion's `full` or `target` refers to by name
    (序时进度 as "schedule"). `kinds`: what a figure is measured in (percent, count, else an amount).
    """
    table = _Table(pack, units, targets or {}, kinds or {})
    return [table.score(unit, (events or {}).get(unit, {})) for unit in units]


@dataclass(frozen=True)
class _Table:
    pack: Pack
    units: Mapping[Any, Values]
    targets: Mapping[str, Exact]
    kinds: Mapping[str, str]

    @property
    def ranked(self) -> list[Any]:
        return [unit for unit, values in self.units.items() if _count(values) >= self.pack.least_projects]

    def score(self, unit: Any, events: Mapping[str, int]) -> Score:
        values = self.units[unit]
        is_ranked = _count(values) >= self.pack.least_projects
        total, root = self._scored([values.get(each.figure) for each in self.pack.criteria], events)
        interval = None
        if not is_ranked and total is not None:
            low, high = (
                self._scored([self._shifted(each, values, full=full) for each in self.pack.criteria], events)[0]
                for full in (False, True)
            )
            interval = (low, high) if low is not None and high is not None else None
        return Score(unit, total, root, is_ranked, interval)

    def _scored(self, given: list[Exact | None], events: Mapping[str, int]) -> tuple[Fraction | None, Point]:
        pairs = zip(self.pack.criteria, given, strict=True)
        points = _spread(self.pack, [self._of_criterion(bound(each, self.targets), value) for each, value in pairs])
        extra = [_of_event(bound(each, self.targets), events) for each in self.pack.events]
        added = [each.points for each in (*points, *extra) if each.points is not None]
        total: Fraction | None = None
        words = "没有可以计分的指标"
        if any(each.points is not None for each in points):
            told_of = [each.points for each in points if each.points is not None] + [
                e.points for e in extra if e.points
            ]
            total, words = _limited(self.pack, sum(added, ZERO), " + ".join(said(each) for each in told_of))
        return total, Point(self.pack.key, self.pack.label, total, words, children=(*points, *extra))

    def _of_criterion(self, criterion: Criterion, value: Exact | None) -> Point:
        made = Point(criterion.key, criterion.label, None, "", criterion.figure, value)
        if criterion.pending:
            return replace(made, words=f"{criterion.pending}，权重分给其他指标", value=None)
        if value is None:
            if criterion.missing == "base":
                words = f"没有可比的项目，得基本分{said(criterion.base)}"
                return replace(made, points=criterion.base, words=words)
            return replace(made, words="没有可比的项目，权重分给其他指标")
        others = (self.units[unit].get(criterion.figure) for unit in self.ranked)
        everybody = [other for other in others if other is not None]
        points, words = WAYS[criterion.way](criterion, value, everybody=everybody)
        return replace(made, points=points, words=words)

    def _shifted(self, criterion: Criterion, values: Values, *, full: bool) -> Exact | None:
        value, kind = values.get(criterion.figure), self.kinds.get(criterion.figure)
        if value is None or kind not in (PERCENT, COUNT):
            return value
        if kind == COUNT:
            return Fraction(value) + full
        held = bound(criterion, self.targets)
        goal = exact(held, "full" if "full" in held.settings else "target", 100)
        count = _count(values)
        return (Fraction(value) * count + (max(goal, Fraction(value)) if full else ZERO)) / (count + 1)


def _count(values: Values) -> int:
    return int(values.get("project.count") or 0)


def _spread(pack: Pack, points: list[Point]) -> list[Point]:
    """Give the weight of what cannot be judged to the others, each in proportion to its own."""
    weights = {each.key: each.weight for each in pack.criteria}
    lost = sum((weights[each.key] for each in points if each.points is None), ZERO)
    left = sum((weights[each.key] for each in points if each.points is not None), ZERO)
    if not lost or not left:
        return points
    factor = (lost + left) / left
    return [
        each if each.points is None else replace(
            each, points=each.points * factor, words=f"({each.words})×{said(factor)}(缺项权重{said(lost)}摊入)"
        )
        for each in points
    ]  # fmt: skip


def _of_event(criterion: Criterion, counted: Mapping[str, int]) -> Point:
    count = counted.get(criterion.key, 0)
    if not count:
        return Point(criterion.key, criterion.label, ZERO, "没有", value=0)
    points, words = WAYS[criterion.way](criterion, count, everybody=[])
    return Point(criterion.key, criterion.label, points, words, value=count)


def _limited(pack: Pack, total: Fraction, words: str) -> tuple[Fraction, str]:
    for limit, choose in ((pack.highest, min), (pack.lowest, max)):
        if limit is not None and choose(total, limit) != total:
            return limit, f"{words}，以{said(limit)}为限"
    return total, words


def standing(scores: Iterable[Score], least_units: int = 1) -> dict[Any, int]:
    """Places by total among those ranked; equal ones share a place and the next is skipped (1, 1, 3). Where fewer than
    `least_units` could be ranked, nobody is."""
    ranked = [each for each in scores if each.is_ranked and each.total is not None]
    if len(ranked) < least_units:
        return {}
    totals = sorted((each.total for each in ranked if each.total is not None), reverse=True)
    return {each.unit: totals.index(each.total) + 1 for each in ranked if each.total is not None}


def graded(pack: Pack, table: str, total: Fraction | None, place: int | None, ranked: int) -> Grade | None:
    """What the pack calls this result: the first of its grades that fits; None where none does."""
    if total is None:
        return None
    return next((each for each in pack.grades if _fits(each, table, total, place, ranked)), None)


def _fits(grade: Grade, table: str, total: Fraction, place: int | None, ranked: int) -> bool:
    if grade.least is not None and total < grade.least:
        return False
    if grade.above is not None and total <= grade.above:
        return False
    if grade.below is not None and total >= grade.below:
        return False
    if grade.first and (place is None or place > grade.first.get(table, 0)):
        return False
    return not grade.last or (place is not None and place > ranked - grade.last.get(table, 0))


def moved(before: Mapping[Any, int], after: Mapping[Any, int]) -> dict[Any, tuple[int | None, int | None]]:
    """What-if: each unit's place under two packs or months, where they differ."""
    units = dict.fromkeys([*before, *after])
    return {unit: (before.get(unit), after.get(unit)) for unit in units if before.get(unit) != after.get(unit)}


def told(point: Point) -> dict[str, Any]:
    """The explanation as plain JSON; exact numbers as fractions in writing."""
    return {
        "key": point.key, "label": point.label, "words": point.words, "figure": point.figure,
        "points": None if point.points is None else str(point.points),
        "value": None if point.value is None else str(Fraction(point.value)),
        "children": [told(each) for each in point.children],
    }  # fmt: skip
