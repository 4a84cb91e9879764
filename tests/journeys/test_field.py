"""A day on a site without a signal: everything is done offline, and all of it arrives, once."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests import make
from tests.cast import AT
from tests.journeys.field_phone import Phone
from tests.journeys.test_look import STICKS_OUT, violations
from yidan.evidence import store
from yidan.evidence.models import Capture
from yidan.evidence.reading import Reader
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit, milestone
from yidan.ledger.models import Exhibit
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
JUNE = Month(2020, 6)


@pytest.fixture
def project(cast):
    made = make.project(cast, "渌江大道提质改造")
    make.plan(cast, made, 12000)
    make.accepted(cast, made, Month(2020, 5), 5500, physical_progress="路基完成八成", problems="无", next_step="铺沥青")
    milestone.set(made, by=cast.wang, at=AT, name="路基完工", planned_on=date(2020, 9, 1))
    exhibit.set(
        made, by=cast.wang, at=AT, name="东段全景", reason="雨季边坡要看护", asking="on_sampling",
        rate_percent=Decimal(100), is_camera_only=True,
    )  # fmt: skip
    foreign = make.project(cast, "攸水新城", unit=cast.other_county, owner_unit=cast.other_owner)
    make.plan(cast, foreign)
    make.report(cast, foreign, JUNE, 1, by=cast.zhao)  # so June is in hand
    return made


@pytest.fixture
def phone(cameras, live_server, client, cast, project):
    client.force_login(cast.li)
    made = Phone(cameras, live_server.url, client.cookies["sessionid"].value)
    yield made
    made.close()


def fill(page, **fields):
    for name, words in {"physical_progress": "路基完成，边坡在做", "problems": "管线迁改慢", **fields}.items():
        page.fill(f"[name={name}]", words)
    page.fill("[name=invested_wan]", fields.get("invested_wan", "900"))


def handed_in(cast):
    """李工's submissions of June."""
    return Entry.objects.filter(actor_id=cast.li.pk, verb="report.submit", facts__month=str(JUNE))


def hand_in(page):
    page.get_by_role("button", name="报送", exact=True).click()
    page.locator("dialog.sheet, .outbox-row").first.wait_for()
    asked = page.locator("dialog.sheet")
    if asked.count():
        asked.get_by_role("button", name="报送", exact=True).click()
    page.wait_for_url("**#/outbox")


def test_a_whole_day_offline_arrives_once_and_whole(phone, cast, project):
    page = phone.open()
    phone.offline()
    page.reload()
    page.get_by_text("没有网络").wait_for()
    page.get_by_role("heading", name="渌江大道提质改造").click()
    page.get_by_text("为什么需要：雨季边坡要看护").wait_for()
    phone.photograph("东段全景")
    phone.photograph()
    page.get_by_role("link", name="填月报").click()
    fill(page, invested_wan="1,200.5")
    page.reload()  # what was typed is on the phone
    assert page.input_value("[name=invested_wan]") == "1,200.5"
    hand_in(page)
    expect(page.locator(".outbox-row")).to_have_count(3)
    page.reload()
    expect(page.locator(".outbox-row")).to_have_count(3)
    assert phone.states() == ["waiting"] * 3
    assert (handed_in(cast).count(), Exhibit.objects.count()) == (0, 0)
    phone.offline(False)
    phone.delivered(3)
    report = MonthlyReport.objects.get(project=project, month=JUNE)
    assert (report.state, report.invested_wan) == (State.SUBMITTED, Decimal("1200.5"))
    captures = list(Capture.objects.select_related("file"))
    assert sorted(each.slot_name for each in Exhibit.objects.live()) == ["", "东段全景"]
    for capture in captures:
        with store.opened(capture.file.sha256) as kept:
            assert hashlib.sha256(kept.read()).hexdigest() == capture.file.sha256
        assert (capture.origin, capture.nonce_fault, capture.longitude) == ("camera", "", Decimal("113.491600"))
    expect(page.locator(".outbox-row.is-delivered")).to_have_count(3)
    expect(page.locator(".empty-title")).to_have_text("没有等着发的")
    page.locator(".outbox-row.is-delivered", has_text="月报").click()
    expect(page.locator(".pairs")).to_contain_text("1,200.5 万元")


