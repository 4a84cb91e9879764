"""A visit in three fields, and its correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yidan.evidence.commands import seals
from yidan.evidence.models import File
from yidan.evidence.rules import Claim
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.policy import Role
from yidan.kernel.values import Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.commands.exhibit import exhibited
from yidan.ledger.models import Project
from yidan.matters.states import ProblemType
from yidan.patrol import queries
from yidan.patrol.models import Assignment, Checklist, Finding, Sighting, Visit
from yidan.patrol.rules import forms, lines_of
from yidan.patrol.states import FLOW, State
from yidan.people.models import Person

TEXTS = {"physical_progress": 500, "at_work": 500, "problems": 1000}
CLOCK_SLACK = timedelta(minutes=10)


@dataclass(frozen=True)
class Brought:
    """A picture that comes with a visit, and what it shows."""

    file: File
    claim: Claim
    slot_name: str = ""
    caption: str = ""


@command(Verb.VISIT_RECORD)
def record(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    physical_progress: str,
    at_work: str = "",
    problems: str = "",
    problem_type: str = ProblemType.OTHER,
    visited_at: datetime | None = None,
    answers: Mapping[str, Any] | None = None,
    brought: Iterable[Brought] = (),
) -> Note:
    """记巡查: what was seen against last time, who and what was at work, which problems; a line is a finding.

    Whoever belongs to a unit of the project does not inspect it. Pictures are welcome and never asked for.
    """
    derived.refuse_merged(project)
    refuse_own(project, by)
    when = visited_at or at
    if when > recorded_at + CLOCK_SLACK:
        raise Invalid(_("巡查时间还没有到，请核对日期。"), field="visited_at")
    said = _clean({"physical_progress": physical_progress, "at_work": at_work, "problems": problems})
    checklist = queries.checklist_of(project)
    kept = _answered(checklist, answers or {}, when)
    day = beijing_day(when)
    asked = Assignment.objects.filter(project=project, visitor=by, patrol_day__day=day, visit__isnull=True).first()
    visit = Visit.objects.create(
        project=project, visitor=by, assignment=asked, visited_at=when, recorded_at=recorded_at
    )
    Sighting.record(recorded_at=recorded_at, visit=visit, checklist=checklist if kept else None, answers=kept, **said)
    exhibits = [
        exhibited(project, by=by, recorded_at=recorded_at, file=each.file, month=Month.of(day), claim=each.claim,
                  slot_name=each.slot_name, caption=each.caption)
        for each in brought
    ]  # fmt: skip
    visit.exhibits.set(exhibits)
    found = _found(visit, lines_of(said["problems"]), problem_type, when)
    return note(
        visit, **said, visited_at=when if when != at else None, asked=asked.words if asked else "",
        findings=len(found) or None, answers=kept or None,
        evidence=[each.capture.file.sha256 for each in exhibits] or None,
        claim_seals=seals(each.capture for each in exhibits),
    )  # fmt: skip


def refuse_own(project: Project, by: Person) -> None:
    """Nobody inspects a project of the own unit (domain.md §13.4)."""
    if queries.units_of(by) & queries.units_named(project):
        raise NotPermitted(_("%(project)s是本单位的项目，巡查由外单位的人办理。") % {"project": project})


def _clean(said: Mapping[str, str]) -> dict[str, str]:
    values = {name: str(text or "").strip() for name, text in said.items()}
    if not values["physical_progress"]:
        raise Invalid(_("请写看到的形象进度，如“主体五层封顶，与上次相比多两层”。"), field="physical_progress")
    for name, most in TEXTS.items():
        if len(values[name]) > most:
            raise Invalid(
                _("最多%(most)d字，现有%(count)d字。") % {"most": most, "count": len(values[name])}, field=name
            )
    if too_long := next((line for line in lines_of(values["problems"]) if len(line) > 300), ""):
        raise Invalid(_("一行写一个问题，每个不超过300字：%(line)s…") % {"line": too_long[:20]}, field="problems")
    return values


def _answered(checklist: Checklist | None, answers: Mapping[str, Any], when: datetime) -> dict[str, Any]:
    """The answers as the checklist takes them; a checklist that nobody touched is no obstacle to a visit."""
    if checklist is None or not any(answers.values()):
        return {}
    kept, faults = forms.read(checklist.form, answers, today=beijing_day(when))
    if faults:
        raise Invalid(fault_words(faults[0]), field=f"answer-{faults[0].name}")
    return kept


def fault_words(fault: forms.Fault) -> str:
    """What does not hold of an answer, and what to do."""
    said = {
        "missing": _("“%(label)s”要填写。"),
        "choice": _("“%(label)s”请从选项中选。"),
        "long": _("“%(label)s”太长，请写短些。"),
        "whole": _("“%(label)s”要填整数。"),
        "number": _("“%(label)s”要填数字。"),
        "day": _("“%(label)s”要填日期。"),
        "unreadable": _("“%(label)s”无法识别，请重新填写。"),
        "constraint": _("“%(label)s”不合要求，请核对。"),
    }[fault.kind] % {"label": fault.label}
    return f"{fault.label}：{fault.words}" if fault.words else said


def _found(visit: Visit, lines: Iterable[str], problem_type: str, when: datetime) -> list[Finding]:
    if problem_type not in ProblemType.values:
        raise Invalid(_("请选择问题类型。"), field="problem_type")
    return [Finding.objects.create(visit=visit, text=line, problem_type=problem_type, found_at=when) for line in lines]


@command(Verb.VISIT_CORRECT)
def correct(
    visit: Visit,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    reason: str,
    physical_progress: str,
    at_work: str = "",
    problems: str = "",
) -> Note:
    """更正巡查: the earlier words stay on record. New lines are findings; open ones no longer named are void."""
    if visit.visitor_id != by.pk and not by.is_role(Role.SUPERVISOR):
        raise NotPermitted(_("巡查记录由巡查人本人或市项目办更正。"))
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明为什么更正；自行更正不追究。"), field="reason")
    if len(reason) > 300:
        raise Invalid(_("更正原因最多300字。"), field="reason")
    said = _clean({"physical_progress": physical_progress, "at_work": at_work, "problems": problems})
    before = visit.sightings.live().get()
    changes = {name: [getattr(before, name), text] for name, text in said.items() if getattr(before, name) != text}
    if not changes:
        raise Invalid(_("没有任何改动。"))
    before.superseded_by(recorded_at=recorded_at, reason=reason, **said)
    lines = lines_of(said["problems"])
    known = list(visit.findings.all())
    for finding in known:
        if finding.state == State.OPEN and finding.text not in lines:
            FLOW.advance(finding, Verb.VISIT_CORRECT, settled_at=at, settled_by=by)
    standing = {finding.text for finding in known if finding.state != State.VOID}
    _found(visit, [line for line in lines if line not in standing], ProblemType.OTHER, visit.visited_at)
    return note(visit, changes=changes, reason=reason)
