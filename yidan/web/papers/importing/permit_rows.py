"""An office's table of cases: a permit a line (项目, 事项, 收件, 受理, 办结, 发证, 文号…), read as it is.

What a line says is laid beside the ledger and done by the ordinary acts, dated by the day on which it happened, noon
where no hour is known. A day that the ledger has otherwise is a finding and never overwritten: it is corrected on the
permit, with the reason. Reading needs no database beyond names; `permits.take` does the acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from yidan.approvals.models import ApprovalItem
from yidan.approvals.states import Mode
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.web.papers.workbook import cells
from yidan.web.papers.workbook.findings import Finding, Severity
from yidan.web.papers.workbook.grid import Book, Sheet

HEADS = {
    "project": ("项目名称", "项目", "建设项目", "建设项目名称"),
    "code": ("项目代码", "内部编号", "项目编号", "投资项目代码", "项目统一代码"),
    "item": ("事项", "审批事项", "事项名称", "审批事项名称", "办理事项"),
    "department": ("经办部门", "审批部门", "办理部门", "部门"),
    "mode": ("办理方式", "方式"),
    "submit": ("收件", "收件日期", "申请日", "申请日期", "申报日期", "收件时间"),
    "accept": ("受理", "受理日期", "受理日", "受理时间"),
    "decide": ("办结", "办结日期", "批复日期", "决定日期", "办结时间", "批复时间"),
    "issue": ("发证", "发证日期", "出证日期", "取证日期", "发证时间"),
    "number": ("文号", "批复文号", "证号", "证照编号", "文号/证号", "批文号"),
    "missing": ("容缺的材料", "容缺材料"),
    "promised_on": ("承诺补齐日期", "承诺补齐(核查)日期", "补齐日期", "承诺日期"),
    "promise": ("承诺书编号", "承诺书"),
    "convert": ("转正", "转正日期"),
    "convert_basis": ("转正依据",),
    "waive": ("免办理由", "免办原因"),
    # Of the ledger's own export: what follows from the rest, and so is not read.
    "": ("序号", "状态", "承诺办结", "用时/时限", "计时单位", "备注"),
}
STEPS = ("submit", "accept", "decide", "issue")
NEEDED = ("item",)
NOTES = ("合计", "总计", "小计", "注", "说明", "备注", "填表")
SEARCHED_ROWS = 15
MOST_LINES = 5_000
_KNOWN = {cells.flat(word): name for name, all_words in HEADS.items() for word in all_words}
_MODES = {
    "正式": Mode.FORMAL, "正式办理": Mode.FORMAL, "模拟": Mode.SIMULATED, "模拟审批": Mode.SIMULATED,
    "容缺": Mode.DEFICIENT, "容缺受理": Mode.DEFICIENT, "承诺": Mode.PROMISED, "告知承诺": Mode.PROMISED,
    "承诺制": Mode.PROMISED,
}  # fmt: skip


@dataclass
class Line:
    """A case as the table has it; `columns` say in which column each of its cells stands."""

    sheet: str
    row: int
    columns: dict[str, int]
    project: Project
    item: ApprovalItem
    department: Unit | None = None
    days: dict[str, date] = field(default_factory=dict)
    number: str = ""
    mode: str = ""
    words: dict[str, str] = field(default_factory=dict)

    def finding(self, name: str, reason: str, severity: Severity = "error") -> Finding:
        """What does not hold, in the cell that says it; a cell that is missing is the item's."""
        return Finding(self.sheet, self.row, self.columns.get(name, self.columns["item"]), severity, reason)


@dataclass
class Cases:
    """What a file says: the cases that can be tried, and what is to be said of the others."""

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    held: int = 0
    notes: int = 0


class Names:
    """Projects, items and departments by what offices call them."""

    def __init__(
        self, projects: Iterable[Project], items: Iterable[ApprovalItem], departments: Iterable[Unit] = ()
    ) -> None:
        self.projects: dict[str, list[Project]] = {}
        for project in projects:
            codes = [each.code for each in project.codes.all()]
            for word in {cells.flat(word) for word in (project.name, project.internal_id, *codes)}:
                self.projects.setdefault(word.upper(), []).append(project)
        self.items: dict[str, list[ApprovalItem]] = {}
        for item in items:
            for word in {cells.flat(word) for word in (item.name, item.code, item.output) if word}:
                self.items.setdefault(word, []).append(item)

        self.departments: dict[str, list[Unit]] = {}
        for unit in departments:
            for word in {cells.flat(word) for word in (unit.name, unit.short_name) if word}:
                self.departments.setdefault(word, []).append(unit)

    def project(self, code: str, name: str) -> tuple[Project | None, str, str]:
        """The project; else in which cell it is not known for certain, and why. A code goes before a name."""
        for cell, text in (("code", code), ("project", name)):
            if not text:
                continue
            found = self.projects.get(cells.flat(text).upper(), [])
            if len(found) == 1:
                return found[0], "", ""
            if found:
                return None, cell, _("有%(count)d个项目叫“%(name)s”，请加一列项目代码") % {
                    "count": len(found), "name": text,
                }  # fmt: skip
            return None, cell, _("台账里没有“%(name)s”，或您看不到它") % {"name": text}
        return None, "project", _("没有写项目名称或代码")

    def department(self, text: str) -> Unit | None:
        """The one department of that name or short name; None where none or several bear it."""
        found = self.departments.get(cells.flat(text), [])
        return found[0] if len(found) == 1 else None

    def item(self, text: str) -> tuple[ApprovalItem | None, str]:
        """The item of that name, of that code, or with that outcome."""
        found = self.items.get(cells.flat(text), [])
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, _("“%(name)s”对应%(items)s，请写事项名称") % {
                "name": text, "items": "、".join(each.name for each in found),
            }  # fmt: skip
        return None, _("审批事项目录里没有“%(name)s”") % {"name": text}


