"""Scoring by declared rules: a pack of criteria turns exact figures into points, each with its explanation.

A pack is data, not code: every criterion names a figure, a way of scoring out of the few below, and its caps. The
ways are total (they answer for every value) and exact (points are fractions until they are printed), and every point
comes with the sentence that says how it came about. Nothing here knows a person, a photo or a log-in (domain.md §2.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

Exact = Decimal | Fraction | int
ZERO = Fraction(0)


class PackFault(ValueError):
    """A pack does not hold together; the message says where."""


@dataclass(frozen=True)
class Criterion:
    """指标: one line of the scheme. `weight` is the most it can give by its way; `missing` what happens to a unit
    that has nothing to be judged by: its weight is spread over the others (`spread`), or it gets `base` points."""

    key: str
    label: str
    way: str
    figure: str = ""
    weight: Fraction = ZERO
    settings: Mapping[str, Any] = field(default_factory=dict)
    missing: str = "spread"
    base: Fraction = ZERO
    source: str = ""


@dataclass(frozen=True)
class Pack:
    """A scheme: its criteria, the bonus and deduction by events, which groups it ranks, and from when it holds."""

    key: str
    label: str
    version: str
    source: str
    criteria: tuple[Criterion, ...]
    events: tuple[Criterion, ...] = ()
    least_projects: int = 2
    lowest: Fraction | None = None
    highest: Fraction | None = None

    @property
    def full(self) -> Fraction:
        """The points that criteria can give together."""
        return sum((each.weight for each in self.criteria), ZERO)


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
    """A unit's result: the total, and how it came about."""

    unit: Any
    total: Fraction | None
    root: Point
    is_ranked: bool = True


# --- ways of scoring: (value, criterion, unit's other figures, everybody's values) -> (points, words) ---


