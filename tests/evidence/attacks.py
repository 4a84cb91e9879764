"""The table of attacks, filled by the tests that try them (test_red_team*.py) and held against docs/evidence.md."""

from __future__ import annotations

from collections.abc import Callable

from tests.evidence.scene import kinds
from yidan.evidence import verifying
from yidan.ledger import verifying as ledger
from yidan.matters import verifying as matters

# Attack: (outcome, what notices it), as in the table.
ATTACKS: dict[str, tuple[str, str]] = {}


def attack(what: str, outcome: str, notices: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Enter a test into the table."""
    ATTACKS[what] = (outcome, notices)
    return lambda test: test


def graded(stage, exhibit):
    """Its letter, and what its reasons are called."""
    grade = stage.grade(exhibit)
    return grade.letter, kinds(grade)


def problems():
    """What `yidan evidence verify` names."""
    found = (
        *verifying.stored_bytes(), *verifying.kept_rows(), *verifying.claimed(), *verifying.drawn(),
        *ledger.exhibit_rows(), *ledger.judgements(), *matters.pieces(),
    )  # fmt: skip
    return [one.kind for one in found]
