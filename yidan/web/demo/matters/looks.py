"""回头看: two batches; the first finds one rebound, which is put right, the second finds none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from yidan.matters.commands import listing, second_look
from yidan.matters.models import Matter, Recheck
from yidan.matters.states import Kind, Result, State
from yidan.web.demo.events import Event
from yidan.web.demo.matters import sentences as say
from yidan.web.demo.matters.lives import Life, Scene
from yidan.web.demo.settlers import moment

# (name, drawn on, closed from, until, percent, seed)
BATCHES = (
    ("2020年上半年销号事项回头看", date(2020, 7, 15), date(2020, 1, 1), date(2020, 6, 30), 10, "20200715"),
    ("2020年下半年销号事项回头看", date(2020, 12, 14), date(2020, 7, 1), date(2020, 11, 30), 10, "20201214"),
)
REOPENED_ON = date(2020, 10, 20)


def draw(scene: Scene) -> list[Event]:
    """Drawing, looking, and what came of it."""
    events: list[Event] = []
    for place, (name, day, from_on, to_on, percent, seed) in enumerate(BATCHES):
        period = {"name": name, "from_on": from_on, "to_on": to_on, "percent": percent, "seed": seed}
        events.append(Event(moment(day, 9, 30), _drawing(scene, period)))
        for part in range(4):
            looked_on = scene.workday(day, part + 2)
            events.append(Event(moment(looked_on, 10), _look(scene, name, part, rebounds=place == 0 and part == 0)))
        if place == 0:
            events += _put_right(scene, moment(scene.workday(day, 3), 9), is_recheck=True)
    events.append(Event(moment(REOPENED_ON, 10), lambda at: _reopen(scene, at)))
    events += _put_right(scene, moment(scene.workday(REOPENED_ON, 1), 9), is_recheck=False)
    return [event for event in events if event.at <= scene.until]


def _drawing(scene: Scene, period: dict[str, Any]) -> Callable[[datetime], None]:
    """The batch is drawn, if anything was struck off long enough ago."""

    def act(at: datetime) -> None:
        start, end = period["from_on"], period["to_on"]
        if Matter.objects.filter(closed_at__gt=moment(start, 0), closed_at__lt=moment(end, 23)).exists():
            second_look.draw(scene.there.office, by=scene.there.cast["wang"], at=at, **period)

    return act


def _look(scene: Scene, name: str, part: int, *, rebounds: bool) -> Callable[[datetime], None]:
    """A quarter of the batch, the last part what is left of it."""
    wang = scene.there.cast["wang"]
    opinions = [scene.random.choice(say.HELD) for _ in range(50)]

    def act(at: datetime) -> None:
        waiting = list(Recheck.objects.filter(batch__name=name, result=Result.WAITING).select_related("matter"))
        total = Recheck.objects.filter(batch__name=name).count()
        these = waiting if part == 3 else waiting[: -(-total // 4)]
        for place, recheck in enumerate(these):
            is_first = rebounds and place == 0
            second_look.record(
                recheck, by=wang, at=at + timedelta(minutes=5 * place),
                result=Result.REBOUND if is_first else Result.HOLDS,
                found=say.REBOUNDS[0] if is_first else opinions[place % len(opinions)],
            )  # fmt: skip

    return act


def _reopen(scene: Scene, at: datetime) -> None:
    """One came back without a second look having been at it: 重启."""
    closed = Matter.objects.filter(state=State.CLOSED, kind=Kind.PROBLEM, closed_at__lt=at - timedelta(days=20))
    if matter := closed.order_by("pk").first():
        listing.reopen(matter, by=scene.there.cast["wang"], at=at, reason=say.REBOUNDS[1])


def _put_right(scene: Scene, at: datetime, *, is_recheck: bool) -> list[Event]:
    """The new matter that a rebound made, from being handed out to being struck off; by whom is known then."""
    there = scene.there
    life = Life(scene, at, there.reviewers["housing"], there.reviewers["reform"], say.ABOUT["other"],
                kind=Kind.RECTIFICATION)  # fmt: skip

    def found(_at: datetime) -> Matter | None:
        made = Matter.objects.filter(rebound_of__isnull=False, state=State.LISTED)
        if is_recheck:
            made = made.filter(rebound_of__rechecks__result=Result.REBOUND)
        return made.order_by("-pk").first()

    life.begin(found)  # type: ignore[arg-type]
    life.issue(10).sign().plan().wait(2, 3).finish()
    return life.events
