"""Prepare an import: match every row with the ledger, say what would change, decide nothing that is not certain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.kernel import policy
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import project as projects
from yidan.ledger.models import ColumnMapping
from yidan.people.models import Person, Unit
from yidan.web.papers.importing import answers, bundles, describing, naming
from yidan.web.papers.importing.acts import Difference, ImportPlan, RowPlan, Step
from yidan.web.papers.importing.applying import done_before
from yidan.web.papers.importing.ledger_now import LedgerNow
from yidan.web.papers.importing.matching import Matcher
from yidan.web.papers.importing.month_rows import MonthRows
from yidan.web.papers.importing.plan_rows import PlanRows
from yidan.web.papers.importing.pool_days import PoolDays
from yidan.web.papers.importing.rolling_rows import RollingRows, first_year_of
from yidan.web.papers.workbook.fields import label_of
from yidan.web.papers.workbook.findings import Finding, Severity
from yidan.web.papers.workbook.heads import Column
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.reading import Reading, read_workbook
from yidan.web.papers.workbook.rows import Row

KINDS = ("plan", "dispatch", "rolling")
PARTS: dict[str, Any] = {"plan": PlanRows, "dispatch": MonthRows, "rolling": RollingRows}
NO_UNIT = gettext_lazy("看不出属于哪个考核单元，请加“县市区”列，或在导入时指定")


class SeveralMonths(Invalid):
    """A workbook of several months: one of these `months` is to be asked for."""

    def __init__(self, months: list[Month]) -> None:
        words = _("工作簿里有%(months)s几个月的数，请指明导入哪个月。")
        super().__init__(words % {"months": _("、").join(map(str, months))}, field="month")
        self.months = months


def remembered(kind: str) -> dict[str, str]:
    """What heads were said to mean, by hand, in workbooks of this kind."""
    return dict(ColumnMapping.objects.filter(kind=kind).values_list("head", "field"))


def prepare(
    data: bytes,
    file_name: str,
    kind: str,
    *,
    by: Person,
    at: datetime,
    year: int | None = None,
    month: Month | None = None,
    mapping: dict[str, str] | None = None,
    unit: Unit | None = None,
    document: str = "",
    same: Iterable[str] = (),
) -> ImportPlan:
    """Read the file and plan every row.

    `unit` is the 考核单元 of rows that name none; `same` says of rows which project they are (see `answers`).
    """
    if kind not in KINDS:
        raise Invalid(
            _("没有“%(kind)s”这种工作簿：年度计划是 plan，月度调度是 dispatch，三年滚动计划是 rolling。")
            % {"kind": kind}
        )
    by_hand, said = mapping or {}, answers.read(same)
    reading = read_workbook(
        data, kind, name=file_name.rpartition(".")[0], mapping={**remembered(kind), **by_hand}, year=year, month=month
    )
    return _Preparer(reading, data, file_name, by, at, unit, document, by_hand, said).prepare()


class _Preparer:
    def __init__(
        self,
        reading: Reading,
        data: bytes,
        file_name: str,
        by: Person,
        at: datetime,
        unit: Unit | None,
        document: str,
        by_hand: dict[str, str],
        said: list[answers.Answer],
    ) -> None:
        self.reading, self.by, self.at, self.unit = reading, by, at, unit
        self.said = said
        self.file_name = file_name
        self.document = document.strip() or f"《{file_name.rpartition('.')[0] or file_name}》"[:200]
        self.plan = ImportPlan(
            reading, hashlib.sha256(data).hexdigest(), file_name, [], list(reading.findings), by_hand=by_hand,
            year=reading.year, month=reading.month,
        )  # fmt: skip
        self.units, self.people = naming.Units(), naming.People()
        self.describer = describing.Describer(self.units, self.people)
        self.repeated: set[tuple[str, int]] = set()
        self.asked: dict[tuple[str, int | None, str], list[int]] = {}

    def prepare(self) -> ImportPlan:
        """The plan; refused where this person may not import this at all."""
        kind = self.reading.kind
        is_office = not policy.deny(self.by, Verb.PROJECT_REGISTER)
        self.plan.goes_to_review = not is_office
        if kind == "rolling" and not is_office:
            raise NotPermitted(_("三年滚动计划由市项目办导入。"))
        if kind == "plan" and not is_office:
            raise NotPermitted(_("年度计划由市项目办导入；月度调度表可以由县市区、部门和业主导入，随后进入审核。"))
        if not is_office and policy.deny(self.by, Verb.REPORT_SUBMIT, self.by.unit):
            raise NotPermitted(_("您的角色不导入工作簿，请联系市项目办。"))
        if any(sheet.head for sheet in self.reading.sheets):
            self._require_time(kind)
        self.known = LedgerNow(self.by)
        self.order = self.known.last_order
        bundles.take_single_parts(self)
        pairs = [(sheet, row, self._row_plan(sheet, row)) for sheet, row in self.reading.projects()]
        Matcher(self).match_all(pairs)
        if is_office and kind != "rolling":
            bundles.settle(self, pairs)
        ids = [row_plan.project.pk for _s, _r, row_plan in pairs if row_plan.project]
        part, self.pool_days = PARTS[kind](self, ids), PoolDays(self, ids)
        for sheet, row, row_plan in pairs:
            bundles.follow(self, sheet, row, row_plan)
            if row_plan.outcome != "held":
                self._fill(sheet, row, row_plan, part)
        part.finish()
        self.plan.rows = [row_plan for _s, _r, row_plan in pairs]
        self.plan.new_units = list(self.units.new.values())
        self._drop_done()
        self._count_repeated()
        self._sort_findings()
        for _sheet, row, _plan in pairs:  # what was read has become steps: ten thousand rows are a hundred megabytes
            row.values = {}
        return self.plan

    def _require_time(self, kind: str) -> None:
        if kind == "dispatch" and self.reading.month is None and len(self.reading.months) > 1:
            raise SeveralMonths(self.reading.months)
        if kind == "dispatch" and self.reading.month is None:
            raise Invalid(_("表中没有写明月份，请指明是哪个月的调度表(如 2020-05)。"), field="month")
        if kind == "rolling":
            first_year_of(self.reading)
        if kind == "plan" and self.reading.year is None:
            raise Invalid(_("表中没有写明年度，请指明是哪一年的计划(如 2020)。"), field="year")

    def _row_plan(self, sheet: SheetReading, row: Row) -> RowPlan:
        origin = f"{self.file_name} {sheet.name} 第{row.number}行"[-300:]
        digest = hashlib.sha256(repr(sorted(row.values.items(), key=lambda item: item[0])).encode()).hexdigest()
        column = _column(sheet, row, "name")
        return RowPlan(sheet.name, row.number, row.label, origin, digest=digest, column=column.letter if column else "")

    def say(self, sheet: SheetReading, row: Row | None, field: str | None, severity: Severity, reason: str) -> None:
        """A finding at the cell of a field; a question that many rows raise in the same words is asked once."""
        column = _column(sheet, row, field)
        number, place = row.number if row else 0, column.index if column else None
        if row and (severity == "question" or reason == str(NO_UNIT)):
            asked = self.asked.setdefault((sheet.name, place, reason), [])
            asked.append(number)
            if len(asked) > 1:
                return
        self.plan.findings.append(Finding(sheet.name, number, place, severity, reason))

    def _count_repeated(self) -> None:
        """`(共3行)` at the first of the rows that raise the same question."""
        for index, finding in enumerate(self.plan.findings):
            rows = self.asked.get((finding.sheet, finding.column, finding.reason), ())
            if len(rows) > 1:
                words = _("%(reason)s(共%(count)s行)") % {"reason": finding.reason, "count": len(rows)}
                self.plan.findings[index] = replace(finding, reason=words)

    def hold(self, sheet: SheetReading, row: Row, row_plan: RowPlan, field: str, reason: str) -> None:
        """An error: this row is not imported."""
        self.say(sheet, row, field, "error", reason)
        row_plan.outcome = "held"

    # --- what changes ---

    def _fill(self, sheet: SheetReading, row: Row, row_plan: RowPlan, part: Any) -> None:
        def say(field: str, severity: Severity, reason: str) -> None:
            self.say(sheet, row, field, severity, reason)

        if not self.plan.goes_to_review and self.reading.kind != "rolling":
            wanted = self.describer.profile_of(row, say)
            if row_plan.project is None:
                if not self._register(sheet, row, row_plan, wanted):
                    return
            else:
                self._change(sheet, row, row_plan, wanted)
        if not row_plan.is_bundle:
            part.fill(sheet, row, row_plan)
        if row_plan.project is not None and not self.plan.goes_to_review and row_plan.outcome != "held":
            self.pool_days.correct(sheet, row, row_plan)
        if row_plan.outcome == "unchanged" and row_plan.steps:
            row_plan.outcome = "updated"

    def _register(self, sheet: SheetReading, row: Row, row_plan: RowPlan, wanted: dict[str, Any]) -> bool:
        assessed = wanted.pop("assessed_unit", None) or self._assessed_of(sheet, row) or _assessed_of_bundle(row_plan)
        if assessed is None:
            self.hold(sheet, row, row_plan, "responsible_unit", str(NO_UNIT))
            return False
        if not any(name.endswith("_key") for name in wanted):
            title = sheet.head.title if sheet.head else ""
            wanted[f"is_{'provincial' if '省重点' in title and '市' not in title else 'municipal'}_key"] = True
        self.order += 1
        given = {name: value for name, value in wanted.items() if name not in ("begins_in", "finishes_in") or value}
        arguments = {
            **given,
            "order": self.order,
            "code": row.values.get("code") or "",
            "document": self.document,
            "origin": row_plan.origin,
            "despite_duplicates": True,
            "reason": f"按工作簿导入：{row_plan.origin}{row_plan.why_new}"[:300],
            **self.pool_days.begin(sheet, row),
        }
        if row_plan.bundle is not None:
            arguments["parent"] = row_plan.bundle
        row_plan.outcome = "created"
        row_plan.steps.append(Step(projects.register, arguments, subject=assessed))
        return True

    def _assessed_of(self, sheet: SheetReading, row: Row) -> Any:
        values = row.values
        title = sheet.head.title if sheet.head else ""
        texts = [values.get("responsible_unit"), values.get("place"), *reversed(row.groups), sheet.name, title]
        return self.units.assessed_in([text for text in texts if text]) or self.unit

    def _change(self, sheet: SheetReading, row: Row, row_plan: RowPlan, wanted: dict[str, Any]) -> None:
        project = row_plan.project
        assert project is not None  # only what was found is changed
        assert project.profile is not None
        changed = describing.changes(project.profile, wanted)
        if changed:
            arguments = {name: new for name, (_old, new) in changed.items()}
            reason = f"按工作簿更新：{row_plan.origin}"[:300]
            arguments |= {"reason": reason, "origin": row_plan.origin, "document": self.document}
            row_plan.steps.append(Step(projects.change, arguments))
            for name, (old, new) in changed.items():
                if name in describing.COLUMN_OF:
                    self.differ(sheet, row, row_plan, describing.COLUMN_OF[name], describing.label_of(name),
                                describing.shown(name, old), describing.shown(name, new))  # fmt: skip
        code = row.values.get("code")
        if code and self.known.code_of.get(project.pk) != code and self.known.by_code.get(code) != project.pk:
            old = self.known.code_of.get(project.pk, "")
            row_plan.steps.append(Step(projects.assign_code, {"code": code, "document": self.document}))
            self.differ(sheet, row, row_plan, "code", label_of("code"), old, code)

    def differ(
        self, sheet: SheetReading, row: Row, row_plan: RowPlan, field: str, label: str, old: Any, new: Any
    ) -> None:
        """Note a difference at the cell of a field."""
        column = _column(sheet, row, field)
        old, new = (
            describing.shown("", value) if isinstance(value, Decimal) else str(value or "") for value in (old, new)
        )
        row_plan.differences.append(
            Difference(sheet.name, row.number, column.index if column else None, row_plan.name, label, old, new)
        )

    def _drop_done(self) -> None:
        """Rows that this very file has brought already, reading for reading, change nothing a second time."""
        rows = [row for row in self.plan.rows if row.steps]
        while rows:
            again = []
            for row, pk in done_before(self.plan, rows, self.by):
                if pk is None or (row.project and row.project.pk == pk) or self.known.is_called(pk, row.name):
                    row.steps, row.differences, row.outcome = [], [], "unchanged"
                else:  # the name was withdrawn from the project that it was: what is said of the row now is a new act
                    row.digest += f"/{pk}"
                    again.append(row)
            rows = again

    def _sort_findings(self) -> None:
        twins = self.reading.twins  # said once: what is done with the row says that it comes twice
        findings = self.plan.findings
        self.plan.findings = [f for f in findings if f not in twins or (f.sheet, f.row) not in self.repeated]
        order = {sheet.name: index for index, sheet in enumerate(self.reading.sheets)}
        self.plan.findings.sort(key=lambda f: (order.get(f.sheet, -1), f.row, -1 if f.column is None else f.column))


def _column(sheet: SheetReading, row: Row | None, field: str | None) -> Column | None:
    """The column of a field: of a part's name where parts have their own, of a telephone where its person stands."""
    head = sheet.head
    if head is None or field is None:
        return None
    if field == "name":
        return head.name_column(bool(row and row.bundle))
    return head.column_of(field) or (head.column_of("duty_person") if field == "duty_phone" else None)


def _assessed_of_bundle(row_plan: RowPlan) -> Any:
    """A part that names no unit belongs where its bundle belongs."""
    bundle = row_plan.bundle
    if bundle is None:
        return None
    if bundle.project is not None and bundle.project.profile is not None:
        return bundle.project.profile.assessed_unit
    return bundle.steps[0].subject if bundle.steps else None
