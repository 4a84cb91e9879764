"""The steps that the acts share: who may take them, how the next one is found, and the number on the list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from yidan.evidence.commands import captured, seals
from yidan.evidence.models import File
from yidan.evidence.rules import Claim
from yidan.kernel import parameters, workdays
from yidan.kernel.errors import Invalid, NotPermitted, Refused, Stale
from yidan.kernel.policy import Role
from yidan.kernel.statements import Prepared, insert
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters import queries, rules
from yidan.matters.commands import telling
from yidan.matters.commands.telling import Before
from yidan.matters.models import Matter, MatterEvidence, Reply
from yidan.matters.states import ENDED, FLOW
from yidan.people.models import Person, Unit
from yidan.people.queries import may_act_for

_NUMBERING = 7_301_008


def advance(matter: Matter, verb: Verb, *, at: datetime, by: Person | None = None, **fields: Any) -> None:
    """Move the matter along `verb`, say whose next step it is, which, until when; and tell them."""
    FLOW.target(matter.state, verb)
    before = Before(*_LOCKED.of(matter.pk)[0])
    FLOW.target(before.state, verb)
    if before.state != matter.state:  # what the act was checked against is no longer so
        raise Stale.moved()
    for name, value in fields.items():
        setattr(matter, name, value)
    after = FLOW.target(matter.state, verb)
    if after in ENDED:
        fields["ended_at"] = at
    FLOW.advance(matter, verb, **fields, **step_after(matter, after, beijing_day(at)))
    telling.turned(matter, verb, before, by=by, at=at)


_LOCKED = Prepared(
    lambda pk: Matter.objects.filter(pk=pk).select_for_update().values_list("state", "step", "turn_unit_id")
)


def step_after(matter: Matter, state: str, since: date) -> dict[str, Any]:
    """The columns of the next step, for a matter that has just come into `state`."""
    course = queries.course_of(matter, state, since)
    step = rules.next_step(course, office.timers(parameters.values()), workdays.calendar())
    if step is None:
        return {"turn_unit": None, "step": "", "step_due_on": None}
    # Only the unit whose turn it is is asked for: the office's is a question to the database.
    unit = {rules.LEAD: lambda: matter.lead_unit, rules.VERIFIER: lambda: matter.verifying_unit}.get(
        step.turn, queries.office_unit
    )
    return {"turn_unit": unit(), "step": step.verb.value, "step_due_on": step.due_on}


def belongs(person: Person, unit_id: int | None) -> bool:
    """Whether the person is of that unit, or holds a role there."""
    return unit_id is not None and (person.unit_id == unit_id or any(unit == unit_id for _role, unit in person.holds()))


def lead_of(matter: Matter) -> Unit:
    """The lead unit; a matter that was not handed out has none."""
    if matter.lead_unit is None:
        raise Refused(_("事项还没有牵头单位，请先交办。"))
    return matter.lead_unit


def due_of(matter: Matter) -> date:
    """The deadline; a matter that was not handed out has none."""
    if matter.due_on is None:
        raise Refused(_("事项还没有时限。"))
    return matter.due_on


def require_lead(matter: Matter, by: Person, verb: Verb, on_behalf: str) -> None:
    """Only the lead unit acts; the office may enter what came on paper or by telephone, saying so."""
    if belongs(by, matter.lead_unit_id):
        return
    if by.is_role(Role.SUPERVISOR):
        if on_behalf.strip():
            return
        raise NotPermitted(
            _("%(verb)s由%(unit)s办理；代为录入请写明依据，如来文或电话记录。")
            % {"verb": verb.label, "unit": matter.lead_unit}
        )
    raise NotPermitted(
        _("%(verb)s只能由牵头单位%(unit)s办理，您可以联系该单位。") % {"verb": verb.label, "unit": matter.lead_unit}
    )


def refuse_lead(matter: Matter, by: Person, verb: Verb) -> None:
    """The unit at work neither verifies nor strikes off its own matter."""
    if belongs(by, matter.lead_unit_id):
        raise NotPermitted(
            _("%(unit)s是牵头单位，不能%(verb)s自己的事项，请由其他单位办理。")
            % {"unit": matter.lead_unit, "verb": verb.label}
        )


def require_text(text: str, message: str, field: str, most: int = 300) -> str:
    """The text without blanks around it; refused when there is none or too much."""
    text = text.strip()
    if not text:
        raise Invalid(message, field=field)
    if len(text) > most:
        raise Invalid(_("最多%(most)d字，现有%(count)d字。") % {"most": most, "count": len(text)}, field=field)
    return text


def numbered(year: int) -> int:
    """The next number of the year without a gap: one writer at a time, and a refused act gives its number back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    return (Matter.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1


def attach(
    matter: Matter,
    brought: Iterable[tuple[File, Claim]],
    *,
    by: Person,
    recorded_at: datetime,
    reply: Reply | None = None,
) -> dict[str, list[str] | None]:
    """Pictures and papers that come with an act; what its entry says of them: hashes, and seals of what is claimed."""
    captures = []
    for file, claim in brought:
        capture = captured(file, claim, by=by, recorded_at=recorded_at)
        insert(MatterEvidence(matter=matter, capture=capture, reply=reply, added_at=recorded_at))
        captures.append(capture)
    return {"evidence": [each.file.sha256 for each in captures] or None, "claim_seals": seals(captures)}


def require_later(due_on: date, day: date, field: str = "due_on") -> None:
    """A deadline lies ahead."""
    if due_on < day:
        raise Invalid(_("时限%(due)s已经过去，请重新填写。") % {"due": due_on}, field=field)


def require_standing(unit: Unit, field: str) -> None:
    """A unit that was merged or dissolved does nothing any more."""
    if not unit.is_active:
        raise Invalid(_("%(unit)s已经撤并，请选择接续的单位。") % {"unit": unit}, field=field)


def require_verifier(unit: Unit) -> None:
    """A unit that verifies has somebody whose role that is; else the matter would wait there for ever."""
    require_standing(unit, "verifying_unit")
    if not may_act_for(unit, Verb.MATTER_VERIFY):
        raise Invalid(
            _("%(unit)s没有能办核查的人员，请另选验收单位，或请安全管理员先授予角色。") % {"unit": unit},
            field="verifying_unit",
        )


def require_apart(lead_unit: Unit, verifying_unit: Unit) -> None:
    """Nobody verifies his own work (domain.md §1.1)."""
    if lead_unit.pk == verifying_unit.pk:
        raise Invalid(_("验收单位不能是牵头单位，请另选单位。"), field="verifying_unit")
