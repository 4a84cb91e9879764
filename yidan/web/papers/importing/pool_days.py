"""入库日期: since when a project stands in a pool, as an office's table says it (domain.md §8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yidan.kernel.values import beijing_day
from yidan.ledger import pooling
from yidan.ledger.commands import pool as pools
from yidan.ledger.models import Pool, PoolTerm
from yidan.web.papers.importing.acts import RowPlan, Step
from yidan.web.papers.workbook.fields import label_of
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.rows import Row

# A head that names a pool speaks of that one, another of the pool in which the project stands now.
POOL_OF = {
    "pooled_construction": Pool.CONSTRUCTION, "pooled_rolling": Pool.ROLLING, "pooled_reserve": Pool.RESERVE,
    "pooled": "",
}  # fmt: skip


class PoolDays:
    """Days on which projects entered their pools; `preparer` takes findings."""

    def __init__(self, preparer: Any, ids: Iterable[int]) -> None:
        self.preparer = preparer
        self.terms: dict[int, list[PoolTerm]] = defaultdict(list)
        wanted = {*ids}
        if any(sheet.head and any(sheet.head.column_of(name) for name in POOL_OF) for sheet in preparer.reading.sheets):
            for term in PoolTerm.objects.live().order_by("since_on"):
                if term.project_id in wanted:
                    self.terms[term.project_id].append(term)

    def begin(self, sheet: SheetReading, row: Row) -> dict[str, Any]:
        """Of a project that is registered by this row: its pool and since when; a plan's projects are to be built."""
        found: dict[str, Any] = {}
        for name, pool in POOL_OF.items():
            if (day := self._day(sheet, row, name)) is None:
                continue
            if pool == Pool.RESERVE and row.values.get("code"):
                self.preparer.say(sheet, row, name, "question", _("有项目代码的不在储备库里，入库日期未导入"))
            elif day > beijing_day(self.preparer.at):
                self.preparer.say(sheet, row, name, "question", _("入库日期%(day)s还没有到，未导入") % {"day": day})
            elif found:
                self.preparer.say(sheet, row, name, "question", _("只登记现在所在的库，这个日期未导入"))
            else:
                if not pool:
                    words = _("没有写明是哪个库，按建设实施库登记")
                    self.preparer.say(sheet, row, name, "question", words)
                found = {"pool": pool or Pool.CONSTRUCTION, "pool_on": day}
        return found

    def correct(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        """Of a project that the ledger has: another day than the one that is held is corrected, in its own act."""
        project = row_plan.project
        assert project is not None  # registered ones have begun
        terms = self.terms[project.pk]
        said: dict[str, date] = {}
        for name, named in POOL_OF.items():
            if (day := self._day(sheet, row, name)) is None:
                continue
            pool = named or (project.profile.pool if project.profile else "")
            term, before, after = pooling.term_between(terms, pool) if pool else (None, None, None)
            if term is None:
                where = Pool(pool).label if pool else _("任何项目库")
                words = _("台账中项目没有进过%(pool)s，入库日期未导入；请在项目页提请入库") % {"pool": where}
                self.preparer.say(sheet, row, name, "question", words)
            elif pool in said or day == term.since_on:
                continue
            elif why := pools.day_fault(day, before, after, self.preparer.at):
                self.preparer.say(sheet, row, name, "question", _("%(why)s，未更改") % {"why": why.rstrip("。")})
            else:
                said[pool] = day
                reason = f"按工作簿更新：{row_plan.origin}"[:300]
                row_plan.steps.append(Step(pools.redate, {"since_on": day, "reason": reason, "pool": pool}))
                self.preparer.differ(sheet, row, row_plan, name, label_of(name), term.since_on, day)

    def _day(self, sheet: SheetReading, row: Row, name: str) -> date | None:
        """The day; of a month its first, which counts the same at every month's end, and is said."""
        span = row.values.get(name)
        if span is None:
            return None
        if span.first != span.last:
            words = _("只写到月，按%(day)s记") % {"day": span.first}
            self.preparer.say(sheet, row, name, "warning", words)
        return span.first
