"""How far a picture can be trusted: A to D by pure rules, each with its reasons. Advice, never a verdict.

Nothing here proves that a picture is true. Each rule looks at one thing that is known, and says whether it supports
the claim, leaves it open, speaks against it, or contradicts it. What is merely not known (no place given, place taken
away by the person, no camera data) is never worth less than "open" (domain.md §13.4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from yidan.evidence.rules import outlines, places
from yidan.evidence.rules.outlines import Outline
from yidan.evidence.rules.places import Place
from yidan.evidence.states import Kind, Origin, ReadingState


class Weight(StrEnum):
    """What a reason does to the claim."""

    SUPPORTS = "supports"
    OPEN = "open"
    AGAINST = "against"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True)
class Reason:
    """One thing that was looked at, what it says, and the values its sentence speaks of (evidence/wording.py)."""

    kind: str
    weight: Weight
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Grade:
    """A letter and all its reasons, the gravest first; there is always at least one."""

    letter: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Limits:
    """The office's numbers (evidence/parameters.py)."""

    near_m: int
    far_m: int
    accuracy_m: int
    interval: timedelta
    grace: timedelta
    clock: timedelta
    alike_percent: float
    straight_percent: float
    speed_kmh: int
    same_point: int
    editors: tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """What a capture is meant to show: which project, where that is, in which month. Given by the room that asks.

    `kin` are the bundle it belongs to, or its own parts, or what else a matter is about: one picture may speak for all.
    """

    project_id: int | None = None
    kin: frozenset[int] = frozenset()
    matter_id: int | None = None
    slot_name: str = ""
    person_id: int | None = None
    month: str = ""
    since: datetime | None = None
    until: datetime | None = None
    place: Place | None = None
    outline: Outline = ()
    is_camera_only: bool = False


@dataclass(frozen=True)
class Use:
    """Somewhere a file speaks for something, or once did; without a project it was only brought by somebody."""

    file_id: int
    capture_id: int
    at: datetime
    project_id: int | None = None
    month: str = ""
    ended_at: datetime | None = None
    kin: frozenset[int] = frozenset()
    matter_id: int | None = None
    slot_name: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class Likely:
    """Another file that shows the same picture, and one use of it."""

    use: Use
    way: str
    alike_percent: float
    straight_percent: float


@dataclass(frozen=True)
class Seen:
    """What the bytes said; `state` waiting where nobody has read them."""

    state: str = ReadingState.WAITING
    fault: str = ""
    taken_at: datetime | None = None
    place: Place | None = None
    software: str = ""
    is_comparable: bool = False


@dataclass(frozen=True)
class Jump:
    """Another capture of the same person from which one cannot have come in time."""

    metres: float
    seconds: float


@dataclass(frozen=True)
class Known:
    """Everything known of one capture, as values."""

    kind: str
    origin: str
    received_at: datetime
    taken_at: datetime | None = None
    nonce: str = ""
    nonce_at: datetime | None = None
    nonce_fault: str = ""
    place: Place | None = None
    is_place_removed: bool = False
    seen: Seen = field(default_factory=Seen)
    uses: Sequence[Use] = ()
    likes: Sequence[Likely] = ()
    jump: Jump | None = None
    same_point_count: int = 0


Rule = Callable[[Known, Setting, Limits], Iterator[Reason]]
# In what ways a picture can come again, the gravest first; of the likely ones, those that are told.
_KINDS = ("project", "month", "matter", "slot", "again", "brought")
_LIKELY = frozenset({"project", "month", "matter", "slot"})
_ORDER = [Weight.CONTRADICTS, Weight.AGAINST, Weight.OPEN, Weight.SUPPORTS]


def grade(known: Known, setting: Setting, limits: Limits) -> Grade:
    """Every rule's reasons, and the letter they make."""
    rules = _PAPER_RULES if known.kind == Kind.DOCUMENT else _RULES
    reasons = [reason for rule in rules for reason in rule(known, setting, limits)]
    reasons.sort(key=lambda reason: _ORDER.index(reason.weight))
    letter, more = letter_of(reasons, is_paper=known.kind == Kind.DOCUMENT)
    return Grade(letter, (*more, *reasons))


