"""What the reader says about a table: the cell, the reason, and that nothing is dropped without a word."""

import csv
from io import StringIO

import pytest
import xlsxwriter

from tests.papers.tables import head
from yidan.web.papers.workbook.grid import Book, Sheet
from yidan.web.papers.workbook.reading import read_sheets, read_workbook

HEAD = head(5)


def read(rows, kind="dispatch", head=HEAD, **given):
    """A sheet called 附表1 with a title, a head and these rows."""
    sheet = Sheet("附表1", [["2020年5月调度表"], list(head), *map(list, rows)], **given)
    return read_sheets(Book("xlsx", [sheet]), kind)


def messages(reading, severity=None):
    return [f.message for f in reading.findings if severity in (None, f.severity)]


def project(name="甲项目", total=10000, planned=5000, month=400, year=2000, unit="天元区", owner="甲公司"):
    return [1, name, unit, owner, total, planned, month, year]


def test_a_clean_table_has_nothing_to_say():
    assert messages(read([project(), project("乙项目")])) == []


def test_the_month_above_the_year_names_its_cell():
    (finding,) = read([project(), project("乙项目", month=2500)]).findings
    assert (finding.cell, finding.severity) == ("G4", "warning")
    assert finding.message == "附表1 第4行 G列：本月完成投资 2500 > 本年累计 2000(万元)"
    assert finding.as_json() == {"sheet": "附表1", "cell": "G4", "severity": "warning", "message": finding.message}


def test_an_amount_that_cannot_be_read_holds_its_row_back():
    reading = read([project(total="三千万")])
    assert messages(reading, "error") == ["附表1 第3行 E列：金额看不懂：“三千万”，请只写数字"]
    assert reading.bad_rows() == {("附表1", 3)}
    assert "total_investment" not in reading.sheets[0].projects[0].values


def test_error_cells_and_uncalculated_formulas_are_errors_not_zeros():
    reading = read(
        [project(total=None), project("乙", planned=None)], errors={(2, 4): "#REF!"}, uncalculated=frozenset({(3, 5)})
    )
    assert messages(reading, "error") == [
        "附表1 第3行 E列：单元格是错误值 #REF!",
        "附表1 第4行 F列：公式没有计算结果，请用 Excel 或 WPS 打开、保存后再导入",
    ]


def test_a_small_total_among_large_ones_is_probably_in_yi():
    reading = read([project(f"项目{n}") for n in range(5)] + [project("小", total=3.5, planned=1, month=0.1, year=0.5)])
    assert messages(reading) == ["附表1 第8行 E列：总投资只有3.5万元，可能是亿元误填在万元栏，请核对单位"]


def test_a_whole_column_in_the_wrong_unit_is_said_once():
    reading = read([project(f"项目{n}", total=3.5, planned=1, month=0.1, year=0.5) for n in range(8)])
    assert messages(reading) == ["附表1 E列：8个项目中有8个总投资不足500万元，请核对这一列的单位是否为万元"]


def test_a_subtotal_that_does_not_add_up_names_both_numbers():
    rows = [[None, "合计", None, None, 20001], project(), project("乙项目")]
    assert messages(read(rows)) == ["附表1 第3行 E列：合计的总投资(万元)为20001，各行相加为20000，相差1"]


def test_a_stated_count_is_counted():
    rows = [["一、产业发展项目(3个)"], project(), project("乙项目"), ["二、民生项目（1个）"], project("丙项目")]
    reading = read(rows)
    assert messages(reading) == ["附表1 第3行 B列：写明3个项目，实有2行"]
    assert [row.groups for row in reading.sheets[0].projects] == [("产业发展项目",), ("产业发展项目",), ("民生项目",)]


def test_a_rounded_subtotal_is_only_a_question():
    head = [h.replace("万元", "亿元") if "总投资" in h else h for h in HEAD]
    rows = [project(total=1.04, planned=1, month=0, year=0), project("乙", total=1.04, planned=1, month=0, year=0)]
    reading = read([*rows, [None, "合计", None, None, 2.09]], head=head)
    assert [(f.cell, f.severity) for f in reading.findings] == [("E5", "question")]


def test_a_given_percentage_is_recomputed():
    head = [*HEAD, "占年度计划%"]
    rows = [[*project(), 40], [*project("乙"), 0.4], [*project("丙"), "40.0%"], [*project("丁"), 47]]
    reading = read(rows, head=head)
    assert messages(reading) == ["附表1 第6行 I列：占年度计划%写为47%，按本行数字应为40%"]
    assert [row.values["percent_of_plan"] for row in reading.sheets[0].projects] == [40, 40, 40, 47]


def test_twins_are_found_over_sheets_and_owners_make_the_difference():
    one = Sheet("附表1", [HEAD, project(), project("乙项目")])
    two = Sheet("附表2", [HEAD, project(), project("乙项目", owner="别的公司")])
    reading = read_sheets(Book("xlsx", [one, two]), "dispatch")
    assert [(f.severity, f.message) for f in reading.findings] == [
        ("warning", "附表2 第2行 B列：与附表1 第2行项目名称相同，可能重复"),
        ("question", "附表2 第3行 B列：与附表1 第3行项目名称相同，业主不同，请确认是两个项目"),
    ]


def test_numbers_without_a_name_are_an_error_and_a_lone_word_is_a_question():
    reading = read([project(), [2, None, "天元区", "乙公司", 900, 100, 10, 50], [None, "其余项目另行报送"]])
    assert [(f.cell, f.severity) for f in reading.findings] == [("B4", "error"), ("B5", "question")]
    assert [row.kind for row in reading.sheets[0].rows[1:]] == ["project", "note", "note"]


