"""打包项目 and 子项 of a table: the bundle that is open on the way down, and which rows are parts of it.

Parts stand beneath their bundle with serials of their own (`1-1`, `(1)`, ①), beneath one that says that it is a bundle,
or beside its name in a column for them, the name merged over their rows or written at the first of them only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, DATE_FIELDS, DITTO_FIELDS
from yidan.web.papers.workbook.grid import Sheet

if TYPE_CHECKING:
    from yidan.web.papers.workbook.heads import Head
    from yidan.web.papers.workbook.rows import Row

_BUNDLE = re.compile(r"打包|打捆|[(（]含.{0,6}子项")  # whose parts may stand beneath it without serials
_PART_OF = re.compile(r"(\d{1,4})[-—–_.、](\d{1,3})")
_PART = re.compile(r"\(\d{1,3}\)|\d{1,3}\)")
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_OWN = re.compile(r"(?:合|小|总|共)计.{0,4}|全部|整体|打包项目")  # beside a bundle's name: this row is the bundle's own
# What a bundle has in common with its parts where all of them say the same.
COMMON = ("assessed_unit", "responsible_unit", "owner_unit", "competent_unit", "place", "listing")

Ask = Callable[[int, int | None, Any, str], None]


class Parts:
    """The bundle that is open; `ask` takes what is doubtful: row from 0, column, severity, reason."""

    def __init__(self, head: Head, ask: Ask) -> None:
        self.ask = ask
        columns = {column.field: column.index for column in head.columns if column.field}
        self.serial, self.column = columns.get("serial"), columns.get("part")
        self.whole: tuple[str, Row] | None = None  # the last project with a serial of its own, whose parts may follow
        self.named: Row | None = None  # in a table with a column for parts, the last project in the column of names
        self.first: dict[int, Row] = {}  # row from 0 → the bundle that is named beside the part in it

    def close(self) -> None:
        """A heading or a sum ends what was open."""
        self.whole = self.named = None

    def beneath(self, row: Row, serial: str) -> None:
        """`1-1`, `1.1`, `(1)`, ① under project 1 are parts of it, not projects beside it."""
        self.named = row
        flat = cells.flat(serial)
        of = _PART_OF.fullmatch(flat)
        is_part = bool(of and self.whole and of[1] == self.whole[0]) or bool(
            _PART.fullmatch(flat) or serial in _CIRCLED
        )
        is_part = is_part or bool(cells.is_empty(serial) and self.whole and _BUNDLE.search(self.whole[1].label))
        if is_part and self.whole:
            _join(row, self.whole[1])
        elif of and self.whole and self.whole[1].parts:
            words = _("序号“%(serial)s”不是第%(row)s行打包项目(序号%(whole)s)的子项，按单列的项目读取，请确认") % {
                "serial": flat,
                "row": self.whole[1].number,
                "whole": self.whole[0],
            }
            self.ask(row.index, self.serial, "question", words)
        else:
            self.whole = (flat, row) if flat.isdecimal() else None

    def beside(self, row: Row, filled: dict[int, Any], name: str) -> bool:
        """Take a row whose column for parts is filled: a part of the bundle named in it, or above it."""
        part = cells.text(filled.get(self.column)) if self.column is not None else ""
        if cells.is_empty(part) or _OWN.fullmatch(cells.flat(part)) or cells.flat(part) == cells.flat(name):
            return False
        if name and not (self.named and cells.flat(self.named.label) == cells.flat(name)):
            self.named = replace(row, kind="project", label=_one_line(name), is_beside=True, values={})
            self.first[row.index] = self.named
        if self.named is None:
            return False
        row.kind, row.label = "project", _one_line(part)
        _join(row, self.named)
        self.whole = None
        return True

    def own_sum(self, row: Row, filled: dict[int, Any]) -> bool:
        """Whether the row is the sum of the open bundle's parts, written in their column."""
        is_own = self.named is not None and self.named.parts > 0 and self.column in filled
        if is_own and self.named:
            row.bundle = self.named.number
        return is_own


def _join(row: Row, whole: Row) -> None:
    row.bundle, row.whole = whole.number, whole.label
    whole.parts += 1


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)


def is_of_the_bundle(sheet: Sheet, row: Row, column: int, field: str) -> bool:
    """Whether a cell in the row of a bundle and its first part is merged over the others: then it is the bundle's."""
    span = sheet.span_of(row.index, column)
    is_shared = field in DITTO_FIELDS or field in DATE_FIELDS
    return span is not None and span[2] > span[0] and (row.is_beside or not is_shared)


def settle(rows: list[Row]) -> None:
    """Give each bundle what stands for it elsewhere: the sum beneath its parts, and what all its parts say alike."""
    wholes = {row.number: row for row in rows if row.kind == "project" and row.parts}
    for row in rows:
        if row.kind == "subtotal" and row.bundle in wholes:
            whole = wholes[row.bundle]
            for name, value in row.values.items():
                if name in AMOUNT_FIELDS and whole.values.get(name) is None:
                    whole.values[name] = value
    for whole in wholes.values():
        if not whole.is_beside:
            continue
        inside = [row for row in rows if row.kind == "project" and row.bundle == whole.number]
        for name in COMMON:
            said = {str(row.values.get(name) or "") for row in inside}
            if whole.values.get(name) is None and len(said) == 1 and "" not in said:
                whole.values[name] = inside[0].values[name]
