"""加减分: what a scheme adds or takes points for, established with a paper."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.assessment.models import Merit
from yidan.assessment.queries import packs
from yidan.assessment.queries.rounds import named_round
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit


@command(Verb.MERIT_RECORD)
def record(
    unit: Unit, *, by: Person, at: datetime, recorded_at: datetime, event: str, month: Month, reason: str,
    document: str, pack: str = packs.DEFAULT,
) -> Note:  # fmt: skip
    """记加减分: one event of one unit in a month, with its proof; the same paper counts once."""
    known = {each.key: each.label for each in packs.pack_of(pack, month).events}
    if event not in known:
        raise Invalid(_("这个办法没有这一项加减分。"), field="event")
    if not reason.strip() or not document.strip():
        raise Invalid(_("加减分要有事由和依据文号。"), field="reason" if not reason.strip() else "document")
    if frozen := named_round(pack, month):
        raise Refused(
            _("%(month)s的考核已按%(at)s的数定数；要改请公开调整得分。")
            % {"month": month, "at": f"{frozen.cut_off_at:%Y-%m-%d}"}
        )
    if unit.pk == by.unit_id:
        raise Refused(_("不能给本单位加减分。"))
    fields = {"unit": unit, "event": event, "month": month, "document": document.strip()[:120]}
    if Merit.objects.live().filter(**fields).exists():
        raise Refused(_("这份文件的这一项已经记过。"))
    made = Merit.record(recorded_at=recorded_at, reason=reason.strip()[:300], **fields)
    return note(made, unit=unit, name=known[event], month=month, reason=reason.strip(), document=document.strip())


@command(Verb.MERIT_WITHDRAW)
def withdraw(merit: Merit, *, by: Person, at: datetime, recorded_at: datetime, reason: str) -> Note:
    """撤销加减分: it holds no more from now on; a round that was frozen with it keeps it."""
    if not reason.strip():
        raise Invalid(_("请写明为什么撤销。"), field="reason")
    merit.retire(recorded_at=recorded_at)
    return note(merit, unit=merit.unit, month=merit.month, reason=reason.strip())
