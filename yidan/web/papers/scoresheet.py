"""看学议评分表 to be filled in by hand: the stops in the order of the route, a blank box for each criterion.

What comes back is entered as cards of the register under the event, by the number that is printed at each stop. Cards
speak of projects and of the units that show them; the sheet asks for the unit that scores, for nobody's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from yidan.bulletins.blocks import Paragraph, Table, Title, cell, words
from yidan.bulletins.drafting.sections import day
from yidan.bulletins.rules import HALF_UP
from yidan.kernel.errors import Refused
from yidan.kernel.values import BEIJING
from yidan.targets.models import Content

NUMBER, CODE, NAME, BOX, SUM = 1.0, 2.9, 4.6, 1.2, 1.3
UPRIGHT = 6  # criteria that stand beside a route on one sheet, as it is held in the hand; more need a turned page


def title_of(content: Content) -> str:
    """What the sheet is called."""
    return f"{content.title}评分表"


def manifest_of(content: Content, at: datetime) -> dict[str, Any]:
    """Which paper it is; it carries no number that the ledger answers for."""
    return {
        "bulletin": None, "kind": "scoresheet", "title": title_of(content), "issue": "",
        "cut_off": at.astimezone(BEIJING).isoformat(), "rounding": HALF_UP, "seal": "", "position": None,
    }  # fmt: skip


def blocks_of(content: Content, tour: dict[str, Any] | None, at: datetime) -> list[Any]:
    """The sheet; refused where there is no route or nothing to score by."""
    with override("zh-hans"):
        if not tour or not tour["stops"]:
            raise Refused("这次活动还没有挂接项目，没有可以打印的路线。")
        if not tour["heads"]:
            raise Refused("评分登记簿没有数字栏，不知道按什么打分。")
        when = f"{day(content.starts_on)}，" if content.starts_on else ""
        place = content.value("place")
        where = f"在{place}集合，" if place else ""
        return [
            Title(title_of(content)),
            Paragraph(
                words(
                    f"{when}{where}按下列顺序共看{_chinese(len(tour['stops']))}个点。每个空格填一个数，看完交工作人员。"
                )
            ),
            _table(tour["heads"], tour["stops"]),
            Paragraph(words("评分单位：________________　日期：____年__月__日")),
            Paragraph(words("意见和建议：")),
        ]


def _table(heads: Sequence[str], stops: Sequence[dict[str, Any]]) -> Table:
    first = tuple(cell(text, "center") for text in ("序号", "项目编号", "项目(单位)", *heads, "合计"))
    rows = tuple(
        (
            cell(str(each["place"]), "center"), cell(each["number"], "center"),
            cell(f"{each['name']}({each['unit']})" if each["unit"] else each["name"]),
            *(cell("") for _head in (*heads, "")),
        )
        for each in stops
    )  # fmt: skip
    return Table(
        (first,), rows, (NUMBER, CODE, NAME, *(BOX for _head in heads), SUM), "路线与评分",
        is_wide=len(heads) > UPRIGHT,
        note=f"只评项目和展示项目的单位，不评个人；项目编号录入时用来对应各点。{settings.OFFICE_NAME}印制。",
    )  # fmt: skip


def _chinese(count: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(count, 10)
    if count >= 100:
        return str(count)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones or not tens else "")
