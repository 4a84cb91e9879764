"""What stands behind a number of a paper: a question in writing, and its answer as of the paper's cut-off.

A question is plain JSON, so that it travels in the file and can be asked again years later by whoever has the ledger:

    {"figure": "completion.rate", "period": "2020-04", "form": "percent"}          of the whole city
    {"figure": "invested.year", "period": "2020-04", "unit": 7, "form": "yi"}      of a 考核单元
    {"figure": "invested.year", "period": "2020-04", "project": 31, "form": "wan"} of one project
    {"figure": "start.rate", "part": "numerator", …}                               a rate's own parts
    {"place": 7, "by": "completion.rate", "period": "2020-04", "form": "place"}    a rank within its group
    {"marks": "started", "since": "2020-04-06", "until": "2020-04-12", "form": "count"}   steps taken in a stretch
    {"due": "milestones", "since": "2020-04-13", "until": "2020-04-19", "form": "count"}  milestones to be reached then
    {"score": 7, "pack": "default", "period": "2020-05", "form": "score"}          a unit's assessment (`scores`)
    {"parameter": "figures.lagging_points", "form": "plain"}                       a threshold of the office, as then
    {"less": [{…}, {…}], "form": "points"}                                         a difference of two answers
    {"growth": [{now}, {before}], "form": "percent"}                               同比: (now − before) ÷ before
    {"contribution": [{part now}, {part before}, {whole now}, {whole before}], …}  贡献率; "pull" likewise, 拉动
    {"run": 7, "by": "completion.rate", "period": "2020-04", "form": "count"}      连续几个月第1, of the year
    {"series": "fai.growth", "period": "2020-12", "part": "rank", "form": "place"} a published number (its rank, pace,
                                                                                   run, …), of a "unit" or the city
    {"say": "overdue_days", "matter": 5, "period": "2020-04", "form": "count"}     days overdue; "dropped": matters left
                                                                                   out of the count
    {"figure": "invested.year", …, "base": 1100, "form": "yi"}                     超/近/约1100; "step": 10 for 1100余

A derived question holds plain ones: `plain` gives them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from yidan.bulletins import rules, scores
from yidan.bulletins.blocks import Numeral
from yidan.figures import lists, matters, published, queries, ranking
from yidan.figures import rules as placing
from yidan.figures.define import Value
from yidan.figures.question import CITY, Period, Question
from yidan.kernel import parameters
from yidan.kernel.values import Month
from yidan.ledger.models import AnnualPlan, Milestone, StageMark
from yidan.ledger.queries import standing

DERIVED = ("less", "growth", "contribution", "pull")
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

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The office's settings, as then."""
        return parameters.values(self.cut_off)

    def question(self, period: str, **narrowed: Any) -> Question:
        """The question behind an ask."""
        return Question(Period.parse(period), CITY, self.cut_off, **narrowed)

    def exact(self, ask: dict[str, Any]) -> rules.Exact | None:
        """The exact answer: 万元, a count, a percentage; None where there is none."""
        if derived := next((name for name in DERIVED if name in ask), None):
            return _derived(derived, [self.exact(each) for each in ask[derived]])
        if "place" in ask:
            return self._places_of(ask["period"], ask["by"]).get(ask["place"])
        if "run" in ask:
            return self._run(ask)
        if "score" in ask:
            return self._score(ask)
        if "say" in ask:
            return matters.said(self.question(ask["period"]), ask["say"], ask.get("matter"))
        if "series" in ask:
            found = self._points(ask["series"], ask.get("unit")).get(Month.parse(ask["period"]))
            return published.part(found, ask.get("part", "value"))
        if "parameter" in ask:
            return self.parameters[ask["parameter"]]
        if "marks" in ask:
            since, until = (date.fromisoformat(ask[name]) for name in ("since", "until"))
            return len(self.marked(ask["marks"], since, until))
        if "due" in ask:
            return len(self.falling_due(*(date.fromisoformat(ask[name]) for name in ("since", "until"))))
        narrowed = {name: ask[name] for name in NARROWING if ask.get(name) is not None}
        key = (ask["figure"], ask["period"], tuple(sorted(narrowed.items())))
        if key not in self._values:
            self._values[key] = queries.value(ask["figure"], self.question(ask["period"], **narrowed), at=self._at)
        return getattr(self._values[key], ask.get("part", "value"))

    def foresee(self, keys: list[str], period: str, by: str) -> None:
        """Read a figure for all groups at once, so that asking for each finds it kept."""
        question = self.question(period)
        for figure, groups in queries.grouped(keys, question, by, at=self._at).items():
            for group, value in groups.items():
                self._values[figure, period, ((by, group),)] = value

    def expect(self, asks: Iterable[dict[str, Any]]) -> None:
        """Read what many questions need in as few passes as it takes: one a period for groups, one for projects."""
        groups: dict[str, dict[str, set[str]]] = {}
        projects: dict[str, set[int]] = {}
        of_projects: dict[str, set[str]] = {}
        for ask in (each for given in asks for each in plain(given)):
            narrowed = [name for name in NARROWING if ask.get(name) is not None]
            if len(narrowed) > 1:
                continue
            if narrowed == ["project"]:
                if ask["figure"] in queries.REGISTRY:
                    projects.setdefault(ask["period"], set()).add(ask["project"])
                    of_projects.setdefault(ask["period"], set()).add(ask["figure"])
            elif not narrowed or narrowed[0] in {"unit", "domain", "level"}:
                by = narrowed[0] if narrowed else ""
                groups.setdefault(ask["period"], {}).setdefault(by, set()).add(ask["figure"])
        for period, keys_by in groups.items():
            question = self.question(period)
            every = sorted({key for keys in keys_by.values() for key in keys if key in queries.REGISTRY})
            if every:  # a paper on the one list asks of matters only
                queries.foresee(every, question, [by or None for by in keys_by], at=self._at)
            for by, keys in keys_by.items():
                if by:
                    self.foresee(sorted(keys), period, by)
                else:
                    for key, value in _totals(sorted(keys), question, self._at).items():
                        self._values[key, period, ()] = value
        for period, those in projects.items():
            for project, told in queries.of_each(of_projects[period], self.question(period), those).items():
                for key, value in told.items():
                    self._values[key, period, (("project", project),)] = value

    def _points(self, code: str, unit: int | None) -> dict[Month, published.Point]:
        """The releases of a series by month, read once."""
        key = ("series", code, unit)
        if key not in self._values:
            self._values[key] = published.by_month(code, unit, self.cut_off)
        return self._values[key]

    def marked(self, mark: str, since: date, until: date) -> list[str]:
        """The projects on the year's plan that took a step in a stretch of days, by name, in the ledger's order.

        按项: a bundle whose children did counts once, under its own name.
        """
        steps = StageMark.objects.known_at(self.cut_off).filter(mark=mark, happened_on__range=(since, until))
        listed = AnnualPlan.objects.known_at(self.cut_off).filter(year=until.year).values("project")
        projects = standing(self.cut_off).filter(pk__in=steps.values("project")).filter(pk__in=listed)
        found = projects.select_related("profile", "parent__profile").order_by("order", "id")
        return list(dict.fromkeys((each.parent or each).name for each in found))

    def falling_due(self, since: date, until: date) -> list[Milestone]:
        """The milestones that are planned for a stretch of days and were not reached, by day, in the ledger's order."""
        key = ("due", since, until)
        if key not in self._values:
            planned = Milestone.objects.known_at(self.cut_off).filter(
                planned_on__range=(since, until), actual_on__isnull=True, project__in=standing(self.cut_off)
            )
            named = planned.select_related("project__profile")
            self._values[key] = list(named.order_by("planned_on", "project__order", "id"))
        return self._values[key]

    def know(self, rows: Iterable[lists.Listed], period: str) -> None:
        """What a list has just read of its projects need not be asked again one by one."""
        for row in rows:
            told = {
                "plan.annual": row.planned_wan, "invested.year": row.done_wan, "completion.rate": row.rate,
                "schedule.gap": row.gap,
            }  # fmt: skip
            for figure, value in told.items():
                self._values[figure, period, (("project", row.project_id),)] = Value(value)

    def _places_of(self, period: str, by: str) -> dict[Any, int | None]:
        key = (period, by)
        if key not in self._places and by in matters.REGISTRY:
            values = {
                unit: each.value for unit, each in queries.grouped([by], self.question(period), "unit")[by].items()
            }
            self._places[key] = {**placing.places(values, among=values)}
        if key not in self._places:
            self._places[key] = {**ranking.places(self.question(period), self.parameters, by=by, at=self._at)}
        return self._places[key]

    def _run(self, ask: dict[str, Any]) -> int:
        """For how many months up to the period a unit has held the first place without a gap, within the year."""
        count, period = 0, Period.parse(ask["period"])
        while period is not None and self._places_of(str(period), ask["by"]).get(ask["run"]) == 1:
            count, period = count + 1, period.before  # type: ignore[assignment]
        return count

    def _score(self, ask: dict[str, Any]) -> rules.Exact | None:
        key = ("score", ask["pack"], ask["period"])
        if key not in self._values:
            self._values[key] = scores.of_month(ask["pack"], ask["period"], self.cut_off)
        found = self._values[key].get(ask["score"])
        return found.answer(ask) if found else None

    def numeral(self, *, form: str, unsigned: bool = False, note: str = "", **ask: Any) -> Numeral:
        """The number itself, printed and with its question."""
        question = {**ask, "form": form} | ({"unsigned": True} if unsigned else {})
        value = self.exact(question)
        return Numeral(self.said(question, value), question, rules.exact_text(value), note)

    def said(self, ask: dict[str, Any], value: rules.Exact | None) -> str:
        """The answer as printed."""
        if value is not None and ("base" in ask or "step" in ask):
            per = rules.FORMS[ask["form"]][2]
            shown = Fraction(value) / per
            return rules.about(shown, ask["base"]) if "base" in ask else rules.and_more(shown, ask["step"])
        return rules.printed(value, ask["form"], self.mode, unsigned=bool(ask.get("unsigned")))


