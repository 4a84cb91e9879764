"""Rows of an annual plan workbook (domain.md §5.5 a): the year's plan, the money's sources, what was done before."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.models import Listing, Source
from yidan.progress.commands import opening as openings
from yidan.progress.models import Span
from yidan.web.papers.importing.acts import RowPlan, Step
from yidan.web.papers.workbook.checks import plain
from yidan.web.papers.workbook.fields import SPLIT_FIELDS, label_of
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.rows import Row

SOURCE_OF = {
    "source_central": Source.CENTRAL,
    "source_provincial": Source.PROVINCIAL,
    "source_city_county": Source.CITY_COUNTY,
    "source_special_bond": Source.SPECIAL_BOND,
    "source_bank": Source.BANK_LOAN,
    "source_own": Source.OWN,
    "source_social": Source.SOCIAL,
}


class PlanRows:
    """Plans a plan's rows; `preparer` gives the ledger and takes findings."""

    def __init__(self, preparer: Any, ids: Iterable[int]) -> None:
        self.preparer, self.known = preparer, preparer.known
        self.year: int = preparer.plan.year or 2000  # none is asked for where no sheet has a head: no row will need it
        ids = list(ids)
        self.known.load_plans(self.year, ids)
        self.known.load_prior(self.year, ids)
        self.guessed: dict[str, tuple[SheetReading, int]] = {}
        self.order = 0

    def fill(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        """Plan, sources and prior amount of one project."""
        self.order += 1
        self._sources(sheet, row, row_plan)
        self._plan(sheet, row, row_plan)
        self._prior(sheet, row, row_plan)

    def finish(self) -> None:
        """Say once per sheet what was guessed."""
        for sheet, count in self.guessed.values():
            words = _("%(count)s个项目没有写明新开工、续建、竣工或预备，按开竣工时间推断，请确认") % {"count": count}
            self.preparer.say(sheet, None, "listing", "question", words)

    def _sources(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        given = {source: row.values[name] for name, source in SOURCE_OF.items() if row.values.get(name) is not None}
        if not given or any(amount < 0 for amount in given.values()):
            return
        old = self.known.sources.get(row_plan.project.pk, {}) if row_plan.project else {}
        wanted = {**old, **given}
        if wanted == old:
            return
        row_plan.steps.append(Step(projects.set_sources, {"amounts": wanted}))
        if row_plan.project:
            for name, source in SOURCE_OF.items():
                if source in given and given[source] != old.get(source):
                    label = _("资金来源·%(source)s") % {"source": source.label}
                    self.preparer.differ(sheet, row, row_plan, name, label, old.get(source), given[source])

    def _plan(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        values = row.values
        old = self.known.plans.get(row_plan.project.pk) if row_plan.project else None
        if row_plan.project and row_plan.project.pk in self.known.bundles:
            if values.get("planned") is not None:
                self.preparer.say(sheet, row, "planned", "question", _("是打包项目，年度计划在各子项上，未导入"))
            return
        if old is None and values.get("planned") is None:
            self.preparer.say(sheet, row, "planned", "question", _("没有年度计划投资，只登记项目，不列入年度计划"))
            return
        wanted = plan_fields(row)
        if old is None:
            wanted["listing"] = wanted.get("listing") or self._guess(sheet, row)
            months = self._split(sheet, row, wanted["planned_wan"])
            row_plan.steps.append(
                Step(plans.set, {
                    **wanted, "year": self.year, "order": self.order, "document": self.preparer.document,
                    "origin": row_plan.origin, "months": months,
                })
            )  # fmt: skip
            if row_plan.project:
                self.preparer.differ(
                    sheet,
                    row,
                    row_plan,
                    "planned",
                    _("%(year)s年度计划投资") % {"year": self.year},
                    None,
                    wanted["planned_wan"],
                )
            return
        self._adjust(sheet, row, row_plan, old, wanted)

    def _adjust(self, sheet: SheetReading, row: Row, row_plan: RowPlan, old: Any, wanted: dict[str, Any]) -> None:
        changed = {
            name: value
            for name, value in wanted.items()
            if value is not None and not is_same_plan(getattr(old, name), value) and not _lies_in(row, name, old)
        }
        before_split = self.known.splits.get(row_plan.project.pk, {}) if row_plan.project else {}
        months = self._split(sheet, row, changed.get("planned_wan", old.planned_wan))
        is_split_anew = bool(months) and months != before_split
        if not changed and not is_split_anew:
            return
        arguments = {
            **changed, "reason": f"按工作簿调整：{row_plan.origin}"[:300], "document": self.preparer.document,
            "origin": row_plan.origin,
        }  # fmt: skip
        if is_split_anew:
            arguments["months"] = months
        elif "planned_wan" in changed and before_split:
            arguments["months"] = {}
            self.preparer.say(sheet, row, "planned", "question", _("年度计划改变，原分月计划不再适用，请重新分月"))
        row_plan.steps.append(Step(plans.adjust, arguments, subject=old))
        for name, value in changed.items():
            field = _PLAN_COLUMNS[name]
            before = getattr(old, name)
            if name == "listing":
                before, value = Listing(before).label, Listing(value).label
            self.preparer.differ(sheet, row, row_plan, field, label_of(field), before, value)
        for field in SPLIT_FIELDS if is_split_anew else ():
            month = Month(self.year, int(field.removeprefix("split_")))
            if before_split.get(month) != months.get(month):
                before, value = before_split.get(month), months.get(month)
                self.preparer.differ(sheet, row, row_plan, field, label_of(field), before, value)

    def _split(self, sheet: SheetReading, row: Row, planned: Decimal) -> dict[Month, Decimal]:
        """分月计划 as the row has it; one that does not add up to the year's plan is said and left out."""
        given = {
            Month(self.year, month): amount for month, field in enumerate(SPLIT_FIELDS, 1)
            if (amount := row.values.get(field)) is not None
        }  # fmt: skip
        if not any(given.values()) or any(amount < 0 for amount in given.values()):  # what is negative holds the row
            return {}
        if (total := sum(given.values(), Decimal(0))) == planned:
            return given
        words = _("分月计划合计%(total)s ≠ 年度计划%(planned)s(万元)，分月计划未导入；改成相等后可再导入") % {
            "total": plain(total),
            "planned": plain(planned),
        }
        self.preparer.say(sheet, row, next(each for each in SPLIT_FIELDS if each in row.values), "warning", words)
        return {}

    def _guess(self, sheet: SheetReading, row: Row) -> str:
        held = self.guessed.get(sheet.name, (sheet, 0))
        self.guessed[sheet.name] = (sheet, held[1] + 1)
        return guessed_listing(row, self.year)

    def _prior(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        """截至上年底累计: fills what the ledger does not know as one opening; never doubles what it does."""
        amount = row.values.get("prior_cumulative")
        if amount is None or amount < 0:
            return
        pk = row_plan.project.pk if row_plan.project else None
        known, opening = self.known.prior.get(pk), self.known.prior_opening.get(pk)
        if (known is None and not amount) or known == amount:
            return
        if known is not None and known != opening:
            words = _("截至%(year)s年底累计%(amount)s ≠ 台账%(held)s(万元)，台账已有各月数，未更改") % {
                "year": self.year - 1,
                "amount": plain(amount),
                "held": plain(known),
            }
            self.preparer.say(sheet, row, "prior_cumulative", "warning", words)
            return
        row_plan.steps.append(
            Step(openings.set, {
                "month": Month(self.year - 1, 12), "span": Span.PRIOR_OPENING, "invested_wan": amount,
                "origin": row_plan.origin, "reason": "" if known is None else "按工作簿更正期初数",
            })
        )  # fmt: skip
        if row_plan.project:
            label = _("截至%(year)s年底累计完成投资") % {"year": self.year - 1}
            self.preparer.differ(sheet, row, row_plan, "prior_cumulative", label, known, amount)


_PLAN_COLUMNS = {
    "planned_wan": "planned",
    "listing": "listing",
    "content": "goal",
    "starts_on": "planned_start",
    "finishes_on": "planned_finish",
}


def plan_fields(row: Row) -> dict[str, Any]:
    """The fields of a year's plan that a row gives."""
    values = row.values
    start, finish = values.get("planned_start"), values.get("planned_finish")
    out = {
        "planned_wan": values.get("planned"),
        "listing": values.get("listing"),
        "content": values.get("goal") or values.get("year_goal"),
        "starts_on": start.last if start else None,
        "finishes_on": finish.last if finish else None,
    }
    return {name: value for name, value in out.items() if value is not None}


def guessed_listing(row: Row, year: int) -> str:
    """新开工 when it is to start this year, 竣工 when to finish, else 续建."""
    start = row.values.get("planned_start") or row.values.get("actual_start")
    finish = row.values.get("planned_finish")
    begin = (row.values.get("years") or (None, None))[0]
    if (start and start.last.year == year) or (not start and begin and begin.first.year == year):
        return Listing.STARTING
    return Listing.COMPLETING if finish and finish.last.year == year else Listing.CONTINUING


def _lies_in(row: Row, name: str, old: Any) -> bool:
    """`2020年5月` says nothing against a plan that starts on 10 May."""
    span = row.values.get({"starts_on": "planned_start", "finishes_on": "planned_finish"}.get(name, ""))
    held = getattr(old, name)
    return span is not None and held is not None and span.first <= held <= span.last


def is_same_plan(old: Any, new: Any) -> bool:
    """Equal, or texts that differ in nothing but spaces and width."""
    if isinstance(old, str) and isinstance(new, str):
        return "".join(old.split()) == "".join(new.split())
    return old == new
