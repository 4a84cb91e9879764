"""调度日历: the deadlines of a month, as the office set them or as its parameters give them (domain.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from yidan.kernel import parameters, workdays
from yidan.kernel.values import BEIJING, Month
from yidan.progress import parameters as office
from yidan.progress.models import MonthCalendar
from yidan.progress.rules import day_in


@dataclass(frozen=True)
class Deadlines:
    """Until when a month is reported, checked, accepted, published. `is_set`: said by the office itself."""

    month: Month
    opens_on: date
    report_by: datetime
    check_by: datetime
    accept_by: datetime
    rank_on: date | None
    publish_on: date
    is_set: bool
    is_provisional: bool = False


def deadlines(month: Month, as_of: datetime | None = None) -> Deadlines:
    """The month's deadlines as known at that moment."""
    said = MonthCalendar.objects.known_at(as_of).filter(month=month).first()
    if said:
        names = ("opens_on", "report_by", "check_by", "accept_by", "rank_on", "publish_on")
        return Deadlines(month, **{name: getattr(said, name) for name in names}, is_set=True)
    return proposed(month, parameters.values(as_of), days_around(month, as_of))


def days_around(month: Month, as_of: datetime | None = None) -> workdays.Calendar:
    """The working days of the month's year (and of the next one's January in December): not of twenty years."""
    until = date((month + 1).year, 12, 31)
    rows = workdays.WorkDay.objects.known_at(as_of).filter(day__gte=date(month.year, 1, 1), day__lte=until)
    return workdays.of_rows(workdays.Row(*row) for row in rows.values_list(*workdays.Row.__annotations__))


def proposed(month: Month, values: Mapping[str, Any], days: workdays.Calendar) -> Deadlines:
    """What the parameters give: a deadline on a day off moves to the next working day (domain.md §2 [M])."""
    hour = time.fromisoformat(values[office.CUT_OFF.name])
    moved: list[workdays.Answer[date]] = []

    def working(where: Month, parameter: Any) -> date:
        moved.append(next_workday(days, day_in(where, values[parameter.name])))
        return moved[-1].value

    def moment(parameter: Any) -> datetime:
        return datetime.combine(working(month, parameter), hour, tzinfo=BEIJING)

    return Deadlines(
        month,
        opens_on=day_in(month, values[office.OPEN_DAY.name]),
        report_by=moment(office.REPORT_DAY),
        check_by=moment(office.CHECK_DAY),
        accept_by=moment(office.ACCEPT_DAY),
        rank_on=working(month + 1, office.RANK_DAY),
        publish_on=working(month + 1, office.PUBLISH_DAY),
        is_set=False,
        is_provisional=any(answer.provisional for answer in moved),
    )


def next_workday(days: workdays.Calendar, day: date) -> workdays.Answer[date]:
    """The day itself where it works, otherwise the next one that does."""
    itself = days.is_workday(day)
    return (
        workdays.Answer(day, itself.years, itself.provisional_years, itself.bases) if itself.value else days.add(day, 1)
    )


def current_month(day: date) -> Month:
    """The month that is being reported on that day: its own month; in the first days still the one before.

    Reports of a month are collected from its 20th on; until the 10th the office still works on the last one.
    """
    month = Month.of(day)
    return month - 1 if day.day <= 10 else month