def test_nothing_changed_takes_three_taps_at_most(phone, cast, project):
    page = phone.open()
    taps = 0
    for tap in (
        page.get_by_role("button", name="本月无变化"),
        page.locator("dialog.sheet").get_by_role("button", name="报送"),
    ):
        tap.click()
        taps += 1
    assert taps <= 3
    phone.delivered(1)
    report = MonthlyReport.objects.get(project=project, month=JUNE)
    assert (report.state, report.is_unchanged, report.physical_progress, report.invested_wan) == (
        State.SUBMITTED, True, "路基完成八成", 0,
    )  # fmt: skip


def test_a_normal_report_takes_twelve_taps_at_most(phone, project):
    page = phone.open()
    page.evaluate("addEventListener('click', () => { window.taps = (window.taps || 0) + 1 }, true)")
    page.get_by_role("link", name="填月报").click()
    for name, words in (("invested_wan", "1250"), ("physical_progress", "路基完成")):
        page.click(f"[name={name}]")
        page.fill(f"[name={name}]", words)
    hand_in(page)
    assert page.evaluate("window.taps") <= 12
    phone.delivered(1)


def test_what_is_missing_is_said_offline_at_its_field(phone, project):
    page = phone.open()
    phone.offline()
    phone.go(f"report/{project.pk}")
    page.fill("[name=invested_wan]", "12o0")
    page.fill("[name=physical_progress]", "")
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.locator("#lacks-invested_wan")).to_have_text("“12o0”不是金额，请写成 1200 或 1.2亿 这样的数。")
    expect(page.locator("#lacks-physical_progress")).to_have_text("请写形象进度：现场做到哪一步。")
    page.fill("[name=physical_progress]", "封顶")
    expect(page.locator("#lacks-physical_progress")).to_be_hidden()
    assert phone.states() == []


def test_a_problem_opens_the_report_at_its_field(phone, project):
    page = phone.open()
    phone.go(f"project/{project.pk}")
    page.get_by_text("记一个问题").click()
    expect(page.locator("[name=problems]")).to_be_focused()


def test_double_taps_and_two_tabs_double_nothing(phone, cast, project):
    page = phone.open()
    phone.go(f"project/{project.pk}")
    page.locator(".asked").get_by_role("button").click()
    page.locator(".shutter:not([disabled])").click()
    page.get_by_role("button", name="用这张").dblclick()
    second = phone.open(phone.context.new_page())
    phone.offline()
    phone.go(f"report/{project.pk}")
    fill(page)
    second.evaluate("place => { location.hash = place }", f"#/report/{project.pk}")
    page.get_by_role("button", name="报送", exact=True).dblclick()
    page.locator("dialog.sheet").get_by_role("button", name="报送", exact=True).first.dblclick()
    phone.offline(False)
    phone.delivered(2)
    assert second.locator(".screen").count() == 1
    assert Entry.objects.filter(actor_id=cast.li.pk, verb="exhibit.add").count() == 1
    assert handed_in(cast).count() == 1


@pytest.mark.parametrize("year", [2010, 2036])
def test_a_clock_ten_years_off_loses_nothing(phone, cast, project, year):
    phone.page.clock.set_fixed_time(f"{year}-11-28T09:00:00+08:00")
    page = phone.open()
    phone.go(f"report/{project.pk}")
    fill(page)
    hand_in(page)
    phone.delivered(1)
    entry = handed_in(cast).get()
    report = MonthlyReport.objects.get(project=project, month=JUNE)
    assert (entry.at.year, report.submitted_at) == (year, entry.recorded_at)
    phone.go("me")
    page.get_by_text("手机时间与服务器相差").wait_for()


