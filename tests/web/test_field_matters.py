"""The one list on a phone: what it keeps of it, and the acts that come later, once, or are refused with a sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.cast import assemble
from tests.matters.scene import DUE
from tests.web.test_field import act, answers, brought, picture
from tests.web.test_matters import today
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.matters.commands import asking
from yidan.matters.models import Matter
from yidan.matters.states import ProblemType, State
from yidan.web.field import items, matters, sync

pytestmark = pytest.mark.django_db
DAY = make.moment(2020, 5, 28)


@pytest.fixture
def cast(monkeypatch):
    today(monkeypatch, DAY)
    return assemble()


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def li(cast):
    return logged_in(cast.li)


@pytest.fixture
def bu(cast):
    return logged_in(cast.bu)


def kept(client):
    return client.get("/field/data/").json()["matters"]


def on(matter, verb, **said):
    said.setdefault("at", timezone.now().isoformat())
    return act(verb, matter, **said)


# --- what the phone keeps -----------------------------------------------------------------------------------


def test_the_phone_keeps_ones_open_matters_by_deadline_with_whose_turn_it_is(cast, way, li, bu):
    issued = way.issued(title="进场道路被阻工")
    applied = way.applied(title="电力线路迁改")
    way.closed(title="早已办完")
    first, second = kept(li)
    assert (first["id"], first["is_mine"], first["acts"]) == (issued.pk, True, ["matter.sign_for", "matter.decline"])
    assert (first["turn"], first["step"]) == ("渌江投资", "签收")
    assert (second["id"], second["is_mine"], second["acts"]) == (applied.pk, False, [])
    assert (second["turn"], second["step"]) == (str(cast.bureau), "核查")
    assert dict(first["texts"])["销号标准"] == "道路畅通，连续七日无阻工"
    verifying = {each["id"]: each for each in kept(bu)}
    assert verifying[applied.pk]["acts"] == ["matter.verify", "matter.send_back"]
    assert verifying[issued.pk]["acts"] == []


def test_what_follows_signing_is_known_before_it(cast, way, li):
    way.issued()
    assert kept(li)[0]["then"] == [
        "matter.plan", "matter.reply", "matter.ask_extension", "matter.apply_close_out",
    ]  # fmt: skip


def test_while_more_time_is_asked_for_it_is_not_asked_again(cast, way, li):
    asking.ask_extension(way.running(), by=cast.li, at=way.at(22), until_on=DUE + timedelta(days=9), reason="连续降雨")
    (row,) = kept(li)
    assert (row["asked_until"], row["acts"]) == ("2020-07-09", ["matter.plan", "matter.reply"])


def test_somebody_else_keeps_nothing_of_it(cast, way):
    way.running()
    assert kept(logged_in(cast.zhao)) == []
    assert logged_in(cast.zhao).get("/field/data/").json()["acts"]["matter.reply"]["label"] == "反馈"


def test_the_office_is_not_offered_to_act_for_a_unit(cast, way):
    way.issued()
    assert [row["acts"] for row in kept(logged_in(cast.wang))] == []


@pytest.mark.parametrize("count", [1, 12])
def test_twelve_matters_cost_no_more_queries_than_one(cast, way, li, count, django_assert_max_num_queries):
    for _each in range(count):
        way.planned()
    with django_assert_max_num_queries(31):
        assert len(kept(li)) == count


def test_every_act_on_the_phone_is_one_that_sync_takes_and_its_fields_are_the_commands(cast):
    for verb, said in matters.acts(cast.li).items():
        subjects, arguments = items.TABLE[verb]
        assert subjects == {"matter"}
        assert [each["name"] for each in said["fields"]] == list(arguments)
        assert Verb(verb) in sync.PERFORM


# --- acts ---------------------------------------------------------------------------------------------------


def test_signed_and_answered_offline_in_one_go(cast, way, li):
    matter = way.issued(evidence_asked="现场照片", evidence_reason="看是否畅通")
    went = timezone.now() - timedelta(hours=20)
    signing = on(matter, "matter.sign_for", at=went.isoformat())
    brought(cast.li, b"\xff\xd8\xff road")
    reply = on(matter, "matter.reply", text="已清障", percent="60", after=signing["key"],
               evidence=[picture(b"\xff\xd8\xff road")])  # fmt: skip
    assert [each["state"] for each in answers(li, signing, reply)] == ["done", "done"]
    matter.refresh_from_db()
    said = matter.replies.get()
    assert (matter.state, matter.signed_at, matter.duty_person) == (State.RUNNING, went, cast.li)
    assert (said.text, said.percent, said.evidence.get().capture.origin) == ("已清障", 60, "camera")


def test_replay_is_harmless_and_a_reply_whose_signing_was_refused_waits(cast, way, li):
    matter = way.running()
    sent = on(matter, "matter.reply", text="已清障")
    assert answers(li, sent) == answers(li, sent)
    assert matter.replies.count() == 1
    signing = on(matter, "matter.sign_for")
    after = on(matter, "matter.reply", text="又清", after=signing["key"])
    first, second = answers(li, signing, after)
    assert (first["state"], "签收" in first["sentence"]) == ("refused", True)
    assert (second["state"], second["missing"]) == ("waiting", [])


def test_of_two_phones_the_later_one_is_refused_with_a_sentence(cast, way, bu):
    matter = way.applied()
    passed = on(matter, "matter.verify", way="on_site", verifiers="卜建、程远", opinion="道路畅通")
    back = on(matter, "matter.send_back", reason="仍有堆土", way="on_site", verifiers="卜建、程远")
    assert answers(bu, passed)[0]["state"] == "done"
    (late,) = answers(
        logged_in(cast.bu), on(matter, "matter.verify", way="paper", verifiers="卜建、程远", opinion="可")
    )
    assert (late["state"], bool(late["sentence"])) == ("refused", True)
    assert "只有市项目办可以退回" in answers(bu, back)[0]["sentence"]


@pytest.mark.parametrize(("verb", "said", "words"), [
    ("matter.reply", {"text": " "}, "请写明进展情况"), ("matter.reply", {}, "少了必要的内容"),
    ("matter.reply", {"text": "已办", "percent": "一半"}, "要填整数"),
    ("matter.reply", {"text": "已办", "percent": "101"}, "0到100"),
    ("matter.ask_extension", {"until_on": "2020-06-01", "reason": "雨"}, "要晚于"),
    ("matter.ask_extension", {"until_on": "soon", "reason": "雨"}, "日期无法识别"),
    ("matter.verify", {"way": "paper", "verifiers": "卜建", "opinion": "可"}, "没有这项权限"),
])  # fmt: skip
def test_what_does_not_hold_is_said(cast, way, li, verb, said, words):
    matter = way.running()
    (answer,) = answers(li, on(matter, verb, **said))
    assert (answer["state"], words in answer["sentence"]) == ("refused", True), answer["sentence"]


def test_without_the_evidence_that_was_asked_for_nothing_is_applied(cast, way, li):
    matter = way.planned(evidence_asked="现场照片", evidence_reason="看是否畅通")
    (answer,) = answers(li, on(matter, "matter.apply_close_out", statement="已畅通"))
    assert answer["sentence"] == "销号需要佐证：现场照片；因为看是否畅通。"
    (answer,) = answers(li, on(matter, "matter.apply_close_out", statement="已畅通", evidence=[picture()]))
    assert (answer["state"], len(answer["missing"])) == ("waiting", 1)


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_ten_years_off_moves_no_deadline(cast, way, li, years):
    matter = way.issued()
    claimed = timezone.now() + timedelta(days=365 * years)
    assert answers(li, on(matter, "matter.sign_for", at=claimed.isoformat()))[0]["state"] == "done"
    matter.refresh_from_db()
    assert abs(matter.signed_at - timezone.now()) < timedelta(days=1)


def test_more_time_is_asked_for_by_the_day_it_is_received(cast, way, monkeypatch):
    matter = way.running()
    today(monkeypatch, make.moment(2020, 6, 30))
    claimed = make.moment(2020, 6, 24).isoformat()
    (answer,) = answers(
        logged_in(cast.li), on(matter, "matter.ask_extension", at=claimed, until_on="2020-07-05", reason="连续降雨")
    )
    assert "现已来不及" in answer["sentence"]


def test_a_matter_that_one_may_not_see_is_not_there(cast, way):
    matter = way.issued()
    (answer,) = answers(logged_in(cast.zhao), on(matter, "matter.sign_for"))
    assert answer["sentence"].startswith("找不到要办的项目、事项或佐证")


def test_a_reports_problem_becomes_a_matter_in_its_own_words(cast, li):
    project = make.project(cast, "渌江大道提质改造")
    said = act("matter.raise", project, source="2020年5月月报", source_quote="征地拆迁未完成；雨季将至", title="")
    assert answers(li, said)[0]["state"] == answers(li, said)[0]["state"] == "done"
    matter = Matter.objects.get()
    assert (matter.title, matter.problem_type, matter.source) == (
        "征地拆迁未完成",
        ProblemType.LAND_CLEARANCE,
        "2020年5月月报",
    )
    assert list(matter.projects.all()) == [project]
    assert Entry.objects.filter(verb="matter.raise").count() == 1
