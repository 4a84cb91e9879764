"""Who should lead and who should verify, and what a form opens with, guessed from the ledger; a person decides."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yidan.ledger.models import Project
from yidan.ledger.queries import visible_to
from yidan.matters import queries
from yidan.matters.models import Matter
from yidan.matters.rules import first_clause, likely_type
from yidan.matters.states import Kind
from yidan.people.models import Unit
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State
from yidan.web.request import Request


def units_for(matter: Matter) -> dict[str, Unit | None]:
    """Lead: as drafted, else the project's 责任单位 or owner. Verifying: its 主管部门, else county, else the office."""
    project = matter.projects.select_related(
        "profile__responsible_unit", "profile__competent_unit", "profile__owner_unit", "profile__assessed_unit"
    ).first()
    profile = project.profile if project else None
    lead = matter.lead_unit or (profile and (profile.responsible_unit or profile.owner_unit))
    candidates = [matter.verifying_unit]
    if profile:
        candidates += [profile.competent_unit, profile.assessed_unit]
    verifying = next((each for each in [*candidates, queries.office_unit()] if each and each != lead), None)
    return {"lead_unit": lead or None, "verifying_unit": verifying}


def prefilled(request: Request) -> dict[str, Any]:
    """What `?project=…&report=…&quote=…&title=…` already says, of projects and reports this person may see."""
    query, initial = request.GET, {}
    projects = visible_to(request.user).select_related("profile")
    quote = query.get("quote", "")[:4000]
    project: Project | None = None
    if (report := query.get("report", "")).isdecimal():
        found = MonthlyReport.objects.filter(pk=report, project__in=projects.values("pk")).first()
        if found:
            project = projects.filter(pk=found.project_id).first()
            # what nobody has handed in yet is the writer's own
            quote = quote or (found.needs or found.problems if found.state != State.DRAFT else "")
            initial["source"] = _("%(year)d年%(month)d月月报") % {"year": found.month.year, "month": found.month.month}
    if project is None and (number := query.get("project", "")).isdecimal():
        project = projects.filter(pk=number).first()
    title = query.get("title", "")[:100] or first_clause(quote)
    initial |= {"project": project, "source_quote": quote, "title": title, "problem_type": likely_type(quote or title)}
    if query.get("kind") in Kind.values:
        initial["kind"] = query["kind"]
    return {name: value for name, value in initial.items() if value}
