"""A paper says only what its exact numbers justify; vectors of domain.md Appendix C."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.bulletins import rules


@pytest.mark.parametrize(
    ("value", "form", "mode", "said"),
    [
        (Fraction(129, 270) * 100, "percent0", "truncate", "47%"),
        (Fraction(129, 270) * 100, "percent0", "half_up", "48%"),
        (Fraction(6290, 6474) * 100, "percent", "half_up", "97.2%"),
        (Fraction(405, 422) * 100, "percent", "half_up", "96.0%"),
        (Decimal(6476000), "yi", "half_up", "647.60"),
        (Decimal(10296000), "yi1", "half_up", "1029.6"),
        (Decimal("-2.449"), "points", "half_up", "−2.4"),
        (Decimal("-2.45"), "points", "half_up", "−2.5"),
        (Decimal("-2.49"), "points", "truncate", "−2.4"),
        (None, "percent", "half_up", "—"),
        (549, "count", "half_up", "549"),
    ],
)
def test_a_number_is_rounded_once_from_its_exact_value(value, form, mode, said):
    assert rules.printed(value, form, mode) == said


@given(st.fractions(min_value=-(10**6), max_value=10**6), st.integers(0, 4))
def test_rounding_is_never_further_off_than_half_a_step_and_truncation_never_larger(value, places):
    half = Fraction(1, 2 * 10**places)
    assert abs(Fraction(rules.rounded(value, places)) - value) <= half
    assert abs(Fraction(rules.rounded(value, places, "truncate"))) <= abs(value)


def test_against_the_schedule_the_word_follows_what_is_printed():
    assert rules.against(Fraction(138245, 10000)) == "超序时进度"
    assert rules.against(Decimal("-0.04")) == "与序时进度持平"
    assert rules.against(Decimal("-0.05")) == "低于序时进度"


def test_grown_eighteen_times_is_nineteen_times_as_much():
    assert rules.grown_times(19, 1) == (18, 19)
    assert rules.movement(Decimal("-3")) == "下降"
    assert rules.pace(Decimal("9.7"), Decimal("9.2")) == "加快"


@pytest.mark.parametrize(
    ("value", "base", "said"),
    [
        (Decimal("1103.8"), 1100, "超1100"),
        (Decimal("139.2"), 140, "近140"),
        (140, 140, "140"),
        (Decimal("1160"), 1100, "约1100"),
        (Decimal("130"), 140, "约140"),
    ],
)
def test_over_and_nearly_are_said_only_within_their_bounds(value, base, said):
    assert rules.about(value, base) == said


def test_and_more_is_a_floor_with_something_left_over():
    assert [rules.and_more(each) for each in (Decimal("94.2"), 90, 301)] == ["90余", "90", "300余"]


def test_contribution_and_pull():
    assert rules.contribution(67, 100, Decimal("12.2")) == (67, Fraction(8174, 1000))
    assert rules.contribution(1, 0, 1) is None


def test_a_run_is_counted_from_the_latest_back():
    assert rules.run_length([2, 1, 1, None, 1, 1, 1]) == 3
    assert rules.run_length([]) == 0


def test_parts_that_do_not_add_up_as_printed_are_footnoted():
    third = Fraction(100, 3)
    assert rules.sum_note([third] * 3, 100, "percent") != ""
    assert rules.sum_note([50, 50], 100, "percent") == ""


@given(st.fractions(max_denominator=10**6))
def test_an_exact_value_is_written_so_that_it_can_be_read_again(value):
    assert Fraction(rules.exact_text(value)) == value


def test_headings_count_in_chinese():
    assert [rules.ordinal(n) for n in (1, 10, 11, 20, 23)] == ["一", "十", "十一", "二十", "二十三"]
