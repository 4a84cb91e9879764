"""包保清单: firms and who looks after them, as a workbook that can be read in again. Official, and so in Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from yidan.enterprises import queries
from yidan.enterprises.models import Enterprise, Part
from yidan.people.rules import masked_phone
from yidan.web.papers.exporting import plain
from yidan.web.papers.exporting.forms import Column, field
from yidan.web.papers.exporting.sheet import Sheet, workbook


def write(
    enterprises: Iterable[Enterprise], parts: list[Part], path: Path, *, format: str, today: date, shows_phone: Any
) -> int:
    """Write the list; how many firms it has."""
    columns = [
        Column(("序号",), field("serial"), 5, "centre"), Column(("企业名称",), field("name"), 28, "long"),
        Column(("县市区",), field("unit"), 9, "centre"), Column(("行业",), field("industry"), 12, "long"),
        Column(("所在名单",), field("lists"), 18, "long"), Column(("联系人",), field("contact"), 8, "centre"),
        Column(("电话",), field("phone"), 13, "centre"),
        *(Column((part.name,), field(f"part_{part.pk}"), 11, "centre") for part in parts),
        Column(("计划复工日",), field("to_resume_on"), 11, "day"),
        Column(("实际复工日",), field("resumed_on"), 11, "day"),
        Column(("返岗人数",), field("back"), 8, "centre"), Column(("应到人数",), field("due"), 8, "centre"),
        Column(("最近走访",), field("last_on"), 11, "day"), Column(("诉求件数",), field("needs"), 8, "centre"),
        Column(("未办结",), field("open"), 7, "centre"),
    ]  # fmt: skip
    rows = [_row(place, each, today, shows_phone) for place, each in enumerate(enterprises, 1)]
    if format == "csv":
        return plain.write(path, columns, rows)
    with workbook(path) as book:
        sheet = Sheet(book, "包保清单", columns)
        cut_off = f"截至{today.year}年{today.month}月{today.day}日"
        sheet.title("", f"{settings.CITY_NAME}企业包保清单", cut_off, "企业帮扶")
        sheet.heads()
        for row in rows:
            sheet.body(row)
        sheet.done()
    return len(rows)


def file_name(today: date, format: str) -> str:
    """株洲市企业包保清单20200210.xlsx."""
    return f"{settings.CITY_NAME}企业包保清单{today:%Y%m%d}.{format}"


def _row(place: int, each: Any, today: date, shows_phone: Any) -> dict[str, Any]:
    firm = queries.firm_of(each, today)
    return {
        "serial": place, "name": each.name, "unit": str(each.unit), "industry": each.industry, "lists": each.lists,
        "contact": each.contact, "phone": each.phone if shows_phone(each.unit_id) else masked_phone(each.phone),
        "to_resume_on": each.to_resume_on, "resumed_on": firm.resumed_on, "back": firm.back_count,
        "due": firm.due_count, "last_on": each.last_on, "needs": each.need_count, "open": each.open_count,
        **{f"part_{care.part_id}": str(care) for care in each.cares_now},
    }  # fmt: skip
