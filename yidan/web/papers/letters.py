"""四单 of a matter beside the 督办函, which an urging is: 提示单, 联系单, 报告单, each a draft until somebody sends it.

Official papers, so in Chinese whoever prints them; made of what the matter says by now, and nothing is invented. What
was sent is kept as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from yidan.bulletins.blocks import Paragraph, Recipient, from_json, to_json, words
from yidan.bulletins.drafting.sections import day
from yidan.kernel.values import beijing_day
from yidan.kernel.workdays import calendar
from yidan.matters import queries
from yidan.matters.models import Matter, SentLetter
from yidan.matters.states import Letter, Rung
from yidan.web.papers.matter import EMPTY, foot, head, points

TO_SIGN = "（草稿。拟稿：　　　　　　签发：　　　　　　　　年　月　日）"


def _prompt(matter: Matter, on: date) -> list[Any]:
    """To the lead unit: the deadline is near."""
    assert matter.due_on is not None
    rest = calendar().between(on, matter.due_on).value
    left = f"还有{rest}个工作日" if rest > 0 else "即到时限"
    text = (
        f"你单位牵头办理的“{matter.title}”（台账编号{matter.number}），办理时限为{day(matter.due_on)}，{left}。"
        "请对照销号标准抓紧办理，办结后及时申请销号；确有困难的，请在时限前申请延期或提请上级协调。"
    )
    return [
        Paragraph(words(text)),
        *points([("销号标准", matter.close_out_standard), ("最近进展", _progress(matter))]),
    ]


def _liaison(matter: Matter, on: date) -> list[Any]:
    """To those whose help the lead unit needs."""
    text = (
        f"{_lead(matter)}牵头办理的“{matter.title}”（台账编号{matter.number}），办理时限为{_due(matter)}，"
        f"现提请{Rung(matter.rung).label}协调。请你单位就下列事项研究办理，并将意见函告我办和{_lead(matter)}。"
    )
    return [
        Paragraph(words(text)),
        *points([
            ("问题描述", matter.description or matter.source_quote), ("需要协调的事项", _asked(matter)),
            ("最近进展", _progress(matter)),
        ]),
    ]  # fmt: skip


def _report(matter: Matter, on: date) -> list[Any]:
    """To the leader whose decision is asked for."""
    late = (on - matter.due_on).days if matter.due_on else 0
    stands = f"，已超过时限{late}天" if late > 0 else ""
    text = (
        f"“{matter.title}”（台账编号{matter.number}）由{_lead(matter)}牵头办理，办理时限为{_due(matter)}{stands}。"
        f"现已提级至{Rung(matter.rung).label}协调，有关情况报告如下，请批示。"
    )
    return [
        Paragraph(words(text)),
        *points([
            ("问题描述", matter.description or matter.source_quote), ("最近进展", _progress(matter)),
            ("存在困难", _difficulties(matter)), ("需要协调的事项", _asked(matter)), ("批示", EMPTY),
        ]),
    ]  # fmt: skip


def _lead(matter: Matter) -> str:
    return matter.lead_unit.name if matter.lead_unit else EMPTY


def _due(matter: Matter) -> str:
    return day(matter.due_on) if matter.due_on else EMPTY


def _progress(matter: Matter) -> str:
    last = matter.replies.first()
    return f"{last.text}（{day(beijing_day(last.replied_at))}）" if last else ""


def _difficulties(matter: Matter) -> str:
    last = matter.replies.exclude(difficulties="").first()
    return last.difficulties if last else ""


def _asked(matter: Matter) -> str:
    """What was said when it went up last: what could not be solved below."""
    up = [each for each in matter.escalations.all() if each.to_rung > each.from_rung]
    return up[-1].note if up else ""


def name_of(matter: Matter, kind: str) -> str:
    """What the file is called: that it is a draft stands in it."""
    return f"{Letter(kind).label}（草稿）{matter.number} {matter.title}"


def drafted(matter: Matter, kind: str, on: date) -> list[Any]:
    """The paper as it stands now, for whoever signs it; who reads it is left empty where nobody wrote it."""
    readers = {
        Letter.PROMPT: _lead(matter),
        Letter.LIAISON: "、".join(unit.name for unit in matter.supporting_units.all()),
        Letter.REPORT: matter.contact_leader.name if matter.contact_leader else "",
    }
    name, numbered = str(Letter(kind).label), next_number(matter, kind)
    draft = [Recipient(readers[Letter(kind)] or EMPTY), Paragraph(words(TO_SIGN))]
    return [*head(name, numbered), *draft, *LETTERS[kind](matter, on), *foot(matter, on)]


def next_number(matter: Matter, kind: str) -> str:
    """The number that the next one of this kind gets."""
    return queries.letter_number(matter, Letter(kind), matter.letters.filter(kind=kind).count() + 1)


def to_keep(matter: Matter, kind: str, on: date, said: str = "") -> list[Any]:
    """What is sent, without head and reader, as plain JSON: what was added by hand stands under the rest."""
    added = [Paragraph(words(said.strip()))] if said.strip() else []
    kept: list[Any] = to_json([*LETTERS[kind](matter, on), *added, *foot(matter, on)])
    return kept


def sent(letter: SentLetter) -> list[Any]:
    """A paper that went out, as it went out."""
    return [
        *head(str(letter.get_kind_display()), letter.number), Recipient(letter.recipients), *from_json(letter.body),
    ]  # fmt: skip


# By the word in its address; the 督办函 is made by urging once more.
LETTERS: dict[str, Callable[[Matter, date], list[Any]]] = {
    Letter.PROMPT: _prompt, Letter.LIAISON: _liaison, Letter.REPORT: _report,
}  # fmt: skip
