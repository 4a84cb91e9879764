"""A morning with the list on a phone: read why, look, write three fields, raise what was found; and read what waits."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests import cast as people
from tests import make
from tests.cast import AT
from tests.matters.scene import Way
from tests.patrol.test_checklists import SHEETS
from yidan.kernel.values import beijing_day
from yidan.ledger.commands import stage
from yidan.matters.models import Matter
from yidan.patrol.commands import checklist
from yidan.patrol.models import Assignment, PatrolDay, Visit
from yidan.patrol.rules import xlsform
from yidan.people.models import Notice
from yidan.web import instance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(settings.PACKAGE).parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1440, "height": 900}
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast():
    instance.forget()
    cast = people.assemble()
    cast.site = make.project(cast, "渌江大道提质改造")
    stage.record(cast.site, by=cast.wang, at=AT, mark="started", happened_on=date(2020, 1, 1), basis="施工许可")
    yield cast
    instance.forget()


@pytest.fixture
def sit_down(page, live_server):
    """Let somebody sit down before the browser and open an address."""

    def open_(person, address, viewport=PHONE):
        client = Client()
        client.force_login(person)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.set_viewport_size(viewport)
        page.goto(live_server.url + address)
        return page

    return open_


def on_the_list(cast):
    """Today's list, whatever day of the week today is."""
    day = PatrolDay.objects.create(day=beijing_day(timezone.now()), made_at=timezone.now(), seed="2020", population=1)
    Assignment.objects.create(
        patrol_day=day, project=cast.site, visitor=cast.chen, reasons=["red"], words="红灯：连续两月黄灯"
    )


def test_from_the_list_to_a_matter(cast, sit_down):
    on_the_list(cast)
    checklist.set(cast.office, by=cast.wang, at=AT, domain="", form=xlsform.read(SHEETS), reason="株重办〔2020〕9号")
    window = sit_down(cast.chen, "/patrol/")
    expect(window.get_by_text("连续两月黄灯")).to_be_visible()
    window.get_by_role("link", name="记巡查").click()
    window.get_by_label("形象进度").fill("路基完成三公里")
    window.get_by_label("发现问题").fill("边沟堵塞")
    assert window.get_by_label("几台").count() == 0
    window.get_by_label("有", exact=True).check()
    expect(window.get_by_label("几台")).to_be_visible()  # the question comes with the answer, what was written stays
    window.get_by_label("几台").fill("2")
    assert window.get_by_label("形象进度").input_value() == "路基完成三公里"
    assert window.evaluate(STICKS_OUT) == 0
    window.get_by_role("button", name="记巡查").click()
    expect(window.get_by_text("已记下")).to_be_visible()
    window.get_by_role("link", name="转一单").click()  # one tap, and one to confirm
    window.get_by_role("button", name="转一单").click()
    expect(window.get_by_text("已转一单，等项目办审核入账")).to_be_visible()
    assert Visit.objects.get().findings.get().matter == Matter.objects.get()
    window.goto(window.url.split("/visits/")[0] + "/patrol/")
    expect(window.get_by_role("link", name="已记，查看")).to_be_visible()


def test_what_waits_is_counted_read_and_leads_to_it(cast, sit_down):
    way = Way(cast)
    matter = way.issued()
    window = sit_down(cast.li, "/me/")
    expect(window.locator(".inbox-count")).to_have_text("1")
    window.get_by_role("link", name="消息").click()
    window.get_by_role("button", name=re.compile("交办：")).click()
    window.wait_for_url(f"**/matters/{matter.pk}/")
    expect(window.locator(".inbox-count")).to_have_count(0)
    window.locator("#told").scroll_into_view_if_needed()
    expect(window.locator("#told li")).to_have_count(1)
    assert Notice.objects.get(person=cast.li).read_at is not None


@pytest.mark.any_database
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_fit_and_are_accessible(cast, sit_down, viewport):
    on_the_list(cast)
    Way(cast).issued()
    from yidan.patrol.commands import visiting

    visit = visiting.record(
        cast.site, by=cast.chen, at=AT, physical_progress="路基完成三公里", problems="边沟堵塞" * 30
    )
    for person, address in (
        (cast.chen, "/patrol/"), (cast.wang, "/patrol/"), (cast.chen, f"/projects/{cast.site.pk}/visits/new/"),
        (cast.chen, f"/visits/{visit.pk}/"), (cast.chen, "/findings/"), (cast.wang, "/checklists/"),
        (cast.li, "/inbox/"),
    ):  # fmt: skip
        window = sit_down(person, address, viewport)
        assert window.evaluate(STICKS_OUT) == 0, address
        window.evaluate(AXE.read_text(encoding="utf-8"))
        found = window.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], address
