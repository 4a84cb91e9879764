"""The clockwork of a matter, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.kernel.verbs import Verb
from yidan.kernel.workdays import SEED, of_rows, read_csv
from yidan.matters import rules
from yidan.matters.rules import Course, Step, Timers, reading
from yidan.matters.states import ENDED, Cycle, Letter, Rung, Severity, State

CALENDAR = of_rows(read_csv(SEED.read_bytes()))
TIMERS = Timers(rungs={Rung.COUNTY: 5})
TODAY = date(2020, 5, 20)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("6月底", date(2020, 6, 30)),
        ("６月底前", date(2020, 6, 30)),
        ("6月5日前", date(2020, 6, 5)),
        ("2020年6月5日", date(2020, 6, 5)),
        ("2020-06-05", date(2020, 6, 5)),
        ("3月5日", date(2021, 3, 5)),
        ("六月中旬", date(2020, 6, 20)),
        ("6月初", date(2020, 6, 10)),
        ("6月前", date(2020, 5, 31)),
        ("3月底", date(2021, 3, 31)),
        ("本月底", date(2020, 5, 31)),
        ("下月底前", date(2020, 6, 30)),
        ("一季度", date(2021, 3, 31)),
        ("二季度末", date(2020, 6, 30)),
        ("明年一季度", date(2021, 3, 31)),
        ("上半年", date(2020, 6, 30)),
        ("年底前", date(2020, 12, 31)),
        ("年内", date(2020, 12, 31)),
        ("5个工作日内", date(2020, 5, 27)),
        ("五个工作日之内", date(2020, 5, 27)),
        ("十五天内", date(2020, 6, 4)),
        ("两周内", date(2020, 6, 3)),
        ("3个月内", date(2020, 8, 20)),
        ("本周内", date(2020, 5, 24)),
        ("节前", date(2020, 6, 24)),  # Dragon Boat Festival: 25 June 2020
        ("国庆节前", date(2020, 9, 30)),
        ("元旦前", date(2020, 12, 31)),
        # the day that is named, not the end of its week
        ("本周五前", date(2020, 5, 22)),
        ("下周五前", date(2020, 5, 29)),
        ("周三", date(2020, 5, 20)),
        ("周二前", date(2020, 5, 26)),
        ("月底前", date(2020, 5, 31)),
        ("25日前", date(2020, 5, 25)),
        ("15号前", date(2020, 6, 15)),
        ("6.30前", date(2020, 6, 30)),
        ("半个月内", date(2020, 6, 4)),
        # a span ends where it ends
        ("6月1日至6月30日", date(2020, 6, 30)),
        ("6月1日至30日", date(2020, 6, 30)),
        ("6月5日前报到市项目办", date(2020, 6, 5)),
        ("尽快", None),
        ("春节前", date(2021, 2, 10)),
        ("端午节前完成", date(2020, 6, 24)),
        ("清明前", date(2021, 4, 2)),
        ("中秋前", date(2020, 9, 30)),  # that year it fell on National Day
        ("13月底", None),
        ("2月30日", None),
    ],
)
def test_deadlines_are_read_as_people_write_them(said, day):
    assert rules.read_deadline(said, TODAY, CALENDAR) == day


def test_a_lunar_festival_without_its_years_notice_is_not_guessed():
    after = date(2026, 11, 28)  # 2027's notice is not in the seed
    assert rules.read_deadline("春节前", after, CALENDAR) is None
    assert rules.read_deadline("元旦前", after, CALENDAR) == date(2026, 12, 31)


@given(st.text(alphabet="0123456789一二三四五六七八九十年月日底初中前节季度国庆内个工作周本下-", max_size=12))
def test_any_text_is_read_as_a_day_from_today_on_or_not_at_all(text):
    found = rules.read_deadline(text, TODAY, CALENDAR)
    assert found is None or found >= TODAY or "20" in reading._half_width(text)


@pytest.mark.parametrize(
    ("course", "step"),
    [
        (Course(State.DRAFT, TODAY), Step(Verb.MATTER_ENLIST, "office", date(2020, 5, 21))),
        (Course(State.LISTED, TODAY), Step(Verb.MATTER_ISSUE, "office", date(2020, 5, 21))),
        (Course(State.ISSUED, TODAY), Step(Verb.MATTER_SIGN_FOR, "lead", date(2020, 5, 21))),
        (Course(State.DECLINED, TODAY), Step(Verb.MATTER_TAKE_BACK, "office", date(2020, 5, 21))),
        (
            Course(State.RUNNING, TODAY, due_on=date(2020, 6, 30), signed_on=TODAY),
            Step(Verb.MATTER_PLAN, "lead", date(2020, 5, 25)),
        ),
        (
            Course(State.RUNNING, TODAY, due_on=date(2020, 6, 30), signed_on=TODAY, has_plan=True),
            Step(Verb.MATTER_APPLY_CLOSE_OUT, "lead", date(2020, 6, 30)),
        ),
        (
            Course(State.RUNNING, TODAY, date(2020, 6, 30), Cycle.WEEKLY, TODAY, True, date(2020, 6, 1)),
            Step(Verb.MATTER_REPLY, "lead", date(2020, 6, 8)),
        ),
        (
            Course(State.RUNNING, TODAY, date(2020, 6, 5), Cycle.WEEKLY, TODAY, True, date(2020, 6, 1)),
            Step(Verb.MATTER_APPLY_CLOSE_OUT, "lead", date(2020, 6, 5)),
        ),
        (
            Course(State.RUNNING, TODAY, date(2020, 6, 30), asked_on=TODAY),
            Step(Verb.MATTER_EXTEND, "office", date(2020, 5, 22)),
        ),
        (
            Course(State.RUNNING, TODAY, date(2020, 6, 30), rung=Rung.COUNTY, rung_since=TODAY),
            Step(Verb.MATTER_LOWER, "office", date(2020, 5, 27)),
        ),
        (
            Course(
                State.RUNNING, TODAY, date(2020, 6, 30), rung=Rung.COUNTY, rung_since=TODAY,
                held_until=date(2020, 6, 10),
            ),
            Step(Verb.MATTER_LOWER, "office", date(2020, 6, 10)),
        ),
        (
            Course(State.PAUSED, TODAY, date(2020, 6, 30), paused_until=date(2020, 6, 20)),
            Step(Verb.MATTER_RESUME, "office", date(2020, 6, 20)),
        ),
        (Course(State.APPLIED, TODAY), Step(Verb.MATTER_VERIFY, "verifier", date(2020, 5, 27))),
        (Course(State.VERIFIED, TODAY), Step(Verb.MATTER_CLOSE_OUT, "office", date(2020, 5, 21))),
        (Course(State.CLOSED, TODAY), None),
    ],
)  # fmt: skip
def test_the_next_step_is_one_act_one_turn_one_day(course, step):
    assert rules.next_step(course, TIMERS, CALENDAR) == step


@given(
    st.sampled_from(State), st.dates(date(2020, 1, 1), date(2020, 12, 1)), st.sampled_from(Cycle),
    st.booleans(), st.sampled_from(Rung), st.booleans(),
)  # fmt: skip
def test_every_open_state_has_exactly_one_next_step(state, since, cycle, has_plan, rung, asks):
    course = Course(
        state, since, date(2020, 12, 31), cycle, since, has_plan, since, since if asks else None, rung, since
    )
    step = rules.next_step(course, TIMERS, CALENDAR)
    assert (step is None) == (state in ENDED)
    assert step is None or step.due_on >= since


@pytest.mark.parametrize(
    ("state", "due_on", "today", "ended_on", "light"),
    [
        (State.RUNNING, date(2020, 6, 30), TODAY, None, "green"),
        (State.RUNNING, date(2020, 5, 25), TODAY, None, "yellow"),
        (State.RUNNING, date(2020, 5, 20), TODAY, None, "yellow"),
        (State.RUNNING, date(2020, 5, 19), TODAY, None, "red"),
        (State.APPLIED, date(2020, 5, 19), TODAY, None, "red"),
        (State.PAUSED, date(2020, 5, 19), TODAY, None, "grey"),
        (State.DRAFT, None, TODAY, None, "grey"),
        (State.CLOSED, date(2020, 5, 10), TODAY, date(2020, 5, 10), "green"),
        (State.CLOSED, date(2020, 5, 10), TODAY, date(2020, 5, 11), "red"),  # 逾期销号 stays marked
    ],
)
def test_a_light_says_how_the_deadline_stands(state, due_on, today, ended_on, light):
    assert rules.light(state, due_on, today, date(2020, 5, 25), ended_on) == light


@pytest.mark.parametrize(
    ("until", "due_on", "light"),
    [
        (date(2020, 5, 20), date(2020, 5, 19), "grey"),  # the last day of a pause is still within it
        (date(2020, 5, 19), date(2020, 5, 19), "red"),
        (date(2020, 5, 19), date(2020, 5, 22), "yellow"),
        (date(2020, 5, 19), date(2020, 7, 1), "green"),
    ],
)
def test_a_pause_that_ran_out_hides_nothing(until, due_on, light):
    assert rules.light(State.PAUSED, due_on, TODAY, date(2020, 5, 25), None, until) == light


@given(
    st.dates(date(2020, 1, 1), date(2020, 12, 1)), st.integers(-40, 40), st.integers(1, 90), st.integers(0, 200),
)  # fmt: skip
def test_overdue_days_after_a_pause_are_those_before_it_and_those_after_its_expiry(from_on, late, lasts, after):
    """A matter `late` days over time when it was paused, looked at or resumed `after` days after that."""
    due_on, expires_on = from_on - timedelta(days=late), from_on + timedelta(days=lasts)
    today = from_on + timedelta(days=after)
    moved = rules.moved_with_pause(due_on, from_on, expires_on)
    ended_on = rules.pause_ended_on(from_on, expires_on, today)
    resumed = rules.moved_with_pause(moved, expires_on, ended_on)
    assert (today - resumed).days == late + max(0, after - lasts)
    if not rules.is_waiting(expires_on, today):  # ran out: resuming it later changes nothing
        assert resumed == moved


def test_a_month_later_is_the_same_day_or_the_last():
    assert rules.feedback_due(Cycle.MONTHLY, date(2020, 1, 31)) == date(2020, 2, 29)
    assert rules.feedback_due(Cycle.HALF_MONTHLY, date(2020, 1, 31)) == date(2020, 2, 15)
    assert rules.feedback_due(Cycle.ONCE, date(2020, 1, 31)) is None


def test_important_matters_are_verified_by_three():
    assert [rules.least_verifiers(each) for each in Severity] == [2, 2, 3]
    assert rules.names_in(" 张三、李四，张三 ") == ["张三", "李四"]


@given(st.sets(st.integers(1, 10_000), max_size=60), st.integers(0, 80), st.text(max_size=8))
def test_a_draw_is_repeated_by_its_seed_and_takes_nobody_twice(numbers, count, seed):
    first = rules.drawn(numbers, count, seed)
    assert first == rules.drawn(sorted(numbers, reverse=True), count, seed)
    assert len(first) == len(set(first)) == min(count, len(numbers))
    assert set(first) <= numbers


def test_a_share_is_sampled_about_as_often_as_it_says():
    hits = sum(rules.is_sampled(number, 30, "2020") for number in range(20_000))
    assert abs(hits / 20_000 - 0.30) < 0.01
    assert all(rules.is_sampled(number, 100, "x") for number in range(1000))
    assert not any(rules.is_sampled(number, 0, "x") for number in range(1000))


def test_an_interval_says_how_little_a_small_sample_knows():
    low, high = rules.interval(0, 30)
    assert (low, round(high, 3)) == (0.0, 0.114)
    assert rules.interval(0, 0) == (0.0, 1.0)


def test_minutes_become_points_word_for_word():
    text = """株洲市重点项目建设调度会议纪要
