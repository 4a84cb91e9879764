"""The field app's server side: what the phone keeps, the acts that it sends, and everything hostile that could come."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests import make
from tests.cast import AT
from yidan.evidence.commands import keep
from yidan.evidence.models import Capture
from yidan.kernel.journal import Entry
from yidan.kernel.policy import Role
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.commands import exhibit, milestone
from yidan.ledger.models import Exhibit, Milestone
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State
from yidan.web import navigation
from yidan.web.field import items, nonce

pytestmark = pytest.mark.django_db
JUNE = "2020-06"


@pytest.fixture
def li(cast):
    client = Client()
    client.force_login(cast.li)
    return client


def send(client, *sent, **more):
    return client.post("/sync/", json.dumps({"device": "phone-1", "items": sent, **more}), "application/json")


def answers(client, *sent):
    response = send(client, *sent)
    assert response.status_code == 200, response.content
    return response.json()["answers"]


def saving(project, **args):
    return act("report.save", project, month=JUNE, **args)


def act(verb, subject, *, key="", after="", at="2020-06-24T10:00:00+08:00", evidence=(), **args):
    kind = subject._meta.model_name
    sent = {
        "key": key or str(uuid4()),
        "verb": verb,
        "subject": {"type": kind, "id": subject.pk},
        "at": at,
        "args": args,
    }
    return sent | ({"after": after} if after else {}) | ({"evidence": list(evidence)} if evidence else {})


def picture(data=b"\xff\xd8\xff picture", **more):
    import hashlib

    return {"sha256": hashlib.sha256(data).hexdigest(), "origin": "camera", **more}


def brought(person, data=b"\xff\xd8\xff picture", media_type="image/jpeg"):
    return keep(person.unit, by=person, at=timezone.now(), name="a.jpg", data=data, media_type=media_type)


# --- what the phone keeps -----------------------------------------------------------------------------------


def test_the_phone_keeps_its_own_projects_with_last_month_and_what_is_asked(cast, project, li):
    foreign = make.project(cast, "攸水新城", unit=cast.other_county, owner_unit=cast.other_owner)
    make.plan(cast, foreign)
    make.accepted(cast, project, Month(2020, 5), 1100, physical_progress="主体封顶")
    make.report(cast, project, Month(2020, 6), "12o0", problems="征地")
    milestone.set(project, by=cast.wang, at=AT, name="封顶", planned_on=date(2020, 9, 1))
    exhibit.set(project, by=cast.wang, at=AT, name="全景", reason="看进度", asking="on_milestone", milestone="封顶")
    said = li.get("/field/data/").json()
    assert said["person"] == {"id": cast.li.pk, "name": "李工", "unit": "渌江投资"}
    assert [each["name"] for each in said["projects"]] == ["渌江大道提质改造"]
    kept = said["projects"][0]
    assert (said["month"], kept["may_report"], kept["may_show"]) == (JUNE, True, True)
    assert kept["past"] == [
        {"month": "2020-05", "invested": "1100000000", "physical_progress": "主体封顶", "problems": "征地拆迁未完成",
         "needs": "", "next_step": ""}
    ]  # fmt: skip
    assert kept["report"]["fields"]["invested"] == "12o0"
    assert kept["situation"]["year_before"] == "1100000000"
    assert kept["situation"]["milestones"] == [[Milestone.objects.live().get().pk, "封顶", "2020-09-01", "", ""]]
    assert [(slot["name"], slot["reason"], slot["is_asked"]) for slot in kept["slots"]] == [("全景", "看进度", False)]


def test_an_amount_in_hand_is_not_counted_twice(cast, project, li):
    make.accepted(cast, project, Month(2020, 5), 1100)
    make.report(cast, project, Month(2020, 6), 300)
    assert li.get("/field/data/").json()["projects"][0]["situation"]["to_date_before"] == "1100000000"


@pytest.mark.parametrize("count", [1, 40])
def test_forty_projects_cost_no_more_queries_than_one(cast, li, count, django_assert_max_num_queries):
    for _each in range(count):
        made = make.project(cast)
        make.plan(cast, made)
        make.report(cast, made, Month(2020, 6), 100)
        exhibit.set(made, by=cast.wang, at=AT, name="全景", reason="看进度", asking="on_sampling", rate_percent=50)
    with django_assert_max_num_queries(27):
        said = li.get("/field/data/").json()
    assert len(said["projects"]) == count


def test_what_has_not_changed_is_not_sent_again_but_a_nonce_is(cast, project, li):
    first = li.get("/field/data/")
    again = li.get("/field/data/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Yidan-Nonce"] != again["Yidan-Nonce"]
    make.report(cast, project, Month(2020, 6), 100)
    assert li.get("/field/data/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_leader_keeps_the_city_without_a_form(cast, project):
    make.report(cast, project, Month(2020, 6), 100)
    client = Client()
    client.force_login(cast.he)
    said = client.get("/field/data/").json()
    assert [(each["may_report"], each["may_show"]) for each in said["projects"]] == [(False, False)]
    assert said["units"] == []


def test_sentences_come_in_the_language_of_the_app(cast, project, li):
    chinese = li.get("/field/data/").json()["words"]
    english = li.get("/field/data/", headers={"Yidan-Language": "en"}).json()["words"]
    assert chinese["states"]["submitted"] == "已报送"
    assert english["states"]["submitted"] != "已报送"


# --- acts ---------------------------------------------------------------------------------------------------


def test_a_report_written_offline_is_kept_and_handed_in(cast, project, li):
    kept = saving(project, invested="1,200", physical_progress="封顶", problems="征地", answers={"negative": "冲减"})
    handed_in = act("report.submit", project, month=JUNE, after=kept["key"])
    said = answers(li, kept, handed_in)
    assert [each["state"] for each in said] == ["done", "done"]
    report = MonthlyReport.objects.get()
    assert (report.state, report.invested_wan, report.reporter) == (State.SUBMITTED, Decimal(1200), cast.li)
    assert said[0]["seen_at"] == report.saved_at.isoformat()


def test_replay_is_harmless(cast, project, li):
    sent = [saving(project, invested="1", physical_progress="封顶", problems="征地")]
    sent.append(act("report.submit", project, month=JUNE, after=sent[0]["key"]))
    first = answers(li, *sent)
    before = Entry.objects.count()
    assert answers(li, *sent) == first
    assert answers(li, sent[1]) == first[1:]
    assert Entry.objects.count() == before


def test_one_bad_item_does_not_harm_the_others(cast, project, li):
    good, lone = saving(project, invested="5"), saving(project, invested="6")
    bad = [{"key": "x"}, None, [], 7, "report.save", act("project.merge", project), act("report.save", project)]
    bad += [saving(project, invested={"a": 1}), saving(project, problems="\ud800"), saving(project, problems="\0")]
    said = answers(li, *bad, good, {**lone, "key": "not a uuid"})
    assert [each["state"] for each in said] == ["refused"] * len(bad) + ["done", "refused"]
    assert all(each["sentence"] for each in said if each["state"] == "refused")
    assert MonthlyReport.objects.get().invested_wan == 5


def test_a_report_whose_keeping_was_refused_is_not_handed_in(cast, project, li):
    make.report(cast, project, Month(2020, 6), 77, by=cast.lin, problems="征地")
    kept = saving(project, invested="5", physical_progress="封顶")
    said = answers(li, kept, act("report.submit", project, month=JUNE, after=kept["key"]))
    assert [each["state"] for each in said] == ["refused", "waiting"]
    assert MonthlyReport.objects.get().state == State.DRAFT


def test_of_two_phones_the_later_one_sees_both_versions_and_nothing_is_lost(cast, project, li):
    start = answers(li, saving(project, invested="1", problems="甲"))[0]["seen_at"]
    assert answers(li, saving(project, seen_at=start, invested="2", problems="乙"))[0]["state"] == "done"
    late = answers(li, saving(project, seen_at=start, invested="3", problems="丙"))[0]
    assert (late["state"], late["theirs"]["reporter"]) == ("refused", "李工")
    assert (late["theirs"]["fields"]["invested"], late["theirs"]["fields"]["problems"]) == ("2", "乙")
    chosen = answers(li, saving(project, seen_at=late["theirs"]["saved_at"], invested="3", problems="乙"))[0]
    assert chosen["state"] == "done"
    assert MonthlyReport.objects.get().invested_wan == 3


def test_what_another_wrote_since_is_not_handed_in_unread(cast, project, li):
    kept = saving(project, invested="1", physical_progress="封顶", problems="征地")
    answers(li, kept)
    reports.save(project, by=cast.lin, at=timezone.now(), month=Month(2020, 6), problems="别的")
    said = answers(li, act("report.submit", project, month=JUNE, after=kept["key"]))[0]
    assert (said["state"], said["theirs"]["fields"]["problems"]) == ("refused", "别的")


def test_a_report_already_handed_in_is_refused_with_what_was_handed_in(cast, project, li):
    make.report(cast, project, Month(2020, 6), 77, state=State.SUBMITTED, problems="征地")
    said = answers(li, saving(project, invested="5"))[0]
    assert (said["state"], said["theirs"]["state"]) == ("refused", "submitted")
    assert "已报送" in said["sentence"]


@pytest.mark.parametrize("years", [-10, 10])
def test_a_phones_clock_may_claim_and_the_receipt_decides(cast, project, li, years):
    claimed = timezone.now() + timedelta(days=365 * years)
    before = timezone.now()
    kept = act(
        "report.save", project, month=JUNE, at=claimed.isoformat(), invested="1", physical_progress="封", problems="征"
    )
    later = act("report.submit", project, month=JUNE, at=claimed.isoformat(), after=kept["key"])
    assert [each["state"] for each in answers(li, kept, later)] == ["done", "done"]
    entry, report = Entry.objects.get(verb="report.submit"), MonthlyReport.objects.get()
    assert entry.at == claimed
    assert before < entry.recorded_at == report.submitted_at < timezone.now()
    ahead = str(Month.of(beijing_day(timezone.now())) + 1)
    kept = act(
        "report.save", project, month=ahead, at=claimed.isoformat(), invested="1", physical_progress="封", problems="征"
    )
    later = act("report.submit", project, month=ahead, at=claimed.isoformat(), after=kept["key"])
    assert [each["state"] for each in answers(li, kept, later)] == ["done", "refused"]


@pytest.mark.parametrize("claim", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "yesterday", None, 7, {}])
def test_a_claim_that_is_no_time_is_the_time_of_receipt(cast, project, li, claim):
    assert answers(li, {**saving(project, invested="1"), "at": claim})[0]["state"] == "done"
    entry = Entry.objects.get(verb="report.save")
    assert entry.at == entry.recorded_at


def test_a_milestone_is_moved_by_whatever_version_the_phone_knows(cast, project, li):
    old = milestone.set(project, by=cast.wang, at=AT, name="封顶", planned_on=date(2020, 9, 1))
    milestone.forecast(old, by=cast.wang, at=AT, forecast_on=date(2020, 8, 1))
    assert answers(li, act("milestone.reach", old, actual_on="2020-06-20"))[0]["state"] == "done"
    assert Milestone.objects.live().get().actual_on == date(2020, 6, 20)
    said = answers(li, act("milestone.forecast", old, forecast_on="never"), act("milestone.reach", old))
    assert [each["state"] for each in said] == ["refused", "refused"]


# --- pictures -----------------------------------------------------------------------------------------------


def test_a_picture_waits_for_its_file_and_is_added_once_it_arrived(cast, project, li):
    given = li.get("/field/data/")["Yidan-Nonce"]
    sent = act(
        "exhibit.add", project, month=JUNE, caption="东侧",
        evidence=[picture(taken_at="2020-06-24T09:00:00+08:00", nonce=given,
                          place={"longitude": 113.5, "latitude": 27.65, "accuracy_m": 8.4, "datum": "wgs84"})],
    )  # fmt: skip
    sha = sent["evidence"][0]["sha256"]
    said = answers(li, sent)[0]
    assert (said["state"], said["missing"]) == ("waiting", [sha])
    brought(cast.zhao)  # somebody else's receipt is not his
    assert answers(li, sent)[0]["state"] == "waiting"
    brought(cast.li)
    said = answers(li, sent)[0]
    assert (said["state"], list(said["receipts"]), said["subject"]["type"]) == ("done", [sha], "exhibit")
    assert answers(li, sent)[0] == said
    capture = Capture.objects.get()
    assert (capture.longitude, capture.accuracy_m, capture.device) == (Decimal("113.5"), 8, "phone-1")
    assert (capture.nonce_fault, capture.nonce_at <= capture.received_at) == ("", True)
    assert Exhibit.objects.live().count() == 1


def test_a_film_waits_for_its_picture_too(cast, project, li):
    film, cover = b"\0\0\0\x18ftypmp42 film", b"\xff\xd8\xff cover"
    sent = act("exhibit.add", project, month=JUNE, evidence=[picture(film, poster=picture(cover)["sha256"])])
    brought(cast.li, film, "video/mp4")
    assert answers(li, sent)[0]["missing"] == [picture(cover)["sha256"]]
    brought(cast.li, cover)
    assert answers(li, sent)[0]["state"] == "done"
    assert Capture.objects.get().poster.sha256 == picture(cover)["sha256"]


def test_a_place_can_be_taken_away_and_a_picture_withdrawn(cast, project, li):
    brought(cast.li)
    place = {"longitude": 113.5, "latitude": 27.65}
    made = answers(li, act("exhibit.add", project, month=JUNE, evidence=[picture(place=place)]))[0]
    shown = Exhibit.objects.get(pk=made["subject"]["id"])
    assert answers(li, act("capture.remove_place", shown))[0]["state"] == "done"
    assert Capture.objects.get().longitude is None
    assert answers(li, act("exhibit.withdraw", shown, reason="拍错了"))[0]["state"] == "done"
    assert answers(li, act("exhibit.withdraw", shown, reason="拍错了"))[0]["state"] == "refused"


@pytest.mark.parametrize(
    "place",
    [None, 1, "x", {}, {"longitude": 113.5}, {"longitude": "113", "latitude": "27"},
     {"longitude": 113.5, "latitude": 91}, {"longitude": True, "latitude": 1}, {"longitude": 10**500, "latitude": 1},
     {"longitude": 1, "latitude": 1, "datum": "x"}],
)  # fmt: skip
def test_a_place_that_is_none_costs_nobody_a_picture(cast, project, li, place):
    brought(cast.li)
    assert answers(li, act("exhibit.add", project, month=JUNE, evidence=[picture(place=place)]))[0]["state"] == "done"
    assert Capture.objects.get().longitude is None


def test_a_nonce_of_another_forged_or_old_proves_nothing(cast):
    now = make.moment(2020, 6, 24)
    mine = nonce.issue(cast.li, now)
    assert nonce.read(mine, cast.li, now, 96) == (now, "")
    assert nonce.read(mine, cast.zhao, now, 96) == (None, "凭证是签发给另一个人的")
    assert nonce.read(mine[:-1] + "?", cast.li, now, 96) == (None, "凭证不是本系统签发的")
    assert nonce.read("9" * 500, cast.li, now, 96)[0] is None
    assert nonce.read("", cast.li, now, 96) == (None, "没有随附服务器凭证")
    assert nonce.read(mine, cast.li, now + timedelta(hours=97), 96) == (now, "凭证超过96小时，说明不了拍摄时间")
    assert nonce.read(mine, cast.li, now - timedelta(hours=1), 96)[0] is None
    assert len(mine) <= nonce.LONGEST


# --- the door -----------------------------------------------------------------------------------------------


def test_who_is_not_logged_in_is_told_so_in_words_that_a_script_can_show():
    client = Client()
    for response in (client.get("/field/data/"), client.post("/sync/", "{}", "application/json")):
        assert (response.status_code, response.json()["sentence"][:5]) == (401, "请重新登录")
    assert client.get("/field/").status_code == 302


def test_what_waits_for_another_account_is_not_sent_by_this_one(cast, project, li):
    response = send(li, saving(project, invested="1"), person=cast.zhao.pk)
    assert (response.status_code, Entry.objects.filter(verb="report.save").count()) == (409, 0)
    assert send(li, person=cast.li.pk).json()["answers"] == []


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"7", b"null", b"{", b"\xff\xfe", b'{"items": 1}', b'{"items": [NaN]}', b"[" * 100_000,
     b'{"items":' + b"[" * 50_000, b'{"items": [' + b"1," * 300 + b"1]}", b'{"items": [' + b"9" * 10_000 + b"]}",
     b'{"items": ["' + b"x" * items.LARGEST_BYTES + b'"]}'],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_parcel_is_refused_with_a_sentence(cast, li, body):
    response = li.post("/sync/", body, "application/json")
    assert (response.status_code, len(response.json()["sentence"]) > 5) == (400, True)


@pytest.mark.parametrize("verb", ["report.save", "report.submit", "exhibit.add", "milestone.reach"])
def test_a_foreign_thing_answers_like_one_that_is_not_there(cast, li, verb):
    foreign = make.project(cast, "攸水新城", unit=cast.other_county, owner_unit=cast.other_owner)
    make.report(cast, foreign, Month(2020, 6), 31847, by=cast.zhao)
    node = milestone.set(foreign, by=cast.wang, at=AT, name="攸水", planned_on=date(2020, 9, 1))
    subject = node if verb.startswith("milestone") else foreign
    brought(cast.li)
    args = {"month": JUNE, "invested": "1", "actual_on": "2020-06-01"}
    evidence = [picture()] if verb == "exhibit.add" else []
    sent = act(verb, subject, evidence=evidence, **args)
    absent = {**sent, "key": str(uuid4()), "subject": {**sent["subject"], "id": 987654}}
    one, two = answers(li, sent, absent)
    assert {**one, "key": ""} == {**two, "key": ""}
    assert (one["state"], "theirs" in one) == ("refused", False)


def test_a_role_without_the_verb_is_refused_with_who_may(cast, project):
    client = Client()
    client.force_login(cast.he)
    said = answers(client, saving(project, invested="1"))[0]
    assert (said["state"], "您的角色没有这项权限" in said["sentence"]) == ("refused", True)


def test_a_key_used_for_another_act_is_refused(cast, project, li):
    one = saving(project, invested="1")
    answers(li, one)
    said = answers(li, act("report.submit", project, month=JUNE, key=one["key"]))[0]
    assert (said["state"], MonthlyReport.objects.get().state) == ("refused", State.DRAFT)


def test_a_reporters_phone_bar_leads_to_the_app_and_the_rail_to_the_pages():
    shown = navigation.places(frozenset({Role.REPORTER}), "/")
    assert [place["address"] for place in shown["bar"]] == ["/", "/projects/", "/field/", "/matters/", "/me/"]
    rail = [place["address"] for place in shown["rail"]]
    assert ("/reports/" in rail, "/field/" in rail) == (True, False)


def test_manifest_and_worker_say_what_they_are(cast, li):
    manifest = li.get("/field/manifest.webmanifest")
    assert (manifest["Content-Type"].split(";")[0], manifest.json()["scope"]) == (
        "application/manifest+json",
        "/field/",
    )
    worker = li.get("/field/worker.js")
    assert worker["Service-Worker-Allowed"] == "/field/"
    assert worker["Cache-Control"] == "no-cache"
    assert worker.content.startswith(b"self.YIDAN={")
