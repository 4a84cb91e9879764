"""Which acts a matter's page offers to whom, and in one sentence why not the others.

The commands decide; what is said here keeps anybody from filling in a form that would be refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.kernel import parameters, policy, workdays
from yidan.kernel.errors import Refused
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters import queries
from yidan.matters.commands.stepping import belongs, refuse_lead, require_lead
from yidan.matters.models import Matter
from yidan.matters.states import FLOW, Ask, Letter, Rung, Severity, State
from yidan.people.models import Person
from yidan.web import format as words
from yidan.web.matter.wording import step_word

# The lead unit's own acts; the office may enter them for it, with a paper in hand.
LEADS = frozenset(
    {Verb.MATTER_SIGN_FOR, Verb.MATTER_DECLINE, Verb.MATTER_PLAN, Verb.MATTER_REPLY, Verb.MATTER_ASK_EXTENSION,
     Verb.MATTER_APPLY_CLOSE_OUT}
)  # fmt: skip
# The other answer to the same question stands beside the button.
BESIDE = {
    Verb.MATTER_SIGN_FOR: Verb.MATTER_DECLINE, Verb.MATTER_TAKE_BACK: Verb.MATTER_INSIST,
    Verb.MATTER_EXTEND: Verb.MATTER_REFUSE_EXTENSION, Verb.MATTER_VERIFY: Verb.MATTER_SEND_BACK,
    Verb.MATTER_CLOSE_OUT: Verb.MATTER_SEND_BACK, Verb.MATTER_APPLY_CLOSE_OUT: Verb.MATTER_REPLY,
    Verb.MATTER_PLAN: Verb.MATTER_REPLY, Verb.MATTER_LOWER: Verb.MATTER_HOLD,
}  # fmt: skip
# The quiet menu, in the order of the way.
ORDER = (
    Verb.MATTER_CHANGE, Verb.MATTER_ENLIST, Verb.MATTER_ISSUE, Verb.MATTER_SIGN_FOR, Verb.MATTER_DECLINE,
    Verb.MATTER_TAKE_BACK, Verb.MATTER_INSIST, Verb.MATTER_PLAN, Verb.MATTER_REPLY, Verb.MATTER_URGE,
    Verb.MATTER_SEND_LETTER,
    Verb.MATTER_ASK_EXTENSION, Verb.MATTER_EXTEND, Verb.MATTER_REFUSE_EXTENSION, Verb.MATTER_ESCALATE,
    Verb.MATTER_HOLD, Verb.MATTER_LOWER, Verb.MATTER_PAUSE, Verb.MATTER_RESUME, Verb.MATTER_PASS_ON,
    Verb.MATTER_REASSIGN, Verb.MATTER_APPLY_CLOSE_OUT, Verb.MATTER_VERIFY, Verb.MATTER_SEND_BACK, Verb.MATTER_CLOSE_OUT,
    Verb.MATTER_REOPEN, Verb.MATTER_MERGE, Verb.MATTER_DROP,
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """An act: its word, where its form is, and the reason where it cannot be done now."""

    verb: Verb
    label: str
    href: str
    reason: str = ""


@dataclass(frozen=True)
class Offers:
    """The one next step, the other answer to it, and everything else."""

    step: Offer | None
    beside: Offer | None
    others: list[Offer]


def address(verb: Verb, matter: Matter) -> str:
    """Where the form of an act on a matter is."""
    return reverse(verb.value, args=[matter.pk])


def offers(person: Person, matter: Matter, today: date) -> Offers:
    """What this person sees above the matter."""
    if not matter.step:
        return Offers(None, None, _others(person, matter, today, set()))
    verb = Verb(matter.step)
    reason = why_not(person, matter, verb, today) or _not_his_turn(person, matter, verb)
    step = Offer(verb, _label(verb), address(verb, matter), reason)
    other = BESIDE.get(verb)
    beside = None
    if not reason and other and not why_not(person, matter, other, today):
        beside = Offer(other, str(other.label), address(other, matter))
    shown = {beside.verb} if beside else set()
    if not is_on_behalf(person, matter, verb):
        shown.add(verb)
    return Offers(step, beside, _others(person, matter, today, shown))


def _label(verb: Verb) -> str:
    """The button says the act; 准予延期, not the question."""
    return step_word(verb) if verb == Verb.MATTER_LOWER else str(verb.label)


def _others(person: Person, matter: Matter, today: date, but: set[Verb]) -> list[Offer]:
    """Everything else that this person's role ever does and the state allows; with the reason where it cannot be."""
    found = []
    for verb in ORDER:
        if verb in but or not FLOW.allows(matter.state, verb) or policy.deny(person, verb, matter):
            continue
        label = str(verb.label)
        if is_on_behalf(person, matter, verb):
            label = _("%(verb)s（代录）") % {"verb": verb.label}
        found.append(Offer(verb, label, address(verb, matter), why_not(person, matter, verb, today)))
    return found


