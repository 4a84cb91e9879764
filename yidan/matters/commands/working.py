"""The unit at work: signing for it, giving it back once, its plan, its replies; and the office's urging."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.evidence.rules import Claim
from yidan.kernel import parameters, workdays
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.statements import insert
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters.commands import telling
from yidan.matters.commands.stepping import advance, attach, due_of, lead_of, require_lead, require_text
from yidan.matters.models import Matter, Reply, Urge
from yidan.matters.states import FLOW
from yidan.people.models import Person


@command(Verb.MATTER_SIGN_FOR)
def sign_for(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    duty_person: Person | None = None,
    opinion: str = "",
    on_behalf: str = "",
) -> Note:
    """签收: the lead unit has it, and says who of them does it."""
    require_lead(matter, by, Verb.MATTER_SIGN_FOR, on_behalf)
    advance(
        matter,
        Verb.MATTER_SIGN_FOR,
        at=at,
        signed_at=at,
        by=by,
        duty_person=duty_person or matter.duty_person or by,
    )
    return note(
        matter, number=matter.number, duty_person=matter.duty_person, opinion=opinion.strip(), on_behalf=on_behalf
    )


@command(Verb.MATTER_DECLINE)
def decline(
    matter: Matter, *, by: Person, at: datetime, recorded_at: datetime, reason: str, on_behalf: str = ""
) -> Note:
    """申请退单: not ours, with the reason; one chance, received soon after it was handed out (domain.md §1.2)."""
    require_lead(matter, by, Verb.MATTER_DECLINE, on_behalf)
    reason = require_text(reason, _("请写明为什么不由本单位办理。"), "reason")
    if matter.is_declined:
        raise Refused(_("退单机会已经用过，请签收办理；确有困难请联系市项目办移交。"))
    days = parameters.values()[office.DECLINE.name]
    latest = workdays.calendar().add(beijing_day(matter.issued_at), days).value if matter.issued_at else None
    if latest and beijing_day(recorded_at) > latest:
        raise Refused(_("交办已超过%(days)d个工作日，不能再申请退单，请签收办理。") % {"days": days})
    advance(matter, Verb.MATTER_DECLINE, at=at, by=by, is_declined=True)
    return note(matter, number=matter.number, reason=reason, unit=matter.lead_unit, on_behalf=on_behalf)


@command(Verb.MATTER_TAKE_BACK)
def take_back(matter: Matter, *, by: Person, at: datetime, opinion: str = "") -> Note:
    """准予退单: it goes back on the list and is handed out to another unit."""
    before = matter.lead_unit
    advance(matter, Verb.MATTER_TAKE_BACK, at=at, by=by, is_declined=False)
    return note(matter, number=matter.number, unit=before, opinion=opinion.strip())


@command(Verb.MATTER_INSIST)
def insist(matter: Matter, *, by: Person, at: datetime, reason: str) -> Note:
    """不准退单: it stays with the unit, and why."""
    reason = require_text(reason, _("请写明为什么仍由该单位办理。"), "reason")
    advance(matter, Verb.MATTER_INSIST, at=at, by=by)
    return note(matter, number=matter.number, reason=reason)


@command(Verb.MATTER_PLAN)
def plan(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    text: str,
    brought: Iterable[tuple[File, Claim]] = (),
    on_behalf: str = "",
) -> Note:
    """报整改方案: what the unit is going to do, by when, by whom."""
    return _replied(matter, Verb.MATTER_PLAN, by, at, recorded_at, brought, on_behalf, text=text, is_plan=True)


@command(Verb.MATTER_REPLY)
def reply(
    matter: Matter,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    text: str,
    percent: int | None = None,
    difficulties: str = "",
    next_step: str = "",
    brought: Iterable[tuple[File, Claim]] = (),
    on_behalf: str = "",
) -> Note:
    """反馈: what was done since; append-only, with pictures where they help."""
    if percent is not None and not 0 <= percent <= 100:
        raise Invalid(_("完成率应在0到100之间。"), field="percent")
    return _replied(
        matter, Verb.MATTER_REPLY, by, at, recorded_at, brought, on_behalf, text=text, percent=percent,
        difficulties=difficulties.strip(), next_step=next_step.strip(),
    )  # fmt: skip


def _replied(
    matter: Matter,
    verb: Verb,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    brought: Iterable[tuple[File, Claim]],
    on_behalf: str,
    *,
    text: str,
    **more: object,
) -> Note:
    FLOW.target(matter.state, verb)  # before anything is written for a unit that there may not be yet
    require_lead(matter, by, verb, on_behalf)
    text = require_text(text, _("请写明进展情况。"), "text", 2000)
    said = insert(Reply(matter=matter, text=text, replied_at=at, replier=by, unit=lead_of(matter), **more))
    told = attach(matter, brought, by=by, recorded_at=recorded_at, reply=said)
    advance(matter, verb, at=at, by=by)
    return note(
        matter, number=matter.number, text=text, percent=said.percent, difficulties=said.difficulties,
        next_step=said.next_step, on_behalf=on_behalf, **told,
    )  # fmt: skip


@command(Verb.MATTER_URGE)
def urge(matter: Matter, *, by: Person, at: datetime, words: str = "") -> Note:
    """催办: a reminder on paper; after the set number of them it is a 督办函 (domain.md §1.3). Once a day at most."""
    FLOW.advance(matter, Verb.MATTER_URGE)  # first, so that of two at once the later sees the earlier's paper
    last = matter.urges.last()
    if last and beijing_day(last.urged_at) == beijing_day(at):
        raise Refused(_("今天已经催办过，请给对方留出办理时间。"))
    order = last.order + 1 if last else 1
    is_letter = order > parameters.values()[office.URGES.name]
    insert(Urge(
        matter=matter, unit=lead_of(matter), due_on=due_of(matter), order=order, is_supervision_letter=is_letter,
        words=words.strip()[:300], urged_at=at, urger=by,
    ))  # fmt: skip
    telling.urged(matter, str(_("督办函") if is_letter else Verb.MATTER_URGE.label), words.strip(), by=by, at=at)
    return note(matter, number=matter.number, order=order, is_letter=is_letter, words=words.strip())
