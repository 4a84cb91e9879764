"""Large files from a desk: sent ahead of the form, through cuts, and named in it; a rescue file goes in parts."""

from __future__ import annotations

import hashlib
import json
import random
from uuid import uuid4

import pytest
from django.test import Client

from tests import make
from tests.journeys.conftest import violations
from tests.journeys.weather import Weather
from yidan.evidence.models import File, Receipt
from yidan.ledger.models import Attachment, Exhibit
from yidan.patrol.models import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEGABYTE = 1024 * 1024
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def film(megabytes, seed=1):
    return FILM + random.Random(seed).randbytes(megabytes * MEGABYTE)


@pytest.fixture
def project(people):
    made = make.project(people, "渌江大道提质改造")
    make.plan(people, made)
    return made


@pytest.fixture
def desk(page, live_server, people):
    """李工 at a desk, behind bad weather."""
    weather = Weather(int(live_server.url.rsplit(":", 1)[1]))
    page.weather, page.address = weather, f"http://127.0.0.1:{weather.port}"
    client = Client()
    client.force_login(people.li)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.address}])
    yield page
    weather.close()


def test_a_film_goes_ahead_through_cuts_and_the_form_names_it(desk, project, tmp_path):
    body = film(12)
    (tmp_path / "塔吊.mp4").write_bytes(body)
    desk.weather.cut_every_bytes, desk.weather.cuts_left = 4 * MEGABYTE, 3
    desk.goto(f"{desk.address}/projects/{project.pk}/exhibits/")
    desk.set_input_files("input[type=file]", str(tmp_path / "塔吊.mp4"))
    desk.fill("[name=caption]", "塔吊安装")
    desk.get_by_role("button", name="附佐证").click()
    desk.locator("[data-ahead-list] li").first.wait_for()
    assert violations(desk) == []
    desk.wait_for_url(f"**/projects/{project.pk}/**#pictures", timeout=120_000)
    made = Exhibit.objects.live().get()
    assert (made.caption, made.capture.file.sha256) == ("塔吊安装", hashlib.sha256(body).hexdigest())
    assert desk.weather.cuts > 0
    assert desk.weather.sent_up < 1.6 * len(body)


def test_a_film_of_a_visit_goes_ahead_of_its_page_too(desk, people, project, tmp_path):
    body = film(9, seed=3)
    (tmp_path / "边坡.mp4").write_bytes(body)
    client = Client()
    client.force_login(people.chen)
    session = client.cookies["sessionid"].value
    desk.context.add_cookies([{"name": "sessionid", "value": session, "url": desk.address}])
    desk.weather.cut_every_bytes, desk.weather.cuts_left = 4 * MEGABYTE, 2
    desk.goto(f"{desk.address}/projects/{project.pk}/visits/new/")
    desk.get_by_label("形象进度").fill("路基完成九成")
    desk.get_by_text("附照片、改时间").click()
    desk.set_input_files("input[type=file]", str(tmp_path / "边坡.mp4"))
    desk.get_by_role("button", name="记巡查").click()
    desk.locator("[data-ahead-list] li").first.wait_for()
    desk.wait_for_url("**/visits/*/?new", timeout=120_000)
    shown = Visit.objects.get().exhibits.select_related("capture__file").get()
    assert shown.capture.file.sha256 == hashlib.sha256(body).hexdigest()
    assert desk.weather.cuts > 0
    assert desk.weather.sent_up < 1.6 * len(body)


def test_a_file_of_a_project_goes_ahead_too(desk, project, tmp_path):
    body = film(9, seed=4)
    (tmp_path / "吊装.mp4").write_bytes(body)
    desk.weather.cut_every_bytes, desk.weather.cuts_left = 4 * MEGABYTE, 2
    desk.goto(f"{desk.address}/projects/{project.pk}/attachments/")
    desk.set_input_files("input[type=file]", str(tmp_path / "吊装.mp4"))
    desk.get_by_role("button", name="附文件").click()
    desk.locator("[data-ahead-list] li").first.wait_for()
    assert violations(desk) == []
    desk.wait_for_url(f"**/projects/{project.pk}/**#files", timeout=120_000)
    made = Attachment.objects.live().get()
    assert (made.title, made.file.sha256) == ("吊装.mp4", hashlib.sha256(body).hexdigest())
    assert desk.weather.cuts > 0
    assert desk.weather.sent_up < 1.6 * len(body)


def test_what_is_no_evidence_but_may_be_a_project_s_file_goes_with_the_form(desk, project, tmp_path):
    body = b"PK\x03\x04" + random.Random(5).randbytes(5 * MEGABYTE)
    for name in ("图纸.zip", "图纸.pdf"):  # told by its name at once; only by what the server said of the content
        (tmp_path / name).write_bytes(body)
        desk.goto(f"{desk.address}/projects/{project.pk}/attachments/")
        desk.set_input_files("input[type=file]", str(tmp_path / name))
        desk.get_by_role("button", name="附文件").click()
        desk.wait_for_url(f"**/projects/{project.pk}/**#files", timeout=60_000)
        assert Attachment.objects.live().get().title == name
        Attachment.objects.all().delete()


