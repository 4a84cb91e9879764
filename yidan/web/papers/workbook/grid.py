"""A file as sheets of cells, whatever made it: xlsx, xls, et, ods, csv, HTML or XML saved as .xls.

The bytes are looked at only in a child process with its own limits of memory, CPU and
time (stack.md "Excel in"), so that a hostile file ends in one sentence here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy

from yidan.kernel.errors import Refused
from yidan.web.papers.workbook.turns import turn

CHILD = Path(__file__).parent / "child"
MAX_BYTES = 60 << 20
MEMORY_MB = 600
CPU_SECONDS = 20
WALL_SECONDS = 40

Value = None | str | bool | int | float | date | datetime | time | timedelta


class WorkbookRefused(Refused):
    """The file cannot be read; the message says why and what to do now."""


_REASONS = {
    "empty": gettext_lazy("文件是空的，请检查是否选错了文件"),
    "encrypted": gettext_lazy("文件设有打开密码，请在 Excel 或 WPS 中取消密码、另存后再导入"),
    "broken": gettext_lazy("文件已损坏或不是表格文件，请用 Excel 或 WPS 打开，另存为 xlsx 后再导入"),
    "too_big": gettext_lazy(
        "文件太大或结构异常，超出读取限度；请删去无关的工作表和空白区域后另存，或分成几个文件再导入"
    ),
    "too_wide": gettext_lazy("表格的列或行超出常规范围，可能有误填在很远处的单元格；请删去多余的行列后再导入"),
    "too_slow": gettext_lazy("文件读取超时，可能结构异常；请用 Excel 或 WPS 打开，另存为 xlsx 后再导入"),
    "crashed": gettext_lazy("文件结构异常，无法读取；请用 Excel 或 WPS 打开，另存为 xlsx 后再导入"),
    "busy": gettext_lazy("正在读取别的工作簿，还没有轮到这个；文件没有问题，请稍候再试一次"),
    "word": gettext_lazy("这是 Word 或演示文稿，不是表格；请把其中的表格复制到 Excel 后再导入"),
    "pdf": gettext_lazy("这是 PDF，不是表格；请索取 Excel 原表后再导入"),
    "picture": gettext_lazy("这是图片，不是表格；请索取 Excel 原表后再导入"),
    "archive": gettext_lazy("这是压缩包或其他类型的文件，请解压后选择其中的表格文件"),
    "mhtml": gettext_lazy("这是单个文件网页(mht)，请用 Excel 或 WPS 打开，另存为 xlsx 后再导入"),
    "garbled": gettext_lazy(
        "文件里有不完整的字符(乱码)，为免读错没有读取；请用 Excel 或 WPS 打开核对，另存为 xlsx 后再导入"
    ),
    "not_a_table": gettext_lazy("没有认出表格；可导入 xlsx、xls、et、ods、csv 文件"),
}


def refusal(reason: str) -> WorkbookRefused:
    """The sentence for a reason of the reading child."""
    return WorkbookRefused(str(_REASONS.get(reason, _REASONS["broken"])))


def column_letter(column: int) -> str:
    """`F` for 5: the column as its owner calls it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(slots=True)
class Sheet:
    """One worksheet; rows and columns count from 0, `rows` may be ragged."""

    name: str
    rows: list[list[Value]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    hundredths: frozenset[tuple[int, int]] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    anchors: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Point every cell of a merged range, inside the used area, at the one that holds its value."""
        height, width = len(self.rows), self.width
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom + 1, height)):
                for column in range(left, min(right + 1, max(width, left + 1))):
                    if (row, column) != (top, left):
                        self.anchors[row, column] = (top, left)

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max(map(len, self.rows), default=0)

    def own(self, row: int, column: int) -> Value:
        """What the cell itself holds; None where it is empty or covered by a merge."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def at(self, row: int, column: int) -> Value:
        """What the reader of the paper sees there: a merged range shows one value in all its cells."""
        return self.own(*self.anchors.get((row, column), (row, column)))

    def span_of(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        """The merged range a cell lies in: (top, left, bottom, right)."""
        anchor = self.anchors.get((row, column), (row, column))
        return self._spans().get(anchor)

    def _spans(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        return {(span[0], span[1]): span for span in self.merges}


@dataclass(slots=True)
class Book:
    """What a file holds. `has_merges` is false where the format cannot tell (csv)."""

    format: str
    sheets: list[Sheet]
    is_1904: bool = False
    has_merges: bool = True

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)


def read_book(source: bytes | Path) -> Book:
    """Read a file's cells in the limited child; `WorkbookRefused` with one sentence where it cannot be."""
    if isinstance(source, Path):
        if source.stat().st_size > MAX_BYTES:
            raise refusal("too_big")
        source = source.read_bytes()
    if len(source) > MAX_BYTES:
        raise refusal("too_big")
    with turn(Path(settings.HOME) / "reading") as is_ours:
        if not is_ours:
            raise refusal("busy")
        answer = _ask_child(source)
    if "reason" in answer:
        raise refusal(answer["reason"])
    sheets = [_sheet(given) for given in answer["sheets"]]
    return Book(answer["format"], sheets, answer["is_1904"], answer["has_merges"])


def _ask_child(source: bytes) -> dict:
    command = [sys.executable, "-I", str(CHILD), str(MEMORY_MB), str(CPU_SECONDS)]
    try:
        ended = subprocess.run(command, input=source, capture_output=True, timeout=WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise refusal("too_slow") from None
    if ended.returncode == 0:
        try:
            return json.loads(ended.stdout)
        except ValueError:
            raise refusal("crashed") from None
    if ended.returncode == -24:  # SIGXCPU
        raise refusal("too_slow")
    if ended.returncode == -6 or b"memory" in ended.stderr or b"MemoryError" in ended.stderr:
        raise refusal("too_big")
    raise refusal("crashed")


def _sheet(given: dict) -> Sheet:
    pad = [None] * given.get("left", 0)
    errors = {(row, column): text for row, column, text in given.get("errors", ())}
    rows = []
    for index, row in enumerate(given["rows"]):
        cells = [_value(value) if isinstance(value, list) else value for value in row]
        for column, value in enumerate(cells):
            if isinstance(value, _Error) or (isinstance(value, str) and value[:1] in "#E" and _ERROR.fullmatch(value)):
                errors[index, column + len(pad)] = str(value)
                cells[column] = None
        rows.append(pad + cells if cells else cells)
    return Sheet(
        name=given.get("name") or "",
        rows=rows,
        merges=[tuple(merge) for merge in given.get("merges", ())],
        is_hidden=bool(given.get("hidden")),
        hidden_rows=frozenset(given.get("hidden_rows", ())),
        hidden_columns=frozenset(given.get("hidden_columns", ())),
        percents=frozenset(map(tuple, given.get("percents", ()))),
        hundredths=frozenset(map(tuple, given.get("hundredths", ()))),
        errors=errors,
        uncalculated=frozenset(map(tuple, given.get("uncalculated", ()))),
    )


# As csv and HTML have it, where an error is a text like any other.
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:5\d\d")


class _Error(str):
    """A cell that holds an error instead of a value."""


def _value(given: list) -> Value:
    kind, value = given
    if kind == "d":
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if kind == "t":
        return time.fromisoformat(value)
    if kind == "s":
        return timedelta(seconds=value)
    return _Error(value)
