"""首页(驾驶舱): three numbers, three problems, three decisions; the ranking, the curve, the lists.

Everything on it comes from the figures room and opens its sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.figures import curve, lights, lists, parameters, queries, ranking, rules
from yidan.figures.centres import Place, centres
from yidan.figures.define import Value
from yidan.figures.dimensions import Group
from yidan.figures.holding import Ranked, held
from yidan.figures.question import Question
from yidan.kernel.parameters import values as parameter_values
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.ledger.queries import visible_to
from yidan.people.models import Person
from yidan.people.queries import scope_of
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State
from yidan.web import asking, clock, cockpit, fragments, outlines
from yidan.web.matter.front import front
from yidan.web.preferences import preferences
from yidan.web.request import Request

SHOWN = 8
MATTERS = "<!-- matters -->"
TOTALS = (
    "project.count", "project.count_leaves", "plan.annual", "invested.month", "invested.year", "completion.rate",
    "schedule.gap", "start.count", "start.due", "start.rate", "finish.count", "finish.due", "finish.rate",
    "resumption.rate", "start.overdue", "report.missing", "invested.zero",
)  # fmt: skip
DOMAIN_KEYS = (
    "project.count", "plan.annual", "invested.month", "invested.year", "completion.rate", "schedule.gap",
    "start.count", "start.due", "start.rate", "finish.count", "finish.due", "finish.rate",
)  # fmt: skip
REVIEW_STATE = {
    Role.SUPERVISOR: State.CHECKED,
    Role.COUNTY_REVIEWER: State.SUBMITTED,
    Role.DEPARTMENT_REVIEWER: State.SUBMITTED,
}


@dataclass(frozen=True)
class Known:
    """What the ledger says to one question, kept until anything is written."""

    totals: dict[str, Value]
    tables: list[ranking.Table]
    lights: dict[Any, rules.Light]
    domains: list[Group]
    by_domain: dict[str, dict[Any, Value]]
    levels: list[Group]
    by_level: dict[str, dict[Any, Value]]
    curve: curve.Curve
    lagging: list[lists.Listed]
    lagging_count: int
    lagging_points: Decimal
    not_started: list[lists.Listed]
    not_reported: list[lists.Listed]
    needs: list[lists.Need]
    centres: dict[Any, Place]
    drawing: outlines.Drawing | None


@require_GET
def home(request: Request) -> HttpResponse:
    """The front page of whoever looks: a reporter's is the reporting page, an administrator's says who does what."""
    person: Person = request.user
    now = clock.now()
    if person.is_role(Role.REPORTER) and not person.is_role(*_readers()) and (place := _address("reports")):
        return redirect(place)
    at = queries.revision()
    asked = asking.question(request, now=now, at=at)
    if asked.scope.is_nothing:
        return render(request, "home/nothing.html", {"person": person, "places": _places_of(person)})
    today, role = beijing_day(now), next((role for role in REVIEW_STATE if person.is_role(role)), None)

    def context() -> dict[str, Any]:
        known = look(asked, today=today, at=at)
        page = cockpit.page(known, asked, preferences(request).unit, today=today)
        chosen = page["whose"] if any(request.GET.get(name) for name in asking.NARROWING) else ""
        waiting = _waiting(person, role, at) if role else None
        return page | {
            "waiting": waiting, "scope_words": chosen, "is_leader": person.is_role(Role.LEADER),
            "is_office": role is Role.SUPERVISOR,
        }  # fmt: skip

    board = fragments.kept(
        request, "home/board.html", asked, context, at=at, today=today, whose=f"{role}/{person.is_role(Role.LEADER)}"
    )
    return render(request, "home/home.html", {"board": _with_matters(request, board, asked, at=at, today=today)})


def _with_matters(request: Request, board: SafeString, asked: Question, *, at: str, today: date) -> SafeString:
    """What of 一单 is each person's own goes into the kept board where it says so, or before one that does not."""
    own = fragments.kept(
        request, "matters/front.html", asked, lambda: {"matters": front(request, today)}, at=at, today=today,
        whose=f"matters/{request.user.pk}",
    )  # fmt: skip
    return mark_safe(board.replace(MATTERS, own) if MATTERS in board else own + board)


