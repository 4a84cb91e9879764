"""Readers in threads of their own while an office works: nobody stumbles, and afterwards all is as asked anew."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Event

import pytest
from django.db import connection

from tests.figures.acts import anew, do
from tests.figures.scene import ASK
from yidan.figures import lists, queries
from yidan.figures.curve import curve
from yidan.web.rolling import roll

TODAY = date(2020, 8, 1)
LISTS = ({}, {"sort": ["-done"]}, {"sort": ["name"]}, {"by": ["leaves"]}, {"report": ["missing"]})


def look(person):
    """What a cockpit and some lists say."""
    rolls = [roll(person, query, year=2020, today=TODAY) for query in LISTS]
    return (
        queries.totals(queries.REGISTRY, ASK),
        queries.grouped(queries.REGISTRY, ASK, "unit"),
        lists.lagging(ASK, Decimal(20), stop=5),
        lists.needs(ASK, stop=5),
        curve(ASK),
        [(list(each.ids), each.shown, each.sums, each.groups) for each in rolls],
    )


@pytest.mark.django_db(transaction=True)
def test_readers_in_threads_never_stumble_over_an_office_at_work(city):
    stop, person = Event(), city.cast.wang

    def read():
        try:
            seen = 0
            while not stop.is_set():
                look(person)
                seen += 1
            return seen
        finally:
            connection.close()

    chance = random.Random(7)
    names = ("bundle", "east", "west", "factory", "bridge", "school", "park")
    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _reader in range(3)]
        try:
            for _act in range(40):
                do(city, (chance.randrange(21), chance.choice(names), chance.randrange(12)))
        finally:
            stop.set()
        assert all(reader.result() > 0 for reader in readers)
    assert look(person) == anew(lambda: look(person))
