"""问题台账: the list itself in the office's form, every field of domain.md §1.1, as a workbook or plain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from yidan.kernel.journal import Entry
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters.models import Matter, Reply, Verification
from yidan.matters.states import Ask, State
from yidan.people.rules import masked_phone
from yidan.web.matter.wording import light_of, soon_on
from yidan.web.papers.exporting import plain
from yidan.web.papers.exporting.forms import Column, field
from yidan.web.papers.exporting.sheet import Sheet, workbook

ShowsPhone = Callable[[int | None], bool]
CHUNK = 500


def _columns() -> list[Column]:
    source, work, answer, end = "来源", "责任", "办理情况", "销号"
    return [
        Column(("序号",), field("serial"), 5, "centre"),
        Column(("台账编号",), field("number"), 14, "text"),
        Column(("类别",), field("kind"), 7, "centre"),
        Column((source, "来源"), field("source"), 14, "long"),
        Column((source, "文号"), field("source_document"), 12, "long"),
        Column((source, "条款"), field("source_clause"), 10, "long"),
        Column((source, "原文"), field("source_quote"), 28, "long"),
        Column((source, "日期"), field("source_on"), 10, "day"),
        Column(("关联项目",), field("projects"), 24, "long"),
        Column(("县市区",), field("county"), 8, "centre"),
        Column(("产业链",), field("chain"), 9, "long"),
        Column(("企业",), field("enterprise"), 14, "long"),
        Column(("事项",), field("title"), 24, "long"),
        Column(("问题描述",), field("description"), 30, "long"),
        Column(("问题类型",), field("type"), 10, "centre"),
        Column(("问题层级",), field("tier"), 9, "centre"),
        Column(("严重程度",), field("severity"), 6, "centre"),
        Column(("办理要求",), field("requirement"), 24, "long"),
        Column(("销号标准",), field("standard"), 28, "long"),
        Column(("应提交佐证",), field("evidence_asked"), 14, "long"),
        Column((work, "牵头单位"), field("lead"), 12, "long"),
        Column((work, "协办单位"), field("supporting"), 14, "long"),
        Column((work, "责任人"), field("duty_person"), 7, "centre"),
        Column((work, "联系电话"), field("phone"), 12, "centre"),
        Column((work, "督办人"), field("supervisor"), 7, "centre"),
        Column((work, "联系市领导"), field("leader"), 7, "centre"),
        Column((work, "验收单位"), field("verifying"), 12, "long"),
        Column(("交办日期",), field("issued_on"), 10, "day"),
        Column(("签收日期",), field("signed_on"), 10, "day"),
        Column(("原定时限",), field("original_due_on"), 10, "day"),
        Column(("延期次数",), field("extensions"), 5, "centre"),
        Column(("现行时限",), field("due_on"), 10, "day"),
        Column(("反馈周期",), field("cycle"), 7, "centre"),
        Column((answer, "进展情况"), field("progress"), 30, "long"),
        Column((answer, "完成率%"), field("percent"), 6, "centre"),
        Column((answer, "存在困难"), field("difficulties"), 18, "long"),
        Column((answer, "下一步措施"), field("next_step"), 18, "long"),
        Column((answer, "填报人"), field("replier"), 7, "centre"),
        Column((answer, "填报时间"), field("replied_on"), 10, "day"),
        Column((end, "申请日期"), field("applied_on"), 10, "day"),
        Column((end, "核查方式"), field("way"), 8, "centre"),
        Column((end, "核查人"), field("verifiers"), 12, "long"),
        Column((end, "核查意见"), field("opinion"), 22, "long"),
        Column((end, "销号日期"), field("closed_on"), 10, "day"),
        Column((end, "销号文号"), field("document"), 12, "long"),
        Column((end, "是否逾期"), field("late"), 6, "centre"),
        Column(("亮灯",), field("light"), 8, "centre"),
        Column(("状态",), field("state"), 8, "centre"),
        Column(("满意度",), field("satisfaction"), 8, "centre"),
    ]


def write(
    matters: QuerySet[Matter], path: Path, *, format: str, today: date, shows_phone: ShowsPhone
) -> int:  # fmt: skip
    """Write the ledger; returns how many matters it has."""
    columns, rows = _columns(), _rows(matters, today, shows_phone)
    if format == "csv":
        return plain.write(path, columns, rows)
    count = 0
    with workbook(path) as book:
        sheet = Sheet(book, "问题台账", columns)
        cut_off = f"截至{today.year}年{today.month}月{today.day}日"
        sheet.title("", f"{settings.CITY_NAME}重点项目建设问题台账", cut_off, "一单四制")
        sheet.heads()
        for row in rows:
            sheet.body(row)
            count += 1
        sheet.note("注：销号不是删除，逾期销号的注明“是”；中止、并案的不计销号。")
        sheet.done()
    return count


def file_name(today: date, format: str) -> str:
    """株洲市重点项目建设问题台账20200605.xlsx."""
    return f"{settings.CITY_NAME}重点项目建设问题台账{today:%Y%m%d}.{format}"


def _rows(matters: QuerySet[Matter], today: date, shows_phone: ShowsPhone) -> Iterator[dict[str, Any]]:
    """A row a matter, some hundred at a time, each some hundred in as many queries as one."""
    soon, serial = soon_on(today), 0
    numbers = list(matters.values_list("pk", flat=True))
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        found = Matter.objects.select_related(
            "lead_unit", "verifying_unit", "assessed_unit", "duty_person", "supervisor", "contact_leader"
        ).prefetch_related("projects__profile", "supporting_units", "extensions")
        by_number = found.in_bulk(chunk)
        said = _said(chunk)
        for number in chunk:
            serial += 1
            if number in by_number:
                yield {"serial": serial, **_row(by_number[number], said, today, soon, shows_phone)}


def _said(chunk: list[int]) -> dict[str, dict[int, Any]]:
    """The last reply, the last verification and the day of the application of each."""
    replies = (
        Reply.objects.filter(matter__in=chunk, is_plan=False).select_related("replier").order_by("replied_at", "id")
    )
    checks = Verification.objects.filter(matter__in=chunk).order_by("verified_at", "id")
    applied = Entry.objects.filter(
        subject_type="matter", subject_id__in=chunk, verb=Verb.MATTER_APPLY_CLOSE_OUT
    ).order_by("at", "id")
    return {
        "reply": {each.matter_id: each for each in replies},
        "check": {each.matter_id: each for each in checks},
        "applied": {each.subject_id: each.at for each in applied},
    }


def _row(
    matter: Matter, said: dict[str, dict[int, Any]], today: date, soon: date, shows_phone: ShowsPhone
) -> dict[str, Any]:
    reply, check = said["reply"].get(matter.pk), said["check"].get(matter.pk)
    duty = matter.duty_person
    closed_on = _day(matter.closed_at)
    return {
        **_what(matter),
        "lead": matter.lead_unit.name if matter.lead_unit else "",
        "supporting": "、".join(unit.name for unit in matter.supporting_units.all()),
        "duty_person": duty.name if duty else "",
        "phone": (duty.phone if shows_phone(duty.unit_id) else masked_phone(duty.phone)) if duty and duty.phone else "",
        "supervisor": matter.supervisor.name if matter.supervisor else "",
        "leader": matter.contact_leader.name if matter.contact_leader else "",
        "verifying": matter.verifying_unit.name if matter.verifying_unit else "",
        "issued_on": _day(matter.issued_at),
        "signed_on": _day(matter.signed_at),
        "original_due_on": matter.original_due_on,
        "extensions": sum(each.ask == Ask.GRANTED for each in matter.extensions.all()) or None,
        "due_on": matter.due_on,
        "cycle": matter.get_cycle_display(),
        "progress": reply.text if reply else "",
        "percent": reply.percent if reply else None,
        "difficulties": reply.difficulties if reply else "",
        "next_step": reply.next_step if reply else "",
        "replier": reply.replier.name if reply else "",
        "replied_on": _day(reply.replied_at) if reply else None,
        "applied_on": _day(said["applied"].get(matter.pk)),
        "way": check.get_way_display() if check else "",
        "verifiers": check.verifiers if check else "",
        "opinion": check.opinion if check else "",
        "closed_on": closed_on,
        "document": matter.close_out_document,
        "late": ("是" if matter.due_on and closed_on > matter.due_on else "否") if closed_on else "",
        "light": light_of(matter, today, soon)[1],
        "state": str(State(matter.state).label),
        "satisfaction": matter.get_satisfaction_display() or "",
    }


def _what(matter: Matter) -> dict[str, Any]:
    return {
        "number": matter.number,
        "kind": matter.get_kind_display(),
        "source": matter.source,
        "source_document": matter.source_document,
        "source_clause": matter.source_clause,
        "source_quote": matter.source_quote,
        "source_on": matter.source_on,
        "projects": "、".join(each.name for each in matter.projects.all()),
        "county": str(matter.assessed_unit or ""),
        "chain": matter.chain,
        "enterprise": matter.enterprise,
        "title": matter.title,
        "description": matter.description,
        "type": matter.get_problem_type_display(),
        "tier": matter.get_tier_display(),
        "severity": matter.get_severity_display(),
        "requirement": matter.requirement,
        "standard": matter.close_out_standard,
        "evidence_asked": matter.evidence_asked,
    }


def _day(moment: datetime | None) -> date | None:
    return beijing_day(moment) if moment else None
