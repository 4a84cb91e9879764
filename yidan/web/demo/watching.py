"""价格监测 of the simulated city: five weeks of early 2020 at six points, with last year's prices beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from yidan.kernel.policy import Role
from yidan.matters.commands import closing, listing, working
from yidan.matters.models import Matter
from yidan.matters.states import Cycle, Way
from yidan.people.commands import person, role, unit
from yidan.people.models import Person, UnitKind
from yidan.watch.commands import goods, lead, observation, point, watch
from yidan.watch.models import Goods, Observation, Point, Watch
from yidan.web.demo.events import Event
from yidan.web.demo.settlers import Settled, moment

FIRST, DAYS, SET_ON = date(2020, 2, 3), 35, date(2020, 2, 2)
NAME, HEAD_OF_PRICES = "价格监测", "谭明价"
POINTS = (
    ("步步高超市河西店", "超市", "tianyuan"), ("贺家土农贸市场", "农贸市场", "lusong"),
    ("响石广场超市", "超市", "shifeng"), ("来龙门农贸市场", "农贸市场", "liling"),
    ("攸县城关菜市场", "农贸市场", "youxian"), ("芦淞平价大药房", "药店", "lusong"),
)  # fmt: skip
# group, name, size, measure, price in yuan, change of a year in percent, and how restless it is
ITEMS = (
    ("粮油", "大米", "晚籼米，标一", "元/500克", "2.60", 2, 1),
    ("粮油", "面粉", "特一粉", "元/500克", "2.20", 1, 1),
    ("粮油", "菜籽油", "5升桶装", "元/桶", "62.00", 4, 1),
    ("肉蛋", "猪肉", "精瘦肉", "元/500克", "32.00", 118, 3),
    ("肉蛋", "鸡蛋", "新鲜完整", "元/500克", "5.20", 9, 3),
    ("肉蛋", "牛肉", "新鲜去骨", "元/500克", "45.00", 18, 2),
    ("蔬菜", "大白菜", "新鲜一级", "元/500克", "1.80", 22, 6),
    ("蔬菜", "辣椒", "本地青椒", "元/500克", "6.50", 16, 6),
    ("蔬菜", "土豆", "新鲜一级", "元/500克", "2.40", 8, 4),
    ("防疫用品", "一次性医用口罩", "三层", "元/只", "2.50", 300, 2),
    ("防疫用品", "医用酒精", "75%，500毫升", "元/瓶", "12.00", 40, 2),
    ("防疫用品", "84消毒液", "500克", "元/瓶", "6.00", 15, 1),
)
PHARMACY, GOODS_OF_PHARMACY = "药店", "防疫用品"


def draw(there: Settled, until: date) -> list[Event]:
    """Set on the eve, last year's filled in, then a sheet a point and a day; a few leads become matters."""
    random = Random(35)
    events = [Event(moment(SET_ON, 9), lambda at: _set(there, at))]
    for place, (name, kind, county) in enumerate(POINTS):
        by = there.reviewers.get(county) or there.cast["chen"]
        for back in range(DAYS):
            day = FIRST + timedelta(days=back)
            then = day.replace(year=2019) if (day.month, day.day) != (2, 29) else None
            sheet = _prices(random, kind, back, place)
            if then:
                last_year = {goods: _ago(goods, value) for goods, value in sheet.items() if value is not None}
                events.append(Event(
                    moment(SET_ON, 10, place * 9 + back % 9),
                    lambda at, name=name, day=then, said=last_year: _tell(name, there.cast["wang"], at, day, said),
                ))  # fmt: skip
            events.append(Event(
                moment(day, 10, place * 7),
                lambda at, name=name, by=by, day=day, said=sheet: _tell(name, by, at, day, said),
            ))  # fmt: skip
    for back in (2, 9, 16):
        events += _Outage(there).course(FIRST + timedelta(days=back))
    return [event for event in events if event.at.date() <= until]


def _set(there: Settled, at: datetime) -> None:
    regulator = unit.register(
        None, by=there.guan, at=at, name="株洲市市场监督管理局", short_name="市市场监管局", kind=UnitKind.DEPARTMENT,
        protocol_order=290,
    )  # fmt: skip
    head = person.register(
        regulator, by=there.guan, at=at, name=HEAD_OF_PRICES, username="", post="价格监督检查科科长",
        protocol_order=290,
    )  # fmt: skip
    role.grant(head, by=there.an, at=at, role=Role.DEPARTMENT_REVIEWER, unit=regulator, since_on=SET_ON)
    wang = there.cast["wang"]
    kept = watch.set(
        None, by=wang, at=at, name=NAME, value_word="价格", basis="株发改价〔2020〕5号（模拟）", unit=regulator,
        day_percent=Decimal(10), week_percent=Decimal(30), on_outage=True, source="株发改价〔2020〕5号（模拟）第三条",
    )  # fmt: skip
    for order, (name, kind, county) in enumerate(POINTS, 1):
        groups = {"药店": "防疫用品", "农贸市场": "粮油、肉蛋、蔬菜"}.get(kind, "")
        point.set(kept, by=wang, at=at, name=name, kind=kind, groups=groups, unit=there.units[county], order=order)
    for order, (group, name, spec, measure, *_numbers) in enumerate(ITEMS, 1):
        goods.set(kept, by=wang, at=at, name=name, spec=spec, measure=measure, group=group, order=order)


