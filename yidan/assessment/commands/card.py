"""黄牌、红牌: proposed by rule, issued and lifted by people; between them a ladder of measures."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.assessment import parameters as office
from yidan.assessment.models import Card, Measure
from yidan.assessment.queries import cards
from yidan.assessment.states import CARD_FLOW, CardState, Colour
from yidan.kernel import parameters
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month, beijing_day, spoken
from yidan.kernel.verbs import Verb
from yidan.people.commands.notifying import notify
from yidan.people.models import Person, Unit
from yidan.people.queries import people_of


@command(Verb.CARD_ISSUE)
def issue(
    unit: Unit, *, by: Person, at: datetime, month: Month, colour: str, reason: str, document: str
) -> Note:  # fmt: skip
    """发黄牌红牌: with a paper. What the rule says of the unit is kept beside it."""
    if colour not in Colour.values:
        raise Invalid(_("请选择黄牌或红牌。"), field="colour")
    if not unit.is_assessed:
        raise Refused(_("%(unit)s不是考核单元，不亮牌。") % {"unit": unit})
    if not reason.strip() or not document.strip():
        raise Invalid(_("亮牌要有事由和文号。"), field="reason" if not reason.strip() else "document")
    if Card.objects.filter(unit=unit, month=month).exclude(state=CardState.LIFTED).exists():
        raise Refused(_("%(unit)s%(month)s已经亮牌，请先看那张牌。") % {"unit": unit, "month": month})
    rule = next((each for each in cards.proposed(month, at) if each.unit.key == unit.pk), None)
    made = Card.objects.create(
        unit=unit, month=month, colour=colour, causes=list(rule.causes) if rule else [], reason=reason.strip()[:300],
        document=document.strip()[:120], issued_at=at, issuer=by,
    )  # fmt: skip
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(month)s亮%(colour)s：%(reason)s") % {
            "month": spoken(month), "colour": Colour(colour).label, "reason": reason.strip()[:120],
        }  # fmt: skip
    notify(people_of(unit.pk), sentence, about=made, verb=Verb.CARD_APPLY_LIFT, at=at, but=by)
    return note(made, unit=unit, month=month, colour=Colour(colour).label, document=document.strip(), reason=reason)


@command(Verb.CARD_MEASURE)
def measure(card: Card, *, by: Person, at: datetime, name: str, taken_on: date, document: str = "") -> Note:
    """采取措施: a rung of the office's ladder, never a lower one than before."""
    ladder = office.ladder(parameters.values())
    if name not in ladder:
        raise Invalid(_("请在所列措施中选：%(ladder)s。") % {"ladder": "、".join(ladder)}, field="name")
    if taken_on > beijing_day(at):
        raise Invalid(_("采取措施的日期还没有到。"), field="taken_on")
    rung = ladder.index(name) + 1
    last = card.measures.order_by("-rung").first()
    if last and last.rung >= rung:
        raise Invalid(_("已经%(last)s，下一步应更重。") % {"last": last.name}, field="name")
    CARD_FLOW.advance(card, Verb.CARD_MEASURE)
    Measure.objects.create(
        card=card, rung=rung, name=name, taken_on=taken_on, document=document.strip()[:120], measured_at=at
    )
    return note(card, unit=card.unit, measure=name, happened_on=taken_on, document=document.strip())


@command(Verb.CARD_APPLY_LIFT)
def apply_lift(card: Card, *, by: Person, at: datetime, application: str) -> Note:
    """申请摘牌: by the unit, with what was done."""
    if card.unit_id not in {unit for _role, unit in by.holds()}:
        raise NotPermitted(_("摘牌由%(unit)s自己申请。") % {"unit": card.unit})
    if not application.strip():
        raise Invalid(_("请写明整改情况。"), field="application")
    CARD_FLOW.advance(card, Verb.CARD_APPLY_LIFT, applied_at=at, application=application.strip()[:500])
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(unit)s申请摘牌") % {"unit": card.unit}
    notify([card.issuer], sentence, about=card, verb=Verb.CARD_LIFT, at=at, but=by)
    return note(card, unit=card.unit, application=application.strip())


@command(Verb.CARD_LIFT)
def lift(card: Card, *, by: Person, at: datetime, month: Month, reason: str) -> Note:
    """摘牌: after application, when the figures of a later month (or the same, corrected) show that it caught up."""
    if card.unit_id in {unit for _role, unit in by.holds()}:
        raise NotPermitted(_("不能给本单位摘牌。"))
    CARD_FLOW.target(card.state, Verb.CARD_LIFT)
    if not reason.strip():
        raise Invalid(_("请写明摘牌的依据。"), field="reason")
    if month < card.month:
        raise Invalid(_("要看亮牌当月或以后的数。"), field="month")
    is_done, causes = cards.has_caught_up(card.unit_id, month, at)
    if not is_done:
        raise Refused(_("%(month)s还没有赶上来：%(why)s，不能摘牌。") % {"month": month, "why": "；".join(causes)})
    CARD_FLOW.advance(card, Verb.CARD_LIFT, lifted_at=at, lifter=by, lifted_reason=reason.strip()[:300])
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("已摘牌：%(reason)s") % {"reason": reason.strip()[:120]}
    notify(people_of(card.unit_id), sentence, about=card, verb=Verb.CARD_LIFT, at=at, but=by)
    return note(card, unit=card.unit, month=month, reason=reason.strip())
