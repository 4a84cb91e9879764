"""Where a table's head is, and which field each column holds (domain.md §5.5).

A head is recognised by its path from the top (`投资完成情况/本月完成`), in any order of
columns; what is not recognised is reported and can be mapped by hand, by that same path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from yidan.kernel.values import Month
from yidan.web.papers.workbook import cells, three_years, titles
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, LISTING_OF, PERIOD_FIELDS
from yidan.web.papers.workbook.grid import Sheet, column_letter
from yidan.web.papers.workbook.recognising import UNIT_AT_END, recognise

LOOK_DOWN = 40
_UNIT_IN_HEAD = re.compile(
    r"\((?:单位:?)?(?:人民币)?(亿元|千万元|百万元|万元|千元|元|亿|万)(?:人民币)?(?:[,、;][^()]*)?\)"
    r"|[((,、/](?:单位:?)?(?:人民币)?(亿元|千万元|百万元|万元|千元|元|亿|万)(?:人民币)?[))]?$|^(亿元|万元)$"
)
_NUMBERING = re.compile(r"\(?\d{1,2}\)?|[甲乙丙丁戊己庚辛]|[A-Z]|\d{1,2}=.*|栏次|列次|行次")


@dataclass(slots=True)
class Column:
    """One column of a table: its letter, its head's path, the field it holds, unit and period where the head says."""

    index: int
    head: str
    field: str | None = None
    unit: str | None = None
    year: int | None = None
    month: int | None = None
    is_by_hand: bool = False
    is_guess: bool = False
    path: tuple[str, ...] = ()
    is_of_other_time: bool = False  # known, but of another month or year than the table's
    twin: Column | None = None  # the column that is read in its stead: both hold the same field

    @property
    def is_amount(self) -> bool:
        """Whether it holds money."""
        return self.field in AMOUNT_FIELDS

    @property
    def is_unknown(self) -> bool:
        """Whether it is still to be said what it holds."""
        return self.field is None and not self.is_by_hand and not self.is_of_other_time

    @property
    def letter(self) -> str:
        """`F`, as Excel calls it."""
        return column_letter(self.index)


@dataclass(slots=True)
class Head:
    """A sheet's head: title, the rows it takes, its columns, the unit and the time it is about."""

    title: str
    rows: list[int]
    columns: list[Column]
    unit: str | None = None
    year: int | None = None
    month: Month | None = None
    numbering_rows: list[int] = field(default_factory=list)
    first_of_three: int | None = None  # of a three-year sheet

    @property
    def first_body_row(self) -> int:
        """The first row (from 0) beneath the head."""
        return max([*self.rows, *self.numbering_rows]) + 1

    def column_of(self, name: str) -> Column | None:
        """The column that holds a field."""
        return next((column for column in self.columns if column.field == name), None)

    def name_column(self, is_part: bool) -> Column | None:
        """Where a project's name stands: a part's in the column for parts, if there is one."""
        return (self.column_of("part") if is_part else None) or self.column_of("name")

    def index_of(self, name: str) -> int:
        """The place of a field's column; KeyError where there is none."""
        column = self.column_of(name)
        if column is None:
            raise KeyError(name)
        return column.index


def find_head(
    sheet: Sheet, kind: str, mapping: dict[str, str] | None = None, *, from_row: int = 0, month: Month | None = None
) -> Head | None:
    """The head of a sheet for `kind` plan or dispatch, looked for `from_row` on; None where no row looks like one.

    `mapping` gives a field for a head by hand: `{"项目总金额": "total_investment@元", "备注2": ""}`, the unit
    after @ where the table does not say it, an empty field for a column to be left out. `month` is the one asked for.
    """
    mapping = {cells.flat(head): name for head, name in (mapping or {}).items()}
    start = _start(sheet, kind, mapping, from_row)
    if start is None:
        return None
    rows, numbering = _extent(sheet, start, kind, mapping)
    head = Head(titles.title_of(sheet, rows[0]), rows, _columns(sheet, rows, kind, mapping), numbering_rows=numbering)
    if kind == "rolling":
        three_years.number(head)
    titles.unit_and_time(sheet, head)
    head.year = head.first_of_three or head.year
    _listing_or_domain(sheet, head)
    if kind == "plan":
        _month_by_month(head)
        _periods_of_words(sheet, head)
    _one_column_a_field(head, month or head.month)
    return head


