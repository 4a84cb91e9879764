"""Asking for figures: by key, for a question, in total or by group; what was computed once is kept until anything
is written (journal revision).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yidan.figures import definitions  # noqa: F401  (declares the figures)
from yidan.figures.cube import roll_up
from yidan.figures.define import REGISTRY, TOTAL, Additive, Figure, Ratio, Value, tabulate
from yidan.figures.dimensions import DIMENSIONS, Group
from yidan.figures.question import Question
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Entry

Kept = TypeVar("Kept")
Groups = dict[Hashable, Value]
KEPT_SECONDS = 24 * 3600
# A transaction on PostgreSQL may commit an entry with a smaller number after a larger one was seen:
# a hole filled among the latest moves the other end of the window.
WINDOW = 64


def get(key: str) -> Figure:
    """The figure of this key; refused with a sentence where there is none."""
    if key not in REGISTRY:
        raise Invalid(
            _("没有“%(key)s”这个指标，可用的有：%(known)s。") % {"key": key, "known": "、".join(REGISTRY)}, field="key"
        )
    return REGISTRY[key]


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


def foresee(keys: Iterable[str], question: Question, dimensions: Iterable[str | None], *, at: str) -> None:
    """Compute several figures by several dimensions in one pass, so that asking for them finds them kept."""
    wanted, by = list(keys), list(dimensions)
    addresses = {(key, name): _address(f"{key}/{name or ''}", question, at) for name in by for key in wanted}
    if len(cache.get_many(addresses.values())) == len(addresses):
        return
    asked: dict[str, Any] = {key: get(key).ask(question) for key in wanted}
    tables = roll_up([part for figure in asked.values() for part in figure.parts], by)
    made = {
        addresses[key, name]: {group: figure.join(row) for group, row in tables[name].items()}
        for name in by
        for key, figure in asked.items()
    }
    cache.set_many(made, KEPT_SECONDS)


def groups(by: str, keys: Iterable[Hashable]) -> list[Group]:
    """The groups of these keys, named and in protocol order.

    Of a figure's own table, what has no such group (未定领域) is left out where there is nothing in it.
    """
    if isinstance(keys, dict):
        keys = [key for key, value in keys.items() if key not in (None, "") or value.value]
    return DIMENSIONS[by].arrange(keys)


def ask(key: str, question: Question) -> Additive | Ratio:
    """The figure itself, with its sources."""
    return get(key).ask(question)


def revision() -> str:
    """What changes whenever anything was written."""
    newest = list(Entry.objects.order_by("-id").values_list("id", flat=True)[:WINDOW])
    return f"{newest[0]}-{newest[-1]}-{len(newest)}" if newest else "0"


def keep(name: str, question: Question, compute: Callable[[], Kept], *, at: str | None = None) -> Kept:
    """What `compute` says, once per name, question and state of the journal."""
    address = _address(f"{name}/{get_language()}", question, at or revision())
    found = cache.get(address)
    if found is None:
        found = (compute(),)
        cache.set(address, found, KEPT_SECONDS)
    return found[0]


def _tables(keys: list[str], question: Question, by: str | None, at: str | None) -> dict[str, dict[Hashable, Value]]:
    at = at or revision()
    addresses = {key: _address(f"{key}/{by or ''}", question, at) for key in map(_known, keys)}
    found = cache.get_many(addresses.values())
    missing = [key for key, address in addresses.items() if address not in found]
    if missing:
        made = {addresses[key]: groups for key, groups in _computed(missing, question, by).items()}
        cache.set_many(made, KEPT_SECONDS)
        found |= made
    return {key: found[address] for key, address in addresses.items()}


def _known(key: str) -> str:
    return get(key).key


def _computed(keys: list[str], question: Question, by: str | None) -> dict[str, dict[Hashable, Value]]:
    asked: dict[str, Any] = {key: REGISTRY[key].ask(question) for key in keys}
    parts = [part for figure in asked.values() for part in figure.parts]
    table = tabulate(parts, by)
    return {key: {group: figure.join(row) for group, row in table.items()} for key, figure in asked.items()}


def _address(name: str, question: Question, at: str) -> str:
    text = f"{name}|{question.key}|{at}"
    return "figures:" + hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
