"""Statements written once: where an act or a page is a dozen small ones, writing the SQL costs more than running it.

A question is a queryset (`Prepared`); a row is written by `insert` and `insert_many`, some columns of one are changed
by `change`. They say the same as Django's own (tests/kernel/test_statements.py), and every wrapper around a statement
sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar, overload

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import Model, QuerySet
from django.db.models.query import ValuesListIterable, get_related_populators

from yidan.kernel.instances import making
from yidan.kernel.values import Month, MonthField

Key = TypeVar("Key", int, str)
Row = TypeVar("Row", bound=Model)

# What stands in the statement where the key goes.
NUMBER = 9_100_000_000_000_000
TEXT = "\ue000key\ue000"


class Prepared(Generic[Key]):
    """What `about(key)` says: model instances with what it selects beside them (`select_related`, `only`), or tuples
    where it says `values_list`.

    The same as iterating the queryset (tests/kernel/test_statements.py); it must not depend on anything but the key.
    """

    @overload
    def __init__(self: Prepared[int], about: Callable[[int], QuerySet]) -> None: ...
    @overload
    def __init__(self: Prepared[str], about: Callable[[str], QuerySet], stand_in: str) -> None: ...
    def __init__(self, about: Callable[[Any], QuerySet], stand_in: Any = NUMBER) -> None:
        self._about, self._stand_in = about, stand_in
        self._compiler: Any = None
        self._sql = ""
        self._parameters: tuple[Any, ...] = ()
        self._made: Callable[[Any], Any] | None = None  # None: tuples

    def of(self, key: Key) -> list[Any]:
        """The answer for this key."""
        if not self.is_ready():
            return []
        with connection.cursor() as cursor:
            self.ask(cursor, key)
            return self.answer(cursor)

    def is_ready(self) -> bool:
        """The statement is written; whether there can be an answer at all."""
        if self._compiler is None:
            self._write()
        return bool(self._sql)

    def ask(self, cursor: Any, key: Key) -> None:
        """The question alone, through this cursor."""
        cursor.execute(self._sql, [key if each == self._stand_in else each for each in self._parameters])

    def answer(self, cursor: Any) -> list[Any]:
        """What came back through it."""
        rows: Iterable[Any] = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return [tuple(row) for row in rows] if self._made is None else list(self._instances(rows, self._made))

    def _write(self) -> None:
        rows = self._about(self._stand_in)
        compiler = rows.query.get_compiler(rows.db)
        self._compiler = compiler
        try:
            self._sql, self._parameters = compiler.as_sql()
        except EmptyResultSet:
            return  # whatever the key, there is nothing
        self._converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
        if rows._iterable_class is ValuesListIterable:
            return
        about = compiler.klass_info
        first, last = about["select_fields"][0], about["select_fields"][-1] + 1
        names = [each[0].target.attname for each in compiler.select[first:last]]
        self._made, self._own = making(about["model"], names, rows.db), slice(first, last)
        self._related = get_related_populators(about, compiler.select, rows.db)  # type: ignore[call-arg]  # stubs of a later Django

    def _instances(self, rows: Iterable[Any], made: Callable[[Any], Any]) -> Iterator[Any]:
        for row in rows:
            instance = made(row[self._own])
            for populator in self._related:
                populator.populate(row, instance)
            yield instance


def together(*asked: tuple[Prepared[Any], Any]) -> list[list[Any]]:
    """The answers to several questions with a key each; PostgreSQL is asked all of them before it is waited for.

    Each wait is a change of process twice over: of thirteen, a page's own work became half as dear again (measured).
    """
    if connection.vendor != "postgresql":
        return [question.of(key) for question, key in asked]
    connection.close_if_health_check_failed()  # before the pipeline: a kept connection may have gone meanwhile
    connection.ensure_connection()
    with ExitStack() as opened:
        opened.enter_context(connection.wrap_database_errors)
        opened.enter_context(connection.connection.pipeline())
        cursors = [opened.enter_context(connection.cursor()) if each.is_ready() else None for each, _key in asked]
        for cursor, (question, key) in zip(cursors, asked, strict=True):
            if cursor is not None:
                question.ask(cursor, key)
        return [
            question.answer(cursor) if cursor is not None else []
            for cursor, (question, _key) in zip(cursors, asked, strict=True)
        ]


# Values that such a field writes as they are; any other value, and any other field, is asked how it is written.
_TEXT: frozenset[type] = frozenset({str, type(None)})
_NUMBER: frozenset[type] = frozenset({int, type(None)})
_AS_IT_IS: dict[type[models.Field], frozenset[type]] = {
    models.CharField: _TEXT, models.TextField: _TEXT, models.IntegerField: _NUMBER, models.BigIntegerField: _NUMBER,
    models.PositiveIntegerField: _NUMBER, models.PositiveSmallIntegerField: _NUMBER,
    models.PositiveBigIntegerField: _NUMBER, models.SmallIntegerField: _NUMBER, models.ForeignKey: _NUMBER,
    models.OneToOneField: _NUMBER,
}  # fmt: skip
# Values that stand in many rows of one load (its moment, its days, its months): how each is written is kept.
_REPEATED: dict[type[models.Field], type] = {
    models.DateTimeField: datetime, models.DateField: date, MonthField: Month,
}  # fmt: skip
RETURNING = " RETURNING id"
MOST_PARAMETERS = 10_000  # in one statement; SQLite takes 32,766


def insert(row: Row) -> Row:
    """Write a new row, as `save(force_insert=True)` does; it gets its number."""
    table = _table(type(row))
    with _writing() as cursor:
        cursor.execute(table.insertion(1, returning=True), table.values(row))
        _number([row], cursor.fetchall())
    return row


def insert_many(rows: Iterable[Row], *, numbered: bool = False) -> list[Row]:
    """Write rows, as `bulk_create` does; they get their numbers only where those are asked for."""
    rows = list(rows)
    if not rows:
        return rows
    table = _table(type(rows[0]))
    size = max(1, MOST_PARAMETERS // len(table.fields))
    with _writing() as cursor:
        for start in range(0, len(rows), size):
            some = rows[start : start + size]
            cursor.execute(*table.insertion_of(some, returning=numbered))
            if numbered:
                _number(some, cursor.fetchall())
    return rows


def _number(rows: list[Row], numbers: list[tuple[int]]) -> None:
    for row, (number,) in zip(rows, numbers, strict=True):
        row.pk = number
        row._state.adding, row._state.db = False, connection.alias


def change(model: type[Model], where: Mapping[str, Any], to: Mapping[str, Any]) -> int:
    """Set these columns of the rows where those hold what is said, as `filter().update()` does.

    None says that a column holds nothing, a list that it holds one of these. Returns how many rows there were.
    """
    table = _table(model)
    sets, conditions, values = [], [], []
    for name, value in to.items():
        column, written = table.of(name, value)
        sets.append(f"{column} = %s")
        values.append(written)
    for name, value in where.items():
        sought = value if isinstance(value, list) else [value]
        if not sought:
            return 0
        column, written = table.of(name, sought[0])
        if written is None:
            conditions.append(f"{column} IS NULL")
            continue
        conditions.append(f"{column} = %s" if len(sought) == 1 else f"{column} IN ({', '.join(['%s'] * len(sought))})")
        values += [written, *(table.of(name, each)[1] for each in sought[1:])]
    with _writing() as cursor:
        cursor.execute(f"UPDATE {table.name} SET {', '.join(sets)} WHERE {' AND '.join(conditions)}", values)
        return cursor.rowcount


@contextmanager
def _writing() -> Iterator[Any]:
    """What fails, fails the transaction around it, as with Django's own statements."""
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        yield cursor


