"""Draw a form: title, unit at the right, merged heads, rows, print set-up. A row once written is gone from memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_col_to_name

from yidan.web.papers.exporting.forms import Column

A3 = 8
TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "宋体"
WHOLE, BROKEN, RATE, DAY = "#,##0_ ", "#,##0.00_ ", "0.0_ ", "yyyy-mm-dd"
LINE_HEIGHT, LOWEST_ROW, HIGHEST_ROW = 13.0, 18.0, 150.0
_BODY = {"font_name": BODY_FONT, "font_size": 9, "border": 1, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "long": {"text_wrap": True, "align": "left"},
    "centre": {"align": "center", "text_wrap": True},
    "wan": {"num_format": WHOLE, "align": "right"},
    "whole": {"num_format": WHOLE, "align": "right"},
    "broken": {"num_format": BROKEN, "align": "right"},
    "percent": {"num_format": RATE, "align": "right"},
    "day": {"num_format": DAY, "align": "center"},
}


@contextmanager
def workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """A workbook that keeps one row in memory at a time; text never becomes a formula or a link."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": "", "comments": ""})
    yield book
    try:
        book.close()
    except FileCreateError as failure:  # it carries the system's own error
        raise (
            failure.args[0] if failure.args and isinstance(failure.args[0], OSError) else OSError(str(failure))
        ) from None


