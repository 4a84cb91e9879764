"""Addresses of pages, looked up in the site map once a process: a page says thirty of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import reverse

# What stands in the address where a number goes; no address of the site map holds it.
_NUMBER = 7_100_000_000_000


def address(name: str, *parts: Any) -> str:
    """The address of a page of the site map, as `reverse(name, args=parts)` says it; NoReverseMatch where none is."""
    numbers = tuple(part for part in parts if type(part) is int and part >= 0)
    if len(numbers) == len(parts):
        return _pattern(name, (None,) * len(parts)) % numbers
    words = tuple(None if type(part) is int and part >= 0 else str(part) for part in parts)
    return _pattern(name, words) % numbers


@lru_cache(maxsize=4096)
def _pattern(name: str, words: tuple[str | None, ...]) -> str:
    """The address with `%d` for each number; the words (a month, a kind) are part of it."""
    stand_ins = [_NUMBER + place if word is None else word for place, word in enumerate(words)]
    found = reverse(name, args=stand_ins).replace("%", "%%")
    for place, word in enumerate(words):
        if word is None:
            found = found.replace(str(_NUMBER + place), "%d")
    return found
