"""What stands around a table: its title, the unit of its amounts, and the month or year it is about.

The day on which somebody filled a table in says nothing of the month that it is about: May's is filled in in June.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yidan.kernel.values import Month
from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS
from yidan.web.papers.workbook.grid import Sheet

if TYPE_CHECKING:
    from yidan.web.papers.workbook.heads import Head

MONEY = r"(亿元|千万元|百万元|万元|千元|元|亿|万)"
UNIT = re.compile(rf"(?:金额)?单位[::]?[((]?(?:[个项家处%]+[、,/;])*{MONEY}")
_UNIT_IN_TITLE = re.compile(r"[((](?:单位:?)?(亿元|万元|千元|元)[))]")
_UNIT_IN_NOTE = re.compile(r"(?:单位|金额|投资额?|资金)(?:均|都|一律|全部)*[为以按是:]?(亿元|万元|千元|元)")
_NOTE = re.compile(r"[\d(*※]*(?:附?注|备注|说明|填报说明)")
_DAY = r"20\d\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?"
_FILLED_IN = re.compile(
    rf"(?:填[报表写]?|制[表作]?|上?报送?|打印|更新|编制|汇总|统计)(?:日期|时间)[::]?(?:{_DAY})?|^(?:日期|时间)[::]?(?:{_DAY})|^{_DAY}$"
)
_YEAR_AND_MONTH = re.compile(r"(20\d\d)年(?:度)?(?:1月?[-—–~至])?(\d{1,2})月|(20\d\d)[.\-](\d{1,2})(?![.\-/]?\d)")
_MONTH_ALONE = re.compile(r"(?<!\d)(\d{1,2})月")


def title_of(sheet: Sheet, first: int) -> str:
    """The longest text above the head that is not a unit or a note of who filled it in."""
    texts = [cells.text(value) for row in sheet.rows[:first] for value in row if isinstance(value, str)]
    texts = [text for text in texts if not re.match(r"(金额)?单位[::]|填报|制表|附[件表]\d*$", cells.flat(text))]
    return max(texts, key=len, default="").replace("\n", " ")


def unit_and_time(sheet: Sheet, head: Head) -> None:
    """The table's unit and month: from the rows above the head, the head itself, the sheet's name, the notes below."""
    lines = [
        [cells.flat(cells.text(value)) for value in row if isinstance(value, str)] for row in sheet.rows[: head.rows[0]]
    ]
    for line in lines:
        for text in [*line, "".join(line)]:  # 单位: in one cell, 亿元 in the next
            if match := UNIT.search(text) or _UNIT_IN_TITLE.search(text):
                head.unit = full(match[1])
    _time(head, [*(text for line in lines for text in line), cells.flat(sheet.name)])
    bare = [column for column in head.columns if column.field in AMOUNT_FIELDS and column.unit is None]
    if bare and head.unit is None:
        head.unit = _unit_below(sheet, head)
    for column in bare:
        column.unit = head.unit


def full(unit: str) -> str:
    """`亿元` for 亿."""
    return {"亿": "亿元", "万": "万元", "千万": "千万元"}.get(unit, unit)


def _unit_below(sheet: Sheet, head: Head) -> str | None:
    """`注:表中金额单位均为亿元。`"""
    for row in sheet.rows[head.first_body_row :]:
        text = next((cells.flat(value) for value in row if isinstance(value, str) and value.strip()), "")
        if _NOTE.match(text) and (match := UNIT.search(text) or _UNIT_IN_NOTE.search(text)):
            return full(match[1])
    return None


def _time(head: Head, texts: list[str]) -> None:
    said = [_FILLED_IN.sub("", text) for text in texts]
    for text in said:
        if match := re.search(r"(20\d\d)年(?!以来)", text):
            head.year = head.year or int(match[1])
        month = _YEAR_AND_MONTH.search(text)
        if month and head.month is None:
            year, number = (int(part) for part in month.groups() if part)
            head.month = Month(year, number) if 1 <= number <= 12 else None
    head.year = (head.month.year if head.month else None) or head.year or _year_of_columns(head)
    number = _number_of_month(head, said) if head.month is None else 0
    if head.year is None:
        head.year = _year_filled_in(texts, number)
    if head.year and number:
        head.month = Month(head.year, number)


def _number_of_month(head: Head, said: list[str]) -> int:
    """5 for `1-5月累计完成` among the heads, or `5月` alone in a title."""
    so_far = {c.month for c in head.columns if c.month and c.field == "invested_year"}
    single = {c.month for c in head.columns if c.month and c.field == "invested_month"}
    months = so_far or (single if len(single) == 1 else set())  # twelve columns of months say nothing of the table's
    named = [int(match[1]) for text in said if (match := _MONTH_ALONE.search(text))]
    number = max(months, default=0) or next(iter(named), 0)
    return number if 1 <= number <= 12 else 0


def _year_filled_in(texts: list[str], number: int) -> int | None:
    """The year of the day of filling in, where nothing else says one; December's table is filled in in January."""
    for text in texts:
        if (day := re.search(_DAY, text)) and _FILLED_IN.search(text):
            year, month = (int(part) for part in re.findall(r"\d+", day[0])[:2])
            return year - 1 if number > month else year
    return None


def _year_of_columns(head: Head) -> int | None:
    """`2020年计划` or, one year earlier, `截至2019年底累计`."""
    years = {column.field: column.year for column in head.columns if column.year}
    if "prior_cumulative" in years and "planned" not in years:
        return years["prior_cumulative"] + 1
    return years.get("planned") or years.get("invested_year")
