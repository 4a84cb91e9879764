"""Lists of projects by name: lagging, not started, zero investment, not reported. The same rows as the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast

from yidan.figures import population
from yidan.figures.define import Sum, gap, rate
from yidan.figures.question import Question
from yidan.kernel.values import Month, from_fen
from yidan.people.models import Person, Unit, UnitKind
from yidan.progress.models import MonthlyReport
from yidan.progress.rules import says_nothing
from yidan.progress.states import State


@dataclass(frozen=True, slots=True)
class Listed:
    """A project on a list, as known then; amounts in 万元, rate in percent, gap in percentage points, both exact."""

    project_id: int
    name: str
    unit: str
    owner: str
    leader: str
    listing: str
    planned_wan: Decimal
    done_wan: Decimal
    rate: Fraction | None
    gap: Fraction | None
    to_start_on: date | None
    overdue_days: int
    duty_person: str


def lagging(question: Question, points: Decimal, *, start: int = 0, stop: int | None = None) -> list[Listed]:
    """Projects whose completion rate is below 序时 by `points` or more, the farthest first; equal ones in order.

    A 新开工 whose planned day is still to come is not behind anything yet.
    """
    rows = lagging_rows(question, points).order_by("reached", "order", "pk")
    return _listed(rows[start:stop], question)


def lagging_rows(question: Question, points: Decimal) -> QuerySet:
    """Their rows, compared in whole numbers of 分: done × 1200 ≤ planned × (100 N − 12 points)."""
    numerator, denominator = Fraction(points).as_integer_ratio()
    months = question.period.months
    limit = 100 * months * denominator - 12 * numerator
    planned = Cast("plan__planned_wan", models.BigIntegerField())
    rows = _with_amounts(question).filter(population.NOT_PREPARING, plan__planned_wan__gt=0)
    rows = rows.exclude(population.is_not_yet_to_start(question))
    return rows.annotate(
        left=ExpressionWrapper(F("done_fen") * (1200 * denominator), output_field=models.BigIntegerField()),
        right=ExpressionWrapper(planned * limit, output_field=models.BigIntegerField()),
        reached=ExpressionWrapper(Cast("done_fen", FloatField()) / Cast(planned, FloatField()), FloatField()),
    ).filter(left__lte=F("right"))


def not_started(question: Question, *, today: date, start: int = 0, stop: int | None = None) -> list[Listed]:
    """应开工未开工: the longest overdue first (days until `today` or the period's end); without a day, last."""
    rows = _with_amounts(question).filter(population.is_overdue_to_start(question))
    rows = rows.order_by(F("plan__starts_on").asc(nulls_last=True), "order", "pk")
    return _listed(rows[start:stop], question, today=today)


def zero_investment(question: Question, *, start: int = 0, stop: int | None = None) -> list[Listed]:
    """零投资: planned for this year, nothing done; the largest plan first."""
    rows = _with_amounts(question).filter(population.has_nothing_done(question))
    return _listed(rows.order_by("-plan__planned_wan", "order", "pk")[start:stop], question)


def not_reported(question: Question, *, start: int = 0, stop: int | None = None) -> list[Listed]:
    """未报送: nothing on its way for the period's last month; in the ledger's order, the owner beside it."""
    rows = _with_amounts(question).filter(population.is_not_reported(question))
    return _listed(rows.order_by("order", "pk")[start:stop], question)


def _with_amounts(question: Question) -> QuerySet:
    done = Sum(question, population.this_year, "invested_wan").column()
    return population.projects(question).annotate(
        done_fen=models.functions.Coalesce(done, 0, output_field=models.BigIntegerField())
    )


_FIELDS = {
    "name": F("about__name"),
    "unit_id": F("about__assessed_unit_id"),
    "owner_id": F("about__owner_unit_id"),
    "leader_id": F("about__contact_leader_id"),
    "duty": F("about__duty_person"),
    "listing": F("plan__listing"),
    "planned": F("plan__planned_wan"),
    "to_start_on": F("plan__starts_on"),
}


def _listed(rows: QuerySet, question: Question, *, today: date | None = None) -> list[Listed]:
    found = list(rows.values("pk", "done_fen", **_FIELDS))
    units = {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=_ids(found, "unit_id", "owner_id"))}
    leaders = dict(Person.objects.filter(pk__in=_ids(found, "leader_id")).values_list("pk", "name"))
    until = question.period.until if today is None else min(today, question.period.until)
    months = question.period.months
    listed = []
    for row in found:
        planned, done = row["planned"] or Decimal(0), from_fen(row["done_fen"]) or Decimal(0)
        due = row["to_start_on"]
        listed.append(
            Listed(
                project_id=row["pk"],
                name=row["name"],
                unit=units.get(row["unit_id"], ""),
                owner=units.get(row["owner_id"], ""),
                leader=leaders.get(row["leader_id"], ""),
                listing=row["listing"] or "",
                planned_wan=planned,
                done_wan=done,
                rate=rate(done, planned),
                gap=gap(done, planned, months),
                to_start_on=due,
                overdue_days=max((until - due).days, 0) if due else 0,
                duty_person=row["duty"],
            )
        )
    return listed


