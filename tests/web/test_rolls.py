"""A list that is kept is the list asked for anew, after every kind of act."""

from datetime import date

import pytest

from tests.figures.acts import after_each_act, anew
from yidan.web.roll import SORTS
from yidan.web.rolling import roll

pytestmark = pytest.mark.django_db
TODAY = date(2020, 8, 1)
NARROWED = (
    {}, {"by": ["leaves"]}, {"listing": ["starting", "continuing"]}, {"lag": ["yes"]}, {"start": ["overdue"]},
    {"report": ["missing"]}, {"domain": ["livelihood"], "by": ["leaves"]}, {"level": ["county"]}, {"q": ["改造"]},
    {"stage": ["construction"]}, {"amount": ["10000-50000"]},
)  # fmt: skip


def said(found):
    """Everything a list says."""
    ids = list(found.ids)
    return {
        "ids": ids,
        "rows": [
            (found.shown.get(each), found.totals.get(each), found.planned(each), found.listing(each), found.done(each),
             found.month(each))
            for each in ids
        ],
        "sums": found.sums,
        "groups": found.groups,
        "board": found.board,
    }  # fmt: skip


def look(person, query, year):
    return said(roll(person, query, year=year, today=TODAY))


@after_each_act(4)
def test_a_kept_list_is_the_list_asked_anew_whatever_it_is_ordered_by(city):
    for sort in SORTS:
        for each in (sort, f"-{sort}"):
            kept = look(city.cast.wang, {"sort": [each]}, 2020)
            assert kept == anew(lambda each=each: look(city.cast.wang, {"sort": [each]}, 2020)), each


@after_each_act(6)
def test_a_kept_list_is_the_list_asked_anew_however_it_is_narrowed(city):
    for person in (city.cast.wang, city.cast.lin, city.cast.zhao):
        for query in NARROWED:
            for year in (None, 2020) if person is city.cast.wang else (2020,):
                kept = look(person, query, year)
                assert kept == anew(lambda ask=(person, query, year): look(*ask)), (person, query)
