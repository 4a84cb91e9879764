"""The sections that papers share: the whole city, unit by unit, key levels, what is behind, the tables attached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Heading, Numeral, Paragraph, Part, Words
from yidan.figures import lists, parameters, queries, ranking
from yidan.figures.dimensions import Group
from yidan.kernel import parameters as office
from yidan.kernel.values import BEIJING, Month

COUNTED = ("project.count", "plan.annual", "invested.year", "invested.month", "completion.rate", "schedule.gap",
           "start.count", "start.due", "start.rate", "finish.count", "finish.due", "finish.rate",
           "resumption.rate", "start.overdue")  # fmt: skip
# What is known month by month, as reports are accepted; the rest is known on any day.
REPORTED = frozenset({"invested.year", "invested.month", "invested.zero", "completion.rate", "schedule.gap"})


@dataclass
class Draft:
    """A paper being drafted: the book that answers, the month it speaks of, its blocks and whom it names.

    `reported`: the month up to which amounts are spoken of, and set against 序时; None where nothing is accepted yet.
    """

    book: Book
    month: Month
    until: date
    blocks: list[Any] = field(default_factory=list)
    named: set[Any] = field(default_factory=set)
    section: int = 0
    notes: list[tuple[Part, ...]] = field(default_factory=list)
    reported: Month | None = field(init=False)

    def __post_init__(self) -> None:
        self.reported = self.month

    @property
    def period(self) -> str:
        """The figures' period: January up to the month."""
        return str(self.month)

    @property
    def amounts(self) -> str:
        """The period of what is reported by the month: January up to the newest month that is accepted."""
        return str(self.reported or self.month)

    def period_of(self, key: str) -> str:
        """The period in which a figure is asked for."""
        return self.amounts if key in REPORTED else self.period

    @property
    def is_over(self) -> bool:
        """Whether the paper is of the whole month, so that what is due in it is due."""
        return self.until == self.month.last

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
        return self.book.numeral(figure=key, period=self.period_of(key), form=form, **more)

    def foresee(self, keys: Iterable[str], by: str) -> None:
        """Read figures for all groups at once, each in its period."""
        wanted = list(keys)
        for period in dict.fromkeys(map(self.period_of, wanted)):
            self.book.foresee([key for key in wanted if self.period_of(key) == period], period, by)

    def know(self, rows: Iterable[lists.Listed], period: str) -> None:
        """What a list of that period has read of its projects, and in one pass what it has not."""
        listed = list(rows)
        self.book.know(listed, period)
        if period != self.amounts:
            keys = ("invested.year", "completion.rate", "schedule.gap")
            self.book.expect(
                {"figure": key, "period": self.amounts, "project": row.project_id} for row in listed for key in keys
            )

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
    """，超序时进度2.8个百分点: the word follows what is printed; of the months that the amounts are of."""
    if draft.reported is None:
        return []
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
        "亿元。", *_done_words(draft),
    )  # fmt: skip
    due = "截至目前，应开工项目" if draft.is_over else f"到{draft.month.month}月底应开工项目"
    draft.say(
        due, draft.ask("start.due", "count"), "个，已开工", draft.ask("start.count", "count"), "个",
        *_rate_words(draft, "，开工率", "start.rate"), "；应竣工项目", draft.ask("finish.due", "count"), "个，已竣工",
        draft.ask("finish.count", "count"), "个", *_rate_words(draft, "，竣工率", "finish.rate"), "。",
        *_rate_words(draft, "不含前期项目，开复工率为", "resumption.rate", "。"),
    )  # fmt: skip


def _rate_words(draft: Draft, before: str, key: str, after: str = "") -> list[str | Part]:
    """A rate with its words; nothing where there is nothing to divide by."""
    rate = draft.ask(key, "percent")
    return [] if draft.book.exact(rate.ask) is None else [before, rate, *filter(None, [after])]


def _done_words(draft: Draft) -> list[str | Part]:
    """1—3月累计完成投资…，占年度计划的…: of which months, where the month of the paper is not among them."""
    if draft.reported is None:
        return ["本年月报尚未审定，完成投资和序时进度自首个月审定后通报。"]
    span = span_of(draft.reported)
    said: list[str | Part] = [
        f"{span}累计完成投资", draft.ask("invested.year", "yi1"), "亿元，占年度计划的",
        draft.ask("completion.rate", "percent"), *gap_words(draft), *growth_words(draft), "。",
    ]  # fmt: skip
    if draft.reported != draft.month:
        said.append(f"{draft.month.month}月月报尚未审定，完成投资、完成率为{span}审定数，与{span}序时进度相比。")
    elif not is_reported(draft):
        said.append(f"{draft.month.month}月月报尚未审定，累计完成投资不含当月。")
    return said


def is_reported(draft: Draft) -> bool:
    """Whether anything of the month is known: until its reports are accepted, what is completed ends with the month
    before, and beside a whole month of last year it would read as a fall."""
    return bool(draft.reported and draft.book.exact({"figure": "invested.month", "period": draft.amounts}))


def last_year(draft: Draft) -> str:
    """The same months of the year before."""
    month = draft.reported or draft.month
    return str(Month(month.year - 1, month.month))


