"""Permits as the rules see them: terms from the settings, events as values, and the days that follow from both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yidan.approvals import parameters as office
from yidan.approvals import rules
from yidan.approvals.models import Permit, PermitEvent
from yidan.approvals.rules import Happened, Reading, Terms
from yidan.approvals.states import DONE, State
from yidan.kernel.workdays import Calendar


@dataclass(frozen=True)
class Known:
    """The calendar and the settings that clocks run by."""

    calendar: Calendar
    values: Mapping[str, Any]

    def terms(self, permit: Permit) -> Terms:
        """What this permit's clock runs by."""
        return Terms(
            permit.limit, rules.Unit(permit.item.unit), self.values[office.NOTICE.name], office.hours(self.values)
        )

    def read(self, permit: Permit, events: Iterable[Happened], today: date) -> Reading:
        """The days that follow from the events."""
        return rules.read(events, self.calendar, today, self.terms(permit))


def happened(event: PermitEvent) -> Happened:
    """An event as a value."""
    return Happened(event.kind, event.happened_at, event.basis, event.days)


def days(reading: Reading, today: date, known: Known) -> dict[str, Any]:
    """The columns of a permit that follow from its events."""
    run = reading.clock(today, known.calendar) if reading.ended else None
    return {
        "received_on": reading.received, "answer_by_on": reading.answer_by, "accepted_on": reading.accepted,
        "due_on": reading.due(known.calendar), "ended_on": reading.ended, "issued_on": reading.issued,
        "used": run.used if run else None,
    }  # fmt: skip


def case_of(permit: Permit, reading: Reading) -> rules.Case:
    """The permit as the rules of the whole see it."""
    return rules.Case(
        key=permit.code, limit=reading.limit or 0, accepted=reading.accepted, decided=reading.ended,
        pauses=reading.pauses, unit=reading.terms.unit, needs=tuple(permit.needs),
        is_excluded=permit.item.is_excluded, is_waived=permit.state == State.WAIVED,
    )  # fmt: skip


def course(permits: Iterable[tuple[Permit, Sequence[Happened]]], known: Known) -> dict[str, Any] | None:
    """The course up to the decision that ends the budget; None before it. Later permits do not count in it."""
    known_permits = list(permits)
    last = next((each for each in known_permits if each[0].code == known.values[office.END.name]), None)
    if last is None or last[0].state not in DONE or last[0].is_refused:
        return None
    end = known.read(*last, last[1][-1].day).decided
    if end is None:
        return None
    cases = [case_of(permit, known.read(permit, events, end)) for permit, events in known_permits]
    within = rules.until(cases, end)
    whole = rules.spent(within, end, known.calendar)
    started = min(each.accepted for each in within if each.accepted)
    return {
        "started_on": started, "ended_on": end, "workdays": whole.workdays, "calendar_days": whole.calendar_days,
        "is_provisional": bool(whole.provisional_years),
    }  # fmt: skip
