"""Do an import: ordinary commands, one after the other, in one transaction; the key of each is its row's."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yidan.evidence import commands as files
from yidan.evidence.models import File
from yidan.kernel import planner, policy
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import column as columns
from yidan.people.commands import unit as units
from yidan.people.models import Person, RankingGroup
from yidan.web.papers.importing import together
from yidan.web.papers.importing.acts import ImportPlan, NewUnit, RowPlan, Step
from yidan.web.papers.workbook.findings import Finding

RETRIES = 4
WORTH_COUNTING = 2000  # rows that change what the database should know of its tables
NAMESPACE = UUID("6f5b6f0e-6f0c-5c8e-9d3a-7a1d20200501")


class ImportRefused(Refused):
    """Nothing was imported; the sentence says how many rows stand in the way, and where the first is."""


@dataclass(slots=True)
class Done:
    """What came of it."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    held: int = 0
    findings: list[Finding] = field(default_factory=list)


def row_key(plan: ImportPlan, row: RowPlan) -> UUID:
    """uuid5 of the file's hash, the sheet, the row and what was read of it: a new mapping makes a new act."""
    return uuid5(NAMESPACE, f"{plan.sha256}/{row.sheet}/{row.number}/{row.digest}")


def done_before(plan: ImportPlan, rows: list[RowPlan], by: Person) -> list[tuple[RowPlan, int | None]]:
    """Those of the rows that this person has imported from this very file already, each with the project it was."""
    return list(_imported(plan, rows, by))


def imported_as(plan: ImportPlan, rows: list[RowPlan], by: Person) -> dict[int, int]:
    """Which project each row was when this person imported it from this very file; rows by id."""
    return {id(row): project for row, project in _imported(plan, rows, by) if project is not None}


def _imported(plan: ImportPlan, rows: list[RowPlan], by: Person) -> Iterator[tuple[RowPlan, int | None]]:
    keys = {row_key(plan, row): row for row in rows}
    left = iter(keys)
    while chunk := list(islice(left, 500)):
        done = Entry.objects.filter(actor_id=by.pk, key__in=chunk).values_list("key", "project_id")
        yield from ((keys[key], project) for key, project in done if key is not None)


def apply(
    plan: ImportPlan,
    *,
    by: Person,
    at: datetime,
    good_rows_only: bool = False,
    progress: Callable[[int], Any] = lambda count: None,
    data: bytes = b"",
    file: File | None = None,
    reading: str = "",
) -> Done:
    """All rows or none; with `good_rows_only`, those that can be, and the others stay as findings.

    `data` are the file's bytes, kept with the evidence (if it is not kept already, as `file`): every imported fact
    names the file as its source. `reading` is noted of the whole, so that what is left can be looked at again.
    """
    if plan.errors and not good_rows_only:
        first = plan.errors[0]
        raise ImportRefused(
            _("有%(count)s处错误，全部未导入；请改正后再导入，或选择先导入无误的行。第一处：%(first)s")
            % {"count": len(plan.errors), "first": first.message}
        )
    done = Done(findings=list(plan.findings))
    for _attempt in range(RETRIES):
        try:
            with transaction.atomic():
                _prepare_units(plan, by, at)
                together.run(plan, row_key, by, at, progress)
                _finish(plan, done, by, at, file or data, reading)
            break
        except together.RowRefused as refused:
            _hold(plan, refused, good_rows_only, done)
    else:
        with transaction.atomic():
            _prepare_units(plan, by, at)
            for row in [row for row in plan.rows if row.outcome != "held" and row.steps]:
                try:
                    with transaction.atomic():
                        together.run_row(plan, row, row_key, by, at)
                except together.RowRefused as refused:
                    _hold(plan, refused, good_rows_only, done)
            _finish(plan, done, by, at, file or data, reading)
    if len(plan.rows) > WORTH_COUNTING:
        planner.refresh()
    return done


def _hold(plan: ImportPlan, refused: together.RowRefused, good_rows_only: bool, done: Done) -> None:
    """The row that a command refused stays out; the others are tried again, or nothing is imported."""
    finding = Finding(refused.row.sheet, refused.row.number, None, "error", refused.reason)
    if not good_rows_only:
        raise ImportRefused(_("全部未导入：%(why)s") % {"why": finding.message}) from None
    refused.row.outcome = "held"
    done.findings.append(finding)
    for row in plan.rows:
        if row.outcome == "created":
            row.project = None


def _finish(plan: ImportPlan, done: Done, by: Person, at: datetime, file: File | bytes, reading: str) -> None:
    counts = plan.counts()
    done.created, done.updated, done.unchanged, done.held = (
        counts[name] for name in ("created", "updated", "unchanged", "held")
    )
    _remember(plan, by, at)
    if isinstance(file, bytes):
        if not file or by.unit is None or policy.deny(by, Verb.FILE_KEEP, by.unit):
            return
        file = _keep(plan, file, by, at)
    _say_brought(plan, done, by, at, file, reading)


def _keep(plan: ImportPlan, data: bytes, by: Person, at: datetime) -> File:
    key = uuid5(NAMESPACE, f"{plan.sha256}/file")
    media_type = mimetypes.guess_type(plan.file_name)[0] or "application/octet-stream"
    kept: File = files.keep(by.unit, by=by, at=at, key=key, name=plan.file_name, data=data, media_type=media_type)
    return kept


def _say_brought(plan: ImportPlan, done: Done, by: Person, at: datetime, file: File, reading: str) -> None:
    """What the whole workbook brought, once; one that changed nothing is no act."""
    keys = [str(row_key(plan, row)) for row in plan.rows if row.steps and row.outcome != "held"]
    if not keys:
        return
    errors = sum(finding.severity == "error" for finding in done.findings)
    files.bring_in(
        by.unit, by=by, at=at, key=uuid5(NAMESPACE, f"{plan.sha256}/whole/{' '.join(keys)}"), file=file,
        kind=plan.reading.kind, reading=reading, year=plan.year, month=plan.month, created=done.created,
        updated=done.updated, unchanged=done.unchanged, held=done.held, errors=errors,
        to_check=len(done.findings) - errors, goes_to_review=plan.goes_to_review,
    )  # fmt: skip


def _prepare_units(plan: ImportPlan, by: Person, at: datetime) -> None:
    used = {id(value) for row in plan.rows if row.outcome != "held" for value in _new_units(row.steps)}
    order = 100
    for unit in plan.new_units:
        unit.registered = None
        if id(unit) not in used:
            continue
        order += 1
        unit.registered = units.register(
            None, by=by, at=at, key=uuid5(NAMESPACE, f"{plan.sha256}/unit/{unit.name}"), name=unit.name, kind=unit.kind,
            is_assessed=unit.is_assessed, ranking_group=RankingGroup.COUNTY if unit.is_assessed else "",
            protocol_order=order if unit.is_assessed else 9999,
        )  # fmt: skip


def _new_units(steps: Iterable[Step]) -> Iterable[NewUnit]:
    for step in steps:
        for value in (step.subject, *step.arguments.values()):
            if isinstance(value, NewUnit):
                yield value


def _remember(plan: ImportPlan, by: Person, at: datetime) -> None:
    """What was said of a head by hand is known the next time."""
    if by.unit is None or not policy.may(by, Verb.COLUMN_MAP, by.unit):
        return
    for head, name in plan.by_hand.items():
        columns.map(by.unit, by=by, at=at, head=head, kind=plan.reading.kind, field=name)
