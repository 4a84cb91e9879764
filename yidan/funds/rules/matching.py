"""Matching the finance bureau's lines with ours: by code, day and amount. Nothing is taken silently, nothing is lost.

Every line of theirs and every movement of ours comes out exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

NEAR_DAYS = 10


@dataclass(frozen=True)
class Line:
    """A row of theirs; or one of our movements (`key` is then its number)."""

    key: int
    code: str
    on: date
    amount_wan: Decimal
    name: str = ""
    document: str = ""


def as_kept(line: Line) -> dict[str, Any]:
    """A line as it is written down: an amount as text, so that nothing is rounded."""
    return {
        "key": line.key, "code": line.code, "on": str(line.on), "amount_wan": f"{line.amount_wan.normalize():f}",
        "name": line.name, "document": line.document,
    }  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A line of theirs with one of ours."""

    theirs: Line
    ours: Line


@dataclass
class Match:
    """What came of it. `near`: the same code and amount some days apart; `differs`: the same code and day."""

    same: list[Pair] = field(default_factory=list)
    near: list[Pair] = field(default_factory=list)
    differs: list[Pair] = field(default_factory=list)
    only_theirs: list[Line] = field(default_factory=list)
    only_ours: list[Line] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)


def days_apart(pair: Pair) -> int:
    """By how many days theirs is later than ours."""
    return (pair.theirs.on - pair.ours.on).days


def match(theirs: Iterable[Line], ours: Iterable[Line], *, codes: frozenset[str], near: int = NEAR_DAYS) -> Match:
    """Match the surest first: all three the same, then code and amount, then code and day.

    `codes` are the codes we know: a line of another is unknown and matched with nothing.
    """
    found = Match()
    left_theirs: list[Line] = []
    left_ours = sorted(ours, key=lambda line: (line.code, line.on, line.key))
    for line in sorted(theirs, key=lambda line: line.key):
        (left_theirs if line.code in codes else found.unknown).append(line)
    for into, fits in (
        (found.same, lambda one, other: one.on == other.on and one.amount_wan == other.amount_wan),
        (found.near, lambda one, other: one.amount_wan == other.amount_wan and abs((one.on - other.on).days) <= near),
        (found.differs, lambda one, other: one.on == other.on),
    ):
        left_theirs = _taken(left_theirs, left_ours, into, fits)
    found.only_theirs, found.only_ours = left_theirs, left_ours
    return found


def _taken(left_theirs: list[Line], left_ours: list[Line], into: list[Pair], fits: object) -> list[Line]:
    """Pair each of theirs with the nearest of ours that fits; what is paired leaves `left_ours`. What is left over."""
    by_code: dict[str, list[Line]] = {}
    for line in left_ours:
        by_code.setdefault(line.code, []).append(line)
    left = []
    for line in left_theirs:
        fitting = [each for each in by_code.get(line.code, ()) if fits(line, each)]  # type: ignore[operator]
        if not fitting:
            left.append(line)
            continue
        nearest = min(fitting, key=lambda each: (abs((each.on - line.on).days), each.on, each.key))
        by_code[line.code].remove(nearest)
        left_ours.remove(nearest)
        into.append(Pair(line, nearest))
    return left
