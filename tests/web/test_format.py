"""Numbers, money, dates and movements as the reader sees them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yidan.kernel.values import BEIJING, Month
from yidan.web import format as words


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (10296000, 0, "10,296,000"),
        (Decimal("1234.5"), 0, "1,235"),
        (Decimal("-1234.4"), 0, "−1,234"),
        (Decimal("-0.4"), 0, "0"),
        (Decimal("0.05"), 1, "0.1"),
        (2.5, 0, "3"),
        (Fraction(1, 3), 2, "0.33"),
        (None, 0, "—"),
    ],
)
def test_numbers_have_commas_a_true_minus_and_are_rounded_half_up(value, places, text):
    assert words.number(value, places) == text


def test_money_is_whole_in_wan_and_has_two_decimals_in_yi():
    assert words.money(Decimal("6476000.4"), "wan") == "6,476,000"
    assert words.money(Decimal("6476000.4"), "yi") == "647.60"
    assert words.money(None, "yi") == "—"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_switching_the_unit_shows_the_same_amount_to_the_last_digit_shown(fen):
    amount = Decimal(fen).scaleb(-6)
    shown = Decimal(words.yi(amount).replace(",", "").replace("−", "-"))
    assert abs(shown * 10_000 - amount) <= 50


def test_a_number_for_a_field_keeps_all_its_digits_and_no_more():
    assert [words.plain(each) for each in (Decimal("1280.500000"), Decimal("1280"), Decimal("0.000001"), None)] == [
        "1280.5", "1280", "0.000001", ""
    ]  # fmt: skip


def test_rates_and_their_differences():
    assert words.percent(Decimal("62.87")) == "62.9%"
    assert words.percent(None) == "—"
    assert words.points(Decimal("12.87")) == "+12.9 个百分点"
    assert words.points(Decimal("-3.25")) == "−3.3 个百分点"
    assert words.points(Decimal("0.04")) == "0.0 个百分点"
    assert words.points(None) == "—"


def test_movement_is_an_arrow_or_a_dash():
    assert [words.movement(each) for each in (2, -1, 0, None)] == ["↑2", "↓1", "—", "—"]


def test_days_name_their_weekday_and_their_year_only_where_it_is_another():
    day = date(2020, 6, 5)
    assert words.day(day, date(2020, 12, 1)) == "6月5日(周五)"
    assert words.day(day, date(2021, 1, 1)) == "2020年6月5日(周五)"
    assert words.day(day) == "2020年6月5日(周五)"
    assert words.short_day(day) == "2020-06-05"
    assert words.day(None) == words.short_day(None) == "—"


def test_moments_are_told_in_beijing_time():
    moment = datetime.fromisoformat("2020-06-04T17:30:00+00:00")
    assert words.minute(moment, date(2020, 6, 5)) == "6月5日(周五) 01:30"
    assert words.clock(moment) == "01:30"
    assert words.day(moment, date(2020, 6, 5)) == "6月5日(周五)"


def test_the_past_is_relative_only_under_a_day():
    now = datetime(2020, 6, 5, 17, 0, tzinfo=BEIJING)
    told = [words.ago(now - timedelta(minutes=minutes), now) for minutes in (0, 25, 190, 1440)]
    assert told == ["刚刚", "25分钟前", "3小时前", "6月4日(周四) 17:00"]


def test_months_and_the_year_up_to_them():
    assert words.month(Month(2020, 5)) == "2020年5月"
    assert words.months_to(Month(2020, 5)) == "2020年1—5月"
    assert words.months_to(Month(2020, 1)) == "2020年1月"


def test_english_readers_get_english_words_around_the_same_numbers():
    now = datetime(2020, 6, 5, 17, 0, tzinfo=BEIJING)
    with translation.override("en"):
        assert words.day(date(2020, 6, 5)) == "Fri 5 Jun 2020"
        assert (words.month(Month(2020, 5)), words.months_to(Month(2020, 5))) == ("May 2020", "Jan–May 2020")
        assert (words.unit_word("wan"), words.unit_word("yi")) == ("¥10k", "¥100m")
        assert (words.points(Decimal("-3.2")), words.count(213)) == ("−3.2 pp", "213")
        assert words.ago(now - timedelta(hours=3), now) == "3 h ago"


def test_counts_and_sizes():
    assert [words.count(213), words.count(None), words.size(300), words.size(3_500_000)] == [
        "213个",
        "—",
        "1 KB",
        "3.3 MB",
    ]
