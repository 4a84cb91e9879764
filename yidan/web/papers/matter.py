"""The papers of a matter (domain.md §1.3, §11): 交办单 with its slip, 催办单, 督办函, 销号申请表, 核查记录, 销号通知单.

They are official documents and so in Chinese, whoever prints them. A sentence that nobody wrote is left empty rather
than invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yidan.bulletins.blocks import (
    Contact,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Recipient,
    Signature,
    Slip,
    Table,
    Title,
    cell,
    words,
)
from yidan.bulletins.drafting.sections import day, short_day
from yidan.kernel import parameters
from yidan.kernel.errors import Refused
from yidan.kernel.values import beijing_day
from yidan.kernel.workdays import calendar
from yidan.matters import parameters as office
from yidan.matters.models import Matter, Urge
from yidan.matters.rules import paper_number

EMPTY = "　"


def number(matter: Matter, letter: str, order: int = 1) -> str:
    """株项办交〔2020〕12号; the second of its kind on the same matter is 12号之二."""
    prefix = parameters.values()[office.PAPER_PREFIX.name]
    return paper_number(prefix, letter, matter.year, matter.serial, order)


def _require(has: Any, sentence: str) -> None:
    if not has:
        raise Refused(sentence)


def head(name: str, numbered: str) -> list[Any]:
    """The office's head with the name of the paper, and its number."""
    return [Masthead(f"{settings.OFFICE_NAME}{name}", numbered)]


def foot(matter: Matter, on: date) -> list[Any]:
    """Signature and day, who can be asked, and copies to those who help."""
    supervisor = matter.supervisor
    contact = (
        f"联系人：{supervisor.name}" + (f"，电话：{supervisor.phone}" if supervisor and supervisor.phone else "")
        if supervisor
        else ""
    )
    blocks: list[Any] = [Signature(settings.OFFICE_NAME, day(on))]
    if contact:
        blocks.append(Contact(contact))
    copies = "、".join(unit.name for unit in matter.supporting_units.all())
    blocks.append(Imprint(copies, settings.OFFICE_NAME, day(on)))
    return blocks


def _point(number: str, head: str, text: str) -> list[Any]:
    return [Heading(1, words(f"{number}、{head}")), Paragraph(words(text))] if text.strip() else []


def points(pairs: list[tuple[str, str]]) -> list[Any]:
    """一、二、三: what was written, each under its head; what nobody wrote is left out."""
    said = [(head, text) for head, text in pairs if text.strip()]
    return [block for order, (head, text) in zip("一二三四五六七八九十", said, strict=False)
            for block in _point(order, head, text)]  # fmt: skip


def handing_out(matter: Matter) -> list[Any]:
    """交办单, with the slip that comes back."""
    _require(matter.issued_at and matter.lead_unit and matter.due_on, _("事项还没有交办，没有交办单。"))
    assert matter.issued_at is not None
    assert matter.due_on is not None
    assert matter.verifying_unit is not None
    source = "".join(
        text for text in (
            matter.source, f"（{matter.source_document}）" if matter.source_document else "", matter.source_clause,
            f"：“{matter.source_quote}”" if matter.source_quote else "",
        )
    )  # fmt: skip
    standard = matter.close_out_standard + (
        f"\n需提交佐证：{matter.evidence_asked}({matter.evidence_reason})。" if matter.evidence_asked else ""
    )
    on = beijing_day(matter.issued_at)
    return [
        *head("交办单", number(matter, "交")),
        Recipient(str(matter.lead_unit.name if matter.lead_unit else EMPTY)),
        Paragraph(words(f"现将“{matter.title}”（台账编号{matter.number}）交由你单位牵头办理，请于{day(matter.due_on)}前办结。")),
        *points([
            ("事项来源", source),
            ("问题描述", matter.description),
            ("办理要求", matter.requirement),
            ("销号标准", standard),
            ("办理时限", f"{day(matter.due_on)}前办结；请在收到后{_days(office.SIGN)}个工作日内签收，"
                     f"签收后{_days(office.PLAN)}个工作日内报整改方案。办结后申请销号，由{matter.verifying_unit.name}验收。"),
        ]),
        *foot(matter, on),
        Slip(f"{number(matter, '交')}回执", (
            ("签收单位", EMPTY), ("签收人", EMPTY), ("签收时间", EMPTY), ("拟办意见", EMPTY),
        )),
    ]  # fmt: skip


def _days(parameter: Any) -> int:
    return parameters.values()[parameter.name]


