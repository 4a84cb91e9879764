"""Questions about permits: whose they are to see, a project's sheet, what a change of the calendar would move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from yidan.approvals.models import ApprovalCourse, Permit, PermitEvent
from yidan.approvals.reading import Known, days, happened
from yidan.approvals.rules import Happened
from yidan.approvals.states import WITH_DEPARTMENT, State
from yidan.kernel import parameters, workdays
from yidan.kernel.workdays import Calendar
from yidan.ledger import queries as ledger
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.people.queries import scope_of

DERIVED = ("received_on", "answer_by_on", "accepted_on", "due_on", "ended_on", "issued_on", "used")
CHUNK = 5_000


def visible_to(person: Person) -> QuerySet[Permit]:
    """The permits of the projects this person may see, and those that the own department handles."""
    scope = scope_of(person)
    if scope.is_nothing:
        return Permit.objects.none()
    seen = Q(project__in=ledger.visible_to(person))
    if scope.competent:
        seen |= Q(department__in=scope.competent, project__merged_into__isnull=True)
    return Permit.objects.filter(seen)


def projects_visible_to(person: Person) -> QuerySet[Project]:
    """The projects of those permits."""
    scope = scope_of(person)
    seen = Q(pk__in=ledger.visible_to(person).values("pk"))
    if scope.competent:
        seen |= Q(permits__department__in=scope.competent, merged_into__isnull=True)
    return Project.objects.filter(pk__in=Project.objects.filter(seen).order_by().values("pk"))


def with_events(permits: QuerySet[Permit]) -> QuerySet[Permit]:
    """The permits with item, department and what happened (`live_events`), in a fixed number of queries."""
    events = PermitEvent.objects.live().order_by("serial")
    return permits.select_related("item", "department").prefetch_related(
        Prefetch("events", events, to_attr="live_events")
    )


def events_of(permit: Permit) -> list[PermitEvent]:
    """What happened to it, as held now, in order."""
    live = getattr(permit, "live_events", None)
    return live if live is not None else list(permit.events.live().order_by("serial"))


def of_project(project: Project) -> list[Permit]:
    """A project's permits in the order of the catalogue; withdrawn ones have made way."""
    rows = with_events(Permit.objects.filter(project=project).exclude(state=State.WITHDRAWN))
    return list(rows.order_by("order", "id"))


def known_now(as_of: datetime | None = None) -> Known:
    """The calendar and the settings as they stand, or stood at that moment."""
    return Known(workdays.calendar(as_of), parameters.values(as_of))


# --- what a changed calendar moves ---


@dataclass(frozen=True)
class Move:
    """A permit whose days would be others."""

    permit: Permit
    was: dict[str, Any]
    now: dict[str, Any]


def moves(before: Calendar, after: Calendar) -> Iterator[Move]:
    """Every permit whose days differ under the new calendar, with the days before and after."""
    changed = workdays.changed(before, after)
    if not changed:
        return
    first = changed[0]
    reaches = Q(due_on__gte=first) | Q(due_on__isnull=True) | Q(ended_on__gte=first) | Q(answer_by_on__gte=first)
    rows = Permit.objects.filter(reaches, received_on__isnull=False).select_related("item").order_by("pk")
    known = Known(after, parameters.values())
    left = iter(rows.iterator(CHUNK))
    while chunk := list(islice(left, CHUNK)):
        events = happened_to(Q(permit__gte=chunk[0].pk, permit__lte=chunk[-1].pk))
        for permit in chunk:
            found = events.get(permit.pk, [])
            now = days(known.read(permit, found, found[-1].day), found[-1].day, known)
            was = {name: getattr(permit, name) for name in DERIVED}
            if now != was:
                yield Move(permit, was, now)


def happened_to(which: Q) -> Mapping[int, list[Happened]]:
    """What happened to many permits, each in order, as values: rows of a model would take twice as long."""
    found: dict[int, list[Happened]] = {}
    rows = PermitEvent.objects.live().filter(which).order_by("permit_id", "serial")
    for number, kind, at, basis, extra in rows.values_list("permit_id", "kind", "happened_at", "basis", "days"):
        found.setdefault(number, []).append(Happened(kind, at, basis, extra))
    return found


def courses_on(before: Calendar, after: Calendar) -> list[int]:
    """The projects whose finished course may rest on what changed."""
    changed = workdays.changed(before, after)
    moved = Q(ended_on__gte=changed[0], started_on__lte=changed[-1]) if changed else Q(pk__in=[])
    courses = ApprovalCourse.objects.live().filter(moved | Q(is_provisional=True))
    return list(courses.order_by("project_id").values_list("project_id", flat=True))


# --- what is late ---


def in_hand(permits: QuerySet[Permit]) -> QuerySet[Permit]:
    """What lies with a department."""
    return permits.filter(state__in=WITH_DEPARTMENT)


def overdue(permits: QuerySet[Permit], today: date) -> QuerySet[Permit]:
    """Whose limit is over while the clock runs; of papers merely received, once they count as accepted."""
    deemed = Q(state=State.RECEIVED, answer_by_on__lt=today)
    return permits.filter(Q(state=State.ACCEPTED) | deemed, due_on__lt=today)


def was_overdue(permit: Permit, day: date) -> bool:
    """The same of a permit as it was known then."""
    is_running = permit.state == State.ACCEPTED or (
        permit.state == State.RECEIVED and permit.answer_by_on is not None and permit.answer_by_on < day
    )
    return is_running and permit.due_on is not None and permit.due_on < day


def readings(permits: Iterable[Permit], today: date, known: Known) -> dict[int, Any]:
    """What the events of each permit say today."""
    return {
        each.pk: known.read(each, [happened(event) for event in events_of(each)], today) for each in permits
    }  # fmt: skip


def years() -> list[int]:
    """The years in which courses ended, the newest first."""
    days = ApprovalCourse.objects.live().order_by().values_list("ended_on", flat=True)
    return sorted({day.year for day in days}, reverse=True)
