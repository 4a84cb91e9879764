"""启用计分办法: a version of a scheme, from a month on, by a paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.assessment.models import AdoptedPack, Round
from yidan.assessment.queries import packs
from yidan.assessment.states import RoundState
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit


@command(Verb.PACK_ADOPT)
def adopt(
    unit: Unit, *, by: Person, at: datetime, recorded_at: datetime, data: dict[str, Any], since: Month, document: str
) -> Note:
    """启用计分办法: it holds from that month on; months that were laid before the units keep theirs."""
    pack = packs.read(data)
    if not document.strip():
        raise Invalid(_("请写明启用这个办法的文号。"), field="document")
    frozen = Round.objects.filter(pack=pack.key, month__gte=since, frozen_at__isnull=False)
    if last := frozen.exclude(state=RoundState.WITHDRAWN).order_by("-month").first():
        raise Refused(
            _("%(month)s的考核已经定数，新办法只能从%(next)s起启用。") % {"month": last.month, "next": last.month + 1}
        )
    fields = {"data": data, "document": document.strip()[:120], "adopted_by": by}
    old = AdoptedPack.objects.live().filter(pack=pack.key, since=since).first()
    if old:
        made = old.superseded_by(recorded_at=recorded_at, **fields)
    else:
        made = AdoptedPack.record(recorded_at=recorded_at, pack=pack.key, since=since, **fields)
    return note(made, name=pack.label, version=pack.version, month=since, document=document.strip())
