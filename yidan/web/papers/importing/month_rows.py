"""Rows of a monthly dispatch workbook (domain.md §5.5 b): the month, and earlier months as one opening at most."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.values import Month, beijing_day
from yidan.ledger import rules, wording
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import stage as stages
from yidan.ledger.models import Mark
from yidan.progress.commands import opening as openings
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthlyReport, Span
from yidan.progress.states import State
from yidan.web.papers.importing.acts import RowPlan, Step
from yidan.web.papers.importing.ledger_now import Invested
from yidan.web.papers.importing.plan_rows import guessed_listing, is_same_plan, plan_fields
from yidan.web.papers.workbook.checks import plain
from yidan.web.papers.workbook.fields import label_of
from yidan.web.papers.workbook.findings import Severity
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.rows import Row

_TEXTS = ("physical_progress", "problems", "needs", "next_step")
_NOTHING = Invested()


class MonthRows:
    """Plans a month's rows; `preparer` gives the ledger and takes findings."""

    def __init__(self, preparer: Any, ids: Iterable[int]) -> None:
        self.preparer, self.known = preparer, preparer.known
        self.month: Month = preparer.plan.month or Month(2000, 1)
        self.is_review = preparer.plan.goes_to_review
        ids = list(ids)
        self.known.load_plans(self.month.year, ids)
        self.known.load_months(self.month, ids)
        if self.is_review:
            self.known.load_reports(self.month, ids)
        self.guessed: dict[str, tuple[SheetReading, int]] = {}
        self.month_plans: dict[str, SheetReading] = {}
        self.order = 0

    def fill(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        """The year's plan if there is none, openings, the month, the stages reached."""
        self.order += 1
        project = row_plan.project
        if project and project.pk in self.known.bundles:
            if row.values.get("invested_month") is not None:
                self.say(sheet, row, "invested_month", "question", _("是打包项目，月报按子项填报，本行投资未导入"))
            return
        split = row.values.get("month_plan")
        if split is not None and split != self.known.month_plans.get(project.pk if project else None):
            self.month_plans[sheet.name] = sheet
        if self.is_review:
            self._report(sheet, row, row_plan)
            return
        self._plan(sheet, row, row_plan)
        amount = self._openings(sheet, row, row_plan)
        if row_plan.outcome == "held":
            return
        self._month(sheet, row, row_plan, amount)
        self._stages(sheet, row, row_plan)

    def finish(self) -> None:
        """Say once per sheet what was guessed and what has no place in the ledger."""
        for sheet, count in self.guessed.values():
            words = _("%(count)s个项目没有写明新开工、续建、竣工或预备，按开竣工时间推断，请确认") % {"count": count}
            self.say(sheet, None, "listing", "question", words)
        for sheet in self.month_plans.values():
            words = _("“本月计划”不单独入账：分月计划须与年度计划相符，请在年度计划中下达")
            self.say(sheet, None, "month_plan", "question", words)

    def say(self, sheet: SheetReading, row: Row | None, field: str, severity: Severity, reason: str) -> None:
        """A finding at the cell of a field."""
        self.preparer.say(sheet, row, field, severity, reason)

    def _plan(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        old = self.known.plans.get(row_plan.project.pk) if row_plan.project else None
        planned = row.values.get("planned")
        if old is not None:
            if planned is not None and planned != old.planned_wan:
                words = _("年度计划投资%(given)s ≠ 台账%(held)s(万元)，未更改；调整计划请凭文件办理") % {
                    "given": plain(planned),
                    "held": plain(old.planned_wan),
                }
                self.say(sheet, row, "planned", "warning", words)
            return
        if planned is None or planned < 0:
            return
        wanted = plan_fields(row)
        if "listing" not in wanted:
            held = self.guessed.get(sheet.name, (sheet, 0))
            self.guessed[sheet.name] = (sheet, held[1] + 1)
            wanted["listing"] = guessed_listing(row, self.month.year)
        row_plan.steps.append(
            Step(plans.set, {
                **wanted, "year": self.month.year, "order": self.order, "document": self.preparer.document,
                "origin": row_plan.origin,
            })
        )  # fmt: skip
        if row_plan.project:
            self.preparer.differ(
                sheet, row, row_plan, "planned", _("%(year)s年度计划投资") % {"year": self.month.year}, None, planned
            )

    # --- cumulative values ---

    def _openings(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> Decimal | None:
        """Fill what the ledger does not know as one opening; check what it does. Gives the month's own amount."""
        values = row.values
        month, year, to_date = (values.get(name) for name in ("invested_month", "invested_year", "invested_to_date"))
        known = self.known.invested.get(row_plan.project.pk, _NOTHING) if row_plan.project else _NOTHING
        if to_date is not None and year is not None:
            self._prior(sheet, row, row_plan, known, to_date - year)
        elif to_date is not None and not known.has_before_year:
            self.say(sheet, row, "invested_to_date", "question", _("没有本年累计，自开工累计不能分出上年底数，未导入"))
        if year is None:
            return month
        number = self.month.number % 100
        if month is None:
            return self._month_from_year(sheet, row, row_plan, known, year)
        earlier = year - month
        if number == 1 or known.knows(number):
            if earlier != known.before(number):
                self._say_mismatch(sheet, row, known.before(number), month, year)
        elif earlier >= 0:
            self._opening(sheet, row, row_plan, earlier - known.own_before(number), self.month - 1, known)
        return month

    def _say_mismatch(self, sheet: SheetReading, row: Row, before: Decimal, month: Decimal, year: Decimal) -> None:
        name = self._so_far()
        if year < before:
            words = _("%(name)s%(year)s < 上月累计%(before)s(台账，万元)") % {
                "name": name,
                "year": plain(year),
                "before": plain(before),
            }
        else:
            words = _("%(name)s%(year)s ≠ 上月累计%(before)s(台账)+本月完成%(month)s(万元)") % {
                "name": name,
                "year": plain(year),
                "before": plain(before),
                "month": plain(month),
            }
        self.say(sheet, row, "invested_year", "warning", words)

    def _so_far(self) -> str:
        """1—6月累计, as the column is called."""
        return _("1—%(month)s月累计") % {"month": self.month.month} if self.month.month > 1 else _("1月累计")

    def _month_from_year(
        self, sheet: SheetReading, row: Row, row_plan: RowPlan, known: Invested, year: Decimal
    ) -> Decimal | None:
        """Only the year's amount is given: the month is what is left, or it is all one opening."""
        number = self.month.month
        if number == 1 or known.knows(number):
            if year < known.before(number):
                words = _("%(name)s%(year)s < 上月累计%(before)s(台账，万元)") % {
                    "name": self._so_far(),
                    "year": plain(year),
                    "before": plain(known.before(number)),
                }
                self.preparer.hold(sheet, row, row_plan, "invested_year", words)
                return None
            return year - known.before(number)
        pk = row_plan.project.pk if row_plan.project else None
        if pk not in self.known.facts:
            self._opening(sheet, row, row_plan, year - known.own_before(number), self.month, known)
        return None

    def _opening(
        self, sheet: SheetReading, row: Row, row_plan: RowPlan, amount: Decimal, until: Month, known: Invested
    ) -> None:
        if amount < 0:
            words = _("累计数小于台账已有各月之和%(held)s(万元)，未补期初") % {
                "held": plain(known.own_before(self.month.month))
            }
            self.say(sheet, row, "invested_year", "warning", words)
            return
        old = self.known.openings.get(row_plan.project.pk) if row_plan.project else None
        if old is not None and old.month >= until:
            if old.month == until and old.invested_wan == amount:
                return
            words = _("台账已有截至%(month)s月的期初数%(held)s(万元)，未更改") % {
                "month": old.month.month,
                "held": plain(old.invested_wan),
            }
            self.say(sheet, row, "invested_year", "warning", words)
            return
        if not amount and not known.opening_until:
            return
        row_plan.steps.append(
            Step(openings.set, {
                "month": until, "span": Span.YEAR_OPENING, "invested_wan": amount, "origin": row_plan.origin,
            })
        )  # fmt: skip
        if row_plan.project:
            label = (
                _("%(year)s年1—%(month)s月期初") % {"year": until.year, "month": until.month}
                if until.month > 1
                else _("%(year)s年1月期初") % {"year": until.year}
            )
            old_amount = known.opening if known.opening_until else None
            self.preparer.differ(sheet, row, row_plan, "invested_year", label, old_amount, amount)

    def _prior(self, sheet: SheetReading, row: Row, row_plan: RowPlan, known: Invested, amount: Decimal) -> None:
        if known.has_before_year:
            if amount != known.before_year:
                words = _("自开工累计减本年累计为%(amount)s，台账上年底累计为%(held)s(万元)，未更改") % {
                    "amount": plain(amount),
                    "held": plain(known.before_year),
                }
                self.say(sheet, row, "invested_to_date", "warning", words)
            return
        if amount <= 0:
            return
        until = Month(self.month.year - 1, 12)
        row_plan.steps.append(
            Step(openings.set, {
                "month": until, "span": Span.PRIOR_OPENING, "invested_wan": amount, "origin": row_plan.origin,
            })
        )  # fmt: skip
        if row_plan.project:
            label = _("截至%(year)s年底累计完成投资") % {"year": until.year}
            self.preparer.differ(sheet, row, row_plan, "invested_to_date", label, None, amount)

    # --- the month ---

    def _month(self, sheet: SheetReading, row: Row, row_plan: RowPlan, amount: Decimal | None) -> None:
        texts = {name: row.values[name] for name in _TEXTS if row.values.get(name)}
        fact = self.known.facts.get(row_plan.project.pk) if row_plan.project else None
        if fact is None:
            if amount is None:
                if texts:
                    self.say(sheet, row, "invested_month", "question", _("没有本月完成投资，本行进展文字未导入"))
                return
            opening = self.known.openings.get(row_plan.project.pk) if row_plan.project else None
            if opening is not None:
                words = _("台账已有截至%(month)s的期初数，本月不能再单独入账") % {"month": opening.month}
                self.say(sheet, row, "invested_month", "warning", words)
                return
            arguments = {"month": self.month, "invested_wan": amount, "origin": row_plan.origin, **texts}
            row_plan.steps.append(Step(reports.record, arguments))
            if row_plan.project:
                self.preparer.differ(
                    sheet, row, row_plan, "invested_month", _("%(month)s完成投资") % {"month": self.month}, None, amount
                )
            return
        changed: dict[str, Any] = {
            name: text for name, text in texts.items() if not is_same_plan(getattr(fact, name), text)
        }
        if amount is not None and amount != fact.invested_wan:
            changed["invested_wan"] = amount
        if not changed:
            return
        if fact.report_id is None:
            self.say(sheet, row, "invested_month", "warning", _("台账中这个月的数没有月报，未更改"))
            return
        reason = f"按工作簿更正：{row_plan.origin}"[:500]
        row_plan.steps.append(
            Step(reports.correct, {**changed, "reason": reason}, subject=MonthlyReport.objects.get(pk=fact.report_id))
        )
        for name, value in changed.items():
            field = "invested_month" if name == "invested_wan" else name
            label = _("%(month)s完成投资") % {"month": self.month} if name == "invested_wan" else label_of(name)
            self.preparer.differ(sheet, row, row_plan, field, label, getattr(fact, name), value)

    def _report(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        """County or owner: the row becomes a report that is submitted and goes the way of review."""
        project = row_plan.project
        if project is None:
            return
        old = self.known.reports.get(project.pk)
        if old is not None and old.state not in (State.DRAFT, State.SENT_BACK):
            said = {"invested_wan": row.values.get("invested_month"), **{name: row.values.get(name) for name in _TEXTS}}
            if any(value is not None and not is_same_plan(getattr(old, name), value) for name, value in said.items()):
                words = _("%(month)s月报%(state)s，不能再改；如有错误请联系审核单位退回或更正") % {
                    "month": self.month,
                    "state": old.get_state_display(),
                }
                self.preparer.hold(sheet, row, row_plan, "invested_month", words)
            return
        amount = row.values.get("invested_month")
        if amount is None:
            known = self.known.invested.get(project.pk, _NOTHING)
            year = row.values.get("invested_year")
            if year is None or not known.knows(self.month.month):
                self.say(sheet, row, "invested_month", "question", _("没有本月完成投资，未报送"))
                return
            amount = year - known.before(self.month.month)
        texts = {name: row.values[name] for name in _TEXTS if row.values.get(name)}
        row_plan.steps.append(Step(reports.save, {"month": self.month, "invested_wan": amount, **texts}))
        row_plan.steps.append(Step(reports.submit, {}, subject="report"))
        before = old.invested_wan if old else None
        self.preparer.differ(
            sheet, row, row_plan, "invested_month", _("%(month)s完成投资(报送)") % {"month": self.month}, before, amount
        )

    # --- stages ---

    def _stages(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        marks = list(self.known.marks.get(row_plan.project.pk, ())) if row_plan.project else []
        today = beijing_day(self.preparer.at)
        for field, mark in (("actual_start", Mark.STARTED), ("actual_finish", Mark.COMPLETED)):
            span = row.values.get(field)
            if span is None:
                continue
            day = min(span.last, today)
            held = next((when for each, when in marks if each == mark), None)
            if held is not None:
                if not span.first <= held <= span.last:
                    words = _("%(mark)s%(first)s—%(last)s，台账为%(held)s，未更改") % {
                        "mark": mark.label,
                        "first": span.first,
                        "last": span.last,
                        "held": held,
                    }
                    self.say(sheet, row, field, "warning", words)
                continue
            if span.first > today:
                self.say(
                    sheet,
                    row,
                    field,
                    "warning",
                    _("实际%(mark)s时间%(day)s还没有到，未导入") % {"mark": mark.label, "day": span.first},
                )
                continue
            if problem := rules.fault([*marks, (mark, day)]):
                self.say(sheet, row, field, "warning", _("%(problem)s，未导入") % {"problem": wording.fault(problem)})
                continue
            marks.append((mark, day))
            row_plan.steps.append(
                Step(stages.record, {"mark": mark, "happened_on": day, "basis": row_plan.origin[:200]})
            )
            if row_plan.project:
                self.preparer.differ(sheet, row, row_plan, field, _("实际%(mark)s") % {"mark": mark.label}, None, day)
