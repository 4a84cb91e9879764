"""A paper says only what its exact numbers justify; vectors of domain.md Appendix C."""

import re
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
        (Decimal("120.6"), 140, "121"),
        (5000, 1100, "5000"),
    ],
)
def test_over_and_nearly_are_said_only_within_their_bounds(value, base, said):
    assert rules.about(value, base) == said


def test_and_more_is_a_floor_with_something_left_over():
    assert [rules.and_more(each) for each in (Decimal("94.2"), 90, 301)] == ["90余", "90", "300余"]


AMOUNTS = st.fractions(min_value=-3000, max_value=3000, max_denominator=1000)


def _bounds(said: str) -> tuple[Fraction, Fraction]:
    """From where to where a number lies of which this is said, as somebody reads it."""
    number = Fraction(re.search(r"\d+", said).group())
    if said.startswith("−"):
        low, high = _bounds(said.removeprefix("−"))
        return -high, -low
    if said.endswith("余"):  # less than as much again, and less than ten of what it counts in
        return number, number + 10 ** min(len(str(number)) - 1, 1)
    return {
        "超": (number, number * 2), "近": (number * Fraction(9, 10), number), "不足": (Fraction(0), number),
        "约": (number * Fraction(9, 10), number * Fraction(11, 10)),
        "": (number - Fraction(1, 2), number + Fraction(1, 2)),
    }[re.match(r"[超近约]|不足|", said).group()]  # fmt: skip


@given(AMOUNTS, st.fractions(Fraction(-1, 5), Fraction(1, 5)), st.integers(1, 3000), st.sampled_from([1, 10]))
def test_whatever_the_number_the_vague_word_is_true_of_it_as_it_is_read(anything, off, base, step):
    nearly = base * (1 + off)
    for value, said in (
        (anything, rules.about(anything, base)), (nearly, rules.about(nearly, base)),
        (anything, rules.and_more(anything, step)),
    ):  # fmt: skip
        low, high = _bounds(said)
        is_strict = said.strip("−0123456789") in {"超", "近", "余", "不足"}
        assert low < value < high if is_strict else low <= value <= high, (said, value)


@given(AMOUNTS, st.sampled_from([rules.HALF_UP, rules.TRUNCATE]))
def test_the_word_of_a_change_never_contradicts_the_number_behind_it(value, mode):
    for said, up, down in (
        (rules.movement(value, mode=mode), "增长", "下降"),
        (rules.against(value, mode=mode), "超序时进度", "低于序时进度"),
    ):  # fmt: skip
        shown = rules.printed(value, "points", mode)
        assert said == {True: up, False: down}.get(value > 0 if shown.strip("−0.") else None, said)
        assert ("持平" in said) == (shown == "0.0")
    assert not re.fullmatch(r"−[0.]+%?", rules.printed(value / 10_000, "percent", mode))


@given(AMOUNTS, AMOUNTS)
def test_the_word_of_a_pace_is_true_of_both_growths(now, before):
    assert {
        "加快": now > before >= 0, "回升": now >= 0 > before,
        "降幅收窄": before < now < 0, "降幅扩大": now < before < 0,
        "回落": now < before and before >= 0, "持平": now == before,
    }[rules.pace(now, before)]  # fmt: skip


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
