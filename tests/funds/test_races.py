"""Many who spend the same money at once: what is there is spent once. Shown on PostgreSQL."""

from datetime import date

import pytest

from tests import make
from tests.cast import assemble
from tests.funds.scene import give_batch, move
from tests.ledger.test_races import at_once
from yidan.funds.models import Fund, Movement

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_eight_who_pay_from_what_five_could_five_succeed():
    cast = assemble()
    project = make.project(cast)
    move(cast, project, "in_place", 500, source="own")
    answers = at_once([lambda: move(cast, project, "paid", 100, date(2020, 6, 1), source="own")] * 8)
    assert sorted(type(answer).__name__ for answer in answers) == ["Invalid"] * 3 + ["Movement"] * 5
    assert list(Fund.objects.values_list("paid_wan", flat=True)) == [500]
    assert sorted(Movement.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_eight_projects_that_draw_on_one_batch_get_no_more_than_it_has():
    cast = assemble()
    projects = [make.project(cast) for _each in range(8)]
    batch = give_batch(cast, quota=500)
    answers = at_once([lambda project=each: move(cast, project, "granted", 100, batch=batch) for each in projects])
    assert [isinstance(answer, Movement) for answer in answers].count(True) == 5


def test_eight_who_record_a_sources_first_money_make_one_fund():
    cast = assemble()
    project = make.project(cast)
    at_once([lambda: move(cast, project, "in_place", 10, source="own")] * 8)
    assert list(Fund.objects.values_list("in_place_wan", flat=True)) == [80]
