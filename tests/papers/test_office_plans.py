"""Annual plans as offices write them: this year's columns, before and after adjustment, month by month."""

import pytest

from tests.papers.office import PLAN, PLAN_TITLE, amounts, messages, read
from yidan.web.papers.workbook.cells import flat


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


# --- by quarters and half years ---

QUARTERS = ("一季度计划", "二季度计划", "三季度计划", "四季度计划")
NOT_KEPT = (
    "附表1 第{row}行 I列：“{heads}”({letters}列)是按季度或半年分的计划：台账按月分解计划，一个季度的数不摊成三个月，"
    "未导入，只与年度计划核对；请在年度计划中按月分解"
)


@pytest.mark.parametrize(
    "heads",
    [
        QUARTERS, ("第一季度", "第二季度", "第三季度", "第四季度"), ("Q1", "Q2", "Q3", "Q4"),
        ("1季度计划投资(万元)", "2季度计划投资(万元)", "3季度计划投资(万元)", "4季度计划投资(万元)"),
        ("2021年一季度投资计划", "2021年二季度投资计划", "2021年三季度投资计划", "2021年四季度投资计划"),
        ("1-3月", "4-6月", "7-9月", "10-12月"), ("1—3月份计划完成投资", "4—6月份计划", "7至9月计划", "10~12月计划"),
    ],
)  # fmt: skip
def test_a_plan_by_quarters_is_compared_with_the_year_and_not_kept(heads):
    rows = [[*planned(), 1000, 2000, 2500, 2500], [*planned(2, "乙厂"), None, None, 3000, 4000]]
    reading = read(PLAN_TITLE, [*PLAN, *heads], *rows, kind="plan")
    said = NOT_KEPT.format(row=2, heads="、".join(map(flat, heads)), letters="I、J、K、L")
    assert messages(reading) == [
        said, "附表1 第4行 I列：一季度计划投资至四季度计划投资相加为7000 ≠ 年度计划投资8000(万元)，请核对"
    ]  # fmt: skip
    assert amounts(reading, "planned", "quarter_1", "split_1") == [
        ("甲厂", 8000, 1000, None), ("乙厂", 8000, None, None)
    ]  # fmt: skip


def test_a_plan_by_quarters_alone_is_their_sum_which_is_asked():
    heads = [*PLAN[:4], *QUARTERS, *PLAN[5:]]
    lines = (
        [1, "甲厂", "厂房", 20000, 1000, 3000, 2000, 2000, "封顶", "渌江投资", "醴陵市"],
        [2, "乙厂", "厂房", 20000, None, None, 500, 700, "封顶", "渌江投资", "醴陵市"],
        [3, "丙厂", "厂房", 20000, None, None, None, None, "封顶", "渌江投资", "醴陵市"],
    )
    reading = read(PLAN_TITLE, heads, *lines, kind="plan")
    assert amounts(reading, "planned", "split_3") == [("甲厂", 8000, None), ("乙厂", 1200, None), ("丙厂", None, None)]
    assert messages(reading) == [
        "附表1 第2行 E列：没有“年度计划投资”列，四个季度的计划(E、F、G、H列)相加作为年度计划，请确认；"
        "季度的数不摊成三个月"
    ]


def test_a_row_of_which_a_quarter_cannot_be_read_has_no_sum():
    heads = [*PLAN[:4], *QUARTERS, *PLAN[5:]]
    lines = (
        [1, "甲厂", "厂房", 20000, 3000, "另议", 2000, 2000, "封顶", "渌江投资", "醴陵市"],
        [2, "乙厂", "厂房", 20000, 3000, 1000, 2000, 2000, "封顶", "渌江投资", "醴陵市"],
    )
    reading = read(PLAN_TITLE, heads, *lines, kind="plan")
    assert amounts(reading, "planned", "quarter_1") == [("甲厂", None, 3000), ("乙厂", 8000, 3000)]
    assert any("另议" in each for each in messages(reading))


def test_quarters_that_never_fall_are_sums_up_to_then_and_are_not_added():
    heads = [*PLAN[:4], *QUARTERS, *PLAN[5:]]
    lines = (
        [1, "甲厂", "厂房", 20000, 1000, 4000, 6000, 8000, "封顶", "渌江投资", "醴陵市"],
        [2, "乙厂", "厂房", 20000, 0, 0, 500, 1200, "封顶", "渌江投资", "醴陵市"],
    )
    reading = read(PLAN_TITLE, heads, *lines, kind="plan")
    assert amounts(reading, "planned") == [("甲厂", None), ("乙厂", None)]
    (said,) = messages(reading)
    assert "逐季不减，像是累计数，没有相加；请补一列年度计划投资再导入" in said


def test_quarters_and_halves_beside_their_months_are_their_sums():
    months = [f"{n}月" for n in range(1, 13)]
    heads = [*PLAN, *months[:3], "一季度", *months[3:6], "二季度", "上半年", *months[6:]]
    line = [*planned(), 600, 600, 600, 1800, 600, 600, 600, 1900, 3600, *[700] * 6]
    reading = read(PLAN_TITLE, heads, line, kind="plan")
    said = [f.message for f in reading.findings if f.severity == "warning"]
    assert said == ["附表1 第3行 M列：4月计划投资至6月计划投资相加为1800 ≠ 二季度计划投资1900(万元)，请核对"]
    assert not any("未导入" in each for each in messages(reading))
    assert amounts(reading, "split_4") == [("甲厂", 600)]


def test_half_years_are_compared_with_their_quarters_and_with_the_year():
    heads = [*PLAN, "上半年计划", "下半年计划"]
    reading = read(PLAN_TITLE, heads, [*planned(), 3000, 4000], kind="plan")
    assert messages(reading, "warning") == [
        "附表1 第3行 I列：上半年计划投资至下半年计划投资相加为7000 ≠ 年度计划投资8000(万元)，请核对"
    ]
    both = [*PLAN, "一季度", "二季度", "上半年"]
    reading = read(PLAN_TITLE, both, [*planned(), 1000, 2000, 3500], kind="plan")
    assert messages(reading, "warning") == [
        "附表1 第3行 I列：一季度计划投资至二季度计划投资相加为3000 ≠ 上半年计划投资3500(万元)，请核对"
    ]


def test_a_quarters_cell_that_is_no_amount_holds_no_row_and_goals_in_words_are_not_taken_for_amounts():
    rows = [[*planned(), "视情况", 2000, 2500, 2500], [*planned(2, "乙厂"), 1000, 2000, 2500, 2500]]
    reading = read(PLAN_TITLE, [*PLAN, *QUARTERS], *rows, kind="plan")
    assert (messages(reading, "error"), reading.bad_rows()) == ([], set())
    assert "附表1 第3行 I列：金额看不懂：“视情况”，请只写数字" in messages(reading, "warning")
    goals = read(PLAN_TITLE, [*PLAN, *QUARTERS], [*planned(), "完成征地", "基础施工", "主体封顶", "竣工"], kind="plan")
    assert goals.unknown_heads() == list(QUARTERS)


def test_what_was_done_in_a_quarter_or_is_planned_in_another_year_is_no_plan_of_it():
    heads = [*PLAN, "一季度完成投资", "2020年四季度计划"]
    reading = read(PLAN_TITLE, heads, [*planned(), 900, 800], kind="plan")
    assert amounts(reading, "quarter_1", "quarter_4") == [("甲厂", None, None)]
    assert reading.unknown_heads() == ["一季度完成投资"]
