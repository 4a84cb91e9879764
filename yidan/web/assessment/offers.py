"""Which acts of assessment a page offers to whom, and in one sentence why not the others; the commands decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.assessment.models import Appeal, Card, Result, Round
from yidan.assessment.states import CARD_FLOW, ROUND_FLOW, AppealState
from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.people.models import Person
from yidan.web import format as words

OF_ROUND = (Verb.ROUND_FREEZE, Verb.ROUND_CONFIRM, Verb.ROUND_PUBLISH, Verb.ROUND_WITHDRAW)
OF_CARD = (Verb.CARD_APPLY_LIFT, Verb.CARD_LIFT, Verb.CARD_MEASURE)


def of_round(person: Person, of: Round, today: date) -> list[dict[str, Any]]:
    """What leads on from here and this person's role knows."""
    found = [
        _offer(verb, of.pk, why_not(person, of, verb, today), is_danger=verb is Verb.ROUND_WITHDRAW)
        for verb in OF_ROUND
        if ROUND_FLOW.allows(of.state, verb) and policy.may(person, verb, of)
    ]
    if ROUND_FLOW.allows(of.state, Verb.ROUND_COMPUTE) and policy.may(person, Verb.ROUND_COMPUTE, person.unit):
        again = {"verb": Verb.ROUND_COMPUTE, "label": _("重新核算"), "reason": "", "is_danger": False,
                 "href": f"{reverse('round.compute')}?pack={of.pack}&month={of.month}"}  # fmt: skip
        found.insert(1, again)
    return _with_primary(found)


def why_not(person: Person, of: Round, verb: Verb, today: date) -> str:
    """The sentence beside a button that cannot be pressed."""
    if verb is not Verb.ROUND_CONFIRM:
        return ""
    if person.pk == of.freezer_id:
        return _("定数的人不能确认自己定的数，请由负责人确认。")
    if of.appeals_until_on and today <= of.appeals_until_on:
        return _("申诉期到%(until)s，还没有结束。") % {"until": words.day(of.appeals_until_on, today)}
    waiting = Appeal.objects.filter(result__round=of, state=AppealState.FILED).select_related("result__unit")
    units = _("、").join(str(each.result.unit) for each in waiting)
    return _("%(units)s的申诉还没有答复。") % {"units": units} if units else ""


def of_result(person: Person, result: Result, today: date) -> list[dict[str, Any]]:
    """申诉 for the unit itself, 调整 for the office."""
    found = []
    own = {unit for _role, unit in person.holds()}
    is_open = ROUND_FLOW.allows(result.round.state, Verb.RESULT_APPEAL)
    if is_open and result.unit_id in own and policy.may(person, Verb.RESULT_APPEAL, result):
        until = result.round.appeals_until_on
        late = bool(until and today > until)
        reason = _("申诉期已于%(until)s结束。") % {"until": words.day(until, today)} if late else ""
        found.append(_offer(Verb.RESULT_APPEAL, result.pk, reason))
    if is_open and result.unit_id not in own and policy.may(person, Verb.RESULT_ADJUST, result):
        found.append(_offer(Verb.RESULT_ADJUST, result.pk, ""))
    return _with_primary(found)


def of_card(person: Person, card: Card) -> list[dict[str, Any]]:
    """申请摘牌 for the unit; measures and 摘牌 for the office."""
    own = {unit for _role, unit in person.holds()}
    found = []
    for verb in OF_CARD:
        is_ours = card.unit_id in own
        if not CARD_FLOW.allows(card.state, verb) or is_ours != (verb is Verb.CARD_APPLY_LIFT):
            continue
        if policy.may(person, verb, card):
            found.append(_offer(verb, card.pk, ""))
    return _with_primary(found)


def _offer(verb: Verb, pk: int, reason: str, *, is_danger: bool = False) -> dict[str, Any]:
    return {"verb": verb, "label": verb.label, "href": reverse(verb.value, args=[pk]), "reason": reason,
            "is_danger": is_danger}  # fmt: skip


def _with_primary(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = next((each for each in found if not each["reason"] and not each["is_danger"]), None)
    for each in found:
        each["is_primary"] = each is first
    return found
