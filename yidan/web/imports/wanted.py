"""How a workbook is to be read, as the address of its preview says it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.kernel.values import Month
from yidan.people.models import Unit
from yidan.people.queries import assessed_units

KINDS = (
    ("plan", gettext_lazy("年度计划")), ("dispatch", gettext_lazy("月度调度表")),
    ("rolling", gettext_lazy("三年滚动计划")),
)  # fmt: skip
OTHER = "other"


@dataclass
class Wanted:
    """What the address says: kind, year, month, 考核单元 of rows that name none, document, which project rows are."""

    kind: str
    year: int | None = None
    month: Month | None = None
    unit: Unit | None = None
    document: str = ""
    wrong: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)  # of which row it was said which project it is, or that it is new
    months: list[Month] = field(default_factory=list)  # that the workbook holds, where one is still to be chosen

    @classmethod
    def of(cls, query: Any) -> Wanted:
        """Read from GET or POST; what cannot be read is said."""
        kind = query.get("kind", "")
        same = list(dict.fromkeys(filter(None, query.getlist("same"))))
        wanted = cls(kind if kind in dict(KINDS) else "dispatch", document=query.get("document", "")[:200], same=same)
        if year := query.get("year", "").strip():
            if year.isdecimal() and 1990 <= int(year) <= 2100:
                wanted.year = int(year)
            else:
                wanted.wrong.append(_("年度应写作四位数，如 2020。"))
        if month := query.get("month", "").strip():
            try:
                wanted.month = Month.parse(month)
            except ValueError:
                wanted.wrong.append(_("月份应写作 2020-05。"))
        if (unit := query.get("unit", "")).isdecimal():
            wanted.unit = assessed_units().filter(pk=int(unit)).first()
        return wanted

    def say_same(self, said: Any) -> int:
        """Take what a form says of rows: each `cell-N` with `is-N`, a project, NEW or nothing; how many are said now.

        Another project's number is taken where that, or nothing, is ticked; what was said of the row before is gone.
        """
        count = 0
        for name in said:
            cell = said.get(name, "").strip()
            if not name.startswith("cell-") or not cell:
                continue
            number = name.removeprefix("cell-")
            project = said.get(f"is-{number}", "")
            if project in ("", OTHER):
                project = said.get(f"other-{number}", "").replace("=", "").strip()
            self.same = [each for each in self.same if each.rpartition("=")[0] != cell]
            if project:
                self.same.append(f"{cell}={project}"[:200])
                count += 1
        return count

    def reading(self) -> str:
        """The same without what was said of rows, which the ledger knows once they are in."""
        return replace(self, same=[]).query()

    def query(self) -> str:
        """The same as an address's query."""
        given = {
            "kind": self.kind, "year": self.year, "month": self.month, "unit": self.unit and self.unit.pk,
            "document": self.document,
        }  # fmt: skip
        pairs = [(name, str(value)) for name, value in given.items() if value]
        return urlencode([*pairs, *(("same", each) for each in self.same)])
