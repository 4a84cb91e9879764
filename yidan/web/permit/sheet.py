"""A project's permit sheet: both numbers, in whose hands it is, the lane that decides, the lanes, the items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.approvals import parameters as office
from yidan.approvals import queries, rules
from yidan.approvals.models import Permit
from yidan.approvals.reading import Known, case_of
from yidan.approvals.rules import Light, Reading, Spent
from yidan.approvals.states import DONE, WITH_DEPARTMENT, State
from yidan.ledger.models import Project
from yidan.web import format as words
from yidan.web.permit import lanes, wording
from yidan.web.permit.lanes import Lane


@dataclass(frozen=True)
class Sheet:
    """A project's permits as they stand today."""

    permits: list[Permit]
    readings: dict[int, Reading]
    known: Known
    today: date
    spent: Spent
    ended: date | None
    budget_on: date | None
    is_flagged: bool
    lane: list[str]
    lane_days: int

    @property
    def budget(self) -> int:
        """The budget as set."""
        return self.known.values[office.BUDGET.name]

    def used(self, permit: Permit) -> int | None:
        """The units used until now."""
        run = self.readings[permit.pk].clock(self.today, self.known.calendar)
        return run.used if run else None

    def light(self, permit: Permit) -> Light | None:
        """Its light by the office's limits."""
        used, values = self.used(permit), self.known.values
        if used is None or permit.state == State.PAUSED:
            return None
        return self.readings[permit.pk].light(
            used, left_warning=values[office.LEFT_WARNING.name], used_percent=values[office.USED_WARNING.name]
        )


def read(project: Project, today: date) -> Sheet:
    """The sheet of a project, in a fixed number of queries."""
    permits, known = queries.of_project(project), queries.known_now()
    readings = queries.readings(permits, today, known)
    cases = [case_of(each, readings[each.pk]) for each in permits]
    end_code = known.values[office.END.name]
    last = next(
        (each for each in permits if each.code == end_code and each.state in DONE and not each.is_refused), None
    )
    ended = readings[last.pk].decided if last else None
    counted = rules.until(cases, ended) if ended else cases
    spent = rules.spent(counted, ended or today, known.calendar)
    begun = [each.accepted for each in cases if each.accepted]
    if begun and not ended:  # the enterprise waits on, whether or not anything lies with a department
        spent = replace(spent, calendar_days=(today - min(begun)).days)
    budget = known.values[office.BUDGET.name]
    budget_on = rules.budget_day(counted, ended or today, known.calendar, budget=budget)
    lane, length = rules.critical(rules.leading_to(cases, end_code)) if not ended else ([], 0)
    flagged = (
        not ended and spent.workdays <= budget
        and rules.is_flagged(budget_on, today, known.calendar, ahead=known.values[office.AHEAD.name])
    )  # fmt: skip
    return Sheet(permits, readings, known, today, spent, ended, budget_on, flagged, lane, length)


def context(sheet: Sheet) -> dict[str, Any]:
    """What the page says."""
    names = {each.code: each.item.name for each in sheet.permits}
    drawn = [lane for each in sheet.permits if (lane := lane_of(sheet, each))]
    return {
        "rows": [row(sheet, each) for each in sheet.permits],
        "spent": words.number(sheet.spent.workdays), "budget": sheet.budget,
        "percent": min(100, round(sheet.spent.workdays * 100 / max(sheet.budget, 1))),
        "is_over": sheet.spent.workdays > sheet.budget,
        "calendar_days": words.number(sheet.spent.calendar_days),
        "has_begun": bool(drawn), "ended": words.day(sheet.ended) if sheet.ended else "",
        "until": words.day(sheet.today) if drawn and not sheet.ended else "",
        "provisional": "、".join(map(str, sheet.spent.provisional_years)),
        "hands": hands(sheet),
        "forecast": forecast(sheet), "is_flagged": sheet.is_flagged,
        "lane": " → ".join(names[code] for code in sheet.lane), "lane_days": sheet.lane_days,
        "missing": [each.item.output or each.item.name for each in sheet.permits
                    if each.state not in (*DONE, State.WAIVED) and not each.item.is_excluded],
        "lanes": lanes.draw(drawn, sheet.today, sheet.budget_on) if drawn else "",
    }  # fmt: skip


def forecast(sheet: Sheet) -> str:
    """The day on which the budget is, or was, spent."""
    if sheet.budget_on is None:
        return ""
    day = words.day(sheet.budget_on, sheet.today)
    if sheet.spent.workdays >= sheet.budget:
        return _("%(budget)s个工作日的预算在%(day)s用完。") % {"budget": sheet.budget, "day": day}
    return _("照现在的样子，预算还剩%(left)s个工作日，%(day)s用完。") % {
        "left": sheet.budget - sheet.spent.workdays, "day": day,
    }  # fmt: skip


def hands(sheet: Sheet) -> list[dict[str, Any]]:
    """Who holds what now, departments first."""
    held = [each for each in sheet.permits if each.state in (*WITH_DEPARTMENT, State.LACKING)]
    held.sort(key=lambda each: each.state == State.LACKING)
    return [
        {
            "who": wording.turn(each), "what": each.item.name, "href": reverse("permit", args=[each.pk]),
            "state": wording.state(each, sheet.readings[each.pk]), **_clock(sheet, each),
        }
        for each in held
    ]  # fmt: skip


def _clock(sheet: Sheet, permit: Permit) -> dict[str, Any]:
    reading, used, colour = sheet.readings[permit.pk], sheet.used(permit), sheet.light(permit)
    due = reading.due(sheet.known.calendar)
    return {
        "used": wording.used(permit, used, reading.limit), "unit": wording.unit_word(permit),
        "due": words.day(due, sheet.today) if due else "", "light": wording.LIGHTS.get(colour) if colour else None,
        "light_word": wording.light_words(colour, is_ended=reading.ended is not None),
    }  # fmt: skip


def row(sheet: Sheet, permit: Permit) -> dict[str, Any]:
    """A line of the list."""
    reading = sheet.readings[permit.pk]
    return {
        "href": reverse("permit", args=[permit.pk]), "name": permit.item.name,
        "department": str(permit.department or permit.item.department or ""),
        "state": wording.state(permit, reading), "mode": wording.mode(permit), "waiver": permit.waiver,
        "number": permit.number, "ended": words.short_day(reading.ended) if reading.ended else "",
        "is_excluded": permit.item.is_excluded, **_clock(sheet, permit),
    }  # fmt: skip


def lane_of(sheet: Sheet, permit: Permit) -> Lane | None:
    """The lane of what has begun."""
    reading = sheet.readings[permit.pk]
    if reading.received is None:
        return None
    end = reading.ended or max(sheet.today, reading.received)
    used, colour = sheet.used(permit), sheet.light(permit)
    unit = _("%(used)s天") % {"used": wording.plain(used)} if used is not None else str(permit.get_state_display())
    return Lane(
        permit.item.name, reverse("permit", args=[permit.pk]), min(reading.received, end), end, reading.accepted,
        [(each.from_on, min(each.until_on or end, end)) for each in reading.pauses if each.from_on < end],
        unit, permit.item.is_excluded, colour is Light.RED, reading.ended is None,
    )  # fmt: skip