def letter_of(reasons: Sequence[Reason], *, is_paper: bool = False) -> tuple[str, list[Reason]]:
    """D: something contradicts, or three things speak against. C: something speaks against, or too little is known.

    B: nothing does, and time or place is supported. A: taken in the app between two moments, at the site, unlike any
    other picture, and nothing is against it.
    """
    weights = [reason.weight for reason in reasons]
    if Weight.CONTRADICTS in weights or weights.count(Weight.AGAINST) >= 3:
        return "D", []
    if Weight.AGAINST in weights:
        return "C", []
    if is_paper:
        return "B", []
    supports = {reason.kind for reason in reasons if reason.weight is Weight.SUPPORTS}
    if {"camera", "interval", "in_period", "near", "unique"} <= supports:
        return "A", []
    if supports & {"interval", "in_period", "near", "file_near"}:
        return "B", []
    return "C", [Reason("too_little", Weight.OPEN)]


# --- where it came from --------------------------------------------------------------------------------------------


def _origin(known: Known, setting: Setting, limits: Limits) -> Iterator[Reason]:
    if known.origin == Origin.CAMERA:
        yield Reason("camera", Weight.SUPPORTS)
    elif setting.is_camera_only:
        yield Reason("not_camera", Weight.CONTRADICTS, {"origin": known.origin})
    else:
        yield Reason("gallery" if known.origin == Origin.GALLERY else "desktop", Weight.OPEN)


def _file(known: Known, setting: Setting, limits: Limits) -> Iterator[Reason]:
    if known.seen.state == ReadingState.WAITING:
        yield Reason("unread", Weight.OPEN)
    elif known.seen.state == ReadingState.UNREADABLE:
        yield Reason("unreadable", Weight.AGAINST, {"fault": known.seen.fault})
    software = known.seen.software.lower()
    if any(editor in software for editor in limits.editors):
        yield Reason("edited", Weight.AGAINST, {"software": known.seen.software})


# --- when ----------------------------------------------------------------------------------------------------------


def interval_of(known: Known) -> tuple[datetime, datetime] | None:
    """The two moments between which it was taken, as far as the app is believed; None where nothing says so."""
    if known.origin != Origin.CAMERA or known.nonce_at is None or known.nonce_fault:
        return None
    return (known.nonce_at, known.received_at) if known.nonce_at <= known.received_at else None


def _interval(known: Known, setting: Setting, limits: Limits) -> Iterator[Reason]:
    span = interval_of(known)
    if known.origin != Origin.CAMERA:
        return
    if span:
        wide = span[1] - span[0] > limits.interval
        values = {"since": span[0], "until": span[1]}
        yield Reason("interval_wide" if wide else "interval", Weight.OPEN if wide else Weight.SUPPORTS, values)
    elif known.nonce_at and known.nonce_at > known.received_at:
        yield Reason("bytes_before_nonce", Weight.AGAINST, {"at": known.received_at, "since": known.nonce_at})
    elif known.nonce_at:
        yield Reason("nonce_old", Weight.OPEN, {"fault": known.nonce_fault, "since": known.nonce_at})
    elif known.nonce:
        yield Reason("nonce_false", Weight.AGAINST, {"fault": known.nonce_fault})
    else:
        yield Reason("no_nonce", Weight.OPEN, {"until": known.received_at})


def _clock(known: Known, setting: Setting, limits: Limits) -> Iterator[Reason]:
    """The phone's clock and the file's own time, against the server's two moments and against each other."""
    span, claimed, written = interval_of(known), known.taken_at, known.seen.taken_at
    since = span[0] - limits.clock if span else None
    until = known.received_at + limits.clock
    is_claim_off = claimed is not None and (claimed > until or (since is not None and claimed < since))
    is_camera = known.origin == Origin.CAMERA
    if is_claim_off:
        yield Reason("clock_off", Weight.OPEN, {"claimed": claimed, "until": known.received_at})
    if written is None:
        return
    if claimed is not None and abs(written - claimed) <= limits.clock:
        return  # one clock, right or wrong
    if written > until:
        yield Reason("file_from_the_future", Weight.AGAINST, {"written": written, "until": known.received_at})
    elif is_camera and since is not None and written < since:
        yield Reason("file_older", Weight.AGAINST, {"written": written, "since": since + limits.clock})
    elif is_camera and claimed is not None and not is_claim_off:
        yield Reason("file_time_differs", Weight.AGAINST, {"written": written, "claimed": claimed})


