"""一单's list: tabs, filters, search, saved views, the same act on several, the ledger on paper."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.cast import assemble
from tests.matters.scene import DUE
from yidan.kernel.journal import Entry
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import tag as tags
from yidan.ledger.models import SavedView
from yidan.matters.commands import asking, closing, working
from yidan.matters.models import Matter
from yidan.matters.states import State
from yidan.web.views import matters as views

pytestmark = pytest.mark.django_db
JUNE = make.moment(2020, 6, 1)


@pytest.fixture
def cast(client, monkeypatch):
    cast = assemble()
    client.force_login(cast.wang)
    today(monkeypatch, JUNE)
    return cast


def today(monkeypatch, moment):
    """The clock of the pages; rooms have none."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def titles(response):
    return [row["title"] for row in response.context["rows"]]


def test_everybody_finds_first_what_his_unit_has_to_do_nearest_deadline_first(client, cast, way):
    way.applied(title="待核查的")
    way.planned(title="晚到期的")
    way.issued(title="待签收的")
    found = {}
    for name in ("li", "bu", "wang", "zhao"):
        client.force_login(getattr(cast, name))
        response = client.get("/matters/")
        found[name] = (response.context["tab"], titles(response))
    assert found == {
        "li": ("mine", ["待签收的", "晚到期的"]), "bu": ("mine", ["待核查的"]),
        "wang": ("all", ["待签收的", "晚到期的", "待核查的"]), "zhao": ("all", []),
    }  # fmt: skip
    client.force_login(cast.li)
    assert "轮到我办 2" in text(client.get("/matters/"))


def test_a_row_says_whose_turn_it_is_what_to_do_and_by_when(client, cast, way):
    way.issued(title="进场道路被阻工")
    row = client.get("/matters/").context["rows"][0]
    assert (row["number"], row["step"], row["turn"], row["step_due"], row["step_left"], row["light_word"]) == (
        "2020-ZD-0001", "签收", "渌江投资", "5月21日(周四)", "逾期11天", "正常",
    )  # fmt: skip


def test_each_filter_narrows_and_they_compose(client, cast, way, monkeypatch):
    project = make.project(cast, "渌江大道", contact_leader=cast.he)
    tag = tags.register(None, by=cast.wang, at=make.AT, name="大干100天", kind="campaign")
    projects.tag(project, by=cast.wang, at=make.AT, tag=tag)
    way.planned(title="征地未完", about=project, problem_type="land_clearance")
    way.drafted(title="新提出", kind="request", tier="leader", enterprise="渌江瓷业")
    way.issued(title="别家的事", lead_unit=cast.other_owner, severity="important")
    way.closed(title="已办结")
    for query, expected in (
        ("state=running", ["征地未完"]),
        ("state=running&state=draft", ["新提出", "征地未完"]),
        ("kind=request", ["新提出"]),
        (f"unit={cast.other_owner.pk}", ["别家的事"]),
        ("type=land_clearance", ["征地未完"]),
        ("tier=leader", ["新提出"]),
        ("severity=important", ["别家的事"]),
        (f"leader={cast.he.pk}", ["征地未完"]),
        (f"tag={tag.pk}", ["征地未完"]),
        (f"project={project.pk}", ["征地未完"]),
        ("light=grey", ["新提出"]),
        ("light=green", ["已办结", "别家的事", "征地未完"]),
        ("light=red", []),
        ("year=2020", ["已办结", "别家的事", "征地未完", "新提出"]),
        ("year=2019", []),
        ("q=" + quote("征地"), ["征地未完"]),
        ("q=2020-ZD-0002", ["别家的事"]),
        ("q=" + quote("瓷业"), ["新提出"]),
        ("type=land_clearance&state=draft", []),
        ("tab=closed", ["已办结"]),
        ("tab=overdue", []),
        ("tab=x&state=x&unit=x&light=x&year=x&page=9&size=7&sort=x&tag=99999999999999", []),
    ):
        query = query if "tab=" in query else f"tab=all&{query}"
        expected = ["新提出", "已办结", "别家的事", "征地未完"] if "tab=x" in query else expected
        assert sorted(titles(client.get(f"/matters/?{query}"))) == sorted(expected), query
    today(monkeypatch, make.moment(2020, 7, 3))
    assert titles(client.get("/matters/?tab=overdue")) == ["征地未完", "别家的事"]
    assert titles(client.get("/matters/?light=red&sort=-due")) == ["别家的事", "征地未完"]


