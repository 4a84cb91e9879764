"""How a day compares, and when somebody should look."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.watch.rules import Alarm, Before, Line, alarms, change, day_before, mean, read_value

LINE = Line(Decimal(10), Decimal(30), on_outage=True)


def test_a_point_that_told_nothing_yesterday_does_not_move_the_mean():
    now = {1: Decimal("4.00"), 2: Decimal("9.00")}
    assert change(now, {1: Decimal("4.00")}) == 0
    assert mean(now) == Fraction(13, 2)


def test_the_change_of_the_points_that_told_both_days_is_exact():
    now = {1: Decimal("3.30"), 2: Decimal("3.60"), 3: Decimal("99")}
    then = {1: Decimal("3.00"), 2: Decimal("3.00"), 4: Decimal("1")}
    assert change(now, then) == Fraction(15)
    assert change({1: Decimal(1)}, {2: Decimal(1)}) is None
    assert (change({}, {}), mean({})) == (None, None)


@pytest.mark.parametrize(("day", "which", "expected"), [
    (date(2020, 3, 1), Before.DAY, date(2020, 2, 29)),
    (date(2020, 3, 1), Before.WEEK, date(2020, 2, 23)),
    (date(2020, 2, 29), Before.YEAR, date(2019, 2, 28)),
    (date(2020, 2, 10), Before.YEAR, date(2019, 2, 10)),
])  # fmt: skip
def test_the_days_a_day_is_compared_with(day, which, expected):
    assert day_before(day, which) == expected


@pytest.mark.parametrize(("is_out", "day", "week", "expected"), [
    (False, Fraction(10), None, [Alarm.DAY]),
    (False, Fraction(-10), None, [Alarm.DAY]),
    (False, Fraction(999, 100), Fraction(2999, 100), []),
    (False, Fraction(0), Fraction(30), [Alarm.WEEK]),
    (False, None, Fraction(-40), []),
    (True, None, None, [Alarm.OUT]),
])  # fmt: skip
def test_what_crosses_the_line(is_out, day, week, expected):
    assert alarms(LINE, is_out=is_out, day=day, week=week) == expected


def test_a_line_that_was_not_set_never_speaks():
    silent = Line(None, None, on_outage=False)
    assert alarms(silent, is_out=True, day=Fraction(500), week=Fraction(500)) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("3.5", (Decimal("3.5"), False)), (" ￥3.50元 ", (Decimal("3.50"), False)), ("１２．８", (Decimal("12.8"), False)),
    ("1,280", (Decimal(1280), False)), ("缺货", (None, True)), ("断货", (None, True)),
])  # fmt: skip
def test_a_price_as_people_write_it(text, expected):
    assert read_value(text) == expected


@pytest.mark.parametrize("text", ["", "三块五", "0", "-1", "3.555", "NaN", "Infinity", "1e9", "3.5/4.0"])
def test_what_is_no_price_is_refused(text):
    with pytest.raises(ValueError):
        read_value(text)


@given(st.dictionaries(st.integers(1, 9), st.decimals(1, 1000, places=2), min_size=1), st.integers(2, 50))
def test_all_prices_times_a_factor_change_by_just_that(then, factor):
    now = {point: value * factor for point, value in then.items()}
    assert change(now, then) == 100 * (factor - 1)
