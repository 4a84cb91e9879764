"""审批办理表 taken over: tried first, twice the same is harmless, each finding at its cell, nothing lost in silence."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.make import moment
from yidan.approvals.models import Permit, PermitEvent
from yidan.kernel.journal import Entry
from yidan.web.papers.importing import permits

AT = moment(2020, 6, 30)
HEADS = ["序号", "项目名称", "事项", "经办部门", "办理方式", "收件日期", "受理日期", "办结日期", "发证日期", "文号"]
SITE, FILING, WORKS = "渌江陶瓷厂房", "企业投资项目备案", "建设工程规划许可证"
FILED = [
    1,
    SITE,
    FILING,
    "",
    "",
    "2020.5.11",
    date(2020, 5, 11),
    "2020年5月12日",
    "2020-05-13",
    "株发改备〔2020〕7号",
]


@pytest.fixture
def cast(permitted):
    return permitted


def workbook(*rows, heads=HEADS, title="2020年审批办理情况"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "办理表"
    sheet.append([title])
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(cast, data, **more):
    return permits.take(data, by=more.pop("by", cast.wang), at=AT, **({"is_trial": False} | more))


def told(outcome):
    return [(each.cell, each.severity, each.reason) for each in outcome.findings]


def test_a_case_is_brought_as_far_as_its_line_says_and_the_same_again_changes_nothing(cast):
    data = workbook(FILED, [2, SITE, WORKS, "", "模拟审批", "2020-05-20", "2020-05-20", None, None, None])
    entries = Entry.objects.count()
    tried = take(cast, data, is_trial=True)
    assert (tried.opened, tried.updated, tried.unchanged, tried.held, told(tried)) == (0, 2, 0, 0, [])
    assert (Entry.objects.count(), PermitEvent.objects.count()) == (entries, 0)
    done = take(cast, data)
    assert (done.updated, [len(each.acts) for each in done.done]) == (2, [4, 2])
    made = Permit.objects.get(project=cast.site, code="filing")
    assert (made.state, made.number, made.used) == ("issued", "株发改备〔2020〕7号", 1)
    assert (made.accepted_on, made.ended_on, made.issued_on) == (
        date(2020, 5, 11), date(2020, 5, 12), date(2020, 5, 13),
    )  # fmt: skip
    works = Permit.objects.get(project=cast.site, code="works_permit")
    assert (works.state, works.began_as) == ("accepted", "simulated")
    assert Entry.objects.count() == entries + 6
    again = take(cast, data)
    assert (again.updated, again.unchanged, again.held, told(again)) == (0, 2, 0, [])
    assert Entry.objects.count() == entries + 6
    later = take(
        cast,
        workbook([2, SITE, WORKS, "", "", "2020-05-20", "2020-05-20", "2020-05-22", None, "建字1号"]),
    )
    assert [each.acts for each in later.done] == [["办结 2020-05-22"]]


def test_an_item_that_is_not_on_the_list_is_put_on_it(cast):
    other = make.project(cast, "攸水新厂")
    done = take(cast, workbook([1, "攸水新厂", FILING, "", "", "2020-05-11", "2020-05-11", None, None, None]))
    assert (done.opened, Permit.objects.get(project=other).state) == (1, "accepted")


def test_every_fault_names_its_cell_and_nothing_is_written_unless_good_rows_are_wanted(cast):
    data = workbook(
        FILED,
        [2, "没有这个项目", FILING, "", "", "2020-05-11", None, None, None, None],
        [3, SITE, "盖章", "", "", "2020-05-11", None, None, None, None],
        [4, SITE, WORKS, "", "随便", "2020-05-11", None, None, None, None],
        [5, SITE, "建筑工程施工许可", "", "", "5月", None, None, None, None],
        [6, SITE, FILING, "", "", "2020-05-11", None, None, None, None],
        ["合计", None, None, None, None, None, None, None, None, None],
    )
    stopped = take(cast, data)
    assert [(cell, severity) for cell, severity, _reason in told(stopped)] == [
        ("B4", "error"), ("C5", "error"), ("E6", "error"), ("F7", "error"), ("C8", "error"),
    ]  # fmt: skip
    assert (stopped.held, PermitEvent.objects.count()) == (5, 0)
    good = take(cast, data, good_rows=True)
    assert (good.updated, good.held, PermitEvent.objects.count()) == (1, 5, 4)


def test_days_that_do_not_follow_each_other_or_have_nothing_behind_them_are_held_at_their_cell(cast):
    def only(*row):
        return [(cell, reason) for cell, _severity, reason in told(take(cast, workbook([1, SITE, *row])))]

    item = (FILING, "", "")
    assert only(*item, "2020-05-11", "2020-05-08", None, None, None) == [("G3", "早于前一步的2020-05-11")]
    assert only(*item, None, "2020-05-11", None, None, None) == [("F3", "有后面的日期，没有收件日期")]
    assert only(*item, "2020-05-11", None, "2020-05-12", None, None) == [("J3", "已经办结，没有文号")]
    assert only(*item, "2020-05-11", None, None, "2020-05-12", None) == [("H3", "有发证日期，没有办结日期")]
    ((cell, reason),) = only(*item, "2020-07-11", None, None, None, None)
    assert (cell, reason) == ("F3", "发生时间还没有到，请核对日期")
    ((cell, reason),) = only("建筑工程施工许可", "", "", "2020-05-11", None, None, None, None)
    assert (cell, "还没有办结；先行办理的" in reason) == ("F3", True)
    ((cell, reason),) = only(WORKS, "", "告知承诺", "2020-05-11", None, None, None, None)
    assert (cell, "加一列“承诺书编号”" in reason) == ("E3", True)
    assert PermitEvent.objects.count() == 0


def test_a_day_that_the_ledger_has_otherwise_is_said_and_stays(cast):
    take(cast, workbook(FILED))
    moved = [*FILED[:7], "2020-05-14", "2020-05-15", "株发改备〔2020〕7号"]
    outcome = take(cast, workbook(moved))
    ((cell, severity, reason),) = told(outcome)
    assert (cell, severity) == ("H3", "error")
    assert "台账里办结是2020-05-12，表中是2020-05-14" in reason
    assert Permit.objects.get(project=cast.site, code="filing").ended_on == date(2020, 5, 12)
    renamed = take(cast, workbook([*FILED[:9], "株发改备〔2020〕8号"]))
    assert told(renamed) == [("J3", "warning", "台账里文号是“株发改备〔2020〕7号”，没有改")]
    assert renamed.unchanged == 1


def test_totals_and_notes_are_counted_and_a_project_that_is_called_like_one_is_read(cast):
    make.project(cast, "注塑件生产线")
    heads = HEADS[1:]
    outcome = take(cast, workbook(
        ["注塑件生产线", FILING, "", "", "2020-05-11", None, None, None, None],
        ["合计", None, None, None, None, None, None, None, None], ["注：以办结为准"], heads=heads,
    ))  # fmt: skip
    assert (outcome.opened, outcome.notes, told(outcome)) == (1, 2, [])


def test_columns_and_sheets_that_nobody_reads_are_said(cast):
    outcome = take(cast, workbook([*FILED, "张三"], heads=[*HEADS, "跑腿的人"]))
    assert ("K2", "warning", "没有认出列“跑腿的人”，不导入") in told(outcome)
    nothing = take(cast, workbook(["a", "b"], heads=["甲", "乙"]))
    assert nothing.errors[0].reason.startswith("没有认出审批办理表")


def test_on_the_page_the_file_is_kept_tried_and_confirmed(client, cast):
    client.force_login(cast.wang)
    assert "/permits/import/" in client.get("/permits/").content.decode()
    answer = client.post("/permits/import/", {"file": SimpleUploadedFile("办理表.xlsx", workbook(FILED))})
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert ("导入1件" in page.content.decode(), PermitEvent.objects.count()) == (True, 0)
    assert client.post(answer.url, {"act": "all"}).status_code == 302
    assert (PermitEvent.objects.count(), "没有要改动的" in client.get(answer.url).content.decode()) == (4, True)
    assert client.post("/permits/import/", {"file": SimpleUploadedFile("x.xlsx", b"%PDF-1")}).status_code == 422
    client.force_login(cast.li)
    assert client.get(answer.url).status_code == 403
    assert client.get("/permits/import/").status_code == 403
    assert "/permits/import/" not in client.get("/permits/").content.decode()


def test_the_department_is_read_where_the_ledger_has_none_yet_and_else_only_compared(cast):
    other = make.project(cast, "攸水新厂")
    late = Permit.objects.get(project=cast.site, code="filing")
    Permit.objects.filter(project=cast.site).update(department=None)
    rows = (
        [1, SITE, FILING, cast.reform.name, "", "2020-05-11", "2020-05-11", None, None, None],
        [2, "攸水新厂", FILING, cast.resources.short_name, "", "2020-05-11", None, None, None, None],
        [3, "攸水新厂", WORKS, "市不存在局", "模拟审批", "2020-05-20", None, None, None, None],
    )
    done = take(cast, workbook(*rows))
    late.refresh_from_db()
    assert late.department == cast.reform
    assert Permit.objects.get(project=other, code="filing").department == cast.resources
    assert Permit.objects.get(project=other, code="works_permit").department == cast.resources  # the catalogue's
    assert told(done) == [
        ("D5", "warning", "部门名录里没有“市不存在局”(或不止一个)，经办部门没有从表中取"),
    ]
    again = take(cast, workbook([*rows[0][:3], cast.resources.name, *rows[0][4:]]))
    assert told(again) == [("D3", "warning", f"台账里经办部门是“{cast.reform}”，没有改")]
    Permit.objects.filter(pk=late.pk).update(department=None)
    handed_in = take(cast, workbook(rows[0]))
    assert told(handed_in) == [("D3", "warning", "已经收件，经办部门没有从表中取，请在该件上确认")]
    assert Permit.objects.get(pk=late.pk).department is None
