"""Figures of the one list (domain.md §1.4): matters, not projects, are counted here, by the unit that leads them.

Counted are matters handed out in the year up to the period's end. A matter under 协办 is never counted against the
supporting unit; dropped and merged ones leave numerator and denominator (the note names them apart).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, F, Q, Value
from django.utils.translation import gettext_lazy, gettext_noop

from yidan.figures import define
from yidan.figures.define import COUNT, PERCENT, WORKDAYS, Calibre, Figure
from yidan.figures.matter_tallies import Average, Days, Rate, Tally, counted, ends, last_day
from yidan.figures.question import Question
from yidan.kernel.values import BEIJING
from yidan.matters.models import Matter
from yidan.matters.states import Kind, State


def tables(keys: Iterable[str], question: Question, by: str | None) -> dict[str, dict[Hashable, define.Value]]:
    """Several figures of one question: key → group → value."""
    asked: dict[str, Any] = {key: REGISTRY[key].ask(question) for key in keys}
    table = counted([part for each in asked.values() for part in each.parts], question, by)
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
        start, end = datetime(question.period.year, 1, 1, tzinfo=BEIJING), ends(question)
        gone = Matter.objects.filter(state__in=(State.DROPPED, State.MERGED), ended_at__lte=end)
        return gone.filter(issued_at__range=(start, end)).count()
    late: Any = Tally(question, _is_overdue).records
    due = late.filter(pk=matter).values_list("then_due_on", flat=True).first()
    return (last_day(question) - due).days if due else None


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
    day = last_day(question)
    late = Q(closed_on__isnull=True, then_due_on__lt=Value(day, output_field=DateField()))
    return late & Q(then_waits=False)


def _is_running(question: Question) -> Q:
    return Q(closed_on__isnull=True) & ~_is_overdue(question)


def _is_closed_in_time_or_should_be(question: Question) -> Q:
    return _is_closed(question) | _is_overdue(question)


def _is_request_closed(question: Question) -> Q:
    return _is_closed(question) & Q(kind=Kind.REQUEST)


def _was_sent_back(question: Question) -> Q:
    return Q(verifications__is_passed=False, verifications__verified_at__lte=ends(question))


_figure(
    "matter.issued",
    gettext_lazy("交办事项"),
    COUNT,
    gettext_noop("当年1月1日至期间末交办的事项，按牵头单位计，协办不计；已中止、并案的不计。"),
    lambda question: Tally(question, _is_any),
)
_figure(
    "matter.closed",
    gettext_lazy("已销号"),
    COUNT,
    gettext_noop("交办事项中截至期间末已销号的，含逾期销号。"),
    lambda question: Tally(question, _is_closed),
)
_figure(
    "matter.closed_late",
    gettext_lazy("逾期销号"),
    COUNT,
    gettext_noop("已销号事项中销号日期晚于办理时限(经准予延期的按延期后时限)的。"),
    lambda question: Tally(question, _is_closed_late),
)
_figure(
    "matter.running",
    gettext_lazy("正在办理未到期"),
    COUNT,
    gettext_noop("交办事项中截至期间末尚未销号、办理时限未到的，含暂停期内的。"),
    lambda question: Tally(question, _is_running),
)
_figure(
    "matter.overdue",
    gettext_lazy("逾期未办结"),
    COUNT,
    gettext_noop("交办事项中截至期间末已过办理时限而未销号的；暂停期内的不计，暂停到期未恢复的照计。"),
    lambda question: Tally(question, _is_overdue),
)
_figure(
    "matter.sent_back",
    gettext_lazy("退回整改事项"),
    COUNT,
    gettext_noop("交办事项中截至期间末有过核查不通过的，一件计一次。"),
    lambda question: Tally(question, _was_sent_back),
)
_figure(
    "matter.requests_closed",
    gettext_lazy("已解决的企业诉求"),
    COUNT,
    gettext_noop("交办事项中类别为企业诉求、截至期间末已销号的，含逾期销号。"),
    lambda question: Tally(question, _is_request_closed),
)
_figure(
    "matter.days.average", gettext_lazy("平均办理用时"), WORKDAYS,
    gettext_noop("已销号事项从交办次日至销号当日的工作日数之和÷已销号件数；退回重办、延期和暂停期间都在内。"),
    lambda question: Average(Days(question, _is_closed), Tally(question, _is_closed)),
)  # fmt: skip
_figure(
    "matter.close_rate",
    gettext_lazy("办结率"),
    PERCENT,
    gettext_noop("已销号÷交办事项。"),
    lambda question: Rate(Tally(question, _is_closed), Tally(question, _is_any)),
)
_figure(
    "matter.on_time_rate", gettext_lazy("按期办结率"), PERCENT, gettext_noop("按期销号÷(已销号+逾期未办结)。"),
    lambda question: Rate(
        Tally(question, _is_closed_in_time), Tally(question, _is_closed_in_time_or_should_be)
    ),
)  # fmt: skip
