"""A monthly report as it is read: values beside last month's, doubts, corrections, steps and history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import uuid4

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from yidan.bulletins.queries import using
from yidan.kernel import policy
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role, who_may
from yidan.kernel.values import BEIJING, Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.progress import queries, wording
from yidan.progress.calendar import deadlines
from yidan.progress.models import MonthlyReport, Progress
from yidan.progress.states import FLOW, State
from yidan.web import clock
from yidan.web import format as words
from yidan.web.preferences import preferences
from yidan.web.report import form as forms
from yidan.web.request import Request

TONES = {
    State.DRAFT: "quiet",
    State.SUBMITTED: "waiting",
    State.CHECKED: "waiting",
    State.ACCEPTED: "good",
    State.SENT_BACK: "bad",
}
# Where the three steps stand in each state: report, check, accept.
STEPS = {
    None: ("now", "todo", "todo"),
    State.DRAFT: ("now", "todo", "todo"),
    State.SENT_BACK: ("back", "todo", "todo"),
    State.SUBMITTED: ("done", "now", "todo"),
    State.CHECKED: ("done", "done", "now"),
    State.ACCEPTED: ("done", "done", "done"),
}
ACT_TONES = {Verb.REPORT_SEND_BACK: "bad", Verb.REPORT_ACCEPT: "good", Verb.REPORT_CORRECT: "now"}


def shown(
    request: Request, project: Project, month: Month, report: MonthlyReport | None, as_of: datetime | None
) -> dict[str, Any]:
    """The context of the paper."""
    unit = preferences(request).unit
    now = clock.now()
    today = beijing_day(now)
    facts = queries.versions(project, month)
    fact = next((each for each in reversed(facts) if _held(each, as_of)), None)
    said = fact or report
    last = queries.last_accepted(project, month, as_of)
    situation = queries.situation(project, month, report)
    if fact:  # corrected since: what holds is the fact, not the paper
        situation = replace(situation, invested_wan=fact.invested_wan)
    return {
        "project": project,
        "month": str(month),
        "month_words": words.month(month),
        "report": report,
        "badge": badge(report),
        "turn": FLOW.turns[State(report.state)] if report else FLOW.turns[State.DRAFT],
        "due_words": forms.due_words(deadlines(month), today, now)
        if report is None or report.state in queries.OPEN_STATES
        else "",
        "steps": steps(report),
        "rows": _rows(said, last, unit),
        "echo": forms.echo(situation, unit) if report and not as_of else None,
        "amount": words.money(said.invested_wan, unit) if said else words.MISSING,
        "unit_word": words.unit_word(unit),
        "has_last": last is not None,
        "last_month": forms.last_words(month, last),
        "needs_from": report.needs_from if report else None,
        "doubts": doubts(report) if report else [],
        "explanation": report.explanation if report else "",
        "sent_back_reason": report.sent_back_reason if report and report.state == State.SENT_BACK else "",
        "check_opinion": report.check_opinion if report else "",
        "corrections": _corrections(facts, unit, today),
        "used_in": _used_in(request.user, project, facts),
        "as_of": words.minute(as_of, today) if as_of else "",
        "was_known": fact is not None,
        "origin": fact.origin if fact else "",
        "entries": _entries(report, today) if report else [],
        "back": f"{reverse('reports')}?month={month}",
        "project_address": _project_address(project),
        "acts": [] if as_of or report is None else acts(request.user, report),
        "may_fill": not as_of
        and (report is None or FLOW.allows(report.state, Verb.REPORT_SAVE))
        and policy.may(request.user, Verb.REPORT_SAVE, project),
        # a problem it tells of goes onto the list in two taps, in its own words
        "may_raise": report is not None
        and not as_of
        and bool(report.problems or report.needs)
        and policy.may(request.user, Verb.MATTER_RAISE, project),
        "correction": _correction(request.user, report, fact, unit) if not as_of else None,
        "key": uuid4(),
        "seen_at": report.submitted_at.isoformat() if report and report.submitted_at else "",
        "unit": unit,
    }


def _held(fact: Progress, as_of: datetime | None) -> bool:
    if as_of is None:
        return fact.superseded_at is None
    return fact.recorded_at <= as_of and (fact.superseded_at is None or fact.superseded_at > as_of)


def _rows(said: Any, last: Progress | None, unit: str) -> list[dict[str, str]]:
    """Each thing said, beside what was said last month."""
    rows = []
    for name in forms.TEXTS:
        label = MonthlyReport._meta.get_field(name).verbose_name
        rows.append(
            {
                "label": label,
                "now": getattr(said, name) if said else "",
                "last": getattr(last, name) if last else "",
            }
        )
    amount = {
        "label": _("本月完成投资"),
        "now": f"{words.money(said.invested_wan, unit)} {words.unit_word(unit)}" if said else "",
        "last": f"{words.money(last.invested_wan, unit)} {words.unit_word(unit)}" if last else "",
    }
    return [amount, *rows]


def badge(report: MonthlyReport | None) -> tuple[str, str]:
    """The state as word and tone."""
    if report is None:
        return _("未填"), "quiet"
    state = State(report.state)
    return str(state.label), TONES[state]


def steps(report: MonthlyReport | None) -> list[dict[str, str]]:
    """Report, check, accept: who did it and when, or whose turn it is."""
    stand = STEPS[State(report.state) if report else None]
    people = [("", None), ("", None), ("", None)]
    if report:
        people = [
            (report.submitted_by, report.submitted_at),
            (report.checked_by, report.checked_at),
            (report.accepted_by, report.accepted_at),
        ]
    turns = [FLOW.turns[State.DRAFT], FLOW.turns[State.SUBMITTED], FLOW.turns[State.CHECKED]]
    labels = [_("报送"), _("初审"), _("审定")]
    found = []
    for label, state, (person, at), turn in zip(labels, stand, people, turns, strict=True):
        who = str(turn)
        if state == "done":
            who = f"{person} {at.astimezone(BEIJING):%m-%d}" if person and at else _("直录")
        found.append({"label": label, "state": state, "who": who})
    return found


def doubts(report: MonthlyReport) -> list[dict[str, str]]:
    """The questions kept with the report, each with the answer."""
    return [
        {"question": wording.question(each["kind"], each.get("values", {})), "answer": each.get("answer", "")}
        for each in report.doubts
    ]


def _used_in(person: Any, project: Project, facts: list[Progress]) -> list[dict[str, str]]:
    """The published papers with a number that is another since a correction: for the office, which may correct them."""
    if len(facts) < 2 or not person.is_role(Role.SUPERVISOR):
        return []
    return [
        {"name": f"{paper.number} {paper.title}", "href": reverse("bulletin", args=[paper.pk])}
        for paper in using(project.pk, facts[-1].recorded_at)
    ]


def _corrections(facts: list[Progress], unit: str, today: date) -> list[dict[str, Any]]:
    """What became of the accepted values: from, to, who approved it, why; the newest first."""
    found = []
    for old, new in pairwise(facts):
        changes: list[tuple[Any, str, str]] = []
        if old.invested_wan != new.invested_wan:
            changes.append(
                (_("本月完成投资"), words.money(old.invested_wan, unit), words.money(new.invested_wan, unit))
            )
        for name in forms.TEXTS:
            if getattr(old, name) != getattr(new, name):
                label = MonthlyReport._meta.get_field(name).verbose_name
                changes.append((label, getattr(old, name), getattr(new, name)))
        found.append(
            {
                "changes": changes,
                "reason": new.reason,
                "who": str(new.approved_by),
                "when": words.minute(new.recorded_at, today),
                "is_self_declared": new.is_self_declared,
                "before": f"?as_of={old.recorded_at.isoformat().replace('+', '%2B')}",
            }
        )
    return found[::-1]


def _entries(report: MonthlyReport, today: date) -> list[dict[str, Any]]:
    """The report's own history; each pause of typing is no event."""
    entries = Entry.objects.filter(subject_type="monthlyreport", subject_id=report.pk).exclude(
        verb=Verb.REPORT_SAVE.value
    )
    return [
        {
            "act": entry.verb_label,
            "who": f"{entry.actor_name} {entry.actor_unit}".strip(),
            "when": words.minute(entry.at, today),
            "words": entry.facts.get("reason") or entry.facts.get("opinion") or "",
            "tone": ACT_TONES.get(Verb(entry.verb), "") if entry.verb in Verb.values else "",
        }
        for entry in entries.order_by("-at", "-id")
    ]


