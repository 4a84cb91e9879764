"""The grades of many captures at once, in a fixed number of queries; computed each time, never stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from yidan.evidence import parameters
from yidan.evidence.models import Capture, File, Likeness, Reading, Receipt
from yidan.evidence.rules import grading
from yidan.evidence.rules.grading import Grade, Jump, Known, Likely, Limits, Seen, Setting, Use
from yidan.evidence.rules.places import Place
from yidan.evidence.states import Kind, ReadingState
from yidan.kernel import parameters as kernel

# A position farther away in time than this proves no speed: nobody's way is looked at, only two neighbours.
NEIGHBOURS = timedelta(hours=3)
# A condition of more parts than this is more than some databases take.
MOST_SPANS = 100


@dataclass(frozen=True)
class Context:
    """What the asking room knows: what each capture is to show."""

    settings: Mapping[int, Setting]


Uses = Callable[[Collection[int]], Iterable[Use]]
_TELLING: list[Uses] = []


def tells_uses(function: Uses) -> Uses:
    """A room's word on where files (by id) speak for something, asked whichever room is grading."""
    _TELLING.append(function)
    return function


def graded(captures: Iterable[Capture], context: Context) -> dict[int, Grade]:
    """The grade of each capture, by its id; eight queries, however many captures."""
    ids = [capture.pk for capture in captures]
    if not ids:
        return {}
    limits = parameters.limits(kernel.values())
    chosen = list(
        Capture.objects.filter(pk__in=ids).select_related("file__reading", "poster__reading", "person").order_by("pk")
    )
    seen_files = {file.pk for capture in chosen for file in (capture.file, capture.poster) if file}
    likes = _likes(seen_files)
    others = {other for pairs in likes.values() for other, _like in pairs}
    uses: dict[int, list[Use]] = defaultdict(list)
    for told in _TELLING:
        for use in told(seen_files | others):
            uses[use.file_id].append(use)
    brought = _brought(chosen)
    counts = _same_points(chosen)
    neighbours = _neighbours(chosen)
    found = {}
    for capture in chosen:
        known = Known(
            kind=capture.file.kind,
            origin=capture.origin,
            received_at=min(capture.received_at, capture.file.kept_at),
            taken_at=capture.taken_at,
            nonce=capture.nonce,
            nonce_at=capture.nonce_at,
            nonce_fault=capture.nonce_fault,
            place=_place(capture),
            is_place_removed=capture.place_removed_at is not None,
            seen=_seen(capture),
            uses=[use for use in uses[capture.file_id] if _is_before(use, capture)] + brought.get(capture.pk, []),
            likes=[
                Likely(use, like.way, float(like.alike_percent), float(like.straight_percent))
                for file_id in (capture.file_id, capture.poster_id or 0)
                for other, like in likes.get(file_id, [])
                for use in uses[other]
                if _is_before(use, capture)
            ]
            # the cover of a film, byte for byte in another film or as a picture
            + [Likely(use, "whole", 100, 100) for use in uses[capture.poster_id or 0] if _is_before(use, capture)],
            jump=_jump(capture, neighbours.get(capture.person_id, []), limits),
            same_point_count=counts.get(capture.pk, 0),
        )
        found[capture.pk] = grading.grade(known, context.settings.get(capture.pk, Setting()), limits)
    return found


def _is_before(use: Use, capture: Capture) -> bool:
    """Who came first is by the server's clock, and by number where that is the same."""
    return (use.at, use.capture_id) < (capture.received_at, capture.pk)


def _place(capture: Capture) -> Place | None:
    if capture.longitude is None or capture.latitude is None:
        return None
    return Place(capture.longitude, capture.latitude, capture.accuracy_m)


def _reading(file: File | None) -> Reading | None:
    return getattr(file, "reading", None) if file else None


def _seen(capture: Capture) -> Seen:
    """What its bytes say; a film is compared by its poster. A place taken away is not looked up there."""
    reading, poster = _reading(capture.file), _reading(capture.poster)
    if reading is None:
        return Seen(state=ReadingState.READ if capture.file.kind == Kind.DOCUMENT else ReadingState.WAITING)
    place = None
    if reading.longitude is not None and reading.latitude is not None and not capture.place_removed_at:
        place = Place(reading.longitude, reading.latitude)
    return Seen(
        state=reading.state,
        fault=reading.fault,
        taken_at=reading.taken_at,
        place=place,
        software=reading.software,
        is_comparable=any(each is not None and each.sketch is not None for each in (reading, poster)),
    )


