"""The sections that papers share: the whole city, unit by unit, key levels, what is behind, the tables attached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Cell, Heading, Numeral, Paragraph, Part, Table, Words, cell
from yidan.figures import lists, parameters, queries, ranking
from yidan.figures.dimensions import Group
from yidan.kernel import parameters as office
from yidan.kernel.values import BEIJING, Month

COUNTED = ("project.count", "plan.annual", "invested.year", "invested.month", "completion.rate", "schedule.gap",
           "start.count", "start.due", "start.rate", "finish.count", "finish.due", "finish.rate",
           "resumption.rate", "start.overdue")  # fmt: skip


@dataclass
class Draft:
    """A paper being drafted: the book that answers, the month it speaks of, its blocks and whom it names."""

    book: Book
    month: Month
    until: date
    blocks: list[Any] = field(default_factory=list)
    named: set[Any] = field(default_factory=set)
    section: int = 0
    notes: list[tuple[Part, ...]] = field(default_factory=list)

    @property
    def period(self) -> str:
        """The figures' period: January up to the month."""
        return str(self.month)

    def heading(self, text: str) -> None:
        """一、…, counting on."""
        self.section += 1
        self.blocks.append(Heading(1, (Words(f"{rules.ordinal(self.section)}、{text}"),)))

    def under(self, number: int, text: str) -> None:
        """（一）…."""
        self.blocks.append(Heading(2, (Words(f"（{rules.ordinal(number)}）{text}"),)))

    def say(self, *parts: str | Part) -> None:
        """A paragraph of words and numbers."""
        self.blocks.append(Paragraph(tuple(Words(part) if isinstance(part, str) else part for part in parts)))

    def ask(self, key: str, form: str, **more: Any) -> Numeral:
        """A figure of the paper's period."""
        return self.book.numeral(figure=key, period=self.period, form=form, **more)

    def vaguely(self, key: str, form: str, word: str, **more: Any) -> list[str | Part]:
        """超1100亿元①, with the exact number in the note ①; `base` or `step` says how vague (domain.md §11)."""
        mark = rules.circled(len(self.notes) + 1)
        narrowed = {name: value for name, value in more.items() if name not in {"base", "step"}}
        self.notes.append((Words(mark), self.ask(key, form, **narrowed), Words(word)))
        return [self.ask(key, form, **more), word + mark]

    def say_notes(self) -> None:
        """注：①1103.78亿元；②…。"""
        parts: list[Part] = []
        for note in self.notes:
            parts += [Words("；" if parts else "注："), *note]
        if parts:
            self.say(*parts, "。")


def span_of(month: Month) -> str:
    """1—5月."""
    return f"1—{month.month}月" if month.month > 1 else "1月"


