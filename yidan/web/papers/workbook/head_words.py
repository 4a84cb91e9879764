"""What is to be said of a table's head before its rows are read: other times, guesses, twins, missing units."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yidan.kernel.values import Month
from yidan.web.papers.workbook import quarters
from yidan.web.papers.workbook.fields import AMOUNT_FIELDS, SPLIT_FIELDS, label_of
from yidan.web.papers.workbook.findings import Say
from yidan.web.papers.workbook.grid import Sheet
from yidan.web.papers.workbook.heads import Head


def say_about(head: Head, sheet: Sheet, say: Say) -> None:
    """Everything that a person should confirm of a head; amounts without a unit are in 万元."""
    row = head.rows[-1]
    _say_of_other_times(head, say)
    _say_of_the_split(head, say)
    for column in head.columns:
        if column.field is None and not column.is_unknown:
            continue
        if column.twin is not None:
            words = _("“%(head)s”与%(letter)s列同是“%(field)s”，只读%(letter)s列；要读本列请手工指定") % {
                "head": column.head,
                "letter": column.twin.letter,
                "field": label_of(column.twin.field or ""),
            }
            say(row, column.index, "question", words)
        elif column.field is None:
            say(row, column.index, "question", _("没有认出“%(head)s”列，未导入；可手工指定") % {"head": column.head})
        elif column.is_guess and column.field not in SPLIT_FIELDS:
            words = _("“%(head)s”按“%(field)s”读取，请确认") % {
                "head": column.head,
                "field": label_of(column.field),
            }
            say(row, column.index, "question", words)
        if column.index in sheet.hidden_columns and column.field:
            say(row, column.index, "question", _("“%(head)s”列是隐藏的，已读取") % {"head": column.head})
    amounts = [column for column in head.columns if column.field in AMOUNT_FIELDS]
    bare = [column for column in amounts if column.unit is None]
    if bare:
        say(row, bare[0].index, "question", _("没有写明金额单位，按万元读取"))
    for column in bare:
        column.unit = "万元"


def _say_of_other_times(head: Head, say: Say) -> None:
    """Twelve columns of months, of which one is the table's: the others are said in one sentence."""
    others = [column for column in head.columns if column.is_of_other_time]
    if others:
        heads = _("、").join(column.path[-1] for column in others)
        words = _("“%(heads)s”是分月的数，或是别的年度、月份的，未导入") % {"heads": heads}
        say(head.rows[-1], others[0].index, "question", words)


def _say_of_the_split(head: Head, say: Say) -> None:
    """`1月`, `2月` and so on, which do not say of what: in one sentence."""
    guessed = [column for column in head.columns if column.field in SPLIT_FIELDS and column.is_guess]
    if guessed:
        heads = _("、").join(column.path[-1] for column in guessed)
        words = _("“%(heads)s”按分月计划投资读取，请确认") % {"heads": heads}
        say(head.rows[-1], guessed[0].index, "question", words)
    if words := quarters.said(head):
        say(head.rows[-1], quarters.columns_of(head)[0].index, "question", words)


def say_of_other_month(head: Head, month: Month, say: Say) -> None:
    """`1-4月累计` under the title of May: one of the two was forgotten."""
    for column in head.columns:
        if column.field in ("invested_month", "invested_year") and column.month not in (None, month.month):
            words = _("“%(head)s”列写的是%(number)s月，现按%(month)s读取，请确认") % {
                "head": column.path[-1],
                "number": column.month,
                "month": month,
            }
            say(head.rows[-1], column.index, "question", words)
