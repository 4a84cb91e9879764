"""The day's list is made: what is known of each live site this morning, gathered into values for the rules.

Lights come from `figures`, which stands below `patrol` in the house; so the face gathers and the room decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yidan.figures import project_lights
from yidan.figures.question import Period, Question
from yidan.figures.rules import Light
from yidan.kernel import parameters
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.models import Milestone, Project
from yidan.patrol import parameters as office
from yidan.patrol import queries
from yidan.patrol.commands import planning
from yidan.patrol.models import PatrolDay
from yidan.patrol.rules import Site, Visitor
from yidan.people.models import Person
from yidan.people.queries import units_in_order
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.queries import working_month
from yidan.progress.wording import NAMES as DOUBTS
from yidan.web.views.light import reasons as light_reasons

REMEMBERED_MONTHS = 12
MILESTONES_BACK = timedelta(days=60)


def make(day: date, *, by: Any, at: datetime, absent: Iterable[int] = (), key: UUID | None = None) -> PatrolDay:
    """The day's list: the one that is there, else made now. `absent`: who cannot go that day."""
    if there := PatrolDay.objects.filter(day=day).first():
        return there
    away = set(absent)
    people = [Visitor(person.pk, queries.units_of(person)) for person in queries.visitors() if person.pk not in away]
    unit = units_in_order().first()
    return planning.plan(unit, by=by, at=at, key=key, day=day, sites=sites(day, at=at), visitors=people)


def sites(day: date, *, at: datetime) -> list[Site]:
    """Every live site with what is known of it, in a fixed number of queries."""
    projects = list(queries.live_projects().select_related("profile").order_by("order", "id"))
    ids = [project.pk for project in projects]
    values = parameters.values()
    month = _latest_month(day)
    lit = {each.project_id: each for each in _lights(month, values, day)}
    visits, first = queries.last_visits(ids), queries.first_day() or day
    idle = _idle_months(ids, month)
    milestones, doubts = _milestones(ids, day), _doubts(ids, month)
    found = []
    for project in projects:
        light = lit.get(project.pk)
        doubt = doubts.get(project.pk)
        months = idle.get(project.pk, 0)
        found.append(
            Site(
                project.pk, project.internal_id, queries.units_named(project),
                county=project.profile.assessed_unit_id, place=_place(project),
                light=_COLOURS.get(light.light, "") if light and light.light else "",
                light_words=_("；").join(light_reasons(light)) if light else "",
                milestones=tuple(milestones.get(project.pk, ())),
                idle_months=months if months >= values[office.IDLE_MONTHS.name] else 0,
                doubted_on=doubt[0] if doubt else None, doubt_words=doubt[1] if doubt else "",
                last_visit_on=visits.get(project.pk),
                since_on=max(first, beijing_day(project.registered_at)),
            )
        )  # fmt: skip
    return found


_COLOURS = {Light.RED: "red", Light.YELLOW: "yellow"}


def _place(project: Project) -> tuple[float, float] | None:
    profile = project.profile
    if profile.longitude is None or profile.latitude is None:
        return None
    return float(profile.longitude), float(profile.latitude)


def _latest_month(day: date) -> Month:
    """The newest accepted month that has ended; the month in hand where there is none."""
    newest = Progress.objects.live().filter(span=Span.MONTH, month__lte=Month.of(day)).order_by("-month")
    return newest.values_list("month", flat=True).first() or working_month(day)


def _lights(month: Month, values: dict[str, Any], day: date) -> list[project_lights.Lit]:
    return project_lights.of_projects(Question(Period.of(month)), values, today=day)


def _milestones(ids: list[int], day: date) -> dict[int, list[tuple[date, str]]]:
    """What is due around the day, by project: the forecast where there is one, else the plan."""
    found: dict[int, list[tuple[date, str]]] = {}
    rows = Milestone.objects.live().filter(project__in=ids, actual_on__isnull=True)
    for project, name, planned, forecast in rows.values_list("project_id", "name", "planned_on", "forecast_on"):
        due_on = forecast or planned
        if due_on and day - MILESTONES_BACK <= due_on <= day + MILESTONES_BACK:
            found.setdefault(project, []).append((due_on, name))
    return found


def _idle_months(ids: list[int], month: Month) -> dict[int, int]:
    """For how many accepted months up to this one nothing was invested, by project."""
    known: dict[int, dict[Month, Any]] = {}
    facts = Progress.objects.live().filter(
        project__in=ids, span=Span.MONTH, month__gt=month - REMEMBERED_MONTHS, month__lte=month
    )
    for project, when, amount in facts.values_list("project_id", "month", "invested_wan"):
        known.setdefault(project, {})[when] = amount
    found = {}
    for project, months in known.items():
        count = 0
        while months.get(month - count) == 0:
            count += 1
        found[project] = count
    return found


def _doubts(ids: list[int], month: Month) -> dict[int, tuple[date, str]]:
    """The day a project's latest report was handed in with doubts, and which."""
    found = {}
    reports = MonthlyReport.objects.filter(
        project__in=ids, month__gte=month, doubt_count__gt=0, submitted_at__isnull=False
    ).order_by("month")
    for project, submitted_at, doubts in reports.values_list("project_id", "submitted_at", "doubts"):
        names = [str(DOUBTS[doubt["kind"]]) for doubt in doubts if doubt.get("kind") in DOUBTS]
        if submitted_at:
            found[project] = (beijing_day(submitted_at), "、".join(names))
    return found


def visitors() -> list[Person]:
    """Who can be sent, in the office's order."""
    return list(queries.visitors().select_related("unit"))
