"""What the phone keeps for 巡查: today's list with its reasons, the checklists as data, and what is still open.

Only for who visits. No route, no order of stops, nothing of where the phone is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yidan.kernel import policy
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.matters.states import ProblemType
from yidan.patrol import queries
from yidan.patrol.models import Assignment, Checklist, Finding
from yidan.patrol.states import State
from yidan.people.models import Person
from yidan.web import format as words
from yidan.web.patrol import showing

MOST_FINDINGS = 100
LONGEST = 300


def kept(person: Person, today: date) -> dict[str, Any] | None:
    """Today's list, the checklists and the open findings; None for whoever visits nothing."""
    if not person.is_role(Role.INSPECTOR, Role.SUPERVISOR):
        return None
    asked = showing.asked(Assignment.objects.filter(visitor=person, patrol_day__day=today))
    return {
        "day": words.day(today),
        "asked": [_asked(each, today) for each in sorted(asked, key=_by_county)],
        "checklists": {each.domain: each.form for each in Checklist.objects.live()},
        "types": [[value, str(label)] for value, label in ProblemType.choices],
        "findings": [_finding(each) for each in _open(person)],
    }


def may_visit(person: Person, own_units: frozenset[int], project: Project) -> bool:
    """Whether this person may record a visit of the project: never of the own unit."""
    return policy.may(person, Verb.VISIT_RECORD, project) and not own_units & queries.units_named(project)


def _by_county(assignment: Assignment) -> tuple[int, str]:
    """By county, then by name: no order of stops is suggested."""
    unit = assignment.project.profile.assessed_unit
    return (unit.protocol_order if unit else 10_000, assignment.project.name)


def _asked(assignment: Assignment, today: date) -> dict[str, Any]:
    row = showing.asked_row(assignment, today)
    return {
        "project": assignment.project_id,
        **{name: row[name] for name in ("name", "county", "place", "words", "last")},
        "badges": [[str(label), tone] for label, tone in row["badges"]],
        "last_words": row["last_words"][:LONGEST],
        "domain": assignment.project.profile.domain,
        "is_done": bool(row["visit_href"]),
    }


def _open(person: Person) -> list[Finding]:
    """What this person's visits found and nobody has settled yet."""
    found = Finding.objects.filter(visit__visitor=person, state=State.OPEN).select_related("visit__project__profile")
    return list(found[:MOST_FINDINGS])


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.pk,
        "text": finding.text,
        "type": finding.problem_type,
        "project": finding.visit.project_id,
        "name": finding.visit.project.name,
        "day": words.short_day(beijing_day(finding.found_at)),
    }
