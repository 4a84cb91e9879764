"""How far a plan's goals are, from below; and what became of a start some days later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a plan: what is known of it by itself."""

    key: int
    parent: int | None
    is_proven: bool = False
    is_done: bool = False
    reached: Fraction | None = None
    invested: Decimal | None = None
    total: Decimal | None = None


class How:
    """How a node's progress was found: the first that applies."""

    DONE, INDICATOR, BELOW, NOTHING = "done", "indicator", "below", "nothing"


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a node is (0–1; None where nothing says so), how that was found, and out of how many parts."""

    part: Fraction | None
    how: str
    known: int = 0
    of: int = 0


def progress(nodes: Iterable[Node]) -> dict[int, Reached]:
    """How far each node is (domain.md §9): done with proof, else its own indicator, else the mean of its parts.

    Parts are the nodes under it and, as one more, the projects that carry it (their investment over their total). A
    part of which nothing is known is left out of the mean, and said to be. What needs proof is nothing until then.
    """
    return Tree(nodes).found


class Tree:
    """How far each node is, and again after some of them changed: only these and those above them are looked at."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.key: node for node in nodes}
        self._children: dict[int | None, list[int]] = {}
        for node in self.nodes.values():
            self._children.setdefault(node.parent if node.parent in self.nodes else None, []).append(node.key)
        self._places = {key: place for place, key in enumerate(_from_below(self._children))}
        self._first = 0
        self.found: dict[int, Reached] = {}
        for key in self._places:
            self.found[key] = self._of(key, self.found)

    def change(self, nodes: Iterable[Node], gone: Iterable[int] = ()) -> None:
        """Take these nodes for those of the same keys, each where it was; `found` is another one then.

        New ones come with nothing under them yet, those above before those below; what is gone has nothing under it.
        """
        given = list(nodes)
        for node in given:
            if node.key not in self.nodes:
                self._children.setdefault(node.parent if node.parent in self.nodes else None, []).append(node.key)
                self._places[node.key] = self._first = self._first - 1
            self.nodes[node.key] = node
        moved: set[int] = set()
        for each in gone:
            left = self.nodes.pop(each, None)
            if left is not None:
                self._children[left.parent if left.parent in self.nodes else None].remove(each)
                del self._places[each]
                self._note(left.parent, moved)
        for node in given:
            self._note(node.key, moved)
        found = {key: reached for key, reached in self.found.items() if key in self.nodes}
        for key in sorted(moved, key=self._places.__getitem__):
            found[key] = self._of(key, found)
        self.found = found

    def _note(self, key: int | None, moved: set[int]) -> None:
        """It and everything above it has moved."""
        while key is not None and key in self._places and key not in moved:
            moved.add(key)
            key = self.nodes[key].parent

    def _of(self, key: int, found: Mapping[int, Reached]) -> Reached:
        return _reached(self.nodes[key], [found[child] for child in self._children.get(key, ())])


def _from_below(children: Mapping[int | None, list[int]]) -> list[int]:
    order, waiting = [], list(children.get(None, ()))
    while waiting:
        key = waiting.pop()
        order.append(key)
        waiting += children.get(key, ())
    return order[::-1]


def _reached(node: Node, below: list[Reached]) -> Reached:
    if node.is_done:
        return Reached(Fraction(1), How.DONE, 1, 1)
    if node.reached is not None:
        return Reached(node.reached, How.INDICATOR, 1, 1)
    parts = [each.part for each in below]
    if node.total:
        parts.append(min(Fraction(1), Fraction(node.invested or 0) / Fraction(node.total)))
    if node.is_proven and not parts:
        return Reached(Fraction(0), How.NOTHING, 1, 1)
    known = [part for part in parts if part is not None]
    if not known:
        return Reached(None, How.NOTHING, 0, len(parts))
    return Reached(sum(known, Fraction(0)) / len(known), How.BELOW, len(known), len(parts))


def reached(base: Decimal | None, goal: Decimal | None, now: Decimal | None) -> Fraction | None:
    """How far an indicator has come from its base to its goal, 0 to 1; a goal below the base is a reduction."""
    if goal is None or now is None:
        return None
    start = base or Decimal(0)
    if goal == start:
        return Fraction(1) if now >= goal else Fraction(0)
    return max(Fraction(0), min(Fraction(1), Fraction(now - start) / Fraction(goal - start)))


# --- what became of a start ---


class After:
    """Whether work goes on some days after a ceremony (domain.md §2.6: fake starts are a known abuse)."""

    EARLY, AT_WORK, IDLE, NOT_STARTED, FINISHED = "early", "at_work", "idle", "not_started", "finished"


def after(
    day: date, days: int, today: date, *, started_on: date | None, finished_on: date | None, worked: Sequence[date]
) -> str:
    """What is to be said `days` after the ceremony of `day`: `worked` are month ends of months with investment.

    At work means that a month which ended later than the ceremony and not before the check day less 31 has investment.
    """
    due = day + timedelta(days=days)
    if today < due:
        return After.EARLY
    if finished_on and finished_on <= due:
        return After.FINISHED
    if started_on is None or started_on > due:
        return After.NOT_STARTED
    since = max(day, due - timedelta(days=31))
    return After.AT_WORK if any(since <= each <= due + timedelta(days=31) for each in worked) else After.IDLE