def _share(criterion: Criterion, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """weight × min(value ÷ full, cap): 40 × min(完成率 ÷ 序时, 1)."""
    full, cap = _exact(criterion, "full", 100), _exact(criterion, "cap", 1)
    reached = max(ZERO, min(Fraction(value) / full, cap))
    return criterion.weight * reached, f"{said(criterion.weight)}×min({said(value)}÷{said(full)}，{said(cap)})"


def _steps(criterion: Criterion, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """The points of the highest step reached: ≥80 得5, ≥70 得4, 以下0."""
    steps = sorted(
        ((_number(step["from"]), _number(step["points"])) for step in criterion.settings["steps"]), reverse=True
    )
    for limit, points in steps:
        if Fraction(value) >= limit:
            return points, f"{said(value)}≥{said(limit)}，得{said(points)}"
    otherwise = _exact(criterion, "otherwise", 0)
    return otherwise, f"{said(value)}低于最低一档，得{said(otherwise)}"


def _slope(criterion: Criterion, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """Base at a target; each point of value above or below it adds or takes a rate, within caps (P2: 每欠1pp −0.1)."""
    target, base = _exact(criterion, "target", 100), _exact(criterion, "at_target", 0)
    left, points, words = Fraction(value) - target, base, [f"达{said(target)}得{said(base)}"]
    if left < 0:
        rate = _exact(criterion, "below", 0)
        points += left * rate
        words.append(f"低{said(-left)}，每1减{said(rate)}")
    at = target
    for band in criterion.settings.get("above", ()):
        until = _number(band["until"]) if band.get("until") is not None else None
        part = max(ZERO, (min(Fraction(value), until) if until is not None else Fraction(value)) - at)
        if part:
            points += part * _number(band["rate"])
            words.append(f"超{said(part)}，每1加{said(_number(band['rate']))}")
        at = until if until is not None else at
    return _within(criterion, points, words, around=base)


def _each(criterion: Criterion, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """So many points for each: 每开工1个1分，最多10分."""
    rate = _exact(criterion, "points", 1)
    return _within(criterion, Fraction(value) * rate, [f"{said(value)}个×{said(rate)}"])


def _place(criterion: Criterion, value: Exact, *, everybody: Sequence[Exact], **_more: Any) -> tuple[Fraction, str]:
    """By place among those of the group, the largest first: 1—3名7，4—6名5，其余3."""
    place = 1 + sum(1 for other in everybody if Fraction(other) > Fraction(value))
    for step in criterion.settings["places"]:
        if step.get("until") is None or place <= int(step["until"]):
            points = _number(step["points"])
            return points, f"列第{place}位，得{said(points)}"
    return ZERO, f"列第{place}位，得0"


WAYS = {"share": _share, "steps": _steps, "slope": _slope, "each": _each, "place": _place}


def _within(criterion: Criterion, points: Fraction, words: list[str], around: Fraction = ZERO) -> tuple[Fraction, str]:
    """Keep what was added or taken within the caps (加减封顶), and say so where they cut."""
    most, least = criterion.settings.get("most"), criterion.settings.get("least")
    kept = points
    if most is not None:
        kept = min(kept, around + _number(most))
    if least is not None:
        kept = max(kept, around + _number(least))
    if kept != points:
        words.append(f"封顶为{said(kept)}")
    return kept, "，".join(words)


# --- reading a pack ---


def read_pack(data: Mapping[str, Any], figures: Iterable[str]) -> Pack:
    """A pack from its data; refused where a criterion names no figure we have, no way we know, or no sense."""
    known = set(figures)
    try:
        criteria = tuple(_criterion(each, known) for each in data["criteria"])
        events = tuple(_criterion(each, known, is_event=True) for each in data.get("events", ()))
        pack = Pack(
            str(data["key"]), str(data["label"]), str(data["version"]), str(data["source"]), criteria, events,
            int(data.get("least_projects", 2)), _maybe(data.get("lowest")), _maybe(data.get("highest")),
        )  # fmt: skip
    except (KeyError, TypeError) as lack:
        raise PackFault(f"缺少 {lack}") from None
    keys = [each.key for each in (*criteria, *events)]
    if len(keys) != len(set(keys)):
        raise PackFault("指标的代号有重复")
    if not criteria:
        raise PackFault("没有指标")
    return pack


def _criterion(data: Mapping[str, Any], known: set[str], *, is_event: bool = False) -> Criterion:
    way, key = str(data.get("way", "each")), str(data["key"])
    if way not in WAYS:
        raise PackFault(f"{key}：没有“{way}”这种计分方式")
    figure = "" if is_event else str(data["figure"])
    if not is_event and figure not in known:
        raise PackFault(f"{key}：没有“{figure}”这个指标")
    settings = {name: value for name, value in data.items() if name not in _OWN}
    for name in {"steps": ("steps",), "place": ("places",)}.get(way, ()):
        if not settings.get(name):
            raise PackFault(f"{key}：没有写明{name}")
    made = Criterion(
        key, str(data["label"]), way, figure, _number(data.get("weight", 0)), settings,
        str(data.get("missing", "spread")), _number(data.get("base", 0)), str(data.get("source", "")),
    )  # fmt: skip
    if made.missing not in ("spread", "base"):
        raise PackFault(f"{key}：缺项处理只能是 spread 或 base")
    # a way that cannot be computed is found now and not in the month's night
    WAYS[way](_bound(made, dict.fromkeys(TARGETS, 50)), 1, everybody=[1])
    return made


# Values that a criterion may refer to by name: 序时进度 of the month, in percent.
TARGETS = ("schedule",)
_OWN = {"key", "label", "way", "figure", "weight", "missing", "base", "source"}


def _number(value: Any) -> Fraction:
    """An exact number; floats are refused, since 0.1 is none."""
    if isinstance(value, float):
        raise PackFault(f"数要写成文本或整数：{value}")
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise PackFault(f"不是数：{value}") from None


def _maybe(value: Any) -> Fraction | None:
    return None if value is None else _number(value)


def _exact(criterion: Criterion, name: str, default: int) -> Fraction:
    return _number(criterion.settings.get(name, default))


# --- scoring ---


def scored(
    pack: Pack,
    units: Mapping[Any, Mapping[str, Exact | None]],
    events: Mapping[Any, Mapping[str, int]] | None = None,
    targets: Mapping[str, Exact] | None = None,
) -> list[Score]:
    """Every unit's score with its explanation, in the order the units came.

    `units`: figure values by unit (a rate that is None has nothing to be judged by). `events`: how often each event
    of the pack was established for a unit. `targets`: values that a criterion's `full` or `target` refers to by name
    (序时进度 as "schedule").
    """
    bound = {each.key: _bound(each, targets or {}) for each in (*pack.criteria, *pack.events)}
    ranked = {unit for unit, values in units.items() if (values.get("project.count") or 0) >= pack.least_projects}
    out = []
    for unit, values in units.items():
        points = [_of_criterion(bound[each.key], values, units, ranked) for each in pack.criteria]
        points = _spread(pack, points)
        extra = [_of_event(bound[each.key], (events or {}).get(unit, {})) for each in pack.events]
        given = [each.points for each in (*points, *extra) if each.points is not None]
        total: Fraction | None = None
        words = "没有可以计分的指标"
        if any(each.points is not None for each in points):
            total, words = _limited(pack, sum(given, ZERO), " + ".join(said(each) for each in given))
        root = Point(pack.key, pack.label, total, words, children=(*points, *extra))
        out.append(Score(unit, total, root, unit in ranked))
    return out


def _bound(criterion: Criterion, targets: Mapping[str, Exact]) -> Criterion:
    settings = {
        name: str(Fraction(targets[value])) if isinstance(value, str) and value in targets else value
        for name, value in criterion.settings.items()
    }
    return Criterion(
        criterion.key, criterion.label, criterion.way, criterion.figure, criterion.weight, settings, criterion.missing,
        criterion.base, criterion.source,
    )  # fmt: skip


def _of_criterion(
    criterion: Criterion,
    values: Mapping[str, Exact | None],
    units: Mapping[Any, Mapping[str, Exact | None]],
    ranked: set[Any],
) -> Point:
    value = values.get(criterion.figure)
    if value is None:
        if criterion.missing == "base":
            words = f"没有可比的项目，得基本分{said(criterion.base)}"
            return Point(criterion.key, criterion.label, criterion.base, words, criterion.figure)
        return Point(criterion.key, criterion.label, None, "没有可比的项目，权重分给其他指标", criterion.figure)
    everybody = [other for unit in ranked if (other := units[unit].get(criterion.figure)) is not None]
    points, words = WAYS[criterion.way](criterion, value, everybody=everybody)
    return Point(criterion.key, criterion.label, points, words, criterion.figure, value)


def _spread(pack: Pack, points: list[Point]) -> list[Point]:
    """Give the weight of what cannot be judged to the others, each in proportion to its own."""
    weights = {each.key: each.weight for each in pack.criteria}
    lost = sum((weights[each.key] for each in points if each.points is None), ZERO)
    left = sum((weights[each.key] for each in points if each.points is not None), ZERO)
    if not lost or not left:
        return points
    factor = (lost + left) / left
    return [
        each if each.points is None else Point(
            each.key, each.label, each.points * factor, f"({each.words})×{said(factor)}(缺项权重{said(lost)}摊入)",
            each.figure, each.value,
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


def said(value: Exact) -> str:
    """A number in an explanation: at most four decimals, without trailing zeros."""
    fraction = Fraction(value)
    text = f"{float(fraction):.4f}".rstrip("0").rstrip(".") if fraction.denominator != 1 else str(fraction.numerator)
    return text.replace("-", "−")


def standing(scores: Iterable[Score]) -> dict[Any, int]:
    """Places by total among those ranked; equal ones share a place and the next is skipped (1, 1, 3)."""
    ranked = [each for each in scores if each.is_ranked and each.total is not None]
    totals = sorted((each.total for each in ranked if each.total is not None), reverse=True)
    return {each.unit: totals.index(each.total) + 1 for each in ranked if each.total is not None}


def moved(before: Mapping[Any, int], after: Mapping[Any, int]) -> dict[Any, tuple[int | None, int | None]]:
    """What-if: each unit's place under two packs or months, where they differ."""
    units = dict.fromkeys([*before, *after])
    return {unit: (before.get(unit), after.get(unit)) for unit in units if before.get(unit) != after.get(unit)}
