"""审批进度表 on paper: both numbers, every day of every clock, and checked against the ledger from its file alone."""

from __future__ import annotations

import io
import re
from datetime import date

import pypdf
import pytest

from tests import make
from tests.approvals.scene import decided, laid_out
from tests.make import moment
from yidan.approvals.commands import permit
from yidan.approvals.states import Mode
from yidan.bulletins.blocks import Chart, Paragraph, Table, numerals, text_of
from yidan.kernel import parameters
from yidan.kernel.errors import Refused
from yidan.ledger.commands import stage
from yidan.ledger.models import Mark
from yidan.web.papers import permits as papers
from yidan.web.papers.rendering.docx import docx_of
from yidan.web.papers.rendering.pdf import pdf_of
from yidan.web.papers.typesetting import drawing
from yidan.web.papers.verifying import verify

AT = moment(2020, 6, 30, 10)


@pytest.fixture
def finished(cast):
    """Filed in May; the works permit waits for an expert review; construction is decided in June."""
    make.plan(cast, cast.site, 2020)
    decided(cast, cast.permits["filing"], moment(2020, 5, 11), moment(2020, 5, 12))
    made = cast.permits["works_permit"]
    permit.submit(made, by=cast.wang, at=moment(2020, 5, 11), mode=Mode.SIMULATED)
    permit.accept(made, by=cast.wang, at=moment(2020, 5, 11))
    permit.pause(made, by=cast.wang, at=moment(2020, 5, 13), basis="专家评审", document="株资规告〔2020〕3号")
    permit.resume(made, by=cast.wang, at=moment(2020, 5, 20))
    permit.decide(made, by=cast.wang, at=moment(2020, 5, 22), document="建字第430200202000001号")
    decided(cast, cast.permits["construction"], moment(2020, 6, 1), moment(2020, 6, 8), mode=Mode.SIMULATED)
    return cast


def paragraphs(blocks):
    return [text_of(each.parts) for each in blocks if isinstance(each, Paragraph)]


def test_the_paper_says_both_numbers_and_each_day_with_its_notice(finished):
    blocks = papers.blocks_of(finished.site, AT)
    said = paragraphs(blocks)
    assert "自2020年5月11日首次受理至2020年6月8日办结施工许可，政府用时9个工作日，企业经历28个日历日" in said[0]
    assert [each.printed for each in numerals(blocks)] == ["9", "28", "33"]
    tables = [each for each in blocks if isinstance(each, Table)]
    whole = [[text_of(each.parts) for each in row] for row in tables[1].rows]
    assert whole == [
        ["2020年5月", "12—13日(第1—2)、21—22日(第3—4)", "4", "2020年放假通知"],
        ["2020年6月", "2—5日(第5—8)、8日(第9)", "5", "2020年放假通知"],
    ]
    each = [[text_of(cell.parts) for cell in row] for row in tables[2].rows]
    assert [row[1:3] for row in each if len(row) > 1] == [
        ["12日(第1)", "—"],
        ["12—13日(第1—2)、21—22日(第3—4)", "14—20日停表：专家评审"],
        ["2—5日(第1—4)、8日(第5)", "6—7日周末"],
    ]
    assert ["株资规告〔2020〕3号" in row[3] for row in each if len(row) > 1] == [False, True, False]
    assert "2020年放假通知即《国务院办公厅关于2020年部分节假日安排的通知》" in tables[2].note
    assert len([each for each in blocks if isinstance(each, Chart)]) == 1


def test_the_file_is_checked_against_the_ledger_and_a_changed_digit_is_found(finished):
    blocks, manifest = papers.blocks_of(finished.site, AT), papers.manifest_of(finished.site, AT)
    title = papers.title_of(finished.site)
    pdf = pdf_of(blocks, title=title, manifest=manifest)
    docx = docx_of(blocks, title=title, manifest=manifest, drawing=drawing)
    for content in (pdf, docx):
        report = verify(content)
        assert (report.is_sound, report.checked, report.is_sealed) == (True, 3, None)
    said = re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))
    assert ("政府用时9个工作日" in said, "12—13日(第1—2)" in said) == (True, True)
    event = finished.permits["works_permit"].events.live().get(kind="decide")
    permit.correct(finished.permits["works_permit"], by=finished.wang, at=moment(2020, 6, 20), event=event,
                   happened_at=moment(2020, 5, 25), reason="录错")  # fmt: skip
    again = verify(pdf)
    assert [(each.printed, each.recomputed) for each in again.differences] == [("9", "10")]


