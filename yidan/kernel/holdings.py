"""What a person can hold: rooms declare it, and a hand-over passes all of it to a successor in one act.

A room below people writes, among its commands,

    @holding(_("联系项目"), count=lambda person: profiles_of(person).count())
    def _contact_leader(person, successor, *, by, at, recorded_at) -> int:
        ...  # moves everything of this kind and returns how many moved

The functions run inside the hand-over's transaction; `count` answers beforehand how many would move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Count = Callable[[Any], int]
Move = Callable[..., int]


@dataclass(frozen=True)
class Holding:
    """One kind of thing a person can hold."""

    label: Any
    move: Move
    count: Count | None = None


REGISTRY: list[Holding] = []


def holding(label: Any, *, count: Count | None = None) -> Callable[[Move], Move]:
    """Declare a kind of thing that a hand-over passes on."""

    def decorate(move: Move) -> Move:
        if any(str(each.label) == str(label) for each in REGISTRY):
            raise RuntimeError(f"holding {label} is declared twice")
        REGISTRY.append(Holding(label, move, count))
        return move

    return decorate
