"""The curve ends where the figure stands; the lists name whom the figures count; lights follow the plan."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests import make
from tests.figures.scene import ASK, accept, project
from yidan.figures import lights, lists, queries
from yidan.figures.curve import curve, openings
from yidan.figures.question import Period, Question
from yidan.figures.rules import Cause, Light
from yidan.kernel import parameters
from yidan.kernel.values import Month
from yidan.ledger.commands import project as projects

pytestmark = pytest.mark.django_db
TODAY = date(2020, 7, 1)


def test_the_curve_ends_where_the_figures_stand(city):
    drawn = curve(ASK)
    assert drawn.done[6:] == [None] * 6
    assert drawn.done_so_far[5] == queries.value("invested.year", ASK).value
    assert drawn.planned_so_far[11] == queries.value("plan.annual", ASK).value
    assert openings(ASK) is True


def test_the_curve_of_a_unit_takes_its_part_of_shared_projects(city):
    cast = city.cast
    parts = {cast.county: Decimal(70), cast.other_county: Decimal(30)}
    projects.share(city.factory, by=cast.wang, at=make.moment(2020, 7, 1), parts=parts)
    for unit in parts:
        alone = ASK.narrowed(unit=unit.pk)
        drawn = curve(alone)
        assert drawn.done_so_far[5] == queries.value("invested.year", alone).value
        assert drawn.planned_so_far[11] == queries.value("plan.annual", alone).value


def test_planned_months_are_drawn_and_a_plan_without_them_counts_a_twelfth(city):
    cast = city.cast
    split = project(cast, "分月项目")
    make.plan(cast, split, 1200, months={Month(2020, 3): Decimal(200), Month(2020, 9): Decimal(1000)})
    before, drawn = Decimal(13500) / 12, curve(ASK)
    assert drawn.planned[:3] == [before, before, before + 200]
    assert drawn.planned[8] == before + 1000


def names(found):
    return [item.name for item in found]


def test_lagging_projects_come_farthest_behind_first(city):
    cast = city.cast
    accept(cast, city.bridge, Month(2020, 6), 1200)  # 30 %: exactly 20 points behind
    assert names(lists.lagging(ASK, Decimal(20))) == ["老旧小区改造西片", "老旧小区改造东片", "渌水大桥"]
    assert names(lists.lagging(ASK, Decimal("20.01"))) == ["老旧小区改造西片", "老旧小区改造东片"]
    assert lists.lagging(ASK, Decimal(20))[2].gap == -20


def test_what_is_not_yet_to_start_lags_behind_nothing(city):
    later = project(city.cast, "十月开工项目")
    make.plan(city.cast, later, 1000, listing="starting", starts_on=date(2020, 10, 1))
    assert "十月开工项目" not in names(lists.lagging(ASK, Decimal(20)))
    assert "十月开工项目" in names(lists.lagging(Question(Period(2020, 10)), Decimal(20)))


def test_what_should_have_started_says_for_how_long(city):
    overdue = lists.not_started(ASK, today=TODAY)
    assert [(item.name, item.overdue_days) for item in overdue] == [("渌水大桥", 90)]
    assert lists.not_started(ASK, today=date(2020, 4, 11))[0].overdue_days == 10


def test_lists_name_exactly_whom_the_figures_count(city):
    assert len(lists.zero_investment(ASK)) == queries.value("invested.zero", ASK).value
    assert len(lists.not_reported(ASK)) == queries.value("report.missing", ASK).value


def test_needs_are_those_of_the_month_and_say_since_when(city):
    cast = city.cast
    for month in (4, 5, 6):
        make.report(
            cast, city.bridge, Month(2020, month), 100, state="submitted", problems="杆线未迁", needs="请协调迁改杆线",
            needs_from=cast.bureau,
        )  # fmt: skip
    make.report(cast, city.west, Month(2020, 6), 0, state="submitted", problems="汛期", needs="无")
    found = lists.needs(ASK)
    assert [(need.name, need.since, need.asked_of) for need in found] == [("渌水大桥", Month(2020, 4), "市住建局")]
    assert lists.needs(Question(Period(2020, 7))) == []


def unit_lights(question=ASK):
    return {unit: (one.light, one.causes) for unit, one in lights.of_units(question, parameters.values()).items()}


def test_a_units_light_follows_its_months_plan_the_month_before_and_the_schedule(city):
    cast = city.cast
    # 醴陵: 11,000 a year, 916.67 a month. June 1,350: green; May 900 of 916.67: green; year 2,250 of 5,500 due: red.
    # 攸县: 2,500 a year, 208.33 a month. June 600, year 1,500 of 1,250 due: made up after two months of nothing.
    assert unit_lights() == {
        cast.county.pk: (Light.RED, (Cause.FAR_BEHIND,)), cast.other_county.pk: (Light.YELLOW, (Cause.MADE_UP,)),
    }  # fmt: skip
    found = lights.of_units(ASK, parameters.values())[cast.county.pk]
    assert (found.of_month, found.of_schedule) == (queries.grouped(["completion.month_rate"], ASK, "unit")[
        "completion.month_rate"][cast.county.pk].value, Fraction(2250, 55))  # fmt: skip
    # April: 醴陵 did nothing in March and April: two yellow months.
    assert Cause.TWO_MONTHS in unit_lights(Question(Period(2020, 4)))[cast.county.pk][1]


def test_a_units_red_month_made_up_is_yellow_for_a_month_and_history_stays(city):
    cast, may, july = city.cast, Question(Period(2020, 5)), Question(Period(2020, 7))
    assert unit_lights(may)[cast.county.pk][0] is Light.RED
    accept(cast, city.bridge, Month(2020, 6), 3700)  # 5,950 of 5,500 due
    assert unit_lights()[cast.county.pk] == (Light.YELLOW, (Cause.MADE_UP,))
    accept(cast, city.bridge, Month(2020, 7), 1000)
    assert unit_lights(july)[cast.county.pk] == (Light.GREEN, ())
    assert unit_lights()[cast.county.pk] == (Light.YELLOW, (Cause.MADE_UP,))
    assert unit_lights(may)[cast.county.pk][0] is Light.RED


def test_a_month_split_by_name_is_judged_by_its_own_part(city):
    split = project(city.cast, "分月项目")
    make.plan(city.cast, split, 1200, months={Month(2020, 6): Decimal(1200)})
    found = lights.of_units(ASK, parameters.values())[city.cast.county.pk]
    assert round(found.of_month, 4) == round(Fraction(1350 * 100) / (Fraction(11000, 12) + 1200), 4)