def lies_on_its_side(sheet: Sheet, kind: str) -> bool:
    """Whether the heads stand one under the other in a column, a project's name among them: a table transposed."""
    for column in range(min(sheet.width, 4)):
        texts = [sheet.own(row, column) for row in range(min(LOOK_DOWN, len(sheet.rows)))]
        fields = {
            recognise((cells.flat(text),), kind).field for text in texts if isinstance(text, str) and text.strip()
        }
        if "name" in fields and len(fields - {None}) >= 4:
            return True
    return False


def _known(text: str, kind: str, mapping: dict[str, str]) -> bool:
    """Whether a cell's text looks like a head: a field's, a mapped one's, or a parent's over several columns."""
    flat = cells.flat(text)
    if not flat or len(flat) > 60:
        return False
    return any(head.rpartition("/")[2] == flat or head == flat for head in mapping) or _is_head(flat, kind)


@lru_cache(maxsize=5_000)
def _is_head(flat: str, kind: str) -> bool:
    return recognise((flat,), kind).field is not None or bool(_PARENT.fullmatch(flat))


_PARENT = re.compile(
    r"资金来源.*|资金构成|资金筹措.*|投资完成(情况)?.*|完成投资(情况)?.*|形象进度.*|开竣工.*|计划开竣工.*|(\d{4})年(度)?(建设)?计划.*"
    r"|年度计划|计划|实际|时间|投资情况.*|其中|责任.*|建设起止年限|中央|省|市县|\d{4}年(度)?(投资|建设|工作|目标).{0,6}"
    r"|三年(?:滚动)?投资.{0,6}|(?:中央|上级).{0,6}需求.{0,4}|.{0,6}资金需求.{0,6}"
)


def _start(sheet: Sheet, kind: str, mapping: dict[str, str], from_row: int) -> int | None:
    """The top row of the head: the first with at least two heads, one of them a project's name if any row has it."""
    best: tuple[int, int] | None = None
    for row in range(from_row, min(from_row + LOOK_DOWN, len(sheet.rows))):
        texts = [value for value in sheet.rows[row] if isinstance(value, str)]
        known = sum(1 for text in texts if _known(text, kind, mapping))
        if known < 2 or known * 3 < len([text for text in texts if text.strip()]):
            continue
        names = any(
            recognise((cells.flat(text),), kind).field == "name" or mapping.get(cells.flat(text)) == "name"
            for text in texts
        )
        score = known + (100 if names else 0)
        if best is None or score > best[0]:
            best = (score, row)
        if names:
            break
    if best is None:
        return None
    row = best[1]
    # A parent line above (`2020年计划`, `投资完成情况`) belongs to the head when its columns are merged or filled.
    while row > 0 and _is_parent_line(sheet, row - 1, kind, mapping):
        row -= 1
    return row


def _is_parent_line(sheet: Sheet, row: int, kind: str, mapping: dict[str, str]) -> bool:
    filled = [
        (column, value) for column, value in enumerate(sheet.rows[row]) if isinstance(value, str) and value.strip()
    ]
    if not filled or titles.UNIT.search(cells.flat(filled[0][1])) or cells.flat(filled[0][1]).endswith("表"):
        return False
    width = sheet.width
    if any((span := sheet.span_of(row, column)) and span[3] - span[1] + 1 >= max(3, width - 1) for column, _ in filled):
        return False
    return sum(1 for _, value in filled if _known(value, kind, mapping)) >= max(1, len(filled) - 1)


