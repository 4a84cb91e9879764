"""消息 and the calendar of one's own deadlines."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from tests import make
from tests.cast import assemble
from tests.matters.scene import Way
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.matters.models import Matter
from yidan.people.commands import notifying
from yidan.people.models import CalendarFeed, Notice

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
NOW = make.moment(2020, 5, 21, 10)


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return assemble()


@pytest.fixture
def matter(cast):
    return Way(cast).issued()


def test_the_inbox_holds_ones_own_and_the_badge_counts_the_unread(cast, matter, client):
    client.force_login(cast.li)
    assert "请于5月21日前签收" in client.get("/inbox/").content.decode()
    assert ">1<" in client.get("/inbox/badge/").content.decode()
    client.force_login(cast.zhao)
    assert "请于5月21日前签收" not in client.get("/inbox/?all").content.decode()
    assert client.get("/inbox/badge/").content.decode().strip() == ""


def test_a_tap_takes_note_and_leads_to_the_matter(cast, matter, client):
    client.force_login(cast.li)
    notice = Notice.objects.get(person=cast.li)
    answer = client.post("/inbox/read/", {"notices": notice.pk, "go": "1"})
    assert (answer.status_code, answer.url) == (302, f"/matters/{matter.pk}/")
    notice.refresh_from_db()
    assert notice.read_at == NOW
    assert client.post("/inbox/read/", {"notices": notice.pk, "go": "1"}).url == f"/matters/{matter.pk}/"
    assert Entry.objects.filter(verb="notice.read").count() == 1
    assert "10:00 阅" in client.get("/inbox/?all").content.decode()


def test_nobody_takes_note_for_another(cast, matter, client):
    client.force_login(cast.zhao)
    client.post("/inbox/read/", {"notices": Notice.objects.get(person=cast.li).pk, "go": "1"})
    assert Notice.objects.get(person=cast.li).read_at is None


def test_a_whole_page_is_noted_in_one_act(cast, client):
    for number in range(3):
        notifying.notify([cast.li], f"第{number}件", about=cast.owner, verb=Verb.MATTER_SIGN_FOR, at=NOW)
    client.force_login(cast.li)
    numbers = re.findall(r'name="notices" value="(\d+)"', client.get("/inbox/").content.decode())
    client.post("/inbox/read/", {"notices": sorted(set(numbers))})
    assert Notice.objects.filter(read_at=NOW).count() == 3
    assert "没有未读消息" in client.get("/inbox/").content.decode()


def test_the_inbox_asks_no_more_for_more_notices(cast, client, django_assert_max_num_queries):
    for number in range(60):
        notifying.notify([cast.li], f"第{number}件", about=cast.owner, verb=Verb.MATTER_SIGN_FOR, at=NOW)
    client.force_login(cast.li)
    client.get("/inbox/")
    with django_assert_max_num_queries(10):
        client.get("/inbox/")


# --- the calendar ---


def opened(client):
    client.post("/inbox/calendar/open/")
    return re.search(r'value="http://[^/]+(/calendar/[\w-]+\.ics)"', client.get("/inbox/").content.decode())[1]


def test_the_address_is_shown_once_and_opens_without_a_log_in(cast, matter, client):
    client.force_login(cast.li)
    address = opened(client)
    assert address not in client.get("/inbox/").content.decode()
    client.logout()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert address.split("/")[-1][:-4] not in str(CalendarFeed.objects.values())


def test_the_calendar_holds_ones_own_next_steps(cast, matter, client):
    client.force_login(cast.li)
    (event,) = Calendar.from_ical(client.get(opened(client)).content).events
    assert (str(event["summary"]), event["dtstart"].dt, event["dtend"].dt) == (
        f"签收：{matter.number} 进场道路被阻工", date(2020, 5, 21), date(2020, 5, 22),
    )  # fmt: skip
    assert isinstance(event["dtstamp"].dt, datetime)
    client.force_login(cast.zhao)
    assert Calendar.from_ical(client.get(opened(client)).content).events == []


def test_a_closed_address_and_a_guessed_one_are_not_there(cast, client):
    client.force_login(cast.li)
    address = opened(client)
    client.post("/inbox/calendar/close/")
    assert client.get(address).status_code == 404
    assert client.get("/calendar/guess.ics").status_code == 404


def test_who_left_has_no_calendar(cast, client):
    from yidan.people.commands import person

    client.force_login(cast.zhao)
    address = opened(client)
    person.retire(cast.zhao, by=cast.guan, at=NOW, reason="离职")
    assert client.get(address).status_code == 404


def test_ical_js_reads_the_same(cast, matter, client, tmp_path):
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules" / "ical.js").is_dir():
        pytest.skip("no Node or no ical.js: make setup")
    Matter.objects.filter(pk=matter.pk).update(title="进场道路被阻工，须“两区”协调；" + "很长的标题" * 12)
    client.force_login(cast.li)
    path = tmp_path / "a.ics"
    path.write_bytes(client.get(opened(client)).content)
    script = (
        "import ICAL from 'ical.js'; import fs from 'fs';"
        "const c = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[1], 'utf8')));"
        "console.log(JSON.stringify(c.getAllSubcomponents('vevent').map(v => new ICAL.Event(v))"
        ".map(e => [e.summary, e.startDate.toString(), e.endDate.toString(), e.uid])));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "-e", script, str(path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stderr == ""
    (read,) = json.loads(done.stdout)
    expected = "进场道路被阻工，须“两区”协调；" + "很长的标题" * 12
    assert read == [
        f"签收：{matter.number} {expected}",
        "2020-05-21",
        "2020-05-22",
        f"matter-{matter.pk}-matter.sign_for@yidan",
    ]


# --- the proof ---


def told_page(client, person, matter):
    client.force_login(person)
    return client.get(f"/matters/{matter.pk}/told/", HTTP_HX_REQUEST="true").content.decode()


def test_the_office_reads_who_was_told_when_by_which_channel_and_noted_when(cast, matter, client):
    notice = Notice.objects.get(person=cast.li)
    text = told_page(client, cast.wang, matter)
    assert ("李工 · 渌江投资 · 站内消息" in text, "未阅" in text) == (True, True)
    notifying.delivered([notice], "dingtalk-1", at=NOW)
    notifying.read(cast.li, by=cast.li, at=NOW, notices=[notice.pk])
    text = told_page(client, cast.wang, matter)
    assert ("钉钉" in text, "送达" in text, "10:00 阅" in text, "未阅" in text) == (True, True, True, False)


def test_others_read_of_their_own_unit_only_and_strangers_nothing(cast, matter, client):
    assert "李工" in told_page(client, cast.li, matter)
    assert "李工" not in told_page(client, cast.bu, matter)
    client.force_login(cast.zhao)
    assert client.get(f"/matters/{matter.pk}/told/").status_code == 404