def test_a_view_is_saved_under_a_name_and_leads_back(client, cast, way):
    way.drafted()
    page = client.get("/matters/?state=draft")
    assert page.context["save"] == "/views/?page=matters"
    answer = client.post(page.context["save"], {"name": "待入账", "query": "state=draft"})
    assert (answer.status_code, answer["Location"]) == (302, "/matters/?state=draft")
    assert [(each.page, each.query) for each in SavedView.objects.all()] == [("matters", "state=draft")]
    assert client.get("/matters/?state=draft").context["views"][0]["is_here"] is True
    assert client.get("/projects/").context["views"] == []


def test_several_are_signed_for_at_once_each_by_an_act_of_its_own(client, cast, way):
    one, two, other = way.issued(), way.issued(), way.issued(lead_unit=cast.other_owner)
    client.force_login(cast.li)
    page = client.get("/matters/?tab=all")
    assert [each["verb"] for each in page.context["several"]] == ["matter.sign_for"]
    sent = {"verb": "matter.sign_for", "matter": [one.pk, two.pk], "key": page.context["key"]}
    assert client.post("/matters/several/?tab=mine", sent)["Location"] == "/matters/?tab=mine"
    client.post("/matters/several/", sent)  # a second press does nothing
    assert client.post("/matters/several/", sent | {"matter": [other.pk]}).status_code == 409
    assert [each.state for each in Matter.objects.order_by("pk")] == [State.RUNNING, State.RUNNING, State.ISSUED]
    assert Entry.objects.filter(verb="matter.sign_for").count() == 2


def test_of_several_what_cannot_be_done_is_named_with_its_reason(client, cast, way):
    urged, again = way.issued(), way.issued()
    working.urge(again, by=cast.wang, at=JUNE)
    client.post("/matters/several/", {"verb": "matter.urge", "matter": [urged.pk]})
    answer = client.post("/matters/several/", {"verb": "matter.urge", "matter": [urged.pk, again.pk]})
    assert (answer.status_code, answer.context["refused"]) == (
        200, [f"2020-ZD-000{number}：今天已经催办过，请给对方留出办理时间。" for number in (1, 2)],
    )  # fmt: skip
    alone = client.post("/matters/several/", {"verb": "matter.urge", "matter": [urged.pk]})
    assert (alone.status_code, "今天已经催办过" in text(alone)) == (409, True)
    for sent in ({"verb": "matter.drop", "matter": [urged.pk]}, {"verb": "matter.urge"}, {}):
        assert client.post("/matters/several/", sent).status_code == 409


def test_several_are_struck_off_but_an_important_one_is_a_leaders(client, cast, way):
    usual, important = way.verified(), way.verified(severity="important")
    client.post("/matters/several/", {"verb": "matter.close_out", "matter": [usual.pk, important.pk]})
    assert [Matter.objects.get(pk=each.pk).state for each in (usual, important)] == [State.CLOSED, State.VERIFIED]


