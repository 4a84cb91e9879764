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
from yidan.assessment.states import Colour
from yidan.figures import parameters, rules
from yidan.figures import queries as figures
from yidan.figures.define import Value
from yidan.figures.dimensions import Group
from yidan.figures.question import CITY, Period, Question
from yidan.figures.rules import Cause, Light
from yidan.kernel.parameters import values
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.people.models import Person
from yidan.people.queries import scope_of

MONTH, YEAR, COUNT = "completion.month_rate", "completion.rate", "project.count"
CARDS = {Light.YELLOW: Colour.YELLOW, Light.RED: Colour.RED}


@dataclass(frozen=True)
class Proposal:
    """What the rule says of a unit in a month: the card, and the sentences with their numbers."""

    unit: Group
    colour: Colour
    causes: tuple[str, ...]


def proposed(month: Month, as_of: datetime | None) -> list[Proposal]:
    """The cards that the rule proposes: red ones first, then in protocol order. Nobody gets one by it alone."""
    found = []
    for unit, light, causes in _judged(month, as_of):
        if light in CARDS:
            found.append(Proposal(unit, CARDS[light], causes))
    return sorted(found, key=lambda each: each.colour != Colour.RED)


def has_caught_up(unit_id: int, month: Month, as_of: datetime | None) -> tuple[bool, tuple[str, ...]]:
    """Whether the rule would propose no card of that month; and if it would, why. A month without figures says no."""
    for unit, light, causes in _judged(month, as_of):
        if unit.key == unit_id:
            return light not in CARDS, causes
    return False, (_("这个月还没有可比的数"),)


def _judged(month: Month, as_of: datetime | None) -> list[tuple[Group, Light, tuple[str, ...]]]:
    office = values(as_of)
    limits = parameters.light_limits(office)
    asked = Question(Period.of(month), CITY, as_of)
    now = figures.grouped((MONTH, YEAR, COUNT), asked, "unit")
    earlier = asked.period.before
    before = figures.grouped((MONTH,), asked.over(earlier), "unit")[MONTH] if earlier else {}
    found = []
    for unit in figures.groups("unit", now[COUNT]):
        if not unit.ranking_group or not (now[COUNT].get(unit.key) or Value(None)).value:
            continue
        month_light = _light(now[MONTH].get(unit.key), limits)
        rate = now[YEAR].get(unit.key, Value(None)).value
        of_schedule = None if rate is None else Fraction(rate) * 12 / month.month
        light, causes = rules.judged(
            limits, month=month_light, month_before=_light(before.get(unit.key), limits), of_schedule=of_schedule
        )
        numbers = (now[MONTH].get(unit.key, Value(None)).value, of_schedule)
        found.append((unit, light, tuple(_words(each, limits, *numbers) for each in causes)))
    return found


def _light(value: Value | None, limits: rules.LightLimits) -> Light:
    if value is None or value.value is None:
        return Light.GREEN
    return rules.month_light(value.value, 100, limits)


def _words(cause: Cause, limits: rules.LightLimits, month: Any, of_schedule: Any) -> str:
    if cause is Cause.FAR_BEHIND:
        return _("累计完成只有序时应完成的%(done)s%%，低于%(limit)s%%") % {
            "done": _one(of_schedule), "limit": said(limits.red_below_schedule),
        }  # fmt: skip
    about = {"done": _one(month), "limit": said(limits.yellow_below), "tracked": said(limits.tracked_below)}
    if cause is Cause.TWO_MONTHS:
        return _("连续两个月完成月计划低于%(limit)s%%，本月%(done)s%%") % about
    if month is not None and Fraction(month) >= Fraction(limits.yellow_below):
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
