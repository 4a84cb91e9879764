"""打包项目 in a workbook: `1` with `1-1` and `1-2` beneath it is one bundle with two parts, counted once.

A bundle carries neither plan nor report (按项 and 按子项 stay apart), so its own row says only who it is; plan and
months are those of its parts. What the ledger holds as a single project is not taken apart by a table.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.ledger.commands import bundling
from yidan.web.papers.importing.acts import RowPlan
from yidan.web.papers.workbook.cells import flat
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.rows import Row

Pair = tuple[SheetReading, Row, RowPlan]


def settle(preparer: Any, pairs: list[Pair]) -> None:
    """Say of every bundle's row, and of its parts, what becomes of them."""
    wholes = [pair for pair in pairs if pair[1].parts]
    for whole in wholes:
        sheet, row, _plan = whole
        inside = [pair for pair in pairs if pair[0] is sheet and pair[1].bundle == row.number]
        _Bundle(preparer, whole, inside).settle()


def take_single_parts(preparer: Any) -> None:
    """A name beside which only one part stands is a project, if the ledger has no bundle of it: one part makes none."""
    known = preparer.known
    for sheet in preparer.reading.sheets:
        for whole in [row for row in sheet.rows if row.is_beside and row.parts == 1]:
            if known.bundles.isdisjoint(known.by_name.get(flat(whole.label), ())):
                (part,) = (row for row in sheet.projects if row.bundle == whole.number)
                words = _("只有一个子项“%(part)s”，按项目“%(name)s”读取，不另作打包项目")
                preparer.say(sheet, part, "name", "question", words % {"part": part.label, "name": whole.label})
                part.label, part.bundle, part.whole = whole.label, 0, ""
                part.values["name"] = whole.label
                sheet.rows.remove(whole)


def follow(preparer: Any, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
    """A part stays out where its bundle turned out to: for want of a county, say."""
    if row_plan.bundle is not None and row_plan.bundle.outcome == "held":
        row_plan.outcome = "held"
        preparer.say(sheet, row, "name", "warning", _without(row_plan.bundle))


def _without(whole: RowPlan) -> str:
    return _("所属的打包项目“%(name)s”没有导入，子项一并未导入") % {"name": whole.name}


class _Bundle:
    def __init__(self, preparer: Any, whole: Pair, inside: list[Pair]) -> None:
        self.preparer, (self.sheet, self.row, self.plan), self.inside = preparer, whole, inside
        self.new = [pair for pair in inside if pair[2].project is None and pair[2].outcome != "held"]

    def settle(self) -> None:
        """A bundle as it is in the ledger, one to be registered, or a single project that stays one."""
        project = self.plan.project
        if self.plan.outcome == "held":
            self._leave_out(_without(self.plan))
        elif project is None and not self.new:
            self.plan.outcome = "held"
            self.say(self.row, "question", _("各子项已在台账中，本行是它们的合计，未另外登记"))
        elif project is None or project.pk in self.preparer.known.bundles:
            self._take()
        else:
            self._split(project)

    def say(self, row: Row, severity: str, reason: str) -> None:
        """A finding at the cell of the name."""
        self.preparer.say(self.sheet, row, "name", severity, reason)

    def _take(self) -> None:
        self.plan.is_bundle = True
        for _sheet, _row, plan in self.new:
            plan.bundle = self.plan
        words = _("按打包项目读取，含%(count)s个子项；计划和投资记在各子项上，本行金额不另计")
        self.say(self.row, "question", words % {"count": len(self.inside)})

    def _split(self, project: Any) -> None:
        """A single project of the ledger: a bundle only if nothing stands against it."""
        if not self.new:
            words = _("台账中“%(name)s”和它的子项是并列的项目，投资会重复计算，请核对")
            self.say(self.row, "warning", words % {"name": project.name})
            return
        try:
            bundling.refuse_as_parent(project)
        except Invalid as refusal:
            self._leave_out(_("%(why)s本行未导入") % {"why": refusal})
        else:
            self._take()

    def _leave_out(self, reason: str) -> None:
        for _sheet, row, plan in self.new:
            plan.outcome = "held"
            self.say(row, "warning", reason)
