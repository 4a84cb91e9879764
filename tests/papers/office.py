"""A table as an office sends it, read without a file: one sheet of rows, what it says and what is said of it."""

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
