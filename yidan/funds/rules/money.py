"""What movements add up to, whether they can be, and how long money lay about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import NamedTuple

from yidan.funds.states import BOUND, STEPS, Step

ZERO = Decimal(0)


class Moved(NamedTuple):
    """A movement as the rules see it."""

    on: date
    step: str
    amount_wan: Decimal


@dataclass(frozen=True)
class Fault:
    """Why movements cannot be: on that day the step stands below zero, or above the one before it."""

    on: date
    step: Step
    amount_wan: Decimal
    above: Step | None = None
    limit_wan: Decimal = ZERO


def balances(moved: Iterable[Moved]) -> dict[Step, Decimal]:
    """What each step adds up to."""
    found = dict.fromkeys(Step, ZERO)
    for each in moved:
        found[Step(each.step)] += each.amount_wan
    return found


def fault(source: str, moved: Iterable[Moved]) -> Fault | None:
    """The first day on whose evening a step is negative or exceeds the step before it; None where all can be."""
    known = [step for step in BOUND if step in STEPS[source]]
    standing = dict.fromkeys(Step, ZERO)
    for on, of_day in groupby(sorted(moved, key=lambda each: each.on), key=lambda each: each.on):
        for each in of_day:
            standing[Step(each.step)] += each.amount_wan
        for step in STEPS[source]:
            if standing[step] < 0:
                return Fault(on, step, standing[step])
        for above, step in pairwise(known):
            if standing[step] > standing[above]:
                return Fault(on, step, standing[step], above, standing[above])
    return None


@dataclass(frozen=True)
class Idle:
    """Money that arrived and was not paid: how much lies there, since when some of it has, and 万元 × days so far."""

    amount_wan: Decimal
    since_on: date | None
    wan_days: Decimal
    days: int


def idle(moved: Iterable[Moved], until: date) -> Idle:
    """What arrived and lies there on the evening of `until`; first in, first out, so `since_on` is the oldest of it."""
    relevant = sorted(each for each in moved if each.on <= until and each.step in {Step.IN_PLACE, Step.PAID})
    lying, last, wan_days = ZERO, None, ZERO
    for on, of_day in groupby(relevant, key=lambda each: each.on):
        if last is not None:
            wan_days += lying * (on - last).days
        lying += sum((each.amount_wan if each.step == Step.IN_PLACE else -each.amount_wan for each in of_day), ZERO)
        last = on
    if last is not None:
        wan_days += lying * (until - last).days
    since = _oldest(relevant)
    return Idle(lying, since, wan_days, (until - since).days if since else 0)


def _oldest(relevant: list[Moved]) -> date | None:
    """The day on which the oldest money that still lies there arrived."""
    gone = sum((each.amount_wan for each in relevant if each.step == Step.PAID), ZERO)
    gone -= sum((each.amount_wan for each in relevant if each.step == Step.IN_PLACE and each.amount_wan < 0), ZERO)
    for each in relevant:
        if each.step == Step.IN_PLACE and each.amount_wan > 0:
            gone -= each.amount_wan
            if gone < 0:
                return each.on
    return None