def _likes(file_ids: Collection[int]) -> dict[int, list[tuple[int, Likeness]]]:
    """For each file the others that show the same picture."""
    found: dict[int, list[tuple[int, Likeness]]] = defaultdict(list)
    for like in Likeness.objects.filter(Q(file__in=file_ids) | Q(other__in=file_ids)):
        found[like.file_id].append((like.other_id, like))
        found[like.other_id].append((like.file_id, like))
    return found


def _brought(captures: list[Capture]) -> dict[int, list[Use]]:
    """For each capture the people of other units who brought the same bytes before."""
    receipts: dict[int, list[Receipt]] = defaultdict(list)
    for receipt in Receipt.objects.filter(file__in={capture.file_id for capture in captures}).select_related("person"):
        receipts[receipt.file_id].append(receipt)
    return {
        capture.pk: [
            Use(receipt.file_id, 0, receipt.kept_at)
            for receipt in receipts[capture.file_id]
            if receipt.person_id != capture.person_id
            and receipt.person.unit_id != capture.person.unit_id
            and receipt.kept_at < capture.received_at
        ]
        for capture in captures
    }


def _moment(capture: Capture) -> datetime:
    """When it was taken, in the clock of the person's own phone where it is given."""
    return capture.taken_at or capture.received_at


def _same_points(captures: list[Capture]) -> dict[int, int]:
    """For each capture how many of the same person bear exactly the same coordinates, ten minutes apart or more.

    A receiver's last decimals never stand still; a made-up position does. Compared are captures, no other position.
    """
    placed = [capture for capture in captures if capture.longitude is not None]
    if not placed:
        return {}
    rows = Capture.objects.filter(
        person__in={capture.person_id for capture in placed},
        longitude__in={capture.longitude for capture in placed},
        latitude__in={capture.latitude for capture in placed},
    )
    groups: dict[tuple, list[datetime]] = defaultdict(list)
    for row in rows.only("person", "longitude", "latitude", "taken_at", "received_at"):
        groups[row.person_id, row.longitude, row.latitude].append(_moment(row))
    apart = {key: _apart(moments) for key, moments in groups.items()}
    return {capture.pk: apart[capture.person_id, capture.longitude, capture.latitude] for capture in placed}


def _apart(moments: list[datetime]) -> int:
    """How many of the moments lie at least ten minutes after the one counted before."""
    count, last = 0, None
    for moment in sorted(moments):
        if last is None or moment - last >= timedelta(minutes=10):
            count, last = count + 1, moment
    return count


def _neighbours(captures: list[Capture]) -> dict[int, list[Capture]]:
    """Captures of the same people, with a place, shortly before or after those in question."""
    windows = Q()
    for person, spans in _spans(captures).items():
        for span in spans:
            windows |= Q(person=person, taken_at__range=span)
    found: dict[int, list[Capture]] = defaultdict(list)
    if windows:
        for row in Capture.objects.filter(windows, longitude__isnull=False):
            found[row.person_id].append(row)
    return found


def _spans(captures: list[Capture]) -> dict[int, list[tuple[datetime, datetime]]]:
    """For each person the stretches of time round the captures, what overlaps made one; of many, one for all."""
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    placed = [(capture, capture.taken_at) for capture in captures if capture.longitude is not None]
    for capture, moment in sorted(((each, at) for each, at in placed if at), key=lambda pair: pair[1]):
        since, until = moment - NEIGHBOURS, moment + NEIGHBOURS
        spans = found[capture.person_id]
        if spans and since <= spans[-1][1]:
            spans[-1] = (spans[-1][0], until)
        else:
            spans.append((since, until))
    if sum(map(len, found.values())) > MOST_SPANS:
        return {person: [(spans[0][0], spans[-1][1])] for person, spans in found.items()}
    return found


def _jump(capture: Capture, neighbours: list[Capture], limits: Limits) -> Jump | None:
    """The neighbour from which nobody comes here in time. Compared only within one phone's clock."""
    place = _place(capture)
    if place is None or capture.taken_at is None:
        return None
    for other in neighbours:
        there = _place(other)
        if other.pk == capture.pk or there is None or other.taken_at is None or other.device != capture.device:
            continue
        seconds = abs((capture.taken_at - other.taken_at).total_seconds())
        if seconds <= NEIGHBOURS.total_seconds():
            jump = grading.is_too_fast(place, there, seconds, limits.speed_kmh)
            if jump:
                return jump
    return None