def day(value: date) -> str:
    """2020年4月13日: without leading zeros (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日"


def short_day(value: date) -> str:
    """4月13日."""
    return f"{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """4月12日17时."""
    local = value.astimezone(BEIJING)
    return f"{local.month}月{local.day}日{local.hour}时" + (f"{local.minute}分" if local.minute else "")


def gap_words(draft: Draft, **narrowed: Any) -> list[str | Part]:
    """，超序时进度2.8个百分点: the word follows what is printed."""
    gap = draft.ask("schedule.gap", "points", unsigned=True, **narrowed)
    exact = draft.book.exact(gap.ask)
    if exact is None:
        return []
    word = rules.against(exact, mode=draft.book.mode)
    return [f"，{word}"] if word.startswith("与") else [f"，{word}", gap, "个百分点"]


def overall(draft: Draft) -> None:
    """总体情况: how many, how much, how far, started, completed."""
    draft.heading("总体情况")
    draft.say(
        "全市调度重点项目", draft.ask("project.count", "count"), "个(按子项计",
        draft.ask("project.count_leaves", "count"), "个)，年度计划投资", draft.ask("plan.annual", "yi1"),
        "亿元。1—" if draft.month.month > 1 else "亿元。", f"{draft.month.month}月累计完成投资",
        draft.ask("invested.year", "yi1"), "亿元，占年度计划的", draft.ask("completion.rate", "percent"),
        *gap_words(draft), *growth_words(draft), "。",
        *([] if is_reported(draft) else [f"{draft.month.month}月月报尚未审定，累计完成投资不含当月。"]),
    )  # fmt: skip
    draft.say(
        "截至目前，应开工项目", draft.ask("start.due", "count"), "个，已开工", draft.ask("start.count", "count"),
        "个，开工率", draft.ask("start.rate", "percent"), "；应竣工项目", draft.ask("finish.due", "count"),
        "个，已竣工", draft.ask("finish.count", "count"), "个，竣工率", draft.ask("finish.rate", "percent"),
        "。不含前期项目，开复工率为", draft.ask("resumption.rate", "percent"), "。",
    )  # fmt: skip


def is_reported(draft: Draft) -> bool:
    """Whether anything of the month is known: until its reports are accepted, what is completed ends with the month
    before, and beside a whole month of last year it would read as a fall."""
    return bool(draft.book.exact({"figure": "invested.month", "period": draft.period}))


def last_year(draft: Draft) -> str:
    """The same months of the year before."""
    return str(Month(draft.month.year - 1, draft.month.month))


def growth_words(draft: Draft, **narrowed: Any) -> list[str | Part]:
    """，同比增长8.2%: of what is completed; 增长2.1倍 from twice as much on; nothing where last year is unknown."""
    now, before = (
        {"figure": "invested.year", "period": period, **narrowed} for period in (draft.period, last_year(draft))
    )
    exact = draft.book.exact({"growth": [now, before]})
    if exact is None or not draft.book.exact(before) or not is_reported(draft):
        return []
    word = rules.movement(exact, mode=draft.book.mode)
    if word == "持平":
        return ["，与上年同期持平"]
    if exact >= 100:
        times = {"growth": [now, before], "form": "times"}
        return [f"，同比{word}", draft.book.numeral(**times), "倍"]  # type: ignore[arg-type]
    return [f"，同比{word}", draft.book.numeral(growth=[now, before], form="percent", unsigned=True)]


def contribution_words(draft: Draft, **narrowed: Any) -> list[str | Part]:
    """，对全市增长的贡献率67.0%，拉动8.2个百分点: only where all four numbers are known and the city grew."""
    four = [
        {"figure": "invested.year", "period": period, **more}
        for more in (narrowed, {}) for period in (draft.period, last_year(draft))
    ]  # fmt: skip
    pulled = draft.book.exact({"pull": four})
    grown = draft.book.exact({"growth": four[2:]})
    if pulled is None or grown is None or grown <= 0 or not is_reported(draft):
        return []
    if rules.rounded(pulled, 1, draft.book.mode) <= 0:  # nothing that prints
        return []
    return [
        "，对全市增长的贡献率", draft.book.numeral(contribution=four, form="percent"), "，拉动",
        draft.book.numeral(pull=four, form="points"), "个百分点",
    ]  # fmt: skip


def by_domain(draft: Draft) -> None:
    """The four domains in one sentence each, in the province's order (domain.md §3.2)."""
    draft.book.foresee(["project.count", "plan.annual", "invested.year", "completion.rate"], draft.period, "domain")
    for group in groups_of(draft, "domain"):
        narrowed = {"domain": group.key}
        draft.say(
            f"{group.name}项目", draft.ask("project.count", "count", **narrowed), "个，年度计划投资",
            draft.ask("plan.annual", "yi1", **narrowed), "亿元，累计完成",
            draft.ask("invested.year", "yi1", **narrowed), "亿元，占年度计划的",
            draft.ask("completion.rate", "percent", **narrowed), *growth_words(draft, **narrowed),
            *contribution_words(draft, **narrowed), "。",
        )  # fmt: skip


def groups_of(draft: Draft, by: str) -> list[Group]:
    """The groups that have projects, in protocol order; what belongs to no group is in the total only."""
    question = draft.book.question(draft.period)
    counted = queries.grouped(["project.count"], question, by)["project.count"]
    return [group for group in queries.groups(by, counted) if group.key not in (None, "")]


def units(draft: Draft, *, is_brief: bool = False) -> None:
    """Unit by unit in protocol order: how many, how far, which place; who has not started what."""
    draft.heading("各县市区推进情况")
    draft.book.foresee(list(COUNTED), draft.period, "unit")
    for number, group in enumerate(groups_of(draft, "unit"), 1):
        narrowed = {"unit": group.key}
        place = draft.book.numeral(place=group.key, by=ranking.BY, period=draft.period, form="place")
        parts: list[str | Part] = [
            f"{number}.{group.name}。" if not is_brief else f"{group.name}：",
            "项目", draft.ask("project.count", "count", **narrowed), "个，年度计划投资",
            draft.ask("plan.annual", "yi1", **narrowed), "亿元，累计完成",
            draft.ask("invested.year", "yi1", **narrowed), "亿元，占年度计划的",
            draft.ask("completion.rate", "percent", **narrowed), *gap_words(draft, **narrowed),
        ]  # fmt: skip
        done = draft.book.exact({"figure": "invested.year", "period": draft.period} | narrowed)
        if place.printed != rules.MISSING and done:  # where nobody has done anything, all would be the first
            parts += ["，列第", place, "位"]
        overdue = draft.ask("start.overdue", "count", **narrowed)
        if draft.book.exact(overdue.ask):
            parts += ["；应开工未开工", overdue, "个"]
        draft.say(*parts, "。")


