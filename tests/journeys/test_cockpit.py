"""From a number on the cockpit to the report behind it, in a real browser, on a phone."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from tests import make
from tests.journeys.conftest import PHONE, enter
from yidan.kernel.values import Month
from yidan.progress.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def window(page, live_server, people):
    """何市长 with a phone, and one project behind his numbers."""
    cache.clear()
    factory = make.project(people, "陶瓷产业园标准厂房", total_investment_wan=Decimal(50000))
    make.plan(people, factory, 6000, listing="starting", starts_on=date(2020, 4, 1))
    make.report(people, factory, Month(2020, 6), 1500, state=State.ACCEPTED, problems="杆线未迁")
    enter(page, live_server, people.he)
    page.set_viewport_size(PHONE)
    page.factory = factory
    return page


def test_two_taps_lead_from_a_number_to_the_project_and_as_many_to_its_report(window, live_server):
    window.goto(f"{live_server.url}/?period=2020-06")
    window.get_by_role("link", name="本年累计完成投资 1,500万元").click()
    sheet = window.locator("#sheet")
    sheet.get_by_text("1 条记录相加").wait_for()
    sheet.get_by_role("link", name="陶瓷产业园标准厂房").click()
    window.wait_for_url(f"**/projects/{window.factory.pk}/")
    window.go_back()
    window.get_by_role("link", name="本年累计完成投资 1,500万元").click()
    window.locator("#sheet").get_by_role("link", name="2020年6月", exact=True).click()
    window.wait_for_url(f"**/reports/{window.factory.pk}/2020-06/")


def test_the_same_without_script_is_a_page(window, live_server, browser):
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN")
    plain.add_cookies(window.context.cookies())
    page = plain.new_page()
    page.goto(f"{live_server.url}/?period=2020-06")
    page.get_by_role("link", name="年度计划完成率 25.0%").click()
    assert page.url.startswith(f"{live_server.url}/figures/completion.rate/?period=2020-06")
    assert "1,500 ÷ 6,000 = 25.0000%" in page.inner_text("main")
    plain.close()


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/?period=2020-06", "/figures/invested.year/?period=2020-06", "/lists/lagging/"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_sticks_out(window, live_server, address, width):
    window.set_viewport_size({"width": width, "height": 800})
    window.goto(live_server.url + address)
    assert window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_day_in_the_past_stays_in_the_address(window, live_server):
    window.goto(f"{live_server.url}/?period=2020-06")
    window.get_by_text("按现在所知").click()
    window.locator("#as-of").fill("2020-06-01")
    window.get_by_role("button", name="看当时的数").click()
    window.wait_for_url("**as_of=2020-06-01**")
    assert window.get_by_text("按 2020-06-01 所知").count() == 1
    assert "口径" in window.inner_text("main")
