"""Querysets written once: where a dozen small questions make a page, writing the SQL costs more than asking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, overload

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

Key = TypeVar("Key", int, str)

# What stands in the statement where the key goes.
NUMBER = 9_100_000_000_000_000
TEXT = "\ue000key\ue000"


class Prepared(Generic[Key]):
    """What `about(key)` says, as model instances with what it selects beside them (`select_related`, `only`).

    The same as iterating the queryset (tests/kernel/test_prepared.py); it must not depend on anything but the key.
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

    def of(self, key: Key) -> list[Any]:
        """The instances for this key."""
        if self._compiler is None:
            self._write()
        if not self._sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [key if each == self._stand_in else each for each in self._parameters])
            rows = cursor.fetchall()
        return list(self._instances(rows)) if rows else []

    def _write(self) -> None:
        rows = self._about(self._stand_in)
        compiler = rows.query.get_compiler(rows.db)
        self._compiler = compiler
        try:
            self._sql, self._parameters = compiler.as_sql()
        except EmptyResultSet:
            return  # whatever the key, there is nothing
        self._converters = compiler.get_converters([each[0] for each in compiler.select])
        about = compiler.klass_info
        first, last = about["select_fields"][0], about["select_fields"][-1] + 1
        self._model, self._own = about["model"], slice(first, last)
        self._names = [each[0].target.attname for each in compiler.select[first:last]]
        self._related = get_related_populators(about, compiler.select, rows.db)  # type: ignore[call-arg]  # stubs of a later Django
        self._database = rows.db

    def _instances(self, rows: list[tuple[Any, ...]]) -> Iterator[Any]:
        for row in self._compiler.apply_converters(rows, self._converters):
            made = self._model.from_db(self._database, self._names, row[self._own])
            for populator in self._related:
                populator.populate(row, made)
            yield made
