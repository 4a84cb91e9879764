"""Loading a whole city or an archive: all of it or nothing, so much can be done once instead of at every act.

Inside `loading()` acts need no savepoint of their own (one that fails, fails the whole), what stands still is read
once (`yidan.kernel.once`), and rows of the named tables are held back and written many at a time. Nobody notices:
before any other statement that names such a table, what is held for it is written, and a part that is tried under a
savepoint of its own leaves nothing behind when it is rolled back. A page never needs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from yidan.kernel import once
from yidan.kernel.statements import insert_many

Row = TypeVar("Row", bound=Model)


class _Held:
    """The rows held back, by table, in the order in which they came; and by what they are about."""

    def __init__(self, models: Iterable[type[Model]]) -> None:
        self.rows: dict[type[Model], list[Any]] = {model: [] for model in models}
        self.about: dict[tuple[type[Model], str, int], list[Any]] = defaultdict(list)
        self.tables = [(model._meta.db_table, model) for model in self.rows]
        # What stood there before is about anything; what we wrote, about the things named here.
        self.older = {model for model in self.rows if model._default_manager.exists()}
        self.written: set[tuple[type[Model], str, int]] = set()
        self.left: type[Model] | None = None

    def take(self, rows: list[Any]) -> bool:
        """Hold them, if their table is one of ours."""
        if type(rows[0]) not in self.rows:
            return False
        self.rows[type(rows[0])] += rows
        for row in rows:
            self.about[type(row), row.subject_type, row.subject_id].append(row)
        return True

    def write(self, model: type[Model]) -> None:
        """What is held for the table stands in it."""
        rows, self.rows[model] = self.rows[model], []
        insert_many(rows)
        for row in rows:
            key = (model, row.subject_type, row.subject_id)
            self.about.pop(key, None)
            self.written.add(key)

    def before(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Around every statement: it sees what was held. What is rolled back is neither held nor written."""
        if sql.startswith("ROLLBACK TO SAVEPOINT"):  # everything older was written when the savepoint was set
            self.rows = {model: [] for model in self.rows}
            self.about.clear()
        is_savepoint = sql.startswith("SAVEPOINT")
        for table, model in self.tables:
            if self.rows[model] and (is_savepoint or (table in sql and model is not self.left)):
                self.write(model)
        return execute(sql, params, many, context)


_held: ContextVar[_Held | None] = ContextVar("held", default=None)


@contextmanager
def loading(*models: type[Model]) -> Iterator[None]:
    """Load in here. Has to lie in a transaction; `models`: whose rows are held back; each says its subject."""
    if not connection.in_atomic_block:
        raise RuntimeError("a load is all or nothing: open a transaction around it")
    held = _Held(models)
    token = _held.set(held)
    try:
        with ExitStack() as around:
            around.enter_context(once.reading())
            around.enter_context(connection.execute_wrapper(held.before))
            yield
            for model in models:
                held.write(model)
    finally:
        _held.reset(token)


def is_under_way() -> bool:
    """Whether this act is one of a load, which fails as a whole."""
    return _held.get() is not None


def add(rows: list[Row], *, ignore_conflicts: bool = False) -> list[Row]:
    """Insert rows whose ids nobody needs: at once, or with many others while a load is under way."""
    held = _held.get()
    if not rows or (held is not None and not ignore_conflicts and held.take(rows)):
        return rows
    if ignore_conflicts:
        return type(rows[0])._default_manager.bulk_create(rows, ignore_conflicts=True)
    insert_many(rows)
    return rows


def held_about(model: type[Row], subject: Model) -> tuple[list[Row], bool]:
    """The rows about this thing that are still held, and whether there are no others."""
    held = _held.get()
    if held is None or model not in held.rows:
        return [], False
    key = (model, str(subject._meta.model_name), subject.pk)
    return held.about.get(key, []), model not in held.older and key not in held.written


@contextmanager
def written_only(model: type[Model]) -> Iterator[None]:
    """Statements in here are about rows that are written already: what is held, which was looked at, stays held."""
    held = _held.get()
    if held is None:
        yield
        return
    held.left = model
    try:
        yield
    finally:
        held.left = None
