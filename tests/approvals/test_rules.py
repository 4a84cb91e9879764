"""The clock of a permit: vectors of domain.md §4 and Appendix C, and equality with counting on one's fingers."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yidan.approvals import rules
from yidan.approvals.rules import Case, Counted, Light, Pause, Unit
from yidan.kernel.values import BEIJING
from yidan.kernel.workdays import SEED, of_rows, read_csv

ROWS = read_csv(SEED.read_bytes())
CALENDAR = of_rows(ROWS)
DAYS = st.dates(date(2019, 6, 1), date(2021, 6, 30))


def moment(*parts):
    return datetime(*parts, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("handed_in", "day"),
    [
        (moment(2020, 9, 24, 16, 59), date(2020, 9, 24)),
        (moment(2020, 9, 24, 17, 1), date(2020, 9, 25)),
        (moment(2020, 9, 26, 10), date(2020, 9, 27)),  # Saturday; the Sunday is a make-up day
        (moment(2020, 9, 30, 18), date(2020, 10, 9)),
    ],
)
def test_papers_handed_in_late_count_for_the_next_working_day(handed_in, day):
    assert rules.received_on(handed_in, CALENDAR) == day


@pytest.mark.parametrize(
    ("told", "completed", "said", "day"),
    [
        (None, None, None, date(2020, 5, 6)),  # never told: accepted when received
        (date(2020, 5, 8), date(2020, 5, 20), None, date(2020, 5, 20)),
        (date(2020, 5, 8), None, None, None),
        (date(2020, 5, 14), date(2020, 5, 20), None, date(2020, 5, 6)),  # told too late: deemed accepted
        (None, None, date(2020, 5, 9), date(2020, 5, 9)),
    ],
)
def test_what_is_lacking_is_told_once_within_five_days_or_the_papers_are_accepted(told, completed, said, day):
    assert rules.accepted_on(
        date(2020, 5, 6), CALENDAR, told_on=told, completed_on=completed, said_on=said
    ) == day  # fmt: skip


@pytest.mark.parametrize(
    ("accepted", "limit", "due"),
    [
        (date(2020, 9, 24), 5, date(2020, 9, 30)),
        (date(2020, 9, 24), 33, date(2020, 11, 16)),
        (date(2026, 2, 10), 5, date(2026, 2, 24)),
        (date(2026, 9, 17), 10, date(2026, 10, 8)),
        (date(2026, 9, 28), 5, date(2026, 10, 10)),
        (date(2020, 1, 20), 10, date(2020, 2, 11)),
    ],
)
def test_the_vectors_of_appendix_c(accepted, limit, due):
    assert rules.due_on(accepted, limit, CALENDAR) == due
    assert rules.clock(accepted, due, CALENDAR).used == limit


def test_every_day_of_the_answer_says_why_it_does_not_count():
    pause = Pause(date(2020, 4, 28), date(2020, 5, 6), "专家评审")
    answer = rules.clock(date(2020, 4, 24), date(2020, 5, 8), CALENDAR, pauses=[pause])
    assert answer.used == 5
    assert answer.days[:2] == (Counted(date(2020, 4, 25), False, "非工作日"), Counted(date(2020, 4, 26), True))
    assert {each.why for each in answer.days if each.day in (date(2020, 4, 29), date(2020, 5, 6))} == {"专家评审"}
    assert not answer.is_provisional
    assert rules.clock(date(2026, 12, 30), date(2027, 1, 5), CALENDAR).provisional_years == (2027,)


def test_a_limit_in_calendar_days_that_ends_on_a_day_off_moves_on():
    assert rules.due_on(date(2020, 9, 1), 30, CALENDAR, unit=Unit.DAY) == date(2020, 10, 9)


def test_a_pause_without_an_end_leaves_the_day_unknown():
    assert rules.due_on(date(2020, 5, 6), 10, CALENDAR, pauses=[Pause(date(2020, 5, 8))]) is None
    assert rules.due_on(date(2020, 5, 6), 2, CALENDAR, pauses=[Pause(date(2020, 6, 8))]) == date(2020, 5, 8)


def test_pauses_that_overlap_are_one_with_both_reasons():
    found = rules.merged(
        [Pause(date(2020, 5, 8), date(2020, 5, 12), "评审"), Pause(date(2020, 5, 11), None, "公示")], date(2020, 5, 20)
    )
    assert [(each.from_on, each.until_on, each.basis) for each in found] == [
        (date(2020, 5, 8), date(2020, 5, 20), "评审；公示")
    ]


@st.composite
def cases(draw):
    accepted = draw(DAYS)
    until = accepted + timedelta(days=draw(st.integers(0, 160)))
    pauses = []
    for _each in range(draw(st.integers(0, 4))):
        start = accepted + timedelta(days=draw(st.integers(-5, 150)))
        length = draw(st.integers(0, 30))
        pauses.append(Pause(start, draw(st.sampled_from([start + timedelta(days=length), None]))))
    return accepted, until, pauses, draw(st.sampled_from(Unit))


@given(cases())
@settings(max_examples=400)
def test_the_clock_equals_counting_on_ones_fingers(case):
    accepted, until, pauses, unit = case
    day, used = accepted + timedelta(days=1), 0
    while day <= until:
        paused = any(each.from_on < day <= (each.until_on or until) for each in pauses)
        used += not paused and (unit == Unit.DAY or CALENDAR.works(day))
        day += timedelta(days=1)
    answer = rules.clock(accepted, until, CALENDAR, unit=unit, pauses=pauses)
    assert answer.used == used
    assert len(answer.days) == (until - accepted).days
    assert sum(each.counts for each in answer.days) == used


@given(cases(), st.integers(1, 60))
@settings(max_examples=300)
def test_on_the_due_day_the_limit_is_used_up_and_the_day_before_it_is_not(case, limit):
    accepted, _until, pauses, _unit = case
    ended = [each for each in pauses if each.until_on]
    due = rules.due_on(accepted, limit, CALENDAR, pauses=ended)
    assert rules.clock(accepted, due, CALENDAR, pauses=ended).used == limit
    assert rules.clock(accepted, due - timedelta(days=1), CALENDAR, pauses=ended).used == limit - 1


@pytest.mark.parametrize(
    ("used", "limit", "light"),
    [(0, 10, Light.GREEN), (7, 10, Light.GREEN), (8, 10, Light.YELLOW), (9, 10, Light.YELLOW), (10, 10, Light.YELLOW),
     (11, 10, Light.RED), (2, 3, Light.YELLOW)],
)  # fmt: skip
def test_lights(used, limit, light):
    assert rules.light(used, limit) == light


def template(**decided):
    """33 = 1 + 8 + 4 + 5 + 10 + 5 (domain.md §4.2, the default for an industrial project)."""
    steps = [("filing", 1, ()), ("scheme", 8, ("filing",)), ("land", 4, ("scheme",)), ("planning", 5, ("land",)),
             ("drawings", 10, ("planning",)), ("permit", 5, ("drawings",))]  # fmt: skip
    return [Case(key, limit, decided=decided.get(key), needs=needs) for key, limit, needs in steps]


def test_the_default_template_is_thirty_three_days_and_its_critical_lane_is_the_whole_of_it():
    lane, length = rules.critical(template())
    assert (lane, length) == (["filing", "scheme", "land", "planning", "drawings", "permit"], 33)
    assert rules.critical(template(filing=date(2020, 3, 2), scheme=date(2020, 3, 12)))[1] == 24
    done = template(**dict.fromkeys(("filing", "scheme", "land", "planning", "drawings", "permit"), date(2020, 5, 1)))
    assert rules.critical(done) == ([], 0)


def test_a_template_that_waits_for_itself_is_refused():
    with pytest.raises(ValueError, match="a→b→a"):
        rules.critical([Case("a", 1, needs=("b",)), Case("b", 1, needs=("a",))])


def test_lanes_beside_each_other_count_once_and_both_numbers_are_given():
    beside = [
        Case("a", 10, date(2020, 5, 6), date(2020, 5, 15)),
        Case("b", 10, date(2020, 5, 11), date(2020, 5, 20)),
        Case("land", 0, date(2020, 5, 6), date(2020, 8, 1), is_excluded=True),
    ]
    found = rules.spent(beside, date(2020, 8, 30), CALENDAR)
    # (6 May, 20 May]: 7, 8, 9 (make-up), 11–15, 18–20
    assert (found.workdays, found.calendar_days) == (11, 87)


def test_the_day_the_budget_is_spent_is_forecast_and_flagged_five_days_before():
    running = [Case("a", 40, date(2020, 3, 2))]
    day = rules.budget_day(running, date(2020, 4, 7), CALENDAR)
    assert day == CALENDAR.add(date(2020, 3, 2), 33).value
    assert not rules.is_flagged(day, date(2020, 4, 7), CALENDAR)
    assert rules.is_flagged(day, CALENDAR.add(day, -5).value, CALENDAR)
    assert rules.budget_day([Case("a", 40)], date(2020, 4, 7), CALENDAR) is None
    assert (
        rules.budget_day(
            [Case("a", 40, date(2020, 3, 2), pauses=(Pause(date(2020, 3, 9)),))], date(2020, 4, 7), CALENDAR
        )
        is None
    )


def test_the_median_is_a_case_that_really_took_so_long():
    assert rules.median([31, 33, 36, 40]) == 33
    assert rules.share_within([31, 33, 36]) == (2, 3)
    assert rules.shares_by({"自规": [3, 5], "住建": [10]}) == [("住建", 10, 10), ("自规", 8, 3)]
