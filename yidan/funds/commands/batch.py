"""Acts on batches: the papers that give money."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from yidan.funds import wording
from yidan.funds.models import Batch, Fund
from yidan.funds.rules.questions import plain
from yidan.funds.states import STATE_SOURCES
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.values import from_fen, wan
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.states import Source
from yidan.people.models import Person

FIELDS = (
    "source", "year", "name", "document", "granted_on", "quota_wan", "is_bundled", "forwarded_on", "decomposed_on",
    "bond_name", "bond_code", "bond_issued_on", "term_years", "rate_percent",
)  # fmt: skip
_OF_BONDS = ("bond_name", "bond_code", "bond_issued_on", "term_years", "rate_percent")


@command(Verb.BATCH_REGISTER)
def register(_nothing: None, *, by: Person, at: datetime, **fields: Any) -> Note:
    """登记批次: a paper with a sum of money for projects; of a bond, its name, code, term and rate."""
    values = _checked(fields)
    if Batch.objects.filter(source=values["source"], year=values["year"], name=values["name"]).exists():
        raise Invalid(
            _("%(year)s年%(source)s“%(name)s”已经登记过。")
            % {"year": values["year"], "source": wording.source(values["source"]), "name": values["name"]},
            field="name",
        )
    batch = Batch.objects.create(**values)
    return note(batch, **values)


@command(Verb.BATCH_CHANGE)
def change(batch: Batch, *, by: Person, at: datetime, reason: str, **fields: Any) -> Note:
    """变更批次: what it says now, and why; what it said before stays in the journal."""
    reason = derived.require_text(reason, _("请写明变更原因或依据文件。"), "reason")
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    values = _checked({name: getattr(locked, name) for name in FIELDS} | fields)
    changes = {name: [getattr(locked, name), values[name]] for name in FIELDS if getattr(locked, name) != values[name]}
    if not changes:
        raise Invalid(_("没有改动任何内容。"), field="reason")
    if {"source", "year"} & changes.keys() and Fund.objects.filter(batch=batch).exists():
        raise Invalid(_("已有项目资金记在这个批次上，来源和年度不能再改；请另登记一个批次。"), field="source")
    fen = Cast("granted_wan", BigIntegerField())
    granted = from_fen(Fund.objects.filter(batch=batch).aggregate(sum=Sum(fen))["sum"])
    if granted and values["quota_wan"] < granted:
        raise Invalid(_("这个批次已下达到项目 %(granted)s 万元，额度不能小于它。") % {
            "granted": plain(granted)}, field="quota_wan")  # fmt: skip
    Batch.objects.filter(pk=batch.pk).update(**values)
    for name, value in values.items():
        setattr(batch, name, value)
    return note(batch, name=batch.name, changes=changes, reason=reason)


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: fields.get(name) for name in FIELDS}
    values["is_bundled"] = bool(values["is_bundled"])
    for name in ("name", "document", "bond_name", "bond_code"):
        values[name] = str(values[name] or "").strip()
    if values["source"] not in STATE_SOURCES:
        raise Invalid(_("批次只用于中央预算内、省预算内、专项债和市县财政资金。"), field="source")
    derived.require_text(values["name"], _("请填写批次，如2020年第二批。"), "name")
    derived.require_text(values["document"], _("请填写下达文号。"), "document")
    if values["granted_on"] is None:
        raise Invalid(_("请填写下达日期。"), field="granted_on")
    if not values["quota_wan"] or (quota := wan(values["quota_wan"])) <= 0:
        raise Invalid(_("额度应大于0。"), field="quota_wan")
    values["quota_wan"] = quota
    if values["source"] != Source.SPECIAL_BOND:
        values |= {name: "" if isinstance(values[name], str) else None for name in _OF_BONDS}
    for name, what in (("forwarded_on", _("转发日期")), ("decomposed_on", _("分解日期"))):
        if values[name] and values[name] < values["granted_on"]:
            raise Invalid(_("%(what)s早于下达日期，请核对。") % {"what": what}, field=name)
    return values
