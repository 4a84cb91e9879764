"""Figures that a city declares itself: the tallies of its registers (`register.honours.count`), counted by item.

The 口径 stands in the register's definition beside how it is counted, so both are of one version; as of an earlier
moment the version that held then is asked. Items count by the unit that answers for them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from yidan.figures import carrying
from yidan.figures.declared import Declared
from yidan.figures.define import COUNT, PERCENT, READING, TOTAL, WAN, Calibre, Figure, Value, rate
from yidan.figures.question import Question
from yidan.figures.sources import Source
from yidan.kernel.errors import Invalid
from yidan.targets import queries, rules
from yidan.targets.models import Content, Register
from yidan.targets.states import Measured

PREFIX = "register."
MEASURES = {"万元": WAN, "%": PERCENT}


def key_of(register: str, tally: str) -> str:
    """The key of a register's figure."""
    return f"{PREFIX}{register}.{tally}"


def known() -> dict[str, Figure]:
    """Every figure that the registers declare now."""
    return {
        key_of(register.key, tally.key): _figure(register.key, tally)
        for register in queries.registers()
        for tally in register.asks.tallies
    }


def find(key: str) -> Figure | None:
    """The figure of this key; None where it is no register's."""
    slug, _dot, name = key.removeprefix(PREFIX).partition(".")
    if not key.startswith(PREFIX) or not name:
        return None
    register = queries.register_of(slug)
    tally = register.asks.tally(name) if register else None
    return _figure(slug, tally) if tally else None


REGISTRY = Declared(find, known)


def _figure(slug: str, tally: rules.Tally) -> Figure:
    other = READING if tally.measured == Measured.RATIO else COUNT
    return Figure(
        key_of(slug, tally.key), tally.label, MEASURES.get(tally.measure, other), Calibre.DISPATCH, tally.definition,
        lambda question: Counted(question, slug, tally.key), counted_in=tally.measure,
    )  # fmt: skip


def tallied(register: Register, question: Question) -> list[tuple[Figure, Any]]:
    """Every figure of one register with its value: the definition and the items are looked up once for all."""
    book = register if question.as_of is None else queries.register_of(register.key, question.as_of)
    found = carrying.lines(register.key, question.period.until, question.as_of)
    return [
        (_figure(register.key, tally), Counted(question, register.key, tally.key, (book, found)).value)
        for tally in register.asks.tallies
    ]


@dataclass(frozen=True)
class Counted:
    """A tally asked a question: its value, its value by unit, and the items behind it.

    `known`: the register and its items, where whoever asks has them at hand.
    """

    question: Question
    slug: str
    name: str
    known: tuple[Register | None, list[rules.Line]] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def register(self) -> Register | None:
        """As it was defined then."""
        return self.known[0] if self.known else queries.register_of(self.slug, self.question.as_of)

    @cached_property
    def tally(self) -> rules.Tally | None:
        """How it is counted, as it was defined then; None where the register did not count that yet."""
        return self.register.asks.tally(self.name) if self.register else None

    @cached_property
    def lines(self) -> tuple[list[rules.Line], list[rules.Line] | None]:
        """The items of the numerator, and those of a share's denominator."""
        tally = self.tally
        if tally is None:
            return [], None
        period, as_of = self.question.period, self.question.as_of
        found = self.known[1] if self.known else carrying.lines(self.slug, period.until, as_of)
        return rules.counted(tally, _narrowed(found, self.register, self.question), period.year)

    @property
    def value(self) -> Decimal | Fraction | int | None:
        """The total."""
        return self._value(*self.lines).value

    def _value(self, over: Sequence[rules.Line], under: Sequence[rules.Line] | None) -> Value:
        tally = self.tally
        if tally is None:
            return Value(None)
        if tally.measured == Measured.SHARE:
            return Value(rate(len(over), len(under or ())), len(over), len(under or ()))
        if tally.measured == Measured.RATIO:
            top, below = rules.summed(tally, over), sum((line.amount(tally.by) for line in over), Decimal(0))
            hundredfold = rate(top, below)
            return Value(hundredfold if tally.measure == "%" or hundredfold is None else hundredfold / 100, top, below)
        if tally.measured == Measured.PART:
            whole = rules.whole(tally, over)
            return Value(rate(len(over), whole) if whole else None, len(over), whole)
        return Value(rules.summed(tally, over))

    def by(self, dimension: str | None) -> dict[Hashable, Value]:
        """The value of each answering unit."""
        over, under = self.lines
        if dimension is None:
            return {TOTAL: self._value(over, under)}
        if dimension != "unit":
            raise Invalid(_("登记簿的指标只能按责任单位分组。"), field="by")
        units = dict.fromkeys(line.unit for line in (*over, *(under or ())))
        return {
            unit: self._value(
                [line for line in over if line.unit == unit],
                None if under is None else [line for line in under if line.unit == unit],
            )
            for unit in units
        }

    def sources_count(self) -> int:
        """How many items are behind it."""
        return self.parts[0].sources_count()

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The items, in the register's order, each with what it adds; of a sum, where wanted, the largest first."""
        return self.parts[0].sources(start, stop, largest_first=largest_first)

    @property
    def under(self) -> Behind:
        """What stands behind the denominator of a share."""
        return self.parts[-1]

    @property
    def parts(self) -> tuple[Behind, ...]:
        """What stands behind it; of a share, behind its numerator and behind its denominator."""
        tally, as_of = self.tally, self.question.as_of
        over, under = self.lines
        is_wan = tally is not None and tally.measure == "万元"
        above = Behind([(line.item, line.part(tally) if tally else 1) for line in over], as_of, is_wan)
        if tally is not None and tally.measured == Measured.PART:
            wholes = rules.wholes(tally, over)
            return above, Behind(list(wholes.items()), as_of)
        if under is None:
            return (above,)
        by = tally.by if tally is not None else ""
        return above, Behind([(line.item, line.amount(by) if by else 1) for line in under], as_of)


