"""The ways of scoring: (criterion, value, everybody's values) → (points, the sentence with the numbers).

Each is total: it answers for every value; and none forgets where a cap cuts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, Protocol

Exact = Decimal | Fraction | int
ZERO = Fraction(0)
# Values that a criterion may refer to by name: 序时进度 of the month, in percent.
TARGETS = ("schedule",)


class PackFault(ValueError):
    """A pack does not hold together; the message says where."""


class Scored(Protocol):
    """What a way needs of a criterion."""

    @property
    def weight(self) -> Fraction:
        """The most it can give by its way."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the way is told."""


def number(value: Any) -> Fraction:
    """An exact number; floats are refused, since 0.1 is none."""
    if isinstance(value, float):
        raise PackFault(f"数要写成文本或整数：{value}")
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise PackFault(f"不是数：{value}") from None


def exact(criterion: Scored, name: str, default: int) -> Fraction:
    """A setting as a number."""
    return number(criterion.settings.get(name, default))


def score(value: Exact) -> str:
    """A score as its unit is told: two decimals, half up, as on its page."""
    return f"{Decimal(floor(Fraction(value) * 100 + Fraction(1, 2))) / 100:.2f}".replace("-", "−")


def said(value: Exact) -> str:
    """A number in an explanation: at most four decimals, without trailing zeros."""
    fraction = Fraction(value)
    text = f"{float(fraction):.4f}".rstrip("0").rstrip(".") if fraction.denominator != 1 else str(fraction.numerator)
    return text.replace("-", "−")


def _share(criterion: Scored, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """weight × min(value ÷ full, cap): 40 × min(完成率 ÷ 序时, 1)."""
    full, cap = exact(criterion, "full", 100), exact(criterion, "cap", 1)
    reached = max(ZERO, min(Fraction(value) / full, cap))
    return criterion.weight * reached, f"{said(criterion.weight)}×min({said(value)}÷{said(full)}，{said(cap)})"


def _steps(criterion: Scored, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """The points of the highest step reached: ≥80 得5, ≥70 得4, 以下0."""
    steps = sorted(
        ((number(step["from"]), number(step["points"])) for step in criterion.settings["steps"]), reverse=True
    )
    for limit, points in steps:
        if Fraction(value) >= limit:
            return points, f"{said(value)}≥{said(limit)}，得{said(points)}"
    otherwise = exact(criterion, "otherwise", 0)
    return otherwise, f"{said(value)}低于最低一档，得{said(otherwise)}"


def _slope(criterion: Scored, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """Base at a target; each point of value above or below it adds or takes a rate, within caps (P2: 每欠1pp −0.1)."""
    target, base = exact(criterion, "target", 100), exact(criterion, "at_target", 0)
    left, points, words = Fraction(value) - target, base, [f"达{said(target)}得{said(base)}"]
    if left < 0:
        rate = exact(criterion, "below", 0)
        points += left * rate
        words.append(f"低{said(-left)}，每1减{said(rate)}")
    at = target
    for band in criterion.settings.get("above", ()):
        until = number(band["until"]) if band.get("until") is not None else None
        part = max(ZERO, (min(Fraction(value), until) if until is not None else Fraction(value)) - at)
        if part:
            points += part * number(band["rate"])
            words.append(f"超{said(part)}，每1加{said(number(band['rate']))}")
        at = until if until is not None else at
    return _within(criterion, points, words, around=base)


def _each(criterion: Scored, value: Exact, **_more: Any) -> tuple[Fraction, str]:
    """So many points for each: 每开工1个1分，最多10分."""
    rate = exact(criterion, "points", 1)
    return _within(criterion, Fraction(value) * rate, [f"{said(value)}个×{said(rate)}"])


def _place(criterion: Scored, value: Exact, *, everybody: Sequence[Exact], **_more: Any) -> tuple[Fraction, str]:
    """By place among those of the group, the largest first: 1—3名7，4—6名5，其余3."""
    place = 1 + sum(1 for other in everybody if Fraction(other) > Fraction(value))
    for step in criterion.settings["places"]:
        if step.get("until") is None or place <= int(step["until"]):
            points = number(step["points"])
            return points, f"列第{place}位，得{said(points)}"
    return ZERO, f"列第{place}位，得0"


Way = Callable[..., tuple[Fraction, str]]
WAYS: dict[str, Way] = {"share": _share, "steps": _steps, "slope": _slope, "each": _each, "place": _place}


def _within(criterion: Scored, points: Fraction, words: list[str], around: Fraction = ZERO) -> tuple[Fraction, str]:
    """Keep what was added or taken within the caps (加减封顶), and say so where they cut."""
    most, least = criterion.settings.get("most"), criterion.settings.get("least")
    kept = points
    if most is not None:
        kept = min(kept, around + number(most))
    if least is not None:
        kept = max(kept, around + number(least))
    if kept != points:
        words.append(f"封顶为{said(kept)}")
    return kept, "，".join(words)
