"""Published numbers of 2020, as the article cites them (domain.md Appendix A 31, 36, 37, 63, 73); the months between
are invented and end where the article ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yidan.kernel.values import Month
from yidan.people.models import Unit
from yidan.targets.commands import series as commands
from yidan.targets.commands.series import Released
from yidan.targets.models import Series
from yidan.web.demo.events import Event
from yidan.web.demo.model import City
from yidan.web.demo.settlers import Settled, moment

CITIES = 14
# month: growth, rank among the province's cities, the province's own; 连续5个月第1 from August, 9.7 at the year's end
GROWTH = {
    2: ("-16.8", 9, "-19.6"), 3: ("-4.9", 7, "-7.6"), 4: ("1.2", 6, "-1.7"), 5: ("4.3", 4, "2.9"),
    6: ("6.1", 3, "4.9"), 7: ("7.2", 2, "6.1"), 8: ("8.0", 1, "6.6"), 9: ("8.6", 1, "7.0"), 10: ("9.1", 1, "7.3"),
    11: ("9.4", 1, "7.5"), 12: ("9.7", 1, "7.6"),
}  # fmt: skip
INDUSTRY = {6: "55.2", 9: "57.0", 12: "58.6"}
GROUPS = {12: "78"}
WATER = {month: "Ⅱ类" if month not in (7, 8) else "Ⅲ类" for month in range(1, 13)}
OF_UNITS = {
    6: ("8.4", "5.9", "7.7", "6.3", "5.1", "4.8", "7.0", "3.9", "6.6", "7.4"),
    12: ("11.2", "8.6", "9.9", "9.1", "8.4", "9.6", "10.3", "7.2", "8.8", "10.6"),
}  # fmt: skip


def draw(city: City, there: Settled) -> list[Event]:
    """One event that registers the series, then one for each day something is released."""
    made: dict[str, Series] = {}

    def register(at: object) -> None:
        for order, (code, more) in enumerate(_SERIES.items(), 1):
            made[code] = commands.register(
                there.office, by=there.cast["wang"], at=at, code=code, order=order * 10, **more
            )  # fmt: skip

    def record(code: str, month: int, said: str, **more: object) -> Event:
        on = date(2021, 1, 19) if month == 12 else date(2020, month + 1, 18)
        paper = f"株洲市统计局《2020年1—{month}月主要统计指标》" if code != "river-grade" else "株洲市水环境质量月报"

        def act(at: object) -> None:
            commands.record(
                made[code],
                by=there.cast["tong"],
                at=at,
                released=Released(Month(2020, month), said, paper, on, **more),  # type: ignore[arg-type]
            )

        return Event(moment(on, 10), act)

    year, month = city.open_month or max(city.months)
    found = [Event(moment(date(2020, 1, 13), 9), register)]
    for month, (said, rank, province) in GROWTH.items():
        more = {"rank": rank, "rank_of": CITIES, "provincial": Decimal(province)}
        found.append(record("fai-growth", month, said, **more))
    for code, told in (("industry-share", INDUSTRY), ("groups-share", GROUPS), ("river-grade", WATER)):
        found += [record(code, month, said) for month, said in told.items()]
    units = list(Unit.objects.filter(is_assessed=True).order_by("protocol_order", "id"))
    for month, numbers in OF_UNITS.items():
        for unit, said in zip(units, numbers, strict=False):
            found.append(record("fai-growth", month, said, unit=unit, rank_of=len(units)))
    last = moment(date(year, month, 28), 23, 59)
    return [event for event in found if event.at <= last]


_SERIES: dict[str, dict[str, object]] = {
    "fai-growth": {
        "name": "固定资产投资增速", "measured": "growth", "publisher": "株洲市统计局", "beside": "invested.year",
        "definition": "计划总投资500万元及以上项目和全部房地产开发投资，不含农户；按可比口径，1月不公布。",
    },
    "industry-share": {
        "name": "产业投资占固定资产投资比重", "measured": "share", "publisher": "株洲市统计局",
        "definition": "统计部门公布的产业投资汇总数占全部固定资产投资的比重。",
    },
    "groups-share": {
        "name": "“3+5+2”产业占规模工业增加值比重", "measured": "share", "publisher": "株洲市统计局",
        "definition": "按公布数记，构成以统计部门口径为准。",
    },
    "river-grade": {
        "name": "渌水出境断面水质类别", "measured": "grade", "publisher": "株洲市生态环境局", "agency": "other",
        "is_cumulative": False, "definition": "月度监测类别，Ⅰ类最好。",
    },
}  # fmt: skip
