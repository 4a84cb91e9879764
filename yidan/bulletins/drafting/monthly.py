"""月通报 (domain.md §11): total, ranking with movement, what went well, what is behind, what is asked, the tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Attachments, Break, Masthead, Numeral, Part, Recipient, Signature, Title
from yidan.bulletins.drafting import sections as s
from yidan.bulletins.drafting.sections import Draft, day
from yidan.bulletins.drafting.tables import project_table, unit_table
from yidan.bulletins.drafting.weekly import RECIPIENT
from yidan.figures import lists, parameters, published, queries, ranking
from yidan.kernel import parameters as office
from yidan.kernel.values import Month
from yidan.targets.models import Series
from yidan.targets.states import PERCENTAGES, SeriesKind


def monthly(month: Month, cut_off: datetime, published: date, *, issuer: str, mode: str = rules.HALF_UP) -> Draft:
    """The bulletin of a month, from what was known at `cut_off`."""
    draft = Draft(Book(cut_off, mode), month, month.last)
    span = s.span_of(month)
    draft.blocks += [
        Masthead("重点项目建设通报", "第　期", issuer, day(published)),
        Title(f"关于{month.year}年{span}全市重点项目建设情况的通报"),
        Recipient(RECIPIENT),
    ]
    draft.say(f"现将{month.year}年{span}全市重点项目建设情况通报如下。")
    s.overall(draft)
    s.by_domain(draft)
    _published(draft)
    _places(draft)
    s.units(draft)
    s.provincial(draft)
    _brightest(draft)
    s.behind(draft)
    s.matters(draft)
    draft.heading("下步要求")
    draft.say(
        "各县市区、各责任单位要对照年度计划和分月计划，逐个项目明确节点、责任人和完成时限；滞后项目要查明原因、"
        "拿出赶工措施，需市级协调的事项于次月5日前报市项目办。"
    )
    question = draft.book.question(draft.period)
    points = office.values(cut_off)[parameters.LAGGING_POINTS.name]
    names = ("各县市区重点项目进展情况表", "应开工未开工项目清单", "进度滞后项目清单")
    draft.blocks += [Attachments(names), Signature(issuer, day(published)), Break()]
    draft.blocks.append(unit_table(draft, f"附表1　{names[0]}({span})"))
    draft.blocks.append(project_table(draft, f"附表2　{names[1]}", lists.not_started(question, today=draft.until)))
    draft.blocks.append(project_table(draft, f"附表3　{names[2]}", lists.lagging(question, points)))
    return draft


def _published(draft: Draft, most: int = 4) -> None:
    """统计口径: what others had published by the cut-off, in their own numbers; nothing where nothing was."""
    said: list[list[str | Part]] = []
    for each in Series.objects.filter(measured__in=PERCENTAGES):
        known = [point for point in published.points(each, None, draft.book.cut_off) if point.month <= draft.month]
        if known and known[-1].month.year == draft.month.year and len(said) < most:
            said.append(_release(draft, each, known[-1]))
    if said:
        draft.heading("统计口径主要指标")
        draft.say("以下为有关部门公布的数，口径与调度数不同，不作推算。")
        for parts in said:
            draft.say(*parts)


def _release(draft: Draft, series: Series, point: published.Point) -> list[str | Part]:
    def ask(part: str, form: str, **more: Any) -> Numeral:
        return draft.book.numeral(series=series.code, period=str(point.month), part=part, form=form, **more)

    span = f"1—{point.month.month}月" if series.is_cumulative and point.month.month > 1 else f"{point.month.month}月"
    parts: list[str | Part] = [f"据{series.publisher}公布，{span}{series.name}", ask("value", "published_percent")]
    if point.pace:
        word = "提高" if point.pace > 0 else "下降"
        if series.measured == SeriesKind.GROWTH and point.release.value is not None:
            word = rules.pace(point.release.value, point.release.value - point.pace)
        parts += [f"，比上次公布{word}", ask("pace", "published", unsigned=True), "个百分点"]
    elif point.pace == 0:
        parts.append("，与上次公布持平")
    if point.release.rank:
        parts += ["，居全省第", ask("rank", "place"), "位"]
        if point.run > 1:
            parts += ["，连续", ask("run", "count"), "个月居第1位"]
    return [*parts, "。"]


def _places(draft: Draft) -> None:
    """排名: the first and the last three of each group by name, and who moved most; places are recomputed ones."""
    draft.heading("排名情况")
    question = draft.book.question(draft.period)
    for table in ranking.ranking(question, office.values(draft.book.cut_off)):
        ranked = [row for row in table.rows if row.place is not None]
        if len(ranked) < 2:
            continue
        label = table.label or "各单位"
        count = min(3, len(ranked) // 2)
        parts: list[str | Part] = [f"{label}中，年度计划完成率居前的是"]
        parts += _ranked(draft, ranked[:count])
        parts.append("；居后的是")
        parts += _ranked(draft, ranked[-count:])
        draft.say(*parts, "。")
        moved = [row for row in ranked if row.gained]
        if moved:
            most = max(moved, key=lambda row: abs(row.gained or 0))
            word = "上升" if (most.gained or 0) > 0 else "下降"
            before = Month.parse(draft.period) - 1
            change = draft.book.numeral(
                less=[
                    {"place": most.group.key, "by": ranking.BY, "period": str(before)},
                    {"place": most.group.key, "by": ranking.BY, "period": draft.period},
                ],
                form="place", unsigned=True,
            )  # fmt: skip
            draft.say(f"较上月位次变动最大的是{most.group.name}，{word}", change, "位。")
        _runs(draft, ranked)
        draft.named |= {row.group.key for row in ranked[-count:]}


def _runs(draft: Draft, ranked: list[ranking.Standing]) -> None:
    """连续N个月第1: said from the second month on."""
    for row in ranked:
        if row.place != 1:
            break
        run = draft.book.numeral(run=row.group.key, by=ranking.BY, period=draft.period, form="count")
        if (draft.book.exact(run.ask) or 0) > 1:
            draft.say(f"{row.group.name}连续", run, "个月列第1位。")


def _brightest(draft: Draft) -> None:
    """亮点: what is ahead by its numbers, and nothing else: units ahead of 序时, and what was completed."""
    question = draft.book.question(draft.period)
    gaps = queries.grouped(["schedule.gap"], question, "unit")["schedule.gap"]
    ahead = [  # by what is printed: nobody is ahead by 0.0
        group for group in s.groups_of(draft, "unit")
        if rules.rounded(gaps[group.key].value or 0, 1, draft.book.mode) > 0
    ]  # fmt: skip
    finished = draft.ask("finish.count", "count")
    is_done = bool(draft.book.exact(finished.ask))
    if not ahead and not is_done:
        return
    draft.heading("主要成效")
    if ahead:
        best = max(ahead, key=lambda group: gaps[group.key].value or 0)
        gap = draft.ask("schedule.gap", "points", unsigned=True, unit=best.key)
        said = "、".join(group.name for group in ahead)
        draft.say(f"{said}完成率超过序时进度，超出最多的是{best.name}，超", gap, "个百分点。")
    if is_done:
        draft.say("年内已竣工项目", finished, "个。")


def _ranked(draft: Draft, rows: list[ranking.Standing]) -> list[str | Part]:
    parts: list[str | Part] = []
    for number, row in enumerate(rows):
        rate = draft.ask("completion.rate", "percent", unit=row.group.key)
        parts += ["、" if number else "", f"{row.group.name}（", rate, "）"]
    return parts