def _derived(name: str, values: list[rules.Exact | None]) -> Fraction | None:
    """What is computed of plain answers; None where one of them is missing or there is nothing to divide by."""
    if any(value is None for value in values):
        return None
    known = [Fraction(value) for value in values if value is not None]
    if name == "less":
        return known[0] - known[1]
    if name == "growth":  # from less than nothing a rate says the opposite of what happened
        return (known[0] - known[1]) / known[1] * 100 if known[1] > 0 else None
    now, before, whole_now, whole_before = known
    if whole_before <= 0:
        return None
    growth = (whole_now - whole_before) / whole_before * 100
    found = rules.contribution(now - before, whole_now - whole_before, growth)
    return None if found is None else found[name == "pull"]


def _totals(keys: list[str], question: Question, at: str) -> dict[str, Value]:
    """Several figures at once; what a city does not count, or no longer, is left for who asks it alone."""
    known = queries.known() if any(key.startswith(queries.DECLARED) for key in keys) else None
    return queries.totals([key for key in keys if known is None or key in known], question, at=at)


def plain(ask: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions of figures inside a question; of a place the figure by which one is placed."""
    if derived := next((name for name in DERIVED if name in ask), None):
        for each in ask[derived]:
            yield from plain(each)
    elif unit := ask.get("place") or ask.get("run"):
        yield {"figure": ask["by"], "period": ask["period"], "unit": unit}
    elif "figure" in ask:
        yield ask


def is_touched(asks: Iterable[dict[str, Any]], projects: Collection[int], then: datetime, now: datetime) -> bool:
    """Whether a project (`projects`: it, and the bundle it belongs to) enters any of these answers otherwise at one
    moment than at another: each question is asked of that project alone."""
    wanted: dict[tuple[Period, tuple[tuple[str, Any], ...]], set[str]] = {}
    for ask in (each for given in asks for each in plain(given)):
        narrowed = {name: ask[name] for name in NARROWING if ask.get(name) is not None}
        if ask["figure"].startswith(queries.OF_UNITS) or narrowed.get("project", min(projects)) not in projects:
            continue
        key = (Period.parse(ask["period"]), tuple(sorted(narrowed.items())))
        wanted.setdefault(key, set()).add(ask["figure"])
    for (period, narrowed_by), keys in sorted(wanted.items(), key=lambda each: len(each[0][1])):
        for project in projects:
            alone = {"project": project} | dict(narrowed_by)
            asked = [Question(period, CITY, moment, **alone) for moment in (then, now)]
            before, after = (queries.totals(sorted(keys), each) for each in asked)
            if before != after:
                return True
    return False


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


def inexact(asked: list[Numeral], book: Book) -> list[Difference]:
    """Each exact value kept beside a number that is not what the ledger says, however it prints."""
    found = []
    for order, each in enumerate(asked, 1):
        exact = rules.exact_text(book.exact(each.ask))
        if each.exact and each.exact != exact:
            found.append(Difference(order, each.ask, each.exact, exact, exact))
    return found


def as_decimal(value: rules.Exact) -> Decimal:
    """For sorting and sums of what was asked."""
    return Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
