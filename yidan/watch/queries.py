"""Questions about what is watched: what one may see, what was seen on a day, and on the days it is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet

from yidan.kernel import parameters
from yidan.people.models import Person
from yidan.people.queries import Scope, scope_of
from yidan.watch import parameters as office
from yidan.watch.models import AlertRule, Goods, Observation, Point, Watch
from yidan.watch.rules import Line


def visible_to(person: Person) -> QuerySet[Watch]:
    """The watches of which this person may see a point."""
    scope = scope_of(person)
    if scope.is_city:
        return Watch.objects.all()
    theirs = Q(unit__in=scope.competent) | Q(points__unit__in=scope.assessed)
    return Watch.objects.filter(theirs).distinct()


def points_for(person: Person, watch: Watch | None = None) -> QuerySet[Point]:
    """The points in use whose values this person may see."""
    return points_within(scope_of(person), watch)


def points_within(scope: Scope, watch: Watch | None = None) -> QuerySet[Point]:
    """The points in use whose values somebody of this scope may see."""
    points = Point.objects.filter(is_ended=False).select_related("unit", "watch")
    if watch is not None:
        points = points.filter(watch=watch)
    if scope.is_city:
        return points
    return points.filter(Q(watch__unit__in=scope.competent) | Q(unit__in=scope.assessed))


def goods_in_use() -> QuerySet[Goods]:
    """Every item in use of every watch in use."""
    return (
        Goods.objects.filter(is_ended=False, watch__is_ended=False).select_related("watch").order_by("watch", "order")
    )


def last_told(
    item: Goods, points: Iterable[Point], since: date, until: date, as_of: datetime | None = None
) -> date | None:
    """The last day in that time on which anybody at these points told a value of the item."""
    told = Observation.objects.known_at(as_of).filter(item=item, value__isnull=False, day__range=(since, until))
    return told.filter(point__in=[each.pk for each in points]).aggregate(last=Max("day"))["last"]


def items_of(watch: Watch) -> QuerySet[Goods]:
    """The items in use, in their order."""
    return watch.items.filter(is_ended=False).order_by("order", "id")


def seen(points: Iterable[Point], days: Iterable[date], as_of: datetime | None = None) -> QuerySet[Observation]:
    """What was seen at these points on these days, as known then (None: now)."""
    return Observation.objects.known_at(as_of).filter(point__in=[each.pk for each in points], day__in=set(days))


def values(observations: Iterable[Observation]) -> dict[tuple[int, date], dict[int, Decimal]]:
    """By item and day, each point's value; an outage tells none."""
    found: dict[tuple[int, date], dict[int, Decimal]] = {}
    for each in observations:
        if each.value is not None:
            found.setdefault((each.item_id, each.day), {})[each.point_id] = each.value
    return found


def line_of(watch: Watch, as_of: datetime | None = None) -> tuple[Line, str]:
    """The alert lines of a watch and where they come from; before any was set, the parameters of the house."""
    rule = AlertRule.objects.known_at(as_of).filter(watch=watch).first()
    if rule is not None:
        return Line(rule.day_percent, rule.week_percent, rule.on_outage), rule.source
    known = parameters.values(as_of)
    return Line(known[office.DAY.name], known[office.WEEK.name], True), office.DAY.source


def last_day(watch: Watch, today: date) -> date | None:
    """The latest day on which anything was entered."""
    live = Observation.objects.live().filter(point__watch=watch, day__lte=today)
    return live.aggregate(last=Max("day"))["last"]


def entered(points: Iterable[Point], day: date) -> dict[int, int]:
    """How many items each point told that day."""
    rows = seen(points, [day]).order_by().values_list("point").annotate(n=Count("pk"))
    return dict(rows)


def observations_for(person: Person) -> QuerySet[Observation]:
    """What was seen, as it stands, at the points this person may see."""
    return Observation.objects.live().filter(point__in=points_for(person)).select_related("point__watch", "item")
