"""A permit in the office's words: its step, its state, its light, whose turn it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yidan.approvals.models import Permit
from yidan.approvals.rules import Light, Reading
from yidan.approvals.states import FLOW, State, Unit
from yidan.kernel.verbs import Verb

TONES = {
    State.PLANNED: "quiet", State.RECEIVED: "waiting", State.LACKING: "warn", State.ACCEPTED: "waiting",
    State.PAUSED: "quiet", State.DECIDED: "good", State.ISSUED: "good", State.WAIVED: "quiet", State.WITHDRAWN: "quiet",
}  # fmt: skip
LIGHTS = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "red"}


def step(kind: str) -> str:
    """The act by its last word."""
    return str(Verb(f"permit.{kind}").label)


def state(permit: Permit, reading: Reading) -> tuple[str, str]:
    """The badge: deemed acceptance and refusal are said; (word, tone)."""
    if permit.state == State.RECEIVED and reading.is_deemed:
        return _("视为受理"), "waiting"
    if permit.is_refused:
        return _("不予许可"), "bad"
    return str(permit.get_state_display()), TONES[State(permit.state)]


def unit_word(permit: Permit) -> str:
    """What its limit is counted in."""
    return _("天") if permit.item.unit == Unit.DAY else _("个工作日")


def used(permit: Permit, used: int | None, limit: int | None) -> str:
    """已用 3/5."""
    if used is None:
        return ""
    return f"{used}/{limit}" if limit is not None else str(used)


def light_words(colour: Light | None, *, is_ended: bool) -> str:
    """The word beside the shape."""
    ended = {Light.GREEN: _("按期"), Light.RED: _("超期")}
    running = {Light.GREEN: _("正常"), Light.YELLOW: _("将到期"), Light.RED: _("超期")}
    return (ended if is_ended else running).get(colour, "") if colour else ""


def turn(permit: Permit) -> str:
    """In whose hands it is: the department by name, or the enterprise."""
    if permit.state in (State.PLANNED, State.LACKING):
        return str(FLOW.turns[State(permit.state)])
    if not FLOW.turns[State(permit.state)]:
        return ""
    return str(permit.department or permit.item.department or _("经办部门未定"))


def mode(permit: Permit) -> str:
    """How it is handled; of a converted one also how it began."""
    if permit.began_as == permit.mode:
        return "" if permit.mode == "formal" else str(permit.get_mode_display())
    return _("%(mode)s，已转正") % {"mode": permit.get_began_as_display()}


def plain(value: Any) -> str:
    """A number, or a dash."""
    return "—" if value is None else str(value)
