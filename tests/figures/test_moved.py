"""What moved within a week, worked through on the small city; milestones by day."""

from datetime import date
from decimal import Decimal

import pytest

from tests import make
from tests.figures.scene import accept, mark
from yidan.figures import due, queries
from yidan.figures.moved import moved
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone

pytestmark = pytest.mark.django_db
SINCE = make.moment(2020, 6, 30, 23)
JUNE = Question(Period(2020, 6))


def test_nothing_moved_where_nothing_was_written_since(city):
    known = moved(JUNE, SINCE, at=queries.revision())
    assert {key: known.by(key) for key in known.now} == dict.fromkeys(known.now, 0)
    assert (known.started, known.completed, known.places) == ([], [], [])


def test_what_was_accepted_started_and_overtaken_since_is_told(city):
    accept(city.cast, city.bridge, Month(2020, 6), 3900, at=make.moment(2020, 7, 2))
    mark(city.cast, city.bridge, "started", date(2020, 6, 28), basis="施工许可")
    known = moved(JUNE, SINCE, at=queries.revision())
    assert known.by("invested.year") == Decimal(3900)
    assert (known.by("start.count"), known.started) == (0, [])  # its step was known on 28 June


def test_a_start_that_came_to_be_known_later_is_named(city):
    from yidan.ledger.commands import stage

    stage.record(
        city.bridge, by=city.cast.wang, at=make.moment(2020, 7, 2), mark="started", happened_on=date(2020, 6, 28),
        basis="施工许可",
    )  # fmt: skip
    known = moved(JUNE, SINCE, at=queries.revision())
    assert (known.by("start.count"), known.started, known.completed) == (1, ["渌水大桥"], [])


def test_milestones_are_counted_by_the_day_they_are_forecast_for(city):
    by, at = city.cast.wang, make.AT
    first = milestone.set(city.school, by=by, at=at, name="封顶", planned_on=date(2020, 7, 3))
    milestone.set(city.factory, by=by, at=at, name="投料", planned_on=date(2020, 7, 8))
    milestone.set(city.factory, by=by, at=at, name="基础", planned_on=date(2020, 6, 1))
    milestone.forecast(first, by=by, at=at, forecast_on=date(2020, 7, 8), reason="雨季")
    assert due.by_day(JUNE, date(2020, 7, 1), date(2020, 7, 31)) == {date(2020, 7, 8): 2}
    assert due.overdue_count(JUNE, date(2020, 7, 1)) == 1
    told = due.listed(due.rows(JUNE).filter(due_on=date(2020, 7, 8)).order_by("project__order", "pk"))
    assert [(each.project, each.unit, each.name, each.slipped_days) for each in told] == [
        ("陶瓷工厂", "醴陵市", "投料", 0), ("攸县学校", "攸县", "封顶", 5),
    ]  # fmt: skip
    assert due.by_day(JUNE.narrowed(project=city.school.pk), date(2020, 7, 1), date(2020, 7, 31)) == {
        date(2020, 7, 8): 1
    }
