"""The clockwork of a matter: whose next step, until when; lights, deadlines as people write them, fair samples."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt

from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.kernel.workdays import Calendar
from yidan.matters.rules.reading import (
    Resolution,
    first_clause,
    leads_in,
    likely_type,
    read_deadline,
    read_minutes,
)
from yidan.matters.states import Cycle, Letter, Rung, Severity, State

__all__ = [
    "LEAD",
    "OFFICE",
    "VERIFIER",
    "Course",
    "Resolution",
    "Step",
    "Timers",
    "average",
    "drawn",
    "feedback_due",
    "first_clause",
    "interval",
    "is_emergency",
    "is_sampled",
    "is_waiting",
    "leads_in",
    "least_verifiers",
    "letters_called_for",
    "light",
    "likely_type",
    "moved_with_pause",
    "names_in",
    "next_step",
    "paper_number",
    "pause_ended_on",
    "read_deadline",
    "read_minutes",
]

OFFICE, LEAD, VERIFIER = "office", "lead", "verifier"


@dataclass(frozen=True)
class Timers:
    """Every timer in working days (domain.md §1.2, all [A]: parameters)."""

    enlist: int = 1
    issue: int = 1
    sign: int = 1
    decline: int = 2
    rule: int = 1
    plan: int = 3
    ask_before: int = 2
    decide: int = 2
    verify: int = 5
    close: int = 1
    soon: int = 3
    rungs: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """Where a matter stands, in values: what the next step depends on. `since` is the day of the last move."""

    state: State
    since: date
    due_on: date | None = None
    cycle: Cycle = Cycle.ONCE
    signed_on: date | None = None
    has_plan: bool = False
    last_reply_on: date | None = None
    asked_on: date | None = None
    rung: int = Rung.OWNER
    rung_since: date | None = None
    held_until: date | None = None
    paused_until: date | None = None


@dataclass(frozen=True)
class Step:
    """The one next step: which act, whose turn, until which day."""

    verb: Verb
    turn: str
    due_on: date


def next_step(course: Course, timers: Timers, calendar: Calendar) -> Step | None:
    """The next step of an open matter; None once it has ended. Exactly one at every instant."""

    def within(day: date, count: int) -> date:
        return calendar.add(day, count).value

    since = course.since
    simple = {
        State.DRAFT: (Verb.MATTER_ENLIST, OFFICE, timers.enlist),
        State.LISTED: (Verb.MATTER_ISSUE, OFFICE, timers.issue),
        State.ISSUED: (Verb.MATTER_SIGN_FOR, LEAD, timers.sign),
        State.DECLINED: (Verb.MATTER_TAKE_BACK, OFFICE, timers.rule),
        State.APPLIED: (Verb.MATTER_VERIFY, VERIFIER, timers.verify),
        State.VERIFIED: (Verb.MATTER_CLOSE_OUT, OFFICE, timers.close),
    }
    if course.state in simple:
        verb, turn, count = simple[course.state]
        return Step(verb, turn, within(since, count))
    if course.state == State.PAUSED:
        return Step(Verb.MATTER_RESUME, OFFICE, course.paused_until or since)
    if course.state != State.RUNNING:
        return None
    if course.asked_on:
        return Step(Verb.MATTER_EXTEND, OFFICE, within(course.asked_on, timers.decide))
    if course.rung > Rung.OWNER:
        until = within(course.rung_since or since, timers.rungs.get(course.rung, timers.decide))
        return Step(Verb.MATTER_LOWER, OFFICE, max(until, course.held_until or until))
    if not course.has_plan:
        return Step(Verb.MATTER_PLAN, LEAD, _earlier(within(course.signed_on or since, timers.plan), course.due_on))
    reply_due = feedback_due(course.cycle, course.last_reply_on or course.signed_on or since)
    if reply_due and course.due_on and reply_due < course.due_on:
        return Step(Verb.MATTER_REPLY, LEAD, reply_due)
    return Step(Verb.MATTER_APPLY_CLOSE_OUT, LEAD, course.due_on or since)


def _earlier(day: date, due_on: date | None) -> date:
    return min(day, due_on) if due_on else day


def feedback_due(cycle: Cycle | str, last_on: date) -> date | None:
    """The day by which the next reply is due; None where one reply at the end is enough."""
    if cycle == Cycle.MONTHLY:
        month = Month.of(last_on) + 1
        return date(month.year, month.month, min(last_on.day, month.last.day))
    days = {Cycle.DAILY: 1, Cycle.WEEKLY: 7, Cycle.HALF_MONTHLY: 15}.get(Cycle(cycle))
    return last_on + timedelta(days=days) if days else None


def light(
    state: State | str,
    due_on: date | None,
    today: date,
    soon_on: date,
    ended_on: date | None = None,
    paused_until: date | None = None,
) -> str:
    """绿 running in time, 黄 due by `soon_on` (some working days ahead), 红 overdue, 灰 paused or not handed out.

    A pause that ran out on `paused_until` hides nothing any more, whether or not somebody ended it.

    A matter struck off late stays red for ever: 「逾期销号」 stays marked (domain.md §1.2).
    """
    if state in (State.DRAFT, State.LISTED, State.DROPPED, State.MERGED) or due_on is None:
        return "grey"
    if state == State.PAUSED and is_waiting(paused_until, today):
        return "grey"
    day = ended_on if state == State.CLOSED and ended_on else today
    if day > due_on:
        return "red"
    return "yellow" if state != State.CLOSED and due_on <= soon_on else "green"


def letters_called_for(state: State | str, light: str, rung: int, urges: int, most_urges: int) -> tuple[Letter, ...]:
    """Which of the 四单 are called for now.

    提示单 when the deadline is near; 督办函 when it is over and `most_urges` urgings did not help; 联系单 while
    departments or the office have to agree on it; 报告单 once a leader's decision is asked for. Thresholds are the
    office's: what is near, and how many urgings.
    """
    if state not in (State.ISSUED, State.RUNNING):
        return ()
    called = {
        Letter.PROMPT: light == "yellow",
        Letter.SUPERVISION: light == "red" and urges >= most_urges,
        Letter.LIAISON: Rung.DEPARTMENT <= rung < Rung.LEADER,
        Letter.REPORT: rung >= Rung.LEADER,
    }
    return tuple(letter for letter, is_called in called.items() if is_called)


def paper_number(prefix: str, letter: str, year: int | None, serial: int | None, order: int = 1) -> str:
    """株项办交〔2020〕12号: the matter's own number, no leading zero, no 第 (GB/T 9704); a later one 12号之二."""
    again = f"之{_in_chinese(order)}" if order > 1 else ""
    return f"{prefix}{letter}〔{year}〕{serial}号{again}"