class Sheet:
    """One sheet of a form, written from the top down."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, columns: list[Column]) -> None:
        self.book, self.columns = book, columns
        self.sheet = book.add_worksheet(name)
        self.row = 0
        self.formats: dict[tuple[str, int], Any] = {}
        self.depth = max(len(column.head) for column in columns)
        for index, column in enumerate(columns):
            self.sheet.set_column(index, index, column.width)

    def format(self, style: str, level: int = 9) -> Any:
        """A cell's format; rows of groups are bold."""
        key = (style, level)
        if key not in self.formats:
            bold = {"bold": True, "font_name": HEAD_FONT if level <= 1 else BODY_FONT} if level < 9 else {}
            self.formats[key] = self.book.add_format({**_BODY, **_STYLES[style], **bold})
        return self.formats[key]

    def title(self, label: str, title: str, left: str, right: str) -> None:
        """附件1, the title over all columns, the cut-off at the left and the unit at the right."""
        last = len(self.columns) - 1
        plain = self.book.add_format({"font_name": HEAD_FONT, "font_size": 12})
        large = self.book.add_format({"font_name": TITLE_FONT, "font_size": 20, "align": "center", "valign": "vcenter"})
        small = self.book.add_format({"font_name": BODY_FONT, "font_size": 10})
        at_right = self.book.add_format({"font_name": BODY_FONT, "font_size": 10, "align": "right"})
        if label:
            self.sheet.write_string(self.row, 0, label, plain)
            self.row += 1
        self.sheet.set_row(self.row, 34)
        self.sheet.merge_range(self.row, 0, self.row, last, title, large)
        self.row += 1
        middle = min(3, last - 1)
        self.sheet.merge_range(self.row, 0, self.row, middle, left, small)
        self.sheet.merge_range(self.row, last - 1, self.row, last, right, at_right)
        self.row += 1

    def heads(self) -> None:
        """Heads of one to three rows, merged across and down; then frozen, repeated on every printed page."""
        top = self.row
        style = self.book.add_format(
            {
                "font_name": HEAD_FONT,
                "font_size": 9,
                "bold": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
            }
        )
        for level in range(self.depth):
            self._head_row(top, level, style)
            self.sheet.set_row(top + level, 24 if level == self.depth - 1 else 18)
        self.row = top + self.depth
        self._print_set_up(top)

    def _head_row(self, top: int, level: int, style: Any) -> None:
        """One row of heads from left to right: what is merged is written once and left blank after that."""
        bottom = top + self.depth - 1
        for index, column in enumerate(self.columns):
            is_lowest = level == len(column.head) - 1
            if level >= len(column.head) or (not is_lowest and self._goes_on(index - 1, level)):
                self.sheet.write_blank(top + level, index, None, style)
                continue
            self.sheet.write_string(top + level, index, column.head[level], style)
            end, last_row = index, bottom if is_lowest else top + level
            while not is_lowest and self._goes_on(end, level):
                end += 1
            if (end, last_row) != (index, top + level):
                # merge_range would write the rows below at once, and a written row is gone from memory
                self.sheet.merge.append([top + level, index, last_row, end])

    def _goes_on(self, index: int, level: int) -> bool:
        """Whether the column to the right stands under the same head down to this level."""
        if not 0 <= index < len(self.columns) - 1:
            return False
        one, other = self.columns[index].head, self.columns[index + 1].head
        return len(one) > level + 1 and len(other) > level + 1 and one[: level + 1] == other[: level + 1]

    def _print_set_up(self, top: int) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(A3)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(top, self.row - 1)
        self.sheet.freeze_panes(self.row, 2)
        self.sheet.set_footer('&C&"宋体"&9第 &P 页，共 &N 页')
        self.sheet.center_horizontally()

    def body(self, row: dict[str, Any], level: int = 9) -> None:
        """A row as high as its longest text needs; `level` 1 is a total's, in bold."""
        values = [column.value(row) for column in self.columns]
        lines = max(
            (
                _lines(value, column.width)
                for value, column in zip(values, self.columns, strict=True)
                if isinstance(value, str)
            ),
            default=1,
        )
        self.sheet.set_row(self.row, min(max(LOWEST_ROW, lines * LINE_HEIGHT + 5), HIGHEST_ROW))
        for index, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            self.cell(index, column.style, value, level)
        self._forget(self.row - 1)
        self.row += 1

    def _forget(self, row: int) -> None:
        """The library keeps each row's height for pictures to be placed by; ours have none, and the row is written."""
        self.sheet.row_info.pop(row, None)
        self.sheet.row_sizes.pop(row, None)

    def group(self, level: int, title: str, sums: dict[str, Any], span: int) -> None:
        """A group's row: its title under the name, its sums as formulas over the rows beneath."""
        for index, column in enumerate(self.columns):
            value = column.value(sums) if column.is_summed else None
            if index == 1:
                self.sheet.write_string(self.row, index, title, self.format("long", level))
            elif value is None:
                self.sheet.write_blank(self.row, index, None, self.format(column.style, level))
            elif column.style == "wan" and span:
                name = xl_col_to_name(index)
                # SUBTOTAL leaves out the subtotals beneath, as an office's own sheets do
                formula = f"=SUBTOTAL(9,{name}{self.row + 2}:{name}{self.row + 1 + span})"
                style = "wan" if _is_whole(value) else "broken"
                self.sheet.write_formula(self.row, index, formula, self.format(style, level), float(value))
            else:
                self.cell(index, column.style, value, level)
        self.row += 1

    def cell(self, index: int, style: str, value: Any, level: int = 9) -> None:
        """One value as what it is; text is written as text whatever it begins with."""
        if value is None or value == "":
            self.sheet.write_blank(self.row, index, None, self.format(style, level))
        elif isinstance(value, Decimal):
            style = "broken" if style == "wan" and not _is_whole(value) else style
            self.sheet.write_number(self.row, index, float(value), self.format(style, level))
        elif isinstance(value, Fraction):
            self.sheet.write_number(self.row, index, float(value), self.format(style, level))
        elif isinstance(value, int):
            self.sheet.write_number(self.row, index, value, self.format(style, level))
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, index, value, self.format(style, level))
        else:
            self.sheet.write_string(self.row, index, str(value), self.format(style, level))

    def note(self, text: str) -> None:
        """A line beneath the table."""
        small = self.book.add_format({"font_name": BODY_FONT, "font_size": 9})
        self.sheet.write_string(self.row, 0, text, small)
        self.row += 1

    def done(self) -> None:
        """The printed area is what was written."""
        self.sheet.print_area(0, 0, max(self.row - 1, 0), len(self.columns) - 1)


def _lines(text: str, width: float) -> int:
    """How many lines a text of 9 points takes in a column of that width; a Chinese character is nearly two wide."""
    wide = sum(1.75 if character > "\u2e7f" else 0.95 for character in text)
    return max(1, ceil(wide / (width - 0.5))) + text.count("\n")


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
