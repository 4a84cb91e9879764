"""企业包保 of the simulated city: eighty invented firms, who looks after each, calls until all are at work."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from yidan.enterprises.commands import call, care, enterprise, scheme
from yidan.enterprises.models import Enterprise, Part
from yidan.people.models import Person
from yidan.web.demo.events import Event
from yidan.web.demo.matters import sentences as say
from yidan.web.demo.places import COUNTIES, County
from yidan.web.demo.settlers import Settled, moment

EACH = 8  # firms of a county; at the end of February all of them are at work (domain.md §10)
REGISTERED_ON, ASSIGNED_ON, LAST_RESUMED_ON = date(2020, 1, 9), date(2020, 2, 3), date(2020, 2, 28)
BASIS = "株新防指〔2020〕8号"
HEARD = (
    "已开{c0}条生产线，返岗{s}人，其余在隔离观察期。", "防疫方案已备案，口罩可用{c0}天，计划本周复工。",
    "原料库存够用{c0}天，物流逐步恢复。", "生产正常，订单排到下月，缺熟练工{c0}人。",
)  # fmt: skip


def pool(county: County) -> list[str]:
    """The firms of a county, by name."""
    place = COUNTIES.index(county)
    names, trades = say.FIRMS
    return [
        f"{county.short_name}{names[(2 * each + place) % len(names)]}{trades[(each + 3 * place) % len(trades)]}"
        "有限公司（模拟）"
        for each in range(EACH)
    ]


def draw(there: Settled, until: date) -> list[Event]:
    """Registered first; in February assigned, called on, and at work again."""
    random, events = Random(69), []
    for place, county in enumerate(COUNTIES):
        for order, name in enumerate(pool(county)):
            events += _firm(there, random, county, place * EACH + order, name)
    events.append(Event(moment(ASSIGNED_ON, 8), lambda at: _scheme(there, at)))
    return [event for event in events if event.at.date() <= until]


def _scheme(there: Settled, at: object) -> None:
    scheme.set(
        None, by=there.cast["wang"], at=at, name="双定双包", basis=BASIS, persons=["包保领导", "包保干部"],
        units=["责任单位"],
    )  # fmt: skip


def _firm(there: Settled, random: Random, county: County, number: int, name: str) -> list[Event]:
    cadre, leader = there.reviewers[county.key], there.leaders[number % len(there.leaders)]
    resumed_on = min(LAST_RESUMED_ON, date(2020, 2, 10) + timedelta(days=random.randint(0, 18)))
    due = random.randint(6, 90) * 10
    trade = next(each for each in say.FIRMS[1] if each in name)
    is_key = number % 80 < 69 and random.random() < 0.86

    def register(at: object) -> None:
        enterprise.set(
            there.units[county.key], by=cadre, at=at, name=name, industry=trade, to_resume_on=resumed_on,
            lists="疫情防控重点保障企业（模拟）" if is_key else "",
        )  # fmt: skip

    def assign(at: object) -> None:
        one = Enterprise.objects.get(name=name)
        holders: dict[str, dict[str, Any]] = {"包保领导": {"person": leader}, "包保干部": {"person": cadre},
                   "责任单位": {"unit": there.units[county.key]}}  # fmt: skip
        for part in Part.objects.filter(is_ended=False):
            care.assign(one, by=there.cast["wang"], at=at, part=part, since_on=ASSIGNED_ON, **holders[part.name])

    events = [
        Event(moment(REGISTERED_ON, 9, number % 60), register),
        Event(moment(ASSIGNED_ON, 9, number % 60), assign),
    ]
    for round_ in range(2):
        day = resumed_on + timedelta(days=9 * round_)
        back = due * (55 + 40 * round_) // 100
        text = random.choice(HEARD).replace("{c0}", str(random.randint(2, 9))).replace("{s}", str(back))
        events.append(_call(name, cadre, day, resumed_on, text, (back, due), 30 + number % 29))
    return events


def _call(name: str, by: Person, day: date, resumed_on: date, text: str, staff: tuple[int, int], minute: int) -> Event:
    return Event(moment(day, 15, minute), lambda at: call.record(
        Enterprise.objects.get(name=name), by=by, at=at, called_on=day, text=text, resumed_on=resumed_on,
        back_count=staff[0], due_count=staff[1],
    ))  # fmt: skip
