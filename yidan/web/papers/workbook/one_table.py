"""One table read: whether it can be, its rows with their values, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.web.papers.workbook import cells, checks, head_words, parts, quarters, tables
from yidan.web.papers.workbook.fields import INHERITED_BLANKS
from yidan.web.papers.workbook.findings import Finding, Severity
from yidan.web.papers.workbook.grid import Book
from yidan.web.papers.workbook.heads import Column, Head, lies_on_its_side
from yidan.web.papers.workbook.row_values import RowValues
from yidan.web.papers.workbook.rows import Row, classify, unread

SAMPLES, SAMPLE = 3, 24
PLANNED = frozenset(("计划", "计划数", "计划投资", "年度计划", "目标", "目标数"))
DONE = frozenset(("完成", "完成数", "完成投资", "完成情况", "实际", "实际数", "实际完成", "实绩"))


@dataclass(slots=True)
class SheetReading:
    """One sheet as read; `head` is None where no table was found, and then every row is a note or blank."""

    name: str
    head: Head | None
    rows: list[Row]
    heads: list[Column] = field(default_factory=list)  # where a head lacks the project's name: to be named by hand
    samples: dict[int, list[str]] = field(default_factory=dict)  # of a column that nobody knows, what stands in it

    @property
    def columns(self) -> list[Column]:
        """The recognised and the unknown columns, from the left."""
        return self.head.columns if self.head else self.heads

    @property
    def projects(self) -> list[Row]:
        """The project rows in their order, which is political."""
        return [row for row in self.rows if row.kind == "project"]


class TableReader:
    """Reads one table's rows into values and findings."""

    def __init__(
        self,
        book: Book,
        part: tables.Part,
        kind: str,
        year: int | None,
        month: Month | None,
        findings: list[Finding],
    ) -> None:
        self.book, self.sheet, self.part, self.kind = book, part.sheet, part, kind
        self.asked_year = year or (month.year if month else None)
        self.findings = findings
        # Where a format or a column knows no merges, a blank under a unit means the same; a county nobody leaves out.
        self.handed_down = INHERITED_BLANKS if not book.has_merges else self._counties_written_once()
        self.is_beside_a_table = False
        self.wanted: Month | None = None  # of a book that holds several months, the one to be read
        self.year = self.asked_year or (part.head.year if part.head else None)

    @property
    def is_to_be_read(self) -> bool:
        """Whether it is a table of projects that its owner shows."""
        return bool(self.part.head and self.part.head.column_of("name")) and not self.sheet.is_hidden

    @property
    def months(self) -> list[Month]:
        """The months that its column of months names, else the one of its title."""
        head = self.part.head
        if head is None:
            return []
        if head.column_of("row_month") is None:
            return [head.month] if head.month else []
        rows = range(head.first_body_row, self.part.last)
        return list(dict.fromkeys(month for row in rows if (month := self._month_of(row, head))))

    def _counties_written_once(self) -> frozenset[str]:
        """The column of counties, where each is written at the first of its rows only and nothing in it is merged."""
        column = self.part.head.column_of("assessed_unit") if self.part.head else None
        if column is None or any(left == right == column.index for _top, left, _bottom, right in self._body_merges()):
            return frozenset()
        return frozenset(("assessed_unit",))

    def _body_merges(self) -> Iterator[tuple[int, int, int, int]]:
        first = self.part.head.first_body_row if self.part.head else 0
        return (span for span in self.sheet.merges if span[0] >= first)

    def _month_of(self, row: int, head: Head) -> Month | None:
        """The month that a row is about, in a table with a column of months."""
        column = head.index_of("row_month")
        value = self.sheet.at(row, column)
        if cells.is_empty(value) or (row, head.index_of("name")) in self.sheet.errors:
            return None
        if isinstance(value, int | float) and value in range(1, 13):
            value = f"{value:.0f}月"
        try:
            span = cells.when(value, year=self.year, is_1904=self.book.is_1904)
        except cells.Doubtful:
            return None
        return Month.of(span.first) if span and Month.of(span.first) == Month.of(span.last) else None

    def say(self, row: int, column: int | None, severity: Severity, reason: str) -> None:
        """Add a finding; `row` counts from 0, -1 is the whole sheet."""
        self.findings.append(Finding(self.sheet.name, row + 1, column, severity, reason))

    def read(self) -> SheetReading:
        """The sheet's rows, each classified once; nothing is left out without a word."""
        sheet, head = self.sheet, self.part.head
        if head and head.column_of("name") is None:
            if self.is_beside_a_table:
                words = _("没有“项目名称”列，按汇总统计表对待，未导入；如是项目表，请手工指定哪一列是项目名称")
                self.say(-1, None, "warning", words)
            else:
                self.say(-1, None, "error", _("没有认出“项目名称”列，请手工指定后再导入"))
            return SheetReading(sheet.name, None, self._unread_rows(), head.columns, self._samples(head))
        elif head and sheet.is_hidden:
            self.say(-1, None, "question", _("工作表是隐藏的，未导入；如需导入请取消隐藏"))
            head = None
        elif head is None and any(value is not None for row in sheet.rows for value in row):
            if lies_on_its_side(sheet, self.kind):
                words = _("列名在左边、每个项目占一列，不能直接读取；请在 Excel 中复制后用“选择性粘贴—转置”，再导入")
                self.say(-1, None, "error", words)
            else:
                self.say(-1, None, "warning", _("没有找到表头，本表未导入"))
        elif head and self.wanted and head.column_of("row_month") is None and head.month not in (None, self.wanted):
            self.say(-1, None, "question", _("是%(month)s的表，未导入") % {"month": head.month})
            head = None
        elif head and (column := self._plan_and_actual(head)):
            words = _("“%(head)s”列把每个项目分成计划和完成两行，读下去会把计划当作完成，未导入；请只留完成的行再导入")
            self.say(head.rows[-1], column.index, "error", words % {"head": column.head})
            head = None
        elif head and (column := self._parts_beside(head)):
            words = _(
                "“%(head)s”列把打包项目的各子项写在项目旁边，读下去只会读到第一个子项，未导入；请把每个子项写成单独一行"
            )
            self.say(head.rows[-1], column.index, "error", words % {"head": column.head})
            head = None
        if head is None:
            return SheetReading(sheet.name, None, self._unread_rows())
        head_words.say_about(head, self.sheet, self.say)
        rows, puzzles = classify(sheet, head, self.part.first)
        for puzzle in puzzles:
            self.say(puzzle.row, puzzle.column, puzzle.severity, puzzle.reason)
        is_whole = not self._leave_out_other_months(head, rows)
        self._fill(head, rows)
        if is_whole:
            self.findings.extend(checks.check_sums(sheet.name, head, rows))
        if self.part.is_beside:  # the table left of it counts the other rows
            rows = [row for row in rows if row.kind != "blank" and row.index >= head.first_body_row]
        return SheetReading(sheet.name, head, rows, samples=self._samples(head))

    def _plan_and_actual(self, head: Head) -> Column | None:
        """The column that says of each line whether it is what was planned or what was done, if there is one."""
        for column in head.columns:
            if column.field not in (None, "domain", "listing"):
                continue
            values = [row[column.index] for row in self.sheet.rows[head.first_body_row :] if column.index < len(row)]
            words = {cells.flat(cells.text(value)) for value in values} - {""}
            if words & PLANNED and words & DONE and words <= PLANNED | DONE:
                return column
        return None

    def _parts_beside(self, head: Head) -> Column | None:
        """The column that names parts beside their bundle's name, where that name is merged over several of them."""
        name = head.index_of("name")
        for column in head.columns:
            if column.field is None and "子项" in column.path[-1]:
                for row in range(head.first_body_row, self.part.last):
                    if (row, name) in self.sheet.anchors and not cells.is_empty(self.sheet.own(row, column.index)):
                        return column
        return None

    def _samples(self, head: Head) -> dict[int, list[str]]:
        """Two or three of the things that stand in each column whose meaning is, or was, for a person to say."""
        found: dict[int, list[str]] = {}
        for column in head.columns:
            if not (column.is_unknown or column.is_by_hand):
                continue
            texts = (
                " ".join(cells.text(row[column.index]).split())[:SAMPLE]
                for row in self.sheet.rows[head.first_body_row :]
                if column.index < len(row) and not cells.is_empty(row[column.index])
            )
            found[column.index] = list(islice(dict.fromkeys(filter(None, texts)), SAMPLES))
        return found

    def _unread_rows(self) -> list[Row]:
        return [unread(self.sheet, index) for index in range(self.part.first, self.part.last)]

    def _leave_out_other_months(self, head: Head, rows: list[Row]) -> int:
        """Of a table with a row for each month, only the wanted month is read; how many others there were is said."""
        if self.wanted is None or head.column_of("row_month") is None:
            return 0
        others: dict[Month, int] = {}
        for row in rows:
            month = self._month_of(row.index, head) if row.kind == "project" else None
            if month not in (None, self.wanted):
                row.kind = "note"
                others[month] = others.get(month, 0) + 1
        if others:
            words = _("%(count)s行是别的月份(%(months)s)，未导入") % {
                "count": sum(others.values()),
                "months": _("、").join(map(str, sorted(others))),
            }
            self.say(-1, head.index_of("row_month"), "question", words)
        return sum(others.values())

    def _fill(self, head: Head, rows: list[Row]) -> None:
        sheet, columns = self.sheet, {column.field: column for column in head.columns if column.field}
        values = RowValues(self.book, sheet, head, self.year, self.handed_down, self.say)
        for row in rows:
            if row.kind == "project":
                values.read_project(row)
                self.findings.extend(checks.check_project(sheet.name, columns, row))
                self.findings.extend(quarters.check(sheet.name, columns, row))
            elif row.kind in ("group", "subtotal"):
                values.read_sums(row)
        self._say_of_hidden_rows(rows)
        values.say_at_the_end()
        projects = [row for row in rows if row.kind == "project"]
        self.findings.extend(quarters.sum_up(sheet.name, head, projects, self.findings[:]))
        parts.settle(rows)
        self.findings.extend(checks.settle_percents(sheet.name, head, projects))
        self.findings.extend(checks.check_units(sheet.name, head, projects))
        self.findings.extend(checks.check_bundles(sheet.name, head, projects))

    def _say_of_hidden_rows(self, rows: list[Row]) -> None:
        hidden = [row.number for row in rows if row.kind == "project" and row.is_hidden and not row.is_beside]
        if hidden:
            shown = _("、").join(map(str, hidden[:10])) + (_("等") if len(hidden) > 10 else "")
            words = _("第%(rows)s行是隐藏行(共%(count)s行)，已按项目读取，请确认")
            self.say(-1, None, "question", words % {"rows": shown, "count": len(hidden)})
