"""What happens to a permit, from the window to the certificate; each act is dated by when it happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.approvals import queries
from yidan.approvals.commands import moving
from yidan.approvals.commands.moving import Said, move, said
from yidan.approvals.models import Permit, PermitEvent, PermitPaper
from yidan.approvals.reading import days
from yidan.approvals.states import Mode, PaperKind, State
from yidan.evidence.models import File
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit


def noted(permit: Permit, words: Said, **more: Any) -> Note:
    """The entry of an act: which item, when, by which paper."""
    return note(
        permit, item=permit.item.name, happened_at=words.at, basis=words.basis, document=words.document,
        days=words.days or None, **more,
    )  # fmt: skip


@command(Verb.PERMIT_SUBMIT)
def submit(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, happened_at: datetime | None = None,
    mode: str = Mode.FORMAL, missing: str = "", promised_on: date | None = None, document: str = "",
    department: Unit | None = None,
) -> Note:  # fmt: skip
    """收件: the papers were handed in; formally, ahead of the land, with papers missing, or on a promise."""
    words = said(at, happened_at, document=document)
    siblings = {
        each.code: each for each in Permit.objects.filter(project=permit.project).exclude(state=State.WITHDRAWN)
    }
    moving.require_needs(permit, siblings, mode)
    words.changes.update(handed_in(permit, words, mode, missing, promised_on))
    if department:
        words.changes["department"] = department
    move(permit, Verb.PERMIT_SUBMIT, words, recorded_at)
    return noted(permit, words, mode=permit.get_mode_display(), missing=missing, promised_on=promised_on)


def handed_in(permit: Permit, words: Said, mode: str, missing: str, promised_on: date | None) -> dict[str, Any]:
    """The way in which a permit is handled, with what that way asks for."""
    if mode not in Mode.values:
        raise Invalid(_("请选择办理方式。"), field="mode")
    missing = missing.strip()
    if mode == Mode.DEFICIENT and not (missing and promised_on):
        raise Invalid(
            _("容缺受理要写明缺什么、哪天补齐。"), field="missing" if not missing else "promised_on"
        )  # fmt: skip
    if mode == Mode.PROMISED and not words.document:
        raise Invalid(_("告知承诺要有承诺书，请填承诺书编号。"), field="document")
    if promised_on and promised_on < beijing_day(words.at):
        raise Invalid(_("承诺的日期不能早于收件日期。"), field="promised_on")
    return {"mode": mode, "began_as": mode, "missing": missing, "promised_on": promised_on}


@command(Verb.PERMIT_NOTIFY)
def notify(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, basis: str, document: str = "",
    happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """一次告知补正: all that is lacking, once, within the days of the law; the clock waits for it."""
    words = said(at, happened_at, basis=basis, document=document)
    if not words.basis:
        raise Invalid(_("请一次写清缺哪些材料；以后不能再要求补别的。"), field="basis")
    if permit.state == State.RECEIVED:
        moving.require_in_time_to_notify(permit, words)
    move(permit, Verb.PERMIT_NOTIFY, words, recorded_at)
    return noted(permit, words)


@command(Verb.PERMIT_COMPLETE)
def complete(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """补正收齐: what was lacking is there, and the clock begins on that day."""
    words = said(at, happened_at)
    return noted(move(permit, Verb.PERMIT_COMPLETE, words, recorded_at), words)


@command(Verb.PERMIT_ACCEPT)
def accept(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, happened_at: datetime | None = None,
    document: str = "",
) -> Note:  # fmt: skip
    """受理: the clock begins; said later than the days of the law it has run since the papers were received."""
    words = said(at, happened_at, document=document)
    return noted(move(permit, Verb.PERMIT_ACCEPT, words, recorded_at), words, accepted_on=permit.accepted_on)


@command(Verb.PERMIT_PAUSE)
def pause(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, basis: str, document: str,
    happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """停表: for what the law leaves out, and told to the applicant in writing."""
    words = said(at, happened_at, basis=basis, document=document)
    moving.require_basis(permit, words)
    move(permit, Verb.PERMIT_PAUSE, words, recorded_at)
    return noted(permit, words)


@command(Verb.PERMIT_RESUME)
def resume(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, happened_at: datetime | None = None,
    document: str = "",
) -> Note:  # fmt: skip
    """复表: what stopped the clock is over; that day itself is not counted."""
    words = said(at, happened_at, document=document)
    return noted(move(permit, Verb.PERMIT_RESUME, words, recorded_at), words)


@command(Verb.PERMIT_EXTEND)
def extend(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, extra_days: int, basis: str, document: str,
    happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """准予延长: once, as far as the item allows, with who approved it."""
    words = said(at, happened_at, basis=basis, document=document, days=extra_days)
    moving.lock(permit)
    moving.require_extension(permit, moving.events_of(permit), words)
    move(permit, Verb.PERMIT_EXTEND, words, recorded_at)
    return noted(permit, words, due_on=permit.due_on)


@command(Verb.PERMIT_DECIDE)
def decide(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, document: str, is_refused: bool = False,
    basis: str = "", happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """办结: the decision ends the clock; a refusal says why (行政许可法 §38)."""
    words = said(at, happened_at, basis=basis, document=document)
    words.changes.update(decided(words, is_refused))
    move(permit, Verb.PERMIT_DECIDE, words, recorded_at)
    return noted(permit, words, used=permit.used, is_refused=is_refused or None)


def decided(words: Said, is_refused: bool) -> dict[str, Any]:
    """What a decision leaves on the permit."""
    if not words.document:
        raise Invalid(_("请填批复或证照的文号。"), field="document")
    if is_refused and not words.basis:
        raise Invalid(_("不予许可要说明理由。"), field="basis")
    return {"number": words.document, "is_refused": is_refused}


@command(Verb.PERMIT_ISSUE)
def issue(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, document: str = "",
    happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """发证: the certificate is in the applicant's hands; not before the permit is formal."""
    words = said(at, happened_at, document=document)
    if permit.state == State.DECIDED:
        moving.require_converted(permit)
    if words.document:
        words.changes["number"] = words.document
    return noted(move(permit, Verb.PERMIT_ISSUE, words, recorded_at), words)


