"""Who may come in, who takes over and what becomes of a double registration: an office's less cheerful mornings."""

from decimal import Decimal

import pytest

from tests import make
from tests.cast import AT
from tests.journeys.conftest import enter
from yidan.kernel.values import Month
from yidan.people.commands import person
from yidan.progress.states import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Cheng-shi-2020"


def _try(window, root, name, password):
    window.goto(f"{root}/account/login/")
    window.fill("[name=login]", name)
    window.fill("[name=password]", password)
    window.click("button[type=submit]")


def test_five_wrong_passwords_lock_the_door_and_say_for_how_long(page, live_server, people):
    person.set_password(people.li, by=people.guan, at=AT, password=PASSWORD)
    for _time in range(4):
        _try(page, live_server.url, "li", "falsch-2020")
        page.get_by_text("用户名或密码").first.wait_for()
    _try(page, live_server.url, "li", "falsch-2020")
    page.get_by_text("15分钟").first.wait_for()
    _try(page, live_server.url, "li", PASSWORD)  # the right one opens nothing either, nor is that told
    page.get_by_text("15分钟").first.wait_for()
    page.goto(f"{live_server.url}/projects/")
    assert "/account/login/" in page.url


def _sure(window, verb):
    window.get_by_role("button", name=verb, exact=True).click()
    window.locator("dialog.question [data-go]").click()


def test_everything_open_goes_to_the_successor_in_one_act_and_what_was_done_keeps_its_name(page, live_server, people):
    project = make.project(people, "渌江大桥")
    make.plan(people, project)
    make.report(people, project, Month(2020, 5), 5000, state=State.ACCEPTED)
    running = make.report(people, project, Month(2020, 6), 900)
    successor = person.register(
        people.owner, by=people.guan, at=AT, name="周接手", username="zhou", post="工程部副经理", protocol_order=41,
        phone="13807330041",
    )  # fmt: skip
    enter(page, live_server, people.wang)
    page.goto(f"{live_server.url}/persons/{people.li.pk}/")
    page.get_by_role("link", name="移交", exact=True).click()
    page.get_by_role("heading", name="将要移交的").wait_for()
    page.get_by_label("接手人").select_option(f"{successor.name}({successor.post})")
    page.get_by_label("移交原因").fill("调往招商部")
    _sure(page, "移交")
    page.get_by_text("李工名下的事项已移交").wait_for()
    page.get_by_text("已移交给").first.wait_for()

    enter(page, live_server, successor)
    page.goto(f"{live_server.url}/reports/{project.pk}/2020-06/")
    assert page.get_by_label("本月完成投资").input_value() in {"900", "900.00"}
    page.goto(f"{live_server.url}/projects/{project.pk}/")
    assert "李工" in page.locator(".timeline").inner_text()

    enter(page, live_server, people.li)  # the predecessor has no business here any more
    assert page.goto(f"{live_server.url}/projects/{project.pk}/").status == 404
    running.refresh_from_db()
    assert running.state == State.DRAFT


def test_a_project_registered_twice_becomes_one_with_both_histories(window, live_server, people):
    first = make.project(people, "株洲轨道交通产业园", total_investment_wan=Decimal(36000))
    second = make.project(
        people,
        "轨道交通产业园项目",
        despite_duplicates=True,
        reason="另一科室登记",
        total_investment_wan=Decimal(36000),
    )
    make.plan(people, first)
    window.goto(f"{live_server.url}/projects/{second.pk}/")
    window.locator("summary", has_text="办理").click()
    window.get_by_role("link", name="并案").click()
    window.get_by_text(f"{first.internal_id} 株洲轨道交通产业园").wait_for()  # the likely one is offered
    window.get_by_label("并入哪个项目").fill("ZZ-2020-9999")
    window.get_by_label("理由").fill("同一宗地")
    _sure(window, "并案")
    window.get_by_text("没有编号为").first.wait_for()
    assert window.get_by_label("理由").input_value() == "同一宗地"
    window.get_by_label("并入哪个项目").fill(first.internal_id)
    _sure(window, "并案")
    window.get_by_text("已并案").wait_for()
    assert window.url.rstrip("/").endswith(f"/projects/{first.pk}")
    window.goto(f"{live_server.url}/projects/{second.pk}/")  # an old link leads on
    assert window.url.rstrip("/").endswith(f"/projects/{first.pk}")
    assert "轨道交通产业园项目" in window.locator("main").inner_text()  # as a former name
    window.goto(f"{live_server.url}/projects/")
    assert window.locator("main").inner_text().count("轨道交通产业园") == 1
