"""Which pictures are meant, read from an address: by project, slot, months, week, unit, stage, grade, light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from yidan.figures import project_lights
from yidan.figures import queries as figures
from yidan.figures.question import Period, Question
from yidan.kernel import parameters
from yidan.kernel.values import BEIJING, Month, beijing_day
from yidan.ledger import queries
from yidan.ledger.models import Exhibit, Project, Stage
from yidan.web import asking, clock
from yidan.web.project import grades, pictures
from yidan.web.request import Request

WEEK = timedelta(days=7)
MOST = 400  # pictures looked at for one page


@dataclass(frozen=True)
class Week:
    """Seven days up to and including `until`."""

    until: date

    @property
    def since(self) -> date:
        """Its first day."""
        return self.until - WEEK + timedelta(days=1)

    def bounds(self) -> tuple[datetime, datetime]:
        """From midnight to midnight, Beijing's."""
        return (
            datetime.combine(self.since, time(), BEIJING),
            datetime.combine(self.until + timedelta(days=1), time(), BEIJING),
        )


def narrowed(request: Request) -> QuerySet[Exhibit]:
    """Every picture the person may see, as far as the address narrows it; but for week and grade."""
    given = request.GET
    projects: QuerySet[Project] = queries.visible_to(request.user)
    if units := _numbers(request, "unit"):
        projects = projects.filter(profile__assessed_unit__in=units)
    if stages := given.getlist("stage"):
        if not set(stages) <= set(Stage.values):
            raise Http404("stage")
        projects = projects.filter(stage__in=stages)
    if chosen := _numbers(request, "project"):
        projects = projects.filter(pk__in=chosen)
    if lights := given.getlist("light"):
        projects = projects.filter(pk__in=_lit(request, lights))
    found = queries.exhibits_of(projects).select_related("project__profile__assessed_unit")
    if slots := given.getlist("slot"):
        found = found.filter(slot_name__in=slots)
    if ids := _numbers(request, "id"):
        found = found.filter(pk__in=ids)
    for name, condition in (("since", "month__gte"), ("to", "month__lte")):
        if text := given.get(name, ""):
            try:
                found = found.filter(**{condition: Month.parse(text)})
            except ValueError:
                raise Http404(name) from None
    return found


def newest_week(request: Request, found: QuerySet[Exhibit]) -> Week | None:
    """The week asked for (`?until=2021-01-23`), else the one that ends with the newest picture; None without any."""
    if text := request.GET.get("until", ""):
        try:
            return Week(date.fromisoformat(text))
        except ValueError:
            raise Http404("until") from None
    newest = found.order_by("-recorded_at").values_list("recorded_at", flat=True).first()
    return Week(beijing_day(newest)) if newest else None


def within(found: QuerySet[Exhibit], week: Week) -> QuerySet[Exhibit]:
    """What was brought in the week, newest first."""
    since, until = week.bounds()
    return found.filter(recorded_at__gte=since, recorded_at__lt=until).order_by("-recorded_at", "-pk")


def shots(request: Request, exhibits: list[Exhibit]) -> list[dict[str, Any]]:
    """Tiles with their grade, narrowed to the grades asked for, each with its project."""
    graded = grades.of(exhibits, request.user)
    wanted = request.GET.getlist("grade")
    if not set(wanted) <= set(grades.LETTERS):
        raise Http404("grade")
    found = []
    for exhibit in exhibits:
        grade = graded.get(exhibit.capture_id)
        if wanted and (grade is None or grade.letter not in wanted):
            continue
        profile = exhibit.project.profile
        found.append(
            {
                **pictures.shot(exhibit, grade),
                "project": exhibit.project.name,
                "project_id": exhibit.project_id,
                "assessed": str(profile.assessed_unit or "") if profile else "",
                "brought_on": beijing_day(exhibit.recorded_at),
                "exhibit": exhibit,
            }
        )
    return found


def selected(request: Request, most: int) -> list[dict[str, Any]]:
    """The pictures of an export: of a project or of named ones all, else of the week; one more than `most` is read."""
    found = narrowed(request)
    if not (set(request.GET) & {"project", "id", "since", "to"}):
        week = newest_week(request, found)
        found = within(found, week) if week else found.none()
    return shots(request, list(found[: most + 1]))


def _numbers(request: Request, name: str) -> list[int]:
    given = request.GET.getlist(name)
    if not all(each.isdecimal() and len(each) < 19 for each in given):
        raise Http404(name)
    return [int(each) for each in given]


def _lit(request: Request, lights: list[str]) -> list[int]:
    """The projects with one of these lights in the newest month that is in."""
    if not set(lights) <= {str(each) for each in project_lights.ORDER}:
        raise Http404("light")
    now, at = clock.now(), figures.revision()
    asked = Question.of(request.user, Period(now.year))
    asked = asked.over(asking.latest(asked, now=now, at=at))
    today, values = beijing_day(now), parameters.values()
    found = figures.keep(
        f"lights/{today}", asked, lambda: project_lights.of_projects(asked, values, today=today), at=at
    )  # fmt: skip
    return [each.project_id for each in found if each.light and str(each.light) in lights]
