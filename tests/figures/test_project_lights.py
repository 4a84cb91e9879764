"""Every project's light and what makes it so (domain.md §2.4)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests import make
from tests.figures.scene import ASK, accept, mark, project
from yidan.figures import project_lights, rules
from yidan.figures.parameters import light_limits
from yidan.figures.question import Period, Question
from yidan.figures.rules import Cause, Light
from yidan.kernel import parameters
from yidan.kernel.values import Month

TODAY = date(2020, 7, 3)
LIMITS = light_limits({name: parameter.default for name, parameter in parameters.REGISTRY.items()})


def lit(question=ASK, today=TODAY):
    return {each.name: each for each in project_lights.of_projects(question, parameters.values(), today=today)}


@pytest.mark.django_db
def test_each_project_of_the_small_city_has_its_light_and_reason(city):
    found = lit()
    assert {name: (each.light, each.causes) for name, each in found.items()} == {
        # 1,000 a year: 100 in May and 150 in June against 83.33 a month, but 250 of 500 due: exactly half is not below.
        # In May 100 of 416.67 due was red, so June, made up, is yellow first; the factory's likewise.
        "老旧小区改造东片": (Light.YELLOW, (Cause.MADE_UP,)),
        "老旧小区改造西片": (Light.RED, (Cause.TWO_MONTHS, Cause.FAR_BEHIND)),
        "陶瓷工厂": (Light.YELLOW, (Cause.MADE_UP,)),
        "渌水大桥": (Light.RED, (Cause.TWO_MONTHS, Cause.FAR_BEHIND, Cause.NOT_STARTED)),
        "攸县学校": (Light.GREEN, ()),
    }  # 物流园 is 预备: not judged
    assert list(found)[:2] == ["老旧小区改造西片", "渌水大桥"]
    assert found["渌水大桥"].overdue_days == 90
    assert found["攸县学校"].is_done
    assert found["陶瓷工厂"].of_schedule == Fraction(2000) / 2500 * 100


@pytest.mark.django_db
def test_a_project_whose_start_is_still_to_come_is_not_judged(city):
    coming = project(city.cast, "秋季开工的厂房")
    make.plan(city.cast, coming, 2400, listing="starting", starts_on=date(2020, 9, 1))
    assert lit()["秋季开工的厂房"].light is None
    assert lit(Question(Period(2020, 9)), date(2020, 10, 2))["秋季开工的厂房"].light is Light.RED
    mark(city.cast, coming, "started", date(2020, 6, 20))
    assert lit()["秋季开工的厂房"].light is Light.RED  # started early: judged like every other


@pytest.mark.django_db
def test_who_has_fulfilled_the_years_plan_is_asked_for_no_month_more(city):
    accept(city.cast, city.west, Month(2020, 6), 1000)
    assert lit(Question(Period(2020, 8)))["老旧小区改造西片"].light is Light.GREEN


@pytest.mark.django_db
def test_what_was_known_then_makes_the_light_of_then(city):
    accept(city.cast, city.bridge, Month(2020, 6), 4000, at=make.moment(2020, 7, 20))
    assert lit()["渌水大桥"].causes == (Cause.NOT_STARTED,)
    earlier = ASK.narrowed(as_of=make.moment(2020, 7, 10))
    assert lit(earlier)["渌水大桥"].causes == (Cause.TWO_MONTHS, Cause.FAR_BEHIND, Cause.NOT_STARTED)


@pytest.mark.django_db
def test_a_red_month_made_up_is_yellow_for_a_month_and_green_only_then(city):
    accept(city.cast, city.east, Month(2020, 7), 400)
    july, june = Question(Period(2020, 7)), lit()["老旧小区改造东片"]
    assert (june.light, june.causes) == (Light.YELLOW, (Cause.MADE_UP,))
    assert lit(Question(Period(2020, 5)))["老旧小区改造东片"].light is Light.RED  # what was red stays red
    assert lit(july)["老旧小区改造东片"].light is Light.GREEN
    accept(city.cast, city.west, Month(2020, 7), 900)  # the year's plan is nearly done, red in June
    assert lit(july)["老旧小区改造西片"].causes == (Cause.MADE_UP,)


@pytest.mark.django_db
def test_the_light_of_a_month_stays_when_the_start_came_later(city):
    mark(city.cast, city.bridge, "started", date(2020, 7, 2))
    assert Cause.NOT_STARTED in lit()["渌水大桥"].causes


@pytest.mark.parametrize(
    ("month", "told"),
    [
        (Light.GREEN, (Light.YELLOW, (Cause.MADE_UP,))),
        (Light.TRACKED, (Light.YELLOW, (Cause.MADE_UP, Cause.MONTH))),
        (Light.YELLOW, (Light.YELLOW, (Cause.MONTH,))),
    ],
)
def test_whatever_was_red_is_never_green_at_once(month, told):
    assert rules.judged(LIMITS, month=month, of_schedule=Decimal(90), was_red=True) == told
    assert rules.judged(LIMITS, month=month, of_schedule=Decimal(90))[0] is month


def test_the_gravest_cause_comes_first():
    light, causes = rules.judged(LIMITS, month=Light.TRACKED, of_schedule=Decimal(49), overdue_months=1)
    assert (light, causes) == (Light.RED, (Cause.FAR_BEHIND, Cause.NOT_STARTED, Cause.MONTH))


@pytest.mark.django_db
def test_lights_cost_the_same_number_of_questions_however_many_projects(city, django_assert_max_num_queries):
    for number in range(20):
        make.plan(city.cast, project(city.cast, f"第{number}号厂房"), 100)
    with django_assert_max_num_queries(10):
        lit()
