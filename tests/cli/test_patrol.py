"""`yidan patrol`: the day's list, and the year simulated."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests import make
from tests.cast import AT, assemble
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone, stage
from yidan.patrol.commands import visiting
from yidan.patrol.models import PatrolDay
from yidan.web import clockwork
from yidan.web.cli import home
from yidan.web.patrol import morning

pytestmark = pytest.mark.django_db
FRIDAY = make.moment(2020, 6, 5, 7, 30)


@pytest.fixture
def city():
    """Three sites under way: one far behind, one with a milestone due, one quiet; and one that is only planned."""
    cast = assemble()
    cast.sites = []
    for name, done in (("工厂", 100), ("学校", 600), ("大桥", 600)):
        built = make.project(cast, name, despite_duplicates=True, reason="确属两个项目", domain="industry")
        make.plan(cast, built, 6000)
        stage.record(built, by=cast.wang, at=AT, mark="started", happened_on=date(2020, 1, 1), basis="施工许可")
        for month in range(1, 6):
            make.accepted(cast, built, Month(2020, month), done + month)
        cast.sites.append(built)
    milestone.set(cast.sites[1], by=cast.wang, at=AT, name="主体封顶", planned_on=date(2020, 6, 9))
    make.project(cast, "还在谋划的", despite_duplicates=True, reason="确属两个项目")
    return cast


def test_what_is_known_of_each_site_in_the_morning(city):
    known = {each.id: each for each in morning.sites(FRIDAY.date(), at=FRIDAY)}
    assert sorted(known) == sorted(project.pk for project in city.sites)
    factory, school, bridge = (known[project.pk] for project in city.sites)
    assert (factory.light, school.light, bridge.light) == ("red", "", "")
    assert factory.light_words.startswith("连续两月低于月计划")
    assert school.milestones == ((date(2020, 6, 9), "主体封顶"),)
    assert factory.county == city.county.pk


def test_a_visit_is_remembered_and_idle_months_are_counted(city):
    make.accepted(city, city.sites[2], Month(2020, 6), 0, at=make.moment(2020, 6, 24))
    visiting.record(city.sites[2], by=city.chen, at=FRIDAY, physical_progress="桥墩完成")
    july = make.moment(2020, 7, 6, 7)
    known = {each.id: each for each in morning.sites(july.date(), at=july)}
    assert known[city.sites[2].pk].last_visit_on == date(2020, 6, 5)
    assert [known[project.pk].idle_months for project in city.sites] == [0, 0, 0]  # one month is not two
    make.accepted(city, city.sites[2], Month(2020, 7), 0, at=make.moment(2020, 7, 24))
    august = make.moment(2020, 8, 6, 7)
    known = {each.id: each for each in morning.sites(august.date(), at=august)}
    assert known[city.sites[2].pk].idle_months == 2


def test_gathering_asks_no_more_for_more_sites(city, django_assert_max_num_queries):
    for number in range(20):
        built = make.project(city, f"第{number}号厂房", despite_duplicates=True, reason="确属两个项目")
        stage.record(built, by=city.wang, at=AT, mark="started", happened_on=date(2020, 1, 1), basis="施工许可")
    with django_assert_max_num_queries(25):
        assert len(morning.sites(FRIDAY.date(), at=FRIDAY)) == 23


def test_the_clock_makes_the_list_once_on_a_working_morning(city):
    assert clockwork.visit_list(make.moment(2020, 6, 5, 5)) is False  # too early
    assert clockwork.visit_list(make.moment(2020, 6, 6, 8)) is False  # a Saturday
    assert clockwork.visit_list(make.moment(2020, 6, 5, 20)) is False  # too late for anybody
    assert PatrolDay.objects.count() == 0
    assert clockwork.visit_list(FRIDAY) is True
    assert clockwork.visit_list(FRIDAY) is False
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_name, entry.facts["asked"]) == ("patrol.plan", "系统", 2)


def test_the_clock_does_nothing_where_nobody_can_go(city):
    from yidan.people.commands import role
    from yidan.people.models import RoleHolding

    role.end(RoleHolding.objects.live().get(person=city.chen), by=city.an, at=AT, until_on=AT.date(), reason="调离")
    assert clockwork.visit_list(FRIDAY) is False


def test_a_chore_that_fails_keeps_no_other_from_its_turn(monkeypatch, city):
    from django.db import DatabaseError

    done = []

    def broken(now):
        raise DatabaseError("gone")

    monkeypatch.setattr(clockwork, "CHORES", [broken, done.append])
    clockwork.tick(FRIDAY)
    assert done == [FRIDAY]


def test_plan_prints_who_is_asked_where_and_why_and_twice_is_the_same(yidan, city, monkeypatch):
    monkeypatch.setattr(home, "now", lambda: FRIDAY)
    first = yidan("patrol", "plan", "--json")
    again = yidan("patrol", "plan", "--json")
    assert (first.status, first.out) == (0, again.out)
    said = json.loads(first.out)
    assert {key: said[key] for key in ("day", "seed", "live", "asked", "left")} == {
        "day": "2020-06-05", "seed": "2020", "live": 3, "asked": 2, "left": 0,
    }  # fmt: skip
    assert {each["project"]: each["reasons"][0] for each in said["assignments"]} == {"工厂": "red", "学校": "milestone"}
    words = yidan("patrol", "plan")
    assert "陈巡  工厂  红灯：连续两月低于月计划" in words.out
    assert words.out.endswith("2020-06-05：在建3个，请看2个；有理由而无人可派0个。\n")


def test_no_list_on_a_day_off(yidan, city, monkeypatch):
    monkeypatch.setattr(home, "now", lambda: FRIDAY)
    refused = yidan("patrol", "plan", "--day", "2020-06-06")
    assert (refused.status != 0, refused.err) == (True, "yidan: 2020-06-06是休息日，不派巡查。\n")


def test_simulate_prints_that_half_the_visits_are_saved_at_equal_detection(yidan):
    said = json.loads(yidan("patrol", "simulate", "--projects", 40, "--visitors", 4, "--json").out)
    assert said["saved_percent"] >= 50
    assert said["is_equal"] is True
    assert said["by_risk"]["found_in_time"] == said["daily"]["found_in_time"] == said["daily"]["lasting"]
    words = yidan("patrol", "simulate", "--projects", 40, "--visitors", 4)
    assert (words.status, f"省去{said['saved_percent']}%的巡查；28天内查到的问题一样多。" in words.out) == (0, True)
