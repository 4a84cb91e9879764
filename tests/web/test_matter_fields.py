"""A deadline in words is read on the day it is written, however long the server has been running."""

from tests import make
from tests.web.test_matters import today
from yidan.web.matter.fields import DeadlineField

FIELD = DeadlineField()  # declared once, as forms do


def test_the_day_is_that_of_reading_and_not_of_declaring(monkeypatch, db):
    for year in (2020, 2026):
        today(monkeypatch, make.moment(year, 6, 1))
        assert FIELD.to_python("6月底").isoformat() == f"{year}-06-30"
