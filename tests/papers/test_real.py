"""Real workbooks of offices, as they are (shared/data/04-cn-projects)."""

import json
from decimal import Decimal

import openpyxl
import pytest

from yidan.web.papers.workbook.grid import Book, Sheet
from yidan.web.papers.workbook.heads import find_head
from yidan.web.papers.workbook.reading import read_workbook

SONGGANG = {
    "项目编码": "",
    "申请单位": "owner_unit",
    "一级预算单位": "responsible_unit",
    "项目总金额": "total_investment@元",
    "本年金额": "planned@元",
    "政策依据": "",
    "测算依据": "scale",
}


def test_songgang_is_read_with_a_hand_mapping(shared):
    path = shared / "data/04-cn-projects/songgang_2023_budget_projects.xlsx"
    reading = read_workbook(path, "plan", mapping=SONGGANG)
    first, second = reading.sheets
    assert (len(first.projects), len(second.projects)) == (144, 0)
    assert first.projects[0].values["total_investment"] == Decimal(1950)
    assert first.projects[0].values["planned"] == Decimal(650)
    rows = openpyxl.load_workbook(path)["项目信息"].iter_rows(min_row=2, max_col=5, values_only=True)
    in_yuan = sum(Decimal(str(row[4] or 0)) for row in rows)
    assert sum(row.values.get("total_investment", 0) for row in first.projects) * 10_000 == in_yuan
    assert [f.message for f in reading.findings if f.severity == "error"] == []
    assert reading.unknown_heads() == []


def test_qinzhou_csv_of_excel_has_its_wrong_total_found(shared):
    path = shared / "data/04-cn-projects/qinzhou_2017_by_sector.csv"
    reading = read_workbook(path, "plan", name="钦州", mapping={"项目分类": "name", "表": "", "项目数": ""})
    assert reading.as_json()["sheets"][0]["rows"] == {"project": 18, "group": 0, "subtotal": 2, "note": 0, "blank": 0}
    assert (reading.year, str(reading.month)) == (2017, "2017-12")
    assert [f.message for f in reading.findings if "相加" in f.message] == [
        "钦州 第11行 D列：合计的总投资(万元)为12267180，各行相加为19048425，相差6781245"
    ]


@pytest.mark.parametrize(
    ("table", "paths"),
    [
        (
            "Zf4iix4m",
            [
                "序号",
                "贷款方式",
                "贷款提供方",
                "贷款提供方类型",
                "贷款规模",
                "存续期间/起始日期",
                "存续期间/终止日期",
                "利息率%",
            ],
        ),
        (
            "eBcNKZkr",
            ["项目", "本期/金额", "本期/占营业收入的比重%", "上年同期/金额", "上年同期/占营业收入的比重%", "变动比例%"],
        ),
        (
            "YwsgbQaB",
            [
                "序号",
                "贷款方式",
                "贷款提供方",
                "贷款提供方类型",
                "贷款规模",
                "存续期间/起始日期",
                "存续期间/终止日期",
                "利息率",
            ],
        ),
    ],
)
def test_real_merged_heads_give_their_paths(shared, table, paths):
    tables = json.loads((shared / "data/04-cn-projects/imtqa_merged_tables_dev.json").read_text(encoding="utf-8"))
    sheet = as_sheet(next(one for one in tables if one["table_id"] == table))
    mapping = {"贷款方式": "name", "贷款规模": "planned", "本期/金额": "planned", "变动比例%": "remark"}
    head = find_head(sheet, "plan", mapping)
    assert [column.head for column in head.columns] == paths
    assert head.rows == [0, 1]


def test_no_real_table_of_another_trade_breaks_the_reader(shared):
    from yidan.web.papers.workbook.reading import read_sheets

    tables = json.loads((shared / "data/04-cn-projects/imtqa_merged_tables_dev.json").read_text(encoding="utf-8"))
    book = Book("xlsx", [as_sheet(table) for table in tables])
    reading = read_sheets(book, "plan")
    for sheet, given in zip(reading.sheets, book.sheets, strict=True):
        head = sheet.head.rows if sheet.head else []
        assert len(sheet.rows) + len(head) == len(given.rows)


def as_sheet(table: dict) -> Sheet:
    """A table of IM-TQA: a cell id that repeats is a merged range."""
    matrix, values = table["cell_ID_matrix"], table["chinese_cell_value_list"]
    places: dict[int, list[tuple[int, int]]] = {}
    for row, line in enumerate(matrix):
        for column, number in enumerate(line):
            places.setdefault(number, []).append((row, column))
    rows = [[None] * len(line) for line in matrix]
    merges = []
    for number, at in places.items():
        top, left, bottom, right = at[0][0], at[0][1], at[-1][0], at[-1][1]
        rows[top][left] = values[number] or None
        if len(at) > 1:
            merges.append((top, left, bottom, right))
    return Sheet(table["table_id"], rows, merges)
