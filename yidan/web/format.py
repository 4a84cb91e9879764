"""Numbers, money, dates and movements as the reader sees them, made in Python.

Measured before choosing: strings made here cost a quarter of localised template filters (stack.md).
Rounding happens only here, half up as offices do it, and never before a comparison or a sum.
A minus is −, a missing value —, thousands are set off by commas. What has words in it has an
English variant, chosen by the language of the request.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from django.utils.translation import get_language

from yidan.kernel.values import BEIJING, Month

Number = int | float | Decimal | Fraction
MISSING = "—"
MINUS = "−"
WAN, YI = "wan", "yi"
WAN_PER_YI = 10_000

_UNIT_WORDS = {("zh", WAN): "万元", ("zh", YI): "亿元", ("en", WAN): "¥10k", ("en", YI): "¥100m"}
_WEEKDAYS = "一二三四五六日"
_ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_english() -> bool:
    """Whether the request is read in English."""
    return (get_language() or "zh").startswith("en")


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def number(value: Number | None, places: int = 0) -> str:
    """A plain number with thousands and a true minus: 10,296 · −3.5 · — where there is none."""
    if value is None:
        return MISSING
    if places == 0 and type(value) is int:
        text = f"{value:,}"
    else:
        rounded = _decimal(value).quantize(_step(places), rounding=ROUND_HALF_UP)
        text = f"{rounded if rounded else abs(rounded):,}"
    return text.replace("-", MINUS, 1) if text[0] == "-" else text


def plain(value: Decimal | None) -> str:
    """A number as one types it into a field: all its digits, no thousands, no trailing zeros; empty where none."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def wan(value: Number | None) -> str:
    """万元 as integers: 10,296,000."""
    return number(value)


def yi(value: Number | None) -> str:
    """A value in 万元 shown in 亿元 with two decimals: 1,029.60."""
    return MISSING if value is None else number(_decimal(value) / WAN_PER_YI, 2)


def money(value: Number | None, unit: str = WAN) -> str:
    """A value in 万元 in the unit the reader chose; each from the exact value, so switching never drifts."""
    return yi(value) if unit == YI else wan(value)


def unit_word(unit: str) -> str:
    """万元 or 亿元 (¥10k or ¥100m)."""
    return _UNIT_WORDS["en" if is_english() else "zh", unit]


def percent(value: Number | None, places: int = 1) -> str:
    """A rate given as 0–100: 62.9%."""
    return MISSING if value is None else number(value, places) + "%"


def signed(value: Number | None, places: int = 1) -> str:
    """A difference with its sign: +3.2, −1.0, 0.0."""
    text = number(value, places)
    return f"+{text}" if text[0] not in MINUS + MISSING and any(digit in "123456789" for digit in text) else text


def points(value: Number | None, places: int = 1) -> str:
    """A difference of two rates in percentage points: +3.2 个百分点 (+3.2 pp)."""
    if value is None:
        return MISSING
    return signed(value, places) + (" pp" if is_english() else " 个百分点")


def movement(places_gained: int | None) -> str:
    """Places gained since last time: ↑2, ↓1; — for none or unknown."""
    if not places_gained:
        return MISSING
    return f"↑{places_gained}" if places_gained > 0 else f"↓{-places_gained}"


def count(value: int | None, word: str = "个") -> str:
    """How many: 213个; in English the bare number."""
    text = number(value)
    return text if is_english() or value is None else text + word


def day(value: date | None, today: date | None = None) -> str:
    """A day: 6月5日(周五), with its year where that is not the year of `today` (or `today` is not given)."""
    if value is None:
        return MISSING
    if isinstance(value, datetime):
        value = value.astimezone(BEIJING).date()
    with_year = today is None or today.year != value.year
    if is_english():
        text = f"{_ENGLISH_WEEKDAYS[value.weekday()]} {value.day} {_ENGLISH_MONTHS[value.month - 1]}"
        return f"{text} {value.year}" if with_year else text
    text = f"{value.month}月{value.day}日(周{_WEEKDAYS[value.weekday()]})"
    return f"{value.year}年{text}" if with_year else text


def weekdays() -> list[str]:
    """The heads of a calendar, from Monday."""
    return list(_ENGLISH_WEEKDAYS) if is_english() else list(_WEEKDAYS)


def short_day(value: date | None) -> str:
    """A day in a table column: 2020-06-05."""
    return MISSING if value is None else f"{value:%Y-%m-%d}"


def clock(value: datetime | None) -> str:
    """Beijing time: 17:00."""
    return MISSING if value is None else f"{value.astimezone(BEIJING):%H:%M}"


def minute(value: datetime | None, today: date | None = None) -> str:
    """A moment to the minute: 6月5日(周五) 17:00."""
    return MISSING if value is None else f"{day(value, today)} {clock(value)}"


def seal(position: int | None, digest: str) -> str:
    """Which seal of the chain, and how its digest begins."""
    none_yet = "none at the time" if is_english() else "当时还没有"
    return f"{position} · {digest[:8]}" if position else none_yet


def ago(value: datetime, now: datetime) -> str:
    """Relative only under a day (刚刚, 25分钟前, 3小时前), otherwise the moment itself."""
    past = now - value
    if past < timedelta(0) or past >= timedelta(days=1):
        return minute(value, now.astimezone(BEIJING).date())
    minutes = int(past.total_seconds() // 60)
    if minutes < 1:
        return "just now" if is_english() else "刚刚"
    if minutes < 60:
        return f"{minutes} min ago" if is_english() else f"{minutes}分钟前"
    return f"{minutes // 60} h ago" if is_english() else f"{minutes // 60}小时前"


def month(value: Month | None) -> str:
    """A month: 2020年5月 (May 2020)."""
    if value is None:
        return MISSING
    if is_english():
        return f"{_ENGLISH_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月"


def months_to(value: Month) -> str:
    """The year up to a month: 2020年1—5月 (Jan–May 2020)."""
    if value.month == 1:
        return month(value)
    if is_english():
        return f"Jan–{_ENGLISH_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年1—{value.month}月"


def size(octets: int) -> str:
    """The size of a file: 12 KB, 3.4 MB."""
    if octets < 1024 * 1024:
        return f"{max(1, round(octets / 1024))} KB"
    return f"{octets / 1024 / 1024:.1f} MB"
