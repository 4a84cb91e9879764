"""模拟城市: the default city, built once for all that look at it."""

from __future__ import annotations

import pytest
from django.db import transaction

from yidan.figures.question import Period, Question
from yidan.web import instance
from yidan.web.demo import load

YEAR = Question(Period(2020))


def ask(month: str, **narrowed) -> Question:
    """The city's question up to a month, as the office sees it."""
    return Question(Period.parse(month), **narrowed)


@pytest.fixture(scope="package")
def whole_city(django_db_setup, django_db_blocker):
    """The default city, loaded once for all that look at it and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = load.load()
        yield built
        transaction.set_rollback(True)
    instance.forget()


@pytest.fixture
def in_city(whole_city, django_db_blocker):
    """A test that looks at the whole city."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield whole_city
        transaction.set_rollback(True)
