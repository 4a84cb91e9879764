"""What the phone keeps, so that 72 hours without a network lose nothing: own projects and all that a form needs.

Amounts travel as whole 分 in text and are shown by the phone; sentences with numbers in them travel as templates,
so that rules and words are the same here and there. Nothing here depends on the clock but `today`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from yidan.kernel import parameters, policy
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger import queries as ledger
from yidan.ledger.models import Asking, Exhibit, Project, Slot, Stage
from yidan.patrol.queries import units_of
from yidan.people.models import Person, UnitKind
from yidan.people.queries import units_in_order
from yidan.progress import queries, wording
from yidan.progress.calendar import deadlines
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.parameters import thresholds
from yidan.progress.rules import Situation, Thresholds, same_text
from yidan.progress.states import State
from yidan.web import format as words
from yidan.web import instance, sheets
from yidan.web.field import matters, visits
from yidan.web.field import parameters as field
from yidan.web.report.form import TEXTS, fen

MOST_PROJECTS = 200  # whoever reaches the whole city keeps the year's first 200; all of them are on the pages
MONTHS_OF_PICTURES = 13
MONTHS_KNOWN = 36


def kept(person: Person, now: datetime) -> dict[str, Any]:
    """Everything for this person; the same until something is written or the day changes."""
    today = beijing_day(now)
    month = queries.working_month(today)
    values = parameters.values()
    projects = list(
        queries.expected(month, ledger.visible_to(person)).select_related(
            "profile__owner_unit", "profile__assessed_unit"
        )[: MOST_PROJECTS + 1]
    )
    is_cut, projects = len(projects) > MOST_PROJECTS, projects[:MOST_PROJECTS]
    return {
        "person": {"id": person.pk, "name": person.name, "unit": str(person.unit or "")},
        "city": settings.CITY_NAME,
        "today": str(today),
        "is_simulated": instance.is_simulated(),
        "behind_days": instance.behind().days,
        "month": str(month),
        "due": _due(month),
        "form": _form_words(today),
        "limits": limits(thresholds(values)),
        "video": {"seconds": values[field.VIDEO_SECONDS.name], "bytes": values[field.VIDEO_MB.name] * 1024 * 1024},
        "largest": dict(settings.UPLOAD_LIMIT_BYTES),
        "words": _words(),
        "units": [[unit.pk, str(unit)] for unit in units_in_order().filter(is_active=True).exclude(kind=UnitKind.OWNER)]
        if any(policy.may(person, Verb.REPORT_SAVE, project) for project in projects)
        else [],
        "is_cut": is_cut,
        "matters": matters.kept(person, today),
        "acts": matters.acts(person),
        "raising": matters.raising(),
        "patrol": visits.kept(person, today),
        "projects": _projects(person, month, projects),
    }


def _due(month: Month) -> dict[str, str]:
    due = deadlines(month)
    return {"opens_on": str(due.opens_on), "report_by": due.report_by.isoformat()}


def _form_words(today: date) -> str:
    """By which basis, for which office and until when the report is asked; or that this has run out."""
    form = sheets.standing_of("monthly_report", today, is_fresh=True)
    said = {
        "basis": form.said, "frequency": form.sheet.frequency.label, "owner": form.owner,
        "expires": words.short_day(form.expires_on), "label": form.sheet.label,
    }  # fmt: skip
    if form.is_expired:
        return _("“%(label)s”的填报依据已于 %(expires)s 到期") % said
    return _("填报依据") + _("：%(basis)s · %(frequency)s · 归口：%(owner)s · 有效期至 %(expires)s") % said


def _words() -> dict[str, Any]:
    """The office's sentences, as templates: a phone fills them in without a network."""
    return {
        "lacks": {kind: str(text) for kind, text in wording.LACKS.items()},
        "questions": {kind: str(text) for kind, text in wording.QUESTIONS.items()},
        "causes": [str(cause) for cause in wording.TYPICAL_CAUSES],
        "states": {state.value: str(state.label) for state in State},
    }


def limits(of: Thresholds) -> dict[str, Any]:
    """The office's thresholds as the phone's rules read them: percents and points as text, money in 分."""
    return {
        "month_share_percent": str(of.month_share_percent),
        "december_percent": str(of.december_percent),
        "identical_months": of.identical_months,
        "round_step": fen(of.round_step_wan),
        "round_percent": str(of.round_percent),
        "over_total_percent": str(of.over_total_percent),
        "unchanged_text_percent": str(of.unchanged_text_percent),
        "unstarted_percent": str(of.unstarted_percent),
        "idle_months": of.idle_months,
        "behind_points": str(of.behind_points),
    }


def _projects(person: Person, month: Month, projects: list[Project]) -> list[dict[str, Any]]:
    ids = [project.pk for project in projects]
    papers = {
        paper.project_id: paper
        for paper in MonthlyReport.objects.filter(project__in=ids, month=month).select_related("reporter")
    }
    known = queries.situations(projects, month, papers)
    past = _past(ids, month)
    slots = _slots(ids)
    asked = {pk: {slot.name for slot in found} for pk, found in ledger.asked(ids, month).items()}
    pictures = _pictures(ids, month)
    own_units = units_of(person)
    return [
        {
            "id": project.pk,
            "name": project.name,
            "owner": str(project.profile.owner_unit or ""),
            "county": str(project.profile.assessed_unit or ""),
            "place": project.profile.place,
            "stage": str(Stage(project.stage).label),
            "may_report": policy.may(person, Verb.REPORT_SAVE, project),
            "may_show": policy.may(person, Verb.EXHIBIT_ADD, project),
            "may_move": policy.may(person, Verb.MILESTONE_FORECAST, project),
            "may_raise": policy.may(person, Verb.MATTER_RAISE, project),
            "may_visit": visits.may_visit(person, own_units, project),
            "domain": project.profile.domain,
            "situation": situation(known[project.pk]),
            "report": report(papers.get(project.pk)),
            "past": past.get(project.pk, []),
            "slots": [_slot(each, asked.get(project.pk, set())) for each in slots.get(project.pk, [])],
            "pictures": pictures.get(project.pk, []),
        }
        for project in projects
    ]