def _extent(sheet: Sheet, start: int, kind: str, mapping: dict[str, str]) -> tuple[list[int], list[int]]:
    """The head's rows from its top, and a row of column numbers beneath, if there is one."""
    bottom = start
    for column in range(sheet.width):
        span = sheet.span_of(start, column)
        if span and span[2] - span[0] <= 4 and span[3] - span[1] < max(3, sheet.width - 1):
            bottom = max(bottom, min(span[2], len(sheet.rows) - 1))
    while bottom + 1 < len(sheet.rows) and bottom - start < 4 and _goes_on(sheet, bottom + 1, start, kind, mapping):
        bottom += 1
    numbering = [bottom + 1] if _is_numbering(sheet, bottom + 1) else []
    return list(range(start, bottom + 1)), numbering


def _goes_on(sheet: Sheet, row: int, start: int, kind: str, mapping: dict[str, str]) -> bool:
    """Whether a row without merges still belongs to the head: only heads, and none under a project's name or serial."""
    filled = [(column, value) for column, value in enumerate(sheet.rows[row]) if not cells.is_empty(value)]
    if not filled or not all(isinstance(value, str) for _, value in filled):
        return False
    known = 0
    for column, value in filled:
        above, text = cells.flat(cells.text(sheet.at(start, column))), cells.flat(cells.text(value))
        is_cut = len(text) <= 6 and recognise((above + text,), kind).field is not None  # 项目 over 名称
        if not is_cut and recognise((above,), kind).field in ("serial", "name"):
            return False
        if re.fullmatch(r"[\d.,%]+", text):
            return False
        known += is_cut or _known(text, kind, mapping) or bool(_UNIT_IN_HEAD.search(text))
    return known * 2 >= len(filled)


def _is_numbering(sheet: Sheet, row: int) -> bool:
    """A row such as `1 2 3 4…` or `甲 乙 1 2…` beneath the head."""
    if row >= len(sheet.rows):
        return False
    filled = [cells.flat(cells.text(value)) for value in sheet.rows[row] if not cells.is_empty(value)]
    if len(filled) < 4 or not all(_NUMBERING.fullmatch(text) for text in filled):
        return False
    numbers = [int(text.strip("()")) for text in filled if text.strip("()").isdecimal()]
    return len(numbers) >= 2 and all(b - a == 1 for a, b in pairwise(numbers))


def _columns(sheet: Sheet, rows: list[int], kind: str, mapping: dict[str, str]) -> list[Column]:
    columns = []
    for index in range(sheet.width):
        path = _path(sheet, rows, index)
        if not path:
            continue
        head = "/".join(path)
        found = recognise(path, kind)
        column = Column(
            index, head, found.field, _unit_in(path), found.year, found.month, is_guess=found.is_guess, path=path
        )
        if column.is_amount and column.unit is None and (money := UNIT_AT_END.search(path[-1])):
            column.unit = money[1]
        by_hand = mapping.get(head) or mapping.get(path[-1])
        if by_hand is not None:
            name, _, unit = by_hand.partition("@")
            column.field, column.is_by_hand, column.is_guess = name or None, True, False
            column.unit = unit or column.unit
        columns.append(column)
    return columns


def _path(sheet: Sheet, rows: list[int], column: int) -> tuple[str, ...]:
    """The distinct texts above a column from top to bottom; an unmerged parent reaches right over empty cells."""
    path: list[str] = []
    for depth, row in enumerate(rows):
        value = sheet.at(row, column)
        text = cells.flat(cells.text(value))
        if not text and depth + 1 < len(rows) and (row, column) not in sheet.anchors:
            below = any(not cells.is_empty(sheet.own(under, column)) for under in rows[depth + 1 :])
            text = _parent_left(sheet, row, column) if below else ""
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)


def _parent_left(sheet: Sheet, row: int, column: int) -> str:
    for left in range(column - 1, -1, -1):
        value = sheet.at(row, left)
        if not cells.is_empty(value):
            text = cells.flat(cells.text(value))
            span = sheet.span_of(row, left)
            has_sub = (row + 1 < len(sheet.rows)) and not cells.is_empty(sheet.own(row + 1, left))
            return text if span is None and has_sub and not re.search(r"项目名称|序号", text) else ""
    return ""


