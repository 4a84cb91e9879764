"""包保清单 as offices send it: a firm a line, a column for each part; what is not known for certain is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yidan.enterprises.models import Part
from yidan.people.models import Unit
from yidan.web.enterprise.forms import person_named
from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.grid import Book, Sheet, column_letter
from yidan.web.project.forms import NamedUnitField

HEADS = {
    "name": ("企业名称", "企业", "单位名称", "公司名称"), "unit": ("县市区", "属地", "所属县市区", "所在县市区"),
    "industry": ("行业", "所属行业"), "lists": ("所在名单", "名单"), "contact": ("联系人", "企业联系人"),
    "phone": ("电话", "联系电话", "联系方式"), "to_resume_on": ("计划复工日", "计划复工时间", "计划复工日期"),
}  # fmt: skip
_KNOWN = {word: name for name, all_words in HEADS.items() for word in all_words}
SEARCHED_ROWS = 12


@dataclass
class Line:
    """One firm as the file has it."""

    fields: dict[str, Any]
    cares: dict[int, Any] = field(default_factory=dict)  # part → person or unit


@dataclass
class Read:
    """What a file says, and what could not be read."""

    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(book: Book, parts: Iterable[Part], units: Iterable[Unit]) -> Read:
    """The first sheet with a head that names firms and counties."""
    known = {cells.flat(part.name): part for part in parts}
    homes = {cells.flat(word): unit for unit in units for word in (unit.name, unit.short_name) if word}
    result = Read()
    for sheet in book:
        if sheet.is_hidden or (head := _head(sheet, known)) is None:
            continue
        row, columns, roles = head
        seen: set[str] = set()
        for each in range(row + 1, len(sheet.rows)):
            _line(sheet, each, columns, roles, homes, seen, result)
        return result
    result.faults.append(_("没有找到包保清单：表头要有“企业名称”和“县市区”。"))
    return result


def _head(sheet: Sheet, parts: dict[str, Part]) -> tuple[int, dict[str, int], dict[int, Part]] | None:
    for row in range(min(len(sheet.rows), SEARCHED_ROWS)):
        flat = [cells.flat(cells.text(sheet.at(row, column))) for column in range(sheet.width)]
        columns = {_KNOWN[word]: column for column, word in enumerate(flat) if word in _KNOWN}
        if {"name", "unit"} <= set(columns):
            return row, columns, {column: parts[word] for column, word in enumerate(flat) if word in parts}
    return None


def _line(
    sheet: Sheet, row: int, columns: dict[str, int], roles: dict[int, Part], homes: dict[str, Unit], seen: set[str],
    result: Read,
) -> None:  # fmt: skip
    def fault(column: int, words: str) -> None:
        place = f"{column_letter(column)}{row + 1}"
        result.faults.append(
            _("%(sheet)s %(place)s：%(words)s。") % {"sheet": sheet.name, "place": place, "words": words}
        )

    said = {name: cells.text(sheet.at(row, column)) for name, column in columns.items()}
    if not said["name"] or said["name"].startswith(("合计", "注")):
        return
    before = len(result.faults)
    if cells.flat(said["name"]) in seen:
        fault(columns["name"], _("“%(name)s”写了两行") % {"name": said["name"]})
    seen.add(cells.flat(said["name"]))
    unit = homes.get(cells.flat(said["unit"]))
    if unit is None:
        fault(columns["unit"], _("没有名为“%(name)s”的县市区") % {"name": said["unit"]})
    fields = {**said, "unit": unit, "to_resume_on": None}
    if "to_resume_on" in columns:
        try:
            fields["to_resume_on"] = _day(sheet.at(row, columns["to_resume_on"]))
        except ValueError as doubt:
            fault(columns["to_resume_on"], str(doubt))
    line = Line(fields)
    for column, part in roles.items():
        text = cells.text(sheet.at(row, column))
        if cells.is_empty(text):
            continue
        try:
            line.cares[part.pk] = NamedUnitField().to_python(text) if part.is_of_unit else person_named(text)
        except ValidationError as wrong:
            fault(column, str(wrong.messages[0]).rstrip("。"))
    if len(result.faults) == before:
        result.lines.append(line)


def _day(given: Any) -> date | None:
    span = cells.when(given)
    if span is not None and not span.is_day:
        raise cells.Doubtful(_("日期要写到哪一天"))
    return span.first if span else None
