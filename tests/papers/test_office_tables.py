"""Tables as offices send them, one kind each: what is read of them is the whole truth, and what is not is said."""

import pytest

from tests.papers.tables import head
from yidan.kernel.values import Month
from yidan.web.papers.workbook.cells import flat
from yidan.web.papers.workbook.fields import recognise
from yidan.web.papers.workbook.grid import Book, Sheet
from yidan.web.papers.workbook.reading import read_sheets

HEAD = head(5)
TITLE = ["2020年5月重点项目调度表"]
MAY = Month(2020, 5)


def project(name="甲项目", total=20000, planned=12000, month=1000, year=5000, unit="天元区", owner="甲公司", serial=1):
    return [serial, name, unit, owner, total, planned, month, year]


def read(*rows, kind="dispatch", month=None, name="附表1", **given):
    """One sheet of these rows."""
    return read_sheets(Book("xlsx", [Sheet(name, [list(row) for row in rows], **given)]), kind, month=month)


def messages(reading, severity=None):
    return [f.message for f in reading.findings if severity in (None, f.severity)]


def amounts(reading, *fields):
    return [tuple(row.values.get(name) for name in ("name", *fields)) for _sheet, row in reading.projects()]


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


# --- bundles ---


@pytest.mark.parametrize("serials", [("1-1", "1-2"), ("1.1", "1.2"), ("(1)", "（2）"), ("①", "②"), (1.1, 1.2)])
def test_parts_of_a_bundle_are_not_counted_beside_it(serials):
    reading = read(
        TITLE, HEAD,
        project("农村公路（打包）", 90000, 30000, 2000, 10000),
        project("网岭公路", 40000, 15000, 1000, 6000, serial=serials[0]),
        project("皇图岭公路", 50000, 15000, 1000, 4000, serial=serials[1]),
        project("渌江新城", serial=2),
        [None, "合计(2个)", None, None, 110000, 42000, 3000, 15000],
    )  # fmt: skip
    assert messages(reading) == []
    assert [(row.label, row.parts, row.bundle) for _sheet, row in reading.projects()] == [
        ("农村公路（打包）", 2, 0), ("网岭公路", 0, 3), ("皇图岭公路", 0, 3), ("渌江新城", 0, 0)
    ]  # fmt: skip


def test_a_bundle_whose_parts_do_not_add_up_says_so():
    rows = [project("打包", 90000), project("一", 40000, 6000, 500, 2500, serial="1-1")]
    rows.append(project("二", 45000, 6000, 500, 2500, serial="1-2"))
    assert messages(read(TITLE, HEAD, *rows)) == ["附表1 第3行 E列：2个子项相加为85000，本行写的是90000(万元)，请核对"]


def test_a_part_with_another_bundles_serial_is_a_question_and_breaks_nothing():
    serials = [3, "3-1", "2-2", "3-3"]
    reading = read(TITLE, HEAD, *(project(f"项目{n}", serial=serial) for n, serial in enumerate(serials)))
    assert [row.bundle for _sheet, row in reading.projects()] == [0, 3, 0, 3]
    assert "附表1 第5行 A列：序号“2-2”不是第3行打包项目(序号3)的子项，按单列的项目读取，请确认" in messages(reading)


def test_parts_without_serials_are_parts_where_the_whole_says_that_it_is_a_bundle():
    def rows(name):
        return (
            project(name, 50000, 15000, 1000, 4000), project("甲路", 20000, 5000, 400, 1000, serial=None),
            project("乙路", 30000, 10000, 600, 3000, serial="—"), project("渌江新城", serial=2),
        )  # fmt: skip

    bundled = read(TITLE, HEAD, *rows("农村公路（打包）"), [None, "合计(2个)", None, None, 70000])
    assert [row.bundle for _sheet, row in bundled.projects()] == [0, 3, 3, 0]
    assert messages(bundled) == []
    assert [row.bundle for _s, row in read(TITLE, HEAD, *rows("农村公路")).projects()] == [0, 0, 0, 0]


def test_serials_in_brackets_without_a_whole_above_are_projects():
    rows = [["一、产业项目(2个)"], project("甲", serial="(1)"), project("乙", serial="(2)")]
    reading = read(TITLE, HEAD, *rows)
    assert messages(reading) == []
    assert [row.bundle for _sheet, row in reading.projects()] == [0, 0]


