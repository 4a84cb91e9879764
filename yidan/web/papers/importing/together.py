"""Run an import's steps: the same command of all rows together where it can be, one after the other where not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from yidan.kernel.errors import NthRefused, Refused
from yidan.ledger.commands import enrolling
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import pool as pools
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import rolling as rollings
from yidan.ledger.commands import stage as stages
from yidan.ledger.commands.enrolling import Marked, Planned, Registration
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.progress.commands import opening as openings
from yidan.progress.commands import recording
from yidan.progress.commands import report as reports
from yidan.progress.commands.recording import Opening, Recording
from yidan.web.papers.importing.acts import ImportPlan, NewUnit, RowPlan, Step

Task = tuple[RowPlan, Step, UUID]
RowKey = Callable[[ImportPlan, RowPlan], UUID]


class RowRefused(Exception):
    """A command refused a row; `reason` is its sentence."""

    def __init__(self, row: RowPlan, reason: str) -> None:
        super().__init__(reason)
        self.row, self.reason = row, reason


def run(
    plan: ImportPlan, row_key: RowKey, by: Person, at: datetime, progress: Callable[[int], Any] = lambda count: None
) -> None:
    """All rows, command by command in the order in which a row takes them; `RowRefused` at the first refusal."""
    phases: list[Callable[..., Any]] = []
    tasks: dict[Callable[..., Any], list[Task]] = {}
    for row in plan.rows:
        if row.outcome == "held":
            continue
        for step, key in zip(row.steps, _keys(row_key(plan, row), row), strict=True):
            tasks.setdefault(step.command, []).append((row, step, key))
    phases = sorted(tasks, key=_place)
    every = max(1, sum(map(len, tasks.values())))
    shown = 0
    for number, phase in enumerate(phases):
        _TOGETHER.get(phase, _one_by_one)(tasks[phase], by, at)
        upto = len(plan.rows) * sum(len(tasks[p]) for p in phases[: number + 1]) // every
        progress(upto - shown)
        shown = upto


def run_row(plan: ImportPlan, row: RowPlan, row_key: RowKey, by: Person, at: datetime) -> None:
    """One row's steps, one after the other."""
    keys = _keys(row_key(plan, row), row)
    for step, key in zip(row.steps, keys, strict=True):
        _one_by_one([(row, step, key)], by, at)


def _keys(key: UUID, row: RowPlan) -> list[UUID]:
    return [key if number == 0 else uuid5(key, str(number)) for number in range(len(row.steps))]


def _place(command: Callable[..., Any]) -> int:
    return _ORDER.index(command) if command in _ORDER else len(_ORDER)


def _one_by_one(tasks: Sequence[Task], by: Person, at: datetime) -> None:
    for row, step, key in tasks:
        if row.bundle is not None and row.bundle.project is None:
            raise RowRefused(row, _("所属的打包项目“%(name)s”没有导入") % {"name": row.bundle.name})
        arguments = {name: resolved(value) for name, value in step.arguments.items()}
        subject = row.report if step.subject == "report" else resolved(step.subject) or row.project
        try:
            done = step.command(subject, by=by, at=at, key=key, **arguments)
        except Refused as refusal:
            raise RowRefused(row, str(refusal)) from None
        if step.command is projects.register:
            row.project = done
        elif step.command is reports.save:
            row.report = done


def resolved(value: Any) -> Any:
    """A unit or a bundle that was still to be registered, as it now is."""
    if isinstance(value, RowPlan):
        return value.project
    return value.registered if isinstance(value, NewUnit) else value


def _project(row: RowPlan) -> Project:
    """The project of a row: the one found, or the one that its first step has registered."""
    assert row.project is not None
    return row.project


def _register(tasks: Sequence[Task], by: Person, at: datetime) -> None:
    """Projects together, then the parts of bundles one by one: their bundle has to be there."""
    parts = [task for task in tasks if "parent" in task[1].arguments]
    tasks = [task for task in tasks if "parent" not in task[1].arguments]
    given = []
    for _row, step, key in tasks:
        profile = {name: resolved(value) for name, value in step.arguments.items()}
        profile.pop("despite_duplicates")
        pool_on = profile.pop("pool_on", None)
        given.append(
            Registration(
                resolved(step.subject),
                profile.pop("order"),
                profile.pop("reason"),
                profile,
                profile.pop("code"),
                key,
                pool_on,
            )
        )
    made = _named(tasks, lambda: enrolling.register_many(given, by=by, at=at))
    for (row, _step, _key), project in zip(tasks, made, strict=True):
        row.project = project
    _one_by_one(parts, by, at)


def _plan(tasks: Sequence[Task], by: Person, at: datetime) -> None:
    given = []
    for row, step, key in tasks:
        fields = dict(step.arguments)
        given.append(Planned(_project(row), fields.pop("year"), fields, key))
    _named(tasks, lambda: enrolling.plan_many(given, by=by, at=at))


def _open(tasks: Sequence[Task], by: Person, at: datetime) -> None:
    given = [Opening(_project(row), key=key, **step.arguments) for row, step, key in tasks]
    _named(tasks, lambda: recording.open_many(given, by=by, at=at))


def _record(tasks: Sequence[Task], by: Person, at: datetime) -> None:
    given = []
    for row, step, key in tasks:
        words = dict(step.arguments)
        month, amount, origin = (words.pop(name) for name in ("month", "invested_wan", "origin"))
        given.append(Recording(_project(row), month, amount, origin, words, key))
    _named(tasks, lambda: recording.record_many(given, by=by, at=at))


def _mark(tasks: Sequence[Task], by: Person, at: datetime) -> None:
    given = [Marked(_project(row), key=key, **step.arguments) for row, step, key in tasks]
    _named(tasks, lambda: enrolling.mark_many(given, by=by, at=at))


def _named(tasks: Sequence[Task], act: Callable[[], Any]) -> Any:
    try:
        return act()
    except NthRefused as refusal:
        raise RowRefused(tasks[refusal.index][0], str(refusal)) from None


_ORDER: list[Callable[..., Any]] = [
    projects.register, projects.change, projects.assign_code, projects.set_sources, plans.set, plans.adjust,
    rollings.set, pools.redate,
    openings.set, reports.record, reports.correct, reports.save, reports.submit,
]  # fmt: skip
_TOGETHER: dict[Callable[..., Any], Callable[..., Any]] = {
    projects.register: _register,
    plans.set: _plan,
    openings.set: _open,
    reports.record: _record,
    stages.record: _mark,
}