@command(Verb.PERMIT_CONVERT)
def convert(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, basis: str, document: str = "",
    happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """转正: the land is there, the missing papers came, or what was promised was checked; from now on it is formal."""
    words = said(at, happened_at, basis=basis, document=document)
    moving.lock(permit)
    was = permit.get_mode_display()
    words.changes.update(converted(permit, words))
    move(permit, Verb.PERMIT_CONVERT, words, recorded_at)
    return noted(permit, words, was=was)


def converted(permit: Permit, words: Said) -> dict[str, Any]:
    """What a conversion leaves on the permit."""
    if permit.mode == Mode.FORMAL:
        raise Refused(_("已经是正式办理，不用转正。"))
    if not words.basis:
        raise Invalid(_("请写明转正的依据：出让合同、补齐的材料或核查结果。"), field="basis")
    return {"mode": Mode.FORMAL, "converted_on": beijing_day(words.at)}


@command(Verb.PERMIT_WITHDRAW)
def withdraw(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, basis: str,
    happened_at: datetime | None = None,
) -> Note:  # fmt: skip
    """撤回申请: the applicant takes it back; the item can be put on the list again."""
    words = said(at, happened_at, basis=basis)
    if not words.basis:
        raise Invalid(_("请写明撤回的原因。"), field="basis")
    return noted(move(permit, Verb.PERMIT_WITHDRAW, words, recorded_at), words)


@command(Verb.PERMIT_CORRECT)
def correct(
    permit: Permit, *, by: Person, at: datetime, recorded_at: datetime, event: PermitEvent, happened_at: datetime,
    reason: str,
) -> Note:  # fmt: skip
    """更正日期: a day that was recorded wrong; the earlier one stays on record, every clock is read again."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明为什么更正；自行更正不追究。"), field="reason")
    said(at, happened_at)
    moving.lock(permit)
    events = list(permit.events.live().order_by("serial"))
    place = next((place for place, each in enumerate(events) if each.pk == event.pk), None)
    if place is None:
        raise Invalid(_("这一步刚刚已被更正，请刷新后再看。"), field="event")
    before, after = events[place - 1 : place] if place else [], events[place + 1 : place + 2]
    day = beijing_day(happened_at)
    if any(beijing_day(each.happened_at) > day for each in before) or any(
        beijing_day(each.happened_at) < day for each in after
    ):
        raise Invalid(_("更正后的日期要在前后两步之间。"), field="happened_at")
    was = event.happened_at
    event.superseded_by(recorded_at=recorded_at, happened_at=happened_at, reason=reason)
    known = queries.known_now()
    rows = moving.events_of(permit)
    columns = days(known.read(permit, rows, rows[-1].day), rows[-1].day, known)
    Permit.objects.filter(pk=permit.pk).update(**columns)
    for name, value in columns.items():
        setattr(permit, name, value)
    moving.settle(permit.project, known, recorded_at)
    return note(permit, item=permit.item.name, step=event.kind, was=was, happened_at=happened_at, reason=reason)


@command(Verb.PERMIT_ATTACH)
def attach(
    permit: Permit, *, by: Person, at: datetime, file: File, kind: str = PaperKind.OTHER, number: str = "",
) -> Note:  # fmt: skip
    """附审批文书: one file more; as many as there are."""
    if permit.papers.filter(file=file).exists():
        raise Invalid(_("这个文件已经附在这一件上。"), field="file")
    paper = PermitPaper.objects.create(
        permit=permit, file=file, kind=kind, number=number.strip()[:120], added_at=at, added_by=by
    )
    return note(paper, item=permit.item.name, kind=paper.get_kind_display(), number=number, sha256=file.sha256)
