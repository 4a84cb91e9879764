"""The grade of each picture with its reasons in words, as pages show it; computed anew each time, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yidan.evidence import wording
from yidan.evidence.rules.grading import Grade
from yidan.ledger import grading
from yidan.ledger.models import Exhibit

LETTERS = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Shown:
    """A letter, what it means, and the sentences behind it, the gravest first."""

    letter: str
    meaning: str
    reasons: tuple[str, ...]


def of(exhibits: Iterable[Exhibit], person: Any) -> dict[int, Shown]:
    """The grade of each exhibit's capture, by the capture's key; what `person` may not see is not named."""
    return shown(grading.graded(exhibits), person)


def shown(found: Mapping[int, Grade], person: Any) -> dict[int, Shown]:
    """Grades by a capture's key as `person` reads them."""
    say = grading.sentences(found.values(), person)
    return {
        capture: Shown(grade.letter, wording.letter(grade.letter), tuple(say(grade)))
        for capture, grade in found.items()
    }
