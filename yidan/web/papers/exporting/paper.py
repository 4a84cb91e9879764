"""Write a form to a file: which kind, of which question, as a workbook or plain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from yidan.figures.question import Question
from yidan.kernel.errors import Invalid
from yidan.ledger.models import Domain, Listing
from yidan.people.models import Unit
from yidan.web.papers.exporting import forms, ledger_rows, plain, rolling, standings
from yidan.web.papers.exporting.forms import Column
from yidan.web.papers.exporting.ledger_rows import ShowsPhone
from yidan.web.papers.exporting.sheet import Sheet, workbook

KINDS = {
    "plan": _("年度计划表"), "dispatch": _("月调度表"), "ranking": _("排名表"), "lagging": _("未开工及滞后清单"),
    "rolling": _("三年滚动计划表"), "difference": _("年度计划差异表"),
}  # fmt: skip
FORMATS = ("xlsx", "csv")
UNIT_LINE = "单位：万元"
Tick = Callable[[int], Any]


def nobody(_owner: int | None) -> bool:
    """Phones of no owner's people are shown in full."""
    return False


def write(
    kind: str,
    question: Question,
    path: Path,
    *,
    today: date,
    format: str = "xlsx",
    shows_phone: ShowsPhone = nobody,
    only: set[int] | None = None,
    tick: Tick = lambda _rows: None,
) -> int:
    """Write it; returns how many rows it has. `only`: the projects to put into (a) or (b)."""
    if kind not in KINDS:
        raise Invalid(f"没有“{kind}”这种表，可用的有：{'、'.join(KINDS)}。", field="kind")
    if format == "csv":
        return plain.write(path, *_plain(kind, question, today, shows_phone, only))
    with workbook(path) as book:
        if kind in {"plan", "dispatch"}:
            return _ledger(book, kind, question, shows_phone, only, tick)
        if kind == "ranking":
            return _ranking(book, question)
        if kind in {"rolling", "difference"}:
            return _three_years(book, kind, question, only)
        return _lagging(book, question, today)


def file_name(kind: str, question: Question, format: str) -> str:
    """株洲市2020年5月调度表.xlsx."""
    return f"{_title(kind, question)}.{format}"


def _where(question: Question) -> str:
    unit = Unit.objects.filter(pk=question.unit).first() if question.unit else None
    return f"{settings.CITY_NAME}{unit}" if unit else settings.CITY_NAME


def _title(kind: str, question: Question) -> str:
    where, year, month = _where(question), question.period.year, question.period.last.month
    first = rolling.first_year(question) if kind == "rolling" else year
    return {
        "plan": f"{year}年{where}重点建设项目计划表",
        "dispatch": f"{where}重点建设项目{year}年{month}月调度表",
        "ranking": f"{where}重点建设项目{year}年1-{month}月排名表"
        if month > 1
        else f"{where}重点建设项目{year}年1月排名表",
        "lagging": f"{where}重点建设项目{year}年{month}月未开工及滞后清单",
        "rolling": f"{where}重点建设项目{first}—{first + 2}年三年滚动计划表",
        "difference": f"{where}重点建设项目{year}年年度计划与三年滚动计划差异表",
    }[kind]


def _cut_off(question: Question) -> str:
    last = question.period.last
    return f"截至{last.year}年{last.month}月{last.last.day}日  口径：调度"


def _ledger(
    book: Any, kind: str, question: Question, shows_phone: ShowsPhone, only: set[int] | None, tick: Tick
) -> int:
    groups = ledger_rows.groups_of(question, only)
    form = forms.plan if kind == "plan" else forms.dispatch
    columns = form(question, with_county=ledger_rows.needs_county(question))
    if kind == "plan" and "social" not in ledger_rows.used_sources(groups):
        columns = [column for column in columns if column.head[-1] != "社会资本"]
    sheet = Sheet(book, "年度计划表" if kind == "plan" else "调度表", columns)
    left = "" if kind == "plan" else _cut_off(question)
    sheet.title("附件1" if kind == "plan" else "附件2", _title(kind, question), left, UNIT_LINE)
    sheet.heads()
    rows = ledger_rows.Rows(question, shows_phone=shows_phone, only=only)
    count = 0
    for group in groups:
        sums: dict[str, Any] = dict(group.sums)
        ledger_rows.settle_rates(sums, question)
        sheet.group(group.level, group.title, sums, group.span)
        if group.where is None:
            continue
        for serial, row in enumerate(rows.of(group.where), 1):
            row["serial"] = serial
            sheet.body(row)
            count += 1
            tick(1)
    tops, leaves = ledger_rows.count_bundled(question, only)
    if tops != leaves:
        sheet.note(f"注：本表按子项列{leaves}个；打包项目计一个时共{tops}个。")
    sheet.done()
    return count


