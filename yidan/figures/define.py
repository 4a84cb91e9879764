"""A number and its sources are one object (house.md §5): what a figure is made of, and how it is declared.

`Sum`, `Count`, `Ratio` and `Gap` hold the question and the querysets; `.value`, `.by(dimension)` and
`.sources` come from them, so they cannot disagree. `tabulate` answers many at once with one GROUP BY.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yidan.figures import population
from yidan.figures.dimensions import DIMENSIONS, Dimension
from yidan.figures.question import Question
from yidan.figures.sources import Source, projects_of, records_of
from yidan.kernel.values import from_fen
from yidan.ledger.models import Share

TOTAL = "total"
ZERO = Decimal(0)


class Measure(models.TextChoices):
    """What a figure is measured in."""

    WAN = "wan", _("万元")
    COUNT = "count", _("个")
    PERCENT = "percent", _("%")
    POINTS = "points", _("个百分点")
    WORKDAYS = "workdays", _("个工作日")
    DAYS = "days", _("天")
    READING = "reading", _("读数")  # in a unit of its own: 元/500克


class Calibre(models.TextChoices):
    """口径类别: dispatch, statistics and finance never reconcile; the reader is told which (domain.md §0.8)."""

    DISPATCH = "dispatch", _("调度")
    STATISTICS = "statistics", _("统计")
    FINANCE = "finance", _("财政")


WAN, COUNT, PERCENT, POINTS, WORKDAYS, DAYS, READING = Measure
DISPATCH = Calibre.DISPATCH


@dataclass(frozen=True, slots=True)
class Value:
    """An exact value: 万元 as Decimal, a count as int, a rate (0–100) or a gap as Fraction; None where undefined."""

    value: Decimal | Fraction | int | None
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None


class Additive:
    """What adds up: a sum or a count."""

    question: Question
    where: Condition

    def expression(self, where: Q) -> Any:
        """The aggregate over rows of projects."""
        raise NotImplementedError

    @property
    def own(self) -> Any:
        """What one project adds."""
        raise NotImplementedError

    def read(self, raw: Any) -> Any:
        """The value from what the database computed."""
        raise NotImplementedError

    def by(self, dimension: str) -> dict[Hashable, Value]:
        """The value of each group that has any record, in one GROUP BY; protocol order is for `arrange`."""
        return {key: row[self] for key, row in tabulate([self], dimension).items()}

    @property
    def value(self) -> Decimal | int:
        """The total."""
        return cast(Decimal | int, tabulate([self])[TOTAL][self].value)

    @property
    def parts(self) -> tuple[Additive, ...]:
        """What has to be computed for it."""
        return (self,)

    def said_once(self, *said: Hashable) -> int:
        """The hash of what it is, kept: a table of figures is looked up by its measures."""
        kept: int | None = self.__dict__.get("_hash")
        if kept is None:
            kept = self.__dict__["_hash"] = hash((type(self).__name__, self.question, *said))
        return kept

    def join(self, row: dict[Additive, Value]) -> Value:
        """Its value from a row of computed parts."""
        return row[self]


Condition = Callable[[Question], Q]


@dataclass(frozen=True)
class Sum(Additive):
    """The sum of an amount over facts of the projects in question that meet `where`.

    Where the question names a unit, or by unit, a shared project (县区分摊) counts with its percentage.
    """

    question: Question
    of: Callable[[Question], QuerySet]
    amount: str
    where: Condition = population.is_any

    def __hash__(self) -> int:
        return self.said_once(self.of, self.amount, self.where)

    @property
    def facts(self) -> QuerySet:
        """The facts that are summed, of whichever project."""
        return self.of(self.question)

    def column(self) -> Any:
        """A project's own sum, in 分."""
        own = self.facts.filter(project=OuterRef("pk")).order_by().values("project")
        fen = models.BigIntegerField()
        return Subquery(own.annotate(own=models.Sum(self.amount, output_field=fen)).values("own"), output_field=fen)

    def expression(self, where: Q) -> Any:
        """The aggregate over rows of projects."""
        return models.Sum(
            self.column(), filter=self.where(self.question) & where, output_field=models.BigIntegerField()
        )

    @property
    def own(self) -> Any:
        """What one project adds, in 分: a column of rows of projects."""
        where = self.where(self.question)
        return Case(When(where, then=self.column()), output_field=models.BigIntegerField()) if where else self.column()

    def read(self, raw: Any) -> Decimal:
        """万元 from what the database summed."""
        return from_fen(raw) or ZERO

    @property
    def records(self) -> QuerySet:
        """The facts behind it."""
        rows = population.projects(self.question).filter(self.where(self.question))
        return self.facts.filter(project__in=rows.values("pk"))

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The records behind it, in the ledger's order; their parts add up to the value."""
        return records_of(self.question, self.records, self.amount, start, stop, largest_first=largest_first)

    def sources_count(self) -> int:
        """How many records are behind it."""
        return self.records.count()