def is_on_behalf(person: Person, matter: Matter, verb: Verb) -> bool:
    """Whether the office would be entering what the lead unit did on paper."""
    return verb in LEADS and not belongs(person, matter.lead_unit_id) and person.is_role(Role.SUPERVISOR)


def _not_his_turn(person: Person, matter: Matter, verb: Verb) -> str:
    """The office can enter a unit's act, but it is not the office's turn."""
    if is_on_behalf(person, matter, verb):
        return _("轮到%(unit)s，%(day)s前；收到书面答复可在“办理”里代录") % {
            "unit": matter.turn_unit, "day": words.day(matter.step_due_on, matter.step_due_on),
        }  # fmt: skip
    return ""


def why_not(person: Person, matter: Matter, verb: Verb, today: date, *, asks_more: bool = True) -> str:
    """Why this person cannot take this act on this matter now; "" where he can.

    Without `asks_more` only what the matter itself says is looked at, so that a list asks no query a row.
    """
    if not FLOW.allows(matter.state, verb):
        return _("当前为“%(state)s”，不能%(verb)s") % {"state": State(matter.state).label, "verb": verb.label}
    if reason := policy.deny(person, verb, matter):
        return reason if not matter.turn_unit_id else _turn(matter, verb) or reason
    try:
        if verb in LEADS:
            require_lead(matter, person, verb, "—")
        if verb in {Verb.MATTER_VERIFY, Verb.MATTER_CLOSE_OUT}:
            refuse_lead(matter, person, verb)
    except Refused as refusal:
        return str(refusal)
    check = _CHECKS.get(verb) if asks_more or verb not in _ASKING else None
    return check(person, matter, today) if check else ""


def _turn(matter: Matter, verb: Verb) -> str:
    """Whose turn it is, which says more than a role's name, where it is the act everybody waits for."""
    if matter.step != verb:
        return ""
    return _("轮到%(unit)s，%(day)s前") % {
        "unit": matter.turn_unit, "day": words.day(matter.step_due_on, matter.step_due_on),
    }  # fmt: skip


def _change(person: Person, matter: Matter, today: date) -> str:
    is_own_draft = matter.raised_by_id == person.pk and matter.state == State.DRAFT
    return "" if person.is_role(Role.SUPERVISOR) or is_own_draft else _("已交市项目办，由市项目办修改")


def _decline(person: Person, matter: Matter, today: date) -> str:
    if matter.is_declined:
        return _("退单机会已经用过")
    days = parameters.values()[office.DECLINE.name]
    issued_on = beijing_day(matter.issued_at) if matter.issued_at else today
    if today > workdays.calendar().add(issued_on, days).value:
        return _("交办已超过%(days)d个工作日") % {"days": days}
    return ""


def _ask_extension(person: Person, matter: Matter, today: date) -> str:
    values = parameters.values()
    if matter.extensions.filter(ask=Ask.WAITING).exists():
        return _("已有一份延期申请在等批复")
    granted = matter.extensions.filter(ask=Ask.GRANTED).count()
    if granted >= values[office.MOST_EXTENSIONS.name]:
        return _("已延期%(count)d次，不能再延") % {"count": granted}
    days = values[office.ASK_BEFORE.name]
    if matter.due_on and today > workdays.calendar().add(matter.due_on, -days).value:
        return _("延期须在时限前%(days)d个工作日申请，已来不及") % {"days": days}
    return ""