# --- headings, notes, footers ---


def kinds(reading):
    return [row.kind for row in reading.sheets[0].rows]


def test_a_countys_line_with_its_sums_is_a_heading_not_a_project():
    rows = [
        [None, "合计", None, None, 60000], [None, "天元区", None, None, 40000], project("甲", unit=None),
        project("乙", unit=None, serial=2), [None, "攸县", None, None, 20000], project("丙", unit=None),
    ]  # fmt: skip
    reading = read(TITLE, HEAD, *rows)
    assert messages(reading) == []
    assert kinds(reading) == ["note", "subtotal", "group", "project", "project", "group", "project"]
    assert [row.groups for _sheet, row in reading.projects()] == [("天元区",), ("天元区",), ("攸县",)]


def test_a_county_stands_over_the_headings_under_it_and_under_those_over_it():
    over = read(TITLE, HEAD, ["天元区"], ["一、产业项目"], project("甲"), ["攸县"], ["一、民生项目"], project("乙"))
    assert [row.groups for _s, row in over.projects()] == [("天元区", "产业项目"), ("攸县", "民生项目")]
    under = read(
        TITLE,
        HEAD,
        ["一、产业项目"],
        ["天元区"],
        project("甲"),
        ["攸县"],
        project("乙"),
        ["二、民生项目"],
        project("丙"),
    )
    assert [row.groups for _s, row in under.projects()] == [("产业项目", "天元区"), ("产业项目", "攸县"), ("民生项目",)]


def test_a_sum_under_a_name_without_serial_owner_and_unit_is_not_a_project_and_is_said():
    rows = [[None, "商贸物流", None, None, 40000], project("甲"), project("乙", serial=2), project("丙", serial=3)]
    reading = read(TITLE, HEAD, *rows)
    assert [row.label for _s, row in reading.projects()] == ["甲", "乙", "丙"]
    assert messages(reading, "question") == [
        "附表1 第3行 B列：“商贸物流”没有序号、业主和责任单位，按分组小计读取，未作为项目导入"
    ]


def test_names_that_carry_their_number_are_projects():
    heads = ["项目名称", *HEAD[4:]]
    rows = [["1.渌江新城", 20000, 12000, 1000, 5000], ["2、渌江二桥", 15000, 9000, 500, 3000], ["合计", 35000]]
    reading = read(TITLE, heads, ["一、续建项目"], *rows)
    assert amounts(reading, "total_investment") == [("渌江新城", 20000), ("渌江二桥", 15000)]
    assert [row.groups for _s, row in reading.projects()] == [("续建项目",), ("续建项目",)]
    assert messages(reading) == ["附表1 第4行 A列：“渌江新城”等2行有金额而下面没有项目，按项目读取，请确认"]


@pytest.mark.parametrize(
    "note",
    [
        ["以下为省重点项目，由市发改委调度"], ["以上项目由天元区上报"], ["2.累计数自年初起算。"], ["第 1 页，共 3 页"],
        ["2020年5月重点项目调度表（续）"], ["续表"], [None, "单位负责人：王五", None, None, "填报日期：2020.5.28"],
        [None, "审核人：李四", None, None, None, "2021.1.5"], [None, "联系电话：", None, None, 22881234],
        [None, "制表人：王五", None, None, None, "2021-1-5"],
        ["填报人：张三", None, "联系电话：0731-22881234", None, "审核人：李四"],
    ],
)  # fmt: skip
def test_what_is_written_between_and_under_the_rows_is_no_heading(note):
    reading = read(TITLE, HEAD, project(), note, project("乙", serial=2), merges=[(3, 0, 3, 7)] if note[0] else [])
    last = reading.sheets[0].projects[-1]
    assert (kinds(reading), last.groups) == (["note", "project", "note", "project"], ())


# --- cells that hold no value ---


