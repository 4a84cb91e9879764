"""The grade of each picture with its reasons in words, as pages show it; computed anew each time, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yidan.ledger.models import Exhibit, Project

LETTERS = ("A", "B", "C", "D")


@dataclass(frozen=True)
class Shown:
    """A letter and the sentences behind it."""

    letter: str
    reasons: tuple[str, ...]


def of(exhibits: Iterable[Exhibit], project: Project | None = None) -> dict[int, Any]:
    """The grade of each exhibit's capture, by the capture's key; a capture without one is not there."""
    return {}
