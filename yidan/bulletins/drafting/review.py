"""月讲评材料 (domain.md §2): ranking, who moved, a page for each lagging project with before and after, who speaks,
what is asked. Paged through on a wall; so each page is one thing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yidan.bulletins import parameters as papers
from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Break, Cell, Masthead, Part, Table, Title, cell
from yidan.bulletins.drafting import sections as s
from yidan.bulletins.drafting.pictures import pair
from yidan.bulletins.drafting.sections import Draft, day
from yidan.bulletins.drafting.tables import unit_table
from yidan.figures import lists, parameters, ranking
from yidan.kernel import parameters as office
from yidan.kernel.values import Month
from yidan.progress.models import MonthlyReport


def review(month: Month, cut_off: datetime, published: date, *, issuer: str, mode: str = rules.HALF_UP) -> Draft:
    """The pack of a month's 讲评, from what was known at `cut_off`."""
    draft = Draft(Book(cut_off, mode), month, month.last)
    values = office.values(cut_off)
    question = draft.book.question(draft.period)
    tables = ranking.ranking(question, values)
    behind = lists.lagging(question, values[parameters.LAGGING_POINTS.name], stop=values[papers.REVIEWED.name])
    draft.blocks += [
        Masthead("重点项目月讲评", "第　期", issuer, day(published)),
        Title(f"{month.year}年{s.span_of(month)}全市重点项目讲评材料"),
    ]
    _summary(draft)
    _movers(draft, tables)
    draft.blocks += [Break(), unit_table(draft, f"各县市区排名({s.span_of(month)})")]
    draft.book.know(behind, draft.period)
    for row in behind:
        _project(draft, row)
    draft.blocks.append(Break())
    _speakers(draft, tables)
    _asks(draft)
    draft.say_notes()
    return draft


def _summary(draft: Draft) -> None:
    """One sentence for the room: a round number with the exact one below, the rate, the gap."""
    draft.heading("总体情况")
    step = 10 if (draft.book.exact({"figure": "invested.year", "period": draft.period}) or 0) >= 200_000 else 1
    draft.say(
        f"{s.span_of(draft.month)}，全市重点项目完成投资",
        *draft.vaguely("invested.year", "yi", "亿元", step=step), "，占年度计划的",
        draft.ask("completion.rate", "percent"), *s.gap_words(draft), *s.growth_words(draft), "。开工率",
        draft.ask("start.rate", "percent"), "，竣工率", draft.ask("finish.rate", "percent"), "。",
    )  # fmt: skip


def _movers(draft: Draft, tables: list[ranking.Table]) -> None:
    """位次变化: everybody who moved since last month, up and down; by the month only, never by person."""
    draft.heading("位次变化")
    moved = [row for table in tables for row in table.rows if row.gained]
    if not moved:
        draft.say("各单位位次与上月相同，或没有上月位次可比。")
        return
    before = str(Month.parse(draft.period) - 1)
    for word, is_up in (("上升", True), ("下降", False)):
        parts: list[str | Part] = []
        for row in (row for row in moved if ((row.gained or 0) > 0) is is_up):
            places = [{"place": row.group.key, "by": ranking.BY, "period": period} for period in (before, draft.period)]
            change = draft.book.numeral(less=places, form="place", unsigned=True)
            parts += ["、" if parts else f"{word}的：", row.group.name, change, "位"]
        if parts:
            draft.say(*parts, "。")


def _project(draft: Draft, row: lists.Listed) -> None:
    """A page of one project: what it is, how far behind, what its report says is wrong, what it asks; two pictures."""
    narrowed = {"project": row.project_id}
    draft.blocks.append(Break())
    draft.heading(row.name)
    draft.say(
        f"{row.unit}；业主{row.owner or '未定'}；联系市领导{row.leader or '未明确'}。年度计划",
        draft.ask("plan.annual", "wan", **narrowed), "万元，累计完成", draft.ask("invested.year", "wan", **narrowed),
        "万元，占年度计划的", draft.ask("completion.rate", "percent", **narrowed), *s.gap_words(draft, **narrowed),
        "。",
    )  # fmt: skip
    for label, text in words_of(row.project_id, draft):
        draft.say(f"{label}：{text}")
    if shown := pair(row.project_id, draft.book.cut_off):
        draft.blocks.append(shown)
    else:
        draft.say("没有同一佐证位前后两期的影像。")
    draft.named |= s.unit_ids([row])


def words_of(project_id: int, draft: Draft) -> list[tuple[str, str]]:
    """What the month's accepted report says, in its own words."""
    report = MonthlyReport.objects.filter(
        project=project_id, month=draft.month, accepted_at__isnull=False, accepted_at__lte=draft.book.cut_off
    ).first()
    if report is None:
        return [("月报", "本月月报尚未审定。")]
    said = (("形象进度", report.physical_progress), ("存在问题", report.problems), ("需协调事项", report.needs))
    return [(label, text.strip()) for label, text in said if text.strip()]


def _speakers(draft: Draft, tables: list[ranking.Table]) -> None:
    """表态发言: the last of each group speak; the first tell how they did it."""
    draft.heading("发言安排")
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        ranked = [row for row in table.rows if row.place is not None]
        if len(ranked) < 2:
            continue
        for row, what in ((ranked[0], "交流发言"), (ranked[-1], "表态发言")):
            place = draft.book.numeral(place=row.group.key, by=ranking.BY, period=draft.period, form="place")
            rate = draft.ask("completion.rate", "percent", unit=row.group.key)
            rows.append(
                (cell(what, "center"), cell(row.group.name), cell(table.label), Cell((place,), align="center"),
                 Cell((rate,), align="right"))
            )  # fmt: skip
            if row is ranked[-1]:
                draft.named.add(row.group.key)
    if not rows:
        draft.say("参加排名的单位不足两个，不安排发言。")
        return
    heads = (tuple(cell(text, "center") for text in ("发言", "单位", "组别", "位次", "完成率")),)
    draft.blocks.append(Table(heads, tuple(rows), (3, 5, 4, 2, 3)))


def _asks(draft: Draft, most: int = 8) -> None:
    """提请研究: what reports ask of the city, the longest asked first."""
    draft.heading("提请市里协调的事")
    found = lists.needs(draft.book.question(draft.period), stop=most)
    if not found:
        draft.say("本月各项目没有提请市里协调的事项。")
    for number, need in enumerate(found, 1):
        asked_of = f"请{need.asked_of}协调" if need.asked_of else "未写明请谁协调"
        draft.say(f"{number}.{need.unit}{need.name}：{need.text.rstrip('。')}（{asked_of}）。")


def pages(blocks: Any) -> list[list[Any]]:
    """The pack cut where a new page begins."""
    found: list[list[Any]] = [[]]
    for block in blocks:
        if isinstance(block, Break):
            found.append([])
        else:
            found[-1].append(block)
    return [page for page in found if page]
