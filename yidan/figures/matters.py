"""Figures of the one list (domain.md §1.4): matters, not projects, are counted here, by the unit that leads them.

Counted are matters handed out in the year up to the period's end. A matter under 协办 is never counted against the
supporting unit; dropped and merged ones leave numerator and denominator (the note names them apart).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Case, Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.figures import define
from yidan.figures.define import COUNT, PERCENT, TOTAL, Calibre, Figure
from yidan.figures.question import Question
from yidan.figures.sources import Source
from yidan.kernel.errors import Invalid
from yidan.kernel.values import BEIJING
from yidan.matters.models import Extension, Matter
from yidan.matters.states import Ask, Kind, State

Condition = Callable[[Question], Q]


def _ends(question: Question) -> datetime:
    """The moment up to which acts count: the period's end, or what was known."""
    day = question.period.until
    end = datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=BEIJING)
    return min(end, question.as_of) if question.as_of else end


def rows(question: Question) -> QuerySet[Matter]:
    """The matters in question, each once, with `then_due_on` (the deadline as it stood) and `ended_on`.

    A pause moves the deadline only once it is over, so a moment within one still sees the earlier day.
    """
    end = _ends(question)
    start = datetime(question.period.year, 1, 1, tzinfo=BEIJING)
    granted = Extension.objects.filter(matter=OuterRef("pk"), ask=Ask.GRANTED, decided_at__lte=end)
    latest = Subquery(granted.order_by("-decided_at").values("until_on")[:1], output_field=DateField())
    is_now = question.as_of is None
    found = (
        Matter.objects.filter(issued_at__range=(start, end))
        .exclude(state__in=(State.DROPPED, State.MERGED), ended_at__lte=end)
        .annotate(
            then_due_on=F("due_on") if is_now else Coalesce(latest, F("original_due_on")),
            then_closed_at=Case(When(state=State.CLOSED, ended_at__lte=end, then=F("ended_at")), default=None),
        )
        .annotate(closed_on=TruncDate("then_closed_at", tzinfo=BEIJING))
    )
    return _narrowed(found, question)


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
        return {key: row[self] for key, row in _counted([self], self.question, dimension).items()}

    def sources_count(self) -> int:
        """How many."""
        return self.records.count()

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The matters counted, in the order of their numbers."""
        found = self.records.select_related("lead_unit").prefetch_related("projects").order_by("year", "serial")
        return [
            Source(
                project_id=next((each.pk for each in matter.projects.all()), 0), name=matter.title,
                internal_id=matter.number, unit=str(matter.lead_unit), part=1, recorded_at=matter.issued_at,
                matter_id=matter.pk,
            )
            for matter in found[start:stop]
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
        return {key: self.join(row) for key, row in _counted(self.parts, self.question, dimension).items()}

    def sources_count(self) -> int:
        """How many are in the numerator."""
        return self.over.sources_count()

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The matters of the numerator; the denominator's are `under.sources`."""
        return self.over.sources(start, stop)


def _counted(parts: Iterable[Tally], question: Question, by: str | None) -> dict[Hashable, dict[Tally, define.Value]]:
    """Many tallies of one question in one pass, by lead unit or in total."""
    wanted = list(dict.fromkeys(parts))
    names = {f"m{index}": part for index, part in enumerate(wanted)}
    aggregates = {
        name: Count("pk", distinct=True, filter=part.where(question) or Q(pk__gt=0)) for name, part in names.items()
    }
    if by is None:
        found = [{"group": TOTAL, **rows(question).order_by().aggregate(**aggregates)}]
    elif by == "unit":
        grouped = rows(question).order_by().values(group=F("lead_unit_id")).annotate(**aggregates)
        found = [dict(row) for row in grouped]
    else:
        raise Invalid(_("一单的指标只能按牵头单位分组。"), field="by")
    return {row["group"]: {part: define.Value(row[name]) for name, part in names.items()} for row in found}


def tables(keys: Iterable[str], question: Question, by: str | None) -> dict[str, dict[Hashable, define.Value]]:
    """Several figures of one question: key → group → value."""
    asked: dict[str, Any] = {key: REGISTRY[key].ask(question) for key in keys}
    table = _counted([part for each in asked.values() for part in each.parts], question, by)
    return {key: {group: each.join(row) for group, row in table.items()} for key, each in asked.items()}


# --- matters by name ---


@dataclass(frozen=True, slots=True)
class Named:
    """A matter named in a paper, with its deadline as it stood."""

    matter_id: int
    number: str
    title: str
    unit: str
    unit_id: int
    due_on: date


def overdue(question: Question, stop: int | None = None) -> list[Named]:
    """逾期未办结: the longest overdue first."""
    return _in_order(Tally(question, _is_overdue).records, stop)


def falling_due(question: Question, since: date, until: date, stop: int | None = None) -> list[Named]:
    """Still running, with a deadline from one day to another; the next first."""
    records: Any = Tally(question, _is_running).records
    return _in_order(records.filter(then_due_on__range=(since, until)), stop)