def situation(of: Situation) -> dict[str, Any]:
    """What a report is measured against, without what the report itself says: exact 分, days, months."""
    said = of.invested_wan or 0
    last_words = of.past[-1].physical_progress if of.past else ""
    return {
        "month": str(of.month),
        "past": [
            [str(each.month), fen(each.invested_wan), int(same_text(each.physical_progress, last_words))]
            for each in of.past[-MONTHS_KNOWN:]
        ],
        "last_words": last_words,
        "year_before": fen(of.year_wan - said),
        "to_date_before": fen(of.to_date_wan - said),
        "covered_until": str(of.covered_until or ""),
        "missing": [str(each) for each in of.missing],
        "planned": fen(of.planned_wan),
        "is_preparing": of.is_preparing,
        "total": fen(of.total_investment_wan),
        "started_on": str(of.started_on or ""),
        "completed_on": str(of.completed_on or ""),
        "is_suspended": of.is_suspended,
        "milestones": [
            [each.id, each.name, str(each.planned_on or ""), each.known_on, each.known_reason] for each in of.milestones
        ],
    }


def report(paper: MonthlyReport | None) -> dict[str, Any] | None:
    """The month's paper, field by field as the phone writes it; nothing where nobody began."""
    if paper is None:
        return None
    return {
        "state": paper.state,
        "saved_at": paper.saved_at.isoformat(),
        "reporter": paper.reporter.name if paper.reporter else "",
        "sent_back_reason": paper.sent_back_reason if paper.state == State.SENT_BACK else "",
        "fields": {
            "invested": paper.typed.get("invested_wan") or words.plain(paper.invested_wan),
            **{name: getattr(paper, name) for name in TEXTS},
            "explanation": paper.explanation,
            "needs_from": paper.needs_from_id,
            "milestone_days": paper.milestone_days,
            "is_unchanged": paper.is_unchanged,
        },
        "answers": paper.typed.get("answers", {}) or {each["kind"]: each["answer"] for each in paper.doubts},
    }


def _past(ids: Iterable[int], month: Month) -> dict[int, list[dict[str, Any]]]:
    """The newest accepted month of each project, and what else the last three months say; newest first."""
    facts = Progress.objects.live().filter(span=Span.MONTH, month__lt=month)
    newest = facts.filter(project=OuterRef("project")).order_by("-month").values("month")[:1]
    rows: QuerySet[Progress] = (
        facts.filter(project__in=list(ids))
        .annotate(newest=Subquery(newest))
        .filter(Q(month=F("newest")) | Q(month__gte=month - 3))
        .order_by("-month")
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for fact in rows:
        found.setdefault(fact.project_id, []).append(
            {
                "month": str(fact.month),
                "invested": fen(fact.invested_wan),
                **{name: getattr(fact, name) for name in TEXTS},
            }
        )
    return found


def _slots(ids: Iterable[int]) -> dict[int, list[Slot]]:
    found: dict[int, list[Slot]] = {}
    for slot in Slot.objects.live().filter(project__in=list(ids)):
        found.setdefault(slot.project_id, []).append(slot)
    return found


def _slot(slot: Slot, asked: set[str]) -> dict[str, Any]:
    """A viewpoint with its reason; `is_asked` for this month, `milestone` asks once that is reached."""
    return {
        "name": slot.name,
        "viewpoint": slot.viewpoint,
        "kind": slot.kind,
        "is_asked": slot.name in asked,
        "asks_when_reached": slot.milestone if slot.asking == Asking.ON_MILESTONE else "",
        "is_camera_only": slot.is_camera_only,
        "reason": slot.reason,
        "document": slot.document,
    }


def _pictures(ids: list[int], month: Month) -> dict[int, list[dict[str, Any]]]:
    """This month's pictures of each project and the newest earlier one of each slot; no more than ten a project."""
    found: dict[int, list[dict[str, Any]]] = {}
    have: dict[int, set[str]] = {}
    for exhibit in ledger.exhibits_of(ids).filter(month__gt=month - MONTHS_OF_PICTURES):
        mine, slots = found.setdefault(exhibit.project_id, []), have.setdefault(exhibit.project_id, set())
        is_new_slot = exhibit.slot_name not in slots
        if len(mine) < 10 and (exhibit.month == month or is_new_slot):
            mine.append(_picture(exhibit))
            slots.add(exhibit.slot_name)
    return found


def _picture(exhibit: Exhibit) -> dict[str, Any]:
    capture = exhibit.capture
    reading = getattr(capture.file, "reading", None)
    return {
        "id": exhibit.pk,
        "slot": exhibit.slot_name,
        "month": str(exhibit.month),
        "caption": exhibit.caption,
        "kind": capture.file.kind.value,
        "sha256": capture.file.sha256,
        "has_preview": bool(reading and reading.has_preview),
        "person": capture.person_id,
        "has_place": capture.longitude is not None,
    }