def test_two_phones_on_one_report_see_both_versions_and_lose_none(phone, cameras, live_server, client, cast, project):
    page = phone.open()
    client.force_login(cast.li)
    second = Phone(cameras, live_server.url, client.cookies["sessionid"].value)
    second.open()
    for each in (phone, second):
        each.go(f"report/{project.pk}")
        each.offline()
    fill(page, problems="先写的")
    fill(second.page, problems="后写的", invested_wan="777")
    hand_in(second.page)
    page.get_by_role("button", name="存到服务器").click()
    phone.offline(False)
    phone.delivered(1)
    second.offline(False)
    second.page.get_by_text("未送达").first.wait_for()
    second.page.locator(".outbox-row").click()
    second.page.get_by_text("李工刚刚改过这份月报").wait_for()
    second.page.get_by_role("button", name="对照两个版本").click()
    problems = second.page.locator(".versions", has_text="存在问题")
    assert problems.inner_text().split() == ["存在问题", "我的", "后写的", "李工", "先写的"]
    problems.get_by_label("先写的").check()
    second.page.get_by_role("button", name="就用这些").click()
    second.delivered(1)
    report = MonthlyReport.objects.get(project=project, month=JUNE)
    assert (report.state, report.problems, report.invested_wan) == (State.SUBMITTED, "先写的", 777)
    second.page.get_by_text("没选的版本").click()
    second.page.get_by_text("后写的").wait_for()
    second.close()


def test_a_refused_entry_is_mended_and_sent_again(phone, cast, project):
    page = phone.open()
    phone.offline()
    phone.go(f"report/{project.pk}")
    fill(page)
    hand_in(page)
    draft = reports.save(
        project, by=cast.lin, at=make.moment(2020, 6, 25), month=JUNE, invested_wan=1, problems="县里写的"
    )
    phone.offline(False)
    page.get_by_text("未送达").first.wait_for()
    page.locator(".outbox-row").click()
    page.get_by_role("button", name="打开修改").click()
    page.get_by_role("button", name="对照两个版本").click()
    page.get_by_role("button", name="全用林县的").click()
    page.get_by_role("button", name="就用这些").click()
    page.wait_for_url("**/chosen")
    page.fill("[name=physical_progress]", "核对过")
    hand_in(page)
    phone.delivered(1)
    draft.refresh_from_db()
    assert (draft.state, draft.problems, draft.physical_progress) == (State.SUBMITTED, "县里写的", "核对过")


def test_a_session_that_ended_keeps_everything_and_goes_on_after_a_log_in(phone, client, cast, project):
    page = phone.open()
    phone.context.clear_cookies(name="sessionid")
    phone.go(f"report/{project.pk}")
    fill(page)
    hand_in(page)
    page.get_by_text("请重新登录").wait_for()
    page.reload()
    page.get_by_text("请重新登录").first.wait_for()
    assert phone.states() == ["waiting"]
    client.force_login(cast.li)
    phone.log_in(client.cookies["sessionid"].value)
    page.reload()
    phone.delivered(1)


def test_another_account_sends_nothing_of_somebody_else(phone, client, cast, project):
    page = phone.open()
    phone.offline()
    phone.go(f"report/{project.pk}")
    fill(page)
    hand_in(page)
    page.get_by_text("等待发送").wait_for()
    client.force_login(cast.zhao)
    phone.log_in(client.cookies["sessionid"].value)
    phone.offline(False)
    page.reload()
    phone.go("outbox")
    page.get_by_text("手机里还有另一位同志的1件没有发出").wait_for()
    assert phone.states() == ["waiting"]
    client.force_login(cast.li)
    phone.log_in(client.cookies["sessionid"].value)
    page.reload()
    phone.delivered(1)
    assert MonthlyReport.objects.get(project=project, month=JUNE).submitted_by == cast.li


def test_what_storage_lost_the_rescue_file_brings_back(phone, cast, project, tmp_path):
    page = phone.open()
    phone.offline()
    phone.go(f"project/{project.pk}")
    phone.photograph("东段全景")
    phone.go(f"report/{project.pk}")
    fill(page)
    page.wait_for_timeout(600)
    phone.go("me")
    with page.expect_download() as saving:
        page.get_by_role("button", name="导出").click()
    file = tmp_path / saving.value.suggested_filename
    saving.value.save_as(file)
    page.goto("about:blank")
    phone.offline(False)
    page.goto(f"{phone.address}/about/")
    page.evaluate("new Promise(done => { indexedDB.deleteDatabase('yidan-field').onsuccess = done })")
    page = phone.open()
    assert phone.states() == []
    phone.go("me")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_text("已导入1件").wait_for()
    phone.delivered(1)
    assert Exhibit.objects.live().get().slot_name == "东段全景"
    phone.go(f"report/{project.pk}")
    assert page.input_value("[name=problems]") == "管线迁改慢"
    phone.go("me")
    page.set_input_files("input[type=file]", str(file))  # a second time doubles nothing
    page.get_by_text("已导入0件").wait_for()


