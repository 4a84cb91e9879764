"""What does not hold in a workbook: the sheet, the cell, how grave, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from yidan.web.papers.workbook.grid import column_letter

Severity = Literal["error", "warning", "question"]
Say = Callable[[int, int | None, Severity, str], None]  # of a row from 0 (-1 is the whole sheet) and column: add one


@dataclass(frozen=True, slots=True)
class Finding:
    """发现: 「附表1 第37行 F列:1—5月累计 < 上月累计」.

    `row` counts from 1, 0 is the whole sheet; an error holds its row back.
    """

    sheet: str
    row: int
    column: int | None
    severity: Severity
    reason: str

    @property
    def cell(self) -> str:
        """`F37`; the column alone, the row alone, or nothing where the finding is about more than a cell."""
        letter = "" if self.column is None else column_letter(self.column)
        return f"{letter}{self.row or ''}"

    @property
    def message(self) -> str:
        """The whole sentence with its place, as it is shown and spoken."""
        place = [self.sheet] if self.sheet else []
        if self.row:
            place.append(_("第%(row)s行") % {"row": self.row})
        if self.column is not None:
            place.append(_("%(letter)s列") % {"letter": column_letter(self.column)})
        return _("%(place)s：%(reason)s") % {"place": " ".join(place), "reason": self.reason} if place else self.reason

    def as_json(self) -> dict[str, str]:
        """As `yidan import --json` prints it."""
        return {"sheet": self.sheet, "cell": self.cell, "severity": self.severity, "message": self.message}
