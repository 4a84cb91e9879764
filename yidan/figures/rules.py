"""Judging figures, as pure functions on exact values: places, movement, lights, what counts as lagging.

Thresholds are the office's (domain.md §2.4 [A]): parameters, given as arguments here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

Exact = Decimal | Fraction | int


class Light(StrEnum):
    """绿 黄 红, and 跟踪 between green and yellow: followed, no card yet."""

    GREEN = "green"
    TRACKED = "tracked"
    YELLOW = "yellow"
    RED = "red"


class Cause(StrEnum):
    """Why a light is not green."""

    MONTH = "month"  # below its own month's plan
    TWO_MONTHS = "two_months"
    FAR_BEHIND = "far_behind"  # the cumulative amount, against what was due by now
    NOT_STARTED = "not_started"
    MADE_UP = "made_up"  # red last month, made up since


@dataclass(frozen=True, slots=True)
class LightLimits:
    """Percentages of a month's plan and of 序时, and months overdue to start."""

    tracked_below: Exact
    yellow_below: Exact
    red_below_schedule: Exact
    yellow_overdue_months: int
    red_overdue_months: int


def places(values: Mapping[Hashable, Exact | None], *, among: Iterable[Hashable]) -> dict[Hashable, int]:
    """Places by value, the largest first; equal ones share a place and the next is skipped (1, 1, 3).

    Only those `among` are ranked, and of them only those that have a value.
    """
    ranked = [key for key in among if values.get(key) is not None]
    amounts = sorted((values[key] for key in ranked), reverse=True)  # type: ignore[type-var]
    first: dict[Exact, int] = {}
    for place, amount in enumerate(amounts, 1):
        first.setdefault(amount, place)  # type: ignore[arg-type]
    return {key: first[values[key]] for key in ranked}  # type: ignore[index]


def in_order_of_place(keys: Sequence[Hashable], place: Mapping[Hashable, int]) -> list[Hashable]:
    """By place; equal ones and those without a place keep the order they came in (protocol order)."""
    return sorted(keys, key=lambda key: place.get(key, len(keys) + 1))


def gained(place: int | None, before: int | None) -> int | None:
    """Places gained since last time: 5 → 3 is 2; None where either is unknown."""
    return None if place is None or before is None else before - place


def is_lagging(done: Exact, planned: Exact, months: int, points: Exact) -> bool:
    """Whether the completion rate is below 序时 by at least `points` percentage points, from unrounded values."""
    if not planned:
        return False
    return Fraction(done) / Fraction(planned) * 100 - Fraction(100 * months, 12) <= -Fraction(points)


def month_light(done: Exact, planned: Exact, limits: LightLimits) -> Light:
    """A month against its own plan; a month without a plan is green."""
    if not planned:
        return Light.GREEN
    reached = Fraction(done) / Fraction(planned) * 100
    if reached < Fraction(limits.yellow_below):
        return Light.YELLOW
    return Light.TRACKED if reached < Fraction(limits.tracked_below) else Light.GREEN


def light(
    limits: LightLimits,
    *,
    month: Light,
    month_before: Light = Light.GREEN,
    of_schedule: Exact | None = None,
    overdue_months: int = 0,
) -> Light:
    """The light of today, computed and never stored: `judged` without its causes."""
    return judged(
        limits, month=month, month_before=month_before, of_schedule=of_schedule, overdue_months=overdue_months
    )[0]


def judged(
    limits: LightLimits,
    *,
    month: Light,
    month_before: Light = Light.GREEN,
    of_schedule: Exact | None = None,
    overdue_months: int = 0,
    was_red: bool = False,
) -> tuple[Light, tuple[Cause, ...]]:
    """The light of today and what makes it so (domain.md §2.4).

    Red: two yellow months running, or the cumulative amount below a part of what was due by now (`of_schedule`, in
    percent of 序时应完成), or overdue to start by so many months. Yellow: a yellow month, or overdue to start by fewer.
    What `was_red` the month before and is made up now is yellow for a month, never green at once (三色).
    """
    found: list[tuple[Light, Cause]] = []
    if month is Light.YELLOW and month_before is Light.YELLOW:
        found.append((Light.RED, Cause.TWO_MONTHS))
    elif month is not Light.GREEN:
        found.append((month, Cause.MONTH))
    if of_schedule is not None and Fraction(of_schedule) < Fraction(limits.red_below_schedule):
        found.append((Light.RED, Cause.FAR_BEHIND))
    if overdue_months >= limits.yellow_overdue_months:
        far = overdue_months >= limits.red_overdue_months
        found.append((Light.RED if far else Light.YELLOW, Cause.NOT_STARTED))
    if was_red and all(_BRIGHTNESS.index(light) < _BRIGHTNESS.index(Light.YELLOW) for light, _cause in found):
        found.append((Light.YELLOW, Cause.MADE_UP))
    found.sort(key=lambda each: -_BRIGHTNESS.index(each[0]))
    return (found[0][0] if found else Light.GREEN), tuple(cause for _light, cause in found)


_BRIGHTNESS = list(Light)  # from green to red


def of_schedule(done: Exact, planned: Exact, months: int) -> Fraction | None:
    """What is done in percent of what was due after `months` of twelve."""
    due = Fraction(planned) * months / 12
    return Fraction(done) / due * 100 if due else None


def whole_months(days: int) -> int:
    """Months overdue: thirty days a month, begun months not counted."""
    return max(days, 0) // 30


def written(value: Exact, places: int, *, truncates: bool = False) -> Decimal:
    """A value at so many places: rounded half up, or cut off as offices do in prose (129/270 → 47 %, domain.md §0.6).

    Only for writing: comparisons take the exact value.
    """
    step = Decimal(1).scaleb(-places)
    exact = value if isinstance(value, Fraction) else Fraction(value)
    scaled = exact * 10**places
    if truncates:
        whole = int(scaled)
    else:
        whole = int(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1)
    return (Decimal(whole) * step).quantize(step, rounding=ROUND_DOWN if truncates else ROUND_HALF_UP)


def of_base(value: Exact, base: Exact) -> Fraction | None:
    """同比: growth over a base in percent; 增长18倍 is 1800, so this = 19 × the base (domain.md §2.5)."""
    return (Fraction(value) - Fraction(base)) / Fraction(base) * 100 if base else None


def pull(contribution_percent: Exact, growth_percent: Exact) -> Fraction:
    """拉动: contribution rate × total growth, in percentage points (67 % × 12.2 % = 8.2)."""
    return Fraction(contribution_percent) * Fraction(growth_percent) / 100


def rounding_differs(parts: Iterable[Exact], total: Exact, places: int) -> bool:
    """Whether the written parts add up to something else than the written total: then a footnote says so."""
    return sum((written(part, places) for part in parts), Decimal(0)) != written(total, places)
