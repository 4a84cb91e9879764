"""Acts on evidence of a project: where pictures may be asked for, bringing, withdrawing and judging them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yidan.evidence.commands import captured, judged, seals
from yidan.evidence.models import File
from yidan.evidence.queries import has_receipt
from yidan.evidence.rules import Claim
from yidan.evidence.states import Kind, Origin
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Asking, Exhibit, Project, Slot
from yidan.people.models import Person


@command(Verb.EXHIBIT_ADD)
def add(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    file: File,
    month: Month,
    claim: Claim,
    slot_name: str = "",
    milestone: str = "",
    caption: str = "",
    poster: File | None = None,
) -> Note:
    """附佐证: a kept file speaks for the project in a month. The entry carries hashes and names, never the place."""
    derived.refuse_merged(project)
    exhibit = exhibited(
        project, by=by, recorded_at=recorded_at, file=file, month=month, claim=claim, slot_name=slot_name,
        milestone=milestone, caption=caption, poster=poster,
    )  # fmt: skip
    return note(
        exhibit, sha256=file.sha256, sm3=file.sm3, name=file.name, month=month, slot=exhibit.slot_name,
        milestone=exhibit.milestone, caption=exhibit.caption, origin=Origin(claim.origin).label,
        claim_seals=seals([exhibit.capture]),
    )  # fmt: skip


def exhibited(
    project: Project,
    *,
    by: Person,
    recorded_at: datetime,
    file: File,
    month: Month,
    claim: Claim,
    slot_name: str = "",
    milestone: str = "",
    caption: str = "",
    poster: File | None = None,
) -> Exhibit:
    """The step that commands of the rooms below share: a kept file speaks for the project from now on."""
    if not has_receipt(by, file):
        raise NotPermitted(_("这份文件没有由您或本单位存入，不能附上；请先上传原件。"))
    slot = _slot(project, slot_name, file, claim) if slot_name else None
    if milestone and not project.milestones.live().filter(name=milestone).exists():
        raise Invalid(_("项目没有节点“%(name)s”，请重新选择。") % {"name": milestone}, field="milestone")
    caption = caption.strip()
    if len(caption) > 200:
        raise Invalid(_("说明最多200字。"), field="caption")
    if poster and (poster.kind != Kind.PHOTO or not has_receipt(by, poster)):
        poster = None  # the phone's cover picture is a convenience: a video is not lost over it
    return Exhibit.record(
        recorded_at=recorded_at,
        project=project,
        capture=captured(file, claim, by=by, recorded_at=recorded_at, poster=poster),
        month=month,
        slot_name=slot.name if slot else "",
        milestone=milestone or (slot.milestone if slot else ""),
        caption=caption,
    )


def _slot(project: Project, name: str, file: File, claim: Claim) -> Slot:
    """The slot of that name, if it takes such a file from such a source."""
    slot = project.slots.live().filter(name=name).first()
    if slot is None:
        raise Invalid(_("佐证位“%(name)s”已经取消，请改附在当月月报。") % {"name": name}, field="slot_name")
    if slot.kind != Kind.DOCUMENT and file.kind != slot.kind:
        raise Invalid(
            _("佐证位“%(name)s”要的是%(kind)s。") % {"name": name, "kind": Kind(slot.kind).label}, field="file"
        )
    if slot.is_camera_only and claim.origin != Origin.CAMERA:
        raise Invalid(
            _("佐证位“%(name)s”只收现场拍摄：%(reason)s。") % {"name": name, "reason": slot.reason}, field="file"
        )
    return slot


@command(Verb.EXHIBIT_WITHDRAW)
def withdraw(exhibit: Exhibit, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """撤回佐证: it speaks for the project no more; file, capture and both entries stay."""
    reason = derived.require_text(reason, _("撤回佐证须写明原因。"), "reason")
    if exhibit.capture.person_id != by.pk and exhibit.capture.unit_id != by.unit_id:
        raise NotPermitted(_("只能由附上它的单位撤回。"))
    exhibit.retire(recorded_at=recorded_at)
    return note(exhibit, sha256=exhibit.capture.file.sha256, reason=reason)


@command(Verb.EXHIBIT_JUDGE)
def judge(
    exhibit: Exhibit, *, by: Person, at: datetime, recorded_at: datetime, verdict: str, grade: str, opinion: str = ""
) -> Note:
    """认定佐证: a person other than the one who brought it decides; `grade` is what he saw."""
    if exhibit.capture.person_id == by.pk:
        raise NotPermitted(_("自己附上的佐证不能自己认定，请由审核人认定。"))
    said = judged(exhibit.capture, by=by, recorded_at=recorded_at, verdict=verdict, opinion=opinion, grade=grade)
    return note(exhibit, verdict=said.get_verdict_display(), grade=grade, opinion=said.opinion)


@command(Verb.SLOT_SET)
def set(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    name: str,
    reason: str,
    asking: str,
    viewpoint: str = "",
    kind: str = Kind.PHOTO,
    milestone: str = "",
    rate_percent: Decimal | None = None,
    is_camera_only: bool = False,
    document: str = "",
    order: int = 0,
) -> Note:
    """设佐证位: one viewpoint, when a picture of it is asked for, and the written reason without which none is."""
    derived.refuse_merged(project)
    name = derived.require_text(name, _("请填写佐证位名称，如“基坑全景”。"), "name")
    reason = derived.require_text(
        reason, _("请写明为什么需要这张图；没有理由就不能要求(国办函〔2026〕12号)。"), "reason"
    )
    if asking not in Asking.values:
        raise Invalid(_("请选择何时需要。"), field="asking")
    if kind not in Kind.values:
        raise Invalid(_("请选择照片、视频或文件。"), field="kind")
    if asking == Asking.ON_MILESTONE:
        if not project.milestones.live().filter(name=milestone).exists():
            raise Invalid(_("请选择项目已有的节点。"), field="milestone")
    else:
        milestone = ""
    if asking == Asking.ON_SAMPLING and not (rate_percent and 0 < rate_percent <= 100):
        raise Invalid(_("抽查比例应在0到100之间。"), field="rate_percent")
    said = {
        "viewpoint": viewpoint.strip(), "kind": kind, "asking": asking, "milestone": milestone, "reason": reason,
        "rate_percent": rate_percent if asking == Asking.ON_SAMPLING else None, "is_camera_only": is_camera_only,
        "document": document.strip(), "order": order,
    }  # fmt: skip
    before = project.slots.live().filter(name=name).first()
    if before:
        slot = before.superseded_by(recorded_at=recorded_at, **said)
    else:
        slot = Slot.record(recorded_at=recorded_at, project=project, name=name, **said)
    return note(slot, name=name, asking=Asking(asking).label, reason=reason, document=document, rate=rate_percent)


@command(Verb.SLOT_END)
def end(slot: Slot, *, by: Person, at: datetime, recorded_at: datetime, reason: str = "") -> Note:
    """取消佐证位: nothing is asked there any more; pictures keep the slot's name."""
    slot.retire(recorded_at=recorded_at)
    return note(slot, name=slot.name, reason=reason)