def _waiting(person: Person, matter: Matter, today: date) -> str:
    if not matter.extensions.filter(ask=Ask.WAITING).exists():
        return _("没有待批的延期申请")
    return _("不能批准本单位自己的延期申请") if belongs(person, matter.lead_unit_id) else ""


def _none_waiting(person: Person, matter: Matter, today: date) -> str:
    return _("还有待批的延期申请，请先批复") if matter.extensions.filter(ask=Ask.WAITING).exists() else ""


def _escalate(person: Person, matter: Matter, today: date) -> str:
    if not belongs(person, matter.lead_unit_id) and not person.is_role(Role.SUPERVISOR):
        return _("上提由牵头单位或市项目办提出")
    return _("已经提到最高一级") if matter.rung >= max(Rung.values) else ""


def _lower(person: Person, matter: Matter, today: date) -> str:
    return _("事项没有上提") if matter.rung == Rung.OWNER else ""


def _urge(person: Person, matter: Matter, today: date) -> str:
    last = matter.urges.last()
    return _("今天已经催办过") if last and beijing_day(last.urged_at) == today else ""


def _send_letter(person: Person, matter: Matter, today: date) -> str:
    if set(queries.letters_due(matter, today)) - {Letter.SUPERVISION}:
        return ""
    return _("现在按规则没有要发的提示单、联系单、报告单")


def _verify(person: Person, matter: Matter, today: date) -> str:
    if belongs(person, matter.verifying_unit_id):
        return ""
    return _("核查由验收单位%(unit)s办理") % {"unit": matter.verifying_unit}


def _send_back(person: Person, matter: Matter, today: date) -> str:
    if matter.state == State.APPLIED:
        return _verify(person, matter, today)
    return "" if person.is_role(Role.SUPERVISOR) else _("核查已经通过，只有市项目办可以退回")


def _close_out(person: Person, matter: Matter, today: date) -> str:
    if matter.severity == Severity.IMPORTANT and not person.is_role(Role.LEADER):
        return _("重大事项由市领导审定销号，请呈报")
    return ""


def _reopen(person: Person, matter: Matter, today: date) -> str:
    again = matter.rebounds.exclude(state__in=(State.CLOSED, State.DROPPED, State.MERGED)).first()
    return _("反弹已另列为%(number)s") % {"number": again.number} if again else ""


_ASKING = frozenset(
    {Verb.MATTER_URGE, Verb.MATTER_SEND_LETTER,
     Verb.MATTER_ASK_EXTENSION, Verb.MATTER_DECLINE, Verb.MATTER_REOPEN, Verb.MATTER_EXTEND,
     Verb.MATTER_REFUSE_EXTENSION, Verb.MATTER_APPLY_CLOSE_OUT, Verb.MATTER_PASS_ON, Verb.MATTER_PAUSE}
)  # fmt: skip
_CHECKS: dict[Verb, Callable[[Person, Matter, date], str]] = {
    Verb.MATTER_CHANGE: _change,
    Verb.MATTER_DECLINE: _decline,
    Verb.MATTER_ASK_EXTENSION: _ask_extension,
    Verb.MATTER_EXTEND: _waiting,
    Verb.MATTER_REFUSE_EXTENSION: _waiting,
    Verb.MATTER_APPLY_CLOSE_OUT: _none_waiting,
    Verb.MATTER_PASS_ON: _none_waiting,
    Verb.MATTER_PAUSE: _none_waiting,
    Verb.MATTER_ESCALATE: _escalate,
    Verb.MATTER_LOWER: _lower,
    Verb.MATTER_URGE: _urge,
    Verb.MATTER_SEND_LETTER: _send_letter,
    Verb.MATTER_VERIFY: _verify,
    Verb.MATTER_SEND_BACK: _send_back,
    Verb.MATTER_CLOSE_OUT: _close_out,
    Verb.MATTER_REOPEN: _reopen,
}
