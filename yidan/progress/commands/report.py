"""Acts on a monthly report, from the first word typed to the correction after acceptance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from yidan.kernel import parameters
from yidan.kernel.command import command
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Refused, Stale
from yidan.kernel.journal import Note, note
from yidan.kernel.values import BEIJING, Month, beijing_day, spoken
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Milestone, Project
from yidan.people.models import Person
from yidan.progress import parameters as office
from yidan.progress import queries, rules, wording
from yidan.progress.calendar import days_around, deadlines
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import FLOW, State

FIELDS = (
    "invested_wan", "physical_progress", "problems", "needs", "needs_from", "next_step", "milestone_days",
    "is_unchanged", "explanation",
)  # fmt: skip


class Incomplete(Invalid):
    """A report that cannot be submitted yet; `lacks` says everything that is missing, each with its field."""

    def __init__(self, lacks: Iterable[rules.Lack]) -> None:
        self.lacks = list(lacks)
        super().__init__(wording.all_lacks(self.lacks), field=self.lacks[0].field)


@command(Verb.REPORT_SAVE)
def save(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    month: Month,
    seen_at: datetime | None = None,
    is_from_afar: bool = False,
    answers: Mapping[str, str] | None = None,
    **fields: Any,
) -> Note:
    """暂存: keep whatever was typed; nothing but a wrong state is refused (domain.md §14 item 4).

    `invested_wan` may be text; what cannot be read as an amount is kept as typed and asked about at submission.
    `seen_at` is the `saved_at` that the writer saw: somebody else's newer words are not overwritten. `is_from_afar`:
    written offline, so that words the same person kept meanwhile on another device are not overwritten either.
    `answers` to doubts are kept with the draft until it is submitted. `saved_at` is the receipt, whatever `at` claims.
    """
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"not fields of a report: {sorted(unknown)}")
    refuse_bundle(project)
    report, created = MonthlyReport.objects.get_or_create(
        project=project, month=month, defaults={"saved_at": recorded_at, "reporter": by}
    )
    if is_from_afar and not created:
        report = _locked(report)
        _refuse_handed_in(report)
    is_newer = not created and report.saved_at != seen_at
    if is_newer and (is_from_afar or (seen_at and report.reporter_id != by.pk)):
        FLOW.target(report.state, Verb.REPORT_SAVE)
        raise Stale(
            _("%(name)s刚刚改过这份月报；请刷新后再看，您填写的内容没有丢。") % {"name": report.reporter or _("他人")}
        )
    typed = dict(report.typed)
    if "invested_wan" in fields:
        fields["invested_wan"], raw = _read(fields["invested_wan"])
        typed = {**typed, "invested_wan": raw} if raw else {k: v for k, v in typed.items() if k != "invested_wan"}
    if answers is not None:
        typed["answers"] = {kind: answer.strip() for kind, answer in answers.items() if answer.strip()}
    fields["typed"] = typed
    changed = sorted(name for name, value in fields.items() if value != getattr(report, name))
    FLOW.advance(report, Verb.REPORT_SAVE, saved_at=recorded_at, reporter=by, **fields)
    return note(report, month=month, changed=changed, invested_wan=report.invested_wan)


def _refuse_handed_in(report: MonthlyReport) -> None:
    """What comes from a phone after another has handed the month in: who did, and who can open it again."""
    if FLOW.allows(report.state, Verb.REPORT_SAVE) or not report.submitted_at:
        return
    raise IllegalMove(
        _(
            "%(name)s已于%(day)s报送%(month)s月报，这一份没有用上，还留在手机里；要改已报送的内容，"
            "请等审核人退回，或联系市项目办更正。"
        )
        % {
            "name": report.submitted_by, "day": spoken(beijing_day(report.submitted_at)), "month": spoken(report.month),
        }
    )  # fmt: skip


def _read(said: Decimal | str | None) -> tuple[Decimal | None, str]:
    """The amount, or else the text that is none."""
    if not isinstance(said, str):
        return said, ""
    try:
        return rules.read_amount(said), ""
    except ValueError:
        return None, said.strip()[:60]


@command(Verb.REPORT_SUBMIT)
def submit(
    report: MonthlyReport,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    answers: Mapping[str, str] | None = None,
    seen_at: datetime | None = None,
) -> Note:
    """报送: hand the report to the reviewers, with the doubts and what the reporter says to them.

    Doubts are kept with it and lower nothing; only what is missing stops it. `seen_at` is the `saved_at` of what is
    meant: words that somebody kept since are not handed in unread. The receipt decides the day, whatever `at` claims.
    """
    fresh = _locked(report)
    if seen_at and fresh.saved_at != seen_at:
        FLOW.target(fresh.state, Verb.REPORT_SUBMIT)
        raise Stale(
            _("%(name)s刚刚改过这份月报；请刷新后再看，您填写的内容没有丢。") % {"name": fresh.reporter or _("他人")}
        )
    limits = queries.thresholds()
    now = queries.situation(fresh.project, fresh.month, fresh)
    if lacks := rules.lacks(now, limits, beijing_day(recorded_at)):
        FLOW.target(fresh.state, Verb.REPORT_SUBMIT)
        raise Incomplete(lacks)
    said = answers if answers is not None else fresh.typed.get("answers", {})
    doubts = [wording.kept(doubt, said.get(doubt.kind, "")) for doubt in rules.doubts(now, limits)]
    FLOW.advance(
        report,
        Verb.REPORT_SUBMIT,
        submitted_at=recorded_at,
        submitted_by=by,
        sent_back_reason="",
        check_opinion="",
        doubts=doubts,
        doubt_count=len(doubts),
    )
    return note(
        report,
        month=report.month,
        invested_wan=fresh.invested_wan,
        doubts={doubt["kind"]: doubt["answer"] for doubt in doubts} or None,
    )


def _locked(report: MonthlyReport) -> MonthlyReport:
    """The report as it is now, held until the act is done."""
    return MonthlyReport.objects.select_for_update(of=("self",)).select_related("project__profile").get(pk=report.pk)


@command(Verb.REPORT_CHECK)
def check(
    report: MonthlyReport, *, by: Person, at: datetime, opinion: str = "", seen_at: datetime | None = None
) -> Note:
    """审核通过: county or department has read it and stands by it; never the one who submitted it.

    `seen_at` is the `submitted_at` of what was read: a report sent back and submitted anew meanwhile is not passed.
    """
    if by.pk == report.submitted_by_id:
        raise NotPermitted(_("自己报送的月报不能自己审核，请本单位另一位审核员或市项目办审核。"))
    opinion = _brief(opinion, "opinion")
    FLOW.advance(report, Verb.REPORT_CHECK, checked_at=at, checked_by=by, check_opinion=opinion)
    _require_seen(_locked(report), seen_at)
    return note(report, month=report.month, opinion=opinion)


@command(Verb.REPORT_SEND_BACK)
def send_back(report: MonthlyReport, *, by: Person, at: datetime, reason: str) -> Note:
    """退回: the reporter puts it right; the reason is what he reads first."""
    if not reason.strip():
        raise Invalid(_("请写明退回原因，填报人要靠它修改。"), field="reason")
    reason = _brief(reason, "reason")
    FLOW.advance(report, Verb.REPORT_SEND_BACK, checked_at=None, checked_by=None, sent_back_reason=reason)
    return note(report, month=report.month, reason=reason)


@command(Verb.REPORT_ACCEPT)
def accept(
    report: MonthlyReport, *, by: Person, at: datetime, recorded_at: datetime, seen_at: datetime | None = None
) -> Note:
    """审定: the office takes the report; from now on its amount is a fact, and its milestone days are too."""
    FLOW.advance(report, Verb.REPORT_ACCEPT, accepted_at=at, accepted_by=by)
    fresh = MonthlyReport.objects.get(pk=report.pk)
    _require_seen(fresh, seen_at)
    if by.pk == fresh.submitted_by_id:
        raise NotPermitted(_("自己报送的月报不能自己审定，请项目办另一位同志审定。"))
    _refuse_covered(fresh.project_id, fresh.month)
    _write_fact(fresh, by=by, recorded_at=recorded_at)
    reached = _write_milestones(fresh, recorded_at=recorded_at) if fresh.milestone_days else None
    return note(report, month=fresh.month, invested_wan=fresh.invested_wan, milestones=reached)


def _brief(text: str, field: str) -> str:
    """A reason or opinion fits on one screen."""
    if len(text.strip()) > 500:
        raise Invalid(_("请写在500字以内，现在是%(count)s字。") % {"count": len(text.strip())}, field=field)
    return text.strip()


def _require_seen(fresh: MonthlyReport, seen_at: datetime | None) -> None:
    if seen_at and fresh.submitted_at != seen_at:
        raise Stale(_("“%(name)s”刚刚重新报送过，请看过新内容再办。") % {"name": fresh.project})


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
    seen_fact: int | None = None,
) -> Note:
    """更正: a new fact takes the old one's place, with the reason; both stay on record, and the paper as it was.

    A correction that the unit declared itself is marked so and never counted against it (domain.md §14 item 40).
    `seen_fact` is the fact that the corrector saw: somebody else's newer correction is not overwritten.
    """
    if not reason.strip():
        raise Invalid(_("请写明更正原因。"), field="reason")
    reason = _brief(reason, "reason")
    FLOW.advance(report, Verb.REPORT_CORRECT)
    old = Progress.objects.live().filter(project_id=report.project_id, month=report.month, span=Span.MONTH).get()
    if seen_fact and old.pk != seen_fact:
        raise Stale(_("这个月刚刚已被他人更正，请刷新后再看；您填写的内容没有丢。"))
    said = {
        "invested_wan": invested_wan,
        "physical_progress": physical_progress,
        "problems": problems,
        "needs": needs,
        "next_step": next_step,
    }
    changes = {name: value for name, value in said.items() if value is not None and value != getattr(old, name)}
    if not changes:
        raise Invalid(_("没有改动：更正后的内容与原来相同。"), field="invested_wan")
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
    _refuse_covered(project.pk, month)
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
    """催报: remind the reporter of a report that is missing; once a day, in working hours (domain.md §13.2)."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    report = MonthlyReport.objects.filter(project=project, month=month).first()
    if report and report.state not in queries.OPEN_STATES:
        raise Refused(_("“%(name)s”的月报已报送，不必再催。") % {"name": project})
    _require_working_hours(at)
    due = deadlines(month)
    if beijing_day(at) < due.opens_on:
        raise Refused(_("%(month)s的月报%(day)s才开放填报，届时再催。") % {"month": month, "day": due.opens_on})
    last = queries.reminders(month, [project.pk]).get(project.pk)
    if last and beijing_day(last) == beijing_day(at):
        raise Refused(_("“%(name)s”今天已催过一次，请明天再催或电话联系。") % {"name": project})
    return note(project, month=month, report_by=due.report_by)