@dataclass(frozen=True)
class Count(Additive):
    """The number of projects in question that meet `where`: 按项 (a bundle is one) or, with `leaves`, 按子项.

    A project is counted whole with its own 考核单元, shared or not.
    """

    question: Question
    where: Condition = population.is_any
    leaves: bool = False

    def __hash__(self) -> int:
        return self.said_once(self.where, self.leaves)

    def expression(self, where: Q) -> Any:
        """The aggregate over rows of projects."""
        each = F("pk") if self.leaves else Coalesce("parent_id", "id")
        return models.Count(each, distinct=not self.leaves, filter=self.where(self.question) & where)

    @property
    def own(self) -> Any:
        """Whether a project meets the condition, as 1 or 0; that a bundle is one is for who adds up."""
        where = self.where(self.question)
        return Case(When(where, then=models.Value(1)), default=models.Value(0)) if where else models.Value(1)

    def read(self, raw: Any) -> int:
        """As it is."""
        return raw or 0

    @property
    def records(self) -> QuerySet:
        """The projects counted, each once."""
        rows = population.projects(self.question).filter(self.where(self.question) & _at_home(self.question))
        each = F("pk") if self.leaves else Coalesce("parent_id", "id")
        return population.Project.objects.filter(pk__in=rows.values(each=each))

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The projects counted, in the ledger's order: of projects none is larger."""
        return projects_of(self.question, self.records, start, stop)

    def sources_count(self) -> int:
        """How many."""
        return self.records.count()


@dataclass(frozen=True)
class Ratio:
    """A percentage (0–100) of two additive numbers; kept apart, and compared unrounded."""

    over: Additive
    under: Additive

    @property
    def parts(self) -> tuple[Additive, ...]:
        """What has to be computed for it."""
        return (self.over, self.under)

    def join(self, row: dict[Additive, Value]) -> Value:
        """Its value from a row of computed parts."""
        over, under = row[self.over].value, row[self.under].value
        return Value(self.of(over, under), over, under)  # type: ignore[arg-type]

    def of(self, over: Any, under: Any) -> Fraction | None:
        """The rate of two given numbers; None where there is nothing to divide by."""
        return rate(over, under)

    def by(self, dimension: str) -> dict[Hashable, Value]:
        """The rate of each group."""
        return {key: self.join(row) for key, row in tabulate(self.parts, dimension).items()}

    @property
    def value(self) -> Fraction | None:
        """The rate of all."""
        return cast(Fraction | None, self.join(tabulate(self.parts)[TOTAL]).value)

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The records behind the numerator; the denominator's are `under.sources`."""
        return self.over.sources(start, stop, largest_first=largest_first)  # type: ignore[attr-defined]

    def sources_count(self) -> int:
        """How many records are behind the numerator."""
        return self.over.sources_count()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Gap(Ratio):
    """超(欠)序时: a completion rate less N/12, in percentage points, from unrounded values (domain.md §2.5)."""

    months: int = 12

    def of(self, over: Any, under: Any) -> Fraction | None:
        """The gap of two given amounts after `months` months."""
        return gap(over, under, self.months)


def rate(over: Decimal | int, under: Decimal | int) -> Fraction | None:
    """A percentage, exact."""
    if not under:
        return None
    above, below = over.as_integer_ratio(), under.as_integer_ratio()
    return Fraction(above[0] * below[1] * 100, above[1] * below[0])


def gap(over: Decimal | int, under: Decimal | int, months: int) -> Fraction | None:
    """A completion rate less 序时进度 (months/12), in percentage points, exact."""
    reached = rate(over, under)
    return None if reached is None else reached - Fraction(100 * months, 12)


def _at_home(question: Question) -> Q:
    """A count takes a project whole, with its own unit."""
    return Q() if question.unit is None else Q(about__assessed_unit=question.unit)


def tabulate(measures: Iterable[Additive], by: str | None = None) -> dict[Hashable, dict[Additive, Value]]:
    """Many additive measures of one question at once: one pass over its projects, by group or (by None) in total."""
    wanted = list(dict.fromkeys(measures))
    question = wanted[0].question
    names = {f"m{index}": measure for index, measure in enumerate(wanted)}
    dimension = DIMENSIONS[by] if by else None
    splits = question.unit is not None or by == "unit"
    shares = shares_of(question) if splits else {}
    alone = ~Q(Exists(_share_rows(question).filter(project=OuterRef("pk")))) if shares else Q()

    def condition(measure: Additive) -> Q:
        return _at_home(question) if isinstance(measure, Count) else alone

    rows = population.projects(question)
    table = _grouped(rows, dimension, names, condition)
    if shares:
        _add_shared(table, rows, question, dimension, names, shares)
    return table


