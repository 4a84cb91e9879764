"""A large city (`--projects 10000`): registered, planned and marked many at a time, row for row what commands write.

It is told more briefly than the small one: no milestones, sources, tags and festival halts, no monthly split of plans.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from yidan.kernel.values import Month
from yidan.ledger.commands import enrolling, project
from yidan.ledger.commands.enrolling import Marked, Planned, Registration
from yidan.ledger.models import AnnualPlan, Mark
from yidan.people.models import Person
from yidan.progress.commands import recording
from yidan.progress.models import Span
from yidan.web.demo import registry
from yidan.web.demo.model import City, Sketch
from yidan.web.demo.settlers import Settled, moment

AT_ONCE_FROM = 2000


def enter(city: City, there: Settled, tick: Callable[[], object] | None = None) -> list[registry.Known]:
    """Register them all: bundles, their children and the named ones singly, the crowd at once."""
    at, wang = moment(date(2020, 1, 6), 8, 30), there.cast["wang"]
    ordered = list(enumerate(registry.in_office_order(city.projects), 1))
    known: dict[int, registry.Known] = {}
    for place, sketch in ordered:
        if sketch.special:
            parent = known[sketch.parent].project if sketch.parent is not None else None
            made = registry.register(sketch, there, by=wang, at=at, parent=parent, order=place * 10)
            known[sketch.key] = registry.Known(sketch, made)
    crowd = [(place, sketch) for place, sketch in ordered if not sketch.special]
    registered = enrolling.register_many([_registration(*each, there) for each in crowd], by=wang, at=at)
    for (_place, sketch), made in zip(crowd, registered, strict=True):
        known[sketch.key] = registry.Known(sketch, made)
        if tick:
            tick()
    for each in known.values():
        if parts := {there.units[key]: Decimal(part) for key, part in each.sketch.shares}:
            project.share(each.project, by=wang, at=at, parts=parts)
    _complete([each for each in known.values() if not each.sketch.is_bundle], by=wang, at=at)
    return list(known.values())


def _registration(place: int, sketch: Sketch, there: Settled) -> Registration:
    levels = {"is_municipal_key": True, "is_county_key": sketch.county_key, "is_provincial_key": sketch.provincial}
    profile = {**registry.profile_of(sketch, there), **levels, "is_national_key": sketch.national}
    return Registration(there.units[sketch.county], place * 10, registry.NOT_A_TWIN, profile, sketch.code)


def _complete(everything: list[registry.Known], *, by: Person, at: datetime) -> None:
    marked, opened = [], []
    for each in everything:
        sketch = each.sketch
        begun = (Mark.STARTED, sketch.began_on) if sketch.began_on else (Mark.PREPARING, date(2019, 10, 8))
        if sketch.began_on or sketch.listing == "preparing":
            marked.append(Marked(each.project, *begun))
            each.marks[begun[0]] = begun[1]
        if sketch.prior_wan:
            amount = Decimal(sketch.prior_wan)
            opened.append(recording.Opening(each.project, Month(2019, 12), Span.PRIOR_OPENING, amount))
            each.has_prior = True
    enrolling.mark_many(marked, by=by, at=at)
    recording.open_many(opened, by=by, at=at)
    _plan(everything, 2020, by=by, at=at, document=registry.PLAN_PAPER)


def plan_year(everything: list[registry.Known], there: Settled, year: int) -> None:
    """结转 into a new year's plan, all at once."""
    leaves = [each for each in everything if not each.sketch.is_bundle]
    at = moment(date(year, 1, 11), 9)
    _plan(leaves, year, by=there.cast["wang"], at=at, document=f"株政办函〔{year}〕2号")


def _plan(everything: list[registry.Known], year: int, *, by: Person, at: datetime, document: str) -> None:
    planned = [
        Planned(each.project, year, registry.plan_fields(drawn, document))
        for each in everything
        for drawn in each.sketch.plans
        if drawn.year == year
    ]
    enrolling.plan_many(planned, by=by, at=at)
    plans = {plan.project_id: plan for plan in AnnualPlan.objects.live().filter(year=year).select_related("project")}
    for each in everything:
        if each.project.pk in plans:
            each.plans[year] = plans[each.project.pk]
