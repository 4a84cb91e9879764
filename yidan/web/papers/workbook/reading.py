"""A workbook read whole: sheets, columns, rows with values, findings (issue 2 "Excel")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.web.papers.workbook import cells, checks
from yidan.web.papers.workbook.fields import (
    AMOUNT_FIELDS,
    DATE_FIELDS,
    DITTO_FIELDS,
    INHERITED_BLANKS,
    PERCENT_FIELDS,
    label_of,
)
from yidan.web.papers.workbook.findings import Finding, Severity
from yidan.web.papers.workbook.grid import Book, Sheet, Value, read_book
from yidan.web.papers.workbook.heads import Column, Head, find_head
from yidan.web.papers.workbook.rows import Row, classify, counts, domain_of, industry_of, listing_of


@dataclass(slots=True)
class SheetReading:
    """One sheet as read; `head` is None where no table was found, and then every row is a note or blank."""

    name: str
    head: Head | None
    rows: list[Row]
    heads: list[Column] = field(default_factory=list)  # where a head lacks the project's name: to be named by hand

    @property
    def columns(self) -> list[Column]:
        """The recognised and the unknown columns, from the left."""
        return self.head.columns if self.head else self.heads

    @property
    def projects(self) -> list[Row]:
        """The project rows in their order, which is political."""
        return [row for row in self.rows if row.kind == "project"]


@dataclass(slots=True)
class Reading:
    """What a file says, and what is doubtful in it."""

    kind: str
    sheets: list[SheetReading]
    findings: list[Finding] = field(default_factory=list)
    year: int | None = None
    month: Month | None = None

    def projects(self) -> Iterator[tuple[SheetReading, Row]]:
        """Every project row with its sheet."""
        return ((sheet, row) for sheet in self.sheets for row in sheet.projects)

    def bad_rows(self) -> set[tuple[str, int]]:
        """The rows an error holds back."""
        return {(finding.sheet, finding.row) for finding in self.findings if finding.severity == "error"}

    def unknown_heads(self) -> list[str]:
        """The heads nothing is known about, each once: to be mapped by hand."""
        heads = (
            column.head
            for sheet in self.sheets
            for column in sheet.columns
            if column.field is None and not column.is_by_hand
        )
        return list(dict.fromkeys(heads))

    def as_json(self) -> dict[str, Any]:
        """The part of `yidan import --json` that the file alone decides."""
        return {
            "sheets": [
                {
                    "name": sheet.name,
                    "header_rows": [row + 1 for row in sheet.head.rows] if sheet.head else [],
                    "columns": [
                        {"letter": c.letter, "head": c.head, "field": c.field, "unit": c.unit} for c in sheet.columns
                    ],
                    "rows": counts(sheet.rows),
                }
                for sheet in self.sheets
            ],
            "projects": sum(len(sheet.projects) for sheet in self.sheets),
            "findings": [finding.as_json() for finding in self.findings],
        }


def read_workbook(
    source: bytes | Path,
    kind: str,
    *,
    name: str = "",
    mapping: dict[str, str] | None = None,
    year: int | None = None,
    month: Month | None = None,
) -> Reading:
    """Read a file of `kind` plan or dispatch; `mapping` is head → field, given by hand or remembered."""
    if not name and isinstance(source, Path):
        name = source.stem
    return read_sheets(read_book(source), kind, name=name, mapping=mapping, year=year, month=month)


def read_sheets(
    book: Book,
    kind: str,
    *,
    name: str = "",
    mapping: dict[str, str] | None = None,
    year: int | None = None,
    month: Month | None = None,
) -> Reading:
    """The same from sheets already in hand."""
    reading = Reading(kind, [])
    for sheet in book.sheets:
        sheet.name = sheet.name or name or "表1"
        reading.sheets.append(_SheetReader(book, sheet, kind, mapping or {}, year, month, reading.findings).read())
    _settle_time(reading, year, month)
    twins = [(s.name, row, s.head.index_of("name")) for s, row in reading.projects() if s.head]
    reading.findings.extend(checks.check_twins(twins))
    if not any(sheet.columns for sheet in reading.sheets):
        reading.findings.append(
            Finding("", 0, None, "error", _("没有找到含“项目名称”的表头，请在表中写上各列的列名后再导入"))
        )
    order = {sheet.name: index for index, sheet in enumerate(reading.sheets)}
    reading.findings.sort(key=lambda f: (order.get(f.sheet, -1), f.row, -1 if f.column is None else f.column))
    return reading


def _settle_time(reading: Reading, year: int | None, month: Month | None) -> None:
    """The table's year and month: as asked for, else as its titles say; a contradiction is a question."""
    heads = [(sheet, sheet.head) for sheet in reading.sheets if sheet.head]
    reading.month = month or next((head.month for _, head in heads if head.month), None)
    reading.year = year or (month.year if month else None) or next((head.year for _, head in heads if head.year), None)
    for sheet, head in heads:
        if reading.kind == "dispatch" and month and head.month and head.month != month:
            words = _("表中写的是%(year)s年%(month)s月，现按%(asked_year)s年%(asked_month)s月导入") % {
                "year": head.month.year,
                "month": head.month.month,
                "asked_year": month.year,
                "asked_month": month.month,
            }
            reading.findings.append(Finding(sheet.name, 0, None, "question", words))
        elif head.year and reading.year and head.year != reading.year:
            words = _("表中写的是%(year)s年，现按%(asked)s年导入") % {"year": head.year, "asked": reading.year}
            reading.findings.append(Finding(sheet.name, 0, None, "question", words))


