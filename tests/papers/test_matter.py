"""The papers of a matter say what the list says, in official form."""

import io
from datetime import date

import docx
import pytest

from yidan.kernel.errors import Refused
from yidan.matters.commands import asking, closing, listing, working
from yidan.web.papers import matter as papers
from yidan.web.papers.rendering.docx import docx_of
from yidan.web.papers.rendering.pdf import pdf_of

pytestmark = pytest.mark.django_db


def text_of(blocks):
    document = docx.Document(io.BytesIO(docx_of(blocks)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([each.text for each in document.paragraphs] + cells)


def test_the_slip_of_handing_out_carries_standard_deadline_and_receipt(way):
    matter = way.issued()
    text = text_of(papers.handing_out(matter))
    for said in (
        "株项办交〔2020〕1号", "醴陵市渌江投资控股集团有限公司：", "道路畅通，连续七日无阻工", "2020年6月30日前办结",
        "由株洲市住房和城乡建设局验收", "签收单位", "2020年5月20日",
    ):  # fmt: skip
        assert said in text, said
    assert pdf_of(papers.handing_out(matter)).startswith(b"%PDF-")


def test_the_third_urging_is_a_letter_and_says_how_late_it_is(cast, way):
    matter = way.planned(due_on=date(2020, 5, 26))
    for day in (25, 26, 27):
        working.urge(matter, by=cast.wang, at=way.at(day), words="请于周五前答复。")
    texts = [text_of(papers.urging(each)) for each in matter.urges.all()]
    assert "催办单" in texts[0]
    numbers = ("催〔2020〕1号", "催〔2020〕1号之二", "督〔2020〕1号")
    assert [text.splitlines()[1].removeprefix("株项办") for text in texts] == list(numbers)
    assert "距时限还有1天" in texts[0]
    assert "督办函" in texts[2]
    assert "现已超过时限1天，这是第3次催办" in texts[2]
    assert "请于周五前答复。" in texts[2]


def test_an_urging_says_for_ever_what_stood_on_its_day(cast, way):
    matter = way.planned()
    working.urge(matter, by=cast.wang, at=way.at(22))
    asking.ask_extension(matter, by=cast.li, at=way.at(23), until_on=date(2020, 7, 10), reason="连日降雨")
    asking.extend(matter, by=cast.wang, at=way.at(24))
    listing.pass_on(matter, by=cast.wang, at=way.at(25), lead_unit=cast.other_owner, reason="标段划转")
    working.urge(matter, by=cast.wang, at=way.at(26))
    first, second = (text_of(papers.urging(each)) for each in matter.urges.all())
    assert ("2020年6月30日" in first, cast.owner.name in first, cast.other_owner.name in first) == (True, True, False)
    assert ("2020年7月10日" in second, cast.other_owner.name in second) == (True, True)


def test_application_record_and_notice_follow_the_way(cast, way):
    matter = closing.close_out(way.verified(due_on=date(2020, 5, 26)), by=cast.wang, at=way.at(29))
    assert "道路已畅通，七日无阻工" in text_of(papers.application(matter))
    record = text_of(papers.verification(matter))
    assert "卜建、程远、向前" in record
    assert "达到销号标准" in record
    notice = text_of(papers.close_out_notice(matter))
    assert "用时7个工作日" in notice
    assert "逾期3天销号" in notice


@pytest.mark.parametrize("make", [papers.handing_out, papers.application, papers.verification, papers.close_out_notice])
def test_a_paper_that_is_not_due_yet_is_refused_with_a_sentence(way, make):
    with pytest.raises(Refused):
        make(way.listed())
