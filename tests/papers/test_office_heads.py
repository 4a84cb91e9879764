"""Heads as offices write them: with remarks, cut in two, twice, in words of their own."""

import pytest

from tests.papers.office import HEAD, TITLE, amounts, messages, project, read
from yidan.web.papers.workbook.cells import flat
from yidan.web.papers.workbook.recognising import recognise


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


def test_two_columns_of_one_field_are_named_with_the_one_that_is_read():
    code = "2012-430281-04-01-123456"
    reading = read(TITLE, [*HEAD, "国家项目代码", "项目统一代码"], [*project(), code, code])
    assert messages(reading) == ["附表1 第2行 J列：“项目统一代码”与I列同是“项目代码”，只读I列；要读本列请手工指定"]
    assert reading.unknown_heads() == ["项目统一代码"]


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
