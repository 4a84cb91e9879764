"""The dispatch calendar of a month (domain.md §2)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit
from yidan.progress.models import MonthCalendar


@command(Verb.MONTH_SET_CALENDAR)
def set_calendar(
    unit: Unit | None,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    month: Month,
    opens_on: date,
    report_by: datetime,
    check_by: datetime,
    accept_by: datetime,
    publish_on: date,
    rank_on: date | None = None,
) -> Note:
    """排定调度日历: say until when a month is reported, checked, accepted and published; replaces what was said before.

    `unit` is the office that sets it; the calendar is the city's.
    """
    if not report_by <= check_by <= accept_by:
        raise Invalid(_("三个时限应依次是报送、初审、审定，请调整后再保存。"), field="check_by")
    if opens_on > report_by.date():
        raise Invalid(_("开放填报的日子应早于报送时限，请调整后再保存。"), field="opens_on")
    said = {
        "opens_on": opens_on,
        "report_by": report_by,
        "check_by": check_by,
        "accept_by": accept_by,
        "rank_on": rank_on,
        "publish_on": publish_on,
    }
    old = MonthCalendar.objects.live().filter(month=month).first()
    if old:
        calendar = old.superseded_by(recorded_at=recorded_at, **said)
    else:
        calendar = MonthCalendar.record(recorded_at=recorded_at, month=month, **said)
    return note(calendar, month=month, **said)
