"""A worked example of every figure, on one small city."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection

from tests import make
from tests.figures import test_funds
from tests.figures.scene import ASK, JUNE, accept, mark, project
from tests.web import test_pools
from yidan.figures import queries
from yidan.figures.define import gap
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects

pytestmark = pytest.mark.django_db


EXPECTED = {
    "project.count": 5,  # the bundle counts one
    "project.count_leaves": 6,
    "investment.total": Decimal(120000),  # six times 20,000: the bundle itself is not in the plan
    "plan.annual": Decimal(13500),
    "plan.original": Decimal(14500),
    "plan.month": Decimal("1125.000003"),  # no plan is split: twelfths, cut to the 分 so that twelve are the whole
    "invested.month": Decimal(1950),
    "invested.year": Decimal(3750),  # 900 opening + 900 in May + 1,950
    "invested.to_date": Decimal(4450),
    "completion.rate": Fraction(3750, 135),
    "completion.month_rate": Fraction(1950 * 100 * 10**6, 1125000003),
    "schedule.gap": Fraction(3750, 135) - 50,
    "start.count": 1,
    "start.count_leaves": 1,
    "start.due": 2,
    "start.due_leaves": 2,
    "start.planned": 2,
    "start.rate": Fraction(50),
    "start.overdue": 1,
    "finish.count": 1,
    "finish.count_leaves": 1,
    "finish.due": 1,
    "finish.due_leaves": 1,
    "finish.rate": Fraction(100),
    "resumption.rate": Fraction(300, 4),  # the bundle (东片 works), 工厂, 学校 of four; 预备 is no part of it
    "report.missing": 3,  # 西片, 大桥, 物流园
    "report.complete_rate": Fraction(50),  # three of six parts
    "invested.zero": 2,  # 西片, 大桥
}


def test_every_figure_of_the_small_city(city):
    assert {key: value.value for key, value in queries.totals(EXPECTED, ASK).items()} == EXPECTED


def test_every_figure_has_its_example():
    assert sorted([*EXPECTED, *test_funds.EXPECTED, *test_pools.EXPECTED]) == sorted(queries.REGISTRY)


def test_the_twelve_months_of_a_plan_add_up_to_it_whether_split_or_not(city):
    plan = city.factory.plans.live().get()
    split = {Month(2020, number): Decimal(600) for number in range(3, 9)} | {Month(2020, 9): Decimal(1400)}
    plans.adjust(
        plan, by=city.cast.wang, at=make.moment(2020, 5, 9), reason="分月", document="株项办〔2020〕6号", months=split
    )
    months = [queries.value("plan.month", Question(Period(2020, number))).value for number in range(1, 13)]
    assert months[5] == Decimal("1308.333336")  # 600 by name, and twelfths of the rest
    assert sum(months) == Decimal(13500)
    (largest, *_others) = queries.ask("plan.month", ASK).sources(largest_first=True)
    assert (largest.name, largest.amount, largest.month) == ("陶瓷工厂", Decimal(600), Month(2020, 6))


def test_starts_and_completions_of_a_bundle_count_once_by_project_and_each_by_part(city):
    mark(city.cast, city.east, "started", date(2020, 6, 1))
    mark(city.cast, city.west, "resumed", date(2020, 6, 2))
    for part in (city.east, city.west):
        mark(city.cast, part, "completed", date(2020, 6, 20))
    found = queries.totals(("finish.count", "finish.count_leaves", "start.count", "start.count_leaves"), ASK)
    assert {key: value.value for key, value in found.items()} == {
        "finish.count": 2, "finish.count_leaves": 3, "start.count": 2, "start.count_leaves": 2,
    }  # fmt: skip


def test_a_rate_keeps_its_numerator_and_denominator(city):
    value = queries.value("completion.rate", ASK)
    assert (value.numerator, value.denominator) == (Decimal(3750), Decimal(13500))


def test_many_figures_by_unit_are_one_question_to_the_database(city, django_assert_max_num_queries):
    # the journal's state, the shares, the figures; while another database works, PostgreSQL is also asked, at the first
    # look and where watching may stop, which transactions are that one's
    with django_assert_max_num_queries(3 + 2 * (connection.vendor == "postgresql")):
        queries.grouped(EXPECTED, ASK, "unit")


def test_an_answer_is_kept_until_something_is_written(city, django_assert_num_queries):
    queries.totals(EXPECTED, ASK)
    with django_assert_num_queries(1):
        queries.totals(EXPECTED, ASK)
    accept(city.cast, city.bridge, Month(2020, 6), 50)
    assert queries.value("invested.year", ASK).value == Decimal(3800)


def by(city, key, dimension):
    table = queries.grouped([key], ASK, dimension)[key]
    return [(group.short, table[group.key].value) for group in queries.groups(dimension, table)]


def test_groups_stand_in_protocol_order(city):
    assert by(city, "invested.year", "unit") == [("醴陵市", Decimal(2250)), ("攸县", Decimal(1500))]
    assert by(city, "project.count", "domain") == [("产业发展", 2), ("基础设施", 1), ("社会民生", 2)]
    assert by(city, "project.count", "listing") == [("新开工", 2), ("续建", 1), ("竣工", 1), ("预备", 1)]
    assert by(city, "invested.year", "leader") == [("何市长", Decimal(2000)), ("未明确", Decimal(1750))]
    assert by(city, "plan.annual", "owner") == [("渌江投资", Decimal(11000)), ("攸州投资", Decimal(2500))]


def test_a_project_of_two_levels_stands_in_both_and_once_in_the_total(city):
    assert by(city, "project.count", "level") == [("国家重点", 0), ("省重点", 1), ("市重点", 5), ("县重点", 0)]
    assert queries.value("project.count", ASK).value == 5


def test_a_shared_project_is_split_by_percent_and_the_parts_add_up(city):
    cast = city.cast
    parts = {cast.county: Decimal("66.6667"), cast.other_county: Decimal("33.3333")}
    projects.share(city.factory, by=cast.wang, at=make.moment(2020, 7, 1), parts=parts)
    values = dict(by(city, "invested.year", "unit"))
    assert values == {"醴陵市": 250 + Decimal("1333.334"), "攸县": 1500 + Decimal("666.666")}
    assert sum(values.values()) == Decimal(3750)
    assert dict(by(city, "project.count", "unit")) == {"醴陵市": 3, "攸县": 2}  # counted whole with its own unit
    for unit, name in ((cast.county, "醴陵市"), (cast.other_county, "攸县")):
        alone = ASK.narrowed(unit=unit.pk)
        assert queries.value("invested.year", alone).value == values[name]
        assert sum(source.part for source in queries.ask("invested.year", alone).sources()) == values[name]
        domains = queries.grouped(["invested.year"], alone, "domain")["invested.year"]
        assert sum(value.value for value in domains.values()) == values[name]


def test_what_a_person_may_not_see_is_in_no_figure(city):
    cast = city.cast
    seen = {
        who: queries.value("invested.year", Question.of(getattr(cast, who), JUNE)).value
        for who in ("he", "lin", "li", "zhao", "bu", "guan")
    }
    assert seen == {
        "he": Decimal(3750), "lin": Decimal(2250), "li": Decimal(2250), "zhao": Decimal(1500), "bu": 0, "guan": 0
    }  # fmt: skip


def test_a_merged_project_counts_no_more_but_did_before(city):
    cast = city.cast
    merged_at = make.moment(2020, 7, 10)
    twin = project(cast, "渌水大桥工程")
    make.plan(cast, twin, 100)
    assert queries.value("project.count", ASK).value == 6
    projects.merge(twin, by=cast.wang, at=merged_at, into=city.bridge, reason="重复登记")
    assert queries.value("project.count", ASK).value == 5
    assert queries.value("project.count", ASK.narrowed(as_of=make.moment(2020, 7, 9))).value == 6


def test_a_withdrawn_project_leaves_every_figure(city):
    before = queries.value("plan.annual", ASK).value
    mark(city.cast, city.bridge, "withdrawn", date(2020, 6, 30), reason="调出")
    assert queries.value("plan.annual", ASK).value == before - 4000
    assert queries.value("plan.annual", Question(Period(2020, 5))).value == before


def test_a_year_takes_every_month(city):
    accept(city.cast, city.east, Month(2020, 9), 50)
    assert queries.value("invested.year", Question(Period(2020))).value == Decimal(3800)
    assert queries.value("schedule.gap", Question(Period(2020))).value == gap(Decimal(3800), Decimal(13500), 12)


def test_a_suspended_project_that_resumed_works_again(city):
    mark(city.cast, city.west, "resumed", date(2020, 6, 5))
    leaves = queries.ask("resumption.rate", ASK).over
    assert [source.name for source in leaves.sources()] == ["老旧小区改造", "陶瓷工厂", "攸县学校"]
    assert queries.value("resumption.rate", Question(Period(2020, 5))).value == Fraction(300, 4)


def test_an_unknown_figure_is_refused_in_one_sentence():
    with pytest.raises(queries.Invalid, match="没有“投资”这个指标"):
        queries.get("投资")
