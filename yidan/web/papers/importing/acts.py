"""What an import would do: differences to look at, steps to take, and what holds a row back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from yidan.kernel.values import Month
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.web.papers.importing.answers import Doubt
from yidan.web.papers.workbook.findings import Finding
from yidan.web.papers.workbook.grid import column_letter
from yidan.web.papers.workbook.reading import Reading

Outcome = Literal["created", "updated", "unchanged", "held"]


@dataclass(slots=True)
class NewUnit:
    """A unit that a row names and nobody has registered yet; it becomes one when the import is done."""

    name: str
    kind: str
    is_assessed: bool = False
    registered: Unit | None = None

    def __str__(self) -> str:
        return self.name


@dataclass(slots=True)
class Difference:
    """One cell that says something else than the ledger."""

    sheet: str
    row: int
    column: int | None
    project: str
    label: str
    old: str
    new: str

    @property
    def cell(self) -> str:
        """`F37`."""
        return f"{'' if self.column is None else column_letter(self.column)}{self.row}"

    def as_json(self) -> dict[str, str]:
        """As `yidan import --json` prints it."""
        return {
            "sheet": self.sheet, "cell": self.cell, "project": self.project, "field": self.label,
            "old": self.old, "new": self.new,
        }  # fmt: skip


@dataclass(slots=True)
class Step:
    """One command to run; `subject` None means the row's project."""

    command: Callable[..., Any]
    arguments: dict[str, Any]
    subject: Any = None


@dataclass(slots=True)
class RowPlan:
    """What becomes of one project row."""

    sheet: str
    number: int
    name: str
    origin: str
    outcome: Outcome = "unchanged"
    project: Project | None = None
    steps: list[Step] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    digest: str = ""
    report: Any = None
    bundle: RowPlan | None = None  # of a 子项 that is to be registered, the row of its 打包项目
    is_bundle: bool = False
    column: str = ""  # the letter of its name's column
    why_new: str = ""  # that somebody said so, although the ledger has one like it

    @property
    def cell(self) -> str:
        """`附表1!B3`: where its name stands."""
        return f"{self.sheet}!{self.column}{self.number}"


@dataclass(slots=True)
class ImportPlan:
    """The whole import, before it is done."""

    reading: Reading
    sha256: str
    file_name: str
    rows: list[RowPlan]
    findings: list[Finding]
    new_units: list[NewUnit] = field(default_factory=list)
    by_hand: dict[str, str] = field(default_factory=dict)
    year: int | None = None
    month: Month | None = None
    goes_to_review: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        """How many projects would be created, updated, left as they are, held back."""
        return Counter(row.outcome for row in self.rows)

    @property
    def errors(self) -> list[Finding]:
        """What holds rows back."""
        return [finding for finding in self.findings if finding.severity == "error"]

    def as_json(self) -> dict[str, Any]:
        """The shape of issue 2, and the differences beside it."""
        counts = self.counts()
        return {
            **self.reading.as_json(),
            "created": counts["created"],
            "updated": counts["updated"],
            "unchanged": counts["unchanged"],
            "held": counts["held"],
            "findings": [finding.as_json() for finding in self.findings],
            "differences": [each.as_json() for row in self.rows for each in row.differences],
            "new_units": [unit.name for unit in self.new_units],
            "doubts": [doubt.as_json() for doubt in self.doubts],
        }
