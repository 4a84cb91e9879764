"""周通报 (domain.md §11, after a real one of 2020): the week's paper, drafted when the data are cut."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Attachments, Break, Masthead, Part, Recipient, Signature, Title
from yidan.bulletins.drafting import sections as s
from yidan.bulletins.drafting.sections import Draft, day, moment, short_day
from yidan.bulletins.drafting.tables import project_table, unit_table
from yidan.figures import lists, months
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.models import Mark
from yidan.progress.calendar import deadlines

RECIPIENT = "各县市区人民政府，市直各有关单位，各项目业主单位"


def weekly(ending: date, cut_off: datetime, *, issuer: str, campaign: str = "", mode: str = rules.HALF_UP) -> Draft:
    """The bulletin of the week that ends on `ending`, from what was known at `cut_off`."""
    begins = ending - timedelta(days=6)
    draft = Draft(Book(cut_off, mode), Month.of(ending), ending)
    draft.reported = reported(ending, cut_off)
    published = (cut_off + timedelta(days=1)).date()
    draft.blocks += [
        Masthead("重点项目建设周通报", "第　期", issuer, day(published)),
        Title(f"关于{day(begins)}—{short_day(ending)}全市重点项目建设情况的通报"),
        Recipient(RECIPIENT),
    ]
    draft.say(
        f"按照市委、市政府{campaign}工作部署，" if campaign else "按照市委、市政府工作部署，",
        f"现将截至{moment(cut_off)}全市重点项目推进情况通报如下。",
    )
    s.overall(draft)
    _week(draft, begins, ending)
    s.units(draft)
    s.provincial(draft)
    s.behind(draft)
    s.matters(draft)
    _next_week(draft, ending)
    question = draft.book.question(draft.period)
    unstarted = lists.not_started(question, today=ending)
    names = ("各县市区重点项目进展情况表", "应开工未开工项目清单")
    draft.blocks += [Attachments(names), Signature(issuer, day(published)), Break()]
    draft.blocks.append(unit_table(draft, f"附表1　{names[0]}(截至{short_day(ending)})"))
    draft.blocks.append(project_table(draft, f"附表2　{names[1]}", unstarted, draft.period))
    return draft


def reported(ending: date, cut_off: datetime) -> Month | None:
    """The month up to which a week's paper speaks of amounts: the newest one of the year that had to be accepted by the
    week's end, and is. None while there is none: a month under way is measured against no 序时."""
    first, last = Month(ending.year, 1), Month.of(ending)
    if beijing_day(deadlines(last, cut_off).accept_by) > ending:
        if last == first:
            return None
        last = last - 1
    return months.newest(first, last, as_of=cut_off) or months.opened(first, last, cut_off)


def _week(draft: Draft, begins: date, ending: date) -> None:
    """What began and what was completed within the week, by name."""
    parts: list[str | Part] = []
    for mark, word in ((Mark.STARTED, "新开工"), (Mark.COMPLETED, "竣工")):
        count = draft.book.numeral(marks=mark.value, since=str(begins), until=str(ending), form="count")
        parts += ["；" if parts else "本周", f"{word}项目", count, "个"]
        names = draft.book.marked(mark.value, begins, ending)[:5]
        if names:
            parts.append("（" + "、".join(names) + ("等" if int(count.printed) > len(names) else "") + "）")
    draft.say(*parts, "。")


def _next_week(draft: Draft, ending: date) -> None:
    """下周工作: milestones that fall due; nothing is invented where none does."""
    draft.heading("下周工作")
    first, last = ending + timedelta(days=1), ending + timedelta(days=7)
    due = draft.book.falling_due(first, last)
    if not due:
        draft.say("下周没有计划到期的节点。请各单位对照年度计划抓紧推进，应开工未开工项目逐个明确开工时间。")
        return
    count = draft.book.numeral(due="milestones", since=str(first), until=str(last), form="count")
    draft.say("下周计划到期节点", count, "个：")
    for each in due[:12]:
        if each.planned_on:
            draft.say(f"{short_day(each.planned_on)}，{each.project.name}：{each.name}。")
