"""问题清单: what is to be mended in a workbook, as a table to send back to who made it. Official, and so in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yidan.web.papers.exporting.forms import Column, field
from yidan.web.papers.exporting.sheet import Sheet, workbook
from yidan.web.papers.importing.acts import ImportPlan

WORDS = {"error": "须改正", "warning": "提醒", "question": "请核对"}


def file_name(workbook_name: str) -> str:
    """6月调度表问题清单.xlsx."""
    return f"{workbook_name.rpartition('.')[0] or workbook_name}问题清单.xlsx"


def write(plan: ImportPlan, path: Path, *, day: str) -> int:
    """Write it, errors first; how many lines it has."""
    columns = [
        Column(("序号",), field("serial"), 5, "centre"), Column(("工作表",), field("sheet"), 14, "long"),
        Column(("单元格",), field("cell"), 8, "centre"), Column(("项目名称",), field("project"), 30, "long"),
        Column(("程度",), field("severity"), 8, "centre"), Column(("问题",), field("reason"), 60, "long"),
        Column(("改正情况",), field("answer"), 24, "long"),
    ]  # fmt: skip
    names = {(row.sheet, row.number): row.name for row in plan.rows}
    findings = sorted(plan.findings, key=lambda finding: list(WORDS).index(finding.severity))
    with workbook(path) as book:
        sheet = Sheet(book, "问题清单", columns)
        sheet.title("", "工作簿问题清单", plan.file_name, day)
        sheet.heads()
        for serial, finding in enumerate(findings, 1):
            row: dict[str, Any] = {
                "serial": serial, "sheet": finding.sheet, "cell": finding.cell,
                "project": names.get((finding.sheet, finding.row), ""), "severity": WORDS[finding.severity],
                "reason": finding.reason, "answer": "",
            }  # fmt: skip
            sheet.body(row)
        sheet.done()
    return len(findings)
