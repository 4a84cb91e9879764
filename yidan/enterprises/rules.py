"""How far firms are at work again: pure functions on values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Firm:
    """A firm as it stood on a day: when it was to resume, when it did, who came back of those due."""

    to_resume_on: date | None
    resumed_on: date | None
    back_count: int | None
    due_count: int | None


def is_due(firm: Firm, day: date) -> bool:
    """Whether it should be at work by then; one without a planned day is asked from the beginning."""
    return firm.to_resume_on is None or firm.to_resume_on <= day


def has_resumed(firm: Firm, day: date) -> bool:
    """Whether it is at work by then."""
    return firm.resumed_on is not None and firm.resumed_on <= day


def resumption(firms: Iterable[Firm], day: date) -> tuple[int, int]:
    """复工率 as its two numbers (domain.md §10: 已复工/应复工): at work, of those that should be or already are."""
    counted = [firm for firm in firms if is_due(firm, day) or has_resumed(firm, day)]
    return sum(has_resumed(firm, day) for firm in counted), len(counted)


def staff_back(firms: Iterable[Firm]) -> tuple[int, int]:
    """返岗率 as its two numbers, over the firms that told both."""
    told = [(firm.back_count, firm.due_count) for firm in firms if firm.back_count is not None and firm.due_count]
    return sum(back for back, _due in told), sum(due for _back, due in told if due)


def percent(part: int, whole: int) -> Fraction | None:
    """A percentage, exact; None where there is nothing to divide by."""
    return Fraction(100 * part, whole) if whole else None
