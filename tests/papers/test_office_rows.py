"""What each row of an office's table is: heading, sum, note, project; what stands for a value in a cell."""

import pytest

from tests.papers.office import HEAD, TITLE, amounts, messages, project, read

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


def test_a_reckoning_under_the_total_holds_nothing_up_and_a_project_without_a_name_does():
    rows = [project(), [None, "合计", None, None, 20000], [None, None, None, None, 19000]]
    assert [f.severity for f in read(TITLE, HEAD, *rows).findings] == ["warning"]
    lost = [2, None, "攸县", "乙公司", 900, 100, 10, 50]
    assert [f.severity for f in read(TITLE, HEAD, *rows[:2], lost).findings] == ["error"]


# --- cells that hold no value, or that of the row above ---


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
