"""专报: one project or one unit, in one paper: how far, what is wrong, what its matters are, before and after."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Attachments, Masthead, Part, Signature, Title
from yidan.bulletins.drafting import sections as s
from yidan.bulletins.drafting.pictures import pair
from yidan.bulletins.drafting.review import words_of
from yidan.bulletins.drafting.sections import Draft, day, short_day
from yidan.bulletins.drafting.tables import project_table
from yidan.figures import lists, matters, parameters, ranking
from yidan.kernel import parameters as office
from yidan.kernel.values import Month
from yidan.ledger.models import Milestone, Project
from yidan.people.models import Unit


def special(
    about: Project | Unit, month: Month, cut_off: datetime, published: date, *, issuer: str, mode: str = rules.HALF_UP
) -> Draft:  # fmt: skip
    """The paper on a project or a 考核单元, from what was known at `cut_off`."""
    draft = Draft(Book(cut_off, mode), month, month.last)
    name = about.name
    draft.blocks += [
        Masthead("重点项目专报", "第　期", issuer, day(published)),
        Title(f"关于{name}推进情况的专报"),
    ]
    if isinstance(about, Project):
        _project(draft, about)
    else:
        _unit(draft, about)
    draft.blocks.append(Signature(issuer, day(published)))
    if isinstance(about, Unit):
        question = draft.book.question(draft.period, unit=about.pk)
        title = "进度滞后项目清单"
        draft.blocks.insert(-1, Attachments((title,)))
        points = office.values(cut_off)[parameters.LAGGING_POINTS.name]
        draft.blocks.append(project_table(draft, f"附表　{title}", lists.lagging(question, points)))
    return draft


def _project(draft: Draft, project: Project) -> None:
    narrowed = {"project": project.pk}
    profile: Any = project.profile
    draft.heading("项目概况")
    draft.say(
        f"{project.name}，考核单元{profile.assessed_unit or '未定'}，业主单位{profile.owner_unit or '未定'}。总投资",
        draft.ask("investment.total", "yi", **narrowed), "亿元，", f"{draft.month.year}年计划投资",
        draft.ask("plan.annual", "wan", **narrowed), "万元。",
    )  # fmt: skip
    draft.heading("推进情况")
    draft.say(
        f"{s.span_of(draft.month)}完成投资", draft.ask("invested.year", "wan", **narrowed), "万元，占年度计划的",
        draft.ask("completion.rate", "percent", **narrowed), *s.gap_words(draft, **narrowed), "；自开工累计完成",
        draft.ask("invested.to_date", "wan", **narrowed), "万元。",
    )  # fmt: skip
    for label, text in words_of(project.pk, draft):
        draft.say(f"{label}：{text}")
    if shown := pair(project.pk, draft.book.cut_off):
        draft.blocks.append(shown)
    _milestones(draft, project)
    _matters(draft, project=project.pk)
    if profile.assessed_unit_id:
        draft.named.add(profile.assessed_unit_id)


def _unit(draft: Draft, unit: Unit) -> None:
    narrowed = {"unit": unit.pk}
    draft.heading("总体情况")
    place = draft.book.numeral(place=unit.pk, by=ranking.BY, period=draft.period, form="place")
    parts: list[str | Part] = [
        f"{s.span_of(draft.month)}，{unit.name}调度重点项目", draft.ask("project.count", "count", **narrowed),
        "个，年度计划投资", draft.ask("plan.annual", "yi", **narrowed), "亿元，累计完成",
        draft.ask("invested.year", "yi", **narrowed), "亿元，占年度计划的",
        draft.ask("completion.rate", "percent", **narrowed), *s.gap_words(draft, **narrowed),
        *s.growth_words(draft, **narrowed),
    ]  # fmt: skip
    if place.printed != rules.MISSING:
        parts += ["，列同组第", place, "位"]
    draft.say(*parts, "。")
    draft.say(
        "应开工项目", draft.ask("start.due", "count", **narrowed), "个，已开工",
        draft.ask("start.count", "count", **narrowed), "个，应开工未开工",
        draft.ask("start.overdue", "count", **narrowed), "个；年内零投资项目",
        draft.ask("invested.zero", "count", **narrowed), "个。",
    )  # fmt: skip
    _matters(draft, unit=unit.pk)
    draft.named.add(unit.pk)


def _milestones(draft: Draft, project: Project) -> None:
    """节点: those reached late or still to come, by their days."""
    draft.heading("节点")
    found = Milestone.objects.known_at(draft.book.cut_off).filter(project=project).order_by("planned_on", "id")
    if not found:
        draft.say("没有设定节点。")
    for each in found:
        done = f"，{day(each.actual_on)}完成" if each.actual_on else "，尚未完成"
        draft.say(f"{each.name}：计划{day(each.planned_on)}{done}。")


def _matters(draft: Draft, **narrowed: int) -> None:
    """台账: what was handed out on it and what is late."""
    draft.heading("问题台账")
    issued = draft.ask("matter.issued", "count", **narrowed)
    if not draft.book.exact(issued.ask):
        draft.say("本年度没有交办事项。")
        return
    draft.say(
        "本年度交办事项", issued, "件，已销号", draft.ask("matter.closed", "count", **narrowed), "件，逾期未办结",
        draft.ask("matter.overdue", "count", **narrowed), "件。",
    )  # fmt: skip
    for each in matters.overdue(draft.book.question(draft.period, **narrowed), 5):
        days = draft.book.numeral(matter=each.matter_id, say="overdue_days", period=draft.period, form="count")
        draft.say(f"{each.title}（{each.unit}，时限{short_day(each.due_on)}），逾期", days, "天。")
