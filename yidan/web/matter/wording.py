"""A matter in the office's words: its light, its next step, how long until a day, the tones of its states."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.utils.translation import ngettext

from yidan.kernel import parameters, workdays
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import rules
from yidan.matters.models import Matter
from yidan.matters.parameters import SOON
from yidan.matters.states import State
from yidan.web import format as words

# What is to be done, where the verb alone does not say it.
STEPS: dict[str, Any] = {
    Verb.MATTER_TAKE_BACK: _w("裁定退单"),
    Verb.MATTER_EXTEND: _w("批复延期"),
    Verb.MATTER_LOWER: _w("协调"),
    Verb.MATTER_PLAN: _w("报方案"),
}
TONES = {
    State.DRAFT: "quiet", State.LISTED: "quiet", State.ISSUED: "waiting", State.DECLINED: "warn",
    State.RUNNING: "waiting", State.PAUSED: "quiet", State.APPLIED: "waiting", State.VERIFIED: "waiting",
    State.CLOSED: "good", State.DROPPED: "quiet", State.MERGED: "quiet",
}  # fmt: skip


def step_word(verb: str) -> str:
    """签收, 裁定退单, 批复延期 …: the next step in one word; "" once it has ended."""
    return str(STEPS.get(verb) or Verb(verb).label) if verb else ""


def soon_on(today: date) -> date:
    """Until which day a deadline is near: so many working days ahead."""
    return workdays.calendar().add(today, parameters.values()[SOON.name]).value


def light_of(matter: Matter, today: date, soon: date) -> tuple[str | None, str]:
    """The colour for the `light` tag and its word: 正常, 将到期, 逾期, 按期销号, 逾期销号, 未交办, 暂停 …"""
    ended_on = beijing_day(matter.closed_at) if matter.closed_at else None
    paused_until = matter.step_due_on if matter.state == State.PAUSED else None
    colour = rules.light(matter.state, matter.due_on, today, soon, ended_on, paused_until)
    if matter.state == State.CLOSED:
        return colour, _("逾期销号") if colour == "red" else _("按期销号")
    if colour == "grey":
        is_before = matter.state in (State.DRAFT, State.LISTED)
        return None, _("未交办") if is_before else str(State(matter.state).label)
    return colour, {"green": _("正常"), "yellow": _("将到期"), "red": _("逾期")}[colour]


def left(due_on: date | None, today: date) -> str:
    """还有3天, 今天到期, 逾期5天."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days == 0:
        return _("今天到期")
    if days > 0:
        return ngettext("还有%(days)d天", "还有%(days)d天", days) % {"days": days}
    return ngettext("逾期%(days)d天", "逾期%(days)d天", -days) % {"days": -days}


def read_back(due_on: date, today: date, *, working_days: int | None = None) -> str:
    """What a deadline was understood as: 2020年6月30日(周二)，还有27个工作日."""
    said = words.day(due_on)
    if working_days is None:
        return said
    if working_days < 0 or due_on < today:
        return _("%(day)s，已经过去") % {"day": said}
    return ngettext("%(day)s，%(count)d个工作日", "%(day)s，%(count)d个工作日", working_days) % {
        "day": said, "count": working_days,
    }  # fmt: skip
