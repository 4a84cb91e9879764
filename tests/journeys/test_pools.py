"""One project through the three pools 「135」 in a browser: each gate refuses what the ledger lacks, then opens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests import make
from tests.journeys.conftest import enter
from yidan.ledger.commands import milestone, project
from yidan.ledger.models import PoolTerm, RollingPlan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TO_ROLLING = ("立项批复", "可研批复", "用地预审", "初步设计批复", "用地批复")
TO_CONSTRUCTION = ("施工图审查", "施工招标")


def reach(people, made, *names):
    for name in names:
        node = milestone.set(made, by=people.wang, at=make.AT, name=name, planned_on=date(2020, 1, 8))
        milestone.reach(node, by=people.wang, at=make.AT, actual_on=date(2020, 1, 9), reason="")


def propose(page, root, made, grounds):
    """The county asks for the next pool, as the form proposes it."""
    page.goto(f"{root}/projects/{made.pk}/pool/propose/")
    page.get_by_label("提请理由").fill(grounds)
    page.get_by_role("button", name="提请入库").click()
    page.get_by_text("已提请，等市项目办评审").wait_for()


def admit(page, root, said):
    """The office opens what waits and decides; what the page says then."""
    page.goto(f"{root}/pools/")
    page.get_by_text("1件提请等评审").wait_for()
    page.locator(".rows a[href*='/pools/']").first.click()
    page.get_by_role("link", name="准予入库").click()
    page.get_by_label("评审意见").fill("经评审，符合规划，同意入库")
    page.get_by_role("button", name="准予入库").click()
    page.get_by_text(said).first.wait_for()


def test_a_project_goes_through_the_three_pools_and_each_gate_refuses_what_it_lacks(page, live_server, people):
    root = live_server.url
    made = make.project(people, "渌江新城片区综合开发", total_investment_wan=Decimal(36000))

    def as_(person):
        page.context.clear_cookies()
        enter(page, live_server, person)

    # reserve: what no entry goes without is not there yet
    as_(people.lin)
    propose(page, root, made, "列入“十四五”规划重大项目清单")
    as_(people.wang)
    admit(page, root, "还不能进前期储备库")
    project.change(made, by=people.wang, at=make.AT, place="渌江北岸", duty_person="贺工")
    admit(page, root, "已入库")
    # rolling: the feasibility study alone is not enough
    reach(people, made, *TO_ROLLING[:2])
    as_(people.lin)
    propose(page, root, made, "可研已批，建议转入计划滚动库")
    as_(people.wang)
    admit(page, root, "还不能进计划滚动库")
    reach(people, made, *TO_ROLLING[2:])
    project.set_sources(made, by=people.wang, at=make.AT, amounts={"own": Decimal(36000)})
    admit(page, root, "已入库")
    # in the rolling pool it gets its row of the three-year sheet, and the county proposes how it should read
    page.goto(f"{root}/projects/{made.pk}/rolling/")
    for label, value in (("首年", "2020"), ("拟开工年", "2021"), ("第二年投资需求", "12000")):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="编三年滚动计划").click()
    page.get_by_text("已编入三年滚动计划").wait_for()
    # construction: drawings and tender first
    as_(people.lin)
    propose(page, root, made, "具备开工条件，建议转入建设实施库")
    as_(people.wang)
    admit(page, root, "还不能进建设实施库")
    reach(people, made, *TO_CONSTRUCTION)
    admit(page, root, "已入库")
    page.goto(f"{root}/pools/?pool=construction")
    page.get_by_role("link", name="渌江新城片区综合开发").wait_for()
    terms = PoolTerm.objects.live().filter(project=made).order_by("since_on")
    assert [each.pool for each in terms] == ["construction"]  # all on one day: the last of it holds
    assert RollingPlan.objects.live().get(project=made).second_wan == 12000
