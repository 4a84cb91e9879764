"""Who is told of a matter: whoever's turn it has become, the unit that is urged, the leader to whom it goes up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.kernel import once, parameters
from yidan.kernel.policy import Role
from yidan.kernel.values import spoken
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters import rules
from yidan.matters.models import Matter, SentLetter
from yidan.people.commands.notifying import notify, settle
from yidan.people.models import Person, Unit
from yidan.people.queries import holding_role, people_of

# What answers a proposal to go up: it was taken up, held with a note, or settled.
DECIDING = (Verb.MATTER_ESCALATE, Verb.MATTER_HOLD, Verb.MATTER_LOWER, Verb.MATTER_PAUSE)


class Before(NamedTuple):
    """How a matter stood in the database before an act."""

    state: str
    step: str
    turn_unit_id: int | None


def hands_of(matter: Matter) -> list[Person]:
    """Whose hands the next step lies in: the person named for it, else whoever acts for the unit."""
    unit = matter.turn_unit_id
    if unit is None:
        return []
    duty, supervisor = matter.duty_person, matter.supervisor
    if unit == matter.lead_unit_id and duty and duty.is_active and duty.unit_id == unit:
        return [duty]
    if unit != matter.lead_unit_id and supervisor and supervisor.is_active and supervisor.unit_id == unit:
        return [supervisor]
    return once.ask(f"hands {unit}", lambda: _acting_for(unit))


def _acting_for(unit: int) -> list[Person]:
    people = people_of(unit)
    return list(holding_role(people, Role.SUPERVISOR)) or list(people)


def turned(matter: Matter, verb: Verb, before: Before, *, by: Any, at: datetime) -> None:
    """What was asked of whoever had it before is settled; if it became another unit's turn, its people are told."""
    done = [Verb.MATTER_URGE, Verb.MATTER_SEND_LETTER, *([Verb(before.step)] if before.step else [])]
    if (matter.step, matter.turn_unit_id) != (before.step, before.turn_unit_id):
        settle(matter, *done, at=at)
    if verb in DECIDING or not matter.step:
        settle(matter, Verb.MATTER_ESCALATE, at=at)
    if matter.turn_unit_id in (None, before.turn_unit_id) or not matter.step or not matter.step_due_on:
        return
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(act)s：%(number)s“%(title)s”，请于%(due)s前%(step)s。") % {
            "act": verb.label, "number": matter.number, "title": matter.title, "due": spoken(matter.step_due_on),
            "step": Verb(matter.step).label,
        }  # fmt: skip
    urgent = is_urgent(matter)
    notify(hands_of(matter), sentence, about=matter, verb=Verb(matter.step), at=at, but=by, is_urgent=urgent)


def urged(matter: Matter, label: str, words: str, *, by: Any, at: datetime) -> None:
    """催办 or 督办函 reaches whoever's turn it is."""
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(label)s：%(number)s“%(title)s”，时限%(due)s。%(words)s") % {
            "label": label, "number": matter.number, "title": matter.title, "words": words,
            "due": spoken(matter.due_on) if matter.due_on else "",
        }  # fmt: skip
    urgent = is_urgent(matter)
    notify(hands_of(matter), sentence, about=matter, verb=Verb.MATTER_URGE, at=at, but=by, is_urgent=urgent)


def readers_of(matter: Matter, units: Iterable[Unit]) -> list[Person]:
    """Who reads a paper sent to these units: the person named for the matter where he is of one, else its people."""
    duty = matter.duty_person
    found: list[Person] = []
    for unit in units:
        found += [duty] if duty and duty.is_active and duty.unit_id == unit.pk else list(people_of(unit.pk))
    return found


def written(matter: Matter, letter: SentLetter, persons: Iterable[Person], *, by: Any, at: datetime) -> None:
    """A paper of the 四单 reaches its readers, each once: that it did is its proof."""
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("%(letter)s%(document)s：%(number)s“%(title)s”，时限%(due)s。%(words)s") % {
            "letter": letter.get_kind_display(), "document": letter.number, "number": matter.number,
            "title": matter.title, "due": spoken(matter.due_on) if matter.due_on else "", "words": letter.words,
        }  # fmt: skip
    notify(
        persons, sentence, about=matter, verb=Verb.MATTER_SEND_LETTER, at=at, but=by, is_urgent=is_urgent(matter),
        occasion=f"letter:{letter.pk}",
    )  # fmt: skip


def climbed(matter: Matter, rung: str, reason: str, *, by: Any, at: datetime) -> None:
    """上提 reaches the leader whom the matter names; where it names none, every leader."""
    leader = matter.contact_leader
    named = [leader] if leader and leader.is_active else []
    persons = named or list(holding_role(Person.objects.order_by("protocol_order", "id"), Role.LEADER))
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("提请%(rung)s协调：%(number)s“%(title)s”。%(reason)s") % {
            "rung": rung, "number": matter.number, "title": matter.title, "reason": reason,
        }  # fmt: skip
    urgent = is_urgent(matter)
    notify(persons, sentence, about=matter, verb=Verb.MATTER_ESCALATE, at=at, but=by, is_urgent=urgent)


def is_urgent(matter: Matter) -> bool:
    """Whether the office's setting makes it an emergency."""
    named = parameters.values()[office.EMERGENCIES.name]
    return rules.is_emergency(matter.severity, f"{matter.title}{matter.description}", named)
