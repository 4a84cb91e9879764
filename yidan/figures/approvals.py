"""Figures of approvals (domain.md §4): courses from 立项 to 施工许可 that ended in the year up to the period's end.

Counted are projects, each with its finished course as known then; a median is of real clocks, so it is always the
course of some project. A course under way is counted up to the day that is asked about. Permits are counted as they
stand on the period's last day.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from yidan.approvals import parameters as office
from yidan.approvals import rules
from yidan.approvals.models import ApprovalCourse, Permit
from yidan.approvals.queries import known_now
from yidan.approvals.reading import case_of
from yidan.approvals.remembered import happened_by, known_permits
from yidan.approvals.states import Mode, State
from yidan.figures import define, population
from yidan.figures.define import COUNT, DAYS, PERCENT, TOTAL, WORKDAYS, Calibre, Figure
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.question import Question
from yidan.figures.sources import Source, about
from yidan.kernel import parameters
from yidan.kernel.values import beijing_day
from yidan.ledger.models import Project

Rows = Sequence[Any]


def last_day(question: Question) -> date:
    """The period's end, or the day of what was known."""
    until = question.period.until
    return min(until, beijing_day(question.as_of)) if question.as_of else until


def courses(question: Question, among: QuerySet[Project] | None = None) -> list[ApprovalCourse]:
    """The finished courses in question, in the ledger's order; `among`: of any of these projects."""
    projects = population.projects(question) if among is None else among
    found = ApprovalCourse.objects.known_at(question.as_of).filter(
        ended_on__range=(date(question.period.year, 1, 1), last_day(question)), project__in=projects.values("pk")
    )
    return list(found.select_related("project").order_by("project__order", "project_id"))


@dataclass(frozen=True)
class Running:
    """A course under way: what it took up to the day that is asked about."""

    project: Project
    started_on: date
    ended_on: date  # the day asked about
    workdays: int
    calendar_days: int

    @property
    def project_id(self) -> int:
        """As of a finished course."""
        return self.project.pk


def under_way(question: Question, among: QuerySet[Project] | None = None) -> list[Running]:
    """The courses begun and not finished on that day, in the ledger's order; `among`: of any of these projects."""
    day = last_day(question)
    ended = ApprovalCourse.objects.known_at(question.as_of).filter(ended_on__lte=day)
    permits = _of(question, among).exclude(project__in=ended.values("project"))
    known = known_now(question.as_of)
    found: dict[int, tuple[Project, list[rules.Case]]] = {}
    for permit, events in happened_by(permits, question.as_of, day):
        case = case_of(permit, known.read(permit, events, day))
        found.setdefault(permit.project_id, (permit.project, []))[1].append(case)
    made = []
    for project, cases in found.values():
        begun = [each.accepted for each in cases if each.accepted]
        if begun:
            spent = rules.spent(cases, day, known.calendar)
            first = min(begun)  # the enterprise waits on, whether or not anything lies with a department
            made.append(Running(project, first, day, spent.workdays, (day - first).days))
    return made


def own(question: Question) -> list[ApprovalCourse | Running]:
    """The course of the project in question alone, finished or under way: the parts of a bundle have their own, and one
    that was 调出 keeps it. Without a project, of all that are counted."""
    if question.project is None:
        return [*courses(question), *under_way(question)]
    alone = population.registered(question).filter(pk=question.project)
    return [*courses(question, alone), *under_way(question, alone)]


def in_hand(question: Question) -> list[Permit]:
    """The permits that lay with a department on that day."""
    day = last_day(question)

    def lay(each: Permit) -> bool:
        is_running = each.received_on is not None and each.received_on <= day
        is_waiting = each.state == State.LACKING and each.ended_on is None
        return is_running and (each.ended_on is None or each.ended_on > day) and not is_waiting

    running = Q(received_on__lte=day) & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    return known_permits(_of(question), question.as_of, running & ~Q(state=State.LACKING, ended_on__isnull=True), lay)


def _of(question: Question, among: QuerySet[Project] | None = None) -> QuerySet[Permit]:
    projects = population.projects(question) if among is None else among
    return Permit.objects.filter(project__in=projects.values("pk"))