def provincial(draft: Draft) -> None:
    """省重点项目 apart; nothing is said where there is none."""
    draft.book.foresee(["project.count", "plan.annual", "invested.year", "completion.rate"], draft.period, "level")
    count = draft.ask("project.count", "count", level="provincial")
    draft.heading("省重点项目情况")
    if not draft.book.exact(count.ask):
        draft.say("本年度没有列入省重点的项目。")
        return
    narrowed = {"level": "provincial"}
    draft.say(
        "省重点项目", count, "个，年度计划投资", draft.ask("plan.annual", "yi1", **narrowed), "亿元，累计完成",
        draft.ask("invested.year", "yi1", **narrowed), "亿元，占年度计划的",
        draft.ask("completion.rate", "percent", **narrowed), *gap_words(draft, **narrowed), "。",
    )  # fmt: skip


def behind(draft: Draft, most: int = 5) -> None:
    """存在问题(点名): not started, nothing invested, far below 序时; each named with its unit, the worst first."""
    draft.heading("存在问题")
    question = draft.book.question(draft.period)
    points = office.values(draft.book.cut_off)[parameters.LAGGING_POINTS.name]
    found = [
        ("应开工未开工项目", "start.overdue", lists.not_started(question, today=draft.until, stop=most)),
        ("年内零投资项目", "invested.zero", lists.zero_investment(question, stop=most)),
    ]
    number = 0
    for label, key, rows in found:
        if not rows:
            continue
        number += 1
        draft.under(number, label)
        draft.say("共", draft.ask(key, "count"), "个", *_named(draft, rows), "。")
    rows = lists.lagging(question, points, stop=most)
    if rows:
        number += 1
        draft.under(number, "进度滞后项目")
        limit = draft.book.numeral(parameter=parameters.LAGGING_POINTS.name, form="plain")
        draft.book.know(rows, draft.period)
        parts: list[str | Part] = ["低于序时进度", limit, "个百分点以上的项目中，滞后最多的是："]
        for order, row in enumerate(rows):
            gap = draft.ask("schedule.gap", "points", unsigned=True, project=row.project_id)
            parts += ["；" if order else "", f"{row.unit}{row.name}，低于", gap, "个百分点"]
            draft.named |= unit_ids([row])
        draft.say(*parts, "。")
    if not number:
        draft.say("没有应开工未开工、零投资和进度明显滞后的项目。")


def _named(draft: Draft, rows: Iterable[lists.Listed]) -> list[str]:
    names = [f"{row.unit}{row.name}" for row in rows]
    draft.named |= unit_ids(rows)
    return ["，其中：" + "、".join(names)]


def unit_ids(rows: Iterable[lists.Listed]) -> set[int]:
    """The 考核单元 that are named, to be asked before it goes out."""
    from yidan.ledger.models import Profile

    found = Profile.objects.live().filter(project__in=[row.project_id for row in rows])
    return set(found.exclude(assessed_unit=None).values_list("assessed_unit", flat=True))


def matters(draft: Draft) -> None:
    """台账销号情况 (domain.md §1.4): handed out, struck off, late, running, overdue; who is late is named."""
    draft.heading("问题台账销号情况")
    issued = draft.ask("matter.issued", "count")
    if not draft.book.exact(issued.ask):
        draft.say("本年度尚未交办事项。")
        return
    draft.say(
        "本年度累计交办事项", issued, "件，已销号", draft.ask("matter.closed", "count"), "件（其中逾期销号",
        draft.ask("matter.closed_late", "count"), "件），办结率", draft.ask("matter.close_rate", "percent"),
        "；正在办理未到期", draft.ask("matter.running", "count"), "件，逾期未办结",
        draft.ask("matter.overdue", "count"), "件，按期办结率", draft.ask("matter.on_time_rate", "percent"),
        *_taken(draft), "。",
    )  # fmt: skip
    draft.book.foresee(["matter.overdue"], draft.period, "unit")
    question = draft.book.question(draft.period)
    overdue = queries.grouped(["matter.overdue"], question, "unit")["matter.overdue"]
    late = [group for group in queries.groups("unit", overdue) if overdue[group.key].value]
    if late:
        parts: list[str | Part] = ["逾期未办结的牵头单位："]
        for number, group in enumerate(late):
            parts += ["、" if number else "", group.name, draft.ask("matter.overdue", "count", unit=group.key), "件"]
            draft.named.add(group.key)
        draft.say(*parts, "。")


