"""The values of a table's rows: what a reader sees in each cell, read as what its column holds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yidan.web.papers.workbook import cells, parts
from yidan.web.papers.workbook.fields import (
    AMOUNT_FIELDS,
    DATE_FIELDS,
    DITTO_FIELDS,
    PERCENT_FIELDS,
    PERIOD_FIELDS,
)
from yidan.web.papers.workbook.findings import Say
from yidan.web.papers.workbook.grid import Book, Sheet, Value
from yidan.web.papers.workbook.heads import Column, Head
from yidan.web.papers.workbook.rows import Row, domain_of, industry_of, listing_of

KEPT_AMOUNTS = AMOUNT_FIELDS - frozenset(PERIOD_FIELDS)  # where these cannot be read, their row stays out


class RowValues:
    """Reads rows from the top down; what many cells have alike is gathered and said at the end."""

    def __init__(
        self, book: Book, sheet: Sheet, head: Head, year: int | None, handed_down: frozenset[str], say: Say
    ) -> None:
        self.book, self.sheet, self.head, self.year, self.say = book, sheet, head, year, say
        self.handed_down = handed_down  # the columns where a blank means the same as above
        self.before: dict[str, Value] = {}
        self.inherited: dict[str, list[int]] = {}
        self.broken: dict[int, list[int]] = {}  # column of percentages → rows whose formula gives none

    def read_project(self, row: Row) -> None:
        """Every value of a project's row, and what follows from them."""
        values = row.values
        for column in self.head.columns:
            name = column.field
            if name in (None, "part"):
                continue
            value = self._of_the_bundle(row, column) if row.is_beside else self._seen(row, column)
            if value is None:
                continue
            try:
                read = self._read(name, value, row, column)
            except cells.Doubtful as doubt:
                self.say(row.index, column.index, "error" if name in KEPT_AMOUNTS else "warning", str(doubt))
                continue
            if read is not None:
                values[name] = read
            if name == "years":
                values["years_text"] = cells.text(value)
        values["name"] = row.label
        if "listing" in values and listing_of(row, values["listing"]) is None:
            words = _("年度类型“%(word)s”不在四类之中") % {"word": values["listing"]}
            self.say(row.index, self.head.index_of("listing"), "question", words)
        values["listing"] = listing_of(row, values.get("listing"))
        values.setdefault("domain", domain_of(row))
        values["industry"] = industry_of(row)

    def read_sums(self, row: Row) -> None:
        """The amounts of a group's or a sum's row; nothing is handed down over it."""
        self.before = {}
        for column in self.head.columns:
            if column.field not in AMOUNT_FIELDS:
                continue
            value = self._whole(row, column)
            if value is None:
                continue
            try:
                row.values[column.field] = cells.amount(value, column.unit or "万元")
            except cells.Doubtful as doubt:
                self.say(row.index, column.index, "warning", str(doubt))

    def say_at_the_end(self) -> None:
        """The blanks that were read as the same as above, the percentages whose formula gives none: once a column."""
        for name, numbers in self.inherited.items():
            words = _("%(count)s个空格按“同上”读取(第%(row)s行起)，请确认") % {"count": len(numbers), "row": numbers[0]}
            self.say(-1, self.head.index_of(name), "question", words)
        for index, numbers in self.broken.items():
            words = _("%(count)s个单元格的公式没有得数(第%(row)s行起)；百分比由系统重算，不影响导入")
            self.say(-1, index, "question", words % {"count": len(numbers), "row": numbers[0]})

    def _of_the_bundle(self, row: Row, column: Column) -> Value:
        """Of the row of a bundle's first part, what is merged over the others too."""
        is_own = parts.is_of_the_bundle(self.sheet, row, column.index, column.field or "")
        return self._whole(row, column) if is_own else None

    def _seen(self, row: Row, column: Column) -> Value:
        """The value a reader sees in the cell: its own, or the one above it where that is what the paper means."""
        place, name = (row.index, column.index), column.field or ""
        if row.bundle == row.number and parts.is_of_the_bundle(self.sheet, row, column.index, name):
            return None
        value = self._whole(row, column)
        if isinstance(value, str):
            flat = cells.flat(value)
            if flat in cells.DITTO and name in DITTO_FIELDS | DATE_FIELDS:
                value = self.before.get(name)
            elif not flat:
                value = None
        if value is None and place in self.sheet.anchors:
            top, left = self.sheet.anchors[place]
            if left == column.index and top >= self.head.first_body_row:
                value = self._from_merge(row, column, top, left)
        elif value is None and name in self.handed_down and self.before.get(name):
            value = self.before[name]
            self.inherited.setdefault(name, []).append(row.number)
        self.before[name] = value
        return value

    def _from_merge(self, row: Row, column: Column, top: int, left: int) -> Value:
        if column.field in DITTO_FIELDS or column.field in DATE_FIELDS:
            return self.sheet.own(top, left)
        if column.field in AMOUNT_FIELDS and top + 1 != row.bundle:  # else it is the bundle's, whose row that is
            words = _("与第%(row)s行合并，金额只计入第%(row)s行") % {"row": top + 1}
            self.say(row.index, column.index, "question", words)
        return None

    def _whole(self, row: Row, column: Column) -> Value:
        """The cell's own value, once it is known to be neither an error nor a formula without result.

        Such a cell holds its row back where it would be a number of the ledger's or say which project it is; a
        percentage is only compared, so that the many #DIV/0! of an office's 完成率 are said once and hold nothing up.
        """
        place = (row.index, column.index)
        if place in self.sheet.errors:
            reason = _("单元格是错误值 %(value)s") % {"value": self.sheet.errors[place]}
        elif place in self.sheet.uncalculated:
            reason = _("公式没有计算结果，请用 Excel 或 WPS 打开、保存后再导入")
        else:
            return self.sheet.own(*place)
        if column.field in PERCENT_FIELDS:
            self.broken.setdefault(column.index, []).append(row.number)
        elif row.kind != "project":
            self.say(*place, "warning", reason)
        elif column.field in KEPT_AMOUNTS or column.field in ("name", "code"):
            self.say(*place, "error", reason)
        else:
            self.say(*place, "warning", _("%(reason)s；这一格未导入") % {"reason": reason})
        return None

    def _read(self, name: str, value: Value, row: Row, column: Column) -> Any:
        if name in AMOUNT_FIELDS:
            return cells.amount(value, column.unit or "万元")
        place = (row.index, column.index)
        if name in PERCENT_FIELDS:
            return cells.percent(value, is_percent_format=place in self.sheet.percents)
        if name in DATE_FIELDS:
            is_hundredths = place in self.sheet.hundredths
            return cells.when(value, year=self.year, is_1904=self.book.is_1904, is_hundredths=is_hundredths)
        if name == "years":
            span = cells.years(value, is_1904=self.book.is_1904, is_hundredths=place in self.sheet.hundredths)
            return span if span != (None, None) else None
        if name == "duty_person":
            return cells.person(value)
        if name == "duty_phone":
            person = cells.person(value)
            return person.phones if person else None
        if name == "code":
            return cells.code(value)
        if name == "is_on_schedule":
            return cells.yes_no(value)
        line = cells.text(value)
        return None if cells.is_empty(line) else line