def ahead(question: Question) -> list[Permit]:
    """The permits handed in ahead of what they formally need, in the year up to that day, one a project."""
    first, last = date(question.period.year, 1, 1), last_day(question)
    rows = known_permits(
        _of(question), question.as_of, Q(began_as=Mode.SIMULATED, received_on__range=(first, last)),
        lambda each: each.began_as == Mode.SIMULATED and each.received_on is not None
        and first <= each.received_on <= last,
    )  # fmt: skip
    return list({each.project_id: each for each in reversed(rows)}.values())[::-1]


@dataclass(frozen=True)
class Tally:
    """How many rows meet `where`; `rows` reads them, so value and sources are the same rows."""

    question: Question
    rows: Callable[[Question], Rows]
    where: Callable[[Question], Callable[[Any], bool]]

    @property
    def parts(self) -> tuple[Tally, ...]:
        """What its page lists the records of."""
        return (self,)

    def records(self) -> Rows:
        """The rows behind it."""
        return list(filter(self.where(self.question), self.rows(self.question)))

    def of(self, rows: Rows) -> int | None:
        """The value of so many rows."""
        return len(rows)

    @property
    def value(self) -> int | None:
        """Of all."""
        return self.of(self.records())

    def by(self, dimension: str) -> dict[Hashable, define.Value]:
        """Of each group."""
        return {group: define.Value(self.of(rows)) for group, rows in self.grouped(dimension).items()}

    def grouped(self, dimension: str) -> dict[Hashable, list[Any]]:
        """The rows of each group that has any."""
        groups = _groups(self.question, dimension)
        found: dict[Hashable, list[Any]] = {}
        for each in self.records():
            for group in groups.get(each.project_id, ()):
                found.setdefault(group, []).append(each)
        return found

    def sources_count(self) -> int:
        """How many."""
        return len(self.records())

    def sources(self, start: int = 0, stop: int | None = None, *, largest_first: bool = False) -> list[Source]:
        """The rows, in the ledger's order or the longest first."""
        rows = self.records()
        if largest_first and rows and isinstance(rows[0], ApprovalCourse | Running):
            rows = sorted(rows, key=lambda each: -each.workdays)
        return _sources(self.question, rows[start:stop])


@dataclass(frozen=True)
class Median(Tally):
    """The middle one of what courses took: a course that really took so long."""

    amount: str = "workdays"

    def of(self, rows: Rows) -> int | None:
        """The value of so many courses."""
        return rules.median(getattr(each, self.amount) for each in rows)


@dataclass(frozen=True)
class Share(define.Ratio):
    """A percentage of two tallies; compared unrounded."""

    over: Any
    under: Any

    @property
    def question(self) -> Question:
        """What is asked."""
        return self.over.question

    @property
    def value(self) -> Any:
        """Of all."""
        return self.whole().value

    def whole(self) -> define.Value:
        """Of all, with numerator and denominator."""
        over, under = self.over.value, self.under.value
        return define.Value(define.rate(over, under), over, under)

    def by(self, dimension: str) -> dict[Hashable, define.Value]:
        """Of each group."""
        over, under = self.over.by(dimension), self.under.by(dimension)
        parts = {group: (over[group].value if group in over else 0, value.value) for group, value in under.items()}
        return {group: define.Value(define.rate(*pair), *pair) for group, pair in parts.items()}


@dataclass(frozen=True)
class Budget(Tally):
    """The number of days that courses are held against, as the office had set it: of each group the same."""

    def of(self, rows: Rows) -> int | None:
        """Whatever took how long."""
        return int(parameters.values(self.question.as_of)[office.BUDGET.name])


def _groups(question: Question, by: str) -> dict[int, tuple[Hashable, ...]]:
    """The group or groups of each project in question."""
    rows = population.registered(question)
    dimension = DIMENSIONS[by]
    if dimension.is_partition:
        return {pk: (group,) for pk, group in rows.values_list("pk", dimension.column)}
    columns = [f"about__is_{level}_key" for level in population.LEVELS]
    return {
        pk: tuple(level for level, holds in zip(population.LEVELS, held, strict=True) if holds)
        for pk, *held in rows.values_list("pk", *columns)
    }


def _sources(question: Question, rows: Rows) -> list[Source]:
    names = about(question, {each.project_id for each in rows})
    made = []
    for each in rows:
        name, unit = names.get(each.project_id, ("", ""))
        made.append(
            Source(
                project_id=each.project_id, name=name or each.project.internal_id,
                internal_id=each.project.internal_id, unit=unit, part=1, origin=_words(each),
                permits_of=each.project_id,
            )
        )  # fmt: skip
    return made


