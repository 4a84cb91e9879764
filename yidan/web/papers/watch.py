"""价格监测日报: the day's sheet as a paper and as a workbook. Official, and so in Chinese, whoever prints it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from yidan.bulletins.blocks import Heading, Masthead, Paragraph, Signature, Table, Title, cell, words
from yidan.bulletins.drafting.sections import day as long_day
from yidan.figures.watching import DEFINITIONS, DaySheet
from yidan.watch.rules import Before
from yidan.web.papers.exporting import plain
from yidan.web.papers.exporting.forms import Column, field
from yidan.web.papers.exporting.sheet import Sheet, workbook
from yidan.web.watch import showing


def name_of(sheet: DaySheet) -> str:
    """价格监测日报(2020年2月10日)."""
    return f"{sheet.watch.name}日报({long_day(sheet.day)})"


def paper(sheet: DaySheet) -> list[Any]:
    """日报: what moved, what was missing, the table; each number as the page has it."""
    blocks: list[Any] = [
        Masthead(f"{settings.CITY_NAME}{sheet.watch.name}日报", long_day(sheet.day)),
        Title(f"{long_day(sheet.day)}{sheet.watch.name}情况"),
        Paragraph(words(_summary(sheet))),
    ]
    if sheet.alerts:
        blocks.append(Heading(1, words("一、预警情况")))
        blocks += [Paragraph(words(_alert(alert))) for alert in showing.alerts(sheet, may_raise=False)]
    blocks.append(Heading(1, words("二、各品种情况" if sheet.alerts else "一、各品种情况")))
    blocks.append(_table(sheet))
    blocks.append(Paragraph(words(f"注：平均价为{DEFINITIONS['mean']}涨跌为{DEFINITIONS['change']}")))
    blocks.append(Signature(settings.OFFICE_NAME, long_day(sheet.day)))
    return blocks


def _summary(sheet: DaySheet) -> str:
    told = sum(bool(count) for count in sheet.told.values())
    out = sum(len(row.out) for row in sheet.rows)
    text = f"全市{len(sheet.points)}个监测点中{told}个报送，监测品种{len(sheet.rows)}个。"
    text += f"达到预警线的{len(sheet.alerts)}处，其中缺货{out}处。" if sheet.alerts else "没有达到预警线的品种。"
    text += f"预警线：{showing.line_words(sheet.line)}（{sheet.line_source}）。"
    if sheet.missing:
        text += f"未报送：{'、'.join(point.name for point in sheet.missing)}。"
    return text


def _alert(alert: dict[str, Any]) -> str:
    what = "、".join(str(kind) for kind in alert["kinds"])
    said = "，".join(part for part in (alert["value"], alert["why"], alert["remark"]) if part)
    item = alert["item"] + (f"（{alert['spec']}）" if alert["spec"] else "")
    text = f"{alert['point']}：{item}，{what}" + (f"：{said}" if said else "")
    return f"{text}。" + (f"已列入问题台账，编号{alert['matter']['word']}。" if alert["matter"] else "")


_HEADS = ("品种、规格", "单位", "平均价", "比昨日", "比上周", "比去年", "缺货点")


def _table(sheet: DaySheet) -> Table:
    rows = tuple(
        (
            cell(f"{row['name']} {row['spec']}".strip()), cell(row["measure"], "center"), cell(row["mean"], "right"),
            *(cell(change.rstrip("%"), "right") for _word, change in row["changes"]),
            cell(str(row["out"] or ""), "center"),
        )
        for row in showing.rows(sheet)
    )  # fmt: skip
    heads = (tuple(cell(head, "center") for head in _HEADS),)
    return Table(heads, rows, widths=(3.6, 1.7, 1.4, 1.4, 1.4, 1.4, 1.4), title="各品种平均价和涨跌（%）")


def write(sheet: DaySheet, path: Path, format: str) -> int:
    """The cross table: goods down, points across, as it can be read in again."""
    columns = [
        Column(("类别",), field("group"), 9, "centre"), Column(("品种",), field("name"), 12, "long"),
        Column(("规格",), field("spec"), 14, "long"), Column(("计量单位",), field("measure"), 10, "centre"),
        *(Column((point.name,), field(f"point_{point.pk}"), 9, "broken") for point in sheet.points),
        Column(("平均价",), field("mean"), 9, "broken"), Column(("比昨日%",), field("day"), 8, "percent"),
        Column(("比上周%",), field("week"), 8, "percent"), Column(("比去年%",), field("year"), 8, "percent"),
        Column(("缺货点",), field("out"), 7, "centre"),
    ]  # fmt: skip
    rows = list(_rows(sheet))
    if format == "csv":
        return plain.write(path, columns, rows)
    with workbook(path) as book:
        drawn = Sheet(book, "采价表", columns)
        drawn.title("", name_of(sheet), long_day(sheet.day), sheet.watch.name)
        drawn.heads()
        for row in rows:
            drawn.body(row)
        drawn.note(f"注：平均价为{DEFINITIONS['mean']}涨跌为{DEFINITIONS['change']}")
        drawn.note(f"预警线：{showing.line_words(sheet.line)}（{sheet.line_source}）")
        drawn.done()
    return len(rows)


def _rows(sheet: DaySheet) -> Any:
    for row in sheet.rows:
        told = {each.point_id: "缺货" if each.is_out else each.value for each in row.observations}
        yield {
            "group": row.item.group, "name": row.item.name, "spec": row.item.spec, "measure": row.item.measure,
            "mean": row.mean, "out": len(row.out) or None,
            **{which.value: row.change(which) for which in Before},
            **{f"point_{point.pk}": told.get(point.pk) for point in sheet.points},
        }  # fmt: skip