class _Table:
    """A model's table and how its columns are written."""

    def __init__(self, model: type[Model]) -> None:
        quote = connection.ops.quote_name
        about = model._meta
        if about.parents or about.pk is None or about.pk.attname != "id":
            raise TypeError(f"{model.__name__} is not one table with a number of its own")
        self.name = quote(about.db_table)
        self.fields = [
            (_Column(field), field.attname, quote(field.column or ""), _AS_IT_IS.get(type(field), frozenset()))
            for field in about.local_concrete_fields
            if not field.primary_key
        ]
        self.by_name = {name: each for each in self.fields for name in (each[0].field.name, each[1])}
        self.by_name |= dict.fromkeys(("pk", "id"), (_Column(about.pk), "id", quote("id"), _NUMBER))
        self.columns = ", ".join(column for _field, _name, column, _types in self.fields)
        self.places = f"({', '.join(['%s'] * len(self.fields))})"
        self.lists = ""
        if connection.vendor == "postgresql":
            # without a length: what is too long is refused by the column, not cut off by the list
            types = [str(column.field.db_type(connection)).partition("(")[0] for column, *_more in self.fields]
            self.lists = f"UNNEST({', '.join(f'(%s)::{each}[]' for each in types)})"

    def insertion(self, count: int, *, returning: bool = False) -> str:
        """The statement that writes so many rows."""
        places = self.places if count == 1 else ", ".join([self.places] * count)
        return f"INSERT INTO {self.name} ({self.columns}) VALUES {places}{RETURNING * returning}"

    def insertion_of(self, rows: Sequence[Model], *, returning: bool = False) -> tuple[str, list[Any]]:
        """The statement that writes these rows, and its parameters.

        PostgreSQL gets a list for each column, as of Django: the driver reads a statement of ten thousand places anew
        each time (a third of an import), one of as many places as there are columns once.
        """
        values = [self.values(row) for row in rows]
        if len(rows) == 1 or not self.lists:
            return self.insertion(len(rows), returning=returning), [each for row in values for each in row]
        columns = [_alike(list(column)) for column in zip(*values, strict=True)]
        return f"INSERT INTO {self.name} ({self.columns}) SELECT * FROM {self.lists}{RETURNING * returning}", columns

    def values(self, row: Model) -> list[Any]:
        """What stands in its columns."""
        return [
            value if type(value := getattr(row, name)) in types else column.of_row(row, value)
            for column, name, _quoted, types in self.fields
        ]

    def of(self, name: str, value: Any) -> tuple[str, Any]:
        """A column, and how this value stands in it; a row stands for its number."""
        column, _name, quoted, _types = self.by_name[name]
        return quoted, column.written(value.pk if isinstance(value, Model) else value)


def _alike(values: list[Any]) -> list[Any]:
    """Values of a column of one type, as the driver wants them in a list: a number is a number, a choice its text."""
    types = set(map(type, values)) - {type(None)}
    if len(types) > 1:
        for plain in (int, str):
            if all(issubclass(each, plain) for each in types):
                return [value if value is None else plain(value) for value in values]
    return values


class _Column:
    """How a field writes its values."""

    def __init__(self, field: models.Field) -> None:
        self.field = field
        by_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        self._repeated = None if by_itself else _REPEATED.get(type(field))
        self._kept = lru_cache(maxsize=256)(self.written)

    def of_row(self, row: Model, value: Any) -> Any:
        """What stands in the column of this row, which holds this value."""
        if type(value) is self._repeated:
            return self._kept(value)
        return self.written(self.field.pre_save(row, True))

    def written(self, value: Any) -> Any:
        """The value as the database takes it."""
        return self.field.get_db_prep_save(value, connection)


@cache
def _table(model: type[Model]) -> _Table:
    return _Table(model)
