"""How a paper says a number: rounded by its mode, in words that the exact value justifies (domain.md §11)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

Exact = Decimal | Fraction | int
HALF_UP, TRUNCATE = "half_up", "truncate"
_MODES = {HALF_UP: ROUND_HALF_UP, TRUNCATE: ROUND_DOWN}
WAN_PER_YI = 10_000
AS_PUBLISHED = -1  # decimals of what another has published: as many as it has
MISSING = "—"
# What is printed how: unit behind the number, decimals, and what the exact value (万元, %) is divided by.
FORMS: dict[str, tuple[str, int, int]] = {
    "count": ("", 0, 1),
    "wan": ("", 0, 1),
    "yi": ("", 2, WAN_PER_YI),
    "yi1": ("", 1, WAN_PER_YI),
    "percent": ("%", 1, 1),
    "percent0": ("%", 0, 1),
    "points": ("", 1, 1),
    "place": ("", 0, 1),
    "score": ("", 2, 1),
    "times": ("", 1, 100),
    "published": ("", AS_PUBLISHED, 1),
    "published_percent": ("%", AS_PUBLISHED, 1),
    "days": ("", 1, 1),
    "plain": ("", 0, 1),
}


def rounded(value: Exact, places: int, mode: str = HALF_UP) -> Decimal:
    """A value to so many decimals, from the exact one; 「129/270」 is 47 % truncated, 48 % half up (domain.md §0.6)."""
    shift = 10**places
    exact = Fraction(value) * shift
    whole, rest = divmod(abs(exact), 1)
    if mode == HALF_UP and rest * 2 >= 1:
        whole += 1
    return Decimal(int(whole) * (1 if exact >= 0 else -1)).scaleb(-places)  # of an int: there is no −0.0


def printed(value: Exact | None, form: str, mode: str = HALF_UP, *, unsigned: bool = False) -> str:
    """The value as the paper prints it; a gap in words is printed without its sign."""
    if value is None:
        return MISSING
    unit, places, per = FORMS[form]
    if places == AS_PUBLISHED:
        shown = Decimal(exact_text(abs(Fraction(value)) if unsigned else value))
        return f"{shown:f}".replace("-", "−") + unit
    shown = rounded(Fraction(value) / per, places, mode)
    return f"{abs(shown) if unsigned else shown:f}".replace("-", "−") + unit


def exact_text(value: Exact | None) -> str:
    """The exact value in writing: a decimal where it ends, else a fraction."""
    if value is None:
        return ""
    fraction = Fraction(value)
    rest, places = fraction.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest != 1:
        return f"{fraction.numerator}/{fraction.denominator}"
    digits = str(abs(fraction.numerator) * 10**places // fraction.denominator).rjust(places + 1, "0")
    whole, tail = (digits[:-places], digits[-places:]) if places else (digits, "")
    return ("-" if fraction < 0 else "") + whole + (f".{tail}" if tail else "")


def against(gap: Exact, places: int = 1, mode: str = HALF_UP) -> str:
    """超 / 低于 / 持平 of a gap in percentage points: level only where it prints as nothing."""
    shown = rounded(gap, places, mode)
    return "与序时进度持平" if not shown else ("超序时进度" if shown > 0 else "低于序时进度")


def movement(change: Exact, places: int = 1, mode: str = HALF_UP) -> str:
    """增长 / 下降 / 持平 of a rate: level only where it prints as nothing."""
    shown = rounded(change, places, mode)
    return "持平" if not shown else ("增长" if shown > 0 else "下降")


def pace(now: Exact, before: Exact) -> str:
    """加快 / 回落 of a growth rate against an earlier one; of what shrinks 降幅收窄 / 降幅扩大, and 回升 where it had
    shrunk. The points are printed as published, so none of them is rounded away."""
    if now == before:
        return "持平"
    if now < 0 and before < 0:
        return "降幅收窄" if now > before else "降幅扩大"
    return "回落" if now < before else ("回升" if before < 0 else "加快")


def grown_times(now: Exact, before: Exact) -> tuple[Fraction, Fraction]:
    """「增长n倍」 and 「是…的m倍」: (now − before)/before and now/before; 增长18倍 means 19 times as much (§2.5)."""
    of = Fraction(now) / Fraction(before)
    return of - 1, of


def about(value: Exact, base: int) -> str:
    """超 / 近 / 约 of a round number: 超1100 where it is above by less than 5 %, 近140 where it is short by at most
    3 %; 约 up to a tenth away, and nothing at all where it is the number itself (domain.md §11 [A]) or so far off that
    no word is true of it. The exact value goes into a footnote."""
    exact = Fraction(value)
    if exact == base:
        return str(base)
    if abs(exact - base) * 10 > abs(base):
        return f"{rounded(exact, 0):f}".replace("-", "−")
    if base < exact < base * Fraction(105, 100):
        return f"超{base}"
    if base * Fraction(97, 100) <= exact < base:
        return f"近{base}"
    return f"约{base}"


def and_more(value: Exact, step: int = 10) -> str:
    """90余, 300多 is one's own choice of word: the largest step below, only where something is left over; of what is
    less than a step the next finer one, and never 0余."""
    exact = Fraction(value)
    if exact < 0:
        return "−" + and_more(-exact, step)
    whole = int(exact // step * step)
    if exact == whole:
        return str(whole)
    if not whole:
        return and_more(exact, max(step // 10, 1)) if step > 1 else "不足1"
    return f"{whole}余"


def run_length(places: Iterable[int | None], place: int = 1) -> int:
    """连续N个月第1: how many of the latest (last in order) hold that place without a gap."""
    count = 0
    for each in reversed(list(places)):
        if each != place:
            break
        count += 1
    return count


def contribution(part_change: Exact, total_change: Exact, total_rate: Exact) -> tuple[Fraction, Fraction] | None:
    """贡献率 (%) and 拉动 (percentage points): ΔA/ΔTotal, and that times the growth rate (67 % × 12.2 % = 8.2 pp)."""
    if not total_change:
        return None
    share = Fraction(part_change) / Fraction(total_change)
    return share * 100, share * Fraction(total_rate)


_SUM_NOTES = {
    HALF_UP: "注：因四舍五入，分项之和与合计略有出入。",
    TRUNCATE: "注：因只舍不入，分项之和与合计略有出入。",
}


def sum_note(parts: Iterable[Exact], total: Exact, form: str, mode: str = HALF_UP) -> str:
    """The footnote where the parts as printed do not add up to the total as printed; "" where they do."""
    _unit, places, per = FORMS[form]
    summed = sum((rounded(Fraction(part) / per, places, mode) for part in parts), Decimal(0))
    return "" if summed == rounded(Fraction(total) / per, places, mode) else _SUM_NOTES[mode]


def circled(number: int) -> str:
    """①, of notes; (21) beyond what there is a sign for."""
    return chr(0x2460 + number - 1) if number <= 20 else f"({number})"


ORDINALS = "一二三四五六七八九十"


def ordinal(number: int) -> str:
    """1 → 一, 12 → 十二: of headings."""
    if number <= 10:
        return ORDINALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else ORDINALS[tens - 1]) + "十" + (ORDINALS[ones - 1] if ones else "")
