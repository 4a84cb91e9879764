"""审批办理表 taken over: what the ledger does not know yet is done case by case by the ordinary acts, or only tried.

Trying and doing are the same code, the one rolled back: what is shown beforehand is what will be. A case that is
refused is undone as a whole, and the sentence stands at its cell.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yidan.approvals import queries
from yidan.approvals.commands import listing, permit
from yidan.approvals.commands.moving import noon
from yidan.approvals.models import ApprovalItem, Permit, PermitEvent
from yidan.approvals.states import DONE, Mode, State
from yidan.kernel.errors import Refused
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.models import Person
from yidan.web.papers.importing.permit_rows import STEPS, Cases, Line, Names, read
from yidan.web.papers.workbook.findings import Finding
from yidan.web.papers.workbook.grid import read_book

# Which act writes each step, and in which cell its refusal stands when the sentence names no other.
_RUN = {"submit": permit.submit, "accept": permit.accept, "decide": permit.decide, "issue": permit.issue}
_CELLS = {"document": "number", "mode": "mode", "missing": "missing", "promised_on": "promised_on"}


@dataclass
class Done:
    """A case that has changed: its project and item, and what was done, in words."""

    line: Line
    acts: list[str]


@dataclass
class Outcome:
    """What became of a file's cases."""

    opened: int = 0
    updated: int = 0
    unchanged: int = 0
    held: int = 0
    notes: int = 0
    done: list[Done] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        """What holds a line back."""
        return [each for each in self.findings if each.severity == "error"]

    def as_json(self) -> dict[str, Any]:
        """As `yidan import --json` prints it."""
        return {
            "created": self.opened, "updated": self.updated, "unchanged": self.unchanged, "held": self.held,
            "notes": self.notes,
            "acts": [
                {"sheet": each.line.sheet, "row": each.line.row, "project": each.line.project.internal_id,
                 "item": each.line.item.code, "acts": each.acts}
                for each in self.done
            ],
            "findings": [each.as_json() for each in self.findings],
        }  # fmt: skip


class _Held(Exception):
    """The case is undone; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def take(data: bytes, *, by: Person, at: datetime, is_trial: bool, good_rows: bool = False) -> Outcome:
    """Read and do it; tried only, or where a case is held back and not `good_rows`, nothing stays."""
    names = Names(
        queries.projects_visible_to(by).filter(merged_into=None).select_related("profile").prefetch_related("codes"),
        ApprovalItem.objects.live(), listing.catalogue()["departments"],
    )  # fmt: skip
    cases = read(read_book(data), names)
    with transaction.atomic():
        outcome = _all(cases, by, at)
        if is_trial or (outcome.errors and not good_rows):
            transaction.set_rollback(True)
    return outcome


def _all(cases: Cases, by: Person, at: datetime) -> Outcome:
    outcome = Outcome(held=cases.held, notes=cases.notes, findings=list(cases.findings))
    # What others wait for comes first: by the day handed in, then in the catalogue's order.
    order = sorted(cases.lines, key=lambda each: (each.days.get("submit", date.max), each.item.order, each.row))
    for line in order:
        try:
            with transaction.atomic():
                is_new, acts, said = _case(line, by, at)
        except _Held as held:
            outcome.held += 1
            outcome.findings.append(held.finding)
            continue
        outcome.findings += said
        outcome.opened += is_new
        outcome.updated += bool(acts) and not is_new
        outcome.unchanged += not acts
        if acts:
            outcome.done.append(Done(line, acts))
    outcome.done.sort(key=lambda each: (each.line.sheet, each.line.row))
    outcome.findings.sort(key=lambda each: (each.sheet, each.row, each.column or 0))
    return outcome


def _case(line: Line, by: Person, at: datetime) -> tuple[bool, list[str], list[Finding]]:
    """One case brought as far as its line says: whether it is new on the list, the acts, what to look at."""
    _check(line)
    there = Permit.objects.filter(project=line.project, code=line.item.code).exclude(state=State.WITHDRAWN)
    found = there.select_related("item", "department", "project__profile").first()
    acts: list[str] = []
    is_new = found is None
    if found is None:
        found = _run(line, "item", lambda: _opened(line, by, at))
        acts.append(str(Verb.PERMIT_OPEN.label))
    if reason := line.words["waive"]:
        if found.state != State.WAIVED:
            _run(line, "waive", lambda: listing.waive(found, by=by, at=at, reason=reason))
            acts.append(str(Verb.PERMIT_WAIVE.label))
        return is_new, acts, []
    events = PermitEvent.objects.live().filter(permit=found).order_by("-serial")
    held = {each.kind: beijing_day(each.happened_at) for each in events}
    for step, said in _steps(line):
        if step in held:
            _same(line, step, held[step])
            continue
        if step in STEPS and (later := next((each for each in STEPS[STEPS.index(step) + 1 :] if each in held), None)):
            raise _Held(
                line.finding(step, _("台账里已经%(later)s，不能再补这一步；日期不对的请在该件上更正") % {
                    "later": Verb(f"permit.{later}").label,
                })
            )  # fmt: skip
        if step == "submit" and found.department_id is None and line.department:
            said |= {"department": line.department}
        _run(line, step, lambda step=step, said=said: _act(step)(found, by=by, at=at, **said))
        acts.append(f"{Verb(f'permit.{step}').label} {line.days[step]}")
    return is_new, acts, list(_questions(line, found))


def _opened(line: Line, by: Person, at: datetime) -> Permit:
    """A new case, with the department that the table names; else the catalogue's."""
    made: Permit = listing.open(line.project, by=by, at=at, item=line.item, department=line.department)
    return made


