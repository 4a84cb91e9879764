"""The units as tiles, one each, about where they lie: outlines of districts are not free to ship.

Rows from north to south, in a row from west to east; a short row stands to the side where its units lie.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from yidan.figures.centres import Place


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit's place: row and column, from 1."""

    key: Hashable
    row: int
    column: int


def tiles(keys: Sequence[Hashable], centres: Mapping[Hashable, Place], columns: int = 4) -> list[Tile]:
    """Each unit's tile; units without a place come last, in their own order."""
    placed = sorted((key for key in keys if key in centres), key=lambda key: -centres[key][1])
    every = [*placed, *(key for key in keys if key not in centres)]
    if not every:
        return []
    rows = ceil(len(every) / columns)
    west = min((centres[key][0] for key in placed), default=0.0)
    width = max((centres[key][0] for key in placed), default=0.0) - west
    found, start = [], 0
    for number in range(rows):
        size = len(every) // rows + (number < len(every) % rows)
        row = every[start : start + size]
        start += size
        known = [key for key in row if key in centres]
        row = sorted(known, key=lambda key: centres[key][0]) + [key for key in row if key not in centres]
        shift = 0
        if known and width:
            mean = sum(centres[key][0] for key in known) / len(known)
            shift = round((mean - west) / width * (columns - size))
        found += [Tile(key, number + 1, shift + place + 1) for place, key in enumerate(row)]
    return found
