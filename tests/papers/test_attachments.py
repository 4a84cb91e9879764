"""Attachments begin a page of their own in Word and LibreOffice, and numbers of six digits stay on one line."""

import io
import shutil
import subprocess

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from yidan.bulletins.blocks import Attachments, Break, Cell, Masthead, Paragraph, Signature, Table, Title, cell, words
from yidan.web.papers.rendering.docx import docx_of

SOFFICE = shutil.which("soffice")
ISSUER = "株洲市重点项目建设领导小组办公室"
ROWS = tuple(
    (cell("醴陵市"), *(Cell(words(number), align="right") for number in ("103520", "987654.32"))) for _ in "123"
)


def paper(lines, title="附表1　进展情况表"):
    table = Table(((cell("单位"), cell("年度计划"), cell("累计完成")),), ROWS, (4, 2, 2), title)
    text = [Paragraph(words(f"第{number}段。")) for number in range(lines)]
    return [
        Masthead("重点项目建设周通报", "第12期", ISSUER, "2020年4月13日"), Title("关于进展情况的通报"), *text,
        Attachments(("进展情况表",)), Signature(ISSUER, "2020年4月13日"), Break(), table,
    ]  # fmt: skip


def written(blocks):
    return docx_of(blocks, title="周通报", manifest={"paper": 12})


@pytest.mark.parametrize("title", ["附表1　进展情况表", ""])
def test_what_stands_behind_a_break_begins_a_page(title):
    document = docx.Document(io.BytesIO(written(paper(3, title))))
    body = list(document.element.body)
    table = next(place for place, each in enumerate(body) if each.tag == qn("w:tbl"))
    before = (
        body[table - 1] if not title else next(each for each in body[:table] if "附表1" in "".join(each.itertext()))
    )
    breaks = [*before.iter(qn("w:pageBreakBefore")), *before.iter(qn("w:br"))]
    assert len(breaks) == 1


def test_cells_are_as_narrow_as_in_the_pdf():
    document = docx.Document(io.BytesIO(written(paper(1))))
    margins = document.tables[-1]._tbl.tblPr.find(qn("w:tblCellMar"))
    assert {each.tag: each.get(qn("w:w")) for each in margins} == {qn("w:left"): "40", qn("w:right"): "40"}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("lines", [2, 10, 12, 14])
def test_in_libreoffice_the_table_heads_a_page_and_no_page_is_empty(tmp_path, lines):
    file = tmp_path / "paper.docx"
    file.write_bytes(written(paper(lines)))
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    asked = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(asked, check=True, capture_output=True, timeout=180)
    pages = ["".join(page.extract_text().split()) for page in PdfReader(tmp_path / "paper.pdf").pages]
    assert [number for number, page in enumerate(pages) if len(page.strip("—0123456789")) < 4] == []
    assert pages[-1].startswith("附表1进展情况表")
    assert "987654.32" in pages[-1]
    assert "附件" not in pages[-1]
