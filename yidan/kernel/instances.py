"""How a row of the database becomes an instance of its model, where nothing of the model's own takes part in it.

Django's `from_db` sets each column through its descriptor and tells whoever listens: ten microseconds a row, more
than the row costs to fetch. Where every descriptor only keeps its value and nobody listens, keeping them says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import getattr_static
from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

Row = TypeVar("Row", bound=Model)

_ONLY_KEEPS = (DeferredAttribute, ForeignKeyDeferredAttribute)


def making(model: type[Row], names: Sequence[str], database: str) -> Callable[[Sequence[Any]], Row]:
    """What makes an instance of the values of these columns (`attname`), as `model.from_db` does."""
    if not is_plain(model, names):
        return lambda values: model.from_db(database, names, values)
    new = model.__new__

    def made(values: Sequence[Any]) -> Row:
        state = ModelState()
        state.adding, state.db = False, database
        row = new(model)
        row.__dict__ = {"_state": state, **dict(zip(names, values, strict=True))}
        return row

    return made


def is_plain(model: type[Model], names: Sequence[str]) -> bool:
    """Nothing happens while an instance is made but that these values are kept."""
    return (
        model.__init__ is Model.__init__
        and model.__new__ is Model.__new__
        and getattr_static(model, "from_db") is getattr_static(Model, "from_db")
        and not (pre_init.has_listeners(model) or post_init.has_listeners(model))
        and all(type(getattr_static(model, name)) in _ONLY_KEEPS for name in names)
    )
