"""The one clock: real time, or a simulated city's own."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests import cast
from yidan.kernel import parameters
from yidan.kernel.journal import Entry
from yidan.kernel.values import BEIJING, beijing_day
from yidan.web import clock, instance
from yidan.web import format as words

AT = datetime(2021, 1, 25, 8, tzinfo=BEIJING)


@pytest.fixture
def people(db):
    instance.forget()
    yield cast.assemble()
    instance.forget()


def live_behind(people, days, simulated="yes"):
    for name, value in ((instance.SIMULATED.name, simulated), (instance.BEHIND_DAYS.name, str(days))):
        parameters.set(name, by=people.wang, at=AT, value=value, reason="试")
    instance.forget()


def test_a_simulated_city_goes_on_at_everybodys_pace_from_its_own_day(people):
    live_behind(people, 2_000)
    before = timezone.now()
    then = clock.now()
    assert before <= then + timedelta(days=2_000) <= timezone.now()
    assert clock.today() == beijing_day(then)


def test_where_the_data_are_real_no_parameter_moves_the_clock(people):
    live_behind(people, 2_000, simulated="no")
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_an_act_on_a_page_bears_the_city_s_day_and_the_strip_says_it(client, people):
    live_behind(people, 2_000)
    client.force_login(people.wang)
    page = client.get("/parameters/data.are_behind_days/").content.decode()
    assert words.day(clock.today()) in page
    client.post("/parameters/ledger.number_prefix/", {"value": "T", "reason": "试"})
    entry = Entry.objects.order_by("-id")[0]
    assert entry.facts["name"] == "ledger.number_prefix"
    assert beijing_day(entry.recorded_at) == clock.today()


def test_the_phone_is_told_how_far_the_city_is_behind(client, people):
    live_behind(people, 2_000)
    client.force_login(people.li)
    answer = client.get("/field/data/")
    told = json.loads(answer.content)
    assert (told["is_simulated"], told["behind_days"], told["today"]) == (True, 2_000, str(clock.today()))
    assert abs(datetime.fromisoformat(answer["Yidan-Now"]) - clock.now()) < timedelta(minutes=1)


def test_a_real_city_s_phone_keeps_its_own_time(client, people):
    client.force_login(people.li)
    told = json.loads(client.get("/field/data/").content)
    assert (told["is_simulated"], told["behind_days"], told["today"]) == (False, 0, str(beijing_day(timezone.now())))