def _three_years(book: Any, kind: str, question: Question, only: set[int] | None) -> int:
    if kind == "rolling":
        made, name = list(rolling.rows(question, only)), "三年滚动计划表"
        columns = rolling.columns(rolling.first_year(question))
    else:
        made, name = rolling.difference_rows(question), "年度计划差异表"
        columns = rolling.difference_columns(question.period.year)
    sheet = Sheet(book, name, columns)
    sheet.title("附件6" if kind == "rolling" else "附件7", _title(kind, question), "", UNIT_LINE)
    sheet.heads()
    sheet.group(0, f"合计({len(made)}个)", rolling.sums(made), len(made))
    for row in made:
        sheet.body(row)
    if kind == "difference":
        sheet.note("注：相差=年度计划−滚动计划建议；建议列入的按当年投资需求，类别按开工、竣工情况和拟开工年推定。")
    sheet.done()
    return len(made)


def _ranking(book: Any, question: Question) -> int:
    sheet = Sheet(book, "排名表", standings.ranking_columns())
    sheet.title("附件3", _title("ranking", question), _cut_off(question), UNIT_LINE)
    sheet.heads()
    count = 0
    tables = list(standings.ranking_rows(question))
    for label, rows in tables:
        if len(tables) > 1:
            sheet.group(1, label or "其他", {}, 0)
        for row in rows:
            sheet.body(row)
            count += 1
    if count:
        sheet.body(standings.ranking_total(question), level=1)
    sheet.note("注：完成率相同的位次并列；项目少于规定个数的列名不排位；各率按未取整的数排位。")
    sheet.done()
    return count


def _lagging(book: Any, question: Question, today: date) -> int:
    count = 0
    parts = (
        ("未开工清单", standings.not_started_columns(), standings.not_started_rows(question, today)),
        ("滞后清单", standings.lagging_columns(), standings.lagging_rows(question)),
    )
    for number, (name, columns, rows) in enumerate(parts, 4):
        sheet = Sheet(book, name, columns)
        title = f"{_where(question)}重点建设项目{question.period.year}年{question.period.last.month}月{name}"
        sheet.title(f"附件{number}", title, _cut_off(question), UNIT_LINE)
        sheet.heads()
        for row in rows:
            sheet.body(row)
            count += 1
        sheet.done()
    return count


_GROUPING = [
    Column(("领域",), lambda row: Domain(row["domain"]).label if row.get("domain") else ""),
    Column(("年度类型",), lambda row: Listing(row["listing"]).label if row.get("listing") else ""),
]


def _plain(
    kind: str, question: Question, today: date, shows_phone: ShowsPhone, only: set[int] | None
) -> tuple[list[Column], Iterator[dict[str, Any]]]:
    if kind == "ranking":
        tables = standings.ranking_rows(question)
        return standings.ranking_columns(), (row for _label, rows in tables for row in rows)
    if kind == "rolling":
        return rolling.columns(rolling.first_year(question)), rolling.rows(question, only)
    if kind == "difference":
        return rolling.difference_columns(question.period.year), iter(rolling.difference_rows(question))
    if kind == "lagging":
        return standings.lagging_columns(), iter(standings.lagging_rows(question))
    columns = (forms.plan if kind == "plan" else forms.dispatch)(question, with_county=True)
    rows = ledger_rows.Rows(question, shows_phone=shows_phone, only=only)
    numbered = ({**row, "serial": serial} for serial, row in enumerate(rows.of(), 1))
    return [*columns, *_GROUPING], numbered
