"""What stands behind a number of a paper: a question in writing, and its answer as of the paper's cut-off.

A question is plain JSON, so that it travels in the file and can be asked again years later by whoever has the ledger:

    {"figure": "completion.rate", "period": "2020-04", "form": "percent"}          of the whole city
    {"figure": "invested.year", "period": "2020-04", "unit": 7, "form": "yi"}      of a 考核单元
    {"figure": "invested.year", "period": "2020-04", "project": 31, "form": "wan"} of one project
    {"figure": "start.rate", "part": "numerator", …}                               a rate's own parts
    {"place": 7, "by": "completion.rate", "period": "2020-04", "form": "place"}    a rank within its group
    {"marks": "started", "since": "2020-04-06", "until": "2020-04-12", "form": "count"}   steps taken in a stretch
    {"parameter": "figures.lagging_points", "form": "plain"}                       a threshold of the office, as then
    {"less": [{…}, {…}], "form": "points"}                                         a difference of two answers
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yidan.bulletins import rules
from yidan.bulletins.blocks import Numeral
from yidan.figures import lists, queries, ranking
from yidan.figures.define import Value
from yidan.figures.question import CITY, Period, Question
from yidan.kernel import parameters
from yidan.ledger.models import AnnualPlan, StageMark
from yidan.ledger.queries import standing

NARROWING = ("unit", "domain", "level", "listing", "leader", "owner", "project")


@dataclass
class Book:
    """Answers as of one moment, in one rounding; each question is asked of the ledger once."""

    cut_off: datetime | None
    mode: str = rules.HALF_UP

    def __post_init__(self) -> None:
        self._at = queries.revision()
        self._values: dict[tuple[Any, ...], Any] = {}
        self._places: dict[tuple[str, str], dict[Any, int | None]] = {}

    def question(self, period: str, **narrowed: Any) -> Question:
        """The question behind an ask."""
        return Question(Period.parse(period), CITY, self.cut_off, **narrowed)

    def exact(self, ask: dict[str, Any]) -> rules.Exact | None:
        """The exact answer: 万元, a count, a percentage; None where there is none."""
        if "less" in ask:
            first, second = (self.exact(each) for each in ask["less"])
            return None if first is None or second is None else Fraction(first) - Fraction(second)
        if "place" in ask:
            return self._place(ask)
        if "parameter" in ask:
            return parameters.values(self.cut_off)[ask["parameter"]]
        if "marks" in ask:
            since, until = (date.fromisoformat(ask[name]) for name in ("since", "until"))
            return len(self.marked(ask["marks"], since, until))
        narrowed = {name: ask[name] for name in NARROWING if ask.get(name) is not None}
        key = (ask["figure"], ask["period"], tuple(sorted(narrowed.items())))
        if key not in self._values:
            self._values[key] = queries.value(ask["figure"], self.question(ask["period"], **narrowed), at=self._at)
        return getattr(self._values[key], ask.get("part", "value"))

    def foresee(self, keys: list[str], period: str, by: str) -> None:
        """Read a figure for all groups at once, so that asking for each finds it kept."""
        question = self.question(period)
        for figure, groups in queries.grouped(keys, question, by, at=self._at).items():
            for group in queries.groups(by, groups):
                name = "leader" if by == "leader" else by
                self._values[figure, period, ((name, group.key),)] = groups[group.key]

    def expect(self, asks: Iterable[dict[str, Any]]) -> None:
        """Read what many questions need in as few passes as it takes: one for a period's groups, one for a project."""
        groups: dict[str, dict[str, set[str]]] = {}
        projects: dict[tuple[str, int], set[str]] = {}
        for ask in asks:
            narrowed = [name for name in NARROWING if ask.get(name) is not None]
            if "figure" not in ask or len(narrowed) > 1:
                continue
            if narrowed == ["project"]:
                projects.setdefault((ask["period"], ask["project"]), set()).add(ask["figure"])
            elif not narrowed or narrowed[0] in {"unit", "domain", "level"}:
                by = narrowed[0] if narrowed else ""
                groups.setdefault(ask["period"], {}).setdefault(by, set()).add(ask["figure"])
        for period, keys_by in groups.items():
            question = self.question(period)
            every = sorted({key for keys in keys_by.values() for key in keys if not key.startswith("matter.")})
            queries.foresee(every, question, [by or None for by in keys_by], at=self._at)
            for by, keys in keys_by.items():
                if by:
                    self.foresee(sorted(keys), period, by)
        for (period, project), keys in projects.items():
            told = queries.totals(sorted(keys), self.question(period, project=project), at=self._at)
            for key, value in told.items():
                self._values[key, period, (("project", project),)] = value

    def marked(self, mark: str, since: date, until: date) -> list[str]:
        """The projects on the year's plan that took a step in a stretch of days, by name, in the ledger's order.

        按项: a bundle whose children did counts once, under its own name.
        """
        steps = StageMark.objects.known_at(self.cut_off).filter(mark=mark, happened_on__range=(since, until))
        listed = AnnualPlan.objects.known_at(self.cut_off).filter(year=until.year).values("project")
        projects = standing(self.cut_off).filter(pk__in=steps.values("project")).filter(pk__in=listed)
        found = projects.select_related("profile", "parent__profile").order_by("order", "id")
        return list(dict.fromkeys((each.parent or each).name for each in found))

    def know(self, rows: Iterable[lists.Listed], period: str) -> None:
        """What a list has just read of its projects need not be asked again one by one."""
        for row in rows:
            told = {
                "plan.annual": row.planned_wan, "invested.year": row.done_wan, "completion.rate": row.rate,
                "schedule.gap": row.gap,
            }  # fmt: skip
            for figure, value in told.items():
                self._values[figure, period, (("project", row.project_id),)] = Value(value)

    def _place(self, ask: dict[str, Any]) -> int | None:
        key = (ask["period"], ask["by"])
        if key not in self._places:
            tables = ranking.ranking(
                self.question(ask["period"]), parameters.values(self.cut_off), by=ask["by"], at=self._at
            )
            self._places[key] = {row.group.key: row.place for table in tables for row in table.rows}
        return self._places[key].get(ask["place"])

    def numeral(self, *, form: str, unsigned: bool = False, note: str = "", **ask: Any) -> Numeral:
        """The number itself, printed and with its question."""
        question = {**ask, "form": form} | ({"unsigned": True} if unsigned else {})
        value = self.exact(question)
        return Numeral(self.said(question, value), question, rules.exact_text(value), note)

    def said(self, ask: dict[str, Any], value: rules.Exact | None) -> str:
        """The answer as printed."""
        return rules.printed(value, ask["form"], self.mode, unsigned=bool(ask.get("unsigned")))


@dataclass(frozen=True)
class Difference:
    """A number that is not what the ledger says as of the cut-off."""

    order: int
    ask: dict[str, Any]
    printed: str
    recomputed: str
    exact: str


def differences(asked: list[tuple[str, dict[str, Any]]], book: Book) -> list[Difference]:
    """Each printed number that differs from its recomputed self; `asked` as (printed, ask), in reading order."""
    found = []
    book.expect(ask for _printed, ask in asked)
    for order, (printed, ask) in enumerate(asked, 1):
        value = book.exact(ask)
        again = book.said(ask, value)
        if again != printed:
            found.append(Difference(order, ask, printed, again, rules.exact_text(value)))
    return found


def as_decimal(value: rules.Exact) -> Decimal:
    """For sorting and sums of what was asked."""
    return Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