def _prices(random: Random, kind: str, back: int, place: int) -> dict[str, Decimal | None]:
    """What one point asks that day; None: none to be had. Pharmacies have no vegetables; masks are short at first."""
    said: dict[str, Decimal | None] = {}
    for group, name, _spec, _measure, price, _year, restless in ITEMS:
        if (kind == PHARMACY) != (group == GOODS_OF_PHARMACY) and kind != "超市":
            continue
        if name == "一次性医用口罩" and (back + place) % 9 < max(0, 5 - back // 4):
            said[name] = None
            continue
        tide = 1 + 0.12 * (1 - abs(back - 8) / 27) if group in {"蔬菜", "肉蛋"} else 1
        jump = 1.14 if random.random() < 0.004 * restless else 1
        value = float(price) * tide * jump * (1 + random.uniform(-0.004, 0.004) * restless) * (0.97 + 0.02 * place)
        said[name] = max(Decimal("0.10"), Decimal(str(value)).quantize(Decimal("0.1")))
    return said


def _ago(name: str, value: Decimal) -> Decimal:
    """The same price a year before."""
    percent = next(year for _g, each, _s, _m, _p, year, _r in ITEMS if each == name)
    return max(Decimal("0.10"), (value * 100 / (100 + percent)).quantize(Decimal("0.1")))


def _tell(name: str, by: Any, at: datetime, day: date, said: dict[str, Decimal | None]) -> None:
    place = Point.objects.select_related("watch").get(name=name)
    goods = dict(Goods.objects.filter(watch=place.watch).values_list("name", "pk"))
    observation.record(
        place, by=by, at=at, day=day, said={goods[each]: (value, value is None, "") for each, value in said.items()}
    )


@dataclass
class _Outage:
    """An outage of the day that nobody has raised yet, and what became of it: it is on the list until it is settled."""

    there: Settled
    matter: Matter | None = None

    def course(self, day: date) -> list[Event]:
        """Raised on the day itself, handed out on the next, struck off within the fortnight."""
        steps = (
            (0, 16, self._raise), (1, 9, self._hand_out), (1, 15, self._sign),
            (5, 10, self._apply), (7, 11, self._verify), (8, 9, self._close),
        )  # fmt: skip
        return [Event(moment(day + timedelta(days=days), hour), step) for days, hour, step in steps]

    def _raise(self, at: datetime) -> None:
        watched = Watch.objects.get(name=NAME)
        seen = Observation.objects.live().filter(day=at.date(), is_out=True, lead__isnull=True, point__watch=watched)
        if found := seen.order_by("pk").first():
            self.matter = lead.raise_(found, by=self.there.cast["wang"], at=at)

    def _hand_out(self, at: datetime) -> None:
        if self.matter is None:
            return
        wang, regulator = self.there.cast["wang"], self.matter.lead_unit
        listing.enlist(self.matter, by=wang, at=at)
        listing.issue(
            self.matter, by=wang, at=at + timedelta(minutes=20), lead_unit=regulator,
            verifying_unit=self.there.reviewers["reform"].unit, due_on=at.date() + timedelta(days=8), cycle=Cycle.ONCE,
            requirement="协调货源，恢复供应；查明有无囤积居奇、哄抬价格。",
            close_out_standard="该监测点连续3日有货，价格未异常上涨。",
        )  # fmt: skip

    def _regulator(self) -> Person:
        return Person.objects.get(name=HEAD_OF_PRICES)

    def _sign(self, at: datetime) -> None:
        if self.matter:
            working.sign_for(self.matter, by=self._regulator(), at=at, opinion="已联系供货企业。")

    def _apply(self, at: datetime) -> None:
        if self.matter:
            said = "已从市级应急物资调拨补货，该点连续3日有货；未发现囤积居奇。"
            closing.apply_close_out(self.matter, by=self._regulator(), at=at, statement=said)

    def _verify(self, at: datetime) -> None:
        if self.matter:
            by = self.there.reviewers["reform"]
            closing.verify(
                self.matter, by=by, at=at, way=Way.ON_SITE, verifiers="周价平", opinion="到点查看，货架有货，明码标价。"
            )

    def _close(self, at: datetime) -> None:
        if self.matter:
            closing.close_out(self.matter, by=self.there.cast["wang"], at=at, opinion="达到销号标准，准予销号。")
