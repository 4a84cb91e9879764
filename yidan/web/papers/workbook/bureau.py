"""The finance bureau's export as it comes: xlsx, xls or csv, a title above, totals between, amounts in 元 or 万元.

Only what has a day and an amount is a line; every other row that says anything is told with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yidan.funds.rules import Line
from yidan.kernel.errors import Invalid
from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.grid import Sheet, read_book

HEADS = {
    "code": r"(?:投资)?项目(?:统一)?(?:代码|编码)|投资项目在线代码",
    "name": r"(?:建设)?项目名称|项目",
    "on": r"(?:实际)?(?:支付|清算|拨付|付款|入账|记账|凭证|业务|交易|发生)?(?:日期|时间)",
    "amount": r"(?:实际|本次|累计)?(?:支付|拨付|付款|清算|发生|支出)?(?:金额|额|数)",
    "document": r"(?:支付|拨款|付款)?(?:凭证|指令|支付令|单据|文)(?:编?号|号码)?|凭证号",
}
_UNIT = re.compile(r"(亿元|万元|千元|元)")
_TOTAL = re.compile(r"^(?:合计|小计|总计|本页|其中|累计)")
MOST_HEAD_ROWS = 30


@dataclass
class Bureau:
    """What the file says: lines, rows that could not be read, and the days it spans."""

    lines: list[Line] = field(default_factory=list)
    unread: list[dict[str, Any]] = field(default_factory=list)
    totals: int = 0

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day."""
        days = [each.on for each in self.lines]
        return min(days), max(days)


def read(data: bytes, *, unit: str = "") -> Bureau:
    """Read a file; `unit` of its amounts where its heads and title do not say it."""
    found = Bureau()
    is_table = False
    for sheet in read_book(data):
        columns = _head(sheet)
        if columns is None:
            continue
        is_table = True
        _read_sheet(sheet, columns, _unit_of(sheet, columns) or unit, found)
    if not is_table:
        raise Invalid(_("没有找到同时有日期和金额的表头，请检查是否选错了文件。"), field="file")
    if not found.lines:
        raise Invalid(_("文件里没有读出任何一行有日期和金额的记录，请检查表头。"), field="file")
    return found


def _head(sheet: Sheet) -> dict[str, Any] | None:
    """Where each column is; the head needs a day, an amount, and a code or a name."""
    for number in range(min(len(sheet.rows), MOST_HEAD_ROWS)):
        columns: dict[str, Any] = {}
        for column in range(sheet.width):
            head = re.sub(r"[\s()（）]|万元|亿元|千元|元|:|：|单位", "", cells.text(sheet.at(number, column)))
            for name, pattern in HEADS.items():
                if name not in columns and head and re.fullmatch(pattern, head):
                    columns[name] = column
                    break
        if {"on", "amount"} <= columns.keys() and {"code", "name"} & columns.keys():
            return columns | {"row": number}
    return None


def _unit_of(sheet: Sheet, columns: dict[str, Any]) -> str:
    """The unit that the amount's head says, else the one said above the table; empty where nothing says it."""
    head = _UNIT.search(cells.text(sheet.at(columns["row"], columns["amount"])))
    if head:
        return head[1]
    for row in range(columns["row"]):
        for column in range(sheet.width):
            said = cells.text(sheet.own(row, column))
            if "单位" in said and (match := _UNIT.search(said)):
                return match[1]
    return ""


def _read_sheet(sheet: Sheet, columns: dict[str, Any], unit: str, found: Bureau) -> None:
    if not unit:
        raise Invalid(_("表里没有写明金额单位，请选元或万元。"), field="unit")
    for number in range(columns["row"] + 1, len(sheet.rows)):
        told = {name: cells.text(sheet.at(number, columns[name])) if name in columns else "" for name in HEADS}
        words = [cells.text(sheet.own(number, column)) for column in range(sheet.width)]
        said = " ".join(word for word in words if word)
        if not said:
            continue
        if any(_TOTAL.match(word) for word in words if word):
            found.totals += 1
            continue
        try:
            found.lines.append(_line(sheet, number, columns, unit, told))
        except cells.Doubtful as doubt:
            found.unread.append({"key": number + 1, "said": said[:200], "why": str(doubt)})


def _line(sheet: Sheet, number: int, columns: dict[str, Any], unit: str, told: dict[str, str]) -> Line:
    span = cells.when(sheet.at(number, columns["on"]))
    if span is None or not span.is_day:
        raise cells.Doubtful(_("日期不是某一天"))
    amount = cells.amount(sheet.at(number, columns["amount"]), unit)
    if not amount:
        raise cells.Doubtful(_("没有金额"))
    code = _code(told["code"])
    if not code and not told["name"]:
        raise cells.Doubtful(_("没有项目代码，也没有项目名称"))
    return Line(number + 1, code, span.first, amount, told["name"], told["document"])


def _code(text: str) -> str:
    return re.sub(r"[\s—–－_]", lambda found: "" if found[0].isspace() else "-", text).upper()
