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
# What a unit can have in its hands, by its word: a unit is not dissolved before it is handed over.
IN_HAND: dict[str, tuple[Any, Count]] = {}


def in_hand(key: str, label: Any, count: Count) -> None:
    """Declare a kind of thing that a unit can have in its hands; `count` says how many."""
    if key in IN_HAND:
        raise RuntimeError(f"what a unit has in hand is declared twice: {key}")
    IN_HAND[key] = (label, count)


def of_unit(unit: Any) -> dict[str, int]:
    """What a unit has in its hands: word → how many."""
    return {str(label): number for label, count in IN_HAND.values() if (number := count(unit))}


def holding(label: Any, *, count: Count | None = None) -> Callable[[Move], Move]:
    """Declare a kind of thing that a hand-over passes on."""

    def decorate(move: Move) -> Move:
        if any(str(each.label) == str(label) for each in REGISTRY):
            raise RuntimeError(f"holding {label} is declared twice")
        REGISTRY.append(Holding(label, move, count))
        return move

    return decorate
