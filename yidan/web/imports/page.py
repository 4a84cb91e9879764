"""What the preview of an import shows: what would change, what is to be looked at, how the file was read."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.evidence.models import File
from yidan.people.queries import assessed_units
from yidan.web import format as words
from yidan.web.imports.wanted import KINDS, Wanted
from yidan.web.papers.importing import preparing
from yidan.web.papers.importing.acts import ImportPlan
from yidan.web.papers.importing.answers import NEW, Doubt
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, LABELS, PERIOD_FIELDS, SPLIT_FIELDS
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.rows import counts

SHOWN = 200
ALIKE = 4  # so many findings that say the same of one column are one line
_PARTICULARS = re.compile(r"“[^”]*”|[0-9][0-9.,%]*")
TONES = {"error": "bad", "warning": "warn", "question": "waiting"}
SEVERITIES = {"error": gettext_lazy("错误"), "warning": gettext_lazy("提醒"), "question": gettext_lazy("请确认")}
_RANK = {"error": 0, "warning": 1, "question": 2}
_OF_A_PLAN = frozenset((*SPLIT_FIELDS, *PERIOD_FIELDS))
UNITS = ("万元", "亿元", "元")


def shown(file: File, wanted: Wanted, plan: ImportPlan | None, refused: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "file": file,
        "wanted": wanted,
        "kinds": KINDS,
        "kind_word": dict(KINDS)[wanted.kind],
        "units": [(unit.pk, str(unit)) for unit in assessed_units()],
        "refused": refused,
        "months": [(words.month(each), replace(wanted, month=each).query()) for each in wanted.months],
        "plan": plan,
    }
    if plan is None:
        return context
    number = plan.counts()
    asked = {(doubt.row.sheet, doubt.row.number, doubt.question) for doubt in plan.doubts}
    said = [each for each in plan.findings if (each.sheet, each.row, each.reason) not in asked]
    findings = _alike(sorted(said, key=lambda finding: _RANK[finding.severity]))
    differences, more = _differences(plan)
    created = [row for row in plan.rows if row.outcome == "created"]
    context |= {
        "time": _time(plan, wanted.kind),
        "numbers": [
            (_("新登记"), words.number(number["created"])),
            (_("更新"), words.number(number["updated"])),
            (_("不变"), words.number(number["unchanged"])),
            (_("未导入"), words.number(number["held"])),
        ],
        "to_do": number["created"] + number["updated"],
        "errors": len(plan.errors),
        "findings": [_findings(each) for each in findings[:SHOWN]],
        "lacks_unit": any(finding.reason.startswith(str(preparing.NO_UNIT)) for finding in plan.findings),
        "more_findings": max(0, len(findings) - SHOWN),
        "doubts": [_doubt(number, each, plan) for number, each in enumerate(plan.doubts[:SHOWN])],
        "open_doubts": sum(1 for each in plan.doubts if not each.answer and each.row.outcome == "created"),
        "differences": differences,
        "more_differences": more,
        "created": [
            {
                "name": row.name,
                "bundle": row.bundle.name if row.bundle else "",
                "cell": row.cell,
                "place": _("%(sheet)s 第%(row)s行") % {"sheet": row.sheet, "row": row.number},
            }
            for row in created[:SHOWN]
        ],
        "more_created": max(0, len(created) - SHOWN),
        "sheets": [_sheet(sheet) for sheet in plan.reading.sheets],
        "unknown": _unknown(plan),
        "by_hand": _by_hand(plan, wanted.kind),
        "fields": [each for each in LABELS.items() if wanted.kind == "plan" or each[0] not in _OF_A_PLAN],
        "amounts": sorted(AMOUNT_FIELDS),
        "money_units": UNITS,
        "query": wanted.query(),
    }
    return context


def _differences(plan: ImportPlan) -> tuple[list[dict[str, Any]], int]:
    """What differs from the ledger, each project's cells together; how many more there are than are shown."""
    out: list[dict[str, Any]] = []
    left = SHOWN
    for row in plan.rows:
        if found := row.differences[:left]:
            cells = [
                {"place": f"{one.sheet} {one.cell}", "label": one.label, "old": one.old, "new": one.new}
                for one in found
            ]
            out.append({"project": found[0].project, "cells": cells})
        left -= len(found)
    return out, sum(len(row.differences) for row in plan.rows) - (SHOWN - left)


def _time(plan: ImportPlan, kind: str) -> str:
    if kind == "dispatch":
        return str(plan.month or "")
    if kind == "rolling" and plan.year:
        return f"{plan.year}—{plan.year + 2}"
    return _("%(year)s年") % {"year": plan.year} if plan.year else ""


