"""The tables of a sheet: most hold one, some a second under it with columns of another order, or one beside it.

A part is the sheet with everything outside it empty, so that its rows and columns keep their names. A head that is
only printed again on the next page begins no new table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from yidan.kernel.values import Month
from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.grid import Sheet
from yidan.web.papers.workbook.heads import Head, find_head
from yidan.web.papers.workbook.recognising import recognise

MOST = 20
_NAME = re.compile(r"(?:重点|建设|工程|重大)*项目(?:工程)?(?:名称)?(?:\(.*\))?|(?:工程)?名称|项目名称及.*")


@dataclass(slots=True)
class Part:
    """One table: its sheet, its head, the rows that are its own (counted from 0, the last not included)."""

    sheet: Sheet
    head: Head | None
    first: int
    last: int
    is_beside: bool = False


def parts(sheet: Sheet, kind: str, mapping: dict[str, str], month: Month | None = None) -> list[Part]:
    """The sheet's tables, from the top and the left; one without a head where none was found."""
    head = find_head(sheet, kind, mapping, month=month)
    found = [Part(sheet, head, 0, len(sheet.rows))]
    if head is None or head.column_of("name") is None:
        return found
    _cut_below(found, kind, mapping, month)
    return [piece for part in found for piece in _beside(part, kind, mapping, month)]


def _cut_below(found: list[Part], kind: str, mapping: dict[str, str], month: Month | None) -> None:
    """Cut the last part where another head begins, as often as one does."""
    part = found[-1]
    assert part.head is not None
    row = part.head.first_body_row
    while len(found) < MOST and (row := _next_head(part, row, kind)) < part.last:
        start = _above(part.sheet, row)
        rest = _only(part.sheet, rows=range(start, part.last))
        head = find_head(rest, kind, mapping, from_row=row, month=month)
        if head is None or head.column_of("name") is None:
            row += 1
            continue
        _inherit(head, part.head)
        if _shape(head) == _shape(part.head):
            row += 1
            continue
        found[-1] = replace(part, sheet=_only(part.sheet, rows=range(part.first, start)), last=start)
        part = Part(rest, head, start, part.last)
        found.append(part)
        row = head.first_body_row


def _next_head(part: Part, row: int, kind: str) -> int:
    """The next row in which a project's name stands as a head among others; the end where there is none."""
    sheet = part.sheet
    while row < part.last:
        texts = [value for value in sheet.rows[row] if isinstance(value, str)]
        if any(len(text) <= 30 and _NAME.fullmatch(cells.flat(text)) for text in texts):
            fields = [recognise((cells.flat(text),), kind).field for text in texts if text.strip()]
            known = {field for field in fields if field}
            if len(known) >= 3 and len(known) * 2 >= len(fields):
                return row
        row += 1
    return row


def _above(sheet: Sheet, row: int) -> int:
    """The first of the lines of words right above a second head: its title and its unit."""
    while row > 0:
        filled = [value for value in sheet.rows[row - 1] if value is not None]
        if len(filled) > 2 or any(not isinstance(value, str) for value in filled):
            break
        if any(cells.flat(value).startswith(("注", "说明", "备注", "填报")) for value in filled[:1]):
            break
        row -= 1
    return row


def _shape(head: Head) -> set[tuple[int, str, str | None]]:
    """Which column holds which field in which unit."""
    return {(column.index, column.field, column.unit) for column in head.columns if column.field}


def _inherit(head: Head, above: Head) -> None:
    """What the second table does not say of itself is as the first said it."""
    head.year, head.month = head.year or above.year, head.month or above.month
    head.unit = head.unit or above.unit
    for column in head.columns:
        if column.is_amount and column.unit is None:
            column.unit = head.unit


def _beside(part: Part, kind: str, mapping: dict[str, str], month: Month | None) -> Iterator[Part]:
    """The part, cut where its head begins anew to the right: 序号 and 项目名称 a second time, with more columns."""
    head = part.head
    assert head is not None
    names = [column.index for column in head.columns if recognise(column.path, kind).field == "name"]
    starts = [_start_of(head, name, kind) for name in names]
    if len(starts) < 2 or not _is_alike(head, starts, kind):
        yield part
        return
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else part.sheet.width
        rows = range(part.first, part.last)
        narrow = _only(part.sheet, rows=rows, columns=range(start if number else 0, end), keep_above=head.rows[0])
        own = find_head(narrow, kind, mapping, from_row=head.rows[0], month=month)
        if own is not None:
            _inherit(own, head)
            yield replace(part, sheet=narrow, head=own, is_beside=number > 0)


def _start_of(head: Head, name: int, kind: str) -> int:
    """The table's first column: the serial before its name, if there is one."""
    before = [column for column in head.columns if column.index < name]
    if before and recognise(before[-1].path, kind).field == "serial":
        return before[-1].index
    return name


def _is_alike(head: Head, starts: list[int], kind: str) -> bool:
    """Whether each piece repeats what the first has, name and two columns at least: else a name is only named twice."""
    edges = [*starts, max(column.index for column in head.columns) + 1]
    common: set[str | None] | None = None
    for left, right in pairwise(edges):
        fields = {recognise(column.path, kind).field for column in head.columns if left <= column.index < right}
        common = fields if common is None else common & fields
    return len((common or set()) - {None}) >= 3


def _only(sheet: Sheet, *, rows: range, columns: range | None = None, keep_above: int = 0) -> Sheet:
    """The sheet with all cells outside these rows and columns empty; the lines above a head are kept whole."""
    kept: list[list] = []
    for index, row in enumerate(sheet.rows[: rows.stop]):
        if index not in rows:
            kept.append([])
        elif columns is None or index < keep_above:
            kept.append(row)
        else:
            kept.append([value if place in columns else None for place, value in enumerate(row)])
    width = columns or range(100_000)

    def inside(place: tuple[int, int]) -> bool:
        return place[0] in rows and (place[1] in width or place[0] < keep_above)

    return replace(
        sheet,
        rows=kept,
        merges=[span for span in sheet.merges if inside((span[0], span[1]))],
        hidden_rows=frozenset(row for row in sheet.hidden_rows if row in rows),
        hidden_columns=frozenset(column for column in sheet.hidden_columns if column in width),
        percents=frozenset(filter(inside, sheet.percents)),
        hundredths=frozenset(filter(inside, sheet.hundredths)),
        errors={place: text for place, text in sheet.errors.items() if inside(place)},
        uncalculated=frozenset(filter(inside, sheet.uncalculated)),
        anchors={},
    )
