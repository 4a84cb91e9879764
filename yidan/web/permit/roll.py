"""Which permits the city's list shows, and in what order: page and export ask here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Prefetch, Q, QuerySet, When, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yidan.approvals import queries
from yidan.approvals.models import Permit, PermitEvent
from yidan.approvals.reading import Known
from yidan.approvals.remembered import known_permits
from yidan.approvals.states import DONE, WITH_DEPARTMENT, Mode, State
from yidan.ledger.queries import search
from yidan.people.models import Person
from yidan.web import format as words
from yidan.web.permit import wording

FILTERS = ("q", "state", "department", "item", "mode", "late")
LATE = {"late": _("超期"), "hand": _("部门在办")}


def roll(
    person: Person, wanted: Mapping[str, Sequence[str]], today: date, as_of: datetime | None = None
) -> QuerySet[Permit] | list[Permit]:
    """The permits this person may see, narrowed as the query says; what is in hand and due first comes first.

    Of an earlier moment each is as it was known then; `today` is its day.
    """
    found = queries.visible_to(person)
    states = [each for each in wanted.get("state", ()) if each in State.values]
    modes = [each for each in wanted.get("mode", ()) if each in Mode.values]
    if units := [int(each) for each in wanted.get("department", ()) if each.isdecimal() and len(each) < 10]:
        found = found.filter(department__in=units)
    if codes := [each for each in wanted.get("item", ()) if each]:
        found = found.filter(code__in=codes)
    late = wanted.get("late", ())
    if text := "".join(wanted.get("q", ())[:1]):
        found = found.filter(project__in=search(queries.projects_visible_to(person), text).order_by().values("pk"))
    if as_of is not None:
        return _then(found, as_of, today, states, modes, late)
    if states:
        found = found.filter(state__in=states)
    if modes:
        found = found.filter(began_as__in=modes)
    if "hand" in late:
        found = queries.in_hand(found)
    if "late" in late:
        found = queries.overdue(found, today)
    held = Case(When(state__in=(*WITH_DEPARTMENT, State.LACKING), then=0), When(state__in=DONE, then=1), default=2)
    ordered = found.annotate(held=held)
    return ordered.order_by("held", F("ended_on").desc(nulls_last=True), F("due_on").asc(nulls_last=True), "project_id",
                            "order")  # fmt: skip


def _then(
    permits: QuerySet[Permit], as_of: datetime, day: date, states: list[str], modes: list[str], late: Sequence[str]
) -> list[Permit]:
    """The same of what was known at that moment: states and days are read again, so they are compared here."""

    def is_asked(each: Permit) -> bool:
        is_named = (not states or each.state in states) and (not modes or each.began_as in modes)
        is_held = "hand" not in late or each.state in WITH_DEPARTMENT
        return is_named and is_held and ("late" not in late or queries.was_overdue(each, day))

    def place(each: Permit) -> tuple[int, int, date, int, int]:
        held = 0 if each.state in (*WITH_DEPARTMENT, State.LACKING) else 1 if each.state in DONE else 2
        ended = -each.ended_on.toordinal() if each.ended_on else 0
        return held, ended, each.due_on or date.max, each.project_id, each.order

    return sorted(filter(is_asked, known_permits(permits, as_of, Q(), lambda each: True)), key=place)


def rows(permits: Iterable[Permit], today: date, known: Known, as_of: datetime | None = None) -> list[dict[str, Any]]:
    """The lines of a page, with the clock of each as it stands on that day."""
    if isinstance(permits, QuerySet):
        listed = list(queries.with_events(permits.select_related("project__profile")))
    else:
        listed = list(permits)
        events = PermitEvent.objects.known_at(as_of).order_by("serial")
        prefetch_related_objects(
            listed, "project__profile", "department", Prefetch("events", events, to_attr="live_events")
        )
    readings = queries.readings(listed, today, known)
    found = []
    for each in listed:
        reading = readings[each.pk]
        run = reading.clock(today, known.calendar)
        used = run.used if run else None
        colour = reading.light(used) if used is not None and each.state != State.PAUSED else None
        due = reading.due(known.calendar)
        found.append({
            "href": reverse("permit", args=[each.pk]), "name": each.item.name, "project": each.project.name,
            "number": each.project.internal_id, "sheet_href": reverse("permits-of", args=[each.project_id]),
            "department": str(each.department or each.item.department), "state": wording.state(each, reading),
            "mode": wording.mode(each), "used": wording.used(each, used, reading.limit),
            "unit": wording.unit_word(each), "due": words.short_day(due) if due else "",
            "received": words.short_day(reading.received), "accepted": words.short_day(reading.accepted),
            "ended": words.short_day(reading.ended), "document": each.number,
            "light": wording.LIGHTS.get(colour) if colour else None,
            "light_word": wording.light_words(colour, is_ended=reading.ended is not None),
        })  # fmt: skip
    return found