def test_a_rate_that_divides_by_nothing_is_said_once_and_holds_nothing_up():
    heads = [*HEAD, "占年度计划%"]
    rows = [[*project(f"项目{n}", serial=n), None] for n in range(4)]
    reading = read(TITLE, heads, *rows, errors={(2, 8): "#DIV/0!", (4, 8): "#DIV/0!"}, uncalculated=frozenset({(3, 8)}))
    assert messages(reading) == ["附表1 I列：3个单元格的公式没有得数(第3行起)；百分比由系统重算，不影响导入"]
    assert reading.bad_rows() == set()


def test_a_broken_look_up_of_a_unit_leaves_that_cell_out_and_a_broken_amount_its_row():
    rows = [project(unit=None), project("乙", month=None, serial=2)]
    reading = read(TITLE, HEAD, *rows, errors={(2, 2): "#N/A", (3, 6): "#REF!"})
    assert [(f.severity, f.message) for f in reading.findings] == [
        ("warning", "附表1 第3行 C列：单元格是错误值 #N/A；这一格未导入"),
        ("error", "附表1 第4行 G列：单元格是错误值 #REF!"),
    ]


# --- heads ---


def test_what_is_said_aside_in_a_head_does_not_hide_it():
    heads = [
        "序号", "项目名称（全称）", "责任单位（盖章）", "项目业主（法人单位）", "总投资\n亿元", "年度计划\n投资\n万元",
        "本月完成投资（万元，保留整数）", "1—5月累计完成投资额（万元）", "形象进度（文字描述，不超过100字）",
    ]  # fmt: skip
    reading = read(TITLE, heads, [*project(total=2), "主体施工"])
    assert messages(reading) == []
    assert amounts(reading, "total_investment", "planned", "invested_month", "physical_progress") == [
        ("甲项目", 20000, 12000, 1000, "主体施工")
    ]


def test_a_remark_in_a_head_that_may_change_its_meaning_is_a_question_or_not_read_at_all():
    heads = [*HEAD[:4], "总投资(亿元)(可研)", "年度计划投资(调整前)(万元)", *HEAD[6:]]
    reading = read(TITLE, heads, project(total=2))
    assert messages(reading) == [
        "附表1 第2行 E列：“总投资(亿元)(可研)”按“总投资”读取，请确认",
        "附表1 第2行 F列：没有认出“年度计划投资(调整前)(万元)”列，未导入；可手工指定",
    ]


def test_a_head_cut_into_two_lines_of_cells_is_one_head():
    heads = (
        ["序", "项目", "责任", "项目", "总投资", "年度计划", "投资完成情况(万元)", None],
        ["号", "名称", "单位", "业主", "(万元)", "投资(万元)", "本月", "1-5月累计"],
    )
    reading = read(TITLE, *heads, project(), merges=[(1, 6, 1, 7)])
    assert messages(reading) == []
    assert amounts(reading, "responsible_unit", "owner_unit", "total_investment", "planned", "invested_month") == [
        ("甲项目", "天元区", "甲公司", 20000, 12000, 1000)
    ]


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


def test_two_columns_of_one_field_are_named_with_the_one_that_is_read():
    code = "2012-430281-04-01-123456"
    reading = read(TITLE, [*HEAD, "国家项目代码", "项目统一代码"], [*project(), code, code])
    assert messages(reading) == ["附表1 第2行 J列：“项目统一代码”与I列同是“项目代码”，只读I列；要读本列请手工指定"]
    assert reading.unknown_heads() == ["项目统一代码"]


def test_a_county_written_once_above_its_rows_is_theirs_with_a_question():
    heads = ["县市区", "序号", "项目名称", "项目业主", *HEAD[4:]]
    rows = [
        ["天元区", 1, "甲", "甲公司", 20000, 12000, 1000, 5000], [None, 2, "乙", "甲公司", 20000, 12000, 1000, 5000],
        ["攸县", 1, "丙", "丙公司", 20000, 12000, 1000, 5000], [None, 2, "丁", None, 20000, 12000, 1000, 5000],
    ]  # fmt: skip
    reading = read(TITLE, heads, *rows)
    assert amounts(reading, "assessed_unit", "owner_unit") == [
        ("甲", "天元区", "甲公司"), ("乙", "天元区", "甲公司"), ("丙", "攸县", "丙公司"), ("丁", "攸县", None),
    ]  # fmt: skip
    assert messages(reading) == ["附表1 A列：2个空格按“同上”读取(第4行起)，请确认"]