def test_hidden_rows_columns_and_sheets_are_read_and_said():
    reading = read([project(), project("乙项目")], hidden_rows=frozenset({3}), hidden_columns=frozenset({4}))
    assert messages(reading) == [
        "附表1：第4行是隐藏行(共1行)，已按项目读取，请确认",
        "附表1 第2行 E列：“总投资(万元)”列是隐藏的，已读取",
    ]
    shown, hidden = Sheet("一", [HEAD, project()]), Sheet("二", [HEAD, project("乙项目")], is_hidden=True)
    reading = read_sheets(Book("xlsx", [shown, hidden]), "dispatch")
    assert messages(reading) == ["二：工作表是隐藏的，未导入；如需导入请取消隐藏"]
    assert [len(sheet.projects) for sheet in reading.sheets] == [1, 0]


def test_an_unknown_head_is_reported_and_learns_from_a_mapping():
    head = [*HEAD[:4], "项目总金额", *HEAD[5:]]
    rows = [project(total=350_000_000)]
    reading = read(rows, head=head)
    assert reading.unknown_heads() == ["项目总金额"]
    assert messages(reading) == ["附表1 第2行 E列：没有认出“项目总金额”列，未导入；可手工指定"]
    sheet = Sheet("附表1", [head, *rows])
    taught = read_sheets(Book("xlsx", [sheet]), "dispatch", mapping={"项目总金额": "total_investment@元"})
    assert messages(taught) == []
    assert taught.sheets[0].projects[0].values["total_investment"] == 35000
    left_out = read_sheets(Book("xlsx", [sheet]), "dispatch", mapping={"项目总金额": ""})
    assert messages(left_out) == []


def test_a_bare_cumulative_value_is_read_with_a_question():
    head = [*HEAD[:7], "累计完成投资(万元)"]
    reading = read([project()], head=head)
    assert messages(reading) == ["附表1 第2行 H列：“累计完成投资(万元)”按“本年累计完成投资”读取，请确认"]


def test_a_missing_unit_is_a_question():
    head = [h.replace("(万元)", "") for h in HEAD]
    assert messages(read([project()], head=head)) == ["附表1 第2行 E列：没有写明金额单位，按万元读取"]


def test_a_merged_responsible_unit_is_the_same_as_above_and_a_merged_amount_is_not():
    rows = [project(), project("乙项目", unit=None), project("丙项目", total=None)]
    reading = read(rows, merges=[(2, 2, 3, 2), (3, 4, 4, 4)])
    got = [(r.values["responsible_unit"], r.values.get("total_investment")) for r in reading.sheets[0].projects]
    assert got == [("天元区", 10000), ("天元区", 10000), ("天元区", None)]
    assert messages(reading) == ["附表1 第5行 E列：与第4行合并，金额只计入第4行"]


def test_the_title_of_another_month_is_a_question():
    from yidan.kernel.values import Month

    sheet = Sheet("附表1", [["2020年4月调度表"], HEAD[:7], project()[:7]])
    reading = read_sheets(Book("xlsx", [sheet]), "dispatch", month=Month(2020, 5))
    assert messages(reading) == ["附表1：表中写的是2020年4月，现按2020年5月导入"]


def test_a_file_without_a_table_says_so(tmp_path):
    for text in ("a,b\n1,2\n", "只有一段话\n"):
        reading = read_workbook(text.encode(), "plan", name="表")
        assert messages(reading, "error") == ["没有找到含“项目名称”的表头，请在表中写上各列的列名后再导入"]


def test_of_twelve_month_columns_the_tables_own_month_is_read():
    head = [
        "项目名称",
        "业主单位",
        "总投资(万元)",
        "04月完成投资(万元)",
        "05月完成投资(万元)",
        "2020年1-5月累计完成投资(万元)",
    ]
    sheet = Sheet("附表1", [["2020年5月调度表"], head, ["甲", "公司", 9000, 10, 20, 60]])
    reading = read_sheets(Book("xlsx", [sheet]), "dispatch")
    assert reading.sheets[0].projects[0].values["invested_month"] == 20
    assert reading.unknown_heads() == []
    assert messages(reading) == ["附表1 第2行 D列：“04月完成投资(万元)”是分月的数，或是别的年度、月份的，未导入"]


@pytest.mark.parametrize("count", [10_000])
def test_ten_thousand_rows_are_read_whole(tmp_path, count):
    path = tmp_path / "big.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("附表1")
        sheet.write_row(0, 0, HEAD)
        for number in range(count):
            sheet.write_row(number + 1, 0, project(f"项目{number}号"))
    reading = read_workbook(path, "dispatch")
    assert (len(reading.sheets[0].projects), messages(reading)) == (count, [])


def test_a_repeated_head_and_a_row_of_numbers_are_notes():
    numbers = [1, 2, 3, 4, 5, 6, 7, 8]
    sheet = Sheet("附表1", [HEAD, numbers, project(), HEAD, project("乙项目")])
    reading = read_sheets(Book("xlsx", [sheet]), "dispatch")
    assert [row.kind for row in reading.sheets[0].rows] == ["note", "project", "note", "project"]


def test_naughty_strings_never_break_a_reading(shared):
    import json

    strings = json.loads((shared / "data/09-text/blns.json").read_text())
    out = StringIO()
    csv.writer(out).writerows([["项目名称", "责任单位", "总投资(万元)"], *([text, text, text] for text in strings)])
    reading = read_workbook(out.getvalue().replace("\x00", "").encode("utf-8", "replace"), "plan", name="怪字")
    counted = reading.as_json()["sheets"][0]["rows"]
    assert sum(counted.values()) == len(reading.sheets[0].rows)
    assert counted["project"] > 400
