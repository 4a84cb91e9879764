"""Which acts a paper's page offers to whom, and in one sentence why not the others; the commands decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.bulletins.models import Bulletin
from yidan.bulletins.queries import named_unit_of
from yidan.bulletins.states import FLOW, State
from yidan.kernel import policy
from yidan.kernel.verbs import Verb
from yidan.people.models import Person
from yidan.web import format as words

ORDER = (
    Verb.BULLETIN_COMMENT, Verb.BULLETIN_PUBLISH, Verb.BULLETIN_SIGN, Verb.BULLETIN_CONSULT, Verb.BULLETIN_EDIT,
    Verb.BULLETIN_CORRECT, Verb.BULLETIN_WITHDRAW,
)  # fmt: skip


def offers(person: Person, bulletin: Bulletin, today: date) -> list[dict[str, Any]]:
    """The acts that lead on from here and that this person's roles know."""
    found = []
    for verb in ORDER:
        if not FLOW.allows(bulletin.state, verb) or policy.deny(person, verb, bulletin):
            continue
        if verb is Verb.BULLETIN_COMMENT and named_unit_of(person, bulletin) is None:
            continue
        if verb is Verb.BULLETIN_CONSULT and not bulletin.named_units.all():
            continue
        found.append(
            {"verb": verb, "label": verb.label, "href": reverse(verb.value, args=[bulletin.pk]),
             "reason": why_not(person, bulletin, verb, today)}
        )  # fmt: skip
    first = next((each for each in found if not each["reason"]), None)
    for each in found:
        each["is_primary"] = each is first
    return found


def why_not(person: Person, bulletin: Bulletin, verb: Verb, today: date) -> str:
    """The sentence beside a button that cannot be pressed; empty where it can."""
    if verb is not Verb.BULLETIN_SIGN:
        return ""
    if person.pk == bulletin.drafter_id:
        return _("起草人不能签发自己的通报，请由负责人签发。")
    if bulletin.state == State.DRAFT and bulletin.named_units.all():
        return _("通报点名了单位，请先征求意见。")
    waiting = unanswered(bulletin)
    if waiting and bulletin.consulted_until_on and today <= bulletin.consulted_until_on:
        said = {"units": _("、").join(waiting), "until": words.day(bulletin.consulted_until_on)}
        return _("%(units)s尚未回复，征求意见到%(until)s。") % said
    return ""


def unanswered(bulletin: Bulletin) -> list[str]:
    """The units named that have not spoken yet."""
    if bulletin.state != State.CONSULTING:
        return []
    answered = {each.unit_id for each in bulletin.comments.all()}
    return [str(each) for each in bulletin.named_units.all() if each.pk not in answered]
