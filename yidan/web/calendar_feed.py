"""One's own deadlines as iCalendar (RFC 5545): all-day events, told apart by what is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import queries
from yidan.people.models import Person
from yidan.web.inbox import address_of

if TYPE_CHECKING:
    from icalendar import Event

MOST = 500


def of(person: Person, now: datetime, *, since: datetime) -> bytes:
    """The calendar of a person: the next step of every matter that is the person's unit's turn, by its day."""
    from icalendar import Calendar

    with translation.override(settings.LANGUAGE_CODE):
        calendar = Calendar()
        calendar.add("prodid", "-//Yidan//ZH")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("一单：我的时限"))
        calendar.add("x-wr-timezone", "Asia/Shanghai")
        first = beijing_day(since)
        turn = queries.turn_of(person) & queries.visible_to(person)
        for matter in turn.filter(step_due_on__gte=first).select_related("duty_person")[:MOST]:
            is_his = matter.duty_person_id in (None, person.pk) or matter.turn_unit_id != matter.lead_unit_id
            if is_his and matter.step_due_on:
                calendar.add_component(_event(matter, matter.step_due_on, now))
        return calendar.to_ical()


def _event(matter: queries.Matter, due_on: date, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    # The same step of the same matter is the same event; a changed day moves it.
    event.add("uid", f"matter-{matter.pk}-{matter.step}@yidan")
    event.add("dtstamp", now)
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))
    step = Verb(matter.step).label
    event.add("summary", _("%(step)s：%(number)s %(title)s") % {
        "step": step, "number": matter.number, "title": matter.title,
    })  # fmt: skip
    if matter.due_on:
        event.add("description", _("整改时限 %(due)s") % {"due": matter.due_on})
    if settings.BASE_URL and (path := address_of("matter", matter.pk)):
        event.add("url", f"{settings.BASE_URL}{path}")
    event.add("transp", "TRANSPARENT")
    return event
