"""采价表 as offices send it, as a list (one price a line) or a cross table (goods down, points across), dirty or not.

A file is read only where every word is certain: a point or an item that nobody knows, a price that is not one, a line
said twice with different prices are named with their place; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from yidan.watch.models import Goods, Point
from yidan.watch.rules import read_value
from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.grid import Book, Sheet, column_letter

HEADS = {
    "day": ("日期", "采价日期", "监测日期", "时间"),
    "point": ("采价点", "监测点", "点位", "门店", "采价点名称"),
    "item": ("品种", "品名", "商品", "商品名称", "品种名称"),
    "spec": ("规格", "规格等级", "规格型号"),
    "value": ("价格", "单价", "零售价", "今日价格", "本日价格", "价格(元)"),
    "remark": ("备注", "说明"),
}
_KNOWN = {word: name for name, all_words in HEADS.items() for word in all_words}
# What stands beside prices and says none, our own export's columns among them.
_SILENT = (
    "序号", "单位", "计量单位", "类别", "县市区", "平均价", "比昨日%", "比上周%", "比去年%", "缺货点"
)  # fmt: skip
_DAY_IN_TITLE = re.compile(r"(20\d\d)[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?")
SEARCHED_ROWS = 12

Said = tuple[Decimal | None, bool, str]


@dataclass
class Read:
    """What a file says, by point and day, and what could not be read."""

    sheets: dict[tuple[int, date], dict[int, Said]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many prices."""
        return sum(len(said) for said in self.sheets.values())


class Reader:
    """Reads the sheets of a book against the points and goods of a watch."""

    def __init__(self, points: Iterable[Point], items: Iterable[Goods], day: date | None) -> None:
        self.points = {cells.flat(point.name): point for point in points}
        self.items: dict[str, list[Goods]] = {}
        for item in items:
            self.items.setdefault(cells.flat(item.name), []).append(item)
        self.day = day
        self.read = Read()

    def book(self, book: Book) -> Read:
        """Every sheet that holds a table of prices."""
        tables = [(sheet, head) for sheet in book if (head := self._head(sheet)) is not None and not sheet.is_hidden]
        if not tables:
            self.read.faults.append(_("没有找到采价表：表头要有“品种”，再加“采价点”和“价格”两列，或者每个采价点一列。"))
        for sheet, (row, columns, across) in tables:
            self._sheet(sheet, row, columns, across)
        return self.read

    def _head(self, sheet: Sheet) -> tuple[int, dict[str, int], dict[int, Point]] | None:
        """The row of heads: what each column is, and which columns are points."""
        for row in range(min(len(sheet.rows), SEARCHED_ROWS)):
            flat = [cells.flat(cells.text(sheet.at(row, column))) for column in range(sheet.width)]
            columns = {_KNOWN[word]: column for column, word in enumerate(flat) if word in _KNOWN}
            across = {column: self.points[word] for column, word in enumerate(flat) if word in self.points}
            if "item" not in columns:
                continue
            if "point" in columns and "value" in columns:
                return row, columns, {}
            if across:
                for column, word in enumerate(flat):
                    if word and word not in _KNOWN and word not in self.points and word not in _SILENT:
                        self._fault(sheet, row, column, _("没有名为“%(name)s”的监测点，这一列没有读") % {"name": word})
                return row, columns, across
        return None

    def _sheet(self, sheet: Sheet, head: int, columns: dict[str, int], across: dict[int, Point]) -> None:
        titled = self._titled(sheet, head) or self.day
        for row in range(head + 1, len(sheet.rows)):
            name = cells.text(sheet.at(row, columns["item"]))
            if not name or row in sheet.hidden_rows:
                continue
            item = self._item(sheet, row, columns, name)
            if item is None:
                continue
            day = self._day(sheet, row, columns, titled)
            if day is None:
                continue
            remark = cells.text(sheet.at(row, columns["remark"])) if "remark" in columns else ""
            for column, point in self._points(sheet, row, columns, across):
                self._cell(sheet, row, column, point, item, day, remark)

    def _points(
        self, sheet: Sheet, row: int, columns: dict[str, int], across: dict[int, Point]
    ) -> Iterator[tuple[int, Point]]:
        if across:
            yield from across.items()
            return
        name = cells.text(sheet.at(row, columns["point"]))
        point = self.points.get(cells.flat(name))
        if point is None:
            self._fault(sheet, row, columns["point"], _("没有名为“%(name)s”的监测点") % {"name": name})
        else:
            yield columns["value"], point

    def _cell(self, sheet: Sheet, row: int, column: int, point: Point, item: Goods, day: date, remark: str) -> None:
        text = cells.text(sheet.own(row, column))
        if cells.is_empty(text):
            return
        try:
            value, is_out = read_value(text)
        except ValueError:
            self._fault(sheet, row, column, _("“%(text)s”不是价格，也不是“缺货”") % {"text": text[:20]})
            return
        said = self.read.sheets.setdefault((point.pk, day), {})
        given = (value, is_out, remark[:100])
        if said.setdefault(item.pk, given) != given:
            self._fault(sheet, row, column, _("%(point)s的%(item)s这天写了两个不同的价") % {
                "point": point.name, "item": item.name,
            })  # fmt: skip

    def _item(self, sheet: Sheet, row: int, columns: dict[str, int], name: str) -> Goods | None:
        named = self.items.get(cells.flat(name), [])
        spec = cells.flat(cells.text(sheet.at(row, columns["spec"]))) if "spec" in columns else ""
        exact = [item for item in named if cells.flat(item.spec) == spec] if spec else []
        if exact or len(named) == 1:
            return (exact or named)[0]
        told = _("有几种规格，请写明规格") if named else _("不在监测品种里")
        self._fault(sheet, row, columns["item"], _("“%(name)s”%(told)s") % {"name": name[:20], "told": told})
        return None

    def _day(self, sheet: Sheet, row: int, columns: dict[str, int], titled: date | None) -> date | None:
        given = sheet.at(row, columns["day"]) if "day" in columns else None
        if cells.is_empty(given):
            if titled is None:
                self._fault(sheet, row, columns["item"], _("没有日期：请在表里写明，或在页面上选一天"))
            return titled
        try:
            span = cells.when(given, year=titled.year if titled else None)
        except cells.Doubtful as doubt:
            self._fault(sheet, row, columns["day"], str(doubt))
            return None
        if span is None or not span.is_day:
            self._fault(sheet, row, columns["day"], _("日期要写到哪一天"))
            return None
        return span.first

    def _titled(self, sheet: Sheet, head: int) -> date | None:
        """The day that stands above the table."""
        for row in range(head):
            for column in range(sheet.width):
                if match := _DAY_IN_TITLE.search(cells.flat(cells.text(sheet.own(row, column)))):
                    try:
                        return date(*(int(part) for part in match.groups()))
                    except ValueError:
                        continue
        return None

    def _fault(self, sheet: Sheet, row: int, column: int, words: str) -> None:
        self.read.faults.append(_("%(sheet)s %(place)s：%(words)s。") % {
            "sheet": sheet.name, "place": f"{column_letter(column)}{row + 1}", "words": words,
        })  # fmt: skip
