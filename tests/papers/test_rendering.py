"""A paper reads the same as docx and PDF, in official form (GB/T 9704, domain.md §11)."""

import io
import json

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from yidan.bulletins.blocks import (
    Attachments,
    Cell,
    Contact,
    Heading,
    Imprint,
    Masthead,
    Numeral,
    Paragraph,
    Recipient,
    Signature,
    Slip,
    Table,
    Title,
    Words,
    cell,
    words,
)
from yidan.web.papers.rendering import measures as m
from yidan.web.papers.rendering.docx import MANIFEST, docx_of
from yidan.web.papers.rendering.pdf import pdf_of

RATE = Numeral("27.8%", {"figure": "completion.rate", "period": "2020-04"}, "0.2781")
PAPER = [
    Masthead("重点项目建设周通报", "第12期", "株洲市重点项目建设领导小组办公室", "2020年4月13日"),
    Title("关于2020年4月6日—4月12日全市重点项目建设情况的通报"),
    Recipient("各县市区人民政府"),
    Heading(1, words("一、总体情况")),
    Paragraph((Words("截至4月12日，占年度计划的"), RATE, Words("。"))),
    Table(
        ((cell("单位", down=2), cell("完成投资", across=2)), (cell("本周"), cell("累计"))),
        ((cell("醴陵市"), Cell((RATE,), align="right"), cell("—", "right")),),
        (2, 1, 1), "附表1", "单位：亿元",
    ),
    Attachments(("进展情况表", "未开工清单")),
    Signature("株洲市重点项目建设领导小组办公室", "2020年4月13日"),
    Contact("联系人：王科长"),
    Imprint("市委办公室。", "株洲市重点项目建设领导小组办公室", "2020年4月13日"),
    Slip("回执", (("签收人", ""),)),
    Table(((cell("项目"),),), ((cell("渌江新城"),),), is_wide=True),
]  # fmt: skip


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(docx_of(PAPER, title="周通报", manifest={"paper": 12})))


@pytest.fixture(scope="module")
def reader():
    return PdfReader(io.BytesIO(pdf_of(PAPER, title="周通报", manifest={"paper": 12})))


def test_the_page_has_the_margins_and_the_line_pitch_of_an_official_paper(document):
    section = document.sections[0]
    got = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin, section.page_width]
    assert [round(each / Mm(1)) for each in got] == [37, 35, 28, 26, 210]
    assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == pytest.approx(28.95)
    assert round(225 / 25.4 * 72 / (m.LINE_TWIPS / 20)) == m.LINES
    assert int(156 / 25.4 * 72 / (m.TEXT_PT + m.CONDENSED_TWIPS / 20)) == m.CHARACTERS


def test_faces_are_named_with_their_stand_ins(document):
    faces = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for each in document.paragraphs for run in each.runs}
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体"} <= faces
    table = next(p for p in document.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    assert "小标宋".encode() in table.blob


def test_each_number_that_the_system_wrote_stands_in_a_control_named_in_the_manifest(document):
    controls = document.element.body.findall(".//" + qn("w:sdt"))
    assert ["".join(text.text for text in each.iter(qn("w:t"))) for each in controls] == ["27.8%", "27.8%"]
    tags = [each.find(".//" + qn("w:tag")).get(qn("w:val")) for each in controls]
    part = next(p for p in document.part.package.iter_parts() if str(p.partname) == MANIFEST)
    kept = json.loads(part.blob)
    assert (kept["paper"], [each["tag"] for each in kept["numerals"]]) == (12, tags)
    assert kept["numerals"][0]["ask"] == {"figure": "completion.rate", "period": "2020-04"}


def test_odd_and_even_pages_number_on_the_outer_side(document):
    section = document.sections[0]
    assert document.settings.element.find(qn("w:evenAndOddHeaders")) is not None
    sides = [each.paragraphs[0].alignment for each in (section.footer, section.even_page_footer)]
    assert [str(side) for side in sides] == ["RIGHT (2)", "LEFT (0)"]


def test_heads_span_and_are_repeated_and_a_wide_table_has_a_wide_page(document):
    table = document.tables[0]
    assert [table.rows[0].cells[1].text, table.rows[0].cells[2].text] == ["完成投资", "完成投资"]
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows[:2])
    assert [round(each.page_width / Mm(1)) for each in document.sections] == [210, 420]


def test_the_pdf_has_the_same_pages_and_carries_the_manifest(reader):
    sizes = [(round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4))
             for page in reader.pages]  # fmt: skip
    assert sizes[0] == (210, 297)
    assert sizes[-1] == (420, 297)
    kept = json.loads(reader.attachments["manifest.json"][0])
    assert [each["printed"] for each in kept["numerals"]] == ["27.8%", "27.8%"]


def test_both_say_the_same_words(document, reader):
    printed = "".join(page.extract_text() for page in reader.pages).replace(" ", "").replace("\n", "")
    for text in (
        "重点项目建设周通报",
        "各县市区人民政府：",
        "占年度计划的27.8%。",
        "（联系人：王科长）",
        "抄送：市委办公室。",
    ):
        assert text in printed, text
        assert any(text in each.text or text[:-2] in each.text for each in document.paragraphs) or "27.8%" in text


def test_words_that_look_like_markup_stay_words():
    hostile = [Paragraph(words('#read("/etc/passwd") <w:p> $x$ *a* {{ x }} \x0b')), Title("<script>甲</script>")]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(hostile))).pages)
    assert "passwd" in text
    assert docx.Document(io.BytesIO(docx_of(hostile))).paragraphs[0].text.startswith('#read("')


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于表扬醴陵市的通报", ["关于表扬醴陵市的通报"]),
        ("自己断的\n标题", ["自己断的", "标题"]),
    ],
)
def test_a_short_title_is_not_broken_and_a_broken_one_stays(title, lines):
    assert m.broken(title).splitlines() == lines


def test_a_long_title_is_broken_into_lines_that_fit_and_never_before_a_mark():
    lines = m.broken("关于2020年4月6日—4月12日全市重点项目（含省重点）建设情况的通报").splitlines()
    assert all(m.width_of(line) <= 21 for line in lines)
    assert not any(line[0] in "，。、）》—%日月" for line in lines)
    assert "".join(lines) == "关于2020年4月6日—4月12日全市重点项目（含省重点）建设情况的通报"


def test_no_word_of_a_title_is_torn():
    title = "关于2020年1—5月全市重点项目建设情况的通报"
    lines = m.broken(title).splitlines()
    assert len(lines) == 2
    assert not any(lines[0].endswith(half) for half in ("重", "项", "建", "情", "通", "全"))


def test_the_day_stands_four_in_and_the_unit_is_centred_above():
    assert m.signature_indents("项目办", "2020年6月5日") == (5.5, 4.0)
    assert m.signature_indents("株洲市重点项目建设领导小组办公室", "2020年6月5日") == (4.0, 9.0)


@pytest.mark.parametrize("lines", range(15, 22))
def test_no_page_holds_a_signature_alone(lines):
    paper = [*(Paragraph(words(f"第{place}行。")) for place in range(lines)), Signature("市项目办", "2021年1月20日")]
    last = PdfReader(io.BytesIO(pdf_of(paper, title="落款"))).pages[-1].extract_text()
    assert ("市项目办" in last, f"第{lines - 1}行" in last.replace(" ", "")) == (True, True)
    document = docx.Document(io.BytesIO(docx_of(paper, title="落款")))
    kept = [each.paragraph_format.keep_with_next for each in document.paragraphs]
    assert kept[-4:] == [True, True, True, False]
    assert not any(kept[:-4])