def test_a_bundles_and_its_parts_papers_print_each_its_own_numbers_as_figures(cast):
    bundle = make.project(cast, "标准厂房打包")
    part = make.project(cast, "标准厂房一期", parent=bundle)
    for project, ended in ((bundle, moment(2020, 5, 9)), (part, moment(2020, 5, 15))):
        decided(cast, laid_out(cast, project)["filing"], moment(2020, 5, 6), ended)
    for project, printed in ((bundle, ["3", "55", "33"]), (part, ["8", "55", "33"])):  # 9 May, a Saturday, was worked
        blocks = papers.blocks_of(project, AT)
        assert [each.printed for each in numerals(blocks)] == printed
        report = verify(pdf_of(blocks, title="t", manifest=papers.manifest_of(project, AT)))
        assert (report.is_sound, report.checked) == (True, 3)


def test_the_budget_and_what_goes_beyond_it_are_asked_again_too(finished):
    parameters.set("approvals.budget_days", by=finished.wang, at=moment(2020, 6, 1), value="5", reason="提速")
    blocks, manifest = papers.blocks_of(finished.site, AT), papers.manifest_of(finished.site, AT)
    assert "；时间预算5个工作日，超出4个工作日。" in paragraphs(blocks)[0]
    assert [each.printed for each in numerals(blocks)] == ["9", "28", "5", "4"]
    report = verify(docx_of(blocks, title=papers.title_of(finished.site), manifest=manifest, drawing=drawing))
    assert (report.is_sound, report.checked, report.typed) == (True, 4, [])


def test_a_project_taken_off_the_list_keeps_its_numbers_which_are_checked_as_before(finished):
    cast = finished
    how = {"by": cast.wang, "mark": Mark.WITHDRAWN, "reason": "政策变化"}
    stage.record(cast.site, at=moment(2020, 6, 20), happened_on=date(2020, 6, 20), **how)
    blocks, manifest = papers.blocks_of(cast.site, AT), papers.manifest_of(cast.site, AT)
    assert [each.printed for each in numerals(blocks)] == ["9", "28", "33"]
    assert "项目已于2020年6月20日调出，不再计入全市用时。" in paragraphs(blocks)
    report = verify(docx_of(blocks, title=papers.title_of(cast.site), manifest=manifest, drawing=drawing))
    assert (report.is_sound, report.checked, report.typed) == (True, 3, [])
    earlier = paragraphs(papers.blocks_of(cast.site, moment(2020, 6, 19)))
    assert [each for each in earlier if "调出" in each] == []


def test_what_runs_is_counted_so_far_and_nothing_is_printed_of_an_empty_list(client, cast):
    client.force_login(cast.wang)
    other = make.project(cast)
    with pytest.raises(Refused, match="还没有列审批清单"):
        papers.blocks_of(other, AT)
    assert client.get(f"/projects/{other.pk}/permits/paper.pdf").status_code == 409
    assert client.get(f"/projects/{cast.site.pk}/permits/paper.exe").status_code == 404
    assert "都还没有受理" in paragraphs(papers.blocks_of(cast.site, AT))[0]
    made = cast.permits["filing"]
    permit.submit(made, by=cast.wang, at=moment(2020, 5, 11))
    permit.accept(made, by=cast.wang, at=moment(2020, 5, 11))
    at = moment(2020, 5, 12, 10)
    blocks = papers.blocks_of(cast.site, at)
    said = "自2020年5月11日首次受理，截至2020年5月12日尚未走完，政府已用时1个工作日，企业已经历1个日历日"
    assert said in paragraphs(blocks)[0]
    assert [each.printed for each in numerals(blocks)] == ["1", "1", "32"]  # numbers that can be asked again
    assert verify(pdf_of(blocks, title="t", manifest=papers.manifest_of(cast.site, at))).is_sound
    page = client.get(f"/projects/{cast.site.pk}/permits/")
    assert f"/projects/{cast.site.pk}/permits/paper.docx" in page.content.decode()
    answer = client.get(f"/projects/{cast.site.pk}/permits/paper.docx")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    client.force_login(cast.zhao)  # another owner's reporter
    assert client.get(f"/projects/{cast.site.pk}/permits/paper.pdf").status_code == 404
