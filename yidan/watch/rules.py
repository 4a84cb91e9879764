"""How a day compares with those before it, and when somebody should look: pure functions on values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

MOST = Decimal(1_000_000)
OUT_WORDS = frozenset({"缺货", "断货", "无货", "缺"})


class Before(StrEnum):
    """What a day is compared with."""

    DAY = "day"
    WEEK = "week"
    YEAR = "year"


@dataclass(frozen=True)
class Line:
    """预警线: from how much on somebody should look; None: never."""

    day_percent: Decimal | None
    week_percent: Decimal | None
    on_outage: bool


class Alarm(StrEnum):
    """Why somebody should look."""

    OUT = "out"
    DAY = "day"
    WEEK = "week"


def day_before(day: date, which: Before) -> date:
    """昨日, 上周同日, 去年同日 (29 February: the 28th)."""
    if which == Before.YEAR:
        try:
            return day.replace(year=day.year - 1)
        except ValueError:
            return day.replace(year=day.year - 1, day=28)
    return day - timedelta(days=1 if which == Before.DAY else 7)


def change(now: Mapping[int, Decimal], then: Mapping[int, Decimal]) -> Fraction | None:
    """The change of the mean in percent, over the points that told a value on both days (同点可比), exact.

    A point that opened today or had none yesterday would otherwise move the mean without any price having moved.
    """
    both = now.keys() & then.keys()
    if not both:
        return None
    above, below = (Fraction(sum(side[point] for point in both)) for side in (now, then))
    return (above - below) / below * 100


def mean(values: Mapping[int, Decimal]) -> Fraction | None:
    """The plain mean of the points that told a value."""
    return Fraction(sum(values.values())) / len(values) if values else None


def alarms(line: Line, *, is_out: bool, day: Fraction | None, week: Fraction | None) -> list[Alarm]:
    """What of one place and item crosses the line: none to be had, up or down in a day, up in a week."""
    found = []
    if is_out and line.on_outage:
        found.append(Alarm.OUT)
    if line.day_percent is not None and day is not None and abs(day) >= line.day_percent:
        found.append(Alarm.DAY)
    if line.week_percent is not None and week is not None and week >= line.week_percent:
        found.append(Alarm.WEEK)
    return found


def read_value(text: str) -> tuple[Decimal | None, bool]:
    """「3.50」「￥3.5元」「１２．８」 as a value, 「缺货」 as an outage; ValueError where it is neither."""
    plain = text.strip().translate(_WIDTHS).strip("￥¥元 ").replace(",", "")
    if plain in OUT_WORDS:
        return None, True
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or not 0 < value < MOST or value != value.quantize(Decimal("0.01")):
        raise ValueError(text)
    return value, False


_WIDTHS = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: ".", 0x3002: ".", 0xFF0C: ","}
