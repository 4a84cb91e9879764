"""The mean of what is watched as a figure: worked by hand, as of two moments, with the readings behind it."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from tests import make
from tests.watch.scene import DAY, NOW, tell
from yidan.figures import queries, readings
from yidan.figures.question import Period, Question
from yidan.kernel.errors import Invalid

pytestmark = pytest.mark.django_db
FEBRUARY = Question(Period(2020, 2))


@pytest.fixture
def cast(watched):
    return watched


@pytest.fixture
def told(cast):
    """Pork the day before in both counties, on the day 33 and 30.5; masks were out in one and nothing in the other."""
    for place in (cast.market, cast.shop):
        tell(cast, place, DAY - timedelta(days=1), pork="29")
    tell(cast, cast.market, DAY, pork="33", mask="out")
    tell(cast, cast.shop, DAY, pork="30.5")
    return readings.key_of(cast.pork), readings.key_of(cast.mask)


def test_the_mean_of_the_last_day_on_which_anybody_told_it(cast, told):
    pork, mask = told
    value = queries.value(pork, FEBRUARY)
    assert (value.value, value.numerator, value.denominator) == (Fraction(127, 4), Decimal("63.50"), 2)
    assert queries.value(mask, FEBRUARY).value is None
    assert queries.value(pork, Question(Period(2020, 1))).value is None
    declared = queries.get(pork)
    assert (str(declared.label), declared.counted_in) == ("猪肉（精瘦肉）平均价格", "元/500克")
    assert pork in queries.known()


def test_as_known_before_a_correction_it_is_what_it_was(cast, told):
    later = NOW + timedelta(hours=3)
    tell(cast, cast.market, DAY, pork="31.5", reason="看错一行", at=later)
    then = Question(Period(2020, 2), as_of=NOW + timedelta(hours=1))
    assert [queries.value(told[0], each).value for each in (then, FEBRUARY)] == [Fraction(127, 4), 31]


def test_by_county_of_the_same_day_and_what_is_behind_it_adds_up(cast, told):
    pork = told[0]
    groups = queries.grouped([pork], FEBRUARY, "unit")[pork]
    assert {key: each.value for key, each in groups.items()} == {
        cast.county.pk: 33, cast.other_county.pk: Fraction(61, 2),
    }  # fmt: skip
    assert queries.value(pork, FEBRUARY.narrowed(unit=cast.county.pk)) == groups[cast.county.pk]
    over, under = queries.ask(pork, FEBRUARY).parts
    assert [(each.name, each.part, each.reading) for each in over.sources()] == [
        (cast.market.name, Decimal("33.00"), (cast.watch.pk, cast.pork.pk, DAY)),
        (cast.shop.name, Decimal("30.50"), (cast.watch.pk, cast.pork.pk, DAY)),
    ]  # fmt: skip
    assert sum(each.part for each in under.sources()) == under.value == 2


def test_goods_that_there_are_not_are_no_figure(told):
    for key in ("watch.999.mean", "watch.x.mean", "watch.1.median"):
        with pytest.raises(Invalid, match="没有“"):
            queries.value(key, FEBRUARY)
    with pytest.raises(Invalid, match="只能按县市区取数"):
        queries.value(told[0], FEBRUARY.narrowed(leader=1))
    assert queries.value(told[0], Question(Period(2020), as_of=make.moment(2020, 2, 9, 23))).value is None
