"""Cards: which the rule proposes, and whether a unit has caught up (domain.md §2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yidan.assessment.models import Card
from yidan.assessment.rules import said
from yidan.assessment.states import CardState, Colour
from yidan.figures import lights, parameters, rules
from yidan.figures import queries as figures
from yidan.figures.define import Value
from yidan.figures.dimensions import Group
from yidan.figures.lights import UnitLit
from yidan.figures.question import CITY, Period, Question
from yidan.figures.rules import Cause, Light
from yidan.kernel.parameters import values
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.people.models import Person
from yidan.people.queries import scope_of

COUNT = "project.count"
CARDS = {Light.YELLOW: Colour.YELLOW, Light.RED: Colour.RED}


@dataclass(frozen=True)
class Proposal:
    """What the rule says of a unit in a month: the card, and the sentences with their numbers.

    `is_made_up`: yellow only because the month before was red. Who still has a card gets no second one for that.
    """

    unit: Group
    colour: Colour
    causes: tuple[str, ...]
    is_made_up: bool = False


def proposed(month: Month, as_of: datetime | None) -> list[Proposal]:
    """The cards that the rule of the lights proposes: red ones first, then in protocol order.

    Nobody gets one by it alone.
    """
    found = []
    for unit, one, causes in _judged(month, as_of):
        if one.light in CARDS:
            found.append(Proposal(unit, CARDS[one.light], causes, one.causes[:1] == (Cause.MADE_UP,)))
    return sorted(found, key=lambda each: each.colour != Colour.RED)


def still_to_issue(month: Month, as_of: datetime | None) -> list[Proposal]:
    """Of what the rule proposes, what no card says yet."""
    hung = set(Card.objects.filter(month=month).values_list("unit_id", flat=True))
    held = set(Card.objects.exclude(state=CardState.LIFTED).values_list("unit_id", flat=True))
    return [
        each
        for each in proposed(month, as_of)
        if each.unit.key not in hung and not (each.is_made_up and each.unit.key in held)
    ]


def has_caught_up(unit_id: int, month: Month, as_of: datetime | None) -> tuple[bool, tuple[str, ...]]:
    """Whether the rule would propose no card of that month; and if it would, why. A month without figures says no."""
    for unit, one, causes in _judged(month, as_of):
        if unit.key == unit_id:
            return one.light not in CARDS, causes
    return False, (_("这个月还没有可比的数"),)


def _judged(month: Month, as_of: datetime | None) -> list[tuple[Group, UnitLit, tuple[str, ...]]]:
    """The ranked units that have projects, with their light and what makes it so in words."""
    office = values(as_of)
    limits = parameters.light_limits(office)
    asked = Question(Period.of(month), CITY, as_of)
    counted, lit = figures.grouped((COUNT,), asked, "unit")[COUNT], lights.of_units(asked, office)
    return [
        (unit, one, tuple(_words(each, limits, one) for each in one.causes))
        for unit in figures.groups("unit", counted)
        if unit.ranking_group and (counted.get(unit.key) or Value(None)).value and (one := lit.get(unit.key))
    ]


def _words(cause: Cause, limits: rules.LightLimits, one: UnitLit) -> str:
    if cause is Cause.FAR_BEHIND:
        return _("累计完成只有序时应完成的%(done)s%%，低于%(limit)s%%") % {
            "done": _one(one.of_schedule), "limit": said(limits.red_below_schedule),
        }  # fmt: skip
    about = {"done": _one(one.of_month), "limit": said(limits.yellow_below), "tracked": said(limits.tracked_below)}
    if cause is Cause.MADE_UP:
        return _("上月为红，本月刚补齐，先转黄一个月")
    if cause is Cause.TWO_MONTHS:
        return _("连续两个月完成月计划低于%(limit)s%%，本月%(done)s%%") % about
    if one.of_month is not None and one.of_month >= Fraction(limits.yellow_below):
        return _("本月完成月计划的%(done)s%%，低于%(tracked)s%%") % about
    return _("本月完成月计划的%(done)s%%，低于%(limit)s%%") % about


def _one(value: Any) -> str:
    return f"{rules.written(value, 1)}" if value is not None else "—"


def cards_visible_to(person: Person) -> QuerySet[Card]:
    """All cards to the office, leaders and auditors; one's own unit's to the others."""
    cards = Card.objects.select_related("unit", "issuer", "lifter").prefetch_related("measures")
    if scope_of(person).is_nothing:
        return cards.none()
    if person.is_role(Role.SUPERVISOR, Role.LEADER, Role.AUDITOR):
        return cards
    return cards.filter(unit__in={unit for _role, unit in person.holds()})
