"""A bureau's table of released numbers, as it is: one line per place and month; read in the importer's cage.

Known heads, in any order: 指标 地区 期间 公布数 位次 参加排名个数 全省 全国 来源文件 公布日期. What a line leaves out
is taken from the line above it (指标, 地区, 来源文件, 公布日期), as merged cells do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.values import Month
from yidan.people.models import Unit
from yidan.targets.commands.series import Released
from yidan.targets.models import Series
from yidan.targets.rules import series as rules
from yidan.web.papers.workbook.grid import Sheet, read_book

HEADS = {
    "series": ("指标", "指标名称", "数列"),
    "place": ("地区", "单位", "县市区"),
    "month": ("期间", "月份", "时间"),
    "said": ("公布数", "增速", "增速(%)", "数值", "占比", "占比(%)"),
    "rank": ("位次", "排名", "全省位次"),
    "rank_of": ("参加排名个数", "排名个数"),
    "provincial": ("全省", "全省平均"),
    "national": ("全国", "全国平均"),
    "document": ("来源文件", "来源", "文件"),
    "released_on": ("公布日期", "发布日期"),
}
NEEDED = ("month", "said")
CITY = {"", "全市", "株洲市", "市"}
_DITTO = ("series", "place", "document", "released_on")
_SPAN = re.compile(r"(\d{4})年?\s*1[—–\-~至到](\d{1,2})月?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is whole: of which series, and what was released."""

    where: str
    series: Series
    released: Released


@dataclass
class Table:
    """What a file says: lines, and a sentence for each that cannot be taken."""

    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(content: bytes, *, series: Series | None = None) -> Table:
    """Every sheet; refused with a sentence where no table is found. `series` is taken where no column names one."""
    found, seen = Table(), False
    for sheet in read_book(content).sheets:
        if columns := _columns(sheet):
            seen = True
            _read_sheet(sheet, columns, series, found)
    if not seen:
        raise Refused(
            _("没有认出公布数表：表头至少要有“期间”和“公布数”，可另有 指标、地区、位次、全省、来源文件、公布日期。")
        )
    if not found.lines and not found.faults:
        raise Refused(_("表里没有一行公布数。"))
    return found


def _columns(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for number, row in enumerate(sheet.rows[:20]):
        plain = [re.sub(r"\s", "", str(cell or "")).replace("（", "(").replace("）", ")") for cell in row]
        columns = {name: plain.index(head) for name, known in HEADS.items() for head in known if head in plain}
        if all(name in columns for name in NEEDED):
            return number, columns
    return None


def _read_sheet(sheet: Sheet, head: tuple[int, dict[str, int]], series: Series | None, found: Table) -> None:
    first, columns = head
    units = {name: unit for unit in Unit.objects.filter(is_assessed=True) for name in (unit.name, unit.short_name)}
    every = {name: each for each in Series.objects.all() for name in (each.name, each.code)}
    above: dict[str, Any] = {}
    for number, row in _rows(sheet, first):
        cells = {
            name: _cell(sheet, number, row, column) for name, column in columns.items()
        }  # fmt: skip
        if all(value in (None, "") for value in cells.values()):
            continue
        for name in _DITTO:
            if name in columns and cells[name] in (None, ""):
                cells[name] = above.get(name)
        above = cells
        where = _("%(sheet)s第%(row)d行") % {"sheet": sheet.name, "row": number + 1}
        try:
            found.lines.append(_line(where, cells, series, every, units))
        except Invalid as refusal:
            found.faults.append(_("%(where)s：%(said)s") % {"where": where, "said": refusal})


def _rows(sheet: Sheet, first: int) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(sheet.rows):
        if number > first and number not in sheet.hidden_rows:
            yield number, row


def _cell(sheet: Sheet, number: int, row: list[Any], column: int) -> Any:
    value = row[column] if column < len(row) else None
    if isinstance(value, float | int) and not isinstance(value, bool) and (number, column) in sheet.percents:
        return Decimal(repr(value)) * 100
    return value.strip() if isinstance(value, str) else value


def _line(
    where: str, cells: dict[str, Any], series: Series | None, every: dict[str, Series], units: dict[str, Unit]
) -> Line:  # fmt: skip
    named = str(cells.get("series") or "")
    of = every.get(named) if named else series
    if of is None:
        raise Invalid(_("没有登记过数列“%(name)s”，请先登记或写明指标。") % {"name": named or _("(空)")})
    place = str(cells.get("place") or "")
    if place not in CITY and place not in units:
        raise Invalid(_("没有名为“%(place)s”的考核单元。") % {"place": place})
    document = str(cells.get("document") or "")
    if not document:
        raise Invalid(_("请写明来源文件。"))
    return Line(
        where, of,
        Released(
            month=_month(cells["month"]), said=_said(cells["said"]), document=document[:120],
            released_on=_day(cells.get("released_on")), unit=units.get(place), rank=_whole(cells.get("rank")),
            rank_of=_whole(cells.get("rank_of")), provincial=_number(cells.get("provincial")),
            national=_number(cells.get("national")),
        ),
    )  # fmt: skip


def _said(value: Any) -> str:
    """As printed; a spreadsheet's number without its trailing noise."""
    if isinstance(value, bool) or value in (None, ""):
        raise Invalid(_("公布数是空的。"))
    if isinstance(value, float | int):
        value = Decimal(repr(value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)[:20]


def _month(value: Any) -> Month:
    if isinstance(value, datetime | date):
        return Month(value.year, value.month)
    text = str(value or "").strip()
    if found := _SPAN.search(text):
        text = f"{found[1]}-{int(found[2]):02d}"
    try:
        return Month.parse(text.removesuffix(".0"))
    except ValueError:
        raise Invalid(_("期间“%(text)s”不对：写作 2020-06 或 2020年1—6月。") % {"text": text}) from None


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = re.sub(r"[年月./]", "-", str(value or "").strip()).rstrip("日-")
    try:
        return date(*(int(each) for each in text.split("-")))
    except (TypeError, ValueError):
        raise Invalid(_("公布日期“%(text)s”不对：写作 2020-07-15。") % {"text": value or _("(空)")}) from None


def _number(value: Any) -> Decimal | None:
    if value in (None, "", "—", "-", "/"):
        return None
    found = value if isinstance(value, Decimal) else rules.number(str(value))
    if found is None:
        raise Invalid(_("“%(text)s”不是数。") % {"text": value})
    return found


def _whole(value: Any) -> int | None:
    number = _number(str(value).removeprefix("第").removesuffix("位") if isinstance(value, str) else value)
    if number is None:
        return None
    if number != int(number) or number < 1:
        raise Invalid(_("位次“%(text)s”不对。") % {"text": value})
    return int(number)
