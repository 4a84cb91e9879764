"""Questions about money: whoever sees the project sees its money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet

from yidan.funds.models import Batch, Fund, Movement, Reconciliation
from yidan.funds.rules import Line, Match, Moved, match
from yidan.funds.rules.matching import NEAR_DAYS
from yidan.funds.states import STATE_SOURCES
from yidan.ledger.models import Project, ProjectCode
from yidan.ledger.queries import standing, visible_to
from yidan.people.models import Person
from yidan.people.queries import scope_of


def movements_visible_to(person: Person) -> QuerySet[Movement]:
    """The live movements of the projects this person sees."""
    return Movement.objects.live().filter(project__in=visible_to(person)).select_related("fund__batch")


def funds_visible_to(person: Person) -> QuerySet[Fund]:
    """The funds of the projects this person sees."""
    return Fund.objects.filter(project__in=visible_to(person)).select_related("batch")


def batches_visible_to(person: Person) -> QuerySet[Batch]:
    """All batches for who sees the city; for others those that gave a project of theirs money."""
    scope = scope_of(person)
    if scope.is_city:
        return Batch.objects.all()
    if scope.is_nothing:
        return Batch.objects.none()
    return Batch.objects.filter(pk__in=funds_visible_to(person).order_by().values("batch"))


def reconciliations_visible_to(person: Person) -> QuerySet[Reconciliation]:
    """The bureau's books hold everybody's money: only who sees the whole city sees them."""
    return Reconciliation.objects.all() if scope_of(person).is_city else Reconciliation.objects.none()


def moved(movements: Iterable[Movement]) -> tuple[Moved, ...]:
    """Movements as the rules see them."""
    return tuple(Moved(each.happened_on, each.step, each.amount_wan) for each in movements)


def ours(reconciliation: Reconciliation) -> tuple[list[Line], dict[int, Movement]]:
    """Our movements of the same step and days as lines, each under its project's number, and by their keys."""
    found = (
        Movement.objects.live()
        .filter(
            step=reconciliation.step,
            happened_on__gte=reconciliation.since_on - timedelta(days=NEAR_DAYS),
            happened_on__lte=reconciliation.until_on + timedelta(days=NEAR_DAYS),
            fund__source__in=STATE_SOURCES,
            project__in=standing(),
        )
        .select_related("project__profile", "fund__batch")
    )
    rows = {each.pk: each for each in found}
    return [
        Line(pk, each.project.internal_id, each.happened_on, each.amount_wan, each.project.name, each.document)
        for pk, each in rows.items()
    ], rows


def compared(reconciliation: Reconciliation) -> tuple[Match, dict[int, Movement], dict[str, Project]]:
    """Theirs beside ours as it stands now: by any code the project ever had, or by its exact name where none is given.

    What only we have counts within their days; the days around are there for what is booked a little apart.
    """
    theirs = reconciliation.theirs
    projects = _projects_named(theirs)
    lines = [
        replace(each, code=projects[named(each)].internal_id if named(each) in projects else named(each))
        for each in theirs
    ]
    own, rows = ours(reconciliation)
    codes = frozenset(project.internal_id for project in projects.values())
    found = match(lines, own, codes=codes)
    within = (reconciliation.since_on, reconciliation.until_on)
    found.only_ours = [each for each in found.only_ours if within[0] <= each.on <= within[1]]
    return found, rows, {project.internal_id: project for project in projects.values()}


def named(line: Line) -> str:
    """What a line is looked up by: its code, or its name where it has none."""
    return line.code or line.name


def _projects_named(lines: Iterable[Line]) -> dict[str, Project]:
    """The projects of these codes and names; a name that several bear is nobody's."""
    wanted = {named(each) for each in lines}
    found: dict[str, Project] = {}
    codes = (
        ProjectCode.objects.live().filter(code__in=wanted, project__in=standing()).select_related("project__profile")
    )
    for each in codes:
        found[each.code] = each.project
    bearing: dict[str, list[Project]] = {}
    for project in standing().filter(profile__name__in=wanted - found.keys()).select_related("profile"):
        bearing.setdefault(project.name, []).append(project)
    return found | {name: projects[0] for name, projects in bearing.items() if len(projects) == 1}
