"""批示 and minutes: from a leader's thumb and from pasted paper onto the list; the front page; second looks; zero."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.cast import assemble
from tests.web.test_matter import picture
from tests.web.test_matters import text, titles, today
from yidan.kernel.journal import Entry
from yidan.matters.commands import asking, closing, listing, second_look
from yidan.matters.models import Matter, Recheck
from yidan.matters.states import Kind, Result, Rung, Severity, State

pytestmark = pytest.mark.django_db
JUNE = make.moment(2020, 6, 1)
MINUTES = """株洲市重点项目调度会议纪要
5月28日，何市长主持召开调度会。
三、议定事项
（一）渌江大道征拆由醴陵市牵头，6月底前完成剩余12户签约腾地。
（二）由市住房和城乡建设局负责，5个工作日内办结施工许可。
（三）请各单位会后传达。
参加：王科长、林县"""


@pytest.fixture
def cast(client, monkeypatch):
    cast = assemble()
    client.force_login(cast.wang)
    today(monkeypatch, JUNE)
    return cast


# --- instructions ---


def test_a_leader_instructs_in_words_or_by_a_picture_of_the_handwriting(client, cast):
    project = make.project(cast, "渌江大道", contact_leader=cast.he)
    client.force_login(cast.he)
    form = client.get(f"/instructions/give/?project={project.pk}")
    assert f'name="project" value="{project.internal_id}"' in form.content.decode()
    sent = {"text": "请三日内拿出方案", "due": "6月底", "due_seen": "2020-06-30", "project": project.internal_id}
    assert client.post("/instructions/give/", sent)["Location"] == "/instructions/"
    client.post("/instructions/give/", {"text": "", "brought": [picture("手写.jpg")]})
    found = [(each.kind, each.source, each.source_quote, each.due_on, each.evidence.count(), each.projects.count(), each.contact_leader) for each in Matter.objects.order_by("pk")]  # fmt: skip # noqa: E501
    assert found == [
        (Kind.INSTRUCTION, "何市长批示", "请三日内拿出方案", date(2020, 6, 30), 0, 1, cast.he),
        (Kind.INSTRUCTION, "何市长批示", "见手写批示照片", None, 1, 0, cast.he),
    ]
    empty = client.post("/instructions/give/", {"text": " "})
    assert (empty.status_code, empty.context["form"].errors["text"]) == (409, ["请写下批示，或附上手写批示的照片。"])


@pytest.mark.parametrize("name", ["wang", "li", "lin", "bu", "chen", "shen", "guan"])
def test_only_leaders_instruct(client, cast, name):
    client.force_login(getattr(cast, name))
    assert (client.get("/instructions/give/").status_code, client.post("/instructions/give/", {"text": "x"}).status_code) == (403, 403)  # fmt: skip # noqa: E501
    assert Matter.objects.count() == 0


def test_a_leader_sees_what_became_of_his_instructions_and_others_only_what_concerns_them(client, cast, way):
    one = listing.give(make.project(cast), by=cast.he, at=way.at(), text="请抓紧征拆")
    listing.give(None, by=cast.he, at=way.at(), text="全市通报")
    listing.enlist(one, by=cast.wang, at=way.at())
    found = {}
    for name in ("he", "wang", "li", "zhao", "guan"):
        client.force_login(getattr(cast, name))
        page = client.get("/instructions/")
        found[name] = [row["quote"] for row in page.context["rows"]]
    assert found == {
        "he": ["全市通报", "请抓紧征拆"],
        "wang": ["全市通报", "请抓紧征拆"],
        "li": ["请抓紧征拆"],
        "zhao": [],
        "guan": [],
    }
    client.force_login(cast.he)
    assert "轮到 市项目办 交办" in text(client.get("/instructions/"))


# --- minutes ---


def read(client, **sent):
    return client.post("/matters/minutes/", {"source": "5月调度会", "source_on": "2020-05-28", "text": MINUTES, **sent})


def as_sent(page):
    """What the browser sends back of the points, unchanged."""
    sent = {"source": "5月调度会", "source_on": "2020-05-28", "text": MINUTES, "points": len(page.context["points"])}
    for point in page.context["points"]:
        for each in point:
            value = each.value()
            if each.name == "is_kept":
                value = "on"
            sent[each.html_name] = getattr(value, "value", value) or ""
        for name, told in point.deadlines().items():
            sent[f"{point.prefix}-{name}_seen"] = told["seen"]
    return sent


def test_minutes_become_matters_point_by_point_with_their_words_units_and_deadlines(client, cast):
    project = make.project(cast, "渌江大道")
    page = read(client)
    assert page.status_code == 200
    sent = as_sent(page)
    assert [(sent[f"p{n}-lead_unit"], sent[f"p{n}-due_seen"], sent[f"p{n}-project"]) for n in range(2)] == [
        ("醴陵市", "2020-06-30", project.internal_id), (cast.bureau.name, "2020-06-08", ""),
    ]  # fmt: skip
    del sent["p2-is_kept"]
    answer = client.post("/matters/minutes/", sent)
    assert answer["Location"] == "/matters/?tab=all&state=draft&kind=resolution", answer
    first, second = Matter.objects.order_by("pk")
    said = (first.kind, first.source, first.source_on, first.source_quote, first.source_clause)
    assert (*said, first.due_on, first.lead_unit) == (
        Kind.RESOLUTION, "5月调度会", date(2020, 5, 28), "渌江大道征拆由醴陵市牵头，6月底前完成剩余12户签约腾地。",
        "三、议定事项（一）", date(2020, 6, 30), cast.county,
    )  # fmt: skip
    assert second.due_on == date(2020, 6, 8)
    client.post("/matters/minutes/", sent)  # the same paper again
    assert Matter.objects.count() == 2
    opened = client.get(f"/matters/{listing.enlist(first, by=cast.wang, at=JUNE).pk}/issue/").context["form"]
    assert (opened["lead_unit"].value(), opened["due"].value()) == (cast.county.name, "2020-06-30")


def test_one_bad_point_undoes_the_whole_and_is_named_where_it_stands(client, cast):
    make.project(cast, "渌江大道")
    sent = as_sent(read(client)) | {"p1-title": " "}
    answer = client.post("/matters/minutes/", sent)
    assert (answer.status_code, Matter.objects.count()) == (422, 0)
    foreign = as_sent(read(client)) | {"p1-source_quote": "长" * 4001}
    assert (client.post("/matters/minutes/", foreign).status_code, Matter.objects.count()) == (422, 0)
    none = {name: value for name, value in as_sent(read(client)).items() if not name.endswith("is_kept")}
    assert client.post("/matters/minutes/", none).status_code == 409
    assert read(client, text="无事项").status_code == 422
    assert Entry.objects.filter(verb="matter.raise").count() == 0


def docx(*paragraphs, extra=""):
    """A docx with these (words, numbered by Word)."""
    numbering = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = "".join(
        f"<w:p>{numbering if numbered else ''}<w:r><w:t>{words}</w:t></w:r></w:p>" for words, numbered in paragraphs
    )
    data, space = BytesIO(), "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with ZipFile(data, "w") as parts:
        parts.writestr(
            "word/document.xml", f'{extra}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
    return SimpleUploadedFile("纪要.docx", data.getvalue())


def test_minutes_are_read_from_a_docx_with_the_numbers_that_word_sets(client, cast):
    page = read(
        client,
        text="",
        file=docx(("三、议定事项", False), ("由醴陵市牵头，6月底前完成征拆。", True), ("市住建局负责许可。", True)),
    )
    assert [point["source_clause"].value() for point in page.context["points"]] == [
        "三、议定事项（1）",
        "三、议定事项（2）",
    ]
    for bad in (
        SimpleUploadedFile("纪要.doc", b"\xd0\xcf\x11\xe0"), docx(("x", False), extra='<!DOCTYPE a [<!ENTITY b "c">]>'),
        SimpleUploadedFile("空.docx", b""),
    ):  # fmt: skip
        assert read(client, text="", file=bad).status_code == 422


@pytest.mark.parametrize("name", ["he", "li", "lin", "chen", "shen"])
def test_minutes_are_the_offices(client, cast, name):
    client.force_login(getattr(cast, name))
    assert (client.get("/matters/minutes/").status_code, read(client).status_code) == (403, 403)


# --- the front page ---


def test_a_leaders_front_page_has_three_matters_that_need_him(client, cast, way):
    for number in range(4):
        matter = way.planned(title=f"上提{number}", contact_leader=cast.he)
        asking.escalate(matter, by=cast.wang, at=way.at(24), reason="请协调", rung=Rung.LEADER)
    client.force_login(cast.he)
    page = client.get("/")
    said = text(page)
    assert ("请您定的事 4" in said, said.count("已上提到联系市领导，请您协调"), "上提3" in said) == (True, 3, False)
    assert "在办 4 件" in said
    assert "轮到我办4件" in page.content.decode()
    client.force_login(cast.wang)
    assert "请您定的事" not in text(client.get("/"))


def test_the_offices_board_counts_by_state_and_each_count_leads_into_the_list(client, cast, way, monkeypatch):
    way.drafted()
    way.issued()
    way.planned()
    way.closed()
    today(monkeypatch, make.moment(2020, 7, 6))
    page = client.get("/").content.decode()
    front = re.findall(r'<a href="(/matters/[^"]*)"><b[^>]*>(\d+)</b>', page)
    assert [(address.replace("&amp;", "&"), int(count)) for address, count in front] == [
        ("/matters/?tab=overdue", 2), ("/matters/?tab=all&state=draft", 1), ("/matters/?tab=all&state=issued", 1),
        ("/matters/?tab=all&state=running", 1), ("/matters/?tab=closed", 1),
    ]  # fmt: skip
    for address, count in front:
        assert len(titles(client.get(address.replace("&amp;", "&")))) == int(count), address


def test_a_problem_goes_onto_the_list_in_three_taps(client, cast):
    project = make.project(cast, "渌江大道")
    make.plan(cast, project)
    report = make.report(cast, project, make.Month(2020, 5), state="submitted", problems="征地拆迁还差12户")
    assert f'href="/matters/raise/?project={project.pk}"' in client.get(f"/projects/{project.pk}/").content.decode()
    assert (
        f'href="/matters/raise/?report={report.pk}"' in client.get(f"/reports/{project.pk}/2020-05/").content.decode()
    )
    assert (
        f'href="/matters/raise/?project={project.pk}"'
        in client.get("/lists/not_reported/?period=2020-06").content.decode()
    )
    client.force_login(cast.he)
    assert f'href="/instructions/give/?project={project.pk}"' in client.get(f"/projects/{project.pk}/").content.decode()
    client.force_login(cast.shen)
    assert "/matters/raise/" not in client.get("/lists/not_reported/?period=2020-06").content.decode()


# --- second looks ---


def test_a_batch_is_drawn_with_its_seed_and_recorded_one_by_one(client, cast, way):
    closed = [way.closed(title=f"第{number}件") for number in range(4)]
    form = client.get("/rechecks/draw/").context["form"]
    assert (form["from_on"].value(), form["seed"].value()) == (date(2020, 5, 1), "20200601")
    sent = {"name": "5月回头看", "from_on": "2020-05-01", "to_on": "2020-05-31", "percent": "50", "seed": "20200601"}
    batch = client.post("/rechecks/draw/", sent)["Location"]
    page = client.get(batch)
    assert ("20200601" in text(page), len(page.context["rows"]), page.context["batch"]["population"]) == (True, 2, 4)
    assert client.post("/rechecks/draw/", sent).status_code == 409
    client.force_login(cast.chen)
    for number, (result, found) in enumerate(((Result.HOLDS, "道路畅通"), (Result.REBOUND, "又被堵上"))):
        look = Recheck.objects.filter(result=Result.WAITING).order_by("order").first()
        assert client.get(f"/rechecks/{look.pk}/record/").status_code == 200
        assert client.post(f"/rechecks/{look.pk}/record/", {"result": result, "found": found})["Location"] == batch, (
            number
        )
    told = client.get(batch).context["batch"]
    assert (told["rate"], told["rebounds"], told["looked"], told["interval"]) == ("50.0%", 1, 2, "9.5%—90.5%")
    again = Matter.objects.get(rebound_of__isnull=False)
    assert (again.state, again.rebound_of in closed) == (State.LISTED, True)
    assert client.post(f"/rechecks/{look.pk}/record/", {"result": "holds", "found": "再看"}).status_code == 409


def test_the_lead_unit_does_not_look_at_its_own_and_strangers_find_nothing(client, cast, way):
    way.closed(lead_unit=cast.owner)
    batch = second_look.draw(
        cast.office, by=cast.wang, at=JUNE, name="批", from_on=date(2020, 5, 1), to_on=date(2020, 5, 31), percent=100,
        seed="s",
    )  # fmt: skip
    look = Recheck.objects.get()
    found = {}
    for name in ("wang", "chen", "bu", "li", "lin", "zhao", "he", "guan"):
        client.force_login(getattr(cast, name))
        found[name] = (client.get(f"/rechecks/batches/{batch.pk}/").status_code, client.get(f"/rechecks/{look.pk}/record/").status_code)  # fmt: skip # noqa: E501
    assert found == {
        "wang": (200, 200), "chen": (200, 200), "bu": (404, 200), "li": (404, 403), "lin": (404, 404),
        "zhao": (404, 404), "he": (200, 403), "guan": (404, 404),
    }  # fmt: skip
    client.force_login(cast.lin)
    assert client.get("/rechecks/").context["batches"] == []
    client.force_login(cast.chen)
    assert client.get("/rechecks/draw/").status_code == 403


def test_zero_is_shown_with_the_total_and_each_number_leads_to_its_matters(client, cast, way, monkeypatch):
    way.closed(title="已到位")
    closing.close_out(way.verified(title="逾期到位"), by=cast.wang, at=make.moment(2020, 7, 2))
    way.planned(title="还没到位")
    way.issued(title="别家的", lead_unit=cast.other_owner)
    way.issued(title="诉求不算", kind="request")
    listing.drop(way.listed(title="调出"), by=cast.wang, at=way.at(), reason="项目调出")
    way.drafted(title="草拟不算")
    today(monkeypatch, make.moment(2020, 7, 6))
    page = client.get("/rectification/")
    rows = [(row["name"], row["total"], row["closed"], row["late"], row["left"], row["overdue"], row["rate"]) for row in page.context["rows"]]  # fmt: skip # noqa: E501
    assert rows == [("渌江投资", 3, 2, 1, 1, 1, "66.7%"), ("攸州投资", 1, 0, 0, 1, 1, "0.0%")]
    total = page.context["total"]
    assert (total["total"], total["closed"], total["left"], total["rate"], page.context["left_out"]) == (
        4,
        2,
        2,
        "50.0%",
        1,
    )
    first = page.context["rows"][0]
    assert len(titles(client.get(first["overdue_href"]))) == first["overdue"]
    assert len(titles(client.get(first["closed_href"]))) == first["closed"]
    client.force_login(cast.li)
    assert [row["name"] for row in client.get("/rectification/").context["rows"]] == ["渌江投资", "攸州投资"]
    client.force_login(cast.lin)
    assert client.get("/rectification/?by=county").context["rows"] == []


def test_the_pages_beside_the_list_ask_as_much_for_many_as_for_one(client, cast, way):
    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def fill():
        listing.give(None, by=cast.he, at=way.at(), text="请抓紧")
        way.closed(severity=Severity.ORDINARY)

    def draw(name):
        return second_look.draw(
            cast.office, by=cast.wang, at=JUNE, name=name, from_on=date(2020, 5, 1), to_on=date(2020, 5, 31),
            percent=100, seed=name,
        )  # fmt: skip

    fill()
    first = draw("一")
    places = ("/instructions/", "/rectification/", "/rechecks/", "/")
    one = {place: asked(place) for place in places} | {"batch": asked(f"/rechecks/batches/{first.pk}/")}
    for _each in range(12):
        fill()
    many = draw("二")
    again = {place: asked(place) for place in places} | {"batch": asked(f"/rechecks/batches/{many.pk}/")}
    assert (again, max(one.values()) <= 60) == (one, True)
