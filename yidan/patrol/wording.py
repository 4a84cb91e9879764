"""Reasons in words, as they are kept with an assignment and read by the person who goes."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from yidan.patrol.rules import Why
from yidan.patrol.states import Reason


def reason(why: Why) -> str:
    """One reason, with its numbers."""
    values = why.values
    if why.kind == Reason.FALLOW:
        if values["days"] is None:
            return _("还没有巡查过，到了该看的期限")
        return _("已%(days)d天没有巡查，到了该看的期限") % {"days": values["days"]}
    if why.kind == Reason.MILESTONE:
        return _("节点“%(name)s”计划%(month)d月%(day)d日") % {
            "name": values["name"], "month": values["on"].month, "day": values["on"].day,
        }  # fmt: skip
    if why.kind == Reason.IDLE:
        return _("连续%(months)d个月没有投资") % {"months": values["months"]}
    if why.kind == Reason.SAMPLE:
        return _("随机抽查(种子%(seed)s，可复算)") % {"seed": values["seed"]}
    if why.kind == Reason.SPREAD:
        return _("轮到一看：每%(days)d天至少到一次") % {"days": values["days"]}
    words = str(values.get("words", ""))
    label = Reason(why.kind).label
    return _("%(label)s：%(words)s") % {"label": label, "words": words} if words else str(label)


def reasons(found: Iterable[Why]) -> str:
    """All of them in one sentence, short enough to be kept."""
    said = _("；").join(reason(why) for why in found)
    return said if len(said) <= 300 else said[:299] + "…"
