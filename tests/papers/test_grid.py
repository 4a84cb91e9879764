"""Files of every kind and every malice: cells, or one sentence, within the limits."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from yidan.web.papers.workbook.grid import WorkbookRefused, read_book

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(sheet: str, *, extra: dict[str, str] | None = None) -> bytes:
    """A minimal workbook around a sheet's XML."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="附表1" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, before: str = "") -> str:
    """A worksheet's XML around its rows."""
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def text_cell(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def test_a_handmade_workbook_is_read():
    book = read_book(xlsx(sheet(f'<row r="1">{text_cell("A1", "项目名称")}<c r="B1"><v>3.5</v></c></row>')))
    assert [(one.name, one.rows) for one in book] == [("附表1", [["项目名称", 3.5]])]


def test_error_cells_and_formulas_without_result_are_known_not_empty():
    rows = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>2+2</f><v>4</v></c></row>'
    (one,) = read_book(xlsx(sheet(rows))).sheets
    assert one.errors == {(0, 0): "#REF!"}
    assert one.uncalculated == {(0, 1)}
    assert one.own(0, 2) == 4.0


def test_hidden_rows_and_columns_are_known():
    body = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="3" hidden="1"/></cols><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    (one,) = read_book(xlsx(body)).sheets
    assert (one.hidden_rows, one.hidden_columns) == ({1}, {1, 2})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"   \r\n\r\n ", "文件是空的"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"{\\rtf1 hello}", "Word"),
        (b"PK\x03\x04" + b"\x00" * 50, "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "已损坏"),
        (bytes(range(256)) * 40, "没有认出表格"),
        (("项目名称,责任单位\r\n" + "渌江新城,醴陵市\r\n" * 30).encode("gb18030")[:-3], "不完整的字符"),
        (
            "项目名称,责任单位\r\n".encode("gb18030") + b"\xcb,\xd1\r\n" + "渌江,醴陵\r\n".encode("gb18030") * 90,
            "不完整的字符",
        ),
        (b"<html><body><p>no table</p></body></html>", "没有认出表格"),
        (b'<?xml version="1.0"?><Workbook><Worksheet>', "已损坏"),
    ],
)
def test_what_is_no_table_ends_in_a_sentence(data, words):
    with pytest.raises(WorkbookRefused, match=words):
        read_book(data)


def test_a_word_document_is_called_one():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", "x")
    with pytest.raises(WorkbookRefused, match="Word"):
        read_book(out.getvalue())


def test_a_zip_bomb_ends_in_a_sentence():
    bomb = xlsx(sheet(""), extra={f"xl/media/bomb{number}.bin": "0" * (70 << 20) for number in range(10)})
    assert len(bomb) < 8 << 20
    with pytest.raises(WorkbookRefused, match="太大"):
        read_book(bomb)


def test_a_sheet_that_unpacks_without_end_ends_in_a_sentence():
    cell = '<c r="A1"><v>1</v></c>'
    with pytest.raises(WorkbookRefused, match="太大"):
        read_book(xlsx(sheet(f'<row r="1">{cell * 12_000_000}</row>')))


def test_entities_are_never_expanded_nor_fetched():
    xxe = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    for before, entity in ((xxe, "&x;"), (laughs, "&c;")):
        data = xlsx(sheet(f'<row r="1">{text_cell("A1", entity)}</row>', before))
        try:
            (one,) = read_book(data).sheets
        except WorkbookRefused:
            continue
        assert "root:" not in str(one.rows)
        assert "haha" not in str(one.rows)


def test_xml_saved_as_xls_may_not_declare_entities():
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Workbook><Worksheet><Table/></Worksheet></Workbook>'
    with pytest.raises(WorkbookRefused, match="已损坏"):
        read_book(bomb.encode())


