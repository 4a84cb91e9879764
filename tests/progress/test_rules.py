"""The rules of a report, on bare values."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.kernel.values import Month
from yidan.progress import rules, wording
from yidan.progress.rules import Lack, MilestoneSaid, Said, Situation, Thresholds

JUNE = Month(2020, 6)
LIMITS = Thresholds()
TODAY = date(2020, 6, 24)


def amounts(*values, until=JUNE):
    """Accepted months that end just before `until`."""
    return tuple(Said(until - (len(values) - at), Decimal(value), f"第{at}步") for at, value in enumerate(values))


def kinds(situation, limits=LIMITS):
    return [doubt.kind for doubt in rules.doubts(situation, limits)]


CALM = Situation(
    month=JUNE,
    invested_wan=Decimal(1150),
    physical_progress="主体封顶",
    past=amounts(900, 1010, 1100, 980, 1205),
    planned_wan=Decimal(12000),
    total_investment_wan=Decimal(30000),
    started_on=date(2019, 3, 1),
)


# 主体施工 since April; of 12,000 a year, 1,001 in May and the rest in June.
COPIED = tuple(Said(Month(2020, month), Decimal(1001), "主体施工") for month in (4, 5))
IDLE = {"invested_wan": Decimal(0), "past": amounts(0, 0, 30, 0, 0)}


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1200", "wan", "1200"),
        ("1,200.5", "wan", "1200.5"),
        ("１２００", "wan", "1200"),
        ("1，200", "wan", "1200"),
        ("1.2亿", "wan", "12000"),
        ("1.2亿元", "wan", "12000"),
        ("1.2", "yi", "12000"),
        ("1200万元", "yi", "1200"),
        (" - 35 ", "wan", "-35"),
        ("−35", "wan", "-35"),
        ("0.000001", "wan", "0.000001"),
        (".5", "wan", "0.5"),
        ("0", "wan", "0"),
    ],
)
def test_an_amount_is_read_as_offices_write_it(text, unit, expected):
    assert rules.read_amount(text, unit) == Decimal(expected)


@pytest.mark.parametrize("text", ["12o0", "一千", "1.2.3", "0.0000001", "9999999999", "1e5", "--3", "约1200", "NaN"])
def test_what_is_no_amount_is_not_guessed(text):
    with pytest.raises(ValueError):
        rules.read_amount(text)


def test_nothing_typed_is_no_amount_yet():
    assert rules.read_amount("  ") is None


@given(st.decimals(min_value=-99999, max_value=99999, places=6))
def test_an_amount_in_yi_is_exactly_ten_thousand_times_one_in_wan(value):
    yi = value.quantize(Decimal("0.01"))
    assert rules.read_amount(f"{yi:f}", "yi") == rules.read_amount(f"{yi:f}") * 10000


def test_totals_count_this_year_and_everything_before():
    now = replace(CALM, earlier_wan=Decimal(5000), year_opening_wan=Decimal(0))
    assert now.year_wan == Decimal(900 + 1010 + 1100 + 980 + 1205 + 1150)
    assert now.to_date_wan == now.year_wan + 5000


def test_the_gap_to_schedule_is_taken_from_unrounded_values():
    october = Situation(month=Month(2020, 10), invested_wan=Decimal("629.0"), planned_wan=Decimal("647.4"))
    assert rules.gap_points(october) == Fraction("629.0") / Fraction("647.4") * 100 - Fraction(1000, 12)
    assert round(float(rules.gap_points(october)), 4) == 13.8245


def test_a_preparing_project_has_no_schedule():
    assert rules.gap_points(replace(CALM, is_preparing=True)) is None


def test_a_calm_report_raises_no_question_and_lacks_nothing():
    assert kinds(CALM) == []
    assert rules.lacks(CALM, LIMITS, TODAY) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"invested_wan": Decimal(4801)}, ["month_share"]),
        ({"invested_wan": Decimal(4800)}, []),
        ({"invested_wan": Decimal(-1)}, ["negative"]),
        ({"total_investment_wan": Decimal(6344)}, ["over_total"]),
        ({"total_investment_wan": Decimal(6345)}, []),
        ({"past": amounts(900, 1010, 1100, 1150, 1150)}, ["identical"]),
        ({"past": amounts(900, 1010, 1150, 1100, 1150)}, []),
        ({"invested_wan": Decimal(1000), "past": amounts(2000, 1000, 1001)}, ["round_numbers"]),
        ({"invested_wan": Decimal(1000), "past": amounts(2001, 1003, 1001)}, []),
        ({"invested_wan": Decimal(1201), "physical_progress": " 第4步。"}, ["unchanged_text"]),
        ({"invested_wan": Decimal(1200), "physical_progress": "第4步"}, []),
        ({"physical_progress": "主体施工", "past": COPIED}, ["unchanged_text"]),
        ({"physical_progress": "主体施工", "past": COPIED, "invested_wan": Decimal(199)}, []),
        ({"physical_progress": "主体施工", "past": (*COPIED[:2], *amounts(500))}, []),
        ({**IDLE, "started_on": date(2020, 3, 20)}, ["idle_since_start"]),
        ({**IDLE, "started_on": date(2020, 4, 20)}, []),
        ({**IDLE, "started_on": date(2020, 3, 20), "is_suspended": True}, []),
        ({**IDLE, "started_on": date(2020, 3, 20), "past": amounts(0, 0, 30, 1, 0)}, []),
        ({**IDLE, "started_on": date(2019, 12, 20)}, []),  # nobody knows what December brought
        ({"started_on": None}, ["spending_before_start"]),
        ({"started_on": None, "completed_on": date(2020, 5, 20)}, ["completed_still_spending"]),
        ({"completed_on": date(2020, 6, 1)}, []),
        ({"is_suspended": True}, ["suspended_still_spending"]),
        ({"is_suspended": True, "invested_wan": Decimal(0)}, []),
        ({"missing": (Month(2020, 3), Month(2020, 5))}, ["months_missing"]),
        ({"invested_wan": None}, []),
    ],
)
def test_each_doubt_is_raised_by_its_own_number_and_not_below(changes, expected):
    assert kinds(replace(CALM, **changes)) == expected


def test_december_has_its_own_lower_limit():
    december = Situation(month=Month(2020, 12), invested_wan=Decimal(3001), planned_wan=Decimal(12000))
    assert kinds(replace(december, started_on=date(2019, 1, 1))) == ["december"]
    assert kinds(replace(december, started_on=date(2019, 1, 1), invested_wan=Decimal(3000))) == []


def test_identical_months_must_follow_each_other():
    gap = (Said(Month(2020, 3), Decimal(1150), "甲"), Said(Month(2020, 5), Decimal(1150), "乙"))
    assert kinds(replace(CALM, past=gap)) == []


def test_the_office_moves_a_threshold():
    half = replace(CALM, invested_wan=Decimal(5000))
    assert kinds(half, replace(LIMITS, month_share_percent=Decimal(50))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"invested_wan": None}, [Lack("amount_missing", "invested_wan")]),
        (
            {"invested_wan": None, "typed": {"invested_wan": "12o0"}},
            [Lack("amount_unreadable", "invested_wan", {"text": "12o0"})],
        ),
        (
            {"invested_wan": Decimal(-5)},
            [Lack("negative_unexplained", "explanation", {"invested_wan": Decimal(-5)})],
        ),
        ({"invested_wan": Decimal(-5), "explanation": "冲减5月多报"}, []),
        (
            {"month": JUNE + 1, "past": (), "invested_wan": Decimal(7000)},
            [Lack("month_ahead", "month", {"month": JUNE + 1})],
        ),
        ({"physical_progress": " "}, [Lack("physical_progress_missing", "physical_progress")]),
        (
            {"covered_until": Month(2020, 8)},
            [Lack("covered_by_opening", "invested_wan", {"until": Month(2020, 8)})],
        ),
    ],
)
def test_what_stops_a_submission_names_its_field(changes, expected):
    assert rules.lacks(replace(CALM, **changes), LIMITS, TODAY) == expected


@pytest.mark.parametrize("problems", ["", "无", "无。", "暂无", "/", " 没有 "])
def test_ten_points_behind_schedule_problems_may_not_be_nothing(problems):
    # 1—6月 4800 of 12000 = 40 %, schedule 50 %: exactly ten points behind.
    behind = replace(CALM, past=(), invested_wan=Decimal(4800), problems=problems)
    assert rules.lacks(behind, LIMITS, TODAY) == [Lack("problems_missing", "problems", {"points": Fraction(10)})]
    assert rules.lacks(replace(behind, invested_wan=Decimal(4801)), LIMITS, TODAY) == []
    assert rules.lacks(replace(behind, problems="资金未到位"), LIMITS, TODAY) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"forecast_on": "2020-08-31"}, ["slip_unexplained"]),
        ({"forecast_on": "2020-08-31", "reason": "雨季"}, []),
        ({"forecast_on": "2020-06-01"}, ["forecast_passed"]),
        ({"actual_on": "2020-06-25"}, ["actual_in_future"]),
        ({"actual_on": "2020-06-24"}, []),
        ({"forecast_on": "7月底"}, ["day_unreadable"]),
        ({"forecast_on": "0020-07-31"}, ["day_unreadable"]),
        ({}, []),
    ],
)
def test_milestone_days_must_be_plausible(said, expected):
    milestone = MilestoneSaid(3, "主体封顶", date(2020, 7, 31), **said)
    found = rules.lacks(replace(CALM, milestones=(milestone,)), LIMITS, TODAY)
    assert [lack.kind for lack in found] == expected
    assert {lack.field for lack in found} <= {"milestone-3"}


def test_every_kind_of_doubt_and_lack_has_its_sentence():
    assert sorted(wording.QUESTIONS) == sorted(rules.KINDS)
    situation = replace(CALM, invested_wan=Decimal(4801))
    (doubt,) = rules.doubts(situation, LIMITS)
    kept = wording.kept(doubt, " 设备到场 ")
    assert kept == {"kind": "month_share", "values": {"percent": "40.0", "limit": "40"}, "answer": "设备到场"}
    assert wording.question(kept["kind"], kept["values"]) == (
        "本月一个月占年度计划40.0%(超过40%):主要是哪些工程量或付款？"
    )


def test_several_lacks_make_one_sentence():
    empty = replace(CALM, invested_wan=None, physical_progress="")
    assert wording.all_lacks(rules.lacks(empty, LIMITS, TODAY)) == (
        "还有2处要改：请填写本月完成投资；本月没有投资请填0。请写形象进度：现场做到哪一步。"
    )


@given(st.lists(st.integers(-5000, 90000), max_size=11), st.integers(-5000, 90000))
def test_the_year_total_is_the_sum_of_its_months_whatever_they_are(past, now):
    december = Month(2020, 12)
    situation = Situation(month=december, invested_wan=Decimal(now), past=amounts(*past, until=december))
    assert situation.year_wan == sum(past) + now


def test_a_day_beyond_a_short_month_is_its_last():
    assert rules.day_in(Month(2021, 2), 29) == date(2021, 2, 28)
    assert rules.day_in(Month(2020, 2), 29) == date(2020, 2, 29)
    assert rules.day_in(Month(2020, 6), 25) == date(2020, 6, 25)


def test_a_month_in_a_doubt_is_kept_plain_and_said_in_words():
    (doubt,) = rules.doubts(replace(CALM, missing=(Month(2020, 3), Month(2020, 5))), LIMITS)
    kept = wording.kept(doubt)
    assert kept["values"] == {"months": "2020-03、2020-05"}
    assert wording.question(kept["kind"], kept["values"]) == (
        "2020年3月、2020年5月没有入账的月报，累计数可能少计：是否需要补报？"
    )
