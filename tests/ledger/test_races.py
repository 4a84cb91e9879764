"""Many at once: numbers without a gap, one survivor of a race. Shown on PostgreSQL, where transactions overlap."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from tests import make
from tests.cast import assemble
from yidan.kernel.errors import Refused
from yidan.ledger.commands import plan as plans
from yidan.ledger.models import AnnualPlan, Project

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(acts):
    """Run them at the same moment, each on its own connection; what each gave or how it was refused."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_eight_who_register_at_once_get_eight_numbers_without_a_gap():
    cast = assemble()
    made = at_once([lambda: make.project(cast)] * 8)
    assert sorted(project.internal_id for project in made) == [f"ZZ-2020-{number:04d}" for number in range(1, 9)]
    assert Project.objects.count() == 8


def test_of_four_who_adjust_a_plan_at_once_one_succeeds_and_three_are_told():
    cast = assemble()
    plan = make.plan(cast, make.project(cast))

    def adjust(amount):
        own = AnnualPlan.objects.get(pk=plan.pk)
        return plans.adjust(
            own, by=cast.wang, at=make.moment(2020, 7, 6), planned_wan=Decimal(amount), reason="资金", document="9号"
        )

    answers = at_once([lambda amount=amount: adjust(amount) for amount in (8000, 9000, 10000, 11000)])
    assert [isinstance(answer, AnnualPlan) for answer in answers].count(True) == 1
    assert {str(answer) for answer in answers if isinstance(answer, Refused)} <= {
        "这条记录刚刚已被他人更改，请刷新后再看；您填写的内容没有丢。"
    }
    assert AnnualPlan.objects.live().count() == 1