class _SheetReader:
    """Reads one sheet's rows into values and findings."""

    def __init__(
        self,
        book: Book,
        sheet: Sheet,
        kind: str,
        mapping: dict[str, str],
        year: int | None,
        month: Month | None,
        findings: list[Finding],
    ) -> None:
        self.book, self.sheet, self.kind, self.mapping = book, sheet, kind, mapping
        self.asked_year = year or (month.year if month else None)
        self.findings = findings
        self.before: dict[str, Value] = {}
        self.inherited: dict[str, list[int]] = {}

    def say(self, row: int, column: int | None, severity: Severity, reason: str) -> None:
        """Add a finding; `row` counts from 0, -1 is the whole sheet."""
        self.findings.append(Finding(self.sheet.name, row + 1, column, severity, reason))

    def read(self) -> SheetReading:
        """The sheet's rows, each classified once; nothing is left out without a word."""
        sheet = self.sheet
        has_content = any(value is not None for row in sheet.rows for value in row)
        head = find_head(sheet, self.kind, self.mapping) if has_content else None
        if head and head.column_of("name") is None:
            self.say(-1, None, "error", _("没有认出“项目名称”列，请手工指定后再导入"))
            return SheetReading(sheet.name, None, self._unread_rows(), head.columns)
        elif head and sheet.is_hidden:
            self.say(-1, None, "question", _("工作表是隐藏的，未导入；如需导入请取消隐藏"))
            head = None
        elif head is None and has_content:
            self.say(-1, None, "warning", _("没有找到表头，本表未导入"))
        if head is None:
            return SheetReading(sheet.name, None, self._unread_rows())
        self._say_about_head(head)
        rows, puzzles = classify(sheet, head)
        for puzzle in puzzles:
            self.say(puzzle.row, puzzle.column, puzzle.severity, puzzle.reason)
        self._fill(head, rows)
        above = [self._unread(index) for index in range(head.first_body_row) if index not in head.rows]
        return SheetReading(sheet.name, head, above + rows)

    def _unread_rows(self) -> list[Row]:
        return [self._unread(index) for index in range(len(self.sheet.rows))]

    def _unread(self, index: int) -> Row:
        filled = [cells.text(value) for value in self.sheet.rows[index] if value is not None]
        return Row(index + 1, "note" if filled else "blank", label=next(iter(filled), "")[:60])

    def _say_about_head(self, head: Head) -> None:
        row = head.rows[-1]
        for column in head.columns:
            if column.field is None and column.is_by_hand:
                continue
            if column.field is None:
                self.say(
                    row, column.index, "question", _("没有认出“%(head)s”列，未导入；可手工指定") % {"head": column.head}
                )
            elif column.is_guess:
                words = _("“%(head)s”按“%(field)s”读取，请确认") % {
                    "head": column.head,
                    "field": label_of(column.field),
                }
                self.say(row, column.index, "question", words)
            if column.index in self.sheet.hidden_columns and column.field:
                self.say(row, column.index, "question", _("“%(head)s”列是隐藏的，已读取") % {"head": column.head})
        amounts = [column for column in head.columns if column.field in AMOUNT_FIELDS]
        bare = [column for column in amounts if column.unit is None]
        if bare:
            self.say(row, bare[0].index, "question", _("没有写明金额单位，按万元读取"))
        for column in bare:
            column.unit = "万元"

    def _fill(self, head: Head, rows: list[Row]) -> None:
        sheet, columns = self.sheet, {column.field: column for column in head.columns if column.field}
        self.year, self.first_row = self.asked_year or head.year, head.first_body_row
        hidden = []
        for row in rows:
            if row.kind == "project":
                self._project(row, head)
                self.findings.extend(checks.check_project(sheet.name, columns, row))
                if row.is_hidden:
                    hidden.append(row.number)
            elif row.kind in ("group", "subtotal"):
                self._sums(row, head)
        if hidden:
            shown = _("、").join(map(str, hidden[:10])) + (_("等") if len(hidden) > 10 else "")
            self.say(
                -1,
                None,
                "question",
                _("第%(rows)s行是隐藏行(共%(count)s行)，已按项目读取，请确认") % {"rows": shown, "count": len(hidden)},
            )
        for name, numbers in self.inherited.items():
            words = _("%(count)s个空格按“同上”读取(第%(row)s行起)，请确认") % {"count": len(numbers), "row": numbers[0]}
            self.say(-1, columns[name].index, "question", words)
        projects = [row for row in rows if row.kind == "project"]
        self.findings.extend(checks.settle_percents(sheet.name, head, projects))
        self.findings.extend(checks.check_units(sheet.name, head, projects))
        self.findings.extend(checks.check_sums(sheet.name, head, rows))

    def _sums(self, row: Row, head: Head) -> None:
        self.before = {}
        for column in head.columns:
            if column.field not in AMOUNT_FIELDS:
                continue
            value = self._whole(row, column)
            if value is None:
                continue
            try:
                row.values[column.field] = cells.amount(value, column.unit or "万元")
            except cells.Doubtful as doubt:
                self.say(row.index, column.index, "warning", str(doubt))

    def _whole(self, row: Row, column: Column) -> Value:
        """The cell's own value, once it is known to be neither an error nor a formula without result."""
        place = (row.index, column.index)
        severity: Severity = "error" if row.kind == "project" else "warning"
        if place in self.sheet.errors:
            self.say(*place, severity, _("单元格是错误值 %(value)s") % {"value": self.sheet.errors[place]})
            return None
        if place in self.sheet.uncalculated:
            self.say(*place, severity, _("公式没有计算结果，请用 Excel 或 WPS 打开、保存后再导入"))
            return None
        return self.sheet.own(*place)

    def _project(self, row: Row, head: Head) -> None:
        values = row.values
        for column in head.columns:
            name = column.field
            if name is None:
                continue
            value = self._seen(row, column)
            if value is None:
                continue
            try:
                read = self._read(name, value, row, column)
            except cells.Doubtful as doubt:
                self.say(row.index, column.index, "error" if name in AMOUNT_FIELDS else "warning", str(doubt))
                continue
            if read is not None:
                values[name] = read
            if name == "years":
                values["years_text"] = cells.text(value)
        values["name"] = row.label
        if "listing" in values and listing_of(row, values["listing"]) is None:
            words = _("年度类型“%(word)s”不在四类之中") % {"word": values["listing"]}
            self.say(row.index, head.index_of("listing"), "question", words)
        values["listing"] = listing_of(row, values.get("listing"))
        values.setdefault("domain", domain_of(row))
        values["industry"] = industry_of(row)

    def _seen(self, row: Row, column: Column) -> Value:
        """The value a reader sees in the cell: its own, or the one above it where that is what the paper means."""
        place, name = (row.index, column.index), column.field or ""
        value = self._whole(row, column)
        if isinstance(value, str):
            flat = cells.flat(value)
            if flat in cells.DITTO and name in DITTO_FIELDS | DATE_FIELDS:
                value = self.before.get(name)
            elif not flat:
                value = None
        if value is None and place in self.sheet.anchors:
            top, left = self.sheet.anchors[place]
            if left == column.index and top >= self.first_row:
                value = self._from_merge(row, column, top, left)
        elif value is None and not self.book.has_merges and name in INHERITED_BLANKS and self.before.get(name):
            value = self.before[name]
            self.inherited.setdefault(name, []).append(row.number)
        self.before[name] = value
        return value

    def _from_merge(self, row: Row, column: Column, top: int, left: int) -> Value:
        if column.field in DITTO_FIELDS or column.field in DATE_FIELDS:
            return self.sheet.own(top, left)
        if column.field in AMOUNT_FIELDS:
            words = _("与第%(row)s行合并，金额只计入第%(row)s行") % {"row": top + 1}
            self.say(row.index, column.index, "question", words)
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