def look(asked: Question, *, today: date, at: str) -> Known:
    """All of it, once per question, day and state of the journal."""
    return queries.keep(f"cockpit/{today}", asked, lambda: _known(asked, today, at), at=at)


def _known(asked: Question, today: date, at: str) -> Known:
    values = parameter_values(asked.as_of)
    points = values[parameters.LAGGING_POINTS.name]
    # One unit alone, or a part of the city's projects, is no ranking.
    is_ranked = asked.scope.is_city and asked.unit is None
    _foresee(asked, is_ranked, at)
    by_domain, by_level = (queries.grouped(DOMAIN_KEYS, asked, by, at=at) for by in ("domain", "level"))
    return Known(
        totals=queries.totals(TOTALS, asked, at=at),
        tables=ranking.ranking(asked, values, at=at) if is_ranked else [],
        lights={key: one.light for key, one in lights.of_units(asked, values, at=at).items()} if is_ranked else {},
        domains=_groups("domain", by_domain),
        by_domain=by_domain,
        levels=_groups("level", by_level),
        by_level=by_level,
        curve=curve.curve(asked, at=at),
        lagging=lists.lagging(asked, points, stop=SHOWN, at=at),
        lagging_count=lists.lagging_count(asked, points, at=at),
        lagging_points=points,
        not_started=lists.not_started(asked, today=today, stop=SHOWN, at=at),
        not_reported=lists.not_reported(asked, stop=3, at=at),
        needs=lists.needs(asked, stop=3, at=at),
        # where units lie does not change from one act to the next
        centres=queries.keep(f"centres/{today}", asked, centres, at=at.partition("-")[0]) if is_ranked else {},
        drawing=outlines.drawing(parameter_values()) if is_ranked else None,
    )


def _foresee(asked: Question, is_ranked: bool, at: str) -> None:
    """Read in one pass what the page needs of this month, and of the two before."""
    queries.foresee(
        {*TOTALS, *ranking.KEYS, lights.MONTH, lights.YEAR}, asked, (None, "unit", "domain", "level"), at=at
    )
    if is_ranked:
        for earlier in lights.foreseen(asked):
            queries.foresee(("project.count", ranking.BY, lights.MONTH, lights.YEAR), earlier, ("unit",), at=at)


def _groups(by: str, table: dict[str, dict[Any, Value]]) -> list[Group]:
    return queries.groups(by, [key for key, each in table["project.count"].items() if each.value])


@dataclass(frozen=True)
class Waiting:
    """Reports that wait for this person: how many, and the oldest since when."""

    count: int
    since: datetime | None
    href: str
    word: str


def _waiting(person: Person, role: Role, at: str) -> Waiting:
    """For the office, what waits for acceptance; for a reviewer, what waits for checking."""
    state, scope = REVIEW_STATE[role], scope_of(person)

    def about(projects: Iterable[int] | None) -> QuerySet:
        seen = visible_to(person) if projects is None else visible_to(person).filter(pk__in=projects)
        reports = MonthlyReport.objects.filter(state=state, project__in=seen.values("pk")).order_by()
        return reports.values_list("project", "submitted_at", "pk")

    waiting = held(("waiting", state, scope), lambda: Ranked(about))
    with waiting.renewed(at):
        oldest, count = waiting.between(0, 1), len(waiting)
    since = MonthlyReport.objects.filter(pk__in=oldest).values_list("submitted_at", flat=True).first()
    word = _("等您审定") if role is Role.SUPERVISOR else _("等您审核")
    return Waiting(count, since, _address("review") or _address("reports"), word)


def _readers() -> list[Role]:
    return [role for role in Role if role is not Role.REPORTER]


def _places_of(person: Person) -> list[tuple[str, str]]:
    """Where somebody without business data goes instead."""
    pages = [("units", _("单位")), ("persons", _("人员")), ("me", _("我的"))]
    return [(place, word) for name, word in pages if (place := _address(name))]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
