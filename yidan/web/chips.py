"""Filters that compose and live in the URL: one chip each, every option a plain link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Option:
    """One value one may choose, and where choosing it leads."""

    label: Any
    address: str
    is_on: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: its word, what is chosen, where clearing leads, and the options."""

    label: Any
    chosen: str
    clear: str
    options: list[Option]

    @property
    def is_on(self) -> bool:
        """Whether anything is chosen."""
        return bool(self.chosen)


def chip(
    query: QueryDict, name: str, label: Any, choices: Iterable[tuple[Any, Any]], *, several: bool = False,
    counts: dict[Any, int] | None = None,
) -> Chip:  # fmt: skip
    """A chip for the parameter `name`; with `several`, choosing adds to what is chosen (`?unit=3&unit=7`).

    The page number is left out of every address: another filter begins at the first page.
    """
    chosen = query.getlist(name)
    before, after = _around(query, name)
    options, words = [], []
    for value, word in choices:
        text = str(value)
        is_on = text in chosen
        if is_on:
            words.append(str(word))
        others = [each for each in chosen if each != text]
        if several:
            following = others if is_on else [*chosen, text]
        else:
            following = [] if is_on else [text]
        count = counts.get(value, 0) if counts is not None else None
        options.append(Option(word, _address(before, name, following, after), is_on, count))
    return Chip(label, "、".join(words), _address(before, name, [], after), options)


def without(query: QueryDict, *names: str) -> str:
    """The address with these filters cleared; empty when none of them is set, so that nothing offers to clear."""
    if not any(query.get(name) for name in names):
        return ""
    rest = query.copy()
    for name in (*names, "page"):
        rest.pop(name, None)
    return "?" + rest.urlencode()


def _around(query: QueryDict, name: str) -> tuple[list[str], list[str]]:
    """What an address says before and after this parameter; a new one comes last."""
    said = [key for key, _values in query.lists() if key != "page"]
    place = said.index(name) if name in said else len(said)
    written = [_written(key, *query.getlist(key)) for key in said]
    return [each for each in written[:place] if each], [each for each in written[place + 1 :] if each]


def _address(before: list[str], name: str, values: list[str], after: list[str]) -> str:
    own = [_written(name, *values)] if values else []
    return "?" + "&".join([*before, *own, *after])


@lru_cache(maxsize=4096)
def _written(name: str, *values: str) -> str:
    """A parameter as an address says it; a list of projects says a hundred and eighty, nearly always the same."""
    return urlencode([(name, value) for value in values])
