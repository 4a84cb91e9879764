"""The register in a real browser: from an empty ledger to a project found again, on a desk and on a phone."""

import re
from decimal import Decimal

import pytest

from tests import make
from yidan.kernel.values import Month
from yidan.ledger.models import Project
from yidan.progress.states import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "湘江渌口段防洪能力提升及岸线生态修复与城区老旧供排水管网更新改造一体化工程（一期）"


@pytest.fixture
def office(window, live_server, people):
    """王科长 at the desk."""
    window.cast, window.root = people, live_server.url
    return window


def test_a_project_is_registered_planned_started_and_found_by_its_initials(office):
    office.goto(f"{office.root}/projects/")
    office.get_by_role("link", name="登记第一个项目").click()
    office.get_by_label("项目名称").fill("株洲轨道交通产业园")
    office.get_by_label("考核单元").select_option("醴陵市")
    office.get_by_label("项目业主").fill("渌江投资")
    office.get_by_label("总投资").fill("36,000")
    office.get_by_role("button", name="登记入库").click()
    office.get_by_text("已登记，内部编号ZZ-").wait_for()

    office.locator("summary", has_text="办理").click()
    office.get_by_role("link", name="下达年度计划").click()
    office.get_by_label("年度", exact=False).first.fill("2020")
    office.get_by_label("类别").select_option("新开工")
    office.get_by_label("年度计划投资").fill("12000")
    office.get_by_label("1月", exact=True).fill("100")
    office.get_by_role("button", name="下达年度计划").click()
    office.get_by_text("分月计划合计100万元，不等于年度计划12000万元").wait_for()
    office.get_by_label("1月", exact=True).fill("")
    office.get_by_role("button", name="下达年度计划").click()
    office.get_by_text("年度计划已下达").wait_for()

    office.locator("summary", has_text="办理").click()
    office.get_by_role("link", name="记阶段").click()
    office.get_by_label("阶段").select_option("竣工")
    office.get_by_label("发生日期").fill("2020-03-05")
    office.get_by_role("button", name="记阶段").click()
    office.get_by_text("之前没有开工的记录").wait_for()
    office.get_by_label("阶段").select_option("开工")
    office.get_by_role("button", name="记阶段").click()
    office.get_by_text("阶段已记").wait_for()

    office.goto(f"{office.root}/projects/")
    office.get_by_role("searchbox").fill("zzgd")
    office.keyboard.press("Enter")
    office.get_by_role("link", name="株洲轨道交通产业园").click()
    office.wait_for_url(re.compile(r"/projects/\d+/$"))


def test_likely_duplicates_stand_in_the_way_until_a_reason_is_given(office):
    make.project(office.cast, "株洲轨道交通产业园", total_investment_wan=Decimal(36000))
    office.goto(f"{office.root}/projects/register/")
    office.get_by_label("项目名称").fill("轨道交通产业园项目")
    office.get_by_label("考核单元").select_option("醴陵市")
    office.get_by_label("项目业主").fill("渌江投资")
    office.get_by_role("button", name="登记入库").click()
    office.get_by_role("heading", name="台账里可能已有这个项目").wait_for()
    office.get_by_label("确属两个项目，仍要登记").check()
    office.get_by_label("理由").fill("另一地块")
    office.get_by_role("button", name="登记入库").click()
    office.get_by_text("已登记，内部编号").wait_for()
    assert Project.objects.count() == 2


def test_filters_live_in_the_address_and_a_view_brings_them_back(office):
    make.project(office.cast, "甲厂", domain="industry")
    make.project(office.cast, "乙医院", domain="livelihood")
    office.goto(f"{office.root}/projects/")
    office.locator("summary", has_text="领域").click()
    office.get_by_role("link", name="社会民生").click()
    office.wait_for_url("**/projects/?domain=livelihood")
    assert office.locator("tbody th[scope=row]").all_inner_texts() == ["乙医院"]
    office.locator("summary", has_text="视图").click()
    office.get_by_label("把当前筛选存为").fill("民生")
    office.get_by_role("button", name="保存").click()
    office.goto(f"{office.root}/projects/")
    office.locator("summary", has_text="视图").click()
    office.get_by_role("link", name="民生", exact=True).click()
    office.wait_for_url("**/projects/?domain=livelihood")


def test_the_older_part_of_the_story_is_fetched_into_the_page(office):
    from yidan.ledger.commands import project as projects

    project = make.project(office.cast)
    for number in range(22):
        projects.note_former_name(project, by=office.cast.wang, at=make.moment(2020, 7, 6), name=f"曾用{number}")
    office.goto(f"{office.root}/projects/{project.pk}/")
    office.get_by_role("link", name="更早的").click()
    office.get_by_text("登记入库").wait_for()
    assert office.locator(".timeline-head").count() == 23


@pytest.mark.any_database
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_sticks_out_however_long_the_words(office, width, theme):
    cast = office.cast
    bundle = make.project(cast, LONG, scale=LONG * 4, former_names=[LONG + "旧"], years="2019-2022", place=LONG)
    child = make.project(
        cast, LONG + "甲标段", parent=bundle, duty_person="张三", duty_phone="0731-28681234、13907331234"
    )
    make.plan(cast, child, 123456789, content=LONG * 3)
    make.report(cast, child, Month(2020, 6), 12345678, state=State.ACCEPTED, problems=LONG * 2)
    office.set_viewport_size({"width": width, "height": 800})
    office.context.add_cookies([{"name": "theme", "value": theme, "url": office.root}])
    for path in (
        "/projects/", "/projects/?q=没有的", f"/projects/{bundle.pk}/", f"/projects/{child.pk}/",
        f"/projects/{child.pk}/?as_of=2020-06-30", "/projects/register/", f"/projects/{child.pk}/change/",
        f"/projects/{child.pk}/plans/", f"/projects/{child.pk}/shares/", f"/projects/{child.pk}/merge/",
    ):  # fmt: skip
        office.goto(office.root + path)
        assert office.evaluate("document.documentElement.scrollWidth") <= width, path