def _unit_in(path: tuple[str, ...]) -> str | None:
    for text in reversed(path):
        match = _UNIT_IN_HEAD.search(text)
        if match:
            return titles.full(match[1] or match[2] or match[3])
    return None


def _listing_or_domain(sheet: Sheet, head: Head) -> None:
    """`项目类型` may hold 新开工/续建 or 产业/民生: its values tell."""
    for column in head.columns:
        if column.field != "kind_unclear":
            continue
        values = [
            cells.flat(cells.text(sheet.at(row, column.index)))
            for row in range(head.first_body_row, min(head.first_body_row + 200, len(sheet.rows)))
        ]
        values = [value for value in values if value]
        listings = sum(1 for value in values if value in LISTING_OF)
        column.field = "listing" if values and listings * 5 >= len(values) * 4 else "domain"
        column.is_guess = True


def _month_by_month(head: Head) -> None:
    """A year's plan with a column for each of some months: its split. One month alone is none, nor another year's."""
    columns = [column for column in head.columns if column.field == "month_plan"]
    own = [column for column in columns if column.month and column.year in (None, head.year)]
    is_split = len({column.month for column in own}) > 1
    for column in columns:
        if is_split and column in own:
            column.field = f"split_{column.month}"
        else:
            column.field, column.is_of_other_time = None, True


def _periods_of_words(sheet: Sheet, head: Head) -> None:
    """Columns of quarters may hold what is to be built by then, in words: those are no amounts, and are not known."""
    for column in head.columns:
        if column.field not in PERIOD_FIELDS or column.is_by_hand:
            continue
        rows = range(head.first_body_row, min(head.first_body_row + 200, len(sheet.rows)))
        given = [value for row in rows if not cells.is_empty(value := sheet.own(row, column.index))]
        numbers = [value for value in given if not isinstance(value, str) or _NUMBER.fullmatch(cells.flat(value))]
        if len(numbers) * 2 < len(given):
            column.field = None


def _one_column_a_field(head: Head, month: Month | None) -> None:
    """Two columns of one field: the month's own, or the head that fits best, keeps it; the others are reported."""
    by_field: dict[str, list[Column]] = {}
    for column in head.columns:
        if column.field:
            by_field.setdefault(column.field, []).append(column)
    for name, columns in by_field.items():
        columns = _of_the_time(name, columns, head.year, month)
        if len(columns) < 2:
            continue

        def rank(column: Column) -> tuple:
            of_month = bool(month and column.month == month.month)
            return (column.is_by_hand, of_month, not column.is_guess, column.month or 0, -column.index)

        keep = max(columns, key=rank)
        for column in columns:
            if column is not keep:
                column.field, column.twin = None, keep


_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d*)?(?:亿元|万元|元|亿|万)?")
_OF_YEARS = frozenset(("planned", "prior_cumulative", "invested_year", "invested_month", *PERIOD_FIELDS))
_OF_MONTHS = frozenset(("invested_month", "invested_year", "month_plan"))


def _of_the_time(name: str, columns: list[Column], year: int | None, month: Month | None) -> list[Column]:
    """Of the columns of one field, those that are not about another year, or one of several about another month."""
    others: list[Column] = []
    if name in _OF_YEARS and year:
        wanted = year - 1 if name == "prior_cumulative" else year
        others = [c for c in columns if c.year and c.year != wanted and not c.is_by_hand]
        columns = [c for c in columns if c not in others]
    if name in _OF_MONTHS and (month or name == "month_plan") and len({c.month for c in columns if c.month}) > 1:
        others += [c for c in columns if c.month and (not month or c.month != month.month) and not c.is_by_hand]
    for column in others:
        column.field, column.is_of_other_time = None, True
    return [column for column in columns if column not in others]
