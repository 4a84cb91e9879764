"""Reading once: inside `reading()` parameters and the calendar are asked for once, and anew after a change."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import assemble
from tests.make import moment
from yidan.kernel import once, parameters, workdays
from yidan.matters.parameters import SIGN

pytestmark = pytest.mark.django_db


def test_outside_every_question_goes_to_the_database():
    with CaptureQueriesContext(connection) as asked:
        parameters.values(), parameters.values(), workdays.calendar(), workdays.calendar()
    assert len(asked) == 4


def test_inside_it_is_read_once_and_nobody_can_spoil_it_for_others():
    with once.reading(), CaptureQueriesContext(connection) as asked:
        parameters.values()[SIGN.name] = 99
        assert parameters.values()[SIGN.name] == SIGN.default
        assert workdays.calendar() is workdays.calendar()
    assert len(asked) == 2


def test_a_parameter_that_is_set_holds_at_once():
    cast = assemble()
    with once.reading():
        assert parameters.values()[SIGN.name] == SIGN.default
        parameters.set(SIGN.name, by=cast.wang, at=moment(2020, 6, 1), value="4", reason="试行。")
        assert parameters.values()[SIGN.name] == 4
    assert parameters.values()[SIGN.name] == 4