def _in_order(records: Any, stop: int | None) -> list[Named]:
    """By their deadlines, then by number."""
    found = records.select_related("lead_unit").order_by("then_due_on", "year", "serial")
    return [_named(each) for each in found[:stop]]


def _named(matter: Any) -> Named:
    return Named(
        matter.pk, matter.number, matter.title, str(matter.lead_unit), matter.lead_unit_id, matter.then_due_on
    )  # fmt: skip


def said(question: Question, what: str, matter: int | None) -> int | None:
    """What papers say of matters beside the figures: `overdue_days` of one, how many `dropped` out of the count."""
    if what == "dropped":
        start, end = datetime(question.period.year, 1, 1, tzinfo=BEIJING), _ends(question)
        gone = Matter.objects.filter(state__in=(State.DROPPED, State.MERGED), ended_at__lte=end)
        return gone.filter(issued_at__range=(start, end)).count()
    late: Any = Tally(question, _is_overdue).records
    due = late.filter(pk=matter).values_list("then_due_on", flat=True).first()
    return (_ends(question).astimezone(BEIJING).date() - due).days if due else None


# --- the figures ---

REGISTRY: dict[str, Figure] = {}


def _figure(key: str, label: Any, unit: define.Measure, definition: str, ask: Callable[[Question], Any]) -> None:
    REGISTRY[key] = Figure(key, label, unit, Calibre.DISPATCH, definition, ask)


def _is_any(question: Question) -> Q:
    return Q()


def _is_closed(question: Question) -> Q:
    return Q(closed_on__isnull=False)


def _is_closed_in_time(question: Question) -> Q:
    return Q(closed_on__lte=F("then_due_on"))


def _is_closed_late(question: Question) -> Q:
    return Q(closed_on__gt=F("then_due_on"))


def _is_overdue(question: Question) -> Q:
    day = Value(_ends(question).astimezone(BEIJING).date(), output_field=DateField())
    waits = ~Q(state=State.PAUSED) if question.as_of is None else Q()
    return Q(closed_on__isnull=True, then_due_on__lt=day) & waits


def _is_running(question: Question) -> Q:
    return Q(closed_on__isnull=True) & ~_is_overdue(question)


def _is_closed_in_time_or_should_be(question: Question) -> Q:
    return _is_closed(question) | _is_overdue(question)


def _is_request_closed(question: Question) -> Q:
    return _is_closed(question) & Q(kind=Kind.REQUEST)


def _was_sent_back(question: Question) -> Q:
    return Q(verifications__is_passed=False, verifications__verified_at__lte=_ends(question))


_figure(
    "matter.issued",
    gettext_lazy("交办事项"),
    COUNT,
    "当年1月1日至期间末交办的事项，按牵头单位计，协办不计；已中止、并案的不计。",
    lambda question: Tally(question, _is_any),
)
_figure(
    "matter.closed",
    gettext_lazy("已销号"),
    COUNT,
    "交办事项中截至期间末已销号的，含逾期销号。",
    lambda question: Tally(question, _is_closed),
)
_figure(
    "matter.closed_late",
    gettext_lazy("逾期销号"),
    COUNT,
    "已销号事项中销号日期晚于办理时限(经准予延期的按延期后时限)的。",
    lambda question: Tally(question, _is_closed_late),
)
_figure(
    "matter.running",
    gettext_lazy("正在办理未到期"),
    COUNT,
    "交办事项中截至期间末尚未销号、办理时限未到的，含暂停的。",
    lambda question: Tally(question, _is_running),
)
_figure(
    "matter.overdue",
    gettext_lazy("逾期未办结"),
    COUNT,
    "交办事项中截至期间末已过办理时限而未销号的；暂停的不计。",
    lambda question: Tally(question, _is_overdue),
)
_figure(
    "matter.sent_back",
    gettext_lazy("退回整改事项"),
    COUNT,
    "交办事项中截至期间末有过核查不通过的，一件计一次。",
    lambda question: Tally(question, _was_sent_back),
)
_figure(
    "matter.requests_closed",
    gettext_lazy("已解决的企业诉求"),
    COUNT,
    "交办事项中类别为企业诉求、截至期间末已销号的，含逾期销号。",
    lambda question: Tally(question, _is_request_closed),
)
_figure(
    "matter.close_rate",
    gettext_lazy("办结率"),
    PERCENT,
    "已销号÷交办事项。",
    lambda question: Rate(Tally(question, _is_closed), Tally(question, _is_any)),
)
_figure(
    "matter.on_time_rate", gettext_lazy("按期办结率"), PERCENT, "按期销号÷(已销号+逾期未办结)。",
    lambda question: Rate(
        Tally(question, _is_closed_in_time), Tally(question, _is_closed_in_time_or_should_be)
    ),
)  # fmt: skip
