"""How matters are counted: which are in question, as they stood on a day; tallies, rates, days and averages of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils.translation import gettext as _

from yidan.figures import define
from yidan.figures.define import TOTAL
from yidan.figures.question import Question
from yidan.figures.sources import Source
from yidan.kernel import workdays
from yidan.kernel.errors import Invalid
from yidan.kernel.values import BEIJING
from yidan.matters.models import Extension, Matter, Pause
from yidan.matters.states import Ask, State

Condition = Callable[[Question], Q]


def ends(question: Question) -> datetime:
    """The moment up to which acts count: the period's end, or what was known."""
    day = question.period.until
    end = datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=BEIJING)
    return min(end, question.as_of) if question.as_of else end


def rows(question: Question) -> QuerySet[Matter]:
    """The matters in question, each once, with `then_due_on` (the deadline as it stood) and `closed_on`.

    Deadlines only ever move out, by an extension or with a pause, so the one that stood is the latest given by then.
    """
    end = ends(question)
    start = datetime(question.period.year, 1, 1, tzinfo=BEIJING)
    granted = Extension.objects.filter(matter=OuterRef("pk"), ask=Ask.GRANTED, decided_at__lte=end)
    paused = Pause.objects.filter(matter=OuterRef("pk"), from_on__lte=last_day(question))
    moved = [Coalesce(_latest(granted, "until_on"), F("original_due_on")),
             Coalesce(_latest(paused, "due_on"), F("original_due_on"))]  # fmt: skip
    is_now = question.as_of is None
    found = (
        Matter.objects.filter(issued_at__range=(start, end))
        .exclude(state__in=(State.DROPPED, State.MERGED), ended_at__lte=end)
        .annotate(
            then_waits=_waits(question),
            then_due_on=F("due_on") if is_now else Greatest(*moved),
            then_closed_at=Case(When(state=State.CLOSED, ended_at__lte=end, then=F("ended_at")), default=None),
        )
        .annotate(
            closed_on=TruncDate("then_closed_at", tzinfo=BEIJING), issued_on=TruncDate("issued_at", tzinfo=BEIJING)
        )
    )
    return _narrowed(found, question)


def _waits(question: Question) -> Any:
    """Whether a pause holds on that day: now the matter says so itself, of earlier days its pauses do."""
    day = last_day(question)
    if question.as_of is None:
        is_held = Q(state=State.PAUSED, step_due_on__gte=day)
        return Case(When(is_held, then=True), default=False, output_field=BooleanField())
    holds = Pause.objects.filter(matter=OuterRef("pk"), from_on__lte=day, expires_on__gte=day)
    return Exists(holds.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day) | Q(ended_on=F("expires_on"))))


def _latest(given: QuerySet, field: str) -> Subquery:
    return Subquery(given.order_by(f"-{field}").values(field)[:1], output_field=DateField())


def last_day(question: Question) -> date:
    """The last day that counts, in Beijing."""
    return ends(question).astimezone(BEIJING).date()


def _narrowed(found: QuerySet[Matter], question: Question) -> QuerySet[Matter]:
    scope = question.scope
    if not scope.is_city:
        units = scope.assessed | scope.competent | scope.owned
        found = found.filter(Q(lead_unit__in=units) | Q(assessed_unit__in=scope.assessed))
    if question.unit is not None:
        found = found.filter(lead_unit=question.unit)
    if question.project is not None:
        found = found.filter(projects=question.project)
    others = [name for name in ("domain", "level", "listing", "leader", "owner") if getattr(question, name) is not None]
    if others:
        raise Invalid(_("一单的指标只能按牵头单位或项目取数。"), field=others[0])
    return found


@dataclass(frozen=True)
class Tally:
    """How many matters in question meet `where`."""

    question: Question
    where: Condition

    @property
    def records(self) -> QuerySet[Matter]:
        """The matters counted."""
        return rows(self.question).filter(self.where(self.question))

    @property
    def parts(self) -> tuple[Tally, ...]:
        """What has to be computed for it."""
        return (self,)

    def join(self, row: dict[Tally, define.Value]) -> define.Value:
        """Its value from a row of counts."""
        return row[self]

    @property
    def value(self) -> int:
        """The total."""
        return self.records.count()

    def by(self, dimension: str) -> dict[Hashable, define.Value]:
        """The count of each lead unit."""
        return {key: row[self] for key, row in counted([self], self.question, dimension).items()}

    def sources_count(self) -> int:
        """How many."""
        return self.records.count()

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The matters counted, in the order of their numbers."""
        return _sources(self.records.order_by("year", "serial")[start:stop])


def _sources(found: QuerySet[Matter]) -> list[Source]:
    return [
        Source(
            project_id=next((each.pk for each in matter.projects.all()), 0), name=matter.title,
            internal_id=matter.number, unit=str(matter.lead_unit), part=1, recorded_at=matter.issued_at,
            matter_id=matter.pk,
        )
        for matter in found.select_related("lead_unit").prefetch_related("projects")
    ]  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """A percentage of two tallies; compared unrounded."""

    over: Tally
    under: Tally

    @property
    def question(self) -> Question:
        """What is asked."""
        return self.over.question

    @property
    def parts(self) -> tuple[Tally, ...]:
        """What has to be computed for it."""
        return (self.over, self.under)

    def join(self, row: dict[Tally, define.Value]) -> define.Value:
        """Its value from a row of counts."""
        over, under = row[self.over].value, row[self.under].value
        return define.Value(define.rate(over, under), over, under)  # type: ignore[arg-type]

    @property
    def value(self) -> Fraction | None:
        """The rate of all."""
        return define.rate(self.over.value, self.under.value)

    def by(self, dimension: str) -> dict[Hashable, define.Value]:
        """The rate of each lead unit."""
        return {key: self.join(row) for key, row in counted(self.parts, self.question, dimension).items()}

    def sources_count(self) -> int:
        """How many are in the numerator."""
        return self.over.sources_count()

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The matters of the numerator; the denominator's are `under.sources`."""
        return self.over.sources(start, stop)


