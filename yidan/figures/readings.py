"""Figures of what is watched: for each item in use its mean (`watch.12.mean`), with the readings behind it.

Which goods there are a city says itself, so these figures are declared by its goods, as those of registers are by
their tallies. The day is the last in the period on which anybody told the item's value, the same for every county.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yidan.figures import define, rowed
from yidan.figures.declared import Declared
from yidan.figures.define import READING, Calibre, Figure
from yidan.figures.question import Question
from yidan.figures.rowed import Added, Quotient, Row
from yidan.figures.sources import Source
from yidan.kernel.values import beijing_day
from yidan.watch import queries
from yidan.watch.models import Goods

PREFIX = "watch."
DEFINITION = gettext_noop(
    "期间内最近一个有报价的监测日，报价监测点的简单平均；缺货的不计，各县市区取同一天，当天没有报价的没有数。"
)


def key_of(item: Goods) -> str:
    """The key of an item's mean."""
    return f"{PREFIX}{item.pk}.mean"


def known() -> dict[str, Figure]:
    """The figure of every item in use."""
    return {key_of(item): _figure(item) for item in queries.goods_in_use()}


def find(key: str) -> Figure | None:
    """The figure of this key; None where it is no item's."""
    match = re.fullmatch(r"watch\.(\d{1,9})\.mean", key)
    item = Goods.objects.filter(pk=int(match[1])).select_related("watch").first() if match else None
    return _figure(item) if item else None


REGISTRY = Declared(find, known)


def _figure(item: Goods) -> Figure:
    name = f"{item.name}（{item.spec}）" if item.spec else item.name
    label = _("%(item)s平均%(word)s") % {"item": name, "word": item.watch.value_word}

    def told(question: Question) -> Sequence[Row]:
        return _rows(item, question)

    def points(question: Question) -> Sequence[Row]:
        return [row._replace(part=1, source=replace(row.source, part=1)) for row in told(question)]

    return Figure(
        key_of(item), label, READING, Calibre.DISPATCH, DEFINITION,
        lambda question: Quotient(Added(question, told), Added(question, points)), counted_in=item.measure,
    )  # fmt: skip


def _rows(item: Goods, question: Question) -> list[Row]:
    rowed.require_unit_only(question)
    points = {each.pk: each for each in queries.points_within(question.scope, item.watch)}
    day = queries.last_told(item, points.values(), date(question.period.year, 1, 1), _day(question), question.as_of)
    if day is None:
        return []
    found = queries.seen(points.values(), [day], question.as_of).filter(item=item, value__isnull=False)
    rows = []
    for each in found.order_by("point__order", "point_id"):
        point = points[each.point_id]
        if each.value is not None and question.unit in (None, point.unit_id):
            words = _("%(day)s %(value)s %(measure)s") % {"day": day, "value": each.value, "measure": item.measure}
            rows.append(Row(point.unit_id, each.value, Source(
                project_id=0, name=point.name, internal_id="", unit=str(point.unit), part=each.value, words=words,
                recorded_at=each.recorded_at, reading=(item.watch_id, item.pk, day),
            )))  # fmt: skip
    return rows


def _day(question: Question) -> date:
    until = question.period.until
    return min(until, beijing_day(question.as_of)) if question.as_of else until


def tables(keys: Iterable[str], question: Question, by: str | None) -> dict[str, dict[Hashable, define.Value]]:
    """Several figures of one question: key → group → value."""
    asked: dict[str, Any] = {key: find(key) for key in keys}
    return rowed.tabled({key: each for key, each in asked.items() if each}, asked, question, by)
