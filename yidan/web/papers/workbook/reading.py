"""A workbook read whole: sheets, columns, rows with values, findings (issue 2 "Excel")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.web.papers.workbook import checks, head_words, tables
from yidan.web.papers.workbook.findings import Finding
from yidan.web.papers.workbook.grid import Book, read_book
from yidan.web.papers.workbook.one_table import SheetReading, TableReader
from yidan.web.papers.workbook.rows import Row, counts


@dataclass(slots=True)
class Reading:
    """What a file says, and what is doubtful in it."""

    kind: str
    sheets: list[SheetReading]
    findings: list[Finding] = field(default_factory=list)
    year: int | None = None
    month: Month | None = None
    months: list[Month] = field(default_factory=list)  # that its tables speak of
    twins: frozenset[Finding] = frozenset()  # of the findings, those of a name that comes twice

    def projects(self) -> Iterator[tuple[SheetReading, Row]]:
        """Every project row with its sheet."""
        return ((sheet, row) for sheet in self.sheets for row in sheet.projects)

    def bad_rows(self) -> set[tuple[str, int]]:
        """The rows an error holds back."""
        return {(finding.sheet, finding.row) for finding in self.findings if finding.severity == "error"}

    def unknown_heads(self) -> list[str]:
        """The heads nothing is known about, each once: to be mapped by hand."""
        heads = (column.head for sheet in self.sheets for column in sheet.columns if column.is_unknown)
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
    readers = []
    for sheet in book.sheets:
        sheet.name = sheet.name or name or "表1"
        for part in tables.parts(sheet, kind, mapping or {}, month):
            readers.append(TableReader(book, part, kind, year, month, reading.findings))
    _settle_time(reading, readers, year, month)
    has_table = any(reader.is_to_be_read for reader in readers)
    for reader in readers:
        reader.is_beside_a_table = has_table
    reading.sheets = [reader.read() for reader in readers]
    twins = [
        (s.name, row, column.index)
        for s, row in reading.projects()
        if s.head and (column := s.head.name_column(bool(row.bundle)))
    ]
    reading.twins = frozenset(checks.check_twins(twins))
    reading.findings.extend(reading.twins)
    is_said = any(finding.severity == "error" for finding in reading.findings)
    if not any(sheet.columns for sheet in reading.sheets) and not is_said:
        reading.findings.append(Finding("", 0, None, "error", _nothing_found(book)))
    order = {sheet.name: index for index, sheet in enumerate(reading.sheets)}
    reading.findings.sort(key=lambda f: (order.get(f.sheet, -1), f.row, -1 if f.column is None else f.column))
    return reading


def _nothing_found(book: Book) -> str:
    """Why no table was found: there is nothing at all, or no head."""
    if not any(value is not None for sheet in book.sheets for row in sheet.rows for value in row):
        return _("工作簿里没有内容，请检查是否选错了文件")
    return _("没有找到含“项目名称”的表头，请在表中写上各列的列名后再导入")


def _settle_time(reading: Reading, readers: list[TableReader], year: int | None, month: Month | None) -> None:
    """The table's year and month: as asked for, else as its titles say; a contradiction is a question.

    A book may hold a sheet a month, or a sheet a row for each month: then one of them must be asked for.
    """
    heads = [(reader, reader.part.head) for reader in readers if reader.part.head and reader.is_to_be_read]
    reading.months = sorted({each for reader, _head in heads for each in reader.months})
    is_one = reading.kind != "dispatch" or len(reading.months) < 2
    reading.month = month or (next((head.month for _, head in heads if head.month), None) if is_one else None)
    if reading.month is None and len(reading.months) == 1:
        reading.month = reading.months[0]
    reading.year = year or (month.year if month else None) or next((head.year for _, head in heads if head.year), None)
    for reader, head in heads:
        if not is_one:
            reader.wanted = month
        elif reading.kind == "dispatch" and month and head.month and head.month != month:
            words = _("表中写的是%(year)s年%(month)s月，现按%(asked_year)s年%(asked_month)s月导入") % {
                "year": head.month.year,
                "month": head.month.month,
                "asked_year": month.year,
                "asked_month": month.month,
            }
            reader.say(-1, None, "question", words)
        elif head.year and reading.year and head.year != reading.year:
            words = _("表中写的是%(year)s年，现按%(asked)s年导入") % {"year": head.year, "asked": reading.year}
            reader.say(-1, None, "question", words)
        if reading.kind == "dispatch" and reading.month and is_one:
            head_words.say_of_other_month(head, reading.month, reader.say)
