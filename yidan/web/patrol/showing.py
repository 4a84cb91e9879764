"""Visits, findings and the day's list as the pages show them: values become strings here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from yidan.kernel import policy
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import queries as ledger
from yidan.patrol import queries
from yidan.patrol.models import Assignment, Finding, Sighting, Visit
from yidan.patrol.rules import forms
from yidan.patrol.states import Reason, State
from yidan.people.models import Person
from yidan.web import format as words
from yidan.web.addresses import address
from yidan.web.project import pictures

TONES = {State.OPEN: "waiting", State.SOLVED: "good", State.RAISED: "quiet", State.VOID: "quiet"}
REASON_TONES = {Reason.RED: "bad", Reason.FALLOW: "warn", Reason.YELLOW: "warn", Reason.MILESTONE: "waiting"}


def asked(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Assignments with what their rows need: project, last words seen there, and the visit they led to."""
    last = Sighting.objects.live().filter(visit__project=OuterRef("project")).order_by("-visit__visited_at")
    before = last.exclude(visit__assignment=OuterRef("pk"))
    return assignments.select_related("project__profile__assessed_unit", "visitor__unit", "visit").annotate(
        last_words=Subquery(before.values("physical_progress")[:1]),
        last_at=Subquery(before.values("visit__visited_at")[:1]),
    )


def asked_row(assignment: Assignment, today: date) -> dict[str, Any]:
    """One site of a list."""
    project, profile = assignment.project, assignment.project.profile
    visit = getattr(assignment, "visit", None)
    last_at = assignment.last_at  # type: ignore[attr-defined]
    return {
        "name": project.name,
        "href": address("project", project.pk),
        "county": str(profile.assessed_unit or _("未定县市区")),
        "county_order": profile.assessed_unit.protocol_order if profile.assessed_unit else 10_000,
        "place": profile.place,
        "badges": [(Reason(kind).label, REASON_TONES.get(Reason(kind), "quiet")) for kind in assignment.reasons],
        "words": _without_label(assignment),
        "visitor": assignment.visitor.name,
        "visitor_unit": str(assignment.visitor.unit or ""),
        "last": words.short_day(beijing_day(last_at)) if last_at else "",
        "last_words": assignment.last_words or "",  # type: ignore[attr-defined]
        "visit_href": address("visit", visit.pk) if visit else "",
        "record_href": address("visit.record", project.pk),
    }


def _without_label(assignment: Assignment) -> str:
    """The reasons in words; the first one's label stands beside them already, as a badge."""
    label = str(Reason(assignment.reasons[0]).label) if assignment.reasons else ""
    return assignment.words.removeprefix(_("%(label)s：%(words)s") % {"label": label, "words": ""})


def by_county(rows: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rows under their county, in protocol order; within it by name, since no order of stops is suggested."""
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda each: (each["county_order"], each["county"], each["name"])):
        groups.setdefault((row["county_order"], row["county"]), []).append(row)
    return [(county, found) for (_order, county), found in groups.items()]


def visit_row(visit: Visit, person: Person) -> dict[str, Any]:
    """One visit with its findings."""
    seen = queries.words_of(visit)
    return {
        "href": address("visit", visit.pk),
        "day": words.day(beijing_day(visit.visited_at)),
        "who": f"{visit.visitor.name} · {visit.visitor.unit}" if visit.visitor.unit else visit.visitor.name,
        "physical_progress": seen.physical_progress,
        "at_work": seen.at_work,
        "problems": seen.problems,
        "is_corrected": bool(seen.reason),
        "asked": visit.assignment.words if visit.assignment and may_read_lists(person) else "",
        "findings": [finding_row(each, person) for each in visit.findings.all() if each.state != State.VOID],
    }


def may_read_lists(person: Person) -> bool:
    """Whether the reasons of a list are shown: not to those who were visited."""
    return person.is_role(Role.SUPERVISOR, Role.LEADER, Role.AUDITOR, Role.INSPECTOR)


def finding_row(finding: Finding, person: Person, *, with_project: bool = False) -> dict[str, Any]:
    """A finding, what became of it, and what this person may do with it."""
    own = finding.visit.visitor_id == person.pk or person.is_role(Role.SUPERVISOR)
    is_open = own and finding.state == State.OPEN
    row: dict[str, Any] = {
        "id": finding.pk,
        "text": finding.text,
        "type": finding.get_problem_type_display(),
        "day": words.short_day(beijing_day(finding.found_at)),
        "state": (finding.get_state_display(), TONES[State(finding.state)]),
        "how": finding.how,
        "visit_href": address("visit", finding.visit_id),
        "matter": _matter(finding),
        "solve_href": address("finding.solve", finding.pk) if is_open else "",
        "raise_href": address("finding.raise", finding.pk) if is_open else "",
    }
    if with_project:
        project = finding.visit.project
        row |= {"project": project.name, "project_href": address("project", project.pk)}
    return row


def _matter(finding: Finding) -> dict[str, str] | None:
    if finding.matter is None:
        return None
    return {"word": finding.matter.number or _("一单草稿"), "href": address("matter", finding.matter.pk)}


def shots(visit: Visit) -> list[dict[str, Any]]:
    """The visit's pictures that still speak for the project."""
    exhibits = ledger.exhibits_of([visit.project_id]).filter(visits=visit)
    return [pictures.shot(each) for each in exhibits]


def answers(sighting: Sighting) -> list[tuple[str, str]]:
    """The answers to the checklist, in words."""
    return forms.told(sighting.checklist.form, sighting.answers) if sighting.checklist else []


def may_record(person: Person, project: Any) -> str:
    """ "" where this person may record a visit of the project, else why not."""
    if reason := policy.deny(person, Verb.VISIT_RECORD, project):
        return reason
    if queries.units_of(person) & queries.units_named(project):
        return _("本单位的项目，由外单位巡查")
    return ""