def _words(row: Any) -> str:
    if isinstance(row, Permit):
        return f"{row.item.name} {row.received_on}"
    if isinstance(row, Running):
        return _("%(start)s首次受理，截至%(end)s：政府%(workdays)d个工作日，企业%(days)d天") % {
            "start": row.started_on, "end": row.ended_on, "workdays": row.workdays, "days": row.calendar_days,
        }  # fmt: skip
    return _("%(start)s至%(end)s：政府%(workdays)d个工作日，企业%(days)d天") % {
        "start": row.started_on, "end": row.ended_on, "workdays": row.workdays, "days": row.calendar_days,
    }  # fmt: skip


def tables(keys: Iterable[str], question: Question, by: str | None) -> dict[str, dict[Hashable, define.Value]]:
    """Several figures of one question: key → group → value."""
    found = {}
    for key in keys:
        asked = REGISTRY[key].ask(question)
        if by is not None:
            found[key] = asked.by(by)
        else:
            found[key] = {TOTAL: asked.whole() if isinstance(asked, Share) else define.Value(asked.value)}
    return found


# --- where the days go ---


@dataclass(frozen=True)
class Step:
    """One item or department: how many were decided, all their units together, the middle one, the slowest."""

    name: str
    count: int
    total: int
    median: int
    late: int


def steps(question: Question, by: str) -> list[Step]:
    """Where the government's days go: permits decided in the year, by item (`item`) or `department`, the most first.

    Items counted in calendar days, and those outside the budget as a whole, are left out: days of two kinds do not
    add up.
    """
    days: dict[str, list[int]] = {}
    late: dict[str, int] = {}
    for name, used, ended, due in _decided(question, by):
        days.setdefault(name, []).append(used)
        late[name] = late.get(name, 0) + bool(due and ended > due)
    return [
        Step(name, len(days[name]), total, median or 0, late[name]) for name, total, median in rules.shares_by(days)
    ]  # fmt: skip


def _decided(question: Question, by: str) -> Iterable[tuple[str, int, date, date | None]]:
    """Item or department, units used, day and due day of each permit that was decided in the year."""
    first, last = date(question.period.year, 1, 1), last_day(question)
    found = _of(question).filter(item__unit="workday", item__is_excluded=False)
    decided = Q(ended_on__range=(first, last), used__isnull=False) & ~Q(state=State.WITHDRAWN)
    if question.as_of is None:  # of all of them only what is counted is read
        column = "item__name" if by == "item" else "department__short_name"
        rows = found.filter(decided).values_list(column, "item__department", "used", "ended_on", "due_on")
        yield from ((name or full, *rest) for name, full, *rest in rows)
        return

    def was_decided(each: Permit) -> bool:
        is_within = each.ended_on is not None and first <= each.ended_on <= last
        return is_within and each.used is not None and each.state != State.WITHDRAWN

    for each in known_permits(found.select_related("department"), question.as_of, decided, was_decided):
        department = each.department.short_name if each.department else ""
        name = each.item.name if by == "item" else department or each.item.department
        yield name, each.used or 0, each.ended_on, each.due_on  # type: ignore[misc]


# --- the figures ---

REGISTRY: dict[str, Figure] = {}


def _figure(key: str, label: Any, unit: define.Measure, definition: str, ask: Callable[[Question], Any]) -> None:
    REGISTRY[key] = Figure(key, label, unit, Calibre.DISPATCH, definition, ask)


def _any(question: Question) -> Callable[[Any], bool]:
    return lambda row: True


def _is_within(question: Question) -> Callable[[Any], bool]:
    budget = parameters.values(question.as_of)[office.BUDGET.name]
    return lambda row: row.workdays <= budget


def _is_overdue(question: Question) -> Callable[[Any], bool]:
    day = last_day(question)
    return lambda row: row.state != State.PAUSED and row.due_on is not None and row.due_on < day


def _is_paused(question: Question) -> Callable[[Any], bool]:
    return lambda row: row.state == State.PAUSED


