"""Which month a table is about, in which unit, and where one table of a sheet ends."""

import pytest

from tests.papers.office import HEAD, MAY, TITLE, amounts, messages, project, read
from tests.papers.tables import head
from yidan.kernel.values import Month
from yidan.web.papers.workbook.grid import Book, Sheet
from yidan.web.papers.workbook.reading import read_sheets

# --- which month, which unit ---


@pytest.mark.parametrize(
    ("title", "filled", "month"),
    [
        ("株洲市重点项目1-5月进展情况表", "填报日期：2020年6月3日", MAY),
        ("重点项目5月调度表", "2020.6.3", MAY),
        ("重点项目12月调度表", "填报时间：2021年1月5日", Month(2020, 12)),
        ("2020年5月调度表（填报日期：2020年6月3日）", "单位：万元", MAY),
        ("截至2020年5月25日重点项目调度表", "日期：2020-06-03", MAY),
    ],
)
def test_the_day_on_which_it_was_filled_in_is_not_the_month_that_it_is_about(title, filled, month):
    heads = [*HEAD[:7], "累计完成(万元)"]
    assert read([title], ["填报单位：市发改委", None, filled], heads, project()).month == month


def test_a_day_of_filling_in_alone_says_no_month():
    heads = [*HEAD[:7], "累计完成(万元)"]
    assert read(["重点项目调度表"], ["填报日期：2020年6月3日"], heads, project()).month is None


@pytest.mark.parametrize(
    "said",
    [["单位：", "亿元"], ["单位：个、亿元、%"], ["计量单位:亿元"], ["金额单位", None, "(亿元)"]],
)
def test_the_unit_above_is_found_however_it_is_put(said):
    bare = [each.replace("(万元)", "") for each in HEAD]
    reading = read(TITLE, [None] * 5 + said, bare, project(total=2, planned=1.2, month=0.1, year=0.5))
    assert amounts(reading, "total_investment", "invested_month") == [("甲项目", 20000, 1000)]
    assert messages(reading) == []


def test_the_unit_may_stand_in_the_note_below_the_table():
    bare = [each.replace("(万元)", "") for each in HEAD]
    note = ["注：1.表中投资单位均为亿元。2.数据截至5月底。"]
    reading = read(TITLE, bare, project(total=2, planned=1.2, month=0.1, year=0.5), note)
    assert amounts(reading, "planned") == [("甲项目", 12000)]
    assert messages(reading) == []


def test_a_column_that_speaks_of_another_month_than_the_title_is_a_question():
    heads = [each.replace("1-5月", "1-4月") for each in HEAD]
    reading = read(TITLE, heads, project())
    assert reading.month == MAY
    assert messages(reading) == ["附表1 第2行 H列：“1-4月累计完成(万元)”列写的是4月，现按2020-05读取，请确认"]


@pytest.mark.parametrize("parent", ["2020年完成投资(万元)", None])
def test_of_twelve_columns_of_months_the_one_asked_for_is_read(parent):
    heads = [*HEAD[:5], "2020年计划投资(万元)", *(f"{n}月" for n in range(1, 13)), "累计"]
    line = [*project()[:6], *(100 * n for n in range(1, 6)), *[None] * 7, 1500]
    title = ["2020年重点项目投资完成情况(单位:万元)"]
    above = [[*heads[:6], parent, *[None] * 12], [*[None] * 6, *heads[6:]]] if parent else [heads]
    down = [(1, column, 2, column) for column in range(6)] if parent else []
    reading = read(title, *above, line, month=MAY, merges=[*down, (1, 6, 1, 18)] if parent else [])
    assert amounts(reading, "invested_month", "invested_year") == [("甲项目", 500, 1500)]
    said = [m for m in messages(reading) if "是分月的数" in m]
    assert [m.split("“")[1][:10] for m in said] == ["1月、2月、3月、4"]
    assert read(title, *above, line, merges=[*down, (1, 6, 1, 18)] if parent else []).month is None


def test_last_years_sum_is_not_this_years():
    heads = [
        *HEAD[:5],
        "2021年计划投资(万元)",
        "本月完成(万元)",
        "2020年累计完成投资(万元)",
        "2021年累计完成投资(万元)",
    ]
    reading = read(["2021年1月调度表"], heads, [*project()[:7], 9000, 1000])
    assert amounts(reading, "invested_year") == [("甲项目", 1000)]
    assert messages(reading) == ["附表1 第2行 H列：“2020年累计完成投资(万元)”是分月的数，或是别的年度、月份的，未导入"]
    alone = read(["2021年1月调度表"], heads[:8], [*project()[:7], 9000])
    assert amounts(alone, "invested_year") == [("甲项目", None)]


# --- several months, several tables ---


def months_of_sheets(*numbers, month=None):
    sheets = [
        Sheet(f"{n}月", [[f"2020年{n}月调度表"], head(n), project(month=100 * n), project(f"仅{n}月")]) for n in numbers
    ]
    return read_sheets(Book("xlsx", sheets), "dispatch", month=month)


def test_of_a_book_with_a_sheet_a_month_one_must_be_asked_for_and_only_that_is_read():
    unasked = months_of_sheets(3, 4, 5)
    assert (unasked.month, [str(each) for each in unasked.months]) == (None, ["2020-03", "2020-04", "2020-05"])
    asked = months_of_sheets(3, 4, 5, month=Month(2020, 4))
    assert amounts(asked, "invested_month") == [("甲项目", 400), ("仅4月", 1000)]
    assert messages(asked) == ["3月：是2020-03的表，未导入", "5月：是2020-05的表，未导入"]
    assert [sheet["rows"]["note"] for sheet in asked.as_json()["sheets"]] == [4, 1, 4]


