"""作战图: all projects of the year's plan on one sheet of A0, plan against actual, to be hung on a wall.

A paper and so in Chinese. Rows get smaller and columns more until all stand on one sheet; what does not fit in rows one
can still read goes on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from importlib.resources import files
from itertools import groupby
from math import ceil
from typing import Any

from yidan.bulletins.drafting.sections import day
from yidan.figures.bars import Bar
from yidan.figures.question import Question
from yidan.figures.rules import Light
from yidan.kernel.values import BEIJING
from yidan.web.format import percent, wan
from yidan.web.papers import typesetting
from yidan.web.papers.rendering.measures import width_of

WIDE, HIGH, MARGIN, HEAD, GUTTER = 1189, 841, 20, 66, 10
LARGEST_ROW, SMALLEST_ROW, MOST_COLUMNS = 16.0, 4.4, 5
CONTINUED = 6  # lines for units that go on in the next column
LIGHTS = {Light.RED: "red", Light.YELLOW: "yellow", Light.TRACKED: "yellow", Light.GREEN: "green"}


def battle_map(found: Sequence[Bar], question: Question, known_at: datetime, city: str) -> bytes:
    """The sheet, or sheets, as PDF."""
    year, today = question.period.year, min(known_at.astimezone(BEIJING).date(), question.period.until)
    blocks = [(unit, list(rows)) for unit, rows in groupby(found, key=lambda each: each.unit)]
    columns, row = fitting(len(found) + len(blocks) + CONTINUED)
    width = (WIDE - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    measures = {
        "margin": MARGIN, "gutter": GUTTER, "row": row, "column": width, "name": width * 0.32, "money": width * 0.09,
        "rate": width * 0.1, "bars": width * 0.52, "width": width * 0.48,
    }  # fmt: skip
    lines = list(_lines(blocks, year, measures))
    data = {
        "title": f"{city}{year}年重点项目作战图", "unit": "年度计划 万元",
        "about": f"共{len(found)}个项目（按子项）　调度口径　投资为1—{question.period.months}月累计　"
                 f"{day(known_at.astimezone(BEIJING).date())}所知",
        "legend": "灰条：计划施工时段　蓝条：实际施工时段　◇ 节点计划（预计）　◆ 节点完成　虚线：数据截至　"
                  "完成率＝累计完成÷年度计划　标志：● 正常　▲ 预警或跟踪　■ 滞后",
        "today": _share(today, year, is_end=True), "measures": measures,
        "sheets": [[column for column in sheet if column] for sheet in _sheets(lines, columns, per_column(row))],
    }  # fmt: skip
    source = files("yidan.web.papers").joinpath("battle.typ").read_text(encoding="utf-8")
    return typesetting.pdf(source, data=data)


def per_column(row: float) -> int:
    """How many rows a column holds under its head."""
    return int((HIGH - 2 * MARGIN - HEAD) / row) - 1


def fitting(count: int) -> tuple[int, float]:
    """The fewest columns, and the highest rows in them, in which so many rows stand on one sheet."""
    for columns in range(1, MOST_COLUMNS + 1):
        row = min(LARGEST_ROW, (HIGH - 2 * MARGIN - HEAD) / (ceil(max(count, 1) / columns) + 1.5))
        # one long column is harder to follow than three short ones: wide columns want high rows
        if row >= max(SMALLEST_ROW, LARGEST_ROW - 3 * columns):
            return columns, row
    return MOST_COLUMNS, SMALLEST_ROW


def _sheets(lines: list[dict[str, Any]], columns: int, rows: int) -> Iterator[list[list[dict[str, Any]]]]:
    """The columns of each sheet; those of a single one are equally long."""
    for height in range(max(1, ceil(len(lines) / columns)), rows + 1):
        cut = list(_columns(lines, height))
        if len(cut) <= columns:
            break
    else:
        cut = list(_columns(lines, rows))
    for start in range(0, max(len(cut), 1), columns):
        yield cut[start : start + columns]


def _columns(lines: list[dict[str, Any]], height: int) -> Iterator[list[dict[str, Any]]]:
    """So many lines each; a unit that goes on is named again, and no column ends with a name alone."""
    column: list[dict[str, Any]] = []
    head: dict[str, Any] | None = None
    for line in lines:
        is_head = line["kind"] == "unit"
        if len(column) >= height or (is_head and len(column) == height - 1 and height > 2):
            yield column
            column = []
        if is_head:
            head = line
        elif not column and head and height > 2:
            column.append({**head, "name": f"{head['name']}（续）", "note": ""})
        column.append(line)
    if column:
        yield column


def _lines(
    blocks: list[tuple[str, list[Bar]]], year: int, measures: dict[str, float]
) -> Iterator[dict[str, Any]]:  # fmt: skip
    for unit, rows in blocks:
        yield {"kind": "unit", "name": unit or "未定考核单元", "note": f"{len(rows)}个项目"}
        for each in rows:
            yield {
                "kind": "project", "name": each.name, "size": _size(each.name, measures["name"] - 1, measures["row"]),
                "money": wan(each.planned_wan), "rate": percent(each.rate), "light": LIGHTS.get(each.light, ""),  # type: ignore[arg-type]
                "planned": [_share(each.planned[0], year), _share(each.planned[1], year, is_end=True)],
                "actual": [_share(each.actual[0], year), _share(each.actual[1], year, is_end=True)]
                if each.actual else None,
                "points": [[_share(reached or due, year), reached is not None] for due, reached in each.milestones],
            }  # fmt: skip


def _size(name: str, width: float, row: float) -> float:
    """The letters' height in mm: one line where the name fits, else two, smaller ones where it must be."""
    letters = max(width_of(name), 1) * 1.06  # Latin beside Chinese takes a hair of space
    one = min(row * 0.5, width / letters)
    return one if one >= row * 0.36 else min(row * 0.36, 1.9 * width / letters)


def _share(when: date, year: int, *, is_end: bool = False) -> float:
    """Where a day stands on the year's twelve equal months, 0 to 1; its evening for an end."""
    if when.year != year:
        return 0.0 if when.year < year else 1.0
    following = date(year + when.month // 12, when.month % 12 + 1, 1)
    days = (following - when.replace(day=1)).days
    return round((when.month - 1 + (when.day - 1 + is_end) / days) / 12, 4)
