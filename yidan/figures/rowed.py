"""Figures counted from rows that are read whole: of firms, of prices; few enough, and not of projects.

Each row says whose unit it is, what it adds, and what stands behind it, so value, groups and sources are the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from yidan.figures import define
from yidan.figures.define import TOTAL, Figure
from yidan.figures.question import Question
from yidan.figures.sources import Source
from yidan.kernel.errors import Invalid

Number = Decimal | int


class Row(NamedTuple):
    """One row: whose, what it adds, what is behind it."""

    unit: int
    part: Number
    source: Source


Read = Callable[[Question], Sequence[Row]]


@dataclass(frozen=True)
class Added:
    """What the rows add up to."""

    question: Question
    read: Read

    def rows(self) -> Sequence[Row]:
        """The rows in question."""
        return self.read(self.question)

    @property
    def value(self) -> Number:
        """Of all."""
        return sum(row.part for row in self.rows())

    def by(self, dimension: str) -> dict[Hashable, define.Value]:
        """Of each unit."""
        return {unit: define.Value(sum(row.part for row in rows)) for unit, rows in _by_unit(self, dimension).items()}

    @property
    def parts(self) -> tuple[Added, ...]:
        """What has to be computed for it."""
        return (self,)

    def whole(self) -> define.Value:
        """Of all, as a value."""
        return define.Value(self.value)

    def sources_count(self) -> int:
        """How many rows."""
        return len(self.rows())

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """What is behind them, in the order read or what adds most first."""
        rows = self.rows()
        chosen = sorted(rows, key=lambda row: -row.part) if largest_first else rows
        return [row.source for row in chosen[start:stop]]


@dataclass(frozen=True)
class Quotient:
    """One sum by another: a mean, or (`per` 100) a percentage; compared unrounded."""

    over: Added
    under: Added
    per: int = 1

    @property
    def question(self) -> Question:
        """What is asked."""
        return self.over.question

    @property
    def parts(self) -> tuple[Added, ...]:
        """What has to be computed for it."""
        return (self.over, self.under)

    @property
    def value(self) -> Fraction | None:
        """Of all."""
        return self.whole().value  # type: ignore[return-value]

    def whole(self) -> define.Value:
        """Of all, with numerator and denominator."""
        return self._of(self.over.value, self.under.value)

    def _of(self, over: Any, under: Any) -> define.Value:
        return define.Value(Fraction(over) * self.per / Fraction(under) if under else None, over, under)

    def by(self, dimension: str) -> dict[Hashable, define.Value]:
        """Of each unit."""
        over, under = self.over.by(dimension), self.under.by(dimension)
        return {unit: self._of(over[unit].value if unit in over else 0, each.value) for unit, each in under.items()}

    def sources_count(self) -> int:
        """How many are in the numerator."""
        return self.over.sources_count()

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """What is behind the numerator; the denominator's are `under.sources`."""
        return self.over.sources(start, stop, largest_first=largest_first)


def _by_unit(made: Added, dimension: str) -> dict[Hashable, list[Row]]:
    if dimension != "unit":
        raise Invalid(_("这个指标只能按县市区分组。"), field="by")
    found: dict[Hashable, list[Row]] = {}
    for row in made.rows():
        found.setdefault(row.unit, []).append(row)
    return found


def require_unit_only(question: Question) -> None:
    """Such rows are of a unit and of nothing else that projects are narrowed by."""
    for name in ("domain", "level", "listing", "leader", "owner", "project"):
        if getattr(question, name) is not None:
            raise Invalid(_("这个指标只能按县市区取数。"), field=name)


def tabled(
    registry: Mapping[str, Figure], keys: Iterable[str], question: Question, by: str | None
) -> dict[str, dict[Hashable, define.Value]]:
    """Several figures of one question: key → group → value."""
    asked = {key: registry[key].ask(question) for key in keys}
    return {key: made.by(by) if by else {TOTAL: made.whole()} for key, made in asked.items()}
