"""Reading once what stands still while many acts are done one after the other: parameters, the working calendar,
which unit is the office.

Outside `reading()` every question goes to the database, as ever. Inside, the first answer holds until it ends or a
command changes what was asked (`forget`). Only for loading a simulated city or an archive: a page never needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Value = TypeVar("Value")
_kept: ContextVar[dict[str, object] | None] = ContextVar("kept", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """What is asked by `ask` in here is read once."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def ask(name: str, read: Callable[[], Value]) -> Value:
    """What `read` says; inside `reading()` what it said first."""
    kept = _kept.get()
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    return kept[name]  # type: ignore[return-value]


def forget() -> None:
    """Something of it changed: it is read anew."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()