def _alike(findings: list[Any]) -> list[list[Any]]:
    """The findings in their order, those that differ only in row, quoted text and digits together where they are many.

    A column of 144 wrong codes is one thing to look at, not 144 lines that hide the next.
    """
    groups: dict[Any, list[Any]] = {}
    for finding in findings:
        same = (finding.sheet, finding.column, finding.severity, _PARTICULARS.sub("", finding.reason))
        groups.setdefault(same, []).append(finding)
    out: list[list[Any]] = []
    for group in groups.values():
        out += [group] if len(group) >= ALIKE else [[finding] for finding in group]
    return sorted(out, key=lambda group: _RANK[group[0].severity])


def _findings(group: list[Any]) -> dict[str, Any]:
    """A line: its first finding, and the others like it to be opened."""
    first, *others = group
    return _finding(first) | {
        "others": [_finding(finding) for finding in others[:SHOWN]],
        "other_count": len(others),
        "more": max(0, len(others) - SHOWN),
    }


def _finding(finding: Any) -> dict[str, Any]:
    place = " ".join(part for part in (finding.sheet, finding.cell) if part)
    return {
        "place": place or "—",
        "word": SEVERITIES[finding.severity],
        "tone": TONES[finding.severity],
        "reason": finding.reason,
    }


def _doubt(number: int, doubt: Doubt, plan: ImportPlan) -> dict[str, Any]:
    """A row that may be a project of the ledger: beside each other what both say, and what can be said of it."""
    likely = [
        {
            "name": project.name, "number": project.internal_id, "address": reverse("project", args=[project.pk]),
            "facts": _facts(project.profile.owner_unit, project.profile.total_investment_wan),
        }
        for project in doubt.likely
        if project.profile
    ]  # fmt: skip
    row = (doubt.row.sheet, doubt.row.number)
    is_never_new = plan.goes_to_review or plan.reading.kind == "rolling"
    wrong = [each.reason for each in plan.errors if (each.sheet, each.row) == row] if doubt.answer else []
    known = {"", NEW, *(each["number"] for each in likely)}
    return {
        "number": number,
        "cell": doubt.row.cell,
        "place": doubt.row.cell.replace("!", " "),
        "name": doubt.row.name,
        "facts": _facts(doubt.owner, doubt.total),
        "likely": likely,
        "answer": doubt.answer,
        "other": "" if doubt.answer in known else doubt.answer,
        "wrong": next(iter(wrong), ""),
        "may_be_new": not is_never_new,
        "is_left_out": is_never_new or (bool(doubt.question) and doubt.row.outcome == "held"),
    }


def _facts(owner: Any, total: Decimal | None) -> str:
    """`渌江投资，总投资20000万元`."""
    said = [str(owner or _("业主未填")), _("总投资未填")]
    if total is not None:
        said[1] = _("总投资%(total)s万元") % {"total": words.number(total)}
    return _("，").join(said)


def _sheet(sheet: SheetReading) -> dict[str, Any]:
    number = counts(sheet.rows)
    said = _("项目%(project)d行，分组%(group)d行，合计%(subtotal)d行，说明%(note)d行，空%(blank)d行") % number
    return {
        "name": sheet.name,
        "counts": said,
        "head_rows": _("、").join(str(row + 1) for row in sheet.head.rows) if sheet.head else "",
        "columns": [
            {
                "letter": column.letter,
                "head": column.head.replace("/", " · "),
                "field": LABELS.get(column.field or "", ""),
                "unit": column.unit or "",
                "is_by_hand": column.is_by_hand,
            }
            for column in sheet.columns
        ],
    }


def _unknown(plan: ImportPlan) -> list[dict[str, Any]]:
    """Heads that nobody knows, each with where it stands."""
    return _heads(plan, lambda column: column.is_unknown)


def _by_hand(plan: ImportPlan, kind: str) -> list[dict[str, Any]]:
    """Heads whose meaning somebody said, with what was said: a slip can be said anew."""
    known = preparing.remembered(kind)
    columns = _heads(plan, lambda column: column.is_by_hand, start=1000)
    for column in columns:
        field_name, _at, unit = known.get(column["head"], "").partition("@")
        column |= {"field": field_name or "out", "unit": unit}
    return columns


def _heads(plan: ImportPlan, is_wanted: Any, start: int = 0) -> list[dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    for sheet in plan.reading.sheets:
        for column in sheet.columns:
            if is_wanted(column) and column.head not in out:
                out[column.head] = {
                    "number": start + len(out), "head": column.head,
                    "where": _("%(sheet)s %(column)s列") % {"sheet": sheet.name, "column": column.letter},
                    "holds": _holds(sheet.samples.get(column.index, [])),
                }  # fmt: skip
    return list(out.values())


def _holds(samples: list[str]) -> str:
    """What stands in a column, so that a person can tell what it is."""
    if not samples:
        return _("这一列是空的。")
    return _("列中有：%(samples)s") % {"samples": _("、").join(f"“{sample}”" for sample in samples)}
