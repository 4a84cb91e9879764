"""The heads of a three-year rolling sheet (domain.md §8): three years of need, money from above, what is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yidan.web.papers.workbook.fields import POOLED_FIELDS, Found

if TYPE_CHECKING:
    from yidan.web.papers.workbook.heads import Head

NEEDS = ("need_1", "need_2", "need_3")
_NEED_WORDS = re.compile(r"需求|投资|计划|三年|资金")
_YEAR = re.compile(r"(20\d\d)年?度?")
# Matched against the last part of the head without its unit; the first that fits is the field.
_LEAVES = [
    (field, re.compile(pattern))
    for field, pattern in (
        ("prep_plan", r"前期(?:工作)?(?:计划|安排|节点|进展|进度|工作).*|前期工作"),
        ("starts_in", r"(?:拟|计划|预计)开工(?:年份?|年度|时间|年月)?|开工(?:年份?|年度)"),
        ("need_sum", r"(?:三年)?(?:投资)?(?:需求)?(?:合计|小计|总计|共计)|三年投资需求(?:额)?"),
        ("need_central", r"(?:申请)?中央(?:预算内)?(?:资金|投资)?(?:需求)?(?:额)?"),
        ("need_provincial", r"(?:申请)?省(?:级)?(?:预算内)?(?:资金|投资)?(?:需求)?(?:额)?"),
        ("secured", r"(?:已)?(?:资金)?(?:已)?落实(?:的)?(?:资金)?(?:情况|额)?|资金落实.*"),
    )
]
# Of the other tables' columns these mean the same here; a plan's or a month's amounts have no place in it.
SHARED = frozenset(
    {"serial", "code", "name", "assessed_unit", "place", "total_investment", "owner_unit", "responsible_unit",
     "competent_unit", "remark", "domain", *POOLED_FIELDS}
)  # fmt: skip


def recognise(path: tuple[str, ...], leaf: str) -> Found | None:
    """The field that only this sheet has; `leaf` is the last part without its unit."""
    whole, leaf = "/".join(path), leaf.rpartition("/")[2]  # a csv has the whole path in one cell
    year = _YEAR.search(leaf)
    if year and _NEED_WORDS.search(whole):
        return Found("need", int(year[1]))
    for field, pattern in _LEAVES:
        if pattern.fullmatch(leaf) and (field != "need_sum" or _NEED_WORDS.search(whole)):
            return Found(field)
    return None


def number(head: Head) -> None:
    """Say which year of the three each column of need is; the sheet's year is the first of them."""
    columns = [column for column in head.columns if column.field == "need"]
    years = sorted({column.year for column in columns if column.year})
    for column in columns:
        place = column.year - years[0] if column.year and years else 3
        column.field = NEEDS[place] if place < len(NEEDS) else None
    head.first_of_three = years[0] if years else None
