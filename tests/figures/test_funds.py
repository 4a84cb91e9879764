"""A worked example of every figure of money, and what is told of batches, projects and questions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests import make
from tests.figures.scene import ASK, JUNE
from tests.funds.scene import give_batch, move
from yidan.figures import cuts, funds, queries
from yidan.figures.define import tabulate
from yidan.figures.question import Period, Question
from yidan.funds import parameters
from yidan.funds.states import Question as Asks
from yidan.kernel.parameters import values
from yidan.people.queries import Scope

pytestmark = pytest.mark.django_db

EXPECTED = {
    "funds.applied": Decimal(3000),
    "funds.granted": Decimal(2900),  # 1,000 of the bond, 1,900 of the central budget; 2019 and July are no part of it
    "funds.allocated": Decimal(2300),
    "funds.in_place": Decimal(1800),
    "funds.paid": Decimal(950),
    "funds.allocation_rate": Fraction(2300, 29),
    "funds.payment_rate": Fraction(950, 29),
    "funds.bond_granted": Decimal(1000),
    "funds.bond_paid": Decimal(900),
    "funds.bond_payment_rate": Fraction(90),
    "funds.budget_granted": Decimal(1900),
    "funds.budget_paid": Decimal(50),
    "funds.budget_payment_rate": Fraction(50, 19),
    "funds.budget_growth": Fraction(1800),  # 1,900 after 100: 增长18倍, 19 times as much
}


@pytest.fixture
def money(city):
    """工厂 has a bond, 学校 (攸县) the central budget of this year and of the last, 大桥 a loan."""
    cast = city.cast
    city.bond = give_batch(cast, quota=1500)
    city.central = give_batch(cast, source="central", name="第二批", quota=2000)
    for step, amount, day in (
        ("applied", 1200, date(2020, 1, 8)), ("granted", 1000, date(2020, 3, 2)), ("allocated", 1000, date(2020, 3, 9)),
        ("in_place", 1000, date(2020, 3, 20)), ("paid", 900, date(2020, 6, 20)), ("paid", 50, date(2020, 7, 1)),
    ):  # fmt: skip
        move(cast, city.factory, step, amount, day, batch=city.bond)
    for step, amount, day in (
        ("applied", 1800, date(2020, 1, 8)), ("granted", 2000, date(2020, 2, 20)),
        ("granted", -100, date(2020, 5, 20)), ("allocated", 1300, date(2020, 3, 20)),
        ("in_place", 800, date(2020, 4, 20)), ("paid", 50, date(2020, 5, 20)),
    ):  # fmt: skip
        move(cast, city.school, step, amount, day, source="central", batch=city.central, reason="调减")
    before = {"source": "provincial", "year": 2019, "document": "湘发改〔2019〕7号"}
    move(cast, city.school, "granted", 100, date(2019, 6, 30), **before)
    move(cast, city.school, "granted", 60, date(2019, 7, 1), **before)
    move(cast, city.bridge, "granted", 700, date(2020, 4, 1), source="bank_loan")
    return city


def test_every_figure_of_money(money):
    assert {key: value.value for key, value in queries.totals(EXPECTED, ASK).items()} == EXPECTED


@pytest.mark.parametrize("most_named", [500, 1])
def test_every_source_and_step_is_what_the_database_says_and_follows_what_is_moved(money, monkeypatch, most_named):
    monkeypatch.setattr(cuts, "MOST_NAMED", most_named)
    cast = money.cast
    own = Scope(is_city=False, assessed=frozenset(), competent=frozenset(), owned=frozenset({cast.other_owner.pk}))
    then = ASK.narrowed(as_of=make.moment(2030, 1, 1))
    asked = [ASK, then, Question(JUNE, scope=own), ASK.narrowed(unit=cast.county.pk)]
    for amount in (10, 20):
        for each in asked:
            parts = [*funds.measures(each, funds.OF_YEAR).values(), *funds.measures(each, funds.TO_DATE).values()]
            for by in (None, "unit", "level"):
                kept = queries.table_of(parts, each, by, at=queries.revision())  # may know what others asked, too
                said = {group: {part: row[part] for part in parts} for group, row in kept.items()}
                assert said == tabulate(parts, by), (each, by)
        move(cast, money.bridge, "granted", amount, date(2020, 5, 1), source="bank_loan")
        move(cast, money.school, "paid", amount, date(2020, 5, 2), source="central", batch=money.central)


@pytest.mark.parametrize("as_of", [None, make.moment(2030, 1, 1)])
def test_all_sources_and_steps_of_the_year_and_to_date_are_four_questions(money, as_of, django_assert_num_queries):
    """The shared projects, the projects, the movements of the year's money, all movements."""
    asked = Question(Period(2020, 9), as_of=as_of)
    parts = [*funds.measures(asked, funds.OF_YEAR).values(), *funds.measures(asked, funds.TO_DATE).values()]
    at = queries.revision()
    with django_assert_num_queries(4):
        queries.table_of(parts, asked, None, at=at)