_figure(
    "approvals.days.median", gettext_lazy("立项到施工许可用时(中位数)"), WORKDAYS,
    gettext_noop(
        "当年至期间末施工许可办结的项目，从第一个事项受理到施工许可办结，政府手里有件的工作日数的中位数；"
        "并联事项同一天只计一次，停表的公示、评审、招标等和整项不计的招拍挂、招投标、补正期间不计；偶数个取较小的一个。"
    ),
    lambda question: Median(question, courses, _any),
)  # fmt: skip
_figure(
    "approvals.calendar_days.median", gettext_lazy("立项到施工许可企业经历(中位数)"), DAYS,
    gettext_noop("同一批项目，从第一个事项受理到施工许可办结的自然日数的中位数，节假日、停表、招拍挂、补正都在内。"),
    lambda question: Median(question, courses, _any, "calendar_days"),
)  # fmt: skip
_figure(
    "approvals.finished", gettext_lazy("走完立项到施工许可的项目"), COUNT,
    gettext_noop("当年1月1日至期间末施工许可办结的项目，一个项目计一次。"),
    lambda question: Tally(question, courses, _any),
)  # fmt: skip
_figure(
    "approvals.within", gettext_lazy("时间预算内走完的项目"), COUNT,
    gettext_noop("走完的项目中，政府用时不超过时间预算(参数 approvals.budget_days，默认33个工作日)的。"),
    lambda question: Tally(question, courses, _is_within),
)  # fmt: skip
_figure(
    "approvals.within_rate", gettext_lazy("时间预算内走完的比例"), PERCENT,
    gettext_noop("时间预算内走完的项目÷走完立项到施工许可的项目。"),
    lambda question: Share(Tally(question, courses, _is_within), Tally(question, courses, _any)),
)  # fmt: skip
_figure(
    "approvals.under_way.days", gettext_lazy("在办项目已用时(中位数)"), WORKDAYS,
    gettext_noop(
        "期间末已有事项受理、施工许可尚未办结的项目，从第一个事项受理到期间末(按某日所知的，到那一日)，"
        "政府手里有件的工作日数的中位数；算法与走完的相同，只是还没有走完。"
    ),
    lambda question: Median(question, under_way, _any),
)  # fmt: skip
_figure(
    "approvals.under_way.calendar_days", gettext_lazy("在办项目企业已历时(中位数)"), DAYS,
    gettext_noop("同一批在办项目，从第一个事项受理到期间末(按某日所知的，到那一日)的自然日数的中位数。"),
    lambda question: Median(question, under_way, _any, "calendar_days"),
)  # fmt: skip
_figure(
    "approvals.budget", gettext_lazy("立项到施工许可时间预算"), WORKDAYS,
    gettext_noop(
        "参数 approvals.budget_days 当时的设定值，从立项到施工许可政府用时不超过它算在预算内；"
        "来源列的是与它相比的项目。"
    ),
    lambda question: Budget(question, courses, _any),
)  # fmt: skip
_figure(
    "approvals.own.days", gettext_lazy("本项目立项到施工许可用时"), WORKDAYS,
    gettext_noop(
        "所问项目自己的事项，从第一个事项受理到施工许可办结，还没有办结的算到期间末，政府手里有件的工作日数；"
        "打包项目的子项各算各的，不并在一起；已调出的项目照算。不指明项目时取各项目的中位数。"
    ),
    lambda question: Median(question, own, _any),
)  # fmt: skip
_figure(
    "approvals.own.calendar_days", gettext_lazy("本项目立项到施工许可企业经历"), DAYS,
    gettext_noop("同上，从第一个事项受理到施工许可办结(没有办结的到期间末)的自然日数。"),
    lambda question: Median(question, own, _any, "calendar_days"),
)  # fmt: skip
_figure(
    "approvals.in_hand", gettext_lazy("部门在办件"), COUNT,
    gettext_noop("期间末已收件、尚未办结的审批件，含停表的；等企业补正的不计。"),
    lambda question: Tally(question, in_hand, _any),
)  # fmt: skip
_figure(
    "approvals.paused", gettext_lazy("停表件"), COUNT,
    gettext_noop("部门在办件中因法定程序停表的。"),
    lambda question: Tally(question, in_hand, _is_paused),
)  # fmt: skip
_figure(
    "approvals.overdue", gettext_lazy("超期件"), COUNT,
    gettext_noop("部门在办件中已过承诺时限的；停表的不计。"),
    lambda question: Tally(question, in_hand, _is_overdue),
)  # fmt: skip
_figure(
    "approvals.simulated", gettext_lazy("拿地即开工的项目"), COUNT,
    gettext_noop("当年至期间末有事项在供地之前模拟审批的项目，一个项目计一次。"),
    lambda question: Tally(question, ahead, _any),
)  # fmt: skip