def _grouped(
    rows: QuerySet, dimension: Dimension | None, names: dict[str, Any], condition: Callable[[Additive], Q]
) -> dict[Hashable, dict[Additive, Value]]:
    if dimension is not None and dimension.is_partition:
        aggregates = {name: measure.expression(condition(measure)) for name, measure in names.items()}
        grouped = rows.values(group=F(dimension.column)).annotate(**aggregates)
        return {row["group"]: _read(row, names, "") for row in grouped}
    levels = population.LEVELS if dimension else [None]
    aggregates = {
        f"{name}_{level}": measure.expression(condition(measure) & _of_level(level))
        for level in levels
        for name, measure in names.items()
    }
    row = rows.aggregate(**aggregates)
    return {level or TOTAL: _read(row, names, f"_{level}") for level in levels}


def _of_level(level: str | None) -> Q:
    return Q(**{f"about__is_{level}_key": True}) if level else Q()


def _read(row: dict[str, Any], names: dict[str, Any], suffix: str) -> dict[Additive, Value]:
    return {measure: Value(measure.read(row[name + suffix])) for name, measure in names.items()}


# --- 县区分摊 ---


def _share_rows(question: Question) -> QuerySet:
    return Share.objects.known_at(question.as_of)


def shares_of(question: Question) -> dict[int, dict[int, Decimal]]:
    """Each shared project's percentages by unit."""
    shares: dict[int, dict[int, Decimal]] = {}
    for project, unit, percent in _share_rows(question).values_list("project_id", "unit_id", "percent"):
        shares.setdefault(project, {})[unit] = percent
    return shares


def _add_shared(
    table: dict[Hashable, dict[Additive, Value]],
    rows: QuerySet,
    question: Question,
    dimension: Dimension | None,
    names: dict[str, Any],
    shares: dict[int, dict[int, Decimal]],
) -> None:
    """Add each shared project's amounts to its units (or, of one unit, its part to the groups), exactly."""
    sums = {name: measure for name, measure in names.items() if isinstance(measure, Sum)}
    columns = {name: measure.expression(Q()) for name, measure in sums.items()}
    if not columns:
        return
    keep = [f"about__is_{level}_key" for level in population.LEVELS]
    keep += [dimension.column] if dimension is not None and dimension.is_partition else []
    shared = rows.filter(Exists(_share_rows(question).filter(project=OuterRef("pk"))))
    for row in shared.values("pk", *keep).annotate(**columns):
        for unit, percent in shares[row["pk"]].items():
            if question.unit not in (None, unit):
                continue
            for group in _groups_of(row, dimension, unit):
                into = table.setdefault(group, {measure: Value(measure.read(None)) for measure in names.values()})
                for name, measure in sums.items():
                    part = measure.read(row[name]) * percent / 100
                    into[measure] = Value(into[measure].value + part)  # type: ignore[operator]


def _groups_of(row: dict[str, Any], dimension: Dimension | None, unit: int) -> list[Hashable]:
    if dimension is None:
        return [TOTAL]
    if dimension.name == "unit":
        return [unit]
    if not dimension.is_partition:
        return [level for level in population.LEVELS if row[f"about__is_{level}_key"]]
    return [row[dimension.column]]


# --- declaring ---


@dataclass(frozen=True)
class Figure:
    """A figure's declaration; `ask` makes it answerable for a question. `counted_in`: what it counts in, if not 个."""

    key: str
    label: Any
    unit: Measure
    calibre: Calibre
    definition: str
    ask: Callable[[Question], Any]
    counted_in: str = ""


REGISTRY: dict[str, Figure] = {}
Made = Callable[[Question], Any]


def figure(key: str, *, label: Any, unit: Measure, calibre: Calibre = DISPATCH) -> Callable[[Made], Made]:
    """Declare a figure; the function's docstring is its 口径."""

    def decorate(make: Made) -> Made:
        definition = "".join(line.strip() for line in (make.__doc__ or "").splitlines())
        if not re.match("口径[:\uff1a]", definition):
            raise RuntimeError(f"figure {key} does not say its 口径")
        if key in REGISTRY:
            raise RuntimeError(f"figure {key} is declared twice")
        REGISTRY[key] = Figure(key, label, unit, calibre, definition[3:].strip(), make)
        return make

    return decorate
