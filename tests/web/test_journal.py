"""The journal and the parameters as pages."""

from datetime import timedelta

import pytest

from tests.cast import AT
from yidan.kernel import parameters, seals
from yidan.kernel.journal import Entry
from yidan.people.commands import person, unit
from yidan.people.models import UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client, cast):
    client.force_login(cast.shen)
    return client


def acts(response):
    return [row["act"] for row in response.context["rows"]]


def words(response):
    return b"".join(response).decode() if response.streaming else response.content.decode()


@pytest.mark.parametrize("name", ["he", "wang", "chen", "tong", "lin", "bu", "li", "guan", "an"])
def test_only_the_auditor_reads_the_journal(client, cast, name):
    client.force_login(getattr(cast, name))
    assert [client.get(f"/journal/{path}").status_code for path in ("", "export/", "verify/")] == [403, 403, 403]


def test_entries_stand_newest_first_with_who_what_and_words(auditor, cast):
    unit.change(cast.county, by=cast.guan, at=AT + timedelta(days=1), short_name="醴陵")
    row = auditor.get("/journal/").context["rows"][0]
    assert (row["who"], row["act"], row["words"]) == ("管宁", "变更单位", "名称 醴陵市；变更 简称 醴陵市 → 醴陵")


def test_filters_compose_by_person_verb_kind_and_day(auditor, cast):
    later = AT + timedelta(days=40)
    person.change(cast.li, by=cast.guan, at=later, post="总工程师")
    assert acts(auditor.get("/journal/", {"verb": "person.change"})) == ["变更人员"]
    assert acts(auditor.get("/journal/", {"person": "管宁", "since": "2020-02-01"})) == ["变更人员"]
    assert acts(auditor.get("/journal/", {"noun": "person", "until": "2020-01-02", "verb": "person.change"})) == []
    assert set(acts(auditor.get("/journal/", {"person": "系统", "noun": "role"}))) == {"授予角色"}
    assert acts(auditor.get("/journal/", {"since": "2020-02-11", "until": "2020-02-11"})) == ["变更人员"]


def test_an_unreadable_day_is_said_and_not_silently_dropped(auditor):
    answer = auditor.get("/journal/", {"since": "昨天"})
    assert answer.context["wrong"] == ["日期“昨天”读不懂，请写作 2020-06-05；这一条没有用上。"]


def test_nothing_found_says_what_to_do(auditor):
    assert "没有符合条件的留痕" in words(auditor.get("/journal/", {"person": "查无此人"}))


def test_each_entry_says_whether_it_is_sealed(auditor, cast):
    seals.seal(at=AT)
    unit.register(None, by=cast.guan, at=AT, name="新单位", kind=UnitKind.OTHER)
    rows = auditor.get("/journal/").context["rows"]
    assert [rows[0]["seal"], rows[1]["seal"]] == [None, Entry.objects.count() - 1]
    assert acts(auditor.get("/journal/", {"seal": "open"})) == ["登记单位"]


def test_the_chain_is_verified_on_demand_and_a_changed_byte_is_named(auditor, cast):
    seals.seal(at=AT)
    assert "完好" in words(auditor.get("/journal/verify/"))
    changed = Entry.objects.order_by("id")[3]
    Entry.objects.filter(pk=changed.pk).update(actor_name="别人")
    answer = words(auditor.get("/journal/verify/", headers={"HX-Request": "true"}))
    assert f"第{changed.pk}号留痕与封印不符" in answer
    assert "<html" not in answer


def test_the_export_has_every_chosen_entry_and_no_formula(auditor, cast):
    renamed = person.change(cast.wang, by=cast.guan, at=AT, name="=1+1")
    unit.register(None, by=renamed, at=AT, name="新单位", kind=UnitKind.OTHER)
    lines = words(auditor.get("/journal/export/")).splitlines()
    assert lines[0].startswith("\ufeff序号,登记时间")
    assert len(lines) == Entry.objects.count() + 1
    chosen = words(auditor.get("/journal/export/", {"noun": "role"})).splitlines()
    assert len(chosen) == Entry.objects.filter(verb="role.grant").count() + 1
    assert lines[1].split(",")[3:6] == ["'=1+1", "株洲市重点项目建设领导小组办公室", "登记单位"]
    assert [cell for line in lines[1:] for cell in line.split(",") if cell.startswith(("=", "+", "@"))] == []


def test_the_journal_costs_the_same_with_many_entries(auditor, cast, django_assert_max_num_queries):
    auditor.get("/journal/")
    for number in range(60):
        unit.register(None, by=cast.guan, at=AT, name=f"单位{number}", kind=UnitKind.OTHER)
    with django_assert_max_num_queries(10):
        answer = auditor.get("/journal/")
    assert len(answer.context["rows"]) == 50


# --- parameters ---


def any_parameter():
    return parameters.REGISTRY[min(parameters.REGISTRY)]


def test_a_parameter_is_set_with_its_reason_and_keeps_its_old_values(client, cast):
    parameter = parameters.REGISTRY["ledger.number_prefix"]
    client.force_login(cast.wang)
    wrong = client.post(f"/parameters/{parameter.name}/", {"value": "ZZX", "reason": ""})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["reason"])
    client.post(f"/parameters/{parameter.name}/", {"value": "ZZX", "reason": "株重办〔2020〕3号"})
    client.post(f"/parameters/{parameter.name}/", {"value": "ZZY", "reason": "株重办〔2020〕4号"})
    shown = client.get(f"/parameters/{parameter.name}/").context
    assert [(row["value"], row["who"], row["reason"]) for row in shown["history"]] == [
        ("ZZY", "王科长", "株重办〔2020〕4号"), ("ZZX", "王科长", "株重办〔2020〕3号"),
    ]  # fmt: skip
    row = next(
        row for _label, rows in client.get("/parameters/").context["groups"] for row in rows if row["is_changed"]
    )
    assert (row["value"], row["default"], row["who"]) == ("ZZY", "ZZ", "王科长")


def test_a_value_that_cannot_be_read_is_refused_at_its_field(client, cast):
    client.force_login(cast.wang)
    answer = client.post("/parameters/ledger.entry_least_wan/", {"value": "一万", "reason": "试"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["value"])


def test_the_auditor_reads_parameters_and_sets_none(client, cast):
    client.force_login(cast.shen)
    name = any_parameter().name
    assert "这里只能查看" in words(client.get(f"/parameters/{name}/"))
    assert client.post(f"/parameters/{name}/", {"value": "1", "reason": "试"}).status_code == 403
    assert client.get("/parameters/none.such/").status_code == 404


@pytest.mark.parametrize(("name", "expected"), [("wang", 200), ("shen", 200), ("li", 403), ("guan", 403), ("an", 403)])
def test_who_reads_parameters(client, cast, name, expected):
    client.force_login(getattr(cast, name))
    assert client.get("/parameters/").status_code == expected


def test_the_names_of_what_changed_and_of_doubts_are_said_in_words():
    from yidan.kernel.journal import Entry
    from yidan.web.entries import sentence_of

    entry = Entry(verb="report.save", facts={"changed": ["invested_wan", "problems"], "doubts": {"december": "结算"}})
    assert sentence_of(entry) == "变更 本月完成投资(万元)、存在问题；疑点 12月占比高 结算"


def test_every_doubt_has_a_name_as_well_as_a_question():
    from yidan.progress.wording import NAMES, QUESTIONS

    assert set(NAMES) == set(QUESTIONS)
