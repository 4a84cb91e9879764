"""Reading published numbers: what was printed as a number, runs of ranks, pace, and two calibres side by side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from yidan.kernel.values import Month

Exact = Decimal | Fraction | int


def number(said: str) -> Decimal | None:
    """What was printed as a number: 9.7, -3.1, −3.1%, 1,234.5, 增长9.7%, 下降3.1%; None for a grade (Ⅱ类) or for —."""
    text = unicodedata.normalize("NFKC", said).replace("−", "-").replace(",", "").strip()
    if found := re.fullmatch(r"(增长|下降|回落)?\s*(-?\d+(?:\.\d+)?)\s*%?", text):
        value = Decimal(found[2])
        return -value if found[1] in {"下降", "回落"} else value
    return None


def follows(month: Month, before: Month) -> bool:
    """Whether a release is the next one after another: January is not released (domain.md §6), so 2月 follows 12月."""
    return month - 1 == before or (month.month == 2 and month - 2 == before)


def run_of(releases: Sequence[tuple[Month, int | None]], place: int = 1) -> int:
    """连续N个月第1: the latest releases without a gap that hold that place; `releases` in order."""
    count = 0
    after: Month | None = None
    for month, rank in reversed(releases):
        if rank != place or (after is not None and not follows(after, month)):
            break
        count, after = count + 1, month
    return count


class Gap(StrEnum):
    """How a dispatch growth rate stands to a published one."""

    UNKNOWN = "unknown"  # one of them is missing
    OPPOSITE = "opposite"
    CLOSE = "close"
    DISPATCH_HIGHER = "dispatch_higher"
    PUBLISHED_HIGHER = "published_higher"


def gap_of(dispatch: Exact | None, published: Exact | None, tolerance: Exact) -> Gap:
    """The class of the gap between two calibres, in percentage points; one that shrinks while the other grows comes
    first. The two never reconcile (domain.md §0.8): the class says how to look at them, not which is right."""
    if dispatch is None or published is None:
        return Gap.UNKNOWN
    first, second = Fraction(dispatch), Fraction(published)
    if abs(first - second) <= Fraction(tolerance):
        return Gap.CLOSE
    if first * second < 0:
        return Gap.OPPOSITE
    return Gap.DISPATCH_HIGHER if first > second else Gap.PUBLISHED_HIGHER