@dataclass(frozen=True)
class Days(Tally):
    """How many working days they took together, from the day they were handed out (not counted) to that of 销号."""

    @property
    def value(self) -> int:
        """The days of all."""
        return sum(_days_by(self, None).values())

    def by(self, dimension: str) -> dict[Hashable, define.Value]:
        """The days of each lead unit."""
        _require_unit(dimension)
        return {group: define.Value(days) for group, days in _days_by(self, dimension).items()}

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The matters with the days of each, in the order of their numbers or the longest first."""
        records: Any = self.records  # with the two days that it brings along
        days = {pk: _taken(workdays.calendar(self.question.as_of), *both) for pk, *both in
                records.order_by("year", "serial").values_list("pk", "issued_on", "closed_on")}  # fmt: skip
        order = sorted(days, key=lambda pk: -days[pk]) if largest_first else list(days)
        chosen = order[start:stop]
        said = {each.matter_id: each for each in _sources(self.records.filter(pk__in=chosen))}
        return [
            replace(said[pk], part=days[pk], words=_("%(days)d个工作日") % {"days": days[pk]}) for pk in chosen
        ]  # fmt: skip


@dataclass(frozen=True)
class Average(Rate):
    """Days divided by matters; both are kept apart, and averages are compared unrounded."""

    def join(self, row: dict[Tally, define.Value]) -> define.Value:
        """Its value from a row of counts."""
        over, under = row[self.over].value, row[self.under].value
        return define.Value(_divided(over, under), over, under)  # type: ignore[arg-type]

    @property
    def value(self) -> Fraction | None:
        """The average of all."""
        return _divided(self.over.value, self.under.value)

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The matters with the days of each."""
        return self.over.sources(start, stop, largest_first=largest_first)


def _divided(over: Any, under: Any) -> Fraction | None:
    return Fraction(over, under) if under else None


def _days_by(part: Days, by: str | None) -> dict[Hashable, int]:
    """Working days by lead unit or in total: read by pairs of days, of which there are few, however many matters."""
    records: Any = part.records  # with the two days that it brings along
    pairs = records.order_by().values_list("lead_unit_id", "issued_on", "closed_on").annotate(times=Count("pk"))
    calendar = workdays.calendar(part.question.as_of)
    found: dict[Hashable, int] = {} if by else {TOTAL: 0}
    known: dict[tuple[date, date], int] = {}
    for unit, issued_on, closed_on, times in pairs:
        key = (issued_on, closed_on)
        if key not in known:
            known[key] = _taken(calendar, *key)
        group: Hashable = unit if by else TOTAL
        found[group] = found.get(group, 0) + known[key] * times
    return found


def _taken(calendar: workdays.Calendar, issued_on: date, closed_on: date) -> int:
    return calendar.between(issued_on, closed_on).value


def _require_unit(by: str) -> None:
    if by != "unit":
        raise Invalid(_("一单的指标只能按牵头单位分组。"), field="by")


def counted(parts: Iterable[Tally], question: Question, by: str | None) -> dict[Hashable, dict[Tally, define.Value]]:
    """Many tallies of one question in one pass, by lead unit or in total."""
    wanted = list(dict.fromkeys(parts))
    table = _tallied([each for each in wanted if not isinstance(each, Days)], question, by)
    for part in wanted:
        if isinstance(part, Days):
            days = _days_by(part, by)
            for group, row in table.items():
                row[part] = define.Value(days.get(group, 0))
    return table


def _tallied(wanted: list[Tally], question: Question, by: str | None) -> dict[Hashable, dict[Tally, define.Value]]:
    names = {f"m{index}": part for index, part in enumerate(wanted)}
    aggregates = {
        name: Count("pk", distinct=True, filter=part.where(question) or Q(pk__gt=0)) for name, part in names.items()
    }
    if by is None:
        found = [{"group": TOTAL, **rows(question).order_by().aggregate(**aggregates)}]
    else:
        _require_unit(by)
        grouped = rows(question).order_by().values(group=F("lead_unit_id")).annotate(**aggregates)
        found = [dict(row) for row in grouped]
    return {row["group"]: {part: define.Value(row[name]) for name, part in names.items()} for row in found}