def test_a_cell_at_the_end_of_the_world_ends_in_a_sentence():
    far = f'<row r="1">{text_cell("A1", "a")}</row><row r="1048576">{text_cell("XFD1048576", "z")}</row>'
    with pytest.raises(WorkbookRefused):
        read_book(xlsx(sheet(far)))
    alone = f'<row r="1048576">{text_cell("XFD1048576", "z")}</row>'
    with pytest.raises(WorkbookRefused, match="超出常规范围"):
        read_book(xlsx(sheet(alone)))


def test_formula_text_is_only_text():
    (one,) = read_book("项目名称,备注\n=cmd|' /C calc'!A0,@SUM(1+1)\n".encode()).sheets
    assert one.rows[1] == ["=cmd|' /C calc'!A0", "@SUM(1+1)"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_of_every_encoding_and_delimiter(encoding, delimiter):
    lines = [["项目名称", "责任单位", "总投资"], ["㐂川一号线", "天元区", '1"2,;\t3'], ["多\n行", "", "5"]]
    text = "\r\n".join(delimiter.join(f'"{value.replace(chr(34), chr(34) * 2)}"' for value in line) for line in lines)
    (one,) = read_book(text.encode(encoding)).sheets
    assert [[value or "" for value in row] for row in one.rows] == lines


def test_an_error_that_a_text_format_spells_out_is_an_error_cell():
    (one,) = read_book("项目名称,完成率\n甲,#DIV/0!\n乙,Err:502\n#1楼,#N/A 见备注\n".encode()).sheets
    assert one.errors == {(1, 1): "#DIV/0!", (2, 1): "Err:502"}
    assert one.rows[1:] == [["甲", None], ["乙", None], ["#1楼", "#N/A 见备注"]]


def test_an_html_table_saved_as_xls_is_read_with_its_spans():
    table = "<table><tr><th rowspan=2>项目名称<th colspan=2>投资</tr><tr><td>总<br>投资<td>年度</tr></table>"
    page = f'<html><meta charset="gb2312">{table}'
    (one,) = read_book(page.encode("gb18030")).sheets
    assert one.rows == [["项目名称", "投资"], [None, "总\n投资", "年度"]]
    assert one.merges == [(0, 0, 1, 0), (0, 1, 0, 2)]
    assert (one.at(1, 0), one.at(0, 2)) == ("项目名称", "投资")


def test_every_shared_workbook_is_read_or_refused_in_a_sentence(shared):
    refused = {}
    for path in sorted((shared / "data/07-workbooks").rglob("*")):
        if not path.is_file():
            continue
        try:
            read_book(path)
        except WorkbookRefused as reason:
            refused[path.name] = str(reason)[:4]
    assert refused == {
        "pass_protected.xlsx": "文件设有",
        "example_password.xlsx": "文件设有",
        "password.xls": "文件设有",
        "protect.xlsx": "文件设有",
        "xor-encryption-abc.xls": "文件设有",
        "password_2002_128_strong.xls": "文件设有",
        "password_2002_40_xor.xls": "文件设有",
        "poc-xmlbomb.xlsx": "文件已损",
        "xlsx-corrupted.xlsx": "文件已损",
        "chromium_gb18030_no_encoding.html": "没有认出",
    }


def test_the_same_merges_are_read_from_every_format(shared):
    found = {}
    for name in ("merge_cells.xlsx", "merge_cells.xls", "merge_cells.ods", "merge_cells.xls.xml"):
        (one,) = read_book(shared / "data/07-workbooks/sheetjs" / name).sheets
        found[name] = (sorted(one.merges), one.rows[0])
    assert len({str(value) for value in found.values()}) == 1


def test_both_epochs_give_the_same_day(shared):
    days = set()
    for name in ("date.xlsx", "date_1904.xlsx", "date.xls", "date_1904.xls"):
        days.add(read_book(shared / "data/07-workbooks/calamine" / name).sheets[0].own(0, 0))
    assert days == {date(2021, 1, 1)}


def test_a_wps_file_tells_its_error_cells(shared):
    (one,) = read_book(shared / "data/07-workbooks/sheetjs/fn.et").sheets
    assert one.errors == {(2, 2): "#VALUE!"}
