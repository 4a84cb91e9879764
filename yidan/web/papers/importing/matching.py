"""Which project of the ledger a row means: by code, by name and owner; what is not certain is said, never guessed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from yidan.ledger import rules
from yidan.ledger.commands import project as projects
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.web.papers.importing import answers, applying, naming, repeats
from yidan.web.papers.importing.acts import RowPlan, Step
from yidan.web.papers.importing.answers import Answer, Doubt
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
        self.former: dict[int, tuple[SheetReading, list[int]]] = {}
        self.said: dict[str, list[tuple[str, Answer]]] = {}  # name → of which owner, what was said
        self.bundles: dict[tuple[int, int], RowPlan] = {}  # a bundle's sheet and row → what becomes of it
        self.likely: dict[int, list[Project]] = {}  # row → the projects it may be
        self.questions: dict[int, str] = {}  # row → the finding that an answer settles
        self.imported: dict[int, int] | None = None  # row → the project that it was in this very file before

    def match_all(self, pairs: list[Pair]) -> None:
        """Every row but those that an error holds, what a person said last; then what is to be said of them together.

        A row that is in the ledger by its own name has its project before any answer can give it to another row.
        """
        self.row_plans = [row_plan for _sheet, _row, row_plan in pairs]
        bad, answered, later = self.preparer.reading.bad_rows(), self._answers(pairs), []
        for pair in pairs:
            sheet, row, row_plan = pair
            answer = answered.get(id(row_plan)) or self._said_of_its_name(row)
            if (sheet.name, row.number) in bad:
                row_plan.outcome = "held"
            elif self._match(pair, answer) or answer is None:
                continue
            elif row.parts:
                self._match_as_said(pair, answer)  # its parts, which come next, are looked for under it
            else:
                later.append((pair, answer))
        for pair, answer in later:
            self._match_as_said(pair, answer)
        for pair in pairs:
            self._doubt(pair, answered.get(id(pair[2])))
        self._say_marked()

    def _answers(self, pairs: list[Pair]) -> dict[int, Answer]:
        preparer = self.preparer
        sheets = list(dict.fromkeys(sheet.name for sheet in preparer.reading.sheets))
        answered = answers.by_row(preparer.said, sheets, self.row_plans)
        for _sheet, row, row_plan in pairs:
            if answer := answered.get(id(row_plan)):
                self.said.setdefault(row.name_key, []).append((_owner_in(row), answer))
        return answered

    def _said_of_its_name(self, row: Row) -> Answer | None:
        """What was said of another row of that name: a second sheet's row of the same project needs no answer."""
        if not self.said:
            return None
        owner = _owner_in(row)
        said = self.said.get(row.name_key, [])
        return next((answer for other, answer in said if not owner or not other or owner == other), None)

    def _match(self, pair: Pair, answer: Answer | None) -> bool:
        """Find the row's project; False where the ledger alone does not tell and it is for an answer to."""
        sheet, row, row_plan = pair
        found, why, likely = self._find(row, self._bundle_of(sheet, row))
        if row.parts:
            self.bundles[id(sheet), row.number] = row_plan
        if likely and answer is None:
            found = self._as_imported(row_plan)
        if found is None:
            self.likely[id(row_plan)] = likely
            if answer is None and why:
                words = _("%(why)s；或在页面上点选是哪一个，命令行加 --same '%(cell)s=项目编号'")
                why = words % {"why": why, "cell": row_plan.cell}
                self.questions[id(row_plan)] = why
                self.preparer.hold(sheet, row, row_plan, "name", why)
            elif answer is None:
                self._match_new(sheet, row, row_plan)
            return False
        if answer and answer.is_new:
            words = _("台账中已有“%(name)s”(%(number)s)，按它导入，没有另行登记")
            said = {"name": found.name, "number": found.internal_id}
            self.preparer.say(sheet, row, "name", "question", words % said)
        elif answer and self.known.called(answer.project) != found:
            words = _("按项目代码或名称就是台账“%(name)s”(%(number)s)，与“%(answer)s”不符，请核对后再说明")
            said = {"name": found.name, "number": found.internal_id, "answer": answer.text}
            self.preparer.hold(sheet, row, row_plan, "name", words % said)
            return True
        self._take(pair, found)
        return True

    def _as_imported(self, row_plan: RowPlan) -> Project | None:
        """The project that was said of this row when this very file was imported, if it is still called so."""
        if self.imported is None:
            self.imported = applying.imported_as(self.preparer.plan, self.row_plans, self.preparer.by)
        pk = self.imported.get(id(row_plan), 0)
        return self.known.projects.get(pk) if self.known.is_called(pk, row_plan.name) else None

    def _take(self, pair: Pair, found: Project) -> None:
        sheet, row, row_plan = pair
        if earlier := self.taken.get(found.pk):
            self._repeat(sheet, row, row_plan, earlier)
            return
        self.taken[found.pk] = row_plan
        self.rows[id(row_plan)] = row
        row_plan.project = found
        if flat(found.name) == flat(row.label):
            return
        if flat(naming.bare(found.name)) == flat(naming.bare(row.label)):
            self.marked.setdefault(id(sheet), (sheet, []))[1].append(row.number)
            row.label = found.name  # a mark is no new name
        elif found.pk in self.known.by_former_name.get(flat(row.label), ()):
            self.former.setdefault(id(sheet), (sheet, []))[1].append(row.number)
            row.label = found.name  # nor is one that it had before
        elif found.pk == self.known.by_code.get(row.values.get("code")):
            words = _("项目代码与台账“%(name)s”相同，名称不同，按更名处理") % {"name": found.name}
            self.preparer.say(sheet, row, "name", "question", words)

    def _match_as_said(self, pair: Pair, answer: Answer) -> None:
        """The project that a person named, whose name in the workbook becomes one that it is known by."""
        sheet, row, row_plan = pair
        if answer.is_new:
            self._match_new(sheet, row, row_plan)
            return
        found = self.known.called(answer.project)
        if found is None:
            words = _("没有编号或代码是“%(project)s”的项目，请核对“%(answer)s”")
            said = {"project": answer.project, "answer": answer.text}
            self.preparer.hold(sheet, row, row_plan, "name", words % said)
            return
        earlier = self.taken.get(found.pk)
        if earlier and (earlier.name, self.rows[id(earlier)].whole) != (row_plan.name, row.whole):
            words = _("说是台账“%(name)s”(%(number)s)，而%(sheet)s 第%(row)s行已是这个项目，请只留一行或另作说明") % {
                "name": found.name,
                "number": found.internal_id,
                "sheet": earlier.sheet,
                "row": earlier.number,
            }
            self.preparer.hold(sheet, row, row_plan, "name", words)
            return
        if flat(naming.bare(found.name)) != flat(naming.bare(row.label)) and earlier is None:
            self._note_name(pair, found)
        self._take(pair, found)

    def _note_name(self, pair: Pair, found: Project) -> None:
        """The office's word makes the row's name a former one; anybody else's holds for this workbook alone."""
        sheet, row, row_plan = pair
        if self.preparer.plan.goes_to_review:
            words = _("按您的说明就是台账“%(name)s”(%(number)s)；要以后的表不再问，请市项目办补记曾用名")
            said = {"name": found.name, "number": found.internal_id}
            self.preparer.say(sheet, row, "name", "question", words % said)
        else:
            noted = {"name": row.label, "origin": row_plan.origin}
            row_plan.steps.append(Step(projects.note_former_name, noted))
            self.preparer.differ(sheet, row, row_plan, "name", _("曾用名"), "", row.label)
        row.label = found.name

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

    def _bundle_of(self, sheet: SheetReading, row: Row) -> Project | None:
        whole = self.bundles.get((id(sheet), row.bundle)) if row.bundle else None
        return whole.project if whole else None

    def _find(self, row: Row, bundle: Project | None) -> tuple[Project | None, str, list[Project]]:
        """By code, then by name and owner; never a guess between two: then why not, and which they are."""
        if pk := self.known.by_code.get(row.values.get("code")):
            return self.known.projects[pk], "", []
        key, owner = flat(row.label), _owner_in(row)
        named = self.known.by_name.get(key) or self.known.by_bare_name.get(flat(naming.bare(row.label)), [])
        current = [self.known.projects[pk] for pk in named]
        former = [self.known.projects[pk] for pk in self.known.by_former_name.get(key, ()) if pk not in current]
        for named_so, is_former in ((current, False), (former, True)):
            candidates = _under(row, bundle, named_so)
            if not candidates:
                continue
            same = [each for each in candidates if owner and self._is_owner(each, owner)]
            if len(same) == 1:
                return same[0], "", []
            if len(candidates) > 1:
                words = _("台账中有%(count)s个同名项目，凭业主不能确定是哪一个，请补填项目代码")
                return None, words % {"count": len(candidates)}, candidates
            if not is_former or not owner or _owner_of(candidates[0]) is None:
                return candidates[0], "", []
            words = _("是台账“%(name)s”的曾用名，但业主不同，请核对后改用现用名或补填项目代码")
            return None, words % {"name": candidates[0].name}, candidates
        return None, "", []

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
        owner, named = _owner_in(row), self.new_names.setdefault(row.name_key, {})
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

    def _doubt(self, pair: Pair, answer: Answer | None) -> None:
        """Ask of a row that may be a project under another name, or one of several; show what was said of it."""
        sheet, row, row_plan = pair
        is_new = row_plan.project is None and row_plan.outcome != "held"
        is_never_new = self.preparer.plan.goes_to_review or self.preparer.reading.kind == "rolling"
        is_missing = is_never_new and id(row_plan) in self.likely  # it was looked for, and not found
        likely = self.likely.get(id(row_plan), [])
        if not likely and (is_new or answer or is_missing):
            likely = _under(row, self._bundle_of(sheet, row), self._near(row, row_plan))
        if answer and row_plan.project and row_plan.project not in likely:
            likely = [row_plan.project, *likely]
        if not likely or not (is_new or answer or row_plan.outcome == "held"):
            return
        doubt = Doubt(
            row_plan, row.values.get("total_investment"), str(row.values.get("owner_unit") or ""), likely, answer
        )
        doubt.question = self.questions.get(id(row_plan), "")
        self.preparer.plan.doubts.append(doubt)
        if is_new and answer:
            row_plan.why_new = f"；经办说明是新项目，不是“{likely[0].name}”({likely[0].internal_id})"
        elif is_new:
            words = _(
                "与台账“%(name)s”(%(number)s)疑似重复，没有说明是不是它，作为新项目登记；"
                "是它请在页面上点选或加 --same '%(cell)s=%(number)s'，不是写 --same '%(cell)s=new'"
            )
            said = {"name": likely[0].name, "number": likely[0].internal_id, "cell": row_plan.cell}
            doubt.question = words % said
            self.preparer.say(sheet, row, "name", "warning", doubt.question)

    def _near(self, row: Row, row_plan: RowPlan) -> list[Project]:
        owner = self.preparer.units.by_name.get(_owner_in(row))
        elsewhere: Collection[int] = self.taken
        if row_plan.project is not None:
            elsewhere = self.taken.keys() - {row_plan.project.pk}
        near = self.known.near(row_plan.name, owner, row.values.get("total_investment"), elsewhere)
        return [near] if near else []

    def _say_marked(self) -> None:
        """The marks on names and the names of before, once a sheet."""
        marks = _("第%(rows)s行的项目名称带有(续建)、★等记号，按不带记号的名称对应台账，请确认")
        former = _("第%(rows)s行用的是曾用名，对应台账的现用名，名称不改")
        for words, found in ((marks, self.marked), (former, self.former)):
            for sheet, numbers in found.values():
                shown = _("、").join(map(str, numbers[:10])) + (_("等") if len(numbers) > 10 else "")
                self.preparer.say(sheet, None, "name", "question", words % {"rows": shown})


def _under(row: Row, bundle: Project | None, named: list[Project]) -> list[Project]:
    """Of projects of one name those that a part may be: its own bundle's, else such as are of none."""
    if not row.bundle:
        return named
    own = [project for project in named if bundle is not None and project.parent_id == bundle.pk]
    return own or [project for project in named if project.parent_id is None]


def _owner_in(row: Row) -> str:
    return flat(str(row.values.get("owner_unit") or ""))


def _owner_of(project: Project) -> Unit | None:
    return project.profile.owner_unit if project.profile else None
