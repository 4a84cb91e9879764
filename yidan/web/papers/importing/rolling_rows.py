"""Rows of a three-year rolling sheet (domain.md §8): what each project asks for in each of three years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.ledger.commands import rolling as rollings
from yidan.ledger.models import RollingPlan
from yidan.web.papers.importing.acts import RowPlan, Step
from yidan.web.papers.importing.plan_rows import is_same_plan
from yidan.web.papers.workbook.cells import flat
from yidan.web.papers.workbook.checks import plain
from yidan.web.papers.workbook.fields import label_of
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.reading import Reading
from yidan.web.papers.workbook.rows import Row

COLUMN_OF = {
    "first_wan": "need_1", "second_wan": "need_2", "third_wan": "need_3", "central_wan": "need_central",
    "provincial_wan": "need_provincial", "secured_wan": "secured", "starts_in": "starts_in", "preparation": "prep_plan",
}  # fmt: skip


def first_year_of(reading: Reading) -> int:
    """The first of the sheet's three years; a contradiction would put amounts into another year, so it is refused."""
    said = {sheet.head.first_of_three for sheet in reading.sheets if sheet.head and sheet.head.first_of_three}
    if len(said) > 1:
        years = _("、").join(map(str, sorted(said)))
        raise Invalid(_("各工作表的首年不同(%(years)s)，请分开导入。") % {"years": years}, field="year")
    if not said and reading.year is None:
        raise Invalid(_("表中没有写明是哪三年，请指明首年(如 2021)，或在投资需求的列名里写年份。"), field="year")
    first = next(iter(said), None) or reading.year
    assert first is not None  # said or asked for
    if reading.year and reading.year != first:
        raise Invalid(
            _("表中是%(first)d—%(last)d年，不是从%(asked)d年起，请核对。")
            % {"first": first, "last": first + 2, "asked": reading.year},
            field="year",
        )
    reading.year = first
    return first


class RollingRows:
    """Plans a sheet's rows; `preparer` gives the ledger and takes findings."""

    def __init__(self, preparer: Any, ids: Iterable[int]) -> None:
        self.preparer, self.known = preparer, preparer.known
        self.year: int = preparer.reading.year or 2000  # none is asked for where no sheet has a head
        preparer.plan.year = self.year
        self.known.load_rolling(self.year, list(ids))

    def fill(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        """One project's row."""
        project = row_plan.project
        assert project is not None  # a project that nobody knows was held back
        if project.pk in self.known.bundles:
            self.preparer.say(sheet, row, "name", "question", _("是打包项目，三年滚动计划在各子项上，未导入"))
            return
        if why := rollings.outside(project):
            self.preparer.hold(sheet, row, row_plan, "name", why.rstrip("。"))
            return
        old = self.known.rolling.get(project.pk)
        wanted = self._wanted(sheet, row, row_plan, old)
        if wanted is None:
            return
        self._compare(sheet, row, project)
        changed = {
            name: value for name, value in wanted.items() if old is None or not is_same_plan(getattr(old, name), value)
        }
        if not changed:
            return
        kept = {name: getattr(old, name) for name in COLUMN_OF} if old else {}
        reason = f"按工作簿更新：{row_plan.origin}"[:300] if old else ""
        row_plan.steps.append(
            Step(rollings.set, {
                **kept, **wanted, "first_year": self.year, "reason": reason, "document": self.preparer.document,
                "origin": row_plan.origin,
            })
        )  # fmt: skip
        for name, value in changed.items():
            column = COLUMN_OF[name]
            before = getattr(old, name) if old else None
            self.preparer.differ(sheet, row, row_plan, column, _label(column, self.year), before, value)

    def finish(self) -> None:
        """Nothing was guessed."""

    def _wanted(
        self, sheet: SheetReading, row: Row, row_plan: RowPlan, old: RollingPlan | None
    ) -> dict[str, Any] | None:
        values = row.values
        wanted: dict[str, Any] = {
            name: values[column]
            for name, column in COLUMN_OF.items()
            if name != "starts_in" and values.get(column) is not None
        }
        if any(isinstance(each, Decimal) and each < 0 for each in wanted.values()):
            column = next(COLUMN_OF[name] for name, each in wanted.items() if isinstance(each, Decimal) and each < 0)
            self.preparer.hold(sheet, row, row_plan, column, _("金额为负数，请改正"))
            return None
        text = str(values.get("starts_in") or "")
        if text:
            year = re.fullmatch(r"(20\d\d)(?:年度?|[.\-/年]\d{1,2}(?:月|[.\-/月]\d{1,2}日?)?|\.0)?", flat(text))
            if not year:
                words = _("拟开工年“%(text)s”读不出来，应写作2022") % {"text": text[:20]}
                self.preparer.hold(sheet, row, row_plan, "starts_in", words)
                return None
            wanted["starts_in"] = int(year[1])
        if not any((wanted.get(name, getattr(old, name, None)) or 0) for name in rollings.NEEDS):
            self.preparer.say(sheet, row, "need_1", "question", _("没有三年投资需求，未导入"))
            return None
        if "starts_in" not in wanted and old is None:
            self.preparer.hold(sheet, row, row_plan, "starts_in", _("没有写拟开工年"))
            return None
        if wanted.get("starts_in", 0) > self.year + 2:
            words = _("%(last)d年以前不开工，不编入这三年的滚动计划") % {"last": self.year + 2}
            self.preparer.hold(sheet, row, row_plan, "starts_in", words)
            return None
        return wanted

    def _compare(self, sheet: SheetReading, row: Row, project: Any) -> None:
        """What the sheet says beside the ledger is compared, never written: the register is kept elsewhere."""
        values, profile = row.values, project.profile
        total = values.get("total_investment")
        if total is not None and profile.total_investment_wan is not None and total != profile.total_investment_wan:
            words = _("总投资%(given)s ≠ 台账%(held)s(万元)，未更改") % {
                "given": plain(total), "held": plain(profile.total_investment_wan)}  # fmt: skip
            self.preparer.say(sheet, row, "total_investment", "question", words)
        given = [values.get(name) or Decimal(0) for name in ("need_1", "need_2", "need_3")]
        if (said := values.get("need_sum")) is not None and said != sum(given):
            words = _("三年合计%(said)s ≠ 各年相加%(sum)s(万元)，按各年导入") % {
                "said": plain(said), "sum": plain(sum(given, Decimal(0)))}  # fmt: skip
            self.preparer.say(sheet, row, "need_sum", "warning", words)
        name = flat(str(values.get("responsible_unit") or ""))
        unit = profile.responsible_unit or profile.assessed_unit
        if name and unit and name not in {flat(unit.name), flat(unit.short_name or "")}:
            words = _("责任单位“%(given)s”与台账“%(held)s”不同，未更改") % {"given": name[:40], "held": unit}
            self.preparer.say(sheet, row, "responsible_unit", "question", words)


def _label(column: str, first: int) -> str:
    place = (
        ("need_1", "need_2", "need_3").index(column) if column.startswith("need_") and column[-1].isdigit() else None
    )
    return label_of(column) if place is None else _("%(year)d年投资需求") % {"year": first + place}