def _require_working_hours(at: datetime) -> None:
    values = parameters.values()
    since, until = values[office.REMIND_FROM.name], values[office.REMIND_TO.name]
    clock = at.astimezone(BEIJING).time()
    works = days_around(Month.of(beijing_day(at))).works(beijing_day(at))
    if not works or not time.fromisoformat(since) <= clock <= time.fromisoformat(until):
        raise Refused(
            _("催报只在工作日%(since)s—%(until)s发出，不打扰休息；请在工作时间再催。")
            % {"since": since, "until": until}
        )


def refuse_bundle(project: Project) -> None:
    """A bundle's parent has no report and no amount of its own: they are its children's (按子项)."""
    if project.children.exists():
        raise Invalid(
            _("“%(name)s”是打包项目，月报按子项填报，请到各子项填写。") % {"name": project.name}, field="project"
        )


def _refuse_covered(project_id: int, month: Month) -> None:
    """An opening amount already holds this month: a second time would count it twice."""
    opening = (
        Progress.objects.live()
        .filter(
            Q(span=Span.PRIOR_OPENING) | Q(span=Span.YEAR_OPENING, month__lte=Month(month.year, 12)),
            project=project_id,
            month__gte=month,
        )
        .first()
    )
    if opening:
        raise Invalid(
            _("截至%(until)s的累计数已作为期初入账，%(month)s不能再单独入账；请先更正期初数。")
            % {"until": opening.month, "month": month},
            field="invested_wan",
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


def _write_milestones(report: MonthlyReport, *, recorded_at: datetime) -> list[str]:
    """What the report says of milestones supersedes what was known of them; returns the names moved."""
    moved = []
    named = report.milestone_days
    for milestone in Milestone.objects.live().filter(project_id=report.project_id, name__in=list(named)):
        said = named[milestone.name]
        changes: dict[str, Any] = {
            name: day
            for name in ("forecast_on", "actual_on")
            if (day := rules.read_day(str(said.get(name) or ""))) and day != getattr(milestone, name)
        }
        if changes:
            reason = str(said.get("reason") or "").strip()
            milestone.superseded_by(
                recorded_at=recorded_at, **changes, slip_reason=reason[:300] or milestone.slip_reason
            )
            moved.append(milestone.name)
    return moved