def acts(person: Any, report: MonthlyReport) -> list[dict[str, Any]]:
    """What may be done now, and why not where it may not; only what this state leads to."""
    found = []
    for verb in (Verb.REPORT_CHECK, Verb.REPORT_ACCEPT, Verb.REPORT_SEND_BACK):
        if not FLOW.allows(report.state, verb):
            continue
        reason = policy.deny(person, verb, report)
        if not reason and verb != Verb.REPORT_SEND_BACK and person.pk == report.submitted_by_id:
            reason = _("自己报送的月报由他人审核。")
        found.append(
            {
                "verb": verb.value,
                "label": verb.label,
                "address": reverse(verb.value),
                "reason": reason or "",
                "who": who_may(verb) if reason else "",
            }
        )
    # Somebody who may do nothing here is told whose turn it is, not shown dead buttons.
    return found if any(not act["reason"] for act in found) else []


def _correction(person: Any, report: MonthlyReport | None, fact: Progress | None, unit: str) -> dict[str, Any] | None:
    """The form of a correction, for those who may."""
    if report is None or fact is None or report.state != State.ACCEPTED:
        return None
    if not policy.may(person, Verb.REPORT_CORRECT, report):
        return None
    scale = words.WAN_PER_YI if unit == words.YI else 1
    return {
        "amount": words.plain(fact.invested_wan / scale),
        "texts": [
            (name, MonthlyReport._meta.get_field(name).verbose_name, getattr(fact, name)) for name in forms.TEXTS
        ],
        "seen_fact": fact.pk,
    }


def _project_address(project: Project) -> str:
    try:
        return reverse("project", args=[project.pk])
    except NoReverseMatch:
        return ""
