"""Acts on tags."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import Tag, TagKind
from yidan.people.models import Person, Unit


@command(Verb.TAG_REGISTER)
def register(
    unit: Unit | None,
    *,
    by: Person,
    at: datetime,
    name: str,
    kind: str = TagKind.OTHER,
    year: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Note:
    """登记标签: a campaign, chain, strategy or batch; their names change every year, so they are data."""
    name = derived.require_text(name, _("请填写标签名称。"), "name")
    if len(name) > 60:
        raise Invalid(_("标签最多60字。"), field="name")
    if kind not in TagKind.values:
        raise Invalid(_("没有“%(kind)s”这一类标签。") % {"kind": kind}, field="kind")
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(_("标签的结束日期早于开始日期。"), field="ends_on")
    if Tag.objects.filter(name=name).exists():
        raise Invalid(_("标签“%(name)s”已经有了。") % {"name": name}, field="name")
    tag = Tag.objects.create(name=name, kind=kind, year=year, starts_on=starts_on, ends_on=ends_on)
    return note(tag, name=name, kind=TagKind(kind).label, year=year)
