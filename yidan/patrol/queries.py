"""Questions about patrol: visits and findings of the projects one may see, and the lists of those concerned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max, Prefetch, QuerySet

from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.ledger import queries as ledger
from yidan.ledger.models import Project, Stage
from yidan.patrol.models import Assignment, Checklist, Finding, PatrolDay, Sighting, Visit
from yidan.people.models import Person, RoleHolding

LIVE_STAGES = (Stage.CONSTRUCTION, Stage.SUSPENDED)


def visible_to(person: Person) -> QuerySet[Visit]:
    """The visits of the projects this person may see: those concerned read what was found at their site."""
    return Visit.objects.filter(project__in=ledger.visible_to(person))


def findings_visible_to(person: Person) -> QuerySet[Finding]:
    """The findings of those visits."""
    return Finding.objects.filter(visit__project__in=ledger.visible_to(person))


def assignments_visible_to(person: Person) -> QuerySet[Assignment]:
    """Whom the day's lists concern: the office, leaders and the auditor see all, everybody else their own.

    Nobody of a project reads here when somebody comes.
    """
    assignments = Assignment.objects.filter(project__in=ledger.visible_to(person))
    if person.is_role(Role.SUPERVISOR, Role.LEADER, Role.AUDITOR):
        return assignments
    return assignments.filter(visitor=person)


def with_words(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """The visits with what was seen (`words`), their findings and who went, in a fixed number of queries."""
    return visits.select_related("visitor__unit", "assignment").prefetch_related(
        Prefetch("sightings", Sighting.objects.live().select_related("checklist"), to_attr="live_sightings"),
        Prefetch("findings", Finding.objects.select_related("matter").order_by("id")),
    )


def words_of(visit: Visit) -> Sighting:
    """What was seen, as it stands now."""
    live = getattr(visit, "live_sightings", None)
    return live[0] if live else visit.sightings.live().select_related("checklist").get()


def last_words(project: Project, before: datetime | None = None) -> Sighting | None:
    """What was seen last time, beside the field for this time."""
    seen = Sighting.objects.live().filter(visit__project=project).order_by("-visit__visited_at", "-visit_id")
    if before:
        seen = seen.filter(visit__visited_at__lt=before)
    return seen.select_related("visit").first()


def last_visits(project_ids: Iterable[int]) -> dict[int, date]:
    """The day of each project's last visit, whoever went."""
    rows = Visit.objects.filter(project__in=list(project_ids)).order_by().values_list("project")
    return {project: beijing_day(at) for project, at in rows.annotate(last=Max("visited_at"))}


def first_day() -> date | None:
    """The day of the first list ever: before it, nobody's 28 days were running."""
    return PatrolDay.objects.order_by("day").values_list("day", flat=True).first()


def live_projects() -> QuerySet[Project]:
    """What is visited: projects that stand for themselves, under way or stopped; of a bundle its parts."""
    return ledger.standing().filter(stage__in=LIVE_STAGES, children__isnull=True, profile__isnull=False)


def visitors() -> QuerySet[Person]:
    """Who can be asked to go: 项目服务专员 in office."""
    held = RoleHolding.objects.live().filter(until_on__isnull=True, role=Role.INSPECTOR)
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id")).order_by("protocol_order", "id")


def units_of(person: Person) -> frozenset[int]:
    """The units a person belongs to or holds a role in."""
    held = {unit for _role, unit in person.holds()}
    return frozenset(held | {person.unit_id} if person.unit_id else held)


def units_named(project: Project) -> frozenset[int]:
    """Every unit a project names, in whatever part."""
    return frozenset(unit for units in project.reach().values() for unit in units)


def checklist_of(project: Project) -> Checklist | None:
    """The checklist for its kind, else the one for all."""
    domain = project.profile.domain if project.profile else ""
    found = {each.domain: each for each in Checklist.objects.live().filter(domain__in={domain, ""})}
    return found.get(domain) or found.get("")