def test_where_counties_are_merged_a_blank_is_a_blank():
    heads = ["县市区", "序号", "项目名称", "项目业主", *HEAD[4:]]
    rows = [
        [unit, 1, name, "甲公司", 20000, 12000, 1000, 5000]
        for unit, name in (("天元区", "甲"), (None, "乙"), (None, "丙"))
    ]
    reading = read(TITLE, heads, *rows, merges=[(2, 0, 3, 0)])
    assert amounts(reading, "assessed_unit") == [("甲", "天元区"), ("乙", "天元区"), ("丙", None)]


def test_a_table_on_its_side_says_what_to_do():
    reading = read(
        ["2020年5月重点项目情况"], ["项目名称", "甲", "乙"], ["责任单位", "天元区", "攸县"],
        ["总投资(万元)", 20000, 30000], ["本月完成(万元)", 1000, 700],
    )  # fmt: skip
    assert [(f.severity, f.message) for f in reading.findings] == [
        ("error", "附表1：列名在左边、每个项目占一列，不能直接读取；请在 Excel 中复制后用“选择性粘贴—转置”，再导入")
    ]


def test_a_starred_project_is_a_project_and_the_stars_explanation_a_note():
    heads = ["序号", "项目名称", "责任单位", "总投资(万元)"]
    reading = read(
        TITLE, heads, [None, "★渌江二桥", "天元区", None], ["★为省重点项目"], [None, "★为省重点项目"], kind="plan"
    )
    assert [row.kind for row in reading.sheets[0].rows] == ["note", "project", "note", "note"]


def test_a_table_with_a_line_of_plan_and_a_line_of_what_was_done_is_not_misread():
    heads = ["序号", "项目名称", "责任单位", "总投资(万元)", "类别", "1-5月累计(万元)"]
    rows = [[1, "甲", "天元区", 20000, "计划", 5000], [None, None, None, None, "完成", 4500]]
    reading = read(TITLE, heads, *rows, merges=[(2, 1, 3, 1)])
    why = "“类别”列把每个项目分成计划和完成两行，读下去会把计划当作完成，未导入；请只留完成的行再导入"
    assert messages(reading, "error") == messages(reading) == [f"附表1 第2行 E列：{why}"]
    assert amounts(reading) == []


# --- annual plans ---

PLAN = [
    "序号",
    "项目名称",
    "建设规模及主要内容",
    "总投资",
    "2021年计划投资",
    "2021年主要建设内容",
    "项目业主",
    "责任单位",
]
PLAN_TITLE = ["2021年重点建设项目计划表(单位:万元)"]


def planned(serial=1, name="甲厂", total=20000, plan=8000):
    return [serial, name, "厂房3万平方米", total, plan, "主体封顶", "渌江投资", "醴陵市"]


def test_what_is_built_this_year_is_not_what_is_built_in_all():
    reading = read(PLAN_TITLE, PLAN, planned(), kind="plan")
    assert messages(reading) == []
    assert amounts(reading, "scale", "goal") == [("甲厂", "厂房3万平方米", "主体封顶")]


def test_of_a_plan_before_and_after_it_was_adjusted_the_latter_is_read():
    heads = [*PLAN[:4], "2021年计划投资（调整前）", "2021年计划投资（调整后）", *PLAN[5:]]
    reading = read(PLAN_TITLE, heads, [*planned()[:4], 9000, *planned()[4:]], kind="plan")
    assert amounts(reading, "planned") == [("甲厂", 8000)]
    assert messages(reading) == ["附表1 第2行 E列：没有认出“2021年计划投资(调整前)”列，未导入；可手工指定"]


@pytest.mark.parametrize("parent", ["分月计划", "2021年月度投资计划", None])
def test_a_plan_month_by_month_is_its_split(parent):
    months = [f"{n}月" for n in range(1, 13)]
    line = [*planned(), *[500] * 12]
    if parent:
        above = [[*PLAN, parent, *[None] * 11], [*[None] * 8, *months]]
        merges = [*((1, column, 2, column) for column in range(8)), (1, 8, 1, 19)]
    else:
        above, merges = [[*PLAN, *months]], []
    reading = read(PLAN_TITLE, *above, line, kind="plan", merges=merges)
    said = messages(reading)
    if parent:
        assert said == []
    else:  # what the months say is guessed: in one sentence, not twelve
        assert [each.partition("：")[2] for each in said] == [f"“{'、'.join(months)}”按分月计划投资读取，请确认"]
    assert amounts(reading, "planned", "split_1", "split_12") == [("甲厂", 8000, 500, 500)]


