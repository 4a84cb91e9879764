"""巡查 pages: today's list, the visit's form, a project's visits, findings, checklists."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make
from tests.cast import AT, assemble
from tests.patrol.scene import site_of, visitor_of
from tests.patrol.test_checklists import SHEETS
from yidan.kernel.journal import Entry
from yidan.ledger.commands import exhibit, stage
from yidan.matters.models import Matter
from yidan.patrol import queries
from yidan.patrol.commands import checklist, planning, visiting
from yidan.patrol.models import Checklist, Finding, PatrolDay, Visit
from yidan.patrol.rules import xlsform
from yidan.patrol.states import State

pytestmark = pytest.mark.django_db
NOW = make.moment(2020, 6, 1, 8)
JPEG = b"\xff\xd8\xff\xe0 not really a picture"


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cast = assemble()
    cast.site = under_way(cast, "渌江大道提质改造")
    return cast


def under_way(cast, name, **fields):
    built = make.project(cast, name, despite_duplicates=True, reason="确属两个项目", domain="infrastructure", **fields)
    stage.record(built, by=cast.wang, at=AT, mark="started", happened_on=date(2020, 1, 1), basis="施工许可")
    built.refresh_from_db()
    return built


def plan(cast, *projects):
    sites = [site_of(each, light="red", light_words="连续两月黄灯") for each in projects or [cast.site]]
    return planning.plan(
        cast.office, by=cast.wang, at=NOW, day=date(2020, 6, 1), sites=sites, visitors=[visitor_of(cast.chen)]
    )


def visited(cast, **said):
    said.setdefault("physical_progress", "路基完成三公里")
    return visiting.record(cast.site, by=cast.chen, at=NOW, **said)


def page(client, person, address, **query):
    client.force_login(person)
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def record_address(cast):
    return reverse("visit.record", args=[cast.site.pk])


# --- the day ---


def test_the_visitor_reads_where_to_go_and_why_with_one_button_each(cast, client):
    plan(cast)
    text = page(client, cast.chen, "/patrol/")
    assert "连续两月黄灯；还没有巡查过，到了该看的期限" in text
    assert f'href="{record_address(cast)}"' in text
    assert "请谁看" not in text


def test_the_office_reads_the_whole_day_with_reasons_by_kind_never_by_person(cast, client):
    plan(cast, cast.site, under_way(cast, "攸州大道"))
    text = page(client, cast.wang, "/patrol/")
    assert "在建2个，请看2个；抽签种子2020" in text
    assert text.count("连续两月黄灯") == 2
    assert re.search(r"陈巡[^<]{0,20}\d+\s*(次|个)", text) is None


def test_after_a_visit_the_list_says_so(cast, client):
    plan(cast)
    visit = visited(cast)
    assert f'href="/visits/{visit.pk}/"' in page(client, cast.chen, "/patrol/")


@pytest.mark.parametrize("name", ["li", "lin", "bu", "tong", "guan", "an"])
def test_who_is_visited_does_not_read_the_list(cast, client, name):
    plan(cast)
    client.force_login(getattr(cast, name))
    assert client.get("/patrol/").status_code == 404


def test_another_inspector_reads_only_his_own(cast, client):
    from yidan.kernel.policy import Role
    from yidan.people.commands import person, role

    plan(cast)
    other = person.register(cast.office, by=cast.guan, at=AT, name="荀察")
    role.grant(other, by=cast.an, at=AT, role=Role.INSPECTOR, unit=cast.office, since_on=AT.date())
    assert "渌江大道" not in page(client, other, "/patrol/")


def test_the_office_makes_the_list_and_a_second_time_changes_nothing(cast, client):
    assert "这一天的巡查单还没有生成" in page(client, cast.wang, "/patrol/")
    for _turn in range(2):
        answer = client.post("/patrol/plan/", {"day": "2020-06-01"})
        assert (answer.status_code, answer.url) == (302, "/patrol/?day=2020-06-01")
    assert (PatrolDay.objects.count(), Entry.objects.filter(verb="patrol.plan").count()) == (1, 1)


def test_nobody_left_to_go_is_said_in_a_sentence(cast, client):
    client.force_login(cast.wang)
    answer = client.post("/patrol/plan/", {"day": "2020-06-01", "absent": [cast.chen.pk]})
    assert (answer.status_code, "还没有可派的项目服务专员" in answer.content.decode()) == (409, True)


def test_only_the_office_makes_the_list(cast, client):
    client.force_login(cast.chen)
    assert client.post("/patrol/plan/", {"day": "2020-06-01"}).status_code == 403
    assert PatrolDay.objects.count() == 0


@pytest.mark.parametrize(("day", "words"), [("2020-06-06", "休息日，不派巡查"), ("2020-05-29", "这一天没有巡查单")])
def test_a_day_without_a_list_says_why(cast, client, day, words):
    assert words in page(client, cast.chen, "/patrol/", day=day)
    assert client.get("/patrol/?day=gestern").status_code == 404


def test_the_day_asks_no_more_for_more_sites(cast, client, django_assert_max_num_queries):
    plan(cast, cast.site, *[under_way(cast, f"第{number}标段") for number in range(12)])
    for person in (cast.chen, cast.wang):
        client.force_login(person)
        client.get("/patrol/")
        with django_assert_max_num_queries(16):
            client.get("/patrol/")


# --- the visit ---


def send(client, cast, person=None, **said):
    client.force_login(person or cast.chen)
    said.setdefault("physical_progress", "路基完成三公里")
    return client.post(record_address(cast), said)


def test_three_fields_make_a_visit_and_its_findings_can_be_raised_in_one_tap(cast, client):
    plan(cast)
    answer = send(client, cast, at_work="两个作业面", problems="边沟堵塞\n围挡破损")
    visit = Visit.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/visits/{visit.pk}/?new")
    text = client.get(answer.url).content.decode()
    assert "发现的问题，当场解决了的记一句，没解决的转一单。" in text
    first, second = visit.findings.order_by("id")
    assert client.get(f"/findings/{first.pk}/raise/").context["form"].initial["title"] == "边沟堵塞"
    client.post(f"/findings/{first.pk}/raise/", {"title": "边沟堵塞", "problem_type": "other"})
    client.post(f"/findings/{second.pk}/solve/", {"how": "当场加固"})
    assert list(Finding.objects.order_by("id").values_list("state", flat=True)) == [State.RAISED, State.SOLVED]
    assert Matter.objects.get().title == "边沟堵塞"


def test_the_form_shows_what_was_seen_last_time_and_why_one_was_asked(cast, client):
    visiting.record(cast.site, by=cast.chen, at=make.moment(2020, 5, 20), physical_progress="路基完成两公里")
    plan(cast)
    text = page(client, cast.chen, record_address(cast))
    assert "路基完成两公里" in text
    assert "红灯：连续两月黄灯" in text


def test_a_refusal_keeps_what_was_entered(cast, client):
    answer = send(client, cast, physical_progress="主体", problems="长" * 301)
    assert (answer.status_code, "主体" in answer.content.decode(), Visit.objects.count()) == (409, True, 0)
    answer = send(client, cast, physical_progress="")
    assert (answer.status_code, Visit.objects.count()) == (422, 0)


def test_a_second_press_records_once(cast, client):
    key = "11111111-1111-4111-8111-111111111111"
    for _press in range(2):
        assert send(client, cast, key=key).status_code == 302
    assert Visit.objects.count() == 1


def test_a_picture_comes_along_in_its_slot_whose_reason_is_shown(cast, client):
    exhibit.set(cast.site, by=cast.wang, at=NOW, name="东侧全景", reason="比对零进展", asking="never")
    assert "比对零进展" in page(client, cast.chen, record_address(cast))
    sent = SimpleUploadedFile("a.jpg", JPEG)
    assert send(client, cast, file=sent, slot_name="东侧全景", caption="东侧").status_code == 302
    shown = Visit.objects.get().exhibits.get()
    assert (shown.slot_name, shown.caption) == ("东侧全景", "东侧")
    assert "东侧" in page(client, cast.li, f"/visits/{Visit.objects.get().pk}/")


def test_what_is_no_picture_is_refused_and_undoes_all(cast, client):
    answer = send(client, cast, file=SimpleUploadedFile("a.jpg", b"%PDF-1.4 no picture"))
    assert (answer.status_code, Visit.objects.count()) == (409, 0)


@pytest.mark.parametrize("name", ["li", "lin", "he", "shen"])
def test_who_is_no_inspector_has_no_form(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get(record_address(cast)).status_code in {403, 404}
    assert "记巡查" not in page(client, getattr(cast, name), reverse("visits", args=[cast.site.pk]))


def test_nobody_has_a_form_for_a_project_of_the_own_unit(cast, client):
    own = under_way(cast, "项目办自用楼", owner_unit=cast.office)
    client.force_login(cast.chen)
    answer = client.get(reverse("visit.record", args=[own.pk]))
    assert (answer.status_code, "由外单位的人办理" in answer.content.decode()) == (
        403,
        True,
    ) or answer.status_code == 409


def test_the_project_page_brings_its_visits_when_they_come_into_view(cast, client):
    visited(cast, problems="边沟堵塞")
    text = page(client, cast.li, reverse("project", args=[cast.site.pk]))
    assert f'hx-get="/projects/{cast.site.pk}/visits/"' in text
    part = client.get(reverse("visits", args=[cast.site.pk]), HTTP_HX_REQUEST="true").content.decode()
    assert ("路基完成三公里" in part, "边沟堵塞" in part, "<html" in part) == (True, True, False)


def test_visits_ask_no_more_for_more_of_them(cast, client, django_assert_max_num_queries):
    for number in range(10):
        visited(cast, physical_progress=f"第{number}次", problems="甲\n乙")
    client.force_login(cast.li)
    client.get(reverse("visits", args=[cast.site.pk]))
    with django_assert_max_num_queries(14):
        client.get(reverse("visits", args=[cast.site.pk]))


def test_the_visited_read_what_was_found_but_not_why_one_came(cast, client):
    plan(cast)
    visit = visited(cast)
    assert "连续两月黄灯" not in page(client, cast.li, f"/visits/{visit.pk}/")
    assert "连续两月黄灯" in page(client, cast.wang, f"/visits/{visit.pk}/")


def test_a_correction_shows_both(cast, client):
    visit = visited(cast)
    client.force_login(cast.chen)
    answer = client.post(
        f"/visits/{visit.pk}/correct/", {"physical_progress": "路基完成两公里", "reason": "看错了标段"}
    )
    assert answer.status_code == 302
    text = client.get(f"/visits/{visit.pk}/").content.decode()
    assert ("路基完成两公里" in text, "路基完成三公里" in text, "看错了标段" in text) == (True, True, True)


# --- findings ---


def test_the_list_of_findings_filters_and_offers_acts_to_who_went(cast, client):
    visit = visited(cast, problems="边沟堵塞\n围挡破损")
    assert page(client, cast.chen, "/findings/").count("转一单</a>") == 2
    assert "转一单</a>" not in page(client, cast.li, "/findings/")
    client.force_login(cast.chen)
    client.post(f"/findings/{visit.findings.first().pk}/solve/", {"how": "当场"})
    assert page(client, cast.wang, "/findings/").count("转一单</a>") == 1
    assert page(client, cast.wang, "/findings/?state=solved").count("当场解决") >= 1
    assert client.get("/findings/?state=void2").status_code == 404


def test_findings_ask_no_more_for_more_of_them(cast, client, django_assert_max_num_queries):
    visited(cast, problems="\n".join(f"问题{number}" for number in range(30)))
    client.force_login(cast.wang)
    client.get("/findings/")
    with django_assert_max_num_queries(14):
        client.get("/findings/")


# --- the checklist ---


def workbook(sheets):
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, ["" if cell is None else cell for cell in cells])
    book.close()
    return SimpleUploadedFile("房建巡查.xlsx", buffer.getvalue())


def test_the_office_imports_an_xlsform(cast, client):
    client.force_login(cast.wang)
    answer = client.post(
        "/checklists/set/", {"domain": "infrastructure", "reason": "株重办〔2020〕9号", "file": workbook(SHEETS)}
    )
    assert answer.status_code == 302
    made = Checklist.objects.get()
    assert (made.title, made.version, made.form) == ("房建巡查", 1, xlsform.read(SHEETS))
    assert "有塔吊吗" in page(client, cast.chen, "/checklists/")


@pytest.mark.parametrize("data", [b"not a workbook", b"PK\x03\x04 broken", b""])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(cast, client, data):
    client.force_login(cast.wang)
    answer = client.post("/checklists/set/", {"reason": "依据", "file": SimpleUploadedFile("a.xlsx", data)})
    assert (answer.status_code in {409, 422}, Checklist.objects.count()) == (True, 0)


def test_a_hostile_form_is_refused_at_its_line(cast, client):
    client.force_login(cast.wang)
    sheets = {"survey": [["type", "name", "label", "relevant"], ["text", "a", "甲", "regex(., '(a+)+$')"]]}
    answer = client.post("/checklists/set/", {"reason": "依据", "file": workbook(sheets)})
    assert (answer.status_code, "survey 第2行" in answer.content.decode()) == (409, True)


def test_questions_come_and_go_with_the_answers(cast, client):
    checklist.set(cast.office, by=cast.wang, at=AT, domain="", form=xlsform.read(SHEETS), reason="依据")
    text = page(client, cast.chen, record_address(cast))
    assert ("有塔吊吗" in text, "几台" in text) == (True, False)
    part = client.post(
        f"{record_address(cast)}?redraw", {"answer-crane": "yes"}, HTTP_HX_REQUEST="true"
    ).content.decode()
    assert ("几台" in part, "<html" in part, Visit.objects.count()) == (True, False, 0)


def test_answers_are_kept_with_the_visit_and_a_wrong_one_is_said_at_its_question(cast, client):
    checklist.set(cast.office, by=cast.wang, at=AT, domain="", form=xlsform.read(SHEETS), reason="依据")
    answer = send(client, cast, **{"answer-crane": "yes", "answer-cranes": "99"})
    assert (answer.status_code, answer.context["form"].errors["answer-cranes"]) == (409, ["几台：台数在1到49之间"])
    answer = send(client, cast, **{"answer-crane": "yes", "answer-cranes": "3", "answer-works": ["piling", "other"]})
    visit = Visit.objects.get()
    assert queries.words_of(visit).answers == {"crane": "yes", "cranes": "3", "works": ["piling", "other"]}
    text = client.get(f"/visits/{visit.pk}/").content.decode()
    assert "打桩、其他" in text


def test_only_the_office_sets_a_checklist(cast, client):
    client.force_login(cast.chen)
    assert client.get("/checklists/set/").status_code == 403
    assert "导入清单" not in page(client, cast.chen, "/checklists/")
