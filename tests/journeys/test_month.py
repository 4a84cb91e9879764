"""A month in the life of a project: opened on a phone, checked, sent back, accepted, corrected, and asked again."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests import make
from tests.journeys.conftest import DESK, PHONE, STICKS_OUT, enter, violations
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.progress import queries
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
JUNE = Month(2020, 6)
STRICT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
LIST, REVIEW = "/reports/?month=2020-06", "/reports/review/?month=2020-06"


@pytest.fixture
def cast(people):
    return people


@pytest.fixture
def project(cast):
    made = make.project(cast, "渌江新城市民公园")
    make.plan(cast, made, 12000)
    make.accepted(cast, made, JUNE - 1, "1000.5", physical_progress="主体三层", next_step="四层")
    return made


@pytest.fixture
def sit_down(page, live_server):
    """Let somebody sit down before the browser, at a desk or with a phone, and open an address."""

    def open_(person, address, viewport=DESK):
        enter(page, live_server, person)
        page.set_viewport_size(viewport)
        page.goto(live_server.url + address)
        return page

    return open_


def report_of(project):
    return MonthlyReport.objects.get(project=project, month=JUNE)


def test_a_month_from_the_phone_to_the_fact(sit_down, cast, project):
    # 李工, on the site, with one thumb
    page = sit_down(cast.li, LIST, PHONE)
    page.get_by_role("link", name="渌江新城市民公园").click()
    expect(page.locator("#field-invested_wan")).to_contain_text("上月 1,001 万元")
    page.get_by_role("button", name="本月无变化").click()
    expect(page.get_by_text("已按“本月无变化”填好")).to_be_visible()
    assert page.evaluate(STICKS_OUT) == 0

    # something was spent after all: 0.62 亿元, and the totals follow while he types
    page.get_by_role("radio", name="亿元").check()
    page.locator("#id_invested").fill("0.62")
    expect(page.locator("dd[data-other]")).to_have_text("6,200 万元")
    expect(page.locator("[data-year-words]")).to_have_text("0.72 亿元")
    expect(page.locator("[data-year-share]")).to_have_text("60.0%")
    expect(page.locator("[data-gap]")).to_have_text("超序时10.0个百分点")
    page.locator("#id_invested").blur()
    expect(page.locator("#form-state")).to_contain_text("已自动保存")
    expect(page.locator("#doubts")).to_contain_text("形象进度自2020年5月起未变")
    page.locator("#id_physical_progress").fill("主体四层，幕墙进场")
    page.locator("#id_physical_progress").blur()
    expect(page.locator("#doubts")).not_to_contain_text("形象进度自2020年5月起未变")
    page.locator("#answer-month_share").fill("幕墙材料一次到场")
    page.get_by_role("button", name="报送").click()
    expect(page.locator("#toasts")).to_contain_text("已报送")
    report = report_of(project)
    assert (report.state, report.invested_wan, report.is_unchanged) == (State.SUBMITTED, Decimal(6200), False)
    assert {each["kind"]: each["answer"] for each in report.doubts}["month_share"] == "幕墙材料一次到场"

    # 林县 checks it without a mouse
    page = sit_down(cast.lin, REVIEW)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-ticked]")).to_have_text(" 1")
    page.keyboard.press("a")
    expect(page.get_by_text("已审核通过1件")).to_be_visible()

    # 王科长 sees the answer, wants one thing more, and gives the reason in place
    page = sit_down(cast.wang, REVIEW)
    expect(page.locator(".review-doubts")).to_contain_text("幕墙材料一次到场")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("请补写幕墙完成比例")
    page.locator(".review-back-words").get_by_role("button", name="退回").click()
    expect(page.get_by_text("已退回，填报人会先看到您写的原因")).to_be_visible()

    page = sit_down(cast.li, LIST, PHONE)
    expect(page.get_by_text("请补写幕墙完成比例")).to_be_visible()
    page.get_by_role("link", name="渌江新城市民公园").click()
    page.locator("#id_physical_progress").fill("主体四层，幕墙完成两成")
    page.get_by_role("button", name="报送").click()
    expect(page.locator("#toasts")).to_contain_text("已报送")

    page = sit_down(cast.lin, REVIEW)
    page.locator("[name=report]").check()
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_text("已审核通过1件")).to_be_visible()
    page = sit_down(cast.wang, REVIEW)
    page.get_by_label("全选本页").check()
    page.get_by_role("button", name="审定").click()
    expect(page.get_by_text("已审定1件")).to_be_visible()
    assert queries.fact_of(project, JUNE).invested_wan == Decimal(6200)

    # and corrects it in July; both values stay
    page = sit_down(cast.wang, f"/reports/{project.pk}/2020-06/")
    page.get_by_text("更正本月").click()
    page.locator("#id_invested").fill("6100")
    page.get_by_role("button", name="更正", exact=True).click()
    expect(page.locator(".refusals .notice")).to_contain_text("请写明更正原因")
    expect(page.locator("#id_invested")).to_have_value("6100")
    page.locator("#id_reason").fill("扣除质保金")
    page.get_by_role("button", name="更正", exact=True).click()
    expect(page.locator("#corrections")).to_contain_text("6,200 → 6,100")
    page.get_by_role("link", name="看更正前").click()
    expect(page.locator(".said")).to_contain_text("6,200 万元")
    verbs = Entry.objects.filter(project_id=project.pk, subject_id=report.pk).exclude(verb="report.save")
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == [
        "report.submit", "report.check", "report.send_back", "report.submit", "report.check", "report.accept",
        "report.correct",
    ]  # fmt: skip


def test_behind_schedule_a_cause_is_one_tap(sit_down, cast, project):
    page = sit_down(cast.li, f"/reports/{project.pk}/2020-06/", PHONE)
    page.locator("#id_problems").fill("无")
    page.locator("#id_invested").fill("10")
    page.locator("#id_invested").blur()
    expect(page.locator("#causes")).to_contain_text("低于序时")
    page.get_by_role("button", name="设计变更").click()
    page.get_by_role("button", name="招标未完成").click()
    expect(page.locator("#id_problems")).to_have_value("设计变更；招标未完成")


def test_another_unit_says_the_same_amount(sit_down, cast, project):
    page = sit_down(cast.li, f"/reports/{project.pk}/2020-06/", DESK)
    page.locator("#id_invested").fill("1,200.5")
    page.get_by_role("radio", name="亿元").check()
    expect(page.locator("#id_invested")).to_have_value("0.12005")
    expect(page.locator("#form-state")).to_contain_text("已自动保存")
    assert report_of(project).invested_wan == Decimal("1200.5")
    page.get_by_role("radio", name="万元").check()
    expect(page.locator("#id_invested")).to_have_value("1200.5")
    page.locator("#id_invested").fill("约一千")
    page.get_by_role("radio", name="亿元").check()
    expect(page.locator("#id_invested")).to_have_value("约一千")  # no amount: left as it is


def test_what_was_typed_is_there_after_a_reload_even_if_it_is_no_amount(sit_down, cast, project):
    page = sit_down(cast.li, f"/reports/{project.pk}/2020-06/", PHONE)
    page.locator("#id_invested").fill("12o0")
    page.locator("#id_invested").blur()
    expect(page.locator("#form-state")).to_contain_text("已自动保存")
    page.reload()
    expect(page.locator("#id_invested")).to_have_value("12o0")
    page.get_by_role("button", name="报送").click()
    expect(page.locator("#invested-lacks")).to_contain_text("“12o0”不是金额")


@pytest.mark.any_database
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_of_the_month_have_no_barrier_and_nothing_sticks_out(sit_down, cast, project, viewport):
    paper = f"/reports/{project.pk}/2020-05/"
    form = f"/reports/{project.pk}/2020-06/"
    other = make.project(cast, "醴陵经开区五彩陶瓷特色产业园标准化厂房及配套基础设施建设项目(二期)")
    make.plan(cast, other)
    make.report(cast, other, JUNE, 6000, state=State.CHECKED)
    for person, address in (
        (cast.li, LIST),
        (cast.li, form),
        (cast.wang, LIST),
        (cast.wang, REVIEW),
        (cast.wang, paper),
    ):
        page = sit_down(person, address, viewport)
        assert page.evaluate(STICKS_OUT) == 0, address
        found = violations(page, STRICT)
        assert found == [], address
