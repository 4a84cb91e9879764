"""Places alone, as papers of many months ask for them, are those of the whole table."""

import pytest

from tests import make
from tests.figures.scene import MAY, accept
from yidan.figures import parameters, ranking
from yidan.figures.question import Period, Question
from yidan.ledger.models import Profile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("as_of", [None, make.moment(2030, 1, 1)])
@pytest.mark.parametrize("least", [1, 2, 4])
@pytest.mark.parametrize("by", ["completion.rate", "invested.year", "start.rate"])
def test_places_alone_are_those_of_the_table(city, as_of, least, by):
    accept(city.cast, city.bridge, MAY, 77)
    Profile.objects.filter(project=city.park).update(assessed_unit=None)
    values = {parameters.RANKED_FROM.name: least}
    for period in (Period(2020, 5), Period(2020, 6), Period(2019, 12)):
        asked = Question(period, as_of=as_of)
        told = {row.group.key: row.place for table in ranking.ranking(asked, values, by=by) for row in table.rows}
        alone = ranking.places(asked, values, by=by)
        assert alone == {key: place for key, place in told.items() if place is not None}
        assert alone or period.year == 2019 or least == 4


def test_places_of_a_past_month_are_one_reading_of_its_projects(city, django_assert_num_queries):
    values = {parameters.RANKED_FROM.name: 1}
    moment = make.moment(2030, 1, 2)
    at = ranking.queries.revision()
    ranking.places(Question(Period(2020, 6), as_of=moment), values, at=at)
    with django_assert_num_queries(2):  # the shared projects, the projects; the units' groups are known
        ranking.places(Question(Period(2020, 5), as_of=moment), values, at=at)