def test_without_script_the_form_carries_the_film(browser, live_server, people, project, tmp_path):
    body = film(6, seed=6)
    (tmp_path / "a.mp4").write_bytes(body)
    client = Client()
    client.force_login(people.li)
    session = client.cookies["sessionid"].value
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/projects/{project.pk}/attachments/")
    page.set_input_files("input[type=file]", str(tmp_path / "a.mp4"))
    page.get_by_role("button", name="附文件").click()
    page.wait_for_url(f"**/projects/{project.pk}/**", timeout=60_000)
    assert Attachment.objects.live().get().file.sha256 == hashlib.sha256(body).hexdigest()
    context.close()


def test_what_was_stopped_goes_on_at_the_byte_when_the_file_is_chosen_again(desk, project, tmp_path):
    body = film(16, seed=2)
    (tmp_path / "a.mp4").write_bytes(body)
    address = f"{desk.address}/projects/{project.pk}/exhibits/"
    desk.goto(address)
    slow = desk.context.new_cdp_session(desk)
    slow.send("Network.enable")
    pace = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 2 * MEGABYTE}
    slow.send("Network.emulateNetworkConditions", pace)
    desk.set_input_files("input[type=file]", str(tmp_path / "a.mp4"))
    desk.get_by_role("button", name="附佐证").click()
    desk.get_by_text("MB，").first.wait_for()
    desk.wait_for_timeout(3000)
    desk.get_by_role("button", name="停止").click()
    desk.get_by_text("已停止，已收到的部分都在").wait_for()
    slow.send("Network.emulateNetworkConditions", pace | {"uploadThroughput": -1})
    before = desk.weather.sent_up
    assert 0 < before < len(body)
    desk.goto(address)  # another day
    desk.set_input_files("input[type=file]", str(tmp_path / "a.mp4"))
    desk.get_by_role("button", name="附佐证").click()
    desk.wait_for_url("**#pictures", timeout=60_000)
    assert Exhibit.objects.live().get().capture.file.sha256 == hashlib.sha256(body).hexdigest()
    assert desk.weather.sent_up - before < len(body)


def test_a_refused_file_says_why_and_sends_nothing(desk, project, tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"MZ" + film(5))
    desk.goto(f"{desk.address}/projects/{project.pk}/exhibits/")
    desk.set_input_files("input[type=file]", str(tmp_path / "a.mp4"))
    desk.get_by_role("button", name="附佐证").click()
    desk.locator("[data-note]", has_text="a.mp4").wait_for()
    assert (Exhibit.objects.count(), Receipt.objects.count()) == (0, 0)
    assert desk.get_by_role("button", name="附佐证").is_enabled()


def test_a_rescue_file_goes_in_parts_and_its_acts_follow(desk, people, project, tmp_path):
    entries, files, bodies = [], [], []
    for number in range(3):
        body = film(3, seed=10 + number) if number < 2 else b"MZ not a film"
        sha256 = hashlib.sha256(body).hexdigest()
        item = {
            "key": str(uuid4()), "verb": "exhibit.add", "subject": {"type": "project", "id": project.pk},
            "at": "2020-06-24T10:00:00Z", "args": {"month": "2020-06"}, "state": "waiting",
            "evidence": [{"sha256": sha256, "origin": "camera"}],
        }  # fmt: skip
        entries.append({"title": f"第{number + 1}件", "items": [item]})
        files.append({"sha256": sha256, "size": len(body), "type": "video/mp4", "name": f"{number}.mp4"})
        bodies.append(body)
    told = {"device": "d", "person": {"id": people.li.pk}, "entries": entries, "drafts": [], "files": files}
    place = tmp_path / "all.yidan"
    place.write_bytes(b"YIDAN1\n" + json.dumps(told).encode() + b"\n" + b"".join(bodies))
    desk.weather.cut_every_bytes, desk.weather.cuts_left = 4 * MEGABYTE, 1
    desk.goto(f"{desk.address}/field/rescue/")
    desk.set_input_files("input[type=file]", str(place))
    desk.get_by_role("button", name="上传", exact=True).click()
    desk.locator("table tbody tr").nth(2).wait_for(timeout=60_000)
    said = desk.locator("table tbody tr").all_inner_texts()
    assert ["已送达" in each for each in said] == [True, True, False]
    assert "“2.mp4”" in said[2]
    assert File.objects.count() == Exhibit.objects.live().count() == 2
