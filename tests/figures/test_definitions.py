"""A worked example of every figure, on one small city."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from tests import make
from tests.cast import assemble
from yidan.figures import queries
from yidan.figures.define import gap
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import stage
from yidan.ledger.models import Domain
from yidan.progress.commands import opening, report

pytestmark = pytest.mark.django_db
JUNE = Period(2020, 6)
ASK = Question(JUNE)
MAY, APRIL = Month(2020, 5), Month(2020, 4)


def project(cast, name, **fields):
    return make.project(cast, name, despite_duplicates=True, reason="确属两个项目", **fields)


def accept(cast, project, month, amount, at=None):
    when = at or make.moment(month.year, month.month, 28)
    return report.record(project, by=cast.wang, at=when, month=month, invested_wan=Decimal(amount))


def mark(cast, project, mark, day, **more):
    at = max(make.moment(day.year, day.month, day.day), make.AT)
    return stage.record(project, by=cast.wang, at=at, mark=mark, happened_on=day, **more)


@pytest.fixture
def city():
    """Six leaves: a bundle of two in 醴陵, a starter, one overdue to start, one to complete in 攸县, one 预备.

    工厂 is provincial and municipal; 学校 was adjusted from 3,000 to 2,000.
    """
    cast = assemble()
    industry, livelihood = Domain.INDUSTRY, Domain.LIVELIHOOD
    bundle = project(cast, "老旧小区改造", domain=livelihood)
    east = project(cast, "老旧小区改造东片", parent=bundle, domain=livelihood)
    west = project(cast, "老旧小区改造西片", parent=bundle, domain=livelihood)
    factory = project(
        cast, "陶瓷工厂", levels=("provincial", "municipal"), domain=industry, contact_leader=cast.he
    )  # fmt: skip
    bridge = project(cast, "渌水大桥", domain=Domain.INFRASTRUCTURE)
    school = project(cast, "攸县学校", unit=cast.other_county, domain=livelihood, owner_unit=cast.other_owner)
    park = project(cast, "物流园前期", unit=cast.other_county, domain=industry, owner_unit=cast.other_owner)
    made = SimpleNamespace(
        cast=cast, bundle=bundle, east=east, west=west, factory=factory, bridge=bridge, school=school, park=park
    )
    make.plan(cast, east, 1000)
    make.plan(cast, west, 1000)
    make.plan(cast, factory, 5000, listing="starting", starts_on=date(2020, 3, 15))
    make.plan(cast, bridge, 4000, listing="starting", starts_on=date(2020, 4, 1))
    adjusted = make.plan(cast, school, 3000, listing="completing", finishes_on=date(2020, 6, 20))
    plans.adjust(
        adjusted, by=cast.wang, at=make.moment(2020, 5, 8), reason="缩减规模", document="株项办〔2020〕5号",
        planned_wan=Decimal(2000),
    )  # fmt: skip
    make.plan(cast, park, 500, listing="preparing")
    mark(cast, factory, "started", date(2020, 3, 20))
    mark(cast, school, "started", date(2019, 4, 1))
    mark(cast, school, "completed", date(2020, 6, 18))
    mark(cast, west, "started", date(2019, 6, 1))
    mark(cast, west, "suspended", date(2020, 5, 1), reason="汛期")
    opening.set(
        factory, by=cast.wang, at=make.AT, month=Month(2019, 12), span="prior_opening", invested_wan=Decimal(700)
    )  # fmt: skip
    opening.set(school, by=cast.wang, at=make.AT, month=APRIL, span="year_opening", invested_wan=Decimal(900))
    for worked, month, amount in (
        (east, MAY, 100), (east, Month(2020, 6), 150), (factory, MAY, 800), (factory, Month(2020, 6), 1200),
        (school, Month(2020, 6), 600),
    ):  # fmt: skip
        accept(cast, worked, month, amount)
    return made


EXPECTED = {
    "project.count": 5,  # the bundle counts one
    "project.count_leaves": 6,
    "plan.annual": Decimal(13500),
    "plan.original": Decimal(14500),
    "invested.month": Decimal(1950),
    "invested.year": Decimal(3750),  # 900 opening + 900 in May + 1,950
    "invested.to_date": Decimal(4450),
    "completion.rate": Fraction(3750, 135),
    "schedule.gap": Fraction(3750, 135) - 50,
    "start.count": 1,
    "start.due": 2,
    "start.planned": 2,
    "start.rate": Fraction(50),
    "start.overdue": 1,
    "finish.count": 1,
    "finish.due": 1,
    "finish.rate": Fraction(100),
    "resumption.rate": Fraction(300, 4),  # the bundle (东片 works), 工厂, 学校 of four; 预备 is no part of it
    "report.missing": 3,  # 西片, 大桥, 物流园
    "invested.zero": 2,  # 西片, 大桥
}


def test_every_figure_of_the_small_city(city):
    assert {key: value.value for key, value in queries.totals(EXPECTED, ASK).items()} == EXPECTED


def test_every_figure_has_its_example():
    assert sorted(EXPECTED) == sorted(queries.REGISTRY)


def test_a_rate_keeps_its_numerator_and_denominator(city):
    value = queries.value("completion.rate", ASK)
    assert (value.numerator, value.denominator) == (Decimal(3750), Decimal(13500))


def test_many_figures_by_unit_are_one_question_to_the_database(city, django_assert_num_queries):
    with django_assert_num_queries(3):  # the journal's state, the shares, the figures
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
