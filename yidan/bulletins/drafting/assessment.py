"""考核结果通报: the month's places and scores, what was adjusted in the open, cards, and how it is scored."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from yidan.assessment import queries
from yidan.assessment.models import Adjustment, Card, Round
from yidan.assessment.queries import Standing
from yidan.assessment.states import Colour, RoundState
from yidan.bulletins import rules
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import (
    Attachments,
    Break,
    Cell,
    Masthead,
    Numeral,
    Part,
    Recipient,
    Signature,
    Table,
    Title,
    cell,
)
from yidan.bulletins.drafting.sections import Draft, day, moment
from yidan.bulletins.drafting.weekly import RECIPIENT
from yidan.kernel.errors import Refused
from yidan.kernel.values import Month
from yidan.people.models import RankingGroup

HEADS = ("位次", "单位", "核算得分", "公开调整", "得分")


def assessment(
    pack: str, month: Month, published: date, *, issuer: str, mode: str = rules.HALF_UP
) -> tuple[Draft, Round]:  # fmt: skip
    """The paper of a confirmed round, as of the round's own cut-off."""
    of = queries.named_round(pack, month)
    if of is None or of.state not in (RoundState.CONFIRMED, RoundState.PUBLISHED):
        raise Refused(_("%(month)s的考核结果还没有确认，确认以后才能起草通报。") % {"month": month})
    draft = Draft(Book(of.cut_off_at, mode), month, month.last)
    said = f"{month.year}年{month.month}月"
    draft.blocks += [
        Masthead("重点项目建设考核通报", "第　期", issuer, day(published)),
        Title(f"关于{said}全市重点项目建设考核结果的通报"), Recipient(RECIPIENT),
    ]  # fmt: skip
    draft.say(
        f"根据《{of.data['label']}》({of.data['version']}版)，按截至{moment(of.cut_off_at)}的台账，对{said}各单位重点项目"
        "建设情况进行了核算，经各单位对数申诉、市项目办确认，现将结果通报如下。"
    )  # fmt: skip
    found = queries.standings(of)
    _results(draft, of, found)
    _adjusted(draft, of)
    _cards(draft, month)
    _scheme(draft, of)
    draft.blocks += [Attachments(("各单位分项得分表",)), Signature(issuer, day(published)), Break()]
    draft.blocks.append(_points(draft, of, found))
    return draft, of


def _ask(draft: Draft, round_: Round, each: Standing, form: str = "score", **more: Any) -> Numeral:
    unit, period = each.result.unit_id, str(round_.month)
    return draft.book.numeral(score=unit, pack=round_.pack, period=period, form=form, **more)


def _chinese(label: Any) -> str:
    """A label as official documents have it, whoever drafts them."""
    with override("zh-hans"):
        return str(label)


def _number(number: Numeral) -> Cell:
    return Cell((number,), align="right")


def ends(draft: Draft, of: Round, ranked: list[Standing]) -> list[str | Part]:
    """荷塘区列第1位，得100.00分；炎陵县居末，得51.43分: who is level is named together, and nobody is last alone."""
    parts: list[str | Part] = []
    for place, alone, level in ((ranked[0].place, "列第1位", "并列第1位"), (ranked[-1].place, "居末", "并列居末")):
        there = [each for each in ranked if each.place == place]
        names = "、".join(str(each.result.unit) for each in there)
        word = f"{level}，均得" if len(there) > 1 else f"{alone}，得"
        parts += ["；" if parts else "", names + word, _ask(draft, of, there[0], of="final"), "分"]
        if ranked[0].place == ranked[-1].place:
            break
    return parts


def _results(draft: Draft, of: Round, found: list[Standing]) -> None:
    draft.heading("考核结果")
    for name in dict.fromkeys(each.result.table for each in found):
        lines = [each for each in found if each.result.table == name]
        label = _chinese(RankingGroup(name).label)
        ranked = [each for each in lines if each.place]
        if ranked:
            draft.say(f"{label}共{len(lines)}个单位参加考核，", *ends(draft, of, ranked), "。")
            draft.named |= {each.result.unit_id for each in ranked[-min(3, len(ranked) // 2):]}  # fmt: skip
        rows = tuple(
            (
                _number(_ask(draft, of, each, "place", of="place")) if each.place else cell("不排", "right"),
                cell(str(each.result.unit)), _number(_ask(draft, of, each)),
                _number(_ask(draft, of, each, of="adjusted")), _number(_ask(draft, of, each, of="final")),
            )
            for each in lines
        )  # fmt: skip
        heads = (tuple(cell(head, "center") for head in HEADS),)
        draft.blocks.append(Table(heads, rows, (1, 3, 2, 2, 2), f"{label}考核结果", "单位：分"))


def _adjusted(draft: Draft, of: Round) -> None:
    """Every adjustment, with its paper: or that there was none."""
    draft.heading("公开调整情况")
    made = Adjustment.objects.filter(result__round=of).select_related("result__unit")
    for each in made:
        sign = "加" if each.points > 0 else "减"
        draft.say(
            f"{each.result.unit}{sign}{rules.exact_text(abs(each.points))}分：{each.reason.rstrip('。')}（{each.document}）。"
        )
    if not made:
        draft.say("本月没有调整得分。")


def _cards(draft: Draft, month: Month) -> None:
    draft.heading("亮牌情况")
    cards = Card.objects.filter(month=month).select_related("unit").order_by("colour", "unit__protocol_order")
    for each in cards:
        draft.named.add(each.unit_id)
        draft.say(
            f"对{each.unit}亮{_chinese(Colour(each.colour).label)}：{each.reason.rstrip('。')}（{each.document}）。"
        )
    if not cards:
        draft.say("本月没有亮牌。")


def _scheme(draft: Draft, of: Round) -> None:
    draft.heading("计分说明")
    parts = "、".join(f"{each['label']}{each['weight']}分" for each in of.data["criteria"] if each.get("weight"))
    lacking = [each["label"] for each in of.data["criteria"] if each.get("pending")]
    words = f"本办法计{parts}。" if parts else "各项按办法规定的加减计分。"
    if lacking:
        words += f"其中{'、'.join(lacking)}暂缺，权重按比例摊入其他指标。"
    draft.say(words, "每一项得分的算式、取数和来源，可在系统中逐项查看并按截止时点重算。")


def _points(draft: Draft, of: Round, found: list[Standing]) -> Table:
    """附表: every unit's points by criterion."""
    keys = [each for each in of.data["criteria"] if not each.get("pending")]
    heads = (
        (cell("单位", "center"), *(cell(each["label"], "center") for each in keys), cell("加减分", "center"),
         cell("核算得分", "center")),
    )  # fmt: skip
    rows = tuple(
        (
            cell(str(each.result.unit)),
            *(_number(_ask(draft, of, each, criterion=key["key"])) for key in keys),
            _number(_ask(draft, of, each, of="extra")), _number(_ask(draft, of, each)),
        )
        for each in found
    )  # fmt: skip
    return Table(heads, rows, (2, *(2 for _each in keys), 1.5, 2), "附表　各单位分项得分表", "单位：分", is_wide=True)
