"""What a person says of a row that may be a project of the ledger: it is that one, or it is a new one.

An answer is written `附表1!B3=ZZ-2020-0001`: the cell of the row's name, or the row alone (`附表1!3`), and a number or
code of the ledger, or `new`. A sheet goes by its name or its place in the book, and unnamed where there is only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yidan.kernel.errors import Invalid
from yidan.web.papers.workbook.cells import flat

if TYPE_CHECKING:
    from yidan.ledger.models import Project
    from yidan.web.papers.importing.acts import RowPlan

NEW = "new"
_WRITTEN = re.compile(r"(?:(?P<sheet>.+)!)?(?P<column>[A-Za-z]{0,3})(?P<row>\d{1,7})=(?P<project>[^=]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """Of which row, and which project it is: its number or code, NEW for none of the ledger's."""

    text: str
    sheet: str
    column: str
    row: int
    project: str

    @property
    def is_new(self) -> bool:
        """Whether it was said that the ledger does not have it."""
        return self.project == NEW


@dataclass(slots=True)
class Doubt:
    """A row that may be one of these projects of the ledger, and what was said of it."""

    row: RowPlan
    total: Decimal | None
    owner: str
    likely: list[Project]
    given: Answer | None = None
    question: str = ""  # the finding that an answer settles

    @property
    def answer(self) -> str:
        """A project's number, NEW, or nothing yet."""
        return self.given.project if self.given else ""

    def as_json(self) -> dict[str, Any]:
        """As `yidan import --json` prints it: what to answer with `--same`."""
        likely = [{"number": project.internal_id, "name": project.name} for project in self.likely]
        return {"cell": self.row.cell, "name": self.row.name, "likely": likely, "answer": self.answer}


def read(texts: Iterable[str]) -> list[Answer]:
    """The answers as they were written; Invalid with one sentence for what is none."""
    found = []
    for text in texts:
        match = _WRITTEN.fullmatch(flat(text))
        if match is None:
            words = _("“%(given)s”应写作 附表1!3=ZZ-2020-0001(工作表、行、编号或代码)；是新项目的写 附表1!3=new。")
            raise Invalid(words % {"given": text[:80]}, field="same")
        project = match["project"].upper()
        project = NEW if project == NEW.upper() else project
        found.append(Answer(text, match["sheet"] or "", match["column"].upper(), int(match["row"]), project))
    return found


def by_row(given: list[Answer], sheets: list[str], rows: list[RowPlan]) -> dict[int, Answer]:
    """The answer of each row by the row's id; an answer of no project's row, or a second of one row, is refused."""
    names = [flat(name) for name in sheets]
    out: dict[int, Answer] = {}
    for answer in given:
        mine = [row for row in rows if _is_of(answer, row, names)]
        if len(mine) != 1:
            words = _("“%(given)s”说的不是工作簿里的一个项目行，请核对工作表和行号。")
            raise Invalid(words % {"given": answer.text[:80]}, field="same")
        before = out.setdefault(id(mine[0]), answer)
        if before.project != answer.project:
            words = _("“%(one)s”和“%(other)s”说的是同一行，请只留一个。")
            raise Invalid(words % {"one": before.text[:80], "other": answer.text[:80]}, field="same")
    return out


def _is_of(answer: Answer, row: RowPlan, names: list[str]) -> bool:
    if answer.row != row.number or (answer.column and answer.column != row.column):
        return False
    if not answer.sheet:
        return len(set(names)) == 1
    if answer.sheet in names:
        return answer.sheet == flat(row.sheet)
    return answer.sheet.isdecimal() and names[int(answer.sheet) - 1 : int(answer.sheet)] == [flat(row.sheet)]
