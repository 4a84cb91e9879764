"""A matter from a leader's thumb to the struck-off number, and at every step somebody who may not."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from tests import cast as people
from tests import make
from tests.journeys.field_phone import Phone
from yidan.evidence.commands import reading as readings
from yidan.evidence.reading import Reader
from yidan.kernel import parameters
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month, beijing_day
from yidan.matters.models import Matter
from yidan.matters.states import State
from yidan.web import instance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(settings.PACKAGE).parent / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1440, "height": 900}
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def cast():
    instance.forget()
    yield people.assemble()
    instance.forget()


@pytest.fixture
def project(cast):
    return make.project(
        cast, "渌江大道提质改造", contact_leader=cast.he, responsible_unit=cast.owner, competent_unit=cast.bureau
    )


@pytest.fixture
def sit_down(page, live_server):
    """Let somebody sit down before the browser, at a desk or with a phone, and open an address."""

    def open_(person, address, viewport=DESK):
        client = Client()
        client.force_login(person)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.set_viewport_size(viewport)
        page.goto(live_server.url + address)
        return page

    return open_


@pytest.fixture
def refused(live_server):
    """What somebody without the right is answered: the status, and whether the sentence says why."""

    def ask(person, address, sent, sentence):
        client = Client()
        client.force_login(person)
        before = Entry.objects.count()
        answer = client.post(address, sent)
        assert (answer.status_code in {403, 404, 409}, sentence in answer.content.decode()) == (True, True), address
        assert Entry.objects.count() == before
        return answer.status_code

    return ask


def picture():
    data = BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 90)).save(data, "JPEG")
    return {"name": "便道.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def printed(page, name):
    """The words of a paper of the matter, taken from its menu as somebody does who prints it."""
    page.get_by_text("文书", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name=f"{name}（Word）").click()
    told = docx.Document(taken.value.path())
    cells = [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in told.paragraphs), *cells])


def test_from_a_leaders_phone_to_the_struck_off_number(sit_down, refused, cast, project, cameras, live_server):
    # 何市长, between two meetings: project, 办理, 批示 — three taps to the form
    page = sit_down(cast.he, f"/projects/{project.pk}/", PHONE)
    page.get_by_text("办理", exact=True).first.click()
    page.get_by_role("link", name="批示", exact=True).click()
    page.get_by_label("批示").fill("渌江大道征拆久拖不决，请三日内拿出方案，月底前办结。")
    page.get_by_label("何时前").press_sequentially("20个工作日内")
    expect(page.locator(".read-back")).to_contain_text("20个工作日")
    assert page.evaluate(STICKS_OUT) == 0
    refused(cast.li, "/instructions/give/", {"text": "我也批示"}, "批示：您的角色没有这项权限")
    page.get_by_role("button", name="送项目办").click()
    expect(page.locator("#toasts")).to_contain_text("批示已交市项目办")
    matter = Matter.objects.get()
    base = f"/matters/{matter.pk}/"

    # 王科长 has one more on the badge, lists it and hands it out
    refused(cast.chen, f"{base}enlist/", {}, "审核入账：您的角色没有这项权限")
    page = sit_down(cast.wang, "/")
    expect(page.locator(".rail .turn-count")).to_have_text("1")
    page.locator(".rail").get_by_role("link", name="一单 轮到我办1件").or_(
        page.locator(".rail a", has_text="一单").last
    ).click()
    page.get_by_role("link", name=re.compile("渌江大道征拆久拖不决")).click()
    expect(page.locator("blockquote.quote")).to_contain_text("月底前办结")
    page.get_by_role("link", name="审核入账").first.click()
    page.get_by_role("button", name="审核入账").click()
    page.get_by_role("link", name="交办", exact=True).first.click()
    expect(page.get_by_label("牵头单位")).to_have_value(cast.owner.name)
    expect(page.get_by_label("验收单位")).to_have_value(cast.bureau.name)
    page.get_by_label("销号标准").fill("一、12户全部签约；二、连续七日无阻工。")
    page.get_by_label("应提交佐证").fill("现场照片")
    page.get_by_label("为什么需要").fill("看便道是否畅通")
    sent = {
        "lead_unit": "渌江投资",
        "verifying_unit": "市住建局",
        "due": "2099-01-01",
        "close_out_standard": "通",
        "cycle": "once",
    }
    refused(cast.chen, f"{base}issue/", sent, "交办：您的角色没有这项权限")
    page.get_by_role("button", name="交办").click()
    expect(page.locator("#toasts")).to_contain_text("已交办，轮到渌江投资")
    matter.refresh_from_db()
    paper = printed(page, "交办单")
    assert [each for each in (matter.number, "连续七日无阻工", "回执", "月底前办结") if each not in paper] == []
    stranger = Client()
    stranger.force_login(cast.zhao)
    assert stranger.get(f"{base}papers/issue.docx").status_code == 404

    # 李工 signs on the phone and asks for more time
    refused(cast.bu, f"{base}sign-for/", {}, "签收只能由牵头单位渌江投资办理")
    refused(cast.zhao, f"{base}sign-for/", {}, "")
    page = sit_down(cast.li, "/matters/", PHONE)
    expect(page.locator(".bottombar .turn-count")).to_have_text("1")
    page.get_by_role("link", name=re.compile("渌江大道征拆久拖不决")).click()
    page.get_by_role("link", name="签收").first.click()
    page.get_by_role("button", name="签收").click()
    expect(page.locator("#toasts")).to_contain_text("已签收")
    page.get_by_text("办理", exact=True).first.click()
    page.get_by_role("link", name="申请延期").click()
    later = beijing_day(timezone.now()) + timedelta(days=40)
    page.get_by_label("申请延至").fill(later.isoformat())
    page.get_by_label("理由").fill("连日降雨，附属物要重新丈量")
    refused(cast.bu, f"{base}ask-extension/", {"until": later.isoformat(), "reason": "x"}, "申请延期只能由牵头单位")
    page.get_by_role("button", name="申请延期").click()
    expect(page.get_by_text("待批复")).to_be_visible()

    # it is refused, with the reason
    refused(cast.li, f"{base}refuse-extension/", {"reason": "x"}, "不准延期：您的角色没有这项权限")
    page = sit_down(cast.wang, base)
    page.get_by_role("link", name="不准延期").click()
    page.get_by_label("理由").fill("雨季前必须完成")
    page.get_by_role("button", name="不准延期").click()
    expect(page.locator("#toasts")).to_contain_text("未准延期")

    # he replies from the site, where there is no network, with the picture that was asked for
    phone = Phone(cameras, live_server.url, session_of(cast.li))
    field = phone.open()
    phone.offline()
    phone.go(f"matter/{matter.pk}/matter.reply")
    field.fill("[name=text]", "12户全部签约，便道已通")
    field.locator(".asked", has_text="看便道是否畅通").get_by_role("button").click()
    field.locator(".shutter:not([disabled])").click()
    field.locator("#field-pictures .thumb img").wait_for()
    refused(cast.bu, f"{base}reply/", {"text": "代人反馈"}, "反馈只能由牵头单位")
    field.get_by_role("button", name="反馈").click()
    assert (phone.states(), matter.replies.count()) == (["waiting"], 0)
    phone.offline(False)
    phone.delivered(1)
    phone.close()
    with Reader() as reader:  # as the worker does it beside
        while readings.read_next(reader, at=timezone.now()):
            pass
    page = sit_down(cast.li, base, PHONE)
    expect(page.locator("#evidence img")).to_have_count(1)
    assert page.evaluate(STICKS_OUT) == 0
    refused(cast.bu, f"{base}apply-close-out/", {"statement": "好了"}, "申请销号只能由牵头单位")
    apply(page, "12户全部签约，五日无阻工")

    # 卜建 goes there, finds two days missing, and sends it back
    refused(
        cast.li,
        f"{base}verify/",
        {"way": "on_site", "verifiers": "李工、程远", "opinion": "好"},
        "核查：您的角色没有这项权限",
    )
    refused(
        cast.lin,
        f"{base}verify/",
        {"way": "on_site", "verifiers": "林县、程远", "opinion": "好"},
        "核查：只能办理本单位的项目",
    )
    refused(cast.zhao, f"{base}send-back/", {"reason": "x"}, "")
    refused(cast.li, f"{base}send-back/", {"reason": "x"}, "退回整改：您的角色没有这项权限")
    page = sit_down(cast.bu, base, PHONE)
    page.get_by_role("link", name="退回整改").click()
    page.get_by_label("哪里没有达到标准").fill("还差两日，满七日再报")
    page.get_by_role("button", name="退回整改").click()
    page = sit_down(cast.li, base, PHONE)
    expect(page.get_by_text("核查没有通过，退回整改")).to_be_visible()

    # he replies again, now from the page, with another picture, and applies again
    page.locator(".way").get_by_role("link", name="反馈", exact=True).click()
    page.get_by_label("进展情况").fill("已满七日，无人阻工")
    page.locator("input[type=file]").set_input_files(picture())
    page.get_by_role("button", name="反馈").click()
    expect(page.locator("#evidence .piece")).to_have_count(2)
    apply(page, "已满七日")

    # verified by another unit, two people
    page = sit_down(cast.bu, base)
    page.get_by_role("link", name="核查", exact=True).first.click()
    page.get_by_label("核查人").fill("卜建、程远")
    page.get_by_label("核查意见").fill("现场查看，道路畅通")
    page.get_by_role("button", name="核查").click()
    expect(page.locator("#toasts")).to_contain_text("核查通过，轮到市项目办")

    # the number is struck off, and the leader sees it on the phone
    refused(cast.bu, f"{base}close-out/", {}, "销号：您的角色没有这项权限")
    refused(cast.li, f"{base}close-out/", {}, "销号：您的角色没有这项权限")
    page = sit_down(cast.wang, base)
    page.get_by_role("link", name="销号", exact=True).first.click()
    page.get_by_role("button", name="销号").click()
    expect(page.get_by_text("按期销号").first).to_be_visible()
    matter.refresh_from_db()
    assert (matter.state, matter.number[-7:]) == (State.CLOSED, "ZD-0001")
    paper = printed(page, "销号通知单")
    assert [each for each in (matter.number, "准予销号", "按期销号") if each not in paper] == []
    page = sit_down(cast.he, "/instructions/", PHONE)
    expect(page.get_by_text("已销号").first).to_be_visible()
    done = Entry.objects.filter(subject_type="matter", subject_id=matter.pk).order_by("id")
    assert [each.verb.split(".")[1] for each in done] == [
        "give", "enlist", "issue", "sign_for", "ask_extension", "refuse_extension", "reply", "apply_close_out",
        "send_back", "reply", "apply_close_out", "verify", "close_out",
    ]  # fmt: skip

    # six weeks later, the month's data are in: the bulletin on the one list counts it
    month = Month.of(beijing_day(timezone.now()))
    for name, value in ((instance.SIMULATED.name, "yes"), (instance.BEHIND_DAYS.name, "-42")):
        parameters.set(name, by=cast.wang, at=timezone.now(), value=value, reason="到数据截止以后")
    instance.forget()
    draft = f"/bulletins/draft/?kind=matters&month={month}"
    refused(cast.li, draft, {}, "您的角色没有这项权限")
    page = sit_down(cast.wang, draft)
    page.get_by_role("button", name="起草").click()
    expect(page.locator("main")).to_contain_text(
        re.compile("累计交办事项1件，已销号1件（其中逾期销号0件），办结率100.0%")
    )
    expect(page.locator("main")).to_contain_text(f"到期事项全部按期销号的单位：{cast.owner.name}（销号1件）。")


def apply(page, words):
    """The lead unit applies from the page."""
    button = page.locator(".way").get_by_role("link", name="申请销号")
    if button.count() == 0:
        page.get_by_text("办理", exact=True).first.click()
        button = page.get_by_role("link", name="申请销号")
    button.first.click()
    page.get_by_label("对照销号标准").fill(words)
    page.get_by_role("button", name="申请销号").click()
    expect(page.locator("#toasts")).to_contain_text("已申请销号，轮到市住建局")


@pytest.mark.any_database
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_have_no_barriers_on_a_phone_nor_at_a_desk(sit_down, live_server, cast, project, theme):
    from tests.matters.scene import Way
    from yidan.matters.commands import listing

    way = Way(cast)
    matter = way.applied(
        about=project, title="株洲市渌口区南洲新区片区综合开发(一期)城乡供水一体化及配套管网提质改造工程征拆"
    )
    listing.give(project, by=cast.he, at=way.at(), text="请抓紧")
    wrong = {}
    for viewport in (PHONE, DESK):
        for place in ("/matters/?tab=all", f"/matters/{matter.pk}/", f"/matters/{matter.pk}/urge/", "/matters/raise/",
                      "/matters/minutes/", "/instructions/", "/rechecks/", "/rectification/", "/"):  # fmt: skip
            page = sit_down(cast.wang, place, viewport)
            page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
            page.goto(live_server.url + place)
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            issues = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]]
            if issues or page.evaluate(STICKS_OUT):
                wrong[place, viewport["width"]] = (issues, page.evaluate(STICKS_OUT))
    assert wrong == {}
