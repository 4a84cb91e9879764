"""Visits on site: three fields and what was wrong, put right on the spot or raised as a matter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from yidan.kernel.values import Month, beijing_day
from yidan.matters.models import Matter
from yidan.matters.states import Kind
from yidan.patrol.commands import finding, visiting
from yidan.people.models import Person
from yidan.web.demo.events import Event
from yidan.web.demo.matters import sentences as say
from yidan.web.demo.matters.lives import Life, Scene, about_of, live
from yidan.web.demo.matters.sources import parties, some_day
from yidan.web.demo.registry import Known

HELPS = 0.12  # what was wrong and was put right before the visitor left


def draw(scene: Scene, count: int, raised_count: int) -> list[Event]:
    """So many visits, of which so many raise a matter."""
    events: list[Event] = []
    for place in range(count):
        each, day = scene.random.choice(scene.projects), some_day(scene)
        by = scene.random.choice((scene.there.cast["chen"], scene.there.cast["chen"], *scene.there.office_people))
        if place < raised_count:
            events += _raising(scene, each, day, by).events
        else:
            events.append(_visit(scene, each, day, by))
    return events


def _seen(scene: Scene, each: Known, day: date) -> dict[str, Any]:
    """What the visitor writes, near to what the month's report says."""
    month = Month.of(day)
    known = [key for key in sorted(each.sketch.reports) if key <= (month.year, month.month)]
    progress = each.sketch.reports[known[-1]].physical_progress if known else "场地未动，前期手续办理中。"
    return {"physical_progress": progress, "at_work": scene.fill(scene.random.choice(say.AT_WORK), day)}


def _visit(scene: Scene, each: Known, day: date, by: Person) -> Event:
    said, solved = _seen(scene, each, day), ""
    if scene.random.random() < HELPS:
        wrong, solved = scene.random.choice(say.SPOTS)
        said["problems"] = scene.fill(wrong, day)

    def act(at: datetime) -> None:
        visit = visiting.record(each.project, by=by, at=at, **said)
        if solved:
            finding.solve(visit.findings.get(), by=by, at=at + timedelta(minutes=20), how=solved)

    return Event(scene.hour(day), act)


def _raising(scene: Scene, each: Known, day: date, by: Person) -> Life:
    problem_type, wrong = scene.random.choice(say.FINDINGS)
    said = {**_seen(scene, each, day), "problems": scene.fill(wrong, day), "problem_type": problem_type}
    lead, verifier = parties(scene, each, "county" if scene.random.random() < 0.6 else each.sketch.competent)
    life = Life(scene, scene.hour(day), lead, verifier, about_of(problem_type), kind=Kind.FINDING)

    def act(at: datetime) -> Matter:
        visit = visiting.record(each.project, by=by, at=at, **said)
        raised = finding.raise_(visit.findings.get(), by=by, at=at + timedelta(minutes=5))
        return raised.matter

    life.begin(act).wait(0)
    live(life.enlist().issue(8 if beijing_day(life.at).month % 2 else 10), plans=0.3)
    return life
