"""What is kept by project says the same as what is asked anew: after every act, of whoever looks, in any order."""

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures.acts import SOME, do
from tests.figures.conftest import ASK
from yidan.figures import queries
from yidan.figures.cube import roll_up
from yidan.figures.dimensions import DIMENSIONS
from yidan.figures.question import Period, Question
from yidan.people.queries import Scope

pytestmark = pytest.mark.django_db
BY = (None, *DIMENSIONS)


def after_each_act(examples):
    """A test of `(city, look)` that looks before the first and after each of some random acts."""

    def decorate(test):
        @settings(max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(st.lists(SOME, min_size=1, max_size=6))
        def run(city, acts):
            point = transaction.savepoint()
            cache.clear()
            try:
                test(city)
                for act in acts:
                    do(city, act)
                    test(city)
            finally:
                transaction.savepoint_rollback(point)
                cache.clear()

        run.__doc__, run.__name__ = test.__doc__, test.__name__
        return run

    return decorate


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
        kept = {by: queries.table_of(parts, asked, by, at=at) for by in BY}
        assert kept == roll_up(parts, BY), asked