def test_each_unit_answers_for_its_own_money_and_the_records_say_which(money):
    cast = money.cast
    table = queries.grouped(["funds.payment_rate"], ASK, "unit")["funds.payment_rate"]
    assert {key: (each.numerator, each.denominator) for key, each in table.items() if each.denominator} == {
        cast.county.pk: (900, 1000), cast.other_county.pk: (50, 1900),
    }  # fmt: skip
    (source,) = queries.ask("funds.bond_paid", ASK).sources()
    assert (source.name, source.part, source.words) == ("陶瓷工厂", 900, "2020-06-20 支付 · 专项债 第一批")


def test_by_source_and_to_date_a_loan_stands_beside_what_the_state_gave(money):
    wanted = funds.measures(ASK, funds.TO_DATE)
    table = queries.table_of(wanted.values(), ASK, None, at=queries.revision())["total"]
    found = funds.by_source(table, wanted)
    assert list(found) == ["central", "provincial", "special_bond", "bank_loan"]
    assert (found["provincial"]["granted"], found["bank_loan"]["granted"]) == (160, 700)
    assert found["central"].rate("paid", "granted") == Fraction(50, 19)
    assert found["bank_loan"].rate("paid", "in_place") is None


def test_batches_stand_with_what_projects_in_question_got_by_them(money):
    assert [(batch.name, each["granted"], each["paid"]) for batch, each in funds.by_batch(ASK)] == [
        ("第二批", 1900, 50), ("第一批", 1000, 900),
    ]  # fmt: skip
    own = ASK.narrowed(unit=money.cast.county.pk)
    assert [batch.name for batch, _each in funds.by_batch(own)] == ["第一批"]


def test_a_projects_funds_come_state_money_first(money):
    move(money.cast, money.factory, "in_place", 40, date(2020, 4, 1), source="own")
    found = funds.of_project(ASK.narrowed(project=money.factory.pk))
    assert [(str(fund), standing["in_place"], len(moves)) for fund, standing, moves in found] == [
        ("专项债 第一批", 1000, 5), ("企业自筹", 40, 1),
    ]  # fmt: skip


def test_contradictions_come_as_questions_of_the_projects_in_question(money):
    limits = parameters.limits(values())
    found = funds.questions(Question(JUNE), limits, date(2020, 7, 31))
    # 90 % of the bond paid, 40 % of the plan done; 2.6 % of the central money, 75 %
    assert [(each.name, each.asked.question) for each in found] == [
        ("陶瓷工厂", Asks.PAID_AHEAD), ("攸县学校", Asks.PAID_BEHIND),
    ]  # fmt: skip
    later = funds.questions(Question(Period(2020, 12)), limits, date(2021, 1, 1))
    assert {(each.name, each.asked.question) for each in later} == {
        ("陶瓷工厂", Asks.PAID_AHEAD), ("攸县学校", Asks.PAID_BEHIND), ("攸县学校", Asks.IDLE),
    }  # fmt: skip


def test_money_as_known_then_does_not_know_what_was_corrected_later(money):
    as_of = make.moment(2020, 8, 2)
    assert queries.value("funds.granted", ASK.narrowed(as_of=as_of)).value == 0
