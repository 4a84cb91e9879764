"""A scene that many tests begin with is made once by commands, and afterwards laid into the empty ledger again.

Making the cast takes forty milliseconds of commands, a small city half a second, and nearly every test begins with
one: a third of the suite's time. What is laid is what the commands wrote, row by row, with the same keys.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from yidan.kernel.journal import Entry
from yidan.people.models import Person, Unit

T = TypeVar("T")
Rows = list[tuple[type[Model], list[Model]]]


def kept(make: Callable[..., T]) -> Callable[..., T]:
    """Keep what `make` writes into an empty ledger, and its answer; the next empty ledger gets them as they were.

    What it is given must change nothing: the fixture `db`.
    """
    scene: list[tuple[T, Rows]] = []

    @wraps(make)
    def laid(**given: None) -> T:
        if Entry.objects.exists() or Unit.objects.exists() or Person.objects.exists():
            return make(**given)
        if not scene:
            before = _everything()
            made = make(**given)
            scene.append((deepcopy(made), _new(before, make.__name__)))
            return made
        answer, rows = scene[0]
        with transaction.atomic():
            for model, new in rows:
                model._base_manager.bulk_create(new)
        return deepcopy(answer)

    return laid


def _everything() -> dict[type[Model], dict[object, tuple[object, ...]]]:
    """Every row of every table: what a migration put there is in no scene, but no scene may have changed it."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model: {row[0]: row for row in model._base_manager.values_list("pk", *_columns(model))} for model in models}


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _new(before: dict[type[Model], dict[object, tuple[object, ...]]], name: str) -> Rows:
    after = _everything()
    changed = [
        model.__name__
        for model, rows in before.items()
        if any(after[model].get(key) != row for key, row in rows.items())
    ]
    assert changed == [], f"{name} changes rows that were there before it, so it cannot be kept"
    new = [(model, set(after[model]) - set(rows)) for model, rows in before.items()]
    return [(model, list(model._base_manager.filter(pk__in=keys).order_by("pk"))) for model, keys in new if keys]
