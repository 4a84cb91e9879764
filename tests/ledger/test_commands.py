"""Acts on the register: what they write, and what they refuse."""

from decimal import Decimal

import pytest

from tests import make
from tests.cast import assemble
from yidan.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return assemble()


def test_a_project_is_registered_with_a_number_of_its_own(cast):
    project = make.project(cast, "株洲轨道交通产业园", code="2012-430200-04-01-123456")
    assert project.internal_id == "ZZ-2020-0001"
    assert project.search.splitlines()[:6] == [
        "zz-2020-0001",
        "株洲轨道交通产业园",
        "2012-430200-04-01-123456",
        "醴陵市渌江投资控股集团有限公司",
        "渌江投资",
        "zzgdjtcyy",
    ]


def test_a_plan_is_set_and_adjusted_by_a_document_and_keeps_the_original(cast):
    from yidan.ledger.commands import plan as plans

    plan = make.plan(cast, make.project(cast))
    with pytest.raises(Invalid):
        plans.adjust(
            plan, by=cast.wang, at=make.moment(2020, 7, 1), reason="资金未到", document="", planned_wan=Decimal(8000)
        )
    new = plans.adjust(
        plan,
        by=cast.wang,
        at=make.moment(2020, 7, 1),
        reason="资金未到",
        document="株重办〔2020〕9号",
        planned_wan=Decimal(8000),
    )
    assert (new.planned_wan, new.original_planned_wan, new.is_adjusted) == (8000, 12000, True)
