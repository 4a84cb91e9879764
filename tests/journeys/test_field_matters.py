"""The one list and the visits on a phone without a signal: signed, answered with a picture, verified, seen, raised."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import make
from tests.cast import AT
from tests.journeys.field_phone import Phone
from tests.journeys.test_look import STICKS_OUT, violations
from tests.patrol.test_checklists import SHEETS
from yidan.evidence.models import Receipt
from yidan.kernel.values import Month, beijing_day
from yidan.matters.commands import closing, listing, working
from yidan.matters.models import Matter
from yidan.matters.states import State
from yidan.patrol.commands import checklist
from yidan.patrol.models import Assignment, Finding, PatrolDay, Visit
from yidan.patrol.rules import xlsform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(cast):
    made = make.project(cast, "渌江大道提质改造")
    make.plan(cast, made, 12000)
    make.accepted(
        cast, made, Month(2020, 5), 5500, physical_progress="路基完成八成", problems="征地拆迁未完成；雨季将至"
    )
    return made


@pytest.fixture
def phones(cameras, live_server, client):
    made = []

    def of(person):
        client.force_login(person)
        made.append(Phone(cameras, live_server.url, client.cookies["sessionid"].value))
        return made[-1]

    yield of
    for each in made:
        each.close()


def issued(cast, project, **said):
    now = timezone.now()
    drafted = listing.raise_(project, by=cast.wang, at=now, title="K2+300段进场道路被阻工，需协调村组")
    listed = listing.enlist(drafted, by=cast.wang, at=now)
    return listing.issue(
        listed, by=cast.wang, at=now, lead_unit=cast.owner, verifying_unit=cast.bureau, requirement="属地协调",
        due_on=beijing_day(now) + timedelta(days=30), close_out_standard="道路畅通，连续七日无阻工", **said,
    )  # fmt: skip


def applied(cast, project):
    now = timezone.now()
    matter = working.sign_for(issued(cast, project), by=cast.li, at=now)
    working.plan(matter, by=cast.li, at=now, text="本周协商")
    return closing.apply_close_out(matter, by=cast.li, at=now, statement="道路已畅通，七日无阻工")


def legible(page):
    assert page.evaluate(STICKS_OUT) <= 0
    assert violations(page) == []


def test_signed_and_answered_with_a_picture_offline(phones, cast, project):
    matter = issued(cast, project, evidence_asked="现场照片", evidence_reason="看道路是否畅通")
    phone = phones(cast.li)
    page = phone.open()
    phone.offline()
    page.reload()
    phone.go("todo")
    card = page.locator(".matter-card")
    expect(card).to_contain_text("签收")
    expect(page.locator(".tabs-bar a", has_text="待办").locator(".count")).to_have_text("1")
    legible(page)
    card.click()
    page.get_by_role("link", name="签收").click()
    page.get_by_role("button", name="签收").click()
    page.get_by_text("签收已放进待发").wait_for()
    page.get_by_role("link", name="反馈", exact=True).click()
    page.fill("[name=text]", "已清障，可以通行")
    page.locator(".asked", has_text="看道路是否畅通").get_by_role("button").click()
    page.locator(".shutter:not([disabled])").click()
    page.locator("#field-pictures .thumb img").wait_for()
    page.reload()  # what was written and taken is on the phone
    assert page.input_value("[name=text]") == "已清障，可以通行"
    page.locator("#field-pictures .thumb img").wait_for()
    legible(page)
    page.get_by_role("button", name="反馈").dblclick()
    assert phone.states() == ["waiting"] * 2
    phone.offline(False)
    phone.delivered(2)
    matter.refresh_from_db()
    reply = matter.replies.get()
    assert (matter.state, reply.text, reply.evidence.get().capture.origin) == (
        State.RUNNING,
        "已清障，可以通行",
        "camera",
    )


def test_verified_offline_and_the_second_phone_is_told(phones, cast, project):
    matter = applied(cast, project)
    phone, second = phones(cast.bu), phones(cast.bu)
    for each in (phone, second):
        each.open()
        each.offline()
        each.go(f"matter/{matter.pk}")
    phone.page.get_by_role("link", name="核查", exact=True).click()
    phone.page.get_by_role("button", name="核查").click()
    expect(phone.page.locator("#lacks-opinion")).to_have_text("请填写核查意见。")
    phone.page.fill("[name=verifiers]", "卜建、程远")
    phone.page.fill("[name=opinion]", "现场查看，畅通")
    phone.page.get_by_role("button", name="核查").click()
    second.page.get_by_role("link", name="退回整改").click()
    second.page.fill("[name=reason]", "仍有堆土")
    second.page.get_by_role("button", name="退回整改").click()
    phone.offline(False)
    phone.delivered(1)
    second.offline(False)
    second.page.get_by_text("未送达，去看看").click()
    second.page.get_by_text("只有市项目办可以退回").wait_for()
    second.page.get_by_role("button", name="打开修改").wait_for()
    matter.refresh_from_db()
    assert matter.state == State.VERIFIED


def test_a_refused_answer_is_mended_in_its_form(phones, cast, project):
    matter = applied(cast, project)
    phone = phones(cast.bu)
    page = phone.open()
    phone.go(f"matter/{matter.pk}/matter.verify")
    page.fill("[name=verifiers]", "卜建")
    page.fill("[name=opinion]", "现场查看，畅通")
    page.get_by_role("button", name="核查").click()
    page.get_by_text("未送达，去看看").click()
    page.get_by_text("至少2人核查").wait_for()
    page.get_by_role("button", name="打开修改").click()
    page.fill("[name=verifiers]", "卜建、程远")
    page.get_by_role("button", name="核查").click()
    phone.delivered(1)
    matter.refresh_from_db()
    assert matter.state == State.VERIFIED


def test_a_reports_problem_is_three_taps_from_the_list(phones, cast, project):
    phone = phones(cast.li)
    page = phone.open()
    phone.offline()
    page.get_by_role("heading", name="渌江大道提质改造").click()
    page.get_by_role("link", name="提成一单").click()
    legible(page)
    page.get_by_role("button", name="提出").click()
    phone.offline(False)
    phone.delivered(1)
    matter = Matter.objects.get()
    assert (matter.title, matter.source, matter.source_quote) == (
        "征地拆迁未完成", "2020年5月月报", "征地拆迁未完成；雨季将至",
    )  # fmt: skip


def test_a_visit_with_its_checklist_and_findings_offline(phones, cast, project):
    checklist.set(cast.office, by=cast.wang, at=AT, domain="", form=xlsform.read(SHEETS), reason="依据")
    day = PatrolDay.objects.create(day=beijing_day(timezone.now()), made_at=timezone.now(), seed="1", population=1)
    Assignment.objects.create(patrol_day=day, project=project, visitor=cast.chen, reasons=["red"], words="红灯：滞后")
    phone = phones(cast.chen)
    page = phone.open()
    phone.offline()
    page.reload()
    expect(page.locator(".tabs-bar a").first).to_have_text("1巡查")
    legible(page)
    page.get_by_role("link", name="记巡查").click()
    page.fill("[name=physical_progress]", "路基完成九成")
    page.fill("[name=problems]", "边沟堵塞\n围挡破损")
    for line, how in (("边沟堵塞", "当场解决"), ("围挡破损", "转一单")):
        page.get_by_role("group", name=line).get_by_role("button", name=how).click()
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("#lacks-how-0")).to_have_text("请写明怎么解决的。")
    page.fill("[name=how-0]", "当场清通")
    page.get_by_text("要答就答全").click()
    page.get_by_label("有", exact=True).check()
    page.get_by_role("button", name="记下", exact=True).click()
    expect(page.locator("#lacks-answer-cranes")).to_be_visible()  # asked only where there is a crane
    page.fill("[name=answer-cranes]", "3")
    legible(page)
    page.get_by_role("button", name="记下", exact=True).click()
    page.get_by_text("已放进待发").first.wait_for()
    phone.offline(False)
    phone.delivered(1)
    assert Visit.objects.get().sightings.get().answers == {"crane": "yes", "cranes": "3"}
    assert [each.state for each in Finding.objects.order_by("id")] == ["solved", "raised"]
    expect(page.get_by_text("已巡查")).to_be_visible()


def test_a_visit_of_three_days_ago_comes_with_its_picture_once_though_the_answer_was_lost(phones, cast, project):
    day = PatrolDay.objects.create(day=beijing_day(timezone.now()), made_at=timezone.now(), seed="1", population=1)
    Assignment.objects.create(patrol_day=day, project=project, visitor=cast.chen, reasons=["red"], words="红灯：滞后")
    phone = phones(cast.chen)
    page = phone.open()
    page.goto(f"{phone.address}/patrol/")
    page.get_by_role("link", name="信号不好？离线记").click()  # from the page to the app, the same list
    expect(page.get_by_role("link", name="记巡查")).to_be_visible()
    phone.offline()
    went = timezone.now().replace(microsecond=0) - timedelta(hours=71)
    page.get_by_role("link", name="记巡查").click()
    page.fill("[name=physical_progress]", "路基完成九成")
    page.get_by_role("button", name="自愿附图").click()
    page.locator(".shutter:not([disabled])").click()
    page.locator("#field-pictures .thumb img").wait_for()
    page.clock.set_fixed_time(went)
    page.get_by_role("button", name="记下", exact=True).click()
    page.get_by_text("已放进待发").first.wait_for()
    page.close()  # the app is closed, the phone put away
    phone.page = page = phone.context.new_page()
    lost = []

    def lose(route):
        """The server does what it was sent, and its answer never comes."""
        answer = route.fetch()
        lost.append(answer.json()["answers"][0]["state"])
        route.abort() if lost.count("done") == 1 else route.fulfill(response=answer)

    page.route("**/sync/", lose)
    page.goto(f"{phone.address}/field/#/outbox")
    page.locator(".tabs-bar").wait_for()
    assert Visit.objects.count() == 0
    phone.offline(False)
    while "done" not in lost:
        page.wait_for_timeout(250)
    phone.offline()  # a network that comes back is tried at once; left alone it tries again within minutes
    phone.offline(False)
    phone.delivered(1)
    assert lost == ["waiting", "done", "done"]  # first without its picture; then done, unheard; then the same again
    visit = Visit.objects.get()
    assert abs(visit.visited_at - went) < timedelta(minutes=1)
    assert (visit.exhibits.count(), Receipt.objects.filter(person=cast.chen).count()) == (1, 1)
