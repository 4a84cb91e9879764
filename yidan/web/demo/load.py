"""Perform the city: settle it, register its projects, then live through its months, all in one transaction."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yidan.approvals.commands import driving
from yidan.figures.across import Kind
from yidan.kernel import loading, parameters
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.models import Project
from yidan.people.models import Notice, Unit
from yidan.progress.commands import filing, month
from yidan.web import clock, instance
from yidan.web.demo import (
    assessments,
    contradicting,
    crowd,
    events,
    filings,
    firms,
    last_year,
    matters,
    money,
    permits,
    pictures,
    pools,
    registers,
    registry,
    reserves,
    series,
    settlers,
    watching,
)
from yidan.web.demo import city as drawing
from yidan.web.demo.model import City
from yidan.web.demo.settlers import Settled, moment

Tick = Callable[[int], None]


@dataclass(frozen=True)
class Loaded:
    """What was built."""

    city: City
    projects: int
    reports: int
    entries: int
    truths: tuple[pictures.Truth, ...] = ()  # what is untrue of the pictures
    sown: dict[Kind, set[int]] = field(default_factory=dict)  # what is untrue between rooms: of which projects or units


def refuse_unless_empty() -> None:
    """The simulated city is never mixed with a real ledger."""
    if Project.objects.exists() or Unit.objects.exists() or Entry.objects.exists():
        raise Refused(
            _("这个数据库里已有数据；模拟城市只装入空库，请用 YIDAN_HOME 另指一个文件夹，或 DATABASE_URL 另指一个库。")
        )


def load(
    projects: int = drawing.PROJECTS, months: int = drawing.MONTHS, *, seed: int = drawing.SEED, singly: bool = False,
    at_once: bool | None = None, with_reserve: bool = True, tick: Tick = lambda _steps: None,
) -> Loaded:  # fmt: skip
    """Build it in an empty ledger. `singly` files every report by its four commands (slow; the same rows).

    `at_once` registers many at a time and tells less of each; a large city is built so. `with_reserve`: also what is
    thought of in the year and stands in no dispatch yet.
    """
    refuse_unless_empty()
    city = drawing.draw(projects, months, seed)
    sown = contradicting.sow(city)
    with transaction.atomic(), loading.loading(Entry, Notice):
        there = settlers.settle(city)
        tick(20)
        is_crowd = projects > crowd.AT_ONCE_FROM if at_once is None else at_once
        enter = crowd.enter if is_crowd else registry.enter
        everything = enter(city, there, tick=lambda: tick(1))
        last_year.enter(city, there, sown.above)
        plan = crowd.plan_year if is_crowd else _plan_year
        shown, album = pictures.draw(city, everything, there)
        listed = matters.draw(city, everything, there, projects, drawing.PROJECTS)
        ends_on = date(*(city.open_month or city.months[-1]), 28)
        beside = [*firms.draw(there, ends_on), *watching.draw(there, ends_on), *series.draw(city, there)]
        beside += registers.draw(everything, there, ends_on)
        beside += reserves.draw(everything, there, projects, ends_on) if with_reserve else []
        beside += pools.draw(everything, there, projects, ends_on)
        paid = money.draw(city, everything, there, projects, sown)
        drawn = [*events.draw(city, everything, there), *shown, *listed, *assessments.draw(city, there), *beside, *paid]
        waiting = sorted(drawn, key=lambda event: event.at)
        with _seldom_swept(), album.darkroom:
            reports = _live(city, everything, there, plan, waiting, singly=singly, tick=tick)
            driving.drive_many(permits.draw(everything, there, _last_written(), sown))
        _stay(there)
    instance.forget()
    lies = {
        kind: {each.project.pk for each in everything if each.sketch.key in sown.keys(kind)}
        for kind in (Kind.UNPERMITTED, Kind.PAID_OVER_DONE)
    }  # fmt: skip
    lies[Kind.ABOVE_STATISTICS] = {there.units[key].pk for key in sown.inflating}
    return Loaded(city, projects, reports, Entry.objects.count(), tuple(album.truths), lies)


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """The city on paper stays until the end, and what an act leaves goes when nobody names it any more: looking
    through all of it for garbage after every seven hundred things cost 8 % of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _stay(there: Settled) -> None:
    """The city's clock stands where its story ends: from then on it is so many whole days behind the real one."""
    last = _last_written()
    parameters.set(
        instance.BEHIND_DAYS.name, by=there.cast["wang"], at=last, value=str((clock.now() - last).days),
        reason="模拟城市的故事到这一天为止，以后的日子与实际同步。",
    )  # fmt: skip


def _last_written() -> datetime:
    return Entry.objects.aggregate(last=Max("recorded_at"))["last"]


def steps(projects: int, months: int) -> int:
    """How many ticks a load makes, for a progress bar."""
    return 20 + projects + 40 + (months + 1) * max(1, projects // 3)


PlanYear = Callable[[list[registry.Known], Settled, int], None]


def _live(
    city: City, everything: list[registry.Known], there: Settled, plan: PlanYear, waiting: list[events.Event], *,
    singly: bool, tick: Tick,
) -> int:  # fmt: skip
    place = reports = 0
    for year, number in [*city.months, *([city.open_month] if city.open_month else [])]:
        now = Month(year, number)
        is_open = (year, number) == city.open_month
        if number == 1 and year > 2020:
            plan(everything, there, year)
        _set_calendar(there, now)
        # What happens until the month's reports are written stands in them; the rest comes after.
        cut = moment(date(year, number, filings.days(now)[1])) if (year, number) != (2020, 2) else moment(now.last, 23)
        place = _happen(waiting, place, cut)
        drawn = filings.of_month(everything, there, now, is_open=is_open)
        reports += sum(1 for each in drawn if filing.file_one(each)) if singly else filing.file_many(drawn)
        if not is_open:
            place = _happen(waiting, place, moment(now.last, 23, 59))
        tick(max(1, len(city.projects) // 3))
    return reports


def _happen(waiting: list[events.Event], place: int, until: object) -> int:
    while place < len(waiting) and waiting[place].at <= until:  # type: ignore[operator]
        waiting[place].act(waiting[place].at)
        place += 1
    return place


def _plan_year(everything: list[registry.Known], there: Settled, year: int) -> None:
    """结转: what goes on stands in the new year's plan, as 续建 or 竣工 (domain.md §14.9)."""
    at = moment(date(year, 1, 11), 9)
    for place, each in enumerate(everything):
        drawn = next((plan for plan in each.sketch.plans if plan.year == year), None)
        if drawn:
            by = there.office_people[place % len(there.office_people)]
            registry.set_plan(
                each, drawn, by=by, at=at + timedelta(seconds=5 * place), document=f"株政办函〔{year}〕2号"
            )


def _set_calendar(there: Settled, now: Month) -> None:
    opens, report_by, check_by, accept_by = filings.days(now)
    month.set_calendar(
        there.office, by=there.cast["wang"], at=moment(date(now.year, now.month, 2), 9), month=now,
        opens_on=date(now.year, now.month, opens), report_by=moment(date(now.year, now.month, report_by), 17),
        check_by=moment(date(now.year, now.month, check_by), 17),
        accept_by=moment(date(now.year, now.month, accept_by), 17),
        publish_on=(now + 1).first + timedelta(days=4),
    )  # fmt: skip