def urging(urge: Urge) -> list[Any]:
    """催办单, or after the set number of them 督办函."""
    matter = urge.matter
    name, letter = ("督办函", "督") if urge.is_supervision_letter else ("催办单", "催")
    alike = matter.urges.filter(is_supervision_letter=urge.is_supervision_letter, order__lte=urge.order).count()
    on = beijing_day(urge.urged_at)
    late = (on - urge.due_on).days
    stands = f"现已超过时限{late}天" if late > 0 else f"距时限还有{-late}天"
    text = (
        f"你单位牵头办理的“{matter.title}”（台账编号{matter.number}），办理时限为{day(urge.due_on)}，{stands}，"
        f"这是第{urge.order}次催办。请尽快办理，并于收到之日起2个工作日内书面反馈进展和预计办结时间。"
    )
    return [
        *head(name, number(matter, letter, alike)),
        Recipient(urge.unit.name),
        Paragraph(words(text)),
        *([Paragraph(words(urge.words))] if urge.words else []),
        *foot(matter, on),
    ]


def application(matter: Matter) -> list[Any]:
    """销号申请表: what the lead unit says of each condition, for signature."""
    last = matter.replies.filter(percent=100, is_plan=False).first()
    _require(last, _("还没有申请销号，没有销号申请表。"))
    assert last is not None
    evidence = matter.evidence.select_related("capture__file").order_by("id")
    rows = [
        ("台账编号", matter.number),
        ("事项", matter.title),
        ("牵头单位", matter.lead_unit.name if matter.lead_unit else EMPTY),
        ("交办日期", day(beijing_day(matter.issued_at)) if matter.issued_at else EMPTY),
        ("办理时限", _deadline(matter)),
        ("销号标准", matter.close_out_standard),
        ("完成情况", last.text),
        ("佐证材料", "；".join(each.caption or each.capture.file.name for each in evidence) or "无"),
        ("申请单位意见", "\n\n（盖章）　　负责人：　　　　　　年　月　日"),
        ("验收单位意见", "\n\n（盖章）　　核查人：　　　　　　年　月　日"),
    ]
    return [Title("销号申请表"), _form(rows)]


def _deadline(matter: Matter) -> str:
    if not matter.due_on:
        return EMPTY
    moved = (
        f"（原定{day(matter.original_due_on)}）"
        if matter.original_due_on != matter.due_on and matter.original_due_on
        else ""
    )
    return day(matter.due_on) + moved


def _form(rows: list[tuple[str, str]]) -> Table:
    return Table((), tuple((cell(name, "center"), cell(text)) for name, text in rows), (1, 4))


def verification(matter: Matter) -> list[Any]:
    """核查记录: every verification, the latest first, as it was written."""
    looks = list(matter.verifications.select_related("unit", "verifier"))
    _require(looks, _("还没有核查，没有核查记录。"))
    blocks: list[Any] = [Title("核查记录")]
    for look in looks:
        blocks.append(
            _form([
                ("台账编号", matter.number), ("事项", matter.title), ("销号标准", matter.close_out_standard),
                ("验收单位", look.unit.name), ("核查方式", str(look.get_way_display())), ("核查人", look.verifiers),
                ("核查时间", day(beijing_day(look.verified_at))), ("核查意见", look.opinion),
                ("结论", "达到销号标准" if look.is_passed else "未达到销号标准，退回整改"),
                ("签名", "\n\n"),
            ])
        )  # fmt: skip
    return blocks


def close_out_notice(matter: Matter) -> list[Any]:
    """销号通知单: struck off, in time or late, with working days counted by the calendar."""
    _require(matter.closed_at, _("事项还没有销号，没有销号通知单。"))
    assert matter.closed_at is not None
    assert matter.due_on is not None
    assert matter.issued_at is not None
    closed = beijing_day(matter.closed_at)
    took = calendar().between(beijing_day(matter.issued_at), closed).value
    late = (closed - matter.due_on).days
    how = f"逾期{late}天销号，逾期情况记录在案" if late > 0 else "按期销号"
    look = matter.verifications.filter(is_passed=True).select_related("unit").first()
    by = f"经{look.unit.name}于{short_day(beijing_day(look.verified_at))}核查，达到销号标准，" if look else ""
    return [
        *head("销号通知单", number(matter, "销")),
        Recipient(matter.lead_unit.name if matter.lead_unit else EMPTY),
        Paragraph(words(
            f"你单位牵头办理的“{matter.title}”（台账编号{matter.number}），{by}准予销号。"
            f"自交办之日起用时{took}个工作日，{how}。请继续巩固成果，防止反弹。"
        )),
        *foot(matter, closed),
    ]  # fmt: skip


# What can be printed of a matter, by the word in its address: label, and how it is made.
PAPERS: dict[str, tuple[str, Callable[[Matter], list[Any]]]] = {
    "issue": ("交办单", handing_out),
    "application": ("销号申请表", application),
    "verification": ("核查记录", verification),
    "close-out": ("销号通知单", close_out_notice),
}
