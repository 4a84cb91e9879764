"""What was seen on a day, beside the days before: each mean with the observations behind it, each alarm with its own.

The numbers are of points, not of projects, so they have a question of their own: which watch, which points, which day,
as known when. A row holds what was read, so value, change and sources cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from yidan.watch import queries, rules
from yidan.watch.models import Goods, Observation, Point, Watch
from yidan.watch.rules import Alarm, Before, Line

DEFINITIONS = {
    "mean": _("当日报价监测点的简单平均；缺货的不计。"),
    "change": _("同点可比：只比两天都有报价的监测点，(本日平均−对比日平均)÷对比日平均。"),
    "out": _("当日填报缺货的监测点数。"),
}
Values = Mapping[int, Decimal]


@dataclass(frozen=True)
class Alert:
    """What crosses the line at one point."""

    observation: Observation
    kinds: tuple[Alarm, ...]
    changes: Mapping[Before, Fraction | None]


@dataclass(frozen=True)
class Row:
    """One item on the day: each point's value now and on the days compared with, and who had none."""

    item: Goods
    now: Values
    then: Mapping[Before, Values]
    observations: tuple[Observation, ...]
    alerts: tuple[Alert, ...] = ()

    @property
    def mean(self) -> Fraction | None:
        """口径: DEFINITIONS["mean"]."""
        return rules.mean(self.now)

    def change(self, which: Before) -> Fraction | None:
        """口径: DEFINITIONS["change"]."""
        return rules.change(self.now, self.then[which])

    @property
    def out(self) -> list[Observation]:
        """Those points that had none."""
        return [each for each in self.observations if each.is_out]


@dataclass(frozen=True)
class DaySheet:
    """日报: every item of a watch on a day, at these points."""

    watch: Watch
    day: date
    points: tuple[Point, ...]
    rows: tuple[Row, ...]
    line: Line
    line_source: str
    told: Mapping[int, int] = field(default_factory=dict)  # point → how many items it told

    @property
    def alerts(self) -> list[Alert]:
        """Everything that crosses the line, in the order of the goods."""
        return [alert for row in self.rows for alert in row.alerts]

    @property
    def missing(self) -> list[Point]:
        """The points that told nothing that day."""
        return [point for point in self.points if not self.told.get(point.pk)]


def day_sheet(watch: Watch, points: Iterable[Point], day: date, as_of: datetime | None = None) -> DaySheet:
    """The sheet of a day in three queries, however many points and goods there are."""
    places = tuple(points)
    days = {which: rules.day_before(day, which) for which in Before}
    read = list(queries.seen(places, [day, *days.values()], as_of).order_by("point__order", "point_id"))
    values = queries.values(read)
    today: dict[int, list[Observation]] = {}
    told: dict[int, int] = {}
    known = {point.pk: point for point in places}
    for each in read:
        each.point = known[each.point_id]
        if each.day == day:
            today.setdefault(each.item_id, []).append(each)
            told[each.point_id] = told.get(each.point_id, 0) + 1
    line, source = queries.line_of(watch, as_of)
    rows = []
    for item in queries.items_of(watch):
        then = {which: values.get((item.pk, on), {}) for which, on in days.items()}
        seen = tuple(today.get(item.pk, []))
        rows.append(Row(item, values.get((item.pk, day), {}), then, seen, _alerts(seen, then, line)))
    return DaySheet(watch, day, places, tuple(rows), line, source, told)


def _alerts(seen: Iterable[Observation], then: Mapping[Before, Values], line: Line) -> tuple[Alert, ...]:
    found = []
    for each in seen:
        now = {} if each.value is None else {each.point_id: each.value}
        changes = {which: rules.change(now, then[which]) for which in Before}
        kinds = rules.alarms(line, is_out=each.is_out, day=changes[Before.DAY], week=changes[Before.WEEK])
        if kinds:
            found.append(Alert(each, tuple(kinds), changes))
    return tuple(found)


def course(item: Goods, points: Iterable[Point], until: date, days: int) -> list[tuple[date, Fraction | None]]:
    """The mean of each of the last days up to `until`, for a line; a day on which nobody told anything is a gap."""
    span = [until - timedelta(days=back) for back in range(days - 1, -1, -1)]
    values = queries.values(queries.seen(list(points), span).filter(item=item))
    return [(day, rules.mean(values.get((item.pk, day), {}))) for day in span]