def _ids(rows: list[dict[str, Any]], *names: str) -> set[int]:
    return {row[name] for row in rows for name in names if row[name] is not None}


@dataclass(frozen=True, slots=True)
class Need:
    """需协调事项 of a project: what it asks, of whom, since which month it has been asking without a pause."""

    project_id: int
    name: str
    unit: str
    text: str
    asked_of: str
    since: Month
    report_id: int


ASKED = (UnitKind.OFFICE, UnitKind.DEPARTMENT)


def needs(question: Question, *, stop: int | None = None) -> list[Need]:
    """What reports of the period's last month ask of the city: of a department, the office, or nobody named.

    The longest asked first; equal ones in the ledger's order. What is asked of a county or owner is theirs to settle.
    """
    rows = population.projects(question)
    asking = _asking(question, MonthlyReport.objects.filter(project__in=rows.values("pk"), month=question.period.last))
    reports = list(asking.select_related("project", "needs_from").order_by("project__order", "project_id"))
    reports = [report for report in reports if not says_nothing(report.needs)]
    since = _since(question, reports)
    reports.sort(key=lambda report: since[report.project_id])
    about = {row.project_id: row for row in _profiles(question, reports)}
    return [
        Need(
            project_id=report.project_id,
            name=about[report.project_id].name if report.project_id in about else str(report.project),
            unit=str(about[report.project_id].assessed_unit or "") if report.project_id in about else "",
            text=report.needs.strip(),
            asked_of=str(report.needs_from) if report.needs_from else "",
            since=since[report.project_id],
            report_id=report.pk,
        )
        for report in reports[:stop]
    ]


def _asking(question: Question, reports: QuerySet) -> QuerySet:
    handed_in = reports.filter(state__in=[State.SUBMITTED, State.CHECKED, State.ACCEPTED]).exclude(needs="")
    if question.as_of is not None:
        handed_in = handed_in.filter(Q(submitted_at__lte=question.as_of) | Q(accepted_at__lte=question.as_of))
    return handed_in.filter(Q(needs_from__isnull=True) | Q(needs_from__kind__in=ASKED))


def _since(question: Question, reports: list[MonthlyReport]) -> dict[int, Month]:
    """The first of the months in a row in which each project asked."""
    earlier = MonthlyReport.objects.filter(
        project__in={report.project_id for report in reports}, month__lt=question.period.last
    )
    asked: dict[int, set[Month]] = {}
    for project, month, text in _asking(question, earlier).values_list("project_id", "month", "needs"):
        if not says_nothing(text):
            asked.setdefault(project, set()).add(month)
    since = {}
    for report in reports:
        month = report.month
        while month - 1 in asked.get(report.project_id, ()):
            month = month - 1
        since[report.project_id] = month
    return since


def _profiles(question: Question, reports: list[MonthlyReport]) -> QuerySet:
    ids = {report.project_id for report in reports}
    return population.profiles(question).filter(project__in=ids).select_related("assessed_unit")
