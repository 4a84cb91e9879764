"""What of 一单 stands on the front page: a leader's three decisions, and for the others how many are in each state."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.kernel.policy import Role
from yidan.kernel.verbs import Verb
from yidan.matters import queries
from yidan.matters.models import Matter
from yidan.matters.states import AT_WORK, Rung, State
from yidan.people.queries import scope_of
from yidan.web import format as words
from yidan.web.matter import roll as rolls
from yidan.web.matter.wording import TONES, left
from yidan.web.request import Request

DECISIONS = 3
SHOWN = (State.DRAFT, State.LISTED, *AT_WORK)


def front(request: Request, today: date) -> dict[str, Any]:
    """The context of matters/front.html; {} where there is nothing of the list to show."""
    person: Any = request.user
    if scope_of(person).is_nothing:
        return {}
    decisions = _decisions(person, today) if person.is_role(Role.LEADER) else None
    seen = rolls.seen(person, today)
    states = {state: seen.states.get(state, 0) for state in State}
    if not any(states.values()) and decisions is None:
        return {}
    base = reverse("matters")
    return {
        "decisions": decisions,
        "states": [
            {
                "label": state.label, "count": states[state], "tone": TONES[state],
                "href": f"{base}?tab=all&state={state.value}",
            }
            for state in SHOWN if states[state]
        ],
        "late": seen.late,
        "late_href": f"{base}?tab=overdue",
        "open": sum(states[state] for state in SHOWN),
        "all_href": f"{base}?tab=all",
        "closed": states[State.CLOSED],
        "closed_href": f"{base}?tab=closed",
        "instruct": reverse(Verb.INSTRUCTION_GIVE.value) if person.is_role(Role.LEADER) else "",
        "instructions": reverse("instructions"),
    }  # fmt: skip


def _decisions(person: Any, today: date) -> dict[str, Any]:
    """Three that need him, and how many there are."""
    waiting = queries.decisions_of(person)
    found = list(rolls.shown(waiting)[:DECISIONS])
    return {
        "count": waiting.order_by().count() if len(found) == DECISIONS else len(found),
        "rows": [
            {
                "href": reverse("matter", args=[each.pk]), "title": each.title, "why": _why(each),
                "lead": str(each.lead_unit or ""), "due": words.day(each.step_due_on, today),
                "left": left(each.step_due_on, today),
            }
            for each in found
        ],
    }  # fmt: skip


def _why(matter: Matter) -> str:
    if matter.step == Verb.MATTER_LOWER:
        return _("已上提到%(rung)s，请您协调") % {"rung": Rung(matter.rung).label}
    if matter.step == Verb.MATTER_EXTEND:
        return _("第二次申请延期，请您定")
    return _("重大事项核查通过，请您审定销号")