时间：2020年5月18日
一、会议听取了市项目办关于1—4月进展情况的汇报。
三、议定事项
（一）由市自然资源和规划局牵头，于6月底前完成渌江新城二期用地报批。
（二）由醴陵市负责，5个工作日内解决进场道路阻工问题，
并向市项目办反馈。
（三）会议强调，各单位要压实责任。
参加：何市长、各县市区负责人
"""
    found = rules.read_minutes(text)
    assert [(each.clause, each.deadline) for each in found] == [
        ("三、议定事项（一）", "6月底"), ("三、议定事项（二）", "5个工作日内"), ("三、议定事项（三）", ""),
    ]  # fmt: skip
    assert found[1].quote == "由醴陵市负责，5个工作日内解决进场道路阻工问题，并向市项目办反馈。"


@pytest.mark.parametrize(
    ("said", "deadline"),
    [
        ("由市水利局牵头，国庆节前完成", "国庆节前"),  # not 节前, which is the next holiday
        ("由市交通局负责，下周五前完成", "下周五"),
        ("由市财政局牵头，于6月1日至6月30日集中拨付", "6月30日"),
        ("由市住建局负责，半个月内整改", "半个月内"),
        ("由市城管局负责，月底前整改", "月底前"),
    ],
)
def test_the_deadline_of_a_point_is_taken_as_written(said, deadline):
    assert rules.read_minutes(f"（一）{said}")[0].deadline == deadline
    assert rules.read_deadline(deadline, TODAY, CALENDAR) is not None


@given(st.text(max_size=400))
def test_any_text_can_be_pasted_as_minutes(text):
    for each in rules.read_minutes(text):
        assert each.quote
        assert len(each.clause) <= 60


@pytest.mark.parametrize(
    ("state", "light", "rung", "urges", "called"),
    [
        (State.RUNNING, "green", Rung.OWNER, 0, ()),
        (State.ISSUED, "yellow", Rung.OWNER, 0, (Letter.PROMPT,)),
        (State.RUNNING, "yellow", Rung.DEPARTMENT, 2, (Letter.PROMPT, Letter.LIAISON)),
        (State.RUNNING, "red", Rung.COUNTY, 1, ()),
        (State.RUNNING, "red", Rung.OFFICE, 2, (Letter.SUPERVISION, Letter.LIAISON)),
        (State.RUNNING, "red", Rung.MAYOR, 3, (Letter.SUPERVISION, Letter.REPORT)),
        (State.APPLIED, "red", Rung.LEADER, 3, ()),
        (State.PAUSED, "grey", Rung.LEADER, 3, ()),
    ],
)
def test_which_letter_is_called_for(state, light, rung, urges, called):
    assert rules.letters_called_for(state, light, rung, urges, 2) == called
