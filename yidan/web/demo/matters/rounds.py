"""The last working days' patrol lists and what was seen on them; the next morning's list is made and waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from yidan.kernel.values import beijing_day
from yidan.patrol.commands import finding, visiting
from yidan.patrol.models import Assignment
from yidan.web.demo.events import Event
from yidan.web.demo.matters import sentences as say
from yidan.web.demo.matters.lives import Scene
from yidan.web.demo.settlers import moment
from yidan.web.patrol import morning

DAYS = 5
GOES, FINDS, RAISES = 0.8, 0.35, 0.3  # of those asked, of those who went, of those who found something


def draw(scene: Scene) -> list[Event]:
    """Each morning's list, each afternoon's visits; what is asked for on the last day is still to be seen."""
    last = beijing_day(scene.until)
    days = [scene.workday(last, -count) for count in range(DAYS, 0, -1)]
    events = []
    for day in days:
        events.append(Event(moment(day, 7, 30), lambda at, day=day: _list(scene, day, at)))
        events.append(Event(moment(day, 16, 30), lambda at: _went(scene, at)))
    coming = [scene.workday(last), scene.workday(last + timedelta(days=1))]
    for day in dict.fromkeys(coming):
        events.append(Event(moment(last, 7, 30), lambda at, day=day: _list(scene, day, at)))
    return events


def _list(scene: Scene, day: date, at: datetime) -> None:
    morning.make(day, by=scene.there.cast["wang"], at=at)


def _went(scene: Scene, at: datetime) -> None:
    """Most of those who were asked went, and wrote three lines; some found something."""
    random = Random(f"rounds {at:%Y%m%d}")
    known = {each.project.pk: each for each in scene.projects}
    asked = Assignment.objects.filter(patrol_day__day=beijing_day(at), visit__isnull=True).select_related("visitor")
    for place, each in enumerate(asked.order_by("id")):
        site = known.get(each.project_id)
        if site is None or random.random() > GOES:
            continue
        when = at + timedelta(minutes=place)
        wrong, solved = random.choice(say.SPOTS)
        finds = random.random() < FINDS
        reports = [site.sketch.reports[key] for key in sorted(site.sketch.reports) if key <= (when.year, when.month)]
        visit = visiting.record(
            site.project, by=each.visitor, at=when,
            physical_progress=reports[-1].physical_progress if reports else "场地未动，前期手续办理中。",
            at_work=scene.fill(random.choice(say.AT_WORK), when.date()),
            problems=scene.fill(wrong, when.date()) if finds else "",
        )  # fmt: skip
        if not finds:
            continue
        found = visit.findings.get()
        if random.random() < RAISES:
            finding.raise_(found, by=each.visitor, at=when + timedelta(seconds=20))
        else:
            finding.solve(found, by=each.visitor, at=when + timedelta(seconds=20), how=solved)
