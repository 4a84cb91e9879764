from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.kernel.values import Month, beijing_day, from_fen, wan

months = st.builds(Month, st.integers(1990, 2090), st.integers(1, 12))


def test_a_month_reads_the_forms_it_is_written_in():
    assert [Month.parse(text) for text in ("2020-05", "2020-5", "202005", " 2020-05 ")] == [Month(2020, 5)] * 4


@pytest.mark.parametrize("text", ["2020-13", "2020-00", "五月", "2020/05", "", "20-05"])
def test_what_is_not_a_month_is_refused(text):
    with pytest.raises(ValueError):
        Month.parse(text)


def test_months_know_their_days_and_neighbours():
    assert (Month(2020, 2).first, Month(2020, 2).last) == (date(2020, 2, 1), date(2020, 2, 29))
    assert (Month(2020, 12) + 1, Month(2020, 1) - 1) == (Month(2021, 1), Month(2019, 12))
    assert str(Month(2020, 5)) == "2020-05"


@given(months, st.integers(-500, 500))
def test_adding_months_is_undone_by_subtracting_them(month, count):
    assert (month + count) - month == count
    assert (month + count) - count == month
    assert Month.from_number(month.number) == month
    assert Month.parse(str(month)) == month


@given(months, months)
def test_months_are_ordered_as_their_numbers(one, other):
    assert (one < other) == (one.number < other.number)
    assert (one >= other) == (one.first >= other.first)


def test_the_day_is_beijings():
    assert beijing_day(datetime(2020, 5, 31, 23, 30, tzinfo=UTC)) == date(2020, 6, 1)


@given(st.integers(-(10**15), 10**15))
def test_money_keeps_every_fen(fen):
    assert wan(from_fen(fen)).scaleb(6) == fen


@pytest.mark.parametrize("value", ["0.0000001", "abc", "NaN", "Infinity", None, ""])
def test_what_is_no_amount_to_the_fen_is_refused(value):
    with pytest.raises(ValueError):
        wan(value)


def test_money_is_read_from_text_and_numbers_alike():
    assert [wan(value) for value in ("3.5", 3.5, Decimal("3.50"), 7)] == [Decimal("3.5")] * 3 + [Decimal(7)]
