"""The look in a real browser: nothing sticks out, everything is accessible, the small script does its part."""

import pytest

from tests.journeys.conftest import PHONE, STICKS_OUT, violations
from yidan.web import instance

pytestmark = [pytest.mark.any_database, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def wish(window, live_server, **cookies):
    window.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )


@pytest.mark.parametrize(
    ("viewport", "theme", "size"),
    [(PHONE, "light", "normal"), (PHONE, "dark", "large"), (None, "light", "large"), (None, "dark", "normal")],
    ids=["phone", "phone dark large", "desk large", "desk dark"],
)
def test_the_gallery_has_no_barrier_and_nothing_sticks_out(window, live_server, viewport, theme, size):
    wish(window, live_server, theme=theme, size=size)
    if viewport:
        window.set_viewport_size(viewport)
    window.goto(f"{live_server.url}/gallery/")
    assert window.evaluate(STICKS_OUT) == 0
    assert violations(window) == []


@pytest.mark.parametrize("address", ["/about/", "/me/", "/nothing-here/"])
def test_the_pages_of_the_frame_have_no_barrier(window, live_server, address):
    window.set_viewport_size(PHONE)
    window.goto(live_server.url + address)
    assert window.evaluate(STICKS_OUT) == 0
    assert violations(window) == []


def test_the_log_in_page_has_no_barrier(page, live_server):
    instance.forget()
    page.goto(f"{live_server.url}/account/login/")
    assert violations(page) == []


def test_a_number_opens_its_sheet_and_escape_closes_it(window, live_server):
    window.goto(f"{live_server.url}/gallery/")
    window.click(".numbers a.figure >> nth=0")
    window.wait_for_selector("#sheet[open]")
    assert window.inner_text("#sheet .sheet-value") == "647.60亿元"
    assert violations(window) == []
    window.keyboard.press("Escape")
    assert window.locator("#sheet").get_attribute("open") is None


def test_the_unit_switch_changes_every_amount_and_stays_where_one_was(window, live_server):
    window.goto(f"{live_server.url}/gallery/?light=red")
    assert window.inner_text(".numbers .figure-value >> nth=0") == "6,476,000"
    window.click("button[name=unit][value=yi]")
    window.wait_for_load_state()
    assert window.inner_text(".numbers .figure-value >> nth=0") == "647.60"
    assert window.url == f"{live_server.url}/gallery/?light=red"


def test_a_dangerous_act_is_asked_about_with_its_consequence(window, live_server):
    window.goto(f"{live_server.url}/gallery/")
    window.click("form[data-question] button")
    asked = window.locator("#question")
    assert asked.locator("[data-heading]").inner_text() == "退回这份月报？"
    asked.locator("[data-close]").click()
    assert window.url == f"{live_server.url}/gallery/"
    window.click("form[data-question] button")
    asked.locator("[data-go]").click()
    window.wait_for_url(f"{live_server.url}/gallery/?")


def test_a_long_name_shows_in_full_on_a_tap(window, live_server):
    window.set_viewport_size(PHONE)
    window.goto(f"{live_server.url}/gallery/")
    name = window.locator(".split .clamp")
    hidden = "name => name.scrollHeight - name.clientHeight > 2"
    assert name.evaluate(hidden)
    window.click(".split .clamp-more")
    assert not name.evaluate(hidden)
    assert window.locator(".split .clamp-more").get_attribute("aria-expanded") == "true"


def test_on_a_phone_the_two_sides_of_a_page_are_tabs(window, live_server):
    window.set_viewport_size(PHONE)
    window.goto(f"{live_server.url}/gallery/")
    assert (window.is_visible("#split-facts"), window.is_visible("#split-story")) == (True, False)
    window.click("[role=tab][data-shows=story]")
    assert (window.is_visible("#split-facts"), window.is_visible("#split-story")) == (False, True)


def test_on_paper_there_is_nothing_to_press_and_both_sides_are_shown(window, live_server):
    window.goto(f"{live_server.url}/gallery/")
    window.emulate_media(media="print")
    shown = [
        window.is_visible(each) for each in (".rail", ".titlebar-tools", ".chips", ".button", "#split-story", ".table")
    ]
    assert shown == [False, False, False, False, True, True]
    assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
