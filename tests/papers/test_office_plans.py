"""Annual plans as offices write them: this year's columns, before and after adjustment, month by month."""

import pytest

from tests.papers.office import PLAN, PLAN_TITLE, amounts, messages, read


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
