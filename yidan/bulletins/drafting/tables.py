"""The tables attached to papers: every unit by place, and projects by name; where their columns are not of the same
months, the line below says so."""

from __future__ import annotations

from typing import Any

from yidan.bulletins import rules
from yidan.bulletins.blocks import Cell, Part, Table, Words, cell
from yidan.bulletins.drafting.sections import REPORTED, Draft, short_day, span_of
from yidan.figures import lists, ranking
from yidan.figures.dimensions import Group
from yidan.kernel import parameters as office


def unit_table(draft: Draft, title: str) -> Table:
    """附表: every unit in its ranking group by place, totals below; printed parts that do not add up say so."""
    is_whole = draft.reported == draft.month
    of_month = "本月完成" if is_whole or not draft.reported else f"{draft.reported.month}月完成"
    heads = (
        tuple(cell(text, "center", down=2) for text in ("位次", "单位", "项目个数", "年度计划"))
        + (cell("投资完成情况", "center", across=4), cell("开工情况", "center", across=3)),
        tuple(
            cell(text, "center") for text in (of_month, "累计完成", "完成率", "超序时", "应开工", "已开工", "开工率")
        ),
    )
    question = draft.book.question(draft.amounts)
    tables = ranking.ranking(question, office.values(draft.book.cut_off))
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        if len(tables) > 1 and table.label:
            rows.append((cell(table.label, "center", across=11),))
        rows += [_unit_row(draft, row.group) for row in table.rows]
    notes = [_sums_note(draft, [row.group.key for table in tables for row in table.rows]), _periods_note(draft)]
    rows.append(_unit_row(draft, None))
    widths = (2, 4.4, 2.8, 4.4, 4, 4.4, 4.4, 4, 2.8, 2.8, 4.4)
    return Table(heads, tuple(rows), widths, title, "单位：个、亿元、%、百分点", note="".join(notes))


def _periods_note(draft: Draft) -> str:
    """Which columns are of which months, where they are not of the same."""
    if draft.reported == draft.month:
        return ""
    of_starts = f"应开工为计划{draft.month.month}月底以前开工的，已开工截至{short_day(draft.until)}。"
    if draft.reported is None:
        return f"口径：本年月报尚未审定；{of_starts}"
    span = span_of(draft.reported)
    return f"口径：完成投资、完成率、位次为{span}审定数，超序时与{span}序时进度相比；{of_starts}"


def _sums_note(draft: Draft, units: list[Any]) -> str:
    """What is said below where amounts as printed do not add up to the total as printed."""
    for key in ("plan.annual", "invested.month", "invested.year"):
        asked = {"figure": key, "period": draft.period_of(key)}
        parts = [draft.book.exact({**asked, "unit": unit}) or 0 for unit in units if unit is not None]
        total = draft.book.exact(asked) or 0
        if sum(parts) == total and (note := rules.sum_note(parts, total, "yi", draft.book.mode)):
            return note
    return ""


def _unit_row(draft: Draft, group: Group | None) -> tuple[Cell, ...]:
    narrowed = {} if group is None else {"unit": group.key}

    def figure(key: str, form: str) -> Cell:
        return _amount_cell(draft, key, form, narrowed)

    place: Part = Words("")
    if group is not None:
        place = Words(rules.MISSING)
        if draft.reported:
            place = draft.book.numeral(place=group.key, by=ranking.BY, period=draft.amounts, form="place")
    return (
        Cell((place,), align="center"), cell(group.short if group else "合计"), figure("project.count", "count"),
        figure("plan.annual", "yi"), figure("invested.month", "yi"), figure("invested.year", "yi"),
        figure("completion.rate", "percent"), figure("schedule.gap", "points"), figure("start.due", "count"),
        figure("start.count", "count"), figure("start.rate", "percent"),
    )  # fmt: skip


def project_table(draft: Draft, title: str, rows: list[lists.Listed], period: str = "") -> Table:
    """附表: projects by name, A3 across. `period`: what the list was asked of, where not of the amounts' months."""
    heads = (
        tuple(cell(text, "center") for text in (
            "序号", "项目名称", "考核单元", "业主单位", "联系市领导", "年度计划", "累计完成", "完成率", "超序时",
            "计划开工",
        )),
    )  # fmt: skip
    body: list[tuple[Cell, ...]] = []
    draft.know(rows, period or draft.amounts)
    for number, row in enumerate(rows, 1):
        narrowed = {"project": row.project_id}
        body.append(
            (
                cell(str(number), "center"), cell(row.name), cell(row.unit), cell(row.owner), cell(row.leader),
                *(_amount_cell(draft, key, form, narrowed) for key, form in (
                    ("plan.annual", "wan"), ("invested.year", "wan"), ("completion.rate", "percent"),
                    ("schedule.gap", "points"),
                )),
                cell(short_day(row.to_start_on) if row.to_start_on else rules.MISSING, "center"),
            )
        )  # fmt: skip
    if not body:
        body.append((cell("无", "center", across=10),))
    note = (
        "" if draft.reported in (None, draft.month) else f"口径：累计完成、完成率、超序时为{span_of(draft.reported)}。"
    )
    return Table(heads, tuple(body), (2, 9, 4, 8, 4, 4, 4, 3, 3, 4), title, "单位：万元、%、百分点", True, note)


def _amount_cell(draft: Draft, key: str, form: str, narrowed: dict[str, Any]) -> Cell:
    if draft.reported is None and key in REPORTED:
        return cell(rules.MISSING, "right")
    return Cell((draft.ask(key, form, **narrowed),), align="right")