def test_the_ledger_is_exported_with_every_field_and_only_what_the_list_shows(client, cast, way):
    project = make.project(cast, "渌江大道")
    matter = way.planned(title="征地未完", about=project, source_quote="三、议定事项（一）渌江大道征地须于6月底前完成")
    asking.ask_extension(matter, by=cast.li, at=way.at(23), until_on=date(2020, 7, 10), reason="连日降雨")
    asking.extend(matter, by=cast.wang, at=way.at(24))
    working.reply(matter, by=cast.li, at=way.at(25), text="已签协议12户", percent=60, difficulties="两户未谈拢")
    closed = way.closed(title="已办结")
    way.drafted(title="=1+1")
    response = client.get("/matters/export/?tab=all&sort=number")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    heads = [
        sheet.cell(4, column).value or sheet.cell(3, column).value or heads_above(sheet, column)
        for column in range(1, sheet.max_column + 1)
    ]
    rows = [
        dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=5, max_row=7)
    ]
    assert [row["事项"] for row in rows] == ["征地未完", "已办结", "=1+1"]
    first = rows[0]
    assert (
        first["台账编号"], first["原文"], first["关联项目"], first["牵头单位"], first["原定时限"].date(),
        first["延期次数"], first["现行时限"].date(), first["进展情况"],
        first["完成率%"], first["存在困难"], first["状态"],
    ) == (
        "2020-ZD-0001", "三、议定事项（一）渌江大道征地须于6月底前完成", "渌江大道", cast.owner.name, DUE, 1,
        date(2020, 7, 10), "已签协议12户", 60, "两户未谈拢", "办理中",
    )  # fmt: skip
    assert (rows[1]["是否逾期"], rows[1]["核查人"], rows[1]["申请日期"].date()) == (
        "否",
        "卜建、程远、向前",
        date(2020, 5, 25),
    )
    plain = b"".join(client.get("/matters/export/?format=csv&tab=closed").streaming_content).decode("utf-8-sig")
    assert [closed.number in plain, matter.number in plain, plain.splitlines()[0].split(",")[:2]] == [
        True, False, ["序号", "台账编号"],
    ]  # fmt: skip
    assert client.get("/matters/export/?format=pdf").status_code == 404


def heads_above(sheet, column):
    return next(sheet.cell(row, column).value for row in (3, 4) if sheet.cell(row, column).value)


def test_phones_in_the_ledger_are_masked_for_other_units(client, cast, way):
    way.running()
    whole = b"".join(client.get("/matters/export/?format=csv").streaming_content).decode()
    client.force_login(cast.lin)
    assert cast.li.phone in whole
    client.force_login(cast.bu)
    masked = b"".join(client.get("/matters/export/?format=csv&tab=all").streaming_content).decode()
    assert (cast.li.phone in masked, "138****" in masked) == (False, True)


def test_what_firms_ask_for_is_a_page_of_its_own_with_need_and_how_content_they_are(client, cast, way):
    asked = way.verified(
        kind="request", title="返岗员工滞留", enterprise="醴瓷电瓷有限公司", link="用工", source="企业走访"
    )
    closing.close_out(asked, by=cast.wang, at=JUNE, satisfaction=3)
    way.issued(title="不是诉求的")
    address = next(each["address"] for each in client.get("/matters/").context["places"] if each["label"] == "企业诉求")
    page = client.get(address)
    assert titles(page) == ["返岗员工滞留"]
    assert "醴瓷电瓷有限公司 · 用工" in text(page)
    assert [row["satisfaction"] for row in page.context["rows"]] == ["满意"]
    assert "已销号 满意" in text(page)


def test_a_late_one_is_marked_as_late_for_ever(client, cast, way):
    closing.close_out(way.verified(), by=cast.wang, at=make.moment(2020, 7, 2))
    assert client.get("/matters/?tab=closed").context["rows"][0]["light_word"] == "逾期销号"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("6月底", "2020年6月30日(周二)，20个工作日"), ("5个工作日内", "2020年6月8日(周一)，5个工作日"),
        ("2020-05-01", "2020年5月1日(周五)，已经过去"), ("尽快", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_deadline_is_read_back_with_its_weekday_while_it_is_typed(client, cast, typed, said):
    answer = client.get("/matters/deadline/", {"due": typed})
    assert answer.context["is_understood"] == bool(said)
    assert answer.context["said"] == (
        said or ("没有读懂这个时限，可写“6月底”“5个工作日内”或2020-06-30。" if typed else "")
    )


def test_who_has_no_business_data_is_told_so(client, cast, way):
    way.issued()
    client.force_login(cast.guan)
    assert "您的角色不接触业务数据" in text(client.get("/matters/"))
    assert client.get("/matters/export/").status_code == 409


def test_the_list_asks_as_much_for_forty_as_for_one(client, cast, way):
    def asked():
        client.get("/matters/?tab=all")  # what is kept once is kept
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/matters/?tab=all").status_code == 200
        return len(queries)

    way.running(about=make.project(cast))
    one = asked()
    for place in range(39):
        way.running(about=make.project(cast)) if place % 2 else way.issued()
    assert (asked(), one <= 30) == (one, True)
    assert views.SIZES[-1] == 50
