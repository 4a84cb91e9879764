"""What the events of a permit say: acceptance by word, by silence or after a correction, pauses, the due day."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.approvals.test_rules import CALENDAR
from tests.make import moment
from yidan.approvals import rules
from yidan.approvals.rules import Happened, Light, Terms, Unit

TEN = Terms(limit=10)


def read(*events, today=date(2020, 6, 30), terms=TEN):
    return rules.read([Happened(kind, at, basis, days) for kind, at, basis, days in events], CALENDAR, today, terms)


def at(kind, month, day, hour=10, basis="", days=0):
    return (kind, moment(2020, month, day, hour), basis, days)


def test_before_anything_is_handed_in_there_is_no_clock():
    found = read()
    assert (found.received, found.accepted, found.due(CALENDAR), found.clock(date(2020, 6, 30), CALENDAR)) == (
        None, None, None, None,
    )  # fmt: skip


def test_papers_wait_for_a_word_five_working_days_and_then_count_as_accepted_when_received():
    waiting = read(at("submit", 4, 27), today=date(2020, 5, 7))
    assert (waiting.received, waiting.answer_by, waiting.accepted) == (date(2020, 4, 27), date(2020, 5, 7), None)
    assert waiting.due(CALENDAR) == date(2020, 5, 13)
    deemed = read(at("submit", 4, 27), today=date(2020, 5, 8))
    assert (deemed.accepted, deemed.is_deemed, deemed.clock(date(2020, 5, 8), CALENDAR).used) == (
        date(2020, 4, 27), True, 6,
    )  # fmt: skip


def test_acceptance_said_in_time_counts_from_that_day_and_said_late_from_the_day_received():
    assert read(at("submit", 4, 27), at("accept", 4, 29)).accepted == date(2020, 4, 29)
    late = read(at("submit", 4, 27), at("accept", 5, 9))
    assert (late.accepted, late.is_deemed) == (date(2020, 4, 27), True)


def test_after_a_correction_the_clock_begins_when_the_papers_are_there():
    asked = read(at("submit", 4, 27), at("notify", 4, 29))
    assert (asked.accepted, asked.due(CALENDAR)) == (None, date(2020, 5, 13))
    whole = read(at("submit", 4, 27), at("notify", 4, 29), at("complete", 5, 12, 18))
    assert (whole.accepted, whole.is_deemed) == (date(2020, 5, 13), False)


def test_pauses_extension_and_decision():
    found = read(
        at("submit", 5, 11), at("accept", 5, 11), at("pause", 5, 13, basis="专家评审"), at("resume", 5, 20),
        at("extend", 5, 25, days=5), at("decide", 6, 5),
    )  # fmt: skip
    assert (found.limit, found.decided, found.is_paused) == (15, date(2020, 6, 5), False)
    assert found.clock(date(2020, 6, 30), CALENDAR).used == 14
    assert found.due(CALENDAR) == date(2020, 6, 8)
    assert found.light(14) is Light.GREEN
    running = read(at("submit", 5, 11), at("accept", 5, 11), at("pause", 5, 13, basis="听证"))
    assert (running.is_paused, running.due(CALENDAR)) == (True, None)


def test_what_is_settled_the_evening_it_was_handed_in_took_no_day():
    found = read(at("submit", 5, 8, 18), at("decide", 5, 8, 19))
    assert (found.accepted, found.clock(date(2020, 6, 30), CALENDAR).used) == (date(2020, 5, 8), 0)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dates(date(2019, 3, 1), date(2020, 12, 31)), min_size=2, max_size=8), st.sampled_from(Unit))
def test_used_and_due_agree_with_counting_on_ones_fingers(days, unit):
    """Whatever pauses there were: on the due day exactly the limit is used, and the day before not yet."""
    ordered = sorted(days)
    kinds = ["accept", *(["pause", "resume"] * len(ordered))][: len(ordered)]
    if kinds[-1] == "pause":
        kinds, ordered = kinds[:-1], ordered[:-1]
    events = [Happened("submit", moment(*ordered[0].timetuple()[:3]), "", 0)]
    events += [Happened(kind, moment(*day.timetuple()[:3]), "听证") for kind, day in zip(kinds, ordered, strict=True)]
    found = rules.read(events, CALENDAR, date(2021, 6, 30), Terms(limit=12, unit=unit))
    due = found.due(CALENDAR)
    paused = [(each.from_on, each.until_on) for each in found.pauses]
    counted = [
        found.accepted.fromordinal(number) for number in range(found.accepted.toordinal() + 1, due.toordinal() + 1)
    ]
    counted = [day for day in counted if not any(start < day <= end for start, end in paused)]
    counted = [day for day in counted if unit == Unit.DAY or CALENDAR.works(day)]
    assert found.clock(due, CALENDAR).used == len(counted)
    if unit == Unit.WORKDAY:
        assert len(counted) == 12