@pytest.mark.parametrize("shown", ["{}月", "2020年{}月", "2020-0{}", "20200{}"])
def test_of_a_table_with_a_row_a_month_only_the_asked_months_rows_are_projects(shown):
    heads = ["月份", *HEAD[1:6], "当月已完成投资(万元)", "当月至今已完成(万元)"]
    rows = [
        [shown.format(n), *project(name, month=100 + n, year=500 * n)[1:]] for name in ("甲", "乙") for n in (3, 4, 5)
    ]
    table = (["2020年重点项目台账"], heads, *rows, [None, "合计", None, None, 120000])
    assert read(*table).month is None
    reading = read(*table, month=MAY)
    assert amounts(reading, "invested_month", "invested_year") == [("甲", 105, 2500), ("乙", 105, 2500)]
    assert messages(reading) == ["附表1 A列：4行是别的月份(2020-03、2020-04)，未导入"]
    assert read(table[0], heads, rows[2], rows[5]).month == MAY


OTHER_HEAD = [
    "序号",
    "项目名称",
    "总投资(亿元)",
    "本月完成(万元)",
    "1-5月累计完成(万元)",
    HEAD[5],
    "项目业主",
    "责任单位",
]


def test_a_second_table_under_the_first_is_read_by_its_own_head():
    reading = read(
        TITLE, ["一、荷塘区"], HEAD, project(), [None, "合计", None, None, 20000], [],
        ["二、攸县"], OTHER_HEAD, [1, "乙项目", 3, 700, 3500, 9000, "乙公司", "攸县"], [None, "合计", 3, 700],
    )  # fmt: skip
    assert messages(reading) == []
    assert amounts(reading, "total_investment", "invested_month", "planned", "owner_unit") == [
        ("甲项目", 20000, 1000, 12000, "甲公司"),
        ("乙项目", 30000, 700, 9000, "乙公司"),
    ]
    assert [row.groups for _sheet, row in reading.projects()] == [("荷塘区",), ("攸县",)]
    sheets = reading.as_json()["sheets"]
    assert [sheet["header_rows"] for sheet in sheets] == [[3], [8]]
    assert sum(sum(sheet["rows"].values()) for sheet in sheets) + 2 == 10


def test_a_head_printed_again_begins_no_new_table():
    reading = read(TITLE, HEAD, project(), HEAD, project("乙项目"), [None, "合计", None, None, 40000])
    assert (len(reading.sheets), messages(reading)) == (1, [])
    assert [row.kind for row in reading.sheets[0].rows] == ["note", "project", "note", "project", "subtotal"]


def test_two_tables_beside_each_other_are_both_read():
    heads = [*HEAD[:3], *HEAD[4:]]

    def line(number, name):
        return [number, name, "天元区", 20000, 12000, 1000, 5000]

    reading = read(
        TITLE, [*heads, None, *heads], [*line(1, "左一"), None, *line(3, "右一")],
        [*line(2, "左二"), None, *line(4, "右二")], ["合计", None, None, 40000],
    )  # fmt: skip
    assert messages(reading) == []
    assert amounts(reading, "planned") == [("左一", 12000), ("左二", 12000), ("右一", 12000), ("右二", 12000)]
    assert [sheet["rows"] for sheet in reading.as_json()["sheets"]] == [
        {"project": 2, "group": 0, "subtotal": 1, "note": 1, "blank": 0},
        {"project": 2, "group": 0, "subtotal": 0, "note": 0, "blank": 0},
    ]


def test_a_name_named_twice_makes_no_second_table():
    heads = ["序号", "项目名称", "责任单位", "工程名称", "总投资(万元)", "年度计划投资(万元)", "本月完成(万元)"]
    reading = read(TITLE, heads, [1, "甲项目", "天元区", "一标段", 20000, 12000, 1000])
    assert amounts(reading, "total_investment", "responsible_unit") == [("甲项目", 20000, "天元区")]
    assert len(reading.sheets) == 1


def test_a_table_on_its_side_says_what_to_do():
    reading = read(
        ["2020年5月重点项目情况"], ["项目名称", "甲", "乙"], ["责任单位", "天元区", "攸县"],
        ["总投资(万元)", 20000, 30000], ["本月完成(万元)", 1000, 700],
    )  # fmt: skip
    assert [(f.severity, f.message) for f in reading.findings] == [
        ("error", "附表1：列名在左边、每个项目占一列，不能直接读取；请在 Excel 中复制后用“选择性粘贴—转置”，再导入")
    ]


@pytest.mark.parametrize("rows", [[], [[None, "合计", None, None, 0]], [["注：本月无项目"]], [[]]])
def test_a_table_without_any_project_is_read_as_that(rows):
    reading = read(TITLE, HEAD, *rows)
    assert (amounts(reading), reading.sheets[0].head.rows) == ([], [1])


def test_a_book_with_nothing_in_it_is_said_to_be_empty():
    assert messages(read_sheets(Book("xlsx", [Sheet("Sheet1", [])]), "plan")) == [
        "工作簿里没有内容，请检查是否选错了文件"
    ]
    assert messages(read_sheets(Book("xlsx", [Sheet("Sheet1", [["填表说明"]])]), "plan")) == [
        "没有找到含“项目名称”的表头，请在表中写上各列的列名后再导入",
        "Sheet1：没有找到表头，本表未导入",
    ]