def _period(known: Known, setting: Setting, limits: Limits) -> Iterator[Reason]:
    """Whether it was taken in the time it speaks for: by the two moments, else by the file, else by the claim."""
    if setting.since is None or setting.until is None:
        return
    since, until = setting.since - limits.grace, setting.until + limits.grace
    span = interval_of(known)
    if span and span[1] - span[0] <= limits.interval:
        first, last, source = *span, "interval"
    elif known.seen.taken_at:
        first = last = known.seen.taken_at
        source = "file"
    elif known.taken_at:
        first = last = known.taken_at
        source = "claim"
    else:
        yield Reason("no_time", Weight.OPEN, {"until": known.received_at})
        return
    values = {"taken": last, "month": setting.month, "source": source}
    if last < since or first > until:
        yield Reason("out_of_period", Weight.AGAINST, values)
    elif source == "claim":
        yield Reason("in_period_claimed", Weight.OPEN, values)
    else:
        yield Reason("in_period", Weight.SUPPORTS, values)


# --- where ---------------------------------------------------------------------------------------------------------


def metres_off(place: Place, setting: Setting) -> float | None:
    """How far from the project's outline, or its point, the place is at least, its accuracy taken off."""
    if setting.outline:
        metres = outlines.distance_m(place.point, setting.outline)
    elif setting.place:
        metres = places.distance_m(place.point, setting.place.point)
    else:
        return None
    return max(0.0, metres - (place.accuracy_m or 0))


def _place(known: Known, setting: Setting, limits: Limits) -> Iterator[Reason]:
    if known.is_place_removed:
        yield Reason("place_removed", Weight.OPEN)
        return
    place, is_files = known.place, False
    if place is None:
        place, is_files = known.seen.place, True
    if place is None:
        yield Reason("no_place", Weight.OPEN)
        return
    yield from _suspicions(known, limits)
    if place.accuracy_m and place.accuracy_m > limits.accuracy_m:
        yield Reason("inaccurate", Weight.OPEN, {"accuracy_m": place.accuracy_m})
        return
    metres = metres_off(place, setting)
    if metres is None:
        yield Reason("no_point", Weight.OPEN)
        return
    values = {"metres": metres, "accuracy_m": place.accuracy_m, "near_m": limits.near_m}
    prefix = "file_" if is_files else ""
    if metres <= limits.near_m:
        yield Reason(f"{prefix}near", Weight.SUPPORTS, values)
    elif metres <= limits.far_m:
        yield Reason(f"{prefix}away", Weight.AGAINST, values)
    else:
        yield Reason(f"{prefix}far", Weight.CONTRADICTS, values)


def _suspicions(known: Known, limits: Limits) -> Iterator[Reason]:
    """Signs of a made-up position. Each has honest explanations too, so each is only a reason to look."""
    place, written = known.place, known.seen.place
    if place is None:
        return
    if places.has_repeated_decimals(place):
        yield Reason("typed_place", Weight.AGAINST, {"longitude": place.longitude, "latitude": place.latitude})
    if known.same_point_count >= limits.same_point:
        yield Reason("same_point", Weight.AGAINST, {"count": known.same_point_count})
    if known.jump:
        yield Reason("jump", Weight.AGAINST, {"metres": known.jump.metres, "seconds": known.jump.seconds})
    if written and places.distance_m(place.point, written.point) - (place.accuracy_m or 0) > limits.near_m:
        metres = places.distance_m(place.point, written.point)
        yield Reason("file_place_differs", Weight.AGAINST, {"metres": metres})


def is_too_fast(a: Place, b: Place, seconds: float, speed_kmh: int) -> Jump | None:
    """Whether nobody gets from one to the other in that time; both accuracies are taken off, a kilometre allowed."""
    metres = places.distance_m(a.point, b.point)
    least = metres - (a.accuracy_m or 0) - (b.accuracy_m or 0) - 1000
    return Jump(metres, seconds) if least > abs(seconds) * speed_kmh / 3.6 else None


# --- seen before ---------------------------------------------------------------------------------------------------