def growth_words(draft: Draft, **narrowed: Any) -> list[str | Part]:
    """，同比增长8.2%: of what is completed; 增长2.1倍 from twice as much on; nothing where last year is unknown."""
    now, before = (
        {"figure": "invested.year", "period": period, **narrowed} for period in (draft.amounts, last_year(draft))
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
        for more in (narrowed, {}) for period in (draft.amounts, last_year(draft))
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
    draft.foresee(["project.count", "plan.annual", "invested.year", "completion.rate"], "domain")
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
    draft.foresee(COUNTED, "unit")
    for number, group in enumerate(groups_of(draft, "unit"), 1):
        narrowed = {"unit": group.key}
        place = draft.book.numeral(place=group.key, by=ranking.BY, period=draft.amounts, form="place")
        parts: list[str | Part] = [
            f"{number}.{group.name}。" if not is_brief else f"{group.name}：",
            "项目", draft.ask("project.count", "count", **narrowed), "个，年度计划投资",
            draft.ask("plan.annual", "yi1", **narrowed), "亿元", *_done_briefly(draft, **narrowed),
        ]  # fmt: skip
        done = draft.book.exact({"figure": "invested.year", "period": draft.amounts} | narrowed)
        if place.printed != rules.MISSING and done:  # where nobody has done anything, all would be the first
            parts += ["，列第", place, "位"]
        overdue = draft.ask("start.overdue", "count", **narrowed)
        if draft.book.exact(overdue.ask):
            due = "应开工未开工" if draft.is_over else f"计划{draft.month.month}月底以前开工、尚未开工"
            parts += [f"；{due}", overdue, "个"]
        draft.say(*parts, "。")


def _done_briefly(draft: Draft, **narrowed: Any) -> list[str | Part]:
    """，累计完成…亿元，占年度计划的…; nothing while nothing is accepted."""
    if draft.reported is None:
        return []
    return [
        "，累计完成", draft.ask("invested.year", "yi1", **narrowed), "亿元，占年度计划的",
        draft.ask("completion.rate", "percent", **narrowed), *gap_words(draft, **narrowed),
    ]  # fmt: skip


def provincial(draft: Draft) -> None:
    """省重点项目 apart; nothing is said where there is none."""
    draft.foresee(["project.count", "plan.annual", "invested.year", "completion.rate"], "level")
    count = draft.ask("project.count", "count", level="provincial")
    draft.heading("省重点项目情况")
    if not draft.book.exact(count.ask):
        draft.say("本年度没有列入省重点的项目。")
        return
    narrowed = {"level": "provincial"}
    draft.say(
        "省重点项目", count, "个，年度计划投资", draft.ask("plan.annual", "yi1", **narrowed), "亿元",
        *_done_briefly(draft, **narrowed), "。",
    )  # fmt: skip


def behind(draft: Draft, most: int = 5) -> None:
    """存在问题(点名): not started, nothing invested, far below 序时; each named with its unit, the worst first."""
    draft.heading("存在问题")
    question = draft.book.question(draft.amounts)
    points = office.values(draft.book.cut_off)[parameters.LAGGING_POINTS.name]
    number = _not_started(draft, most)
    rows = lists.zero_investment(question, stop=most) if draft.reported else []
    if rows:
        number += 1
        draft.under(number, "年内零投资项目")
        draft.say("共", draft.ask("invested.zero", "count"), "个，其中：", _named(draft, rows), "。")
    rows = lists.lagging(question, points, stop=most) if draft.reported else []
    if rows:
        number += 1
        draft.under(number, "进度滞后项目")
        limit = draft.book.numeral(parameter=parameters.LAGGING_POINTS.name, form="plain")
        draft.know(rows, draft.amounts)
        parts: list[str | Part] = ["低于序时进度", limit, "个百分点以上的项目中，滞后最多的是："]
        for order, row in enumerate(rows):
            gap = draft.ask("schedule.gap", "points", unsigned=True, project=row.project_id)
            parts += ["；" if order else "", f"{row.unit}{row.name}，低于", gap, "个百分点"]
            draft.named |= unit_ids([row])
        draft.say(*parts, "。")
    if not number:
        said = "没有应开工未开工、零投资和进度明显滞后的项目。"
        draft.say(said if draft.reported else "没有应开工未开工的项目。")


def _not_started(draft: Draft, most: int) -> int:
    """应开工未开工: counted are those planned to start by the month's end; named only those whose day has passed."""
    rows = lists.not_started(draft.book.question(draft.period), today=draft.until, stop=most)
    if not rows:
        return 0
    late = [row for row in rows if draft.is_over or (row.to_start_on and row.to_start_on <= draft.until)]
    draft.under(1, "应开工未开工项目")
    said: list[str | Part] = ["共", draft.ask("start.overdue", "count"), "个"]
    if not draft.is_over:
        said = [f"计划{draft.month.month}月底以前开工、尚未开工的", *said]
    if late:
        said += ["，其中：" if draft.is_over else "，其中已过计划开工日期的：", _named(draft, late)]
    draft.say(*said, "。")
    return 1


def _named(draft: Draft, rows: Iterable[lists.Listed]) -> str:
    listed = list(rows)
    draft.named |= unit_ids(listed)
    return "、".join(f"{row.unit}{row.name}" for row in listed)


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
        draft.ask("matter.closed_late", "count"), "件）", *_rate_words(draft, "，办结率", "matter.close_rate"),
        "；正在办理未到期", draft.ask("matter.running", "count"), "件，逾期未办结",
        draft.ask("matter.overdue", "count"), "件", *_rate_words(draft, "，按期办结率", "matter.on_time_rate"),
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


def share(part: rules.Exact, whole: rules.Exact) -> Fraction:
    """A part of a whole in percent."""
    return Fraction(part) / Fraction(whole) * 100
