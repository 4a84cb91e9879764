"""问题台账通报 (domain.md §1.4): the one list of a month, by lead unit; who did well, who is late, what is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import (
    Attachments,
    Break,
    Cell,
    Masthead,
    Part,
    Recipient,
    Signature,
    Table,
    Title,
    Words,
    cell,
)
from yidan.bulletins.drafting import sections as s
from yidan.bulletins.drafting.sections import Draft, day, short_day
from yidan.bulletins.drafting.weekly import RECIPIENT
from yidan.figures import matters, queries
from yidan.figures.dimensions import Group
from yidan.kernel.values import Month

BY = "matter.on_time_rate"
MOST = 10
DAYS_AHEAD = 14


def one_list(month: Month, cut_off: datetime, published: date, *, issuer: str, mode: str = rules.HALF_UP) -> Draft:
    """The bulletin on the one list of a month, from what was known at `cut_off`."""
    draft = Draft(Book(cut_off, mode), month, month.last)
    span = s.span_of(month)
    draft.blocks += [
        Masthead("问题台账通报", "第　期", issuer, day(published)),
        Title(f"关于{month.year}年{span}重点项目问题台账办理情况的通报"),
        Recipient(RECIPIENT),
    ]
    draft.say(f"现将{month.year}年{span}市重点项目问题台账办理情况通报如下。")
    s.matters(draft)
    units = _units(draft)
    _good(draft, units)
    _late(draft)
    _next(draft)
    name = "各牵头单位事项办理情况表"
    draft.blocks += [Attachments((name,)), Signature(issuer, day(published)), Break(), _table(draft, units, name, span)]
    return draft


def _units(draft: Draft) -> list[Group]:
    """The lead units with matters of the year, by place, equal ones in protocol order."""
    draft.book.foresee(list(matters.REGISTRY), draft.period, "unit")
    counted = queries.grouped(["matter.issued"], draft.book.question(draft.period), "unit")["matter.issued"]
    found = queries.groups("unit", counted)
    return sorted(found, key=lambda each: draft.book.exact(_place(draft, each)) or len(found) + 1)


def _place(draft: Draft, group: Group) -> dict[str, object]:
    return {"place": group.key, "by": BY, "period": draft.period, "form": "place"}


def _good(draft: Draft, units: list[Group]) -> None:
    """好的: all that was due was struck off in time."""
    draft.heading("按期办结的单位")
    done = [
        each for each in units
        if draft.book.exact({"figure": BY, "period": draft.period, "unit": each.key}) == 100
        and draft.book.exact({"figure": "matter.closed", "period": draft.period, "unit": each.key})
    ]  # fmt: skip
    if not done:
        draft.say("没有到期事项全部按期销号的单位。")
        return
    parts: list[str | Part] = ["到期事项全部按期销号的单位："]
    for number, each in enumerate(done[:MOST]):
        parts += [
            "、" if number else "",
            f"{each.name}（销号",
            draft.ask("matter.closed", "count", unit=each.key),
            "件）",
        ]
    draft.say(*parts, "。")


def _late(draft: Draft) -> None:
    """差的点名: unit, matter, days overdue; the longest overdue first."""
    draft.heading("逾期未办结事项")
    question = draft.book.question(draft.period)
    found = matters.overdue(question, MOST)
    if not found:
        draft.say("没有逾期未办结的事项。")
        return
    draft.say("逾期未办结事项", draft.ask("matter.overdue", "count"), "件，逾期最久的是：")
    for number, each in enumerate(found, 1):
        days = draft.book.numeral(matter=each.matter_id, say="overdue_days", period=draft.period, form="count")
        draft.say(f"{number}.{each.unit}：{each.title}（{each.number}），逾期", days, "天。")
        draft.named.add(each.unit_id)


def _next(draft: Draft) -> None:
    """下步到期: what falls due within two weeks of the cut-off."""
    draft.heading("近期到期事项")
    first = (draft.book.cut_off or datetime.max).date() if draft.book.cut_off else draft.until
    due = matters.falling_due(draft.book.question(draft.period), first, first + timedelta(days=DAYS_AHEAD), MOST)
    if not due:
        draft.say("两周内没有到期事项。")
    for number, each in enumerate(due, 1):
        draft.say(Words(f"{number}.{short_day(each.due_on)}，{each.unit}：{each.title}（{each.number}）。"))


def _table(draft: Draft, units: list[Group], name: str, span: str) -> Table:
    heads = (tuple(cell(text, "center") for text in (
        "位次", "牵头单位", "交办", "已销号", "办结率", "按期办结率", "平均办理用时", "逾期", "退回",
    )),)  # fmt: skip
    rows = tuple(_row(draft, each) for each in [*units, None])
    dropped = draft.book.exact({"say": "dropped", "period": draft.period}) or 0
    note = "中止、并案的事项不计入。" if dropped else ""
    return Table(heads, rows, (2, 6, 3, 3, 3, 4, 4, 3, 3), f"附表　{name}({span})", "单位：件、%、工作日", note=note)


def _row(draft: Draft, group: Group | None) -> tuple[Cell, ...]:
    narrowed = {} if group is None else {"unit": group.key}
    place: Part = Words("") if group is None else draft.book.numeral(**_place(draft, group))  # type: ignore[arg-type]

    def figure(key: str, form: str) -> Cell:
        return Cell((draft.ask(key, form, **narrowed),), align="right")

    return (
        Cell((place,), align="center"), cell(group.name if group else "合计"), figure("matter.issued", "count"),
        figure("matter.closed", "count"), figure("matter.close_rate", "percent"), figure(BY, "percent"),
        figure("matter.days.average", "days"), figure("matter.overdue", "count"),
        figure("matter.sent_back", "count"),
    )  # fmt: skip