def _reuse(known: Known, setting: Setting, limits: Limits) -> Iterator[Reason]:
    """The same bytes anywhere before, then the same picture in other bytes; of each the gravest."""
    exact = [(use, kind) for use in known.uses if (kind := _repetition(use, setting))]
    likely = [
        (each, kind)
        for each in known.likes
        if (kind := _repetition(each.use, setting)) in _LIKELY and _is_same(each, kind, limits)
    ]
    if exact:
        use, kind = min(exact, key=lambda pair: _gravity(pair[0], pair[1], known))
        yield Reason(f"same_bytes_{kind}", _weight(use, kind, known), _used(use, known))
    if likely:
        like, kind = min(likely, key=lambda pair: (*_gravity(pair[0].use, pair[1], known), -pair[0].alike_percent))
        weight = _weight(like.use, kind, known)
        if kind == "month" and weight is Weight.CONTRADICTS:
            weight = Weight.AGAINST  # one viewpoint on two grey days comes near to this
        more = {"way": like.way, "alike_percent": like.alike_percent}
        yield Reason(f"alike_{kind}", weight, _used(like.use, known) | more)
    if exact or likely or known.kind == Kind.DOCUMENT:
        return
    if known.seen.is_comparable and known.kind == Kind.VIDEO:
        yield Reason("cover_unique", Weight.OPEN)  # the phone made the cover, and nobody laid it beside the film
    elif known.seen.is_comparable:
        yield Reason("unique", Weight.SUPPORTS)
    elif known.seen.state == ReadingState.READ:
        yield Reason("not_compared", Weight.OPEN, {"kind": known.kind})


def _repetition(use: Use, setting: Setting) -> str:
    """In what way another use is a repetition: of another project, month, matter or viewpoint, or only brought."""
    theirs, mine = ({each.project_id, *each.kin} - {None} for each in (use, setting))
    if not theirs and use.matter_id is None:
        return "brought"
    if theirs and not theirs & mine:
        return "project"
    if use.matter_id is not None and (setting.matter_id is not None or not theirs):
        return "matter" if use.matter_id != setting.matter_id else ""
    if setting.matter_id is not None:  # what a matter asks for came about after it was issued
        return "month" if setting.since is not None and use.at < setting.since else ""
    if use.month != setting.month:
        return "month"
    if use.project_id != setting.project_id or use.matter_id is not None:
        return ""
    if use.slot_name and setting.slot_name and use.slot_name != setting.slot_name:
        return "slot"
    return "again" if use.person_id != setting.person_id else ""


def _is_same(each: Likely, kind: str, limits: Limits) -> bool:
    """Whether likeness means the same picture. The same viewpoint a month later is what a slot asks for: there, only
    what agrees without being aligned (a tripod is never put back to the pixel), or almost wholly, counts."""
    if kind == "project":
        return each.alike_percent >= limits.alike_percent
    return (each.straight_percent if each.way == "whole" else each.alike_percent) >= limits.straight_percent


def _was_live(use: Use, known: Known) -> bool:
    """Whether the other use stood when this capture came: to withdraw it afterwards makes nothing undone."""
    return use.ended_at is None or use.ended_at > known.received_at


def _gravity(use: Use, kind: str, known: Known) -> tuple[bool, int, datetime]:
    return (not _was_live(use, known), _KINDS.index(kind), use.at)


def _weight(use: Use, kind: str, known: Known) -> Weight:
    """A use withdrawn before this one came may be a mistake put right; bytes only brought prove nothing.

    Two viewpoints, or two matters of one site, can be seen in one picture: seldom, so it is a reason to look.
    """
    if kind in {"brought", "again"} or not _was_live(use, known):
        return Weight.OPEN
    return Weight.AGAINST if kind in {"slot", "matter"} else Weight.CONTRADICTS


def _used(use: Use, known: Known) -> dict[str, Any]:
    return {
        "project_id": use.project_id, "month": use.month, "at": use.at, "capture_id": use.capture_id,
        "is_live": _was_live(use, known), "slot": use.slot_name,
    }  # fmt: skip


_RULES: tuple[Rule, ...] = (_reuse, _place, _interval, _period, _clock, _file, _origin)
_PAPER_RULES: tuple[Rule, ...] = (_reuse, _origin)