def _taken(draft: Draft) -> list[str | Part]:
    """平均办理时长, where anything was struck off."""
    days = draft.ask("matter.days.average", "days")
    return [] if draft.book.exact(days.ask) is None else ["，已销号事项平均办理", days, "个工作日"]


def unit_table(draft: Draft, title: str) -> Table:
    """附表: every unit in its ranking group by place, totals below; printed parts that do not add up say so."""
    heads = (
        tuple(cell(text, "center", down=2) for text in ("位次", "单位", "项目个数", "年度计划"))
        + (cell("投资完成情况", "center", across=4), cell("开工情况", "center", across=3)),
        tuple(
            cell(text, "center") for text in ("本月完成", "累计完成", "完成率", "超序时", "应开工", "已开工", "开工率")
        ),
    )
    question = draft.book.question(draft.period)
    tables = ranking.ranking(question, office.values(draft.book.cut_off))
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        if len(tables) > 1 and table.label:
            rows.append((cell(table.label, "center", across=11),))
        rows += [_unit_row(draft, row.group) for row in table.rows]
    note = _sums_note(draft, [row.group.key for table in tables for row in table.rows])
    rows.append(_unit_row(draft, None))
    widths = (2, 4.4, 2.8, 4.4, 4, 4.4, 4.4, 4, 2.8, 2.8, 4.4)
    return Table(heads, tuple(rows), widths, title, "单位：个、亿元、%、百分点", note=note)


def _sums_note(draft: Draft, units: list[Any]) -> str:
    """What is said below where amounts as printed do not add up to the total as printed."""
    for key in ("plan.annual", "invested.month", "invested.year"):
        asked = {"figure": key, "period": draft.period}
        parts = [draft.book.exact({**asked, "unit": unit}) or 0 for unit in units if unit is not None]
        total = draft.book.exact(asked) or 0
        if sum(parts) == total and (note := rules.sum_note(parts, total, "yi", draft.book.mode)):
            return note
    return ""


def _unit_row(draft: Draft, group: Group | None) -> tuple[Cell, ...]:
    narrowed = {} if group is None else {"unit": group.key}

    def figure(key: str, form: str) -> Cell:
        return Cell((draft.ask(key, form, **narrowed),), align="right")

    place: Part = Words("")
    if group is not None:
        place = draft.book.numeral(place=group.key, by=ranking.BY, period=draft.period, form="place")
    return (
        Cell((place,), align="center"), cell(group.short if group else "合计"), figure("project.count", "count"),
        figure("plan.annual", "yi"), figure("invested.month", "yi"), figure("invested.year", "yi"),
        figure("completion.rate", "percent"), figure("schedule.gap", "points"), figure("start.due", "count"),
        figure("start.count", "count"), figure("start.rate", "percent"),
    )  # fmt: skip


def project_table(draft: Draft, title: str, rows: list[lists.Listed]) -> Table:
    """附表: projects by name, A3 across."""
    heads = (
        tuple(cell(text, "center") for text in (
            "序号", "项目名称", "考核单元", "业主单位", "联系市领导", "年度计划", "累计完成", "完成率", "超序时",
            "计划开工",
        )),
    )  # fmt: skip
    body: list[tuple[Cell, ...]] = []
    draft.book.know(rows, draft.period)
    for number, row in enumerate(rows, 1):
        narrowed = {"project": row.project_id}
        body.append(
            (
                cell(str(number), "center"), cell(row.name), cell(row.unit), cell(row.owner), cell(row.leader),
                Cell((draft.ask("plan.annual", "wan", **narrowed),), align="right"),
                Cell((draft.ask("invested.year", "wan", **narrowed),), align="right"),
                Cell((draft.ask("completion.rate", "percent", **narrowed),), align="right"),
                Cell((draft.ask("schedule.gap", "points", **narrowed),), align="right"),
                cell(short_day(row.to_start_on) if row.to_start_on else rules.MISSING, "center"),
            )
        )  # fmt: skip
    if not body:
        body.append((cell("无", "center", across=10),))
    return Table(heads, tuple(body), (2, 9, 4, 8, 4, 4, 4, 3, 3, 4), title, "单位：万元、%、百分点", True)


def share(part: rules.Exact, whole: rules.Exact) -> Fraction:
    """A part of a whole in percent."""
    return Fraction(part) / Fraction(whole) * 100
