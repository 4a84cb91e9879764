"""A matter's page and the forms of every act on it: the way, the refusals, what nobody is offered in vain."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests import make
from tests.cast import assemble
from tests.matters.scene import DUE
from tests.web.test_matters import text, today
from yidan.kernel import policy
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.matters.commands import asking, closing, listing, working
from yidan.matters.models import Matter, MatterEvidence
from yidan.matters.states import FLOW, Cycle, Rung, State
from yidan.web.matter.offers import ORDER, offers, why_not

pytestmark = pytest.mark.django_db
DAY = make.moment(2020, 5, 28)


@pytest.fixture
def cast(client, monkeypatch):
    cast = assemble()
    client.force_login(cast.wang)
    today(monkeypatch, DAY)
    return cast


def picture(name="现场.jpg", colour="grey"):
    data = BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue())


def act(client, matter, verb, sent=None):
    return client.post(f"/matters/{matter.pk}/{verb}/", sent or {})


def page(client, matter):
    return client.get(f"/matters/{matter.pk}/")


# --- the page ---


def test_the_page_says_what_is_true_what_happened_and_the_one_next_step(client, cast, way):
    project = make.project(cast, "渌江大道")
    matter = way.planned(about=project, source_quote="三、议定事项（一）渌江大道征地须于6月底前完成")
    response = page(client, matter)
    said = text(response)
    wanted = (
        "三、议定事项（一）渌江大道征地须于6月底前完成", "渌江大道", "道路畅通，连续七日无阻工", "6月30日(周二)",
        "醴陵市渌江投资控股集团有限公司", "株洲市住房和城乡建设局", "本周协商，下周清障",
    )  # fmt: skip
    assert [words for words in wanted if words not in said] == []
    acts = [each["act"] for each in response.context["entries"]]
    assert acts == ["报整改方案", "签收", "交办", "审核入账", "提出事项"]
    assert [(each["label"], each["state"]) for each in response.context["steps"]] == [
        ("提出", "done"), ("入账", "done"), ("交办", "done"), ("签收", "done"), ("办理", "now"), ("核查", "todo"),
        ("销号", "todo"),
    ]  # fmt: skip
    step = response.context["offers"].step
    assert (step.label, step.reason) == ("申请销号", "轮到渌江投资，6月30日(周二)前；收到书面答复可在“办理”里代录")
    client.force_login(cast.li)
    assert page(client, matter).context["offers"].step.reason == ""


def test_a_draft_a_closed_a_merged_and_a_rebound_matter_each_have_their_page(client, cast, way):
    draft, closed = way.drafted(), way.closed()
    kept = way.listed(title="保留的")
    merged = listing.merge(way.listed(title="并掉的"), by=cast.wang, at=way.at(), into=kept, reason="同一件事")
    again = listing.reopen(closed, by=cast.wang, at=way.at(28), reason="又堵上了")
    assert page(client, draft).context["offers"].step.label == "审核入账"
    assert page(client, closed).context["offers"].step is None
    assert f"/matters/{again.pk}/" in page(client, closed).content.decode()
    assert f"/matters/{closed.pk}/" in page(client, again).content.decode()
    assert f"/matters/{kept.pk}/" in page(client, merged).content.decode()
    late = closing.close_out(way.verified(), by=cast.wang, at=make.moment(2020, 7, 2))
    assert "逾期销号" in text(page(client, late))


def test_requests_that_wait_stand_on_top(client, cast, way):
    matter = way.planned()
    asking.ask_extension(matter, by=cast.li, at=way.at(23), until_on=date(2020, 7, 10), reason="连日降雨")
    response = page(client, matter)
    assert [each["title"] for each in response.context["waiting"]] == ["申请延期至7月10日(周五)，待批复"]
    assert (response.context["offers"].step.label, response.context["offers"].beside.label) == ("准予延期", "不准延期")
    asking.refuse_extension(matter, by=cast.wang, at=way.at(24), reason="工期可调")
    asking.escalate(matter, by=cast.li, at=way.at(25), reason="需县里出面", rung=Rung.COUNTY)
    asking.hold(matter, by=cast.wang, at=way.at(26), words="已电话沟通", until_on=date(2020, 6, 5))
    assert [(each["title"], each["kept"]) for each in page(client, matter).context["waiting"]] == [
        ("已上提到县区指挥部", "6月5日(周五)前暂不再上提：已电话沟通")
    ]


def test_a_request_waits_for_nobody_once_its_matter_has_ended(client, cast, way):
    matter = way.planned()
    asking.ask_extension(matter, by=cast.li, at=way.at(23), until_on=date(2020, 7, 10), reason="连日降雨")
    listing.drop(matter, by=cast.wang, at=way.at(24), reason="项目中止", approved="何市长5月24日批准")
    assert page(client, matter).context["waiting"] == []


def test_what_somebody_may_not_see_is_not_there(client, cast, way):
    matter = way.planned()
    client.force_login(cast.zhao)
    assert page(client, matter).status_code == 404
    for verb in ORDER:
        name = verb.value.split(".")[1].replace("_", "-")
        assert (act(client, matter, name).status_code, client.get(f"/matters/{matter.pk}/{name}/").status_code) == (
            404,
            404,
        )


def test_the_page_asks_as_much_for_a_long_story_as_for_a_short_one(client, cast, way):
    def asked(matter):
        page(client, matter)
        with CaptureQueriesContext(connection) as queries:
            assert page(client, matter).status_code == 200
        return len(queries)

    matter = way.planned()
    working.reply(matter, by=cast.li, at=way.at(23), text="第一次")
    few = asked(matter)
    for number in range(60):
        working.reply(matter, by=cast.li, at=way.at(23) + timedelta(minutes=number), text=f"第{number}次")
    assert (asked(matter), few <= 45) == (few, True)
    response = page(client, matter)
    older = client.get(f"/matters/{matter.pk}/{response.context['more']}", headers={"HX-Request": "true"})
    told = older.content.decode()
    assert (len(response.context["entries"]), told.count('class="timeline-head"'), "<html" in told) == (40, 26, False)


# --- the acts ---


def test_a_matter_goes_the_whole_way_by_its_forms(client, cast, way):
    answer = client.post(
        "/matters/raise/",
        {"title": "进场道路被阻工", "problem_type": "site_peace", "kind": "problem", "tier": "county",
         "severity": "ordinary", "source_quote": "村民要求先修便道", "brought": [picture()]},
    )  # fmt: skip
    matter = Matter.objects.get()
    assert (answer["Location"], matter.state, matter.evidence.count()) == (f"/matters/{matter.pk}/", State.DRAFT, 1)
    act(client, matter, "change", {
        "title": "进场道路被村民阻工", "problem_type": "site_peace", "kind": "problem", "tier": "county",
        "severity": "serious", "source_quote": "村民要求先修便道", "source": matter.source,
    })  # fmt: skip
    act(client, matter, "enlist")
    sent = {
        "lead_unit": "渌江投资", "verifying_unit": "市住建局", "due": "6月底", "due_seen": "2020-06-30",
        "close_out_standard": "连续七日无阻工", "cycle": Cycle.ONCE, "supporting_units": "醴陵市",
    }  # fmt: skip
    act(client, matter, "issue", sent)
    client.force_login(cast.li)
    act(client, matter, "sign-for", {"opinion": "立即办"})
    act(client, matter, "plan", {"text": "先修便道，再清障"})
    act(client, matter, "reply", {"text": "便道已通", "percent": "60", "brought": [picture("便道.jpg", "green")]})
    act(client, matter, "apply-close-out", {"statement": "七日无阻工"})
    client.force_login(cast.bu)
    act(client, matter, "send-back", {"reason": "还差两日", "way": "on_site", "verifiers": "卜建、程远"})
    client.force_login(cast.li)
    act(client, matter, "apply-close-out", {"statement": "已满七日"})
    client.force_login(cast.bu)
    act(client, matter, "verify", {"way": "on_site", "verifiers": "卜建、程远", "opinion": "道路畅通"})
    client.force_login(cast.wang)
    act(client, matter, "close-out", {"opinion": "同意", "document": "株项办销〔2020〕1号", "satisfaction": "3"})
    matter.refresh_from_db()
    assert (matter.state, matter.title, matter.due_on, matter.satisfaction, matter.evidence.count()) == (
        State.CLOSED, "进场道路被村民阻工", DUE, 3, 2,
    )  # fmt: skip
    assert [each.short_name for each in matter.supporting_units.all()] == ["醴陵市"]
    done = Entry.objects.filter(subject_type="matter").order_by("id").values_list("verb", flat=True)
    assert [verb.split(".")[1] for verb in done] == [
        "raise", "change", "enlist", "issue", "sign_for", "plan", "reply", "apply_close_out", "send_back",
        "apply_close_out", "verify", "close_out",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stretch", "who", "name", "sent", "after"),
    [
        ("issued", "li", "decline", {"reason": "属交通部门"}, State.DECLINED),
        ("planned", "li", "ask-extension", {"until": "2020-07-10", "reason": "降雨"}, State.RUNNING),
        ("planned", "li", "escalate", {"reason": "需县里出面", "rung": "2"}, State.RUNNING),
        ("planned", "wang", "hold", {"words": "已电话沟通", "until": "2020-06-05"}, State.RUNNING),
        ("planned", "wang", "urge", {"words": "请抓紧"}, State.RUNNING),
        ("planned", "wang", "pause", {"reason": "汛期", "until": "2020-06-20"}, State.PAUSED),
        ("planned", "wang", "pass-on", {"lead_unit": "攸州投资", "reason": "职责调整"}, State.ISSUED),
        ("applied", "wang", "reassign", {"verifying_unit": "市项目办", "reason": "机构改革"}, State.APPLIED),
        ("planned", "wang", "drop", {"reason": "项目调出", "approved": "何市长5月27日批准"}, State.DROPPED),
        ("planned", "wang", "reply", {"text": "来函：已办六成", "on_behalf": "渌投函〔2020〕3号"}, State.RUNNING),
        ("closed", "wang", "reopen", {"reason": "又堵上了"}, State.CLOSED),
    ],
)
def test_each_act_has_its_form(client, cast, way, monkeypatch, stretch, who, name, sent, after):
    matter = getattr(way, stretch)()
    if name == "decline":  # within two working days
        today(monkeypatch, way.at(22))
    client.force_login(getattr(cast, who))
    assert client.get(f"/matters/{matter.pk}/{name}/").status_code == 200
    answer = act(client, matter, name, sent)
    assert answer.status_code == 302, text(answer)
    assert Matter.objects.get(pk=matter.pk).state == after


def test_decisions_of_the_office_have_their_forms(client, cast, way):
    for name, state in (("take-back", State.LISTED), ("insist", State.ISSUED)):
        matter = working.decline(way.issued(), by=cast.li, at=way.at(21), reason="不是我们的")
        act(client, matter, name, {"reason": "仍由你单位办理"})
        assert Matter.objects.get(pk=matter.pk).state == state
    for name, due in (("extend", date(2020, 7, 10)), ("refuse-extension", DUE)):
        matter = way.planned()
        asking.ask_extension(matter, by=cast.li, at=way.at(23), until_on=date(2020, 7, 10), reason="连日降雨")
        act(client, matter, name, {"reason": "工期可调"})
        assert Matter.objects.get(pk=matter.pk).due_on == due
    climbed = asking.escalate(way.planned(), by=cast.li, at=way.at(23), reason="县里出面")
    act(client, climbed, "lower", {"opinion": "县级可解决", "rung": "0"})
    assert Matter.objects.get(pk=climbed.pk).rung == Rung.OWNER
    paused = asking.pause(way.planned(), by=cast.wang, at=way.at(23), reason="汛期", expires_on=date(2020, 6, 20))
    act(client, paused, "resume")
    assert Matter.objects.get(pk=paused.pk).state == State.RUNNING


def test_a_deadline_in_words_is_shown_as_a_day_before_it_counts(client, cast, way):
    matter = way.listed()
    sent = {
        "lead_unit": "渌江投资",
        "verifying_unit": "市住建局",
        "due": "6月底",
        "close_out_standard": "无阻工",
        "cycle": "once",
    }
    first = act(client, matter, "issue", sent)
    assert (first.status_code, Matter.objects.get().state) == (422, State.LISTED)
    assert "“6月底”即2020年6月30日(周二)，核对无误请再按一次。" in text(first)
    seen = re.search(r'name="due_seen" value="([^"]*)"', first.content.decode())[1]
    assert act(client, matter, "issue", sent | {"due_seen": seen}).status_code == 302
    assert Matter.objects.get().due_on == DUE


def test_the_form_opens_with_the_units_of_the_project(client, cast, way):
    project = make.project(cast, responsible_unit=cast.county, competent_unit=cast.bureau)
    opened = client.get(f"/matters/{way.listed(about=project).pk}/issue/").context["form"]
    assert (opened["lead_unit"].value(), opened["verifying_unit"].value()) == (cast.county.name, cast.bureau.name)
    alone = make.project(cast, responsible_unit=cast.bureau, competent_unit=cast.bureau)
    opened = client.get(f"/matters/{way.listed(about=alone).pk}/issue/").context["form"]
    assert (opened["lead_unit"].value(), opened["verifying_unit"].value()) == (cast.bureau.name, cast.county.name)


def test_what_is_refused_stands_at_its_field_and_what_was_entered_stays(client, cast, way):
    matter = way.listed()
    sent = {
        "lead_unit": "渌江投资",
        "verifying_unit": "渌江投资",
        "due": "2020-06-30",
        "close_out_standard": "无阻工",
        "cycle": "once",
    }
    answer = act(client, matter, "issue", sent)
    assert (answer.status_code, answer.context["form"].errors["verifying_unit"]) == (
        409, ["验收单位不能是牵头单位，请另选单位。"]
    )  # fmt: skip
    assert 'value="2020-06-30"' in answer.content.decode()
    unknown = act(client, matter, "issue", sent | {"verifying_unit": "无此单位"})
    assert unknown.status_code == 422
    assert Entry.objects.filter(verb="matter.issue").count() == 0


def test_one_like_it_is_shown_before_and_merging_is_offered(client, cast, way):
    project = make.project(cast)
    first = way.listed(about=project, problem_type="funding", title="资金未到位")
    again = way.drafted(about=project, problem_type="funding", title="还是资金")
    form = client.get(f"/matters/{again.pk}/enlist/")
    assert f"/matters/{again.pk}/merge/?into={first.number}" in form.content.decode()
    assert act(client, again, "enlist").status_code == 409
    assert client.get(f"/matters/{again.pk}/merge/?into={first.number}").context["form"]["into"].value() == first.number
    assert (
        act(client, again, "merge", {"into": first.number, "reason": "同一件事"})["Location"] == f"/matters/{again.pk}/"
    )
    assert Matter.objects.get(pk=again.pk).merged_into == first
    assert act(client, first, "merge", {"into": "2020-ZD-9999", "reason": "x"}).status_code == 422


def test_raising_opens_filled_in_from_a_project_and_from_what_a_report_says(client, cast):
    project = make.project(cast, "渌江大道")
    report = make.report(cast, project, make.Month(2020, 4), state="submitted", problems="征地拆迁还差12户；请县里协调")
    draft = make.report(cast, project, make.Month(2020, 5), problems="还没报的话")
    opened = client.get(f"/matters/raise/?project={project.pk}").context["form"]
    assert (opened["project"].value(), opened["title"].value()) == (project.internal_id, None)
    opened = client.get(f"/matters/raise/?report={report.pk}").context["form"]
    assert {name: opened[name].value() for name in ("project", "title", "source_quote", "source", "problem_type")} == {
        "project": project.internal_id, "title": "征地拆迁还差12户", "source_quote": "征地拆迁还差12户；请县里协调",
        "source": "2020年4月月报", "problem_type": "land_clearance",
    }  # fmt: skip
    assert "还没报的话" not in text(client.get(f"/matters/raise/?report={draft.pk}"))
    client.force_login(cast.zhao)
    assert "征地拆迁还差12户" not in text(client.get(f"/matters/raise/?report={report.pk}&project={project.pk}"))
    sent = {"title": "偷看", "problem_type": "other", "kind": "problem", "tier": "county", "severity": "ordinary"}
    assert client.post("/matters/raise/", sent | {"project": project.internal_id}).status_code == 409
    assert client.post("/matters/raise/", sent).status_code == 302
    client.force_login(cast.shen)
    assert client.get("/matters/raise/").status_code == 403


def test_files_come_with_the_act_or_not_at_all(client, cast, way):
    matter = way.planned()
    client.force_login(cast.li)
    bad = SimpleUploadedFile("脚本.jpg", b"#!/bin/sh\necho")
    answer = act(client, matter, "reply", {"text": "见图", "brought": [picture(), bad]})
    assert (answer.status_code, matter.replies.filter(is_plan=False).count(), MatterEvidence.objects.count()) == (
        409,
        0,
        0,
    )
    act(client, matter, "reply", {"text": "见图", "brought": [picture()]})
    kept = MatterEvidence.objects.get()
    address = f"/matters/{matter.pk}/evidence/{kept.pk}/"
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    small = client.get(address + "?small")  # not read yet: a drawing of ours, never the bytes that were brought
    assert (small.status_code, small["Content-Type"], small["Yidan-Preview"]) == (200, "image/svg+xml", "waiting")
    assert f"{address}?small" not in text(client.get(f"/matters/{matter.pk}/"))
    other = way.planned()
    assert client.get(f"/matters/{other.pk}/evidence/{kept.pk}/").status_code == 404
    client.force_login(cast.zhao)
    assert client.get(address).status_code == 404


def test_a_second_press_does_nothing_more(client, cast, way):
    matter = way.planned()
    client.force_login(cast.li)
    key = client.get(f"/matters/{matter.pk}/reply/").context["form"]["key"].value()
    for _press in range(2):
        assert act(client, matter, "reply", {"key": key, "text": "一次就好", "brought": [picture()]}).status_code == 302
    assert (matter.replies.filter(is_plan=False).count(), matter.evidence.count()) == (1, 1)


VALID = {
    "change": {"title": "换个说法"}, "enlist": {}, "sign_for": {}, "decline": {"reason": "不是我们的"}, "take_back": {},
    "insist": {"reason": "仍由你办"}, "plan": {"text": "方案"}, "reply": {"text": "进展"}, "urge": {},
    "send_letter": {"kind": "prompt", "body": []},
    "ask_extension": {"until_on": date(2020, 7, 10), "reason": "雨"}, "extend": {},
    "refuse_extension": {"reason": "不准"}, "escalate": {"reason": "协调"}, "lower": {"opinion": "县里办"},
    "hold": {"words": "已沟通", "until_on": date(2020, 6, 5)}, "apply_close_out": {"statement": "办完"},
    "pause": {"reason": "汛期", "expires_on": date(2020, 6, 20)}, "resume": {},
    "verify": {"way": "on_site", "verifiers": "程远、向前", "opinion": "好"}, "send_back": {"reason": "不够"},
    "close_out": {}, "reopen": {"reason": "反弹"}, "drop": {"reason": "调出", "approved": "何市长"},
    "issue": {}, "pass_on": {}, "reassign": {}, "merge": {},
}  # fmt: skip


@pytest.mark.parametrize("stretch", ["drafted", "listed", "issued", "planned", "applied", "verified", "closed"])
def test_the_page_offers_exactly_what_the_commands_would_do(cast, way, stretch):
    from django.db import transaction

    from yidan.kernel.command import REGISTRY
    from yidan.kernel.errors import Refused

    matter = getattr(way, stretch)()
    units = {
        "issue": {"lead_unit": cast.owner, "verifying_unit": cast.bureau, "due_on": DUE, "close_out_standard": "通"},
        "pass_on": {"lead_unit": cast.other_owner, "reason": "职责"},
        "reassign": {"verifying_unit": cast.county, "reason": "机构改革"},
        "merge": {"into": way.listed(), "reason": "同"},
    }  # fmt: skip
    wrong = {}
    for name in ("he", "wang", "chen", "tong", "shen", "lin", "bu", "li", "zhao", "guan"):
        person = getattr(cast, name)
        for verb in ORDER:
            act = verb.value.split(".")[1]
            reason = why_not(person, Matter.objects.get(pk=matter.pk), verb, DAY.date())
            given = VALID[act] | units.get(act, {})
            if person is cast.wang and verb in {Verb.MATTER_SIGN_FOR, Verb.MATTER_DECLINE, Verb.MATTER_PLAN,
                                                Verb.MATTER_REPLY, Verb.MATTER_ASK_EXTENSION,
                                                Verb.MATTER_APPLY_CLOSE_OUT}:  # fmt: skip
                given = given | {"on_behalf": "来函"}
            refused = ""
            try:
                with transaction.atomic():
                    REGISTRY[verb](Matter.objects.get(pk=matter.pk), by=person, at=DAY, **given)
                    transaction.set_rollback(True)
            except Refused as refusal:
                refused = str(refusal)
            if bool(reason) != bool(refused):
                wrong[name, act] = (reason, refused)
    assert wrong == {}


def test_at_every_stretch_somebody_is_offered_the_next_step(cast, way):
    found = {}
    for stretch in ("drafted", "listed", "issued", "running", "planned", "applied", "verified"):
        matter = getattr(way, stretch)()
        found[stretch] = [
            name for name in ("he", "wang", "chen", "lin", "bu", "li", "zhao")
            if (step := offers(getattr(cast, name), matter, DAY.date()).step) and not step.reason
        ]  # fmt: skip
    assert found == {
        "drafted": ["wang"], "listed": ["wang"], "issued": ["li"], "running": ["li"], "planned": ["li"],
        "applied": ["bu"], "verified": ["he", "wang"],
    }  # fmt: skip


def test_every_verb_of_the_flow_has_its_form_in_the_menu():
    assert {verb for moves in FLOW.moves.values() for verb in moves} == set(ORDER)
    assert all(verb in policy.ROLE_VERBS[policy.Role.SUPERVISOR] for verb in ORDER)