def read(book: Book, names: Names) -> Cases:
    """Every sheet with a head that names items; the others, and columns that nobody reads, are said."""
    cases, is_any = Cases(), False
    for sheet in book:
        if sheet.is_hidden:
            cases.findings.append(Finding(sheet.name, 0, None, "warning", _("隐藏的工作表，没有读")))
            continue
        head = _head(sheet)
        if head is None:
            if any(cells.text(value) for row in sheet.rows for value in row):
                cases.findings.append(Finding(sheet.name, 0, None, "warning", _("没有找到表头，这张表没有读")))
            continue
        is_any = True
        _read_sheet(sheet, *head, names, cases)
    if not is_any:
        reason = _("没有认出审批办理表：表头要有“事项”和“项目名称”(或项目代码)，可另有 收件、受理、办结、发证、文号")
        cases.findings.insert(0, Finding("", 0, None, "error", reason))
    if len(cases.lines) > MOST_LINES:
        reason = _("一次最多导入%(most)d件，请分成几个文件") % {"most": MOST_LINES}
        cases.findings.insert(0, Finding("", 0, None, "error", reason))
        cases.held, cases.lines = cases.held + len(cases.lines), []
    return cases


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for row in range(min(len(sheet.rows), SEARCHED_ROWS)):
        columns: dict[str, int] = {}
        for column in range(sheet.width):
            name = _KNOWN.get(cells.flat(cells.text(sheet.at(row, column))))
            if name:
                columns.setdefault(name, column)
        if "item" in columns and ("project" in columns or "code" in columns):
            return row, columns
    return None


def _read_sheet(sheet: Sheet, head: int, columns: dict[str, int], names: Names, cases: Cases) -> None:
    taken = set(columns.values())
    for column in range(sheet.width):
        word = cells.text(sheet.at(head, column))
        known = cells.flat(word) in _KNOWN
        if word and column not in taken and (not known or _KNOWN[cells.flat(word)]):
            reason = _("列“%(word)s”重复，只读第一列") if known else _("没有认出列“%(word)s”，不导入")
            cases.findings.append(Finding(sheet.name, head + 1, column, "warning", reason % {"word": word}))
    seen: dict[tuple[int, str], int] = {}
    for row in range(head + 1, len(sheet.rows)):
        values = [sheet.at(row, column) for column in range(sheet.width)]
        if all(cells.is_empty(value) for value in values):
            continue
        first = next(cells.text(value) for value in values if not cells.is_empty(value))
        names_item = any(
            name in columns and not cells.is_empty(sheet.at(row, columns[name])) for name in ("item", "code")
        )
        if not names_item and first.startswith(NOTES):
            cases.notes += 1
            continue
        found = list(_line(sheet, row, columns, names, cases))
        if not found:
            cases.held += 1
            continue
        line = found[0]
        key = (line.project.pk, line.item.code)
        if key in seen:
            cases.held += 1
            reason = _("与第%(row)d行是同一项目的同一事项，只能有一行") % {"row": seen[key]}
            cases.findings.append(line.finding("item", reason))
            continue
        seen[key] = row + 1
        cases.lines.append(line)


def _line(sheet: Sheet, row: int, columns: dict[str, int], names: Names, cases: Cases) -> Iterator[Line]:
    """The line, where every one of its cells can be read; else a finding for each that cannot."""
    faults: list[Finding] = []

    def fault(name: str, reason: str) -> None:
        faults.append(Finding(sheet.name, row + 1, columns.get(name), "error", reason))

    def said(name: str) -> str:
        value = sheet.at(row, columns[name]) if name in columns else None
        return "" if cells.is_empty(value) else cells.text(value)

    for place, text in sheet.errors.items():
        if place[0] == row and place[1] in columns.values():
            faults.append(Finding(sheet.name, row + 1, place[1], "error", _("公式出错：%(text)s") % {"text": text}))
    project, cell, why = names.project(said("code"), said("project"))
    if project is None:
        fault(cell, why)
    item, why_item = names.item(said("item"))
    if item is None:
        fault("item", why_item if said("item") else _("没有写事项"))
    days: dict[str, date] = {}
    for name in (*STEPS, "promised_on", "convert"):
        if name in columns:
            try:
                span = cells.when(sheet.at(row, columns[name]))
                if span is not None and not span.is_day:
                    raise cells.Doubtful(_("日期要写到哪一天"))
                if span is not None:
                    days[name] = span.first
            except cells.Doubtful as doubt:
                fault(name, str(doubt))
    mode = _MODES.get(cells.flat(said("mode")), "") if said("mode") else ""
    if said("mode") and not mode:
        fault("mode", _("办理方式“%(mode)s”看不懂：写 正式、模拟审批、容缺受理 或 告知承诺") % {"mode": said("mode")})
    if faults or project is None or item is None:
        cases.findings += faults
        return
    words = {name: said(name) for name in ("missing", "promise", "convert_basis", "waive", "department")}
    department = names.department(words["department"])
    yield Line(sheet.name, row + 1, columns, project, item, department, days, said("number"), mode, words)