def _in_chinese(number: int) -> str:
    digits = "〇一二三四五六七八九"
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def is_waiting(paused_until: date | None, today: date) -> bool:
    """Whether a pause still holds: to its last day inclusive; from the day after on overdue days count again."""
    return paused_until is None or today <= paused_until


def pause_ended_on(from_on: date, expires_on: date, today: date) -> date:
    """The day to which an ended pause counts: never past its expiry, however late somebody said that it was over."""
    return max(from_on, min(today, expires_on))


def moved_with_pause(due_on: date, was_until: date, is_until: date) -> date:
    """The deadline goes with the end of the pause: out when it begins or is prolonged, back when it ends early."""
    return due_on + (is_until - was_until)


def least_verifiers(severity: Severity | str, ordinary: int = 2, important: int = 3) -> int:
    """How many people verify (domain.md §1.2 [S18])."""
    return important if severity == Severity.IMPORTANT else ordinary


def is_emergency(severity: Severity | str, text: str, named: str) -> bool:
    """A true emergency, for which people are told at once, also at night: an important matter that names one."""
    return severity == Severity.IMPORTANT and any(word in text for word in names_in(named))


def names_in(text: str) -> list[str]:
    """The people named in a field: 张三、李四, each once."""
    return list(dict.fromkeys(name for name in re.split(r"[、,，;；\s]+", text.strip()) if name))


# --- fair samples and what they say ---


def drawn(numbers: Iterable[int], count: int, seed: str) -> list[int]:
    """`count` of the numbers, drawn by the seed: whoever has the seed draws the same (printed in the record)."""
    ordered = sorted(set(numbers), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())
    return ordered[: max(count, 0)]


def is_sampled(number: int, percent: int, seed: str) -> bool:
    """Whether a matter falls into the share that is looked at on site."""
    value = int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest()[:8], "big")
    return value * 100 < percent << 64


def interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a rate, each end 0–1: what a sample of that size can say."""
    if not of:
        return (0.0, 1.0)
    z, share = 1.959963984540054, hits / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (max(0.0, (centre - spread) / (1 + z * z / of)), min(1.0, (centre + spread) / (1 + z * z / of)))


def average(days: Sequence[int]) -> float | None:
    """平均办理时长 in working days; None where nothing was struck off."""
    return sum(days) / len(days) if days else None
