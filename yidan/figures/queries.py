"""Asking for figures: by key, for a question, in total or by group.

Of now, each project's part is kept and read anew when the project is written to (`sheet`); of a moment in the past,
the answer is kept until anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yidan.figures import (
    alone,
    approvals,
    definitions,  # noqa: F401  (declares the figures)
    funds,  # noqa: F401  (declares those of money)
    holding,
    matters,
    news,
    pools,  # noqa: F401  (declares those of the pools)
    readings,
    registers,
    resumption,
)
from yidan.figures.define import REGISTRY, TOTAL, Additive, Figure, Value
from yidan.figures.dimensions import DIMENSIONS, Dimension, Group
from yidan.figures.question import Question
from yidan.figures.sheet import Table, roll_up, sheet_of
from yidan.kernel.errors import Invalid

Kept = TypeVar("Kept")
ELSEWHERE: tuple[Any, ...] = (matters, approvals, registers, readings, resumption)
# Figures that are not of projects: what they count is of one unit, and they are narrowed and grouped by nothing else.
OF_UNITS = ("matter.", registers.PREFIX, readings.PREFIX, resumption.PREFIX)
# Those that a city declares itself: asked anew each time, since the declaration may change.
DECLARED = (registers.PREFIX, readings.PREFIX)
Groups = dict[Hashable, Value]


def known() -> dict[str, Figure]:
    """Every figure by its key: those of projects, then of the one list, approvals, registers, prices, firms."""
    return {**REGISTRY, **{key: figure for each in ELSEWHERE for key, figure in each.REGISTRY.items()}}


def get(key: str) -> Figure:
    """The figure of this key; refused with a sentence where there is none."""
    found = next((each[key] for each in (REGISTRY, *(one.REGISTRY for one in ELSEWHERE)) if key in each), None)
    if found is None:
        said = {"key": key, "known": "、".join(known())}
        raise Invalid(_("没有“%(key)s”这个指标，可用的有：%(known)s。") % said, field="key")
    return found


def dimensions(key: str) -> dict[str, Dimension]:
    """What a figure may be grouped by: a matter and an item belong to the unit that answers, and to nothing else."""
    return {"unit": DIMENSIONS["unit"]} if key.startswith(OF_UNITS) else DIMENSIONS


def totals(keys: Iterable[str], question: Question, *, at: str | None = None) -> dict[str, Value]:
    """Several figures of one question, in one pass over the ledger. `at`: the `revision()`, where just read."""
    return {key: groups[TOTAL] for key, groups in _tables(list(keys), question, None, at).items()}


def value(key: str, question: Question, *, at: str | None = None) -> Value:
    """One figure."""
    return totals([key], question, at=at)[key]


def grouped(keys: Iterable[str], question: Question, by: str, *, at: str | None = None) -> dict[str, Groups]:
    """Several figures by group, in one pass: figure → group key → value."""
    if by not in DIMENSIONS:
        raise Invalid(
            _("不能按“%(by)s”分组，可用的有：%(known)s。") % {"by": by, "known": "、".join(DIMENSIONS)}, field="by"
        )
    return _tables(list(keys), question, by, at)


def of_each(keys: Iterable[str], question: Question, projects: Collection[int]) -> dict[int, dict[str, Value]]:
    """Several figures of projects (`REGISTRY`) for each of many projects by itself, in one pass."""
    asked = {key: ask(key, question) for key in keys}
    table = alone.of_each(_parts(asked.values()), projects)
    return {project: {key: figure.join(row) for key, figure in asked.items()} for project, row in table.items()}


def foresee(
    keys: Iterable[str],
    question: Question,
    dimensions: Iterable[str | None],
    *,
    at: str,
    also: Iterable[Additive] = (),
) -> None:
    """Read what several figures (and other measures) need in one pass, so that asking for them finds it kept."""
    parts = [*_parts(ask(key, question) for key in keys), *also]
    if question.as_of is None:
        sheet_of(question, parts)
    else:
        _then(question, at).read(parts, dimensions)


def groups(by: str, keys: Iterable[Hashable]) -> list[Group]:
    """The groups of these keys, named and in protocol order.

    Of a figure's own table, what has no such group (未定领域) is left out where there is nothing in it.
    """
    if isinstance(keys, dict):
        keys = [key for key, value in keys.items() if key not in (None, "") or value.value]
    return DIMENSIONS[by].arrange(keys)


def ask(key: str, question: Question) -> Any:
    """The figure itself, with its sources."""
    declared = get(key)
    return declared.ask(question) if key.startswith(DECLARED) else _ask(declared, question)


@lru_cache(maxsize=4096)
def _ask(figure: Any, question: Question) -> Any:
    # the same object for the same question: what is kept by its measures is found at once
    return figure.ask(question)


def revision() -> str:
    """What changes whenever anything was written."""
    return news.look()


def keep(name: str, question: Question, compute: Callable[[], Kept], *, at: str | None = None) -> Kept:
    """What `compute` says, once per name, question and state of the journal; not to be changed by who gets it."""
    return holding.kept((name, get_language(), question), at or revision(), compute)


def _tables(keys: list[str], question: Question, by: str | None, at: str | None) -> dict[str, dict[Hashable, Value]]:
    at = at or revision()
    if counted := [key for key in keys if key.startswith(registers.PREFIX)]:
        found, left = registers.tables(counted, question, by), [key for key in keys if key not in counted]
        for key in counted:
            if key not in found:
                get(key)  # says which there are
        return found | (_tables(left, question, by, at) if left else {})
    for elsewhere in ELSEWHERE:
        if counted := [key for key in keys if key in elsewhere.REGISTRY]:
            left = [key for key in keys if key not in elsewhere.REGISTRY]
            return elsewhere.tables(counted, question, by) | (_tables(left, question, by, at) if left else {})
    asked: dict[str, Any] = {key: ask(key, question) for key in keys}
    table = table_of(_parts(asked.values()), question, by, at=at)
    return {key: {group: figure.join(row) for group, row in table.items()} for key, figure in asked.items()}


def table_of(parts: Iterable[Additive], question: Question, by: str | None, *, at: str) -> Table:
    """Additive measures by group, with others maybe; not to be changed by who gets it."""
    if question.as_of is not None:
        return _then(question, at).read(parts, [by])[0]
    sheet = sheet_of(question, parts)
    with sheet.renewed(at):
        return sheet.table(by)


def _parts(asked: Iterable[Any]) -> list[Additive]:
    return list(dict.fromkeys(part for each in asked for part in each.parts))


class _Then:
    """What was asked of one moment in the past, by dimension; its lock lets one ask at a time."""

    def __init__(self) -> None:
        self.tables: dict[str | None, Table] = {}
        self.lock = Lock()

    def read(self, parts: Iterable[Additive], dimensions: Iterable[str | None]) -> list[Table]:
        """The table of each dimension; what is missing is read in one pass."""
        wanted, by = list(parts), list(dimensions)
        with self.lock:
            lacking = [each for each in by if not self._has(wanted, each)]
            if lacking:
                self.tables |= roll_up(wanted, lacking)
            return [self.tables[each] for each in by]

    def _has(self, parts: list[Additive], dimension: str | None) -> bool:
        table = self.tables.get(dimension)
        return table is not None and all(part in row for row in table.values() for part in parts)


def _then(question: Question, at: str) -> _Then:
    return holding.kept(("then", question), at, _Then)
