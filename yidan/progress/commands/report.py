"""Acts on a monthly report, from the first word typed to the correction after acceptance."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Refused, Stale
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import FLOW, State

FIELDS = (
    "invested_wan", "physical_progress", "problems", "needs", "needs_from", "next_step", "milestone_days",
    "is_unchanged", "explanation",
)  # fmt: skip
TEXTS = ("physical_progress", "problems", "needs", "next_step")


@command(Verb.REPORT_SAVE)
def save(project: Project, *, by: Person, at: datetime, month: Month, **fields: Any) -> Note:
    """暂存: keep whatever was typed; nothing but a wrong state is refused (domain.md §14 item 4)."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not fields of a report: {sorted(unknown)}")
    refuse_bundle(project)
    report, _created = MonthlyReport.objects.get_or_create(
        project=project, month=month, defaults={"saved_at": at, "reporter": by}
    )
    FLOW.advance(report, Verb.REPORT_SAVE, saved_at=at, reporter=by, **fields)
    return note(report, month=month, **fields)


@command(Verb.REPORT_SUBMIT)
def submit(report: MonthlyReport, *, by: Person, at: datetime, answers: dict[str, str] | None = None) -> Note:
    """报送: hand the report to the reviewers, with the doubts and what the reporter says to them."""
    if report.invested_wan is None:
        raise Invalid(_("请填写本月完成投资;本月没有投资请填0。"), field="invested_wan")
    FLOW.advance(report, Verb.REPORT_SUBMIT, submitted_at=at, submitted_by=by, sent_back_reason="")
    return note(report, month=report.month, invested_wan=report.invested_wan)


@command(Verb.REPORT_CHECK)
def check(report: MonthlyReport, *, by: Person, at: datetime, opinion: str = "") -> Note:
    """审核通过: county or department has read it and stands by it; never the one who submitted it."""
    if by.pk == report.submitted_by_id:
        raise NotPermitted(_("自己报送的月报不能自己审核,请本单位另一位审核员或市项目办审核。"))
    FLOW.advance(report, Verb.REPORT_CHECK, checked_at=at, checked_by=by)
    return note(report, month=report.month, opinion=opinion)


@command(Verb.REPORT_SEND_BACK)
def send_back(report: MonthlyReport, *, by: Person, at: datetime, reason: str) -> Note:
    """退回: the reporter puts it right; the reason is what he reads first."""
    if not reason.strip():
        raise Invalid(_("请写明退回原因,填报人要靠它修改。"), field="reason")
    FLOW.advance(report, Verb.REPORT_SEND_BACK, checked_at=None, checked_by=None, sent_back_reason=reason)
    return note(report, month=report.month, reason=reason)


@command(Verb.REPORT_ACCEPT)
def accept(report: MonthlyReport, *, by: Person, at: datetime, recorded_at: datetime) -> Note:
    """审定: the office takes the report; from now on its amount is a fact."""
    FLOW.advance(report, Verb.REPORT_ACCEPT, accepted_at=at, accepted_by=by)
    _write_fact(report, by=by, recorded_at=recorded_at)
    return note(report, month=report.month, invested_wan=report.invested_wan)


@command(Verb.REPORT_CORRECT)
def correct(
    report: MonthlyReport,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    reason: str,
    is_self_declared: bool = False,
    invested_wan: Decimal | None = None,
    physical_progress: str | None = None,
    problems: str | None = None,
    needs: str | None = None,
    next_step: str | None = None,
) -> Note:
    """更正: a new fact takes the old one's place, with the reason; both stay on record.

    A correction that the unit declared itself is marked so and never counted against it (domain.md §14 item 40).
    """
    if not reason.strip():
        raise Invalid(_("请写明更正原因。"), field="reason")
    FLOW.advance(report, Verb.REPORT_CORRECT)
    old = Progress.objects.live().filter(project_id=report.project_id, month=report.month, span=Span.MONTH).get()
    said = {
        "invested_wan": invested_wan,
        "physical_progress": physical_progress,
        "problems": problems,
        "needs": needs,
        "next_step": next_step,
    }
    changes = {name: value for name, value in said.items() if value is not None and value != getattr(old, name)}
    if not changes:
        raise Invalid(_("没有改动:更正后的内容与原来相同。"), field="invested_wan")
    old.superseded_by(
        recorded_at=recorded_at, reason=reason, approved_by=by, is_self_declared=is_self_declared, **changes
    )
    return note(
        report,
        month=report.month,
        old={name: getattr(old, name) for name in changes},
        new=changes,
        reason=reason,
        is_self_declared=is_self_declared or None,
    )


@command(Verb.REPORT_RECORD)
def record(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    month: Month,
    invested_wan: Decimal,
    physical_progress: str = "",
    problems: str = "",
    needs: str = "",
    next_step: str = "",
    origin: str = "",
) -> Note:
    """直录: the office enters a month as fact at once (its own workbook, or a unit that cannot report)."""
    refuse_bundle(project)
    said = {
        "invested_wan": invested_wan,
        "physical_progress": physical_progress,
        "problems": problems,
        "needs": needs,
        "next_step": next_step,
        "origin": origin,
        "saved_at": at,
        "accepted_at": at,
        "accepted_by": by,
    }
    report = MonthlyReport.objects.filter(project=project, month=month).first()
    if report:
        FLOW.advance(report, Verb.REPORT_RECORD, **said)
    else:
        report = MonthlyReport.objects.create(project=project, month=month, state=State.ACCEPTED, **said)
    _write_fact(report, by=by, recorded_at=recorded_at)
    return note(report, month=month, invested_wan=invested_wan, origin=origin)


@command(Verb.REPORT_REMIND)
def remind(project: Project, *, by: Person, at: datetime, month: Month) -> Note:
    """催报: remind the reporter of a report that is still missing."""
    report = MonthlyReport.objects.filter(project=project, month=month).first()
    if report and report.state not in {State.DRAFT, State.SENT_BACK}:
        raise Refused(_("该项目%(month)s月报已报送,无需催报。") % {"month": month})
    return note(project, month=month)


def refuse_bundle(project: Project) -> None:
    """A bundle's parent has no report and no amount of its own: they are its children's (按子项)."""
    if project.children.exists():
        raise Invalid(
            _("“%(name)s”是打包项目,月报按子项填报,请到各子项填写。") % {"name": project.name}, field="project"
        )


def _write_fact(report: MonthlyReport, *, by: Person, recorded_at: datetime) -> Progress:
    """The accepted amount becomes a fact of the ledger."""
    return Progress.record(
        recorded_at=recorded_at,
        project_id=report.project_id,
        month=report.month,
        span=Span.MONTH,
        invested_wan=report.invested_wan,
        physical_progress=report.physical_progress,
        problems=report.problems,
        needs=report.needs,
        next_step=report.next_step,
        is_unchanged=report.is_unchanged,
        report=report,
        approved_by=by,
        origin=report.origin,
    )
