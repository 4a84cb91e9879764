"""Which project of the ledger a row means: by code, by name and owner; what is not certain is said, never guessed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yidan.ledger import rules
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.web.papers.importing import naming, repeats
from yidan.web.papers.importing.acts import RowPlan
from yidan.web.papers.workbook.cells import flat
from yidan.web.papers.workbook.fields import label_of
from yidan.web.papers.workbook.one_table import SheetReading
from yidan.web.papers.workbook.rows import Row, listing_of

Pair = tuple[SheetReading, Row, RowPlan]


class Matcher:
    """Goes through a workbook's rows; `preparer` gives the ledger and takes findings."""

    def __init__(self, preparer: Any) -> None:
        self.preparer, self.known = preparer, preparer.known
        self.taken: dict[int, RowPlan] = {}
        self.new_names: dict[str, dict[str, RowPlan]] = {}  # name → owner → row
        self.rows: dict[int, Row] = {}
        self.marked: dict[int, tuple[SheetReading, list[int]]] = {}

    def match_all(self, pairs: list[Pair]) -> None:
        """Every row but those that an error holds; then what is to be said of them together."""
        bad = self.preparer.reading.bad_rows()
        for sheet, row, row_plan in pairs:
            if (sheet.name, row.number) in bad:
                row_plan.outcome = "held"
            else:
                self._match(sheet, row, row_plan)
        self._say_near(pairs)
        self._say_marked()

    def _match(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        found, why = self._find(row)
        if why:
            self.preparer.hold(sheet, row, row_plan, "name", why)
            return
        if found is None:
            self._match_new(sheet, row, row_plan)
            return
        if earlier := self.taken.get(found.pk):
            self._repeat(sheet, row, row_plan, earlier)
            return
        self.taken[found.pk] = row_plan
        self.rows[id(row_plan)] = row
        row_plan.project = found
        if flat(found.name) != flat(row.label) and flat(naming.bare(found.name)) == flat(naming.bare(row.label)):
            self.marked.setdefault(id(sheet), (sheet, []))[1].append(row.number)
            row.label = found.name  # a mark is no new name
        if flat(found.name) != flat(row.label) and found.pk == self.known.by_code.get(row.values.get("code")):
            self.preparer.say(
                sheet,
                row,
                "name",
                "question",
                _("项目代码与台账“%(name)s”相同，名称不同，按更名处理") % {"name": found.name},
            )

    def _repeat(self, sheet: SheetReading, row: Row, row_plan: RowPlan, earlier: RowPlan) -> None:
        """A project's second row: what it says besides joins the first, as where a second sheet holds the words."""
        self.preparer.repeated.add((sheet.name, row.number))
        where = _("%(sheet)s 第%(row)s行") % {"sheet": earlier.sheet, "row": earlier.number}
        whole = self.rows[id(earlier)]
        other = repeats.first_difference(whole, row)
        if other is None:
            row_plan.outcome = "held"
            self.preparer.say(sheet, row, "name", "question", repeats.join(whole, row, where))
            return
        name, before, now = other
        words = _("与%(where)s是同一项目“%(name)s”，而%(field)s不同(%(before)s、%(now)s)，请只留一行") % {
            "where": where,
            "name": earlier.name,
            "field": label_of(name),
            "before": before,
            "now": now,
        }
        self.preparer.hold(sheet, row, row_plan, "name", words)

    def _find(self, row: Row) -> tuple[Project | None, str]:
        """By code, then by name and owner; never a guess between two."""
        if pk := self.known.by_code.get(row.values.get("code")):
            return self.known.projects[pk], ""
        key, owner = flat(row.label), flat(str(row.values.get("owner_unit") or ""))
        named = self.known.by_name.get(key) or self.known.by_bare_name.get(flat(naming.bare(row.label)), [])
        current = [self.known.projects[pk] for pk in named]
        former = [self.known.projects[pk] for pk in self.known.by_former_name.get(key, ()) if pk not in current]
        for candidates, is_former in ((current, False), (former, True)):
            if not candidates:
                continue
            same = [each for each in candidates if owner and self._is_owner(each, owner)]
            if len(same) == 1:
                return same[0], ""
            if len(candidates) > 1:
                return None, _("台账中有%(count)s个同名项目，凭业主不能确定是哪一个，请补填项目代码") % {
                    "count": len(candidates)
                }
            if not is_former or not owner or _owner_of(candidates[0]) is None:
                return candidates[0], ""
            return None, _("是台账“%(name)s”的曾用名，但业主不同，请核对后改用现用名或补填项目代码") % {
                "name": candidates[0].name
            }
        return None, ""

    def _is_owner(self, project: Project, owner: str) -> bool:
        unit = _owner_of(project)
        return unit is not None and self.preparer.units.by_name.get(owner) == unit

    def _match_new(self, sheet: SheetReading, row: Row, row_plan: RowPlan) -> None:
        if self.preparer.reading.kind == "rolling":
            self.preparer.hold(sheet, row, row_plan, "name", _("台账中没有这个项目，先登记入库，再编三年滚动计划"))
            return
        if self.preparer.plan.goes_to_review:
            self.preparer.hold(
                sheet, row, row_plan, "name", _("台账中没有这个项目(或不属于您的单位)，登记入库由市项目办办理")
            )
            return
        if rules.is_classified(row.label, str(row.values.get("remark") or "")):
            self.preparer.hold(sheet, row, row_plan, "name", _("涉密项目不得录入本系统，请按保密规定线下管理"))
            return
        owner, named = flat(str(row.values.get("owner_unit") or "")), self.new_names.setdefault(flat(row.label), {})
        same = (
            named.get(owner) or named.get("") or (next(iter(named.values())) if not owner and len(named) == 1 else None)
        )
        if same:
            self._repeat(sheet, row, row_plan, same)
            return
        if named and not owner:
            words = _("表中有%(count)s个同名项目，本行没有写业主，不能确定是哪一个，请补填业主") % {"count": len(named)}
            self.preparer.hold(sheet, row, row_plan, "name", words)
            return
        named[owner] = row_plan
        self.rows[id(row_plan)] = row
        if (name := naming.bare(row.label)) != row.label:
            self.marked.setdefault(id(sheet), (sheet, []))[1].append(row.number)
            row.values["listing"] = row.values.get("listing") or listing_of(row, naming.listed_as(row.label))
            row.label = row_plan.name = name

    def _say_near(self, pairs: list[Pair]) -> None:
        """Of what would be registered, what is likely in the ledger already under another name."""
        for sheet, row, row_plan in pairs:
            if row_plan.project is not None or row_plan.outcome == "held":
                continue
            owner = self.preparer.units.by_name.get(flat(str(row.values.get("owner_unit") or "")))
            near = self.known.near(row.label, owner, row.values.get("total_investment"), self.taken)
            if near:
                words = _("与台账“%(name)s”(%(number)s)疑似重复，仍作为新项目登记；确属同一项目的请先改成一致") % {
                    "name": near.name,
                    "number": near.internal_id,
                }
                self.preparer.say(sheet, row, "name", "warning", words)

    def _say_marked(self) -> None:
        """The marks on names, once a sheet."""
        for sheet, numbers in self.marked.values():
            shown = _("、").join(map(str, numbers[:10])) + (_("等") if len(numbers) > 10 else "")
            words = _("第%(rows)s行的项目名称带有(续建)、★等记号，按不带记号的名称对应台账，请确认") % {"rows": shown}
            self.preparer.say(sheet, None, "name", "question", words)


def _owner_of(project: Project) -> Unit | None:
    return project.profile.owner_unit if project.profile else None
