"""Permits as they were known at an earlier moment: state and days read again from the events held then.

Events are facts; what a permit is waived for stands in the journal only, so that is asked too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from yidan.approvals.models import Permit, PermitEvent
from yidan.approvals.queries import DERIVED, known_now
from yidan.approvals.reading import Known, days, happened
from yidan.approvals.rules import Happened
from yidan.approvals.states import DONE, FLOW, Mode, State
from yidan.kernel.journal import Entry
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb

_SET_ASIDE = (Verb.PERMIT_WAIVE, Verb.PERMIT_REQUIRE)


def known_permits(
    permits: QuerySet[Permit], as_of: datetime | None, where: Q, holds: Callable[[Permit], bool]
) -> list[Permit]:
    """The permits that met a condition as known then, in their order in the catalogue; None: now.

    The condition is said twice: `where` to the database, for what has not changed since, and `holds` of what is read
    again. Both are to mean the same.
    """
    rows = permits.select_related("project", "item").order_by("project__order", "project_id", "order", "id")
    if as_of is None:
        return list(rows.filter(where))
    listed = rows.filter(opened_at__lte=as_of)
    touched = _touched(as_of)
    then = [each for each in rewound(listed.filter(touched), as_of) if holds(each)]
    if not then:
        return list(listed.filter(where).exclude(touched))
    found = [*listed.filter(where).exclude(touched), *then]
    return sorted(found, key=lambda each: (each.project.order, each.project_id, each.order, each.pk))


def happened_by(
    permits: QuerySet[Permit], as_of: datetime | None, day: date
) -> Iterator[tuple[Permit, list[Happened]]]:
    """What had happened to each permit by the end of a day, as known then; who was handed nothing in, or took it back,
    is left out."""
    told: dict[int, list[Happened]] = {}
    held = PermitEvent.objects.known_at(as_of).filter(permit__in=permits.order_by().values("pk"))
    for event in held.order_by("serial"):
        if beijing_day(event.happened_at) <= day:
            told.setdefault(event.permit_id, []).append(happened(event))
    rows = permits.filter(pk__in=told).select_related("project", "item")
    for permit in rows.order_by("project__order", "project_id", "order", "id"):
        if told[permit.pk][-1].kind != "withdraw":
            yield permit, told[permit.pk]


def _touched(as_of: datetime) -> Q:
    """Something was recorded of it since."""
    events = PermitEvent.objects.filter(Q(recorded_at__gt=as_of) | Q(superseded_at__gt=as_of))
    aside = Entry.objects.filter(subject_type="permit", verb__in=_SET_ASIDE, recorded_at__gt=as_of)
    return Q(pk__in=events.values("permit")) | Q(pk__in=aside.values("subject_id"))


def rewound(permits: QuerySet[Permit], as_of: datetime) -> list[Permit]:
    """Each as it stood then; what they are made of is read in a fixed number of queries. None is to be saved."""
    known = known_now(as_of)
    events: dict[int, list[PermitEvent]] = {}
    held = PermitEvent.objects.known_at(as_of).filter(permit__in=permits.order_by().values("pk"))
    for event in held.order_by("serial"):
        events.setdefault(event.permit_id, []).append(event)
    aside = Entry.objects.filter(
        subject_type="permit", verb__in=_SET_ASIDE, recorded_at__lte=as_of,
        subject_id__in=permits.order_by().values("pk"),
    )  # fmt: skip
    waivers = {
        number: facts.get("reason", "") if verb == Verb.PERMIT_WAIVE else None
        for number, verb, facts in aside.order_by("recorded_at", "id").values_list("subject_id", "verb", "facts")
    }
    return [
        _stood(each, events.get(each.pk, []), waivers.get(each.pk), known) for each in permits.select_related("item")
    ]


def _stood(permit: Permit, events: list[PermitEvent], waiver: str | None, known: Known) -> Permit:
    """Said of the row in memory only."""
    told: list[Happened] = [happened(each) for each in events]
    state = State(FLOW.start)
    for each in told:
        state = State(FLOW.target(state, Verb(f"permit.{each.kind}")))
    said: dict[str, Any] = {"state": State.WAIVED if waiver is not None and not told else state}
    said |= days(known.read(permit, told, told[-1].day), told[-1].day, known) if told else dict.fromkeys(DERIVED)
    converted = next((each for each in told if each.kind == "convert"), None)
    began = permit.began_as if told else Mode.FORMAL
    said |= {
        "began_as": began, "mode": Mode.FORMAL if converted else began,
        "converted_on": beijing_day(converted.at) if converted else None,
        "is_refused": permit.is_refused and state in DONE, "number": permit.number if state in DONE else "",
        "waiver": waiver if waiver and not told else "",
        "missing": permit.missing if told else "", "promised_on": permit.promised_on if told else None,
    }  # fmt: skip
    for name, value in said.items():
        setattr(permit, name, value)
    return permit
