"""The small city on which every figure is worked through, and the acts that change it."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests import make
from tests.cast import assemble
from tests.scenes import kept
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import stage
from yidan.ledger.models import Domain
from yidan.progress.commands import opening, report

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
@kept
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
