"""Tables as offices send them, one kind each: what is read of them is the whole truth, and what is not is said."""

import pytest

from tests.papers.tables import head
from yidan.kernel.values import Month
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
