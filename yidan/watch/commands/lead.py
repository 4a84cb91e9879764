"""What was seen at a point becomes a matter of the one list."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.matters.commands.listing import drafted
from yidan.matters.states import Kind
from yidan.people.models import Person
from yidan.watch.models import Lead, Observation


@command(Verb.LEAD_RAISE)
def raise_(observation: Observation, *, by: Person, at: datetime, why: str = "") -> Note:
    """线索转一单: what was seen becomes a draft for the unit that follows such leads; the office decides on it."""
    if observation.superseded_at is not None:
        raise Refused(_("这条记录已经更正，请看更正后的。"))
    if lead := Lead.objects.filter(observation=observation).select_related("matter").first():
        raise Refused(_("这条线索已经转为%(matter)s。") % {"matter": lead.matter})
    point, item = observation.point, observation.item
    where = {"point": point.name, "item": item.name, "spec": item.spec, "measure": item.measure}
    if observation.is_out:
        title = _("%(point)s%(item)s缺货") % where
        words = _("%(day)s，%(point)s%(item)s%(spec)s缺货。")
    else:
        title = _("%(point)s%(item)s价格异常") % where
        words = _("%(day)s，%(point)s%(item)s%(spec)s%(value)s%(measure)s。")
    said = words % {**where, "day": observation.day, "value": observation.value}
    text = said + why.strip() + (observation.remark and f"（{observation.remark}）")
    matter = drafted(
        by, at, projects=[], kind=Kind.FINDING, title=title[:100], source=point.watch.name, source_on=observation.day,
        source_quote=text, description=text, lead_unit=point.watch.unit, assessed_unit=point.unit,
    )  # fmt: skip
    Lead.objects.create(observation=observation, matter=matter)
    return note(matter, point=point.name, item=item.name, day=observation.day, value=observation.value)
