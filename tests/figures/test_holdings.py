"""What is kept by project says the same as what is asked anew, after every kind of act."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from tests import make
from tests.figures.acts import after_each_act, anew
from tests.figures.scene import ASK
from yidan.figures import lists, months, queries
from yidan.figures.curve import curve
from yidan.figures.define import tabulate
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month
from yidan.people.queries import Scope

pytestmark = pytest.mark.django_db
BY = (None, *DIMENSIONS)


def questions(city):
    """The city, one unit, what a department sees, another month, a domain."""
    cast = city.cast
    narrow = Scope(
        is_city=False,
        assessed=frozenset({cast.county.pk}),
        competent=frozenset(),
        owned=frozenset({cast.other_owner.pk}),
    )
    return [
        ASK,
        Question(Period(2020), scope=narrow),
        Question(Period(2020, 5), unit=cast.county.pk),
        ASK.narrowed(domain="industry", level="municipal"),
    ]


@after_each_act(5)
def test_every_measure_by_every_dimension_is_what_the_database_says(city):
    for asked in questions(city):
        parts = list(dict.fromkeys(part for key in queries.REGISTRY for part in queries.ask(key, asked).parts))
        at = queries.revision()
        # what is kept may know more measures, which somebody else asked for
        kept = {
            by: {group: {part: row[part] for part in parts} for group, row in table.items()}
            for by, table in ((by, queries.table_of(parts, asked, by, at=at)) for by in BY)
        }
        assert kept == {by: tabulate(parts, by) for by in BY}, asked


TODAY = date(2020, 8, 1)


@after_each_act(3)
def test_lists_curve_and_newest_month_are_what_the_database_says(city):
    for asked in questions(city):
        points = Decimal(20)
        for found in (
            partial(lists.lagging, asked, points),
            partial(lists.not_started, asked, today=TODAY),
            partial(lists.zero_investment, asked),
            partial(lists.not_reported, asked),
        ):
            assert found(stop=100) == found(), asked
            assert found(start=1, stop=3) == found()[1:3], asked
        assert lists.lagging_count(asked, points) == len(lists.lagging(asked, points))
        assert lists.needs(asked) == anew(lambda asked=asked: lists.needs(asked)), asked
        assert curve(asked) == anew(lambda asked=asked: curve(asked)), asked
        done = queries.value("invested.year", asked).value
        assert curve(asked).done_so_far[asked.period.months - 1] == done, asked
    for first, last in ((None, Month(2020, 8)), (Month(2020, 1), Month(2020, 12)), (None, Month(2020, 3))):
        later = make.moment(2030, 1, 1)
        assert months.newest(first, last) == months.newest(first, last, as_of=later), last