def _act(step: str) -> Any:
    return permit.convert if step == "convert" else _RUN[step]


def _run(line: Line, cell: str, act: Any) -> Any:
    try:
        return act()
    except Refused as refusal:
        where, said = _CELLS.get(getattr(refusal, "field", "") or "", cell), str(refusal).rstrip("。")
        if where == "number" and cell == "submit":
            where = "promise" if "promise" in line.columns else "mode"
            said = said if where == "promise" else _("%(said)s(表里加一列“承诺书编号”)") % {"said": said}
        raise _Held(line.finding(where, said)) from None


def _check(line: Line) -> None:
    """Days in their order, and a decision with its number: said at the cell before anything is tried."""
    known = [(step, line.days[step]) for step in STEPS if step in line.days]
    for (_before, first), (step, second) in itertools.pairwise(known):
        if second < first:
            raise _Held(line.finding(step, _("早于前一步的%(day)s") % {"day": first}))
    if known and "submit" not in line.days:
        raise _Held(line.finding("submit", _("有后面的日期，没有收件日期")))
    if "issue" in line.days and "decide" not in line.days:
        raise _Held(line.finding("decide", _("有发证日期，没有办结日期")))
    if "decide" in line.days and not line.number:
        raise _Held(line.finding("number", _("已经办结，没有文号")))
    if "convert" in line.days and not line.words["convert_basis"]:
        raise _Held(line.finding("convert_basis", _("已经转正，没有写转正依据")))


def _steps(line: Line) -> Iterator[tuple[str, dict[str, Any]]]:
    """The steps that the line dates, in the order of their days, each with what goes with it."""
    order = [*STEPS[:3], "convert", "issue"]
    for step in sorted((each for each in order if each in line.days), key=lambda each: line.days[each]):
        said: dict[str, Any] = {"happened_at": noon(line.days[step])}
        if step == "submit":
            said |= {"mode": line.mode or Mode.FORMAL, "document": line.words["promise"]}
            if line.mode == Mode.DEFICIENT:
                said |= {"missing": line.words["missing"], "promised_on": line.days.get("promised_on")}
        elif step == "decide":
            said["document"] = line.number
        elif step == "convert":
            said["basis"] = line.words["convert_basis"]
        yield step, said


def _same(line: Line, step: str, held: date) -> None:
    if held != line.days[step]:
        reason = _("台账里%(step)s是%(held)s，表中是%(said)s；要改请在该件上“更正日期”，写明原因") % {
            "step": Verb(f"permit.{step}").label, "held": held, "said": line.days[step],
        }  # fmt: skip
        raise _Held(line.finding(step, reason))


def _questions(line: Line, found: Permit) -> Iterator[Finding]:
    """What the table says otherwise, but does not decide."""
    if found.state in DONE and line.number and found.number != line.number:
        reason = _("台账里文号是“%(held)s”，没有改") % {"held": found.number or "—"}
        yield line.finding("number", reason, "warning")
    if line.mode and found.began_as != line.mode:
        reason = _("台账里办理方式是“%(held)s”，没有改") % {"held": found.get_began_as_display()}
        yield line.finding("mode", reason, "warning")
    named = line.words["department"]
    own = found.department
    if not named or (own and (own == line.department or named in (own.name, own.short_name))):
        return
    if line.department is None:
        reason = _("部门名录里没有“%(name)s”(或不止一个)，经办部门没有从表中取") % {"name": named}
        yield line.finding("department", reason, "warning")
    elif own:
        reason = _("台账里经办部门是“%(held)s”，没有改") % {"held": own}
        yield line.finding("department", reason, "warning")
    else:
        reason = _("已经收件，经办部门没有从表中取，请在该件上确认")
        yield line.finding("department", reason, "warning")
