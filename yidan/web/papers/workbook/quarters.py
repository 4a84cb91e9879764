"""A year's plan by quarters and half years: read to be compared, and not kept.

The ledger splits a plan by months. A quarter's amount is none of its months', nor a third of each, and standing as the
plan of its last month it would make two months that nothing was planned for and one that nobody can reach: the lights
compare what a month has done with what was planned for it. So the columns are named and nothing is made of them, but
for a table that has no column of the year: there the four quarters together are the year's plan, which is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yidan.web.papers.workbook.checks import plain
from yidan.web.papers.workbook.fields import PERIOD_FIELDS, SPLIT_FIELDS, label_of
from yidan.web.papers.workbook.findings import Finding

if TYPE_CHECKING:
    from yidan.web.papers.workbook.heads import Column, Head
    from yidan.web.papers.workbook.rows import Row

_QUARTERS, _HALVES = PERIOD_FIELDS[:4], PERIOD_FIELDS[4:]


def columns_of(head: Head) -> list[Column]:
    """The columns of quarters and half years."""
    return [column for column in head.columns if column.field in PERIOD_FIELDS]


def said(head: Head) -> str:
    """One sentence for all of them; none where the months stand beside them, which are kept."""
    columns = columns_of(head)
    if not columns or _has_only_quarters(head) or any(column.field in SPLIT_FIELDS for column in head.columns):
        return ""
    words = _(
        "“%(heads)s”(%(letters)s列)是按季度或半年分的计划：台账按月分解计划，一个季度的数不摊成三个月，"
        "未导入，只与年度计划核对；请在年度计划中按月分解"
    )
    return words % {
        "heads": _("、").join(column.path[-1] for column in columns),
        "letters": _("、").join(column.letter for column in columns),
    }


def _has_only_quarters(head: Head) -> bool:
    """Whether the year's plan stands in the table by its four quarters alone."""
    fields = {column.field for column in head.columns}
    return fields.issuperset(_QUARTERS) and not fields & {"planned", *SPLIT_FIELDS}


def sum_up(sheet: str, head: Head, rows: list[Row], said: Collection[Finding]) -> Iterator[Finding]:
    """The year's plan of each row from its four quarters, where there is no column of the year.

    A row of which something was `said` at one of them (a cell that is no amount) has no sum.
    Quarters that never fall, in no row, are more likely sums up to each quarter's end: those are not added.
    """
    if not _has_only_quarters(head):
        return
    given: list[list[Any]] = [[row.values.get(field) for field in _QUARTERS] for row in rows]
    columns = [column for column in head.columns if column.field in _QUARTERS]
    letters = _("、").join(column.letter for column in columns)
    whole = [amounts for amounts in given if None not in amounts]
    if whole and all(amounts == sorted(amounts) and amounts[0] < amounts[3] for amounts in whole):
        words = _(
            "没有“年度计划投资”列，而四个季度的计划(%(letters)s列)逐季不减，像是累计数，没有相加；"
            "请补一列年度计划投资再导入"
        )
        yield Finding(sheet, head.rows[-1] + 1, columns[0].index, "warning", words % {"letters": letters})
        return
    places = {column.index for column in columns}
    doubtful = {finding.row for finding in said if finding.sheet == sheet and finding.column in places}
    for row, amounts in zip(rows, given, strict=True):
        if row.number not in doubtful and any(amount is not None for amount in amounts):
            row.values["planned"] = sum((amount for amount in amounts if amount is not None), Decimal(0))
    words = _("没有“年度计划投资”列，四个季度的计划(%(letters)s列)相加作为年度计划，请确认；季度的数不摊成三个月")
    yield Finding(sheet, head.rows[-1] + 1, columns[0].index, "question", words % {"letters": letters})


def check(sheet: str, columns: dict[str, Column], row: Row) -> Iterator[Finding]:
    """Quarters against their months, halves against both; without months, all against the year."""
    values = row.values
    has_months = any(values.get(field) is not None for field in SPLIT_FIELDS)
    for number, field in enumerate(PERIOD_FIELDS):
        months = SPLIT_FIELDS[number * 3 :][:3] if field in _QUARTERS else SPLIT_FIELDS[(number - 4) * 6 :][:6]
        parts = months if has_months else _QUARTERS[(number - 4) * 2 :][:2] if field in _HALVES else ()
        if field in columns and parts and all(part in columns for part in parts):
            yield from _compare(sheet, columns, row, field, parts)
    whole = next((each for each in (_QUARTERS, _HALVES) if all(field in columns for field in each)), ())
    if whole and not has_months and values.get("planned") and any(values.get(field) is not None for field in whole):
        yield from _compare(sheet, columns, row, "planned", whole)


def _compare(sheet: str, columns: dict[str, Column], row: Row, field: str, parts: tuple[str, ...]) -> Iterator[Finding]:
    given, found = row.values.get(field), [row.values.get(part) for part in parts]
    if given is None or all(amount is None for amount in found):
        return
    total = sum((amount for amount in found if amount is not None), Decimal(0))
    if abs(total - given) > max(Decimal("0.5"), abs(given) / 1000):
        words = _("%(first)s至%(last)s相加为%(sum)s ≠ %(whole)s%(given)s(万元)，请核对")
        said = {
            "first": label_of(parts[0]), "last": label_of(parts[-1]), "sum": plain(total),
            "whole": label_of(field), "given": plain(given),
        }  # fmt: skip
        yield Finding(sheet, row.number, columns[parts[0]].index, "warning", words % said)