def test_a_film_goes_with_its_picture(phone, cast, project):
    page = phone.open()
    phone.go(f"project/{project.pk}")
    page.get_by_role("button", name="再附别的图").click()
    page.locator(".choices-list").get_by_role("button", name="录像").click()
    page.locator(".shutter:not([disabled])").click()
    page.wait_for_timeout(1500)
    page.locator(".shutter.is-on").click()
    page.get_by_role("button", name="用这张").click()
    phone.delivered(1)
    capture = Capture.objects.get()
    assert (capture.file.kind, capture.poster.kind) == ("video", "photo")
    with Reader() as reader, store.opened(capture.file.sha256) as film:
        read = reader.read(film, "video")
    assert (read.reason, read.facts["seconds"] > 0.5, read.facts["width"] > 0) == ("", True, True)


def test_a_place_can_be_left_out_before_and_removed_after(phone, cast, project):
    page = phone.open()
    phone.go(f"project/{project.pk}")
    page.locator(".asked").get_by_role("button").click()
    page.get_by_text("附位置（精度8米）").wait_for()
    page.locator(".camera-place input").uncheck()
    page.locator(".shutter:not([disabled])").click()
    page.get_by_role("button", name="用这张").click()
    phone.delivered(1)
    assert Capture.objects.get().longitude is None


@pytest.mark.any_database
@pytest.mark.parametrize(("theme", "size"), [("light", "normal"), ("dark", "large")])
def test_no_screen_has_a_barrier_or_sticks_out(phone, project, theme, size):
    page = phone.open()
    phone.go("me")
    page.get_by_role("button", name="大字" if size == "large" else "标准").click()
    page.get_by_role("button", name="深色" if theme == "dark" else "浅色").click()
    phone.offline()
    phone.go(f"project/{project.pk}")
    phone.photograph("东段全景")
    for place in ("projects", "todo", "outbox", "me", f"project/{project.pk}", f"report/{project.pk}"):
        phone.go(place)
        page.wait_for_timeout(200)
        assert (place, page.evaluate(STICKS_OUT)) == (place, 0)
        assert (place, violations(page)) == (place, [])


def test_who_reports_nothing_is_told_no_deadline(cameras, live_server, client, cast, project):
    client.force_login(cast.he)
    phone = Phone(cameras, live_server.url, client.cookies["sessionid"].value)
    page = phone.open()
    expect(page.locator(".screen-head")).to_have_text("我的项目2020年6月")
    phone.close()


def test_the_camera_opens_without_words_over_its_shutter(phone, project):
    page = phone.open()
    phone.offline()
    phone.go(f"project/{project.pk}")
    phone.photograph("东段全景")
    page.get_by_text("已存好，放进待发").wait_for()
    page.get_by_role("button", name="再附别的图").or_(page.get_by_role("button", name="自愿附图")).click()
    page.locator(".choices-list").get_by_role("button", name="拍照").click()
    page.locator(".shutter:not([disabled])").wait_for()
    expect(page.locator(".toast")).to_have_count(0)


@pytest.mark.any_database
def test_in_english_no_word_of_the_app_is_chinese(phone, project):
    page = phone.open()
    phone.go("me")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Display").wait_for()
    phone.go("outbox")
    assert page.inner_text(".screen-head h1") == "Outbox"
    phone.go(f"report/{project.pk}")
    page.get_by_role("button", name="Submit").wait_for()
    assert not [letter for letter in page.inner_text(".tabs-bar") if "\u4e00" <= letter <= "\u9fff"]
    phone.go("me")
    page.get_by_role("button", name="Large").click()
    page.wait_for_timeout(200)
    for tab in page.locator(".tabs-bar a").all():  # with room at both sides, whatever the language and the type
        assert tab.evaluate("tab => tab.scrollWidth <= tab.clientWidth")