@dataclass(frozen=True)
class Behind:
    """Items behind a number, each with what it adds."""

    rows: list[tuple[int, Decimal | int]]
    as_of: datetime | None
    is_wan: bool = False

    def sources_count(self) -> int:
        """How many."""
        return len(self.rows)

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The items, in the register's order, or those that add most first."""
        chosen = sorted(self.rows, key=lambda row: -row[1]) if largest_first else self.rows
        chosen = chosen[start:stop]
        contents = Content.objects.known_at(self.as_of).filter(item__in=[item for item, _part in chosen])
        said = {each.item_id: each for each in contents.select_related("unit")}
        return [
            Source(
                project_id=0, name=said[item].title, internal_id=said[item].document,
                unit=said[item].unit.name if said[item].unit else "", part=part,
                amount=Decimal(part) if self.is_wan else None, origin=said[item].origin,
                recorded_at=said[item].recorded_at, item_id=item,
            )
            for item, part in chosen
        ]  # fmt: skip


def _narrowed(lines: list[rules.Line], register: Register | None, question: Question) -> list[rules.Line]:
    others = [name for name in ("domain", "level", "listing", "leader", "owner", "project")
              if getattr(question, name) is not None]  # fmt: skip
    if others:
        raise Invalid(_("登记簿的指标只能按责任单位取数。"), field=others[0])
    if question.unit is not None:
        return [line for line in lines if line.unit == question.unit]
    scope = question.scope
    if scope.is_city or (register is not None and register.is_open and not scope.is_nothing):
        return lines
    units = scope.assessed | scope.competent | scope.owned
    return [line for line in lines if line.unit in units]


def tables(keys: Iterable[str], question: Question, by: str | None) -> dict[str, dict[Hashable, Value]]:
    """Several figures of one question: key → group → value. Definitions are read once, and items once a register; what
    no register counts is left out."""
    named = {key: key.removeprefix(PREFIX).partition(".")[::2] for key in keys}
    books = {book.key: book for book in queries.registers()}
    then = books if question.as_of is None else {book.key: book for book in queries.registers(question.as_of)}
    wanted = {
        key: (slug, name) for key, (slug, name) in named.items() if slug in books and books[slug].asks.tally(name)
    }
    slugs = list(dict.fromkeys(slug for slug, _name in wanted.values()))
    items = carrying.lines_of(slugs, question.period.until, question.as_of) if slugs else {}
    return {
        key: Counted(question, slug, name, (then.get(slug), items[slug])).by(by) for key, (slug, name) in wanted.items()
    }
