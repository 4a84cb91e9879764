"""How a register's figures come of its items: a count, a sum, a share of them, a part of a batch, a ratio of sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yidan.targets.rules.definition import ABOVE, COMMON, INVESTMENT, PROJECTS, Tally, Where, as_text
from yidan.targets.states import Measured, State


@dataclass(frozen=True, slots=True)
class Line:
    """An item as a tally sees it at a moment: state, common fields, own values, dated sums, the projects behind it."""

    item: int
    title: str
    state: str
    parent: int | None = None
    year: int | None = None
    level: str = ""
    unit: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    readings: Mapping[str, Decimal] = field(default_factory=dict)
    projects: int = 0
    investment: Decimal = Decimal(0)
    above: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[int, int] = (0, 0)  # in the register's order

    def said(self, name: str) -> str:
        """What a condition compares."""
        if name in COMMON:
            value = getattr(self, name)
            return "" if value is None else str(value)
        return as_text(self.values.get(name, ""))

    def meets(self, where: Where) -> bool:
        """Whether every condition holds."""
        return all(self.said(name) in wanted for name, wanted in where)

    def part(self, tally: Tally) -> Decimal | int:
        """What it adds to a tally."""
        return self.amount(tally.of) if tally.measured in (Measured.SUM, Measured.RATIO) else 1

    def amount(self, name: str) -> Decimal | int:
        """A number of its own, the newest of a series, or what the projects behind it come to."""
        if name == PROJECTS:
            return self.projects
        if name == INVESTMENT:
            return self.investment
        if name in self.readings:
            return self.readings[name]
        return Decimal(str(self.values.get(name) or 0))


def counted(tally: Tally, lines: Iterable[Line], year: int) -> tuple[list[Line], list[Line] | None]:
    """The lines behind a tally, and those of its denominator where it is a share."""
    live = [
        line for line in lines
        if line.state not in (State.WITHDRAWN, State.DROPPED) and (not tally.is_yearly or line.year == year)
    ]  # fmt: skip
    if tally.measured == Measured.RATIO:  # both sums are of the same items
        found = [line for line in live if line.meets(tally.where)]
        return found, found
    under = [line for line in live if line.meets(tally.over)] if tally.measured == Measured.SHARE else None
    return [line for line in (live if under is None else under) if line.meets(tally.where)], under


def wholes(tally: Tally, lines: Iterable[Line]) -> dict[int, Decimal]:
    """How many there are of all, as each item above says, once each."""
    name = tally.of.removeprefix(ABOVE)
    said = {line.parent: line.above.get(name) for line in lines if line.parent is not None}
    return {parent: Decimal(str(value)) for parent, value in said.items() if value not in (None, "")}


def whole(tally: Tally, lines: Iterable[Line]) -> Decimal | None:
    """How many there are of all; None where no item above says it."""
    found = wholes(tally, lines)
    return sum(found.values(), Decimal(0)) if found else None


def summed(tally: Tally, lines: Iterable[Line]) -> Decimal | int:
    """The sum of what the lines add."""
    total = sum((line.part(tally) for line in lines), Decimal(0))
    return total if tally.measured in (Measured.SUM, Measured.RATIO) and tally.of != PROJECTS else int(total)
