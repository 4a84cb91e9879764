"""Reading published numbers, runs of ranks, and the class of a gap."""

from decimal import Decimal

import pytest

from yidan.kernel.values import Month
from yidan.targets.rules import series as rules
from yidan.targets.rules.series import Gap


@pytest.mark.parametrize(
    ("said", "value"),
    [("9.7", "9.7"), ("-3.1", "-3.1"), ("−3.1%", "-3.1"), ("9.70", "9.70"), ("1,234.5", "1234.5"), ("９.７", "9.7"),
     ("增长9.7%", "9.7"), ("下降3.1%", "-3.1"), ("Ⅱ类", None), ("—", None), ("9.7个", None), ("", None)],
)  # fmt: skip
def test_what_was_printed_is_read_as_a_number_or_not_at_all(said, value):
    assert rules.number(said) == (None if value is None else Decimal(value))


def test_january_is_not_released_and_breaks_no_run():
    year = [(Month(2020, month), 1 if month >= 8 else 2) for month in range(2, 13)]
    assert rules.run_of(year) == 5  # 8月起连续5个月第1: five releases, 1—8月 to 1—12月
    assert rules.run_of([*year, (Month(2021, 2), 1)]) == 6
    assert rules.run_of([*year, (Month(2021, 3), 1)]) == 1  # February's is missing
    assert rules.run_of([*year, (Month(2021, 2), 2)]) == 0
    assert rules.run_of([]) == 0
    assert rules.run_of([(Month(2020, 2), None)]) == 0


@pytest.mark.parametrize(
    ("dispatch", "published", "gap"),
    [(None, 9, Gap.UNKNOWN), (9, None, Gap.UNKNOWN), (9, 4, Gap.CLOSE), (Decimal("9.01"), 4, Gap.DISPATCH_HIGHER),
     (1, Decimal("9.7"), Gap.PUBLISHED_HIGHER), (4, -4, Gap.OPPOSITE), (1, -1, Gap.CLOSE)],
)  # fmt: skip
def test_the_gap_between_two_calibres_is_classified(dispatch, published, gap):
    assert rules.gap_of(dispatch, published, 5) is gap
