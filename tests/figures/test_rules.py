"""Places, movement, lights, rounding: exact values in, judgements out. Vectors of domain.md Appendix C."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.figures import rules
from yidan.figures.define import gap, rate
from yidan.figures.parameters import light_limits
from yidan.figures.rules import Light
from yidan.kernel.parameters import REGISTRY

LIMITS = light_limits({name: parameter.default for name, parameter in REGISTRY.items()})


@pytest.mark.parametrize(
    ("done", "planned", "months", "percent", "points"),
    [
        ("629.0", "647.4", 10, "97.2", "13.8245"),  # [S8]
        ("313.64", "1015", 3, "30.9", "5.9005"),  # [S9]
        ("6476000", "10296000", 6, "62.9", "12.8982"),  # the seed's half year
    ],
)
def test_completion_and_gap_come_from_unrounded_amounts(done, planned, months, percent, points):
    assert rules.written(rate(Decimal(done), Decimal(planned)), 1) == Decimal(percent)
    assert rules.written(gap(Decimal(done), Decimal(planned), months), 4) == Decimal(points)


@pytest.mark.parametrize(
    ("over", "under", "percent"),
    [
        (405, 433 - 11, "95.97"),  # 前期 excluded [S7]
        (87, 108, "80.56"),  # 开工率 [S72]
        (297, 1022, "29.06"),
        (Decimal("6.3"), Decimal("4.2"), "150.00"),  # over-completion [S41]
        (Decimal("142.11"), Decimal("104.36"), "136.17"),
        (Decimal("4816.6"), Decimal("4680.8"), "102.90"),  # the province in 2024 [S39]
    ],
)
def test_rates_of_published_papers(over, under, percent):
    assert rules.written(rate(over, under), 2) == Decimal(percent)


@pytest.mark.parametrize(
    ("percent", "months", "points"), [(Decimal(74), 8, "7.33"), (Decimal("85.1"), 10, "1.77")]  # [S71] [S31]
)  # fmt: skip
def test_a_published_rate_against_schedule(percent, months, points):
    assert rules.written(gap(percent, Decimal(100), months), 2) == Decimal(points)


def test_a_rate_may_be_cut_off_instead_of_rounded():
    published = rate(129, 270)  # [S9]: 47.78 % printed as 47 %
    assert rules.written(published, 0, truncates=True) == 47
    assert rules.written(published, 0) == 48
    assert rules.written(Fraction(-478, 10), 0, truncates=True) == -47
    assert rules.written(Fraction(-475, 10), 0) == -48


def test_growth_and_pull():
    assert rules.written(rules.of_base(Decimal("313.64"), Decimal("160.30")), 2) == Decimal("95.66")
    assert rules.of_base(19, 1) == 1800  # 增长18倍
    assert rules.written(rules.pull(67, Decimal("12.2")), 1) == Decimal("8.2")


def test_nothing_to_divide_by_is_no_rate():
    assert rate(5, 0) is None
    assert gap(Decimal(5), Decimal(0), 6) is None
    assert rules.of_schedule(5, 0, 6) is None
    assert rules.is_lagging(0, 0, 6, 20) is False


def test_equal_values_share_a_place_and_the_next_is_skipped():
    values = {"a": Fraction(2, 3), "b": Fraction(200, 300), "c": Fraction(1, 2), "d": None, "e": Fraction(9)}
    assert rules.places(values, among="abcd") == {"a": 1, "b": 1, "c": 3}


def test_values_that_only_round_alike_are_not_equal():
    values = {"a": Fraction(62904, 1000), "b": Fraction(62901, 1000)}
    assert rules.places(values, among="ab") == {"a": 1, "b": 2}


def test_equal_places_and_those_without_keep_protocol_order():
    place = {"b": 1, "a": 1, "d": 3}
    assert rules.in_order_of_place(["b", "c", "a", "d"], place) == ["b", "a", "d", "c"]


@given(st.lists(st.fractions(max_denominator=50), min_size=1, max_size=12))
def test_a_place_is_one_more_than_the_number_of_better_ones(values):
    numbered = dict(enumerate(values))
    place = rules.places(numbered, among=numbered)
    assert place == {key: 1 + sum(other > value for other in values) for key, value in numbered.items()}


def test_movement_counts_places_gained():
    assert rules.gained(3, 5) == 2
    assert rules.gained(5, 3) == -2
    assert rules.gained(3, None) is None


def test_lagging_begins_exactly_at_the_threshold():
    assert rules.is_lagging(Decimal(30), Decimal(100), 6, 20) is True
    assert rules.is_lagging(Decimal("30.000001"), Decimal(100), 6, 20) is False


@pytest.mark.parametrize(
    ("done", "expected"), [(80, Light.GREEN), (79, Light.TRACKED), (60, Light.TRACKED), (59, Light.YELLOW)]
)
def test_a_month_is_judged_by_its_own_plan(done, expected):
    assert rules.month_light(done, 100, LIMITS) is expected


def test_a_month_without_a_plan_is_green():
    assert rules.month_light(0, 0, LIMITS) is Light.GREEN


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        ({"month": Light.GREEN}, Light.GREEN),
        ({"month": Light.TRACKED}, Light.TRACKED),
        ({"month": Light.YELLOW}, Light.YELLOW),
        ({"month": Light.YELLOW, "month_before": Light.YELLOW}, Light.RED),
        ({"month": Light.GREEN, "month_before": Light.YELLOW}, Light.GREEN),
        ({"month": Light.GREEN, "of_schedule": Fraction(499, 10)}, Light.RED),
        ({"month": Light.GREEN, "of_schedule": 50}, Light.GREEN),
        ({"month": Light.GREEN, "overdue_months": 1}, Light.YELLOW),
        ({"month": Light.GREEN, "overdue_months": 2}, Light.RED),
    ],
)
def test_the_light_of_today(situation, expected):
    assert rules.light(LIMITS, **situation) is expected


def test_rounded_rows_that_do_not_add_up_are_noticed():
    thirds = [Fraction(1, 3)] * 3
    assert rules.rounding_differs(thirds, Fraction(1), 2) is True
    assert rules.rounding_differs([Fraction(1, 2)] * 2, Fraction(1), 2) is False