def test_months_of_a_plan_that_name_their_year_or_are_of_another():
    heads = [*PLAN, *(f"2021年{n}月计划投资（亿元）" for n in range(1, 13)), "2022年1月计划投资（亿元）"]
    reading = read(PLAN_TITLE, heads, [*planned(), *["0.05"] * 12, 7], kind="plan")
    assert amounts(reading, "split_1", "split_12") == [("甲厂", 500, 500)]
    assert [each.partition("：")[2] for each in messages(reading)] == [
        "“2022年1月计划投资(亿元)”是分月的数，或是别的年度、月份的，未导入"
    ]


def test_the_sum_of_a_total_that_is_split_below_it_is_the_total():
    above = [
        ["序号", "项目名称", "项目业主", "总投资(万元)", None, None],
        [None, None, None, "合计", "其中：土建", "设备"],
    ]
    merges = [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 5)]
    reading = read(PLAN_TITLE, *above, [1, "甲厂", "渌江投资", 20000, 12000, 8000], kind="plan", merges=merges)
    assert amounts(reading, "total_investment") == [("甲厂", 20000)]


def test_a_reckoning_under_the_total_holds_nothing_up_and_a_project_without_a_name_does():
    rows = [project(), [None, "合计", None, None, 20000], [None, None, None, None, 19000]]
    assert [f.severity for f in read(TITLE, HEAD, *rows).findings] == ["warning"]
    lost = [2, None, "攸县", "乙公司", 900, 100, 10, 50]
    assert [f.severity for f in read(TITLE, HEAD, *rows[:2], lost).findings] == ["error"]


@pytest.mark.parametrize(
    ("words", "field", "is_guess"),
    [
        ("5月累计完成", "invested_year", True), ("截至5月底累计完成投资(万元)", "invested_year", True),
        ("截止5月31日累计完成投资", "invested_year", True), ("至5月底完成投资", "invested_year", True),
        ("5月当月完成投资", "invested_month", False), ("本月新增投资", "invested_month", False),
        ("当月投资", "invested_month", False), ("本月投资完成额", "invested_month", False),
        ("完成年度计划比例(%)", "percent_of_plan", False), ("年计划投资", "planned", False),
        ("本月工作进展情况", "physical_progress", False), ("形象进度描述", "physical_progress", False),
        ("问题和困难", "problems", False), ("下一阶段工作打算", "next_step", False),
        ("责任县区", "assessed_unit", False), ("建设单位名称", "owner_unit", False),
        ("市级联系领导", "contact_leader", False), ("包保领导", "contact_leader", False),
        ("开工时间", None, False), ("累计完成总投资", None, False),
    ],
)  # fmt: skip
def test_heads_that_offices_write(words, field, is_guess):
    found = recognise((flat(words),), "dispatch")
    assert (found.field, found.is_guess) == (field, is_guess)


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


@pytest.mark.parametrize("rows", [[], [[None, "合计", None, None, 0]], [["注：本月无项目"]], [[]]])
def test_a_table_without_any_project_is_read_as_that(rows):
    reading = read(TITLE, HEAD, *rows)
    assert (amounts(reading), reading.sheets[0].head.rows) == ([], [1])


def test_parts_named_beside_their_bundle_are_not_misread():
    heads = [*HEAD[:2], "子项目名称", *HEAD[2:]]
    rows = [[1, "农村公路", "网岭路", *project()[2:]], [None, None, "皇图岭路", *project()[2:]]]
    why = "“子项目名称”列把打包项目的各子项写在项目旁边，读下去只会读到第一个子项，未导入；请把每个子项写成单独一行"
    assert messages(read(TITLE, heads, *rows, merges=[(2, 1, 3, 1)])) == [f"附表1 第2行 C列：{why}"]
