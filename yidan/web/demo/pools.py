"""项目库 at the year's end: the three-year plan 2021 to 2023, proposals that wait, one kept and one put out.

Most of the sheet is what the year's plan then says; some amounts differ and a few projects stand on one side only, so
that the difference report has something to explain.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yidan.ledger.commands import pool, rolling
from yidan.ledger.models import Pool, Project, RollingCase, RollingPlan
from yidan.web.demo.books import FULL
from yidan.web.demo.events import Event
from yidan.web.demo.model import Plan
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled, moment

FIRST = 2021
MADE_ON, PROPOSED_ON, DECIDED_ON = date(2020, 12, 22), date(2021, 1, 19), date(2021, 1, 25)
PAPER = "株发改〔2020〕189号"
GROUNDS = (
    "可行性研究报告已经专家评审，用地预审资料已报市自然资源和规划局，建议转入计划滚动库提前谋划资金。",
    "业主已完成立项备案，选址与园区规划相符，恳请转库。",
    "列入市“十四五”规划重大项目清单，前期工作专班已经成立。",
)


# 滚动计划的调整: (whose, in what order, what changes and why); the third is sent back on the next day.
WISHES = (
    ("lin", "征地拆迁推迟到下半年交地，首年只能完成一半，其余放到2022年。"),
    ("bu", "初步设计概算核增，2022年投资需求相应增加，已与市财政局沟通资金来源。"),
    ("lin", "争取提前开工，首年投资需求请调增。"),
)
SENT_BACK = "首年的数与年度计划申报数不一致，请与业主核对后再提请。"


def draw(everything: list[Known], there: Settled, projects: int, last: date) -> list[Event]:
    """The acts, for a city of the usual size; a crowd would wait a minute for them."""
    if projects > FULL:
        return []
    found = [Event(moment(MADE_ON, 16), lambda at: _roll(everything, there, at))]
    found += [
        Event(moment(PROPOSED_ON, 10, 12 * place), lambda at, place=place: _propose(there, place, at))
        for place in range(len(GROUNDS))
    ]
    found += [
        Event(moment(PROPOSED_ON, 14, 10 * place), lambda at, place=place: _wish(there, place, at))
        for place in range(len(WISHES))
    ]
    found.append(Event(moment(PROPOSED_ON, 17), lambda at: _send_back(there, at)))
    found.append(Event(moment(DECIDED_ON, 8, 40), lambda at: _decide(there, at)))
    return [each for each in found if each.at.date() <= last]


def _roll(everything: list[Known], there: Settled, at: datetime) -> None:
    for place, each in enumerate(everything):
        for row in _rows(each, place):
            rolling.set(each.project, by=there.cast["wang"], at=at, first_year=FIRST, document=PAPER, **row)


def _rows(each: Known, place: int) -> Iterator[dict[str, Any]]:
    """What a project asks for: as the plan of 2021 will have it, but for some."""
    sketch = each.sketch
    if sketch.is_bundle or not sketch.plans or sketch.completed_on or not sketch.listing:
        return
    drawn: Plan | None = next((plan for plan in sketch.plans if plan.year == FIRST), None)
    if sketch.listing == "preparing":
        third = Decimal(max(1, sketch.total_wan // 400)) * 100
        yield {"starts_in": 2022, "second_wan": third * 2, "third_wan": third * 4, "central_wan": third,
               "preparation": "2021年6月可研批复，10月初步设计批复，12月用地批复"}  # fmt: skip
        return
    if drawn is None or not drawn.planned_wan or place % 29 == 7:
        return
    first = Decimal(drawn.planned_wan)
    if place % 11 == 3:
        first = first * 9 // 1000 * 100 + 100
    start = drawn.starts_on.year if drawn.starts_on else sketch.began_on.year if sketch.began_on else 2020
    ends = sketch.finishes[0]
    yield {
        "starts_in": min(start, 2023), "first_wan": first,
        "second_wan": first // 200 * 100 if ends > 2021 else Decimal(0),
        "third_wan": first // 400 * 100 if ends > 2022 else Decimal(0),
        "secured_wan": first * 6 // 1000 * 100,
        "provincial_wan": first // 2000 * 100 if sketch.funding_nature == "government" else Decimal(0),
    }  # fmt: skip


def _reserve(unit: Any = None) -> list[Project]:
    found = Project.objects.filter(profile__pool=Pool.RESERVE, merged_into__isnull=True)
    if unit is not None:
        found = found.filter(profile__assessed_unit=unit)
    return list(found.select_related("profile").order_by("order", "pk")[:12])


def _propose(there: Settled, place: int, at: datetime) -> None:
    """By 林县 for projects of the county; on the first the department has said something already."""
    lin = there.cast["lin"]
    found = _reserve(lin.unit)
    if place < len(found):
        pool.propose(found[place], by=lin, at=at, into=Pool.ROLLING, grounds=GROUNDS[place])


def _wish(there: Settled, place: int, at: datetime) -> None:
    """The county's and the department's wishes for their own rows of the sheet."""
    who, reason = WISHES[place]
    person = there.cast[who]
    own = {"project__profile__competent_unit": person.unit} if who == "bu" else {
        "project__profile__assessed_unit": person.unit}  # fmt: skip
    plans = RollingPlan.objects.live().filter(first_year=FIRST, first_wan__gt=0, **own)
    found = plans.exclude(project__rolling_cases__isnull=False).order_by("project__order", "pk")
    plan = found.select_related("project__profile").first()
    if plan is None:
        return
    half = plan.first_wan // 200 * 100
    first, second = {
        0: (plan.first_wan - half, plan.second_wan + half), 1: (plan.first_wan, plan.second_wan + half),
        2: (plan.first_wan + half, plan.second_wan),
    }[place]  # fmt: skip
    rolling.propose(
        plan.project, by=person, at=at, first_year=FIRST, starts_in=plan.starts_in, first_wan=first, second_wan=second,
        third_wan=plan.third_wan, central_wan=plan.central_wan, provincial_wan=plan.provincial_wan,
        secured_wan=plan.secured_wan, preparation=plan.preparation, reason=reason,
    )  # fmt: skip


def _send_back(there: Settled, at: datetime) -> None:
    last = RollingCase.objects.filter(grounds=WISHES[2][1]).first()
    if last is not None:
        rolling.send_back(last, by=there.cast["wang"], at=at, opinion=SENT_BACK)


def _decide(there: Settled, at: datetime) -> None:
    """A year without progress: one is kept, one is put out."""
    wang = there.cast["wang"]
    idle = [each for each in _reserve() if each.registered_at.date() < date(2020, 1, 25)]
    if len(idle) > 1:
        pool.keep(idle[0], by=wang, at=at, reason="等国土空间规划批复，批复后即开展可研", until_on=date(2021, 9, 30))
        pool.remove(idle[1], by=wang, at=at, reason="业主已放弃，一年没有开展前期工作")
