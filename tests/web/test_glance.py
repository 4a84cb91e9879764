"""一周变化, the calendar of milestones, and the units as tiles."""

from datetime import date

import pytest
from django.core.cache import cache

from tests import make
from tests.figures.scene import accept
from tests.web.test_home import words_of
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone
from yidan.web import clock
from yidan.web.cartogram import Tile, tiles

HX = {"HX-Request": "true"}


def test_units_stand_about_where_they_lie():
    centres = {"石峰": (113.1, 27.9), "荷塘": (113.2, 27.86), "醴陵": (113.5, 27.66), "攸县": (113.35, 27.0),
               "炎陵": (113.77, 26.5)}  # fmt: skip
    assert tiles(["荷塘", "炎陵", "石峰", "攸县", "醴陵", "经开"], centres, columns=3) == [
        Tile("石峰", 1, 1), Tile("荷塘", 1, 2), Tile("醴陵", 1, 3), Tile("攸县", 2, 1), Tile("炎陵", 2, 2),
        Tile("经开", 2, 3),
    ]  # fmt: skip
    assert tiles(["甲", "乙"], {}) == [Tile("甲", 1, 1), Tile("乙", 1, 2)]
    assert tiles(["西", "东"], {"东": (114.0, 27.0), "西": (113.0, 28.0)}, columns=1) == [
        Tile("西", 1, 1), Tile("东", 2, 1)
    ]  # fmt: skip
    assert tiles([], {}) == []


@pytest.fixture
def july(monkeypatch, city):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: make.moment(2020, 7, 6, 10))
    return city


@pytest.mark.django_db
def test_the_week_is_told_in_lines_that_open_their_sources(july, client):
    accept(july.cast, july.bridge, Month(2020, 6), 3900, at=make.moment(2020, 7, 2))
    client.force_login(july.cast.he)
    answer = client.get("/moved/?period=2020-06", headers=HX)
    said = words_of(answer)
    assert "与6月29日(周一)所知相比" in said
    assert "完成投资 +3,900 万元" in said
    assert 'href="/figures/invested.year/?period=2020-06"' in answer.content.decode()
    then = words_of(client.get("/moved/?period=2020-06&as_of=2020-07-01", headers=HX))
    assert "这一周没有新审定的数" not in then
    quiet = words_of(client.get("/moved/?period=2020-06&as_of=2020-08-31", headers=HX))
    assert "这一周没有新审定的数" in quiet
    assert "<html" in client.get("/moved/").content.decode()


@pytest.mark.django_db
def test_the_calendar_leads_to_the_milestones_of_a_day(july, client):
    for name, day in (("封顶", date(2020, 7, 8)), ("交付", date(2020, 6, 1))):
        milestone.set(july.factory, by=july.cast.wang, at=make.AT, name=name, planned_on=day)
    client.force_login(july.cast.he)
    page = client.get("/moved/?period=2020-06", headers=HX).content.decode()
    assert "/milestones/?period=2020-06&amp;day=2020-07-08" in page
    assert "已过期 1 个" in page
    listed = words_of(client.get("/milestones/?day=2020-07-08"))
    assert ("封顶" in listed, "还有2天" in listed, "交付" in listed) == (True, True, False)
    late = words_of(client.get("/milestones/?day=late"))
    assert ("交付" in late, "已过35天" in late, "封顶" in late) == (True, True, False)
    assert client.get("/milestones/?day=gestern").status_code == 404
    client.force_login(july.cast.guan)
    assert (client.get("/milestones/").status_code, client.get("/moved/").status_code) == (404, 404)


@pytest.mark.django_db
def test_an_owners_reporter_sees_only_his_own_milestones(july, client):
    milestone.set(july.factory, by=july.cast.wang, at=make.AT, name="封顶", planned_on=date(2020, 7, 8))
    milestone.set(july.school, by=july.cast.wang, at=make.AT, name="竣工验收", planned_on=date(2020, 7, 9))
    client.force_login(july.cast.zhao)
    said = words_of(client.get("/milestones/"))
    assert ("封顶" in said, "竣工验收" in said) == (False, True)


@pytest.mark.django_db
def test_the_cockpit_shows_a_tile_a_unit_and_fetches_the_week_afterwards(july, client):
    client.force_login(july.cast.he)
    page = client.get("/?period=2020-06").content.decode()
    assert page.count('class="tile tile-') == 2
    assert 'hx-get="/moved/?period=2020-06"' in page
