"""How well the questions of `progress.rules.doubts` find what was sown untrue, and how often they trouble the honest.

On paper, without a database: the months of drawn cities are told to the rules one after the other, as a reporter would.
A lie is found when its own kind of question is asked of its project in one of its months or later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yidan.kernel.values import Month
from yidan.progress.rules import KINDS, Said, Situation, Thresholds, doubts
from yidan.web.demo.model import City, Sketch

# What was sown, and the question that should find it (domain.md §13.3).
FINDS = {
    "identical_months": "identical", "month_share": "month_share", "december_rush": "december",
    "round_numbers": "round_numbers", "copied_progress": "unchanged_text", "over_total": "over_total",
    "completed_still_spending": "completed_still_spending", "fake_start": "idle_since_start",
}  # fmt: skip


@dataclass
class Tally:
    """Of one kind of question: lies sown and found; how often it was asked of projects that hide nothing."""

    sown: int = 0
    found: int = 0
    alarms: int = 0
    troubled: set[tuple[int, int]] = field(default_factory=set)
    missed: list[str] = field(default_factory=list)


@dataclass
class Measured:
    """Over all cities: by kind of question, and out of how many reports and projects."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    reports: int = 0
    projects: int = 0
    asked: int = 0


def measure(cities: Iterable[City], limits: Thresholds | None = None) -> Measured:
    """Tell every city's months to the rules."""
    made = Measured()
    for number, city in enumerate(cities):
        _city(number, city, limits or Thresholds(), made)
    return made


def _city(number: int, city: City, limits: Thresholds, made: Measured) -> None:
    sown = {(lie.project, FINDS[lie.kind]): lie for lie in city.lies}
    raised: dict[tuple[int, str], list[Month]] = {}
    for sketch in city.projects:
        if sketch.is_bundle or sketch.is_duplicate_of is not None:
            continue
        made.projects += 1
        for month, kinds in _told(sketch, limits):
            made.reports += 1
            made.asked += bool(kinds)
            for kind in kinds:
                raised.setdefault((sketch.key, kind), []).append(month)
    liars = {lie.project for lie in city.lies}
    for (project, kind), months in raised.items():
        if project not in liars:
            made.tallies[kind].alarms += len(months)
            made.tallies[kind].troubled.add((number, project))
    for (project, kind), lie in sown.items():
        tally = made.tallies[kind]
        tally.sown += 1
        first = min(Month(*each) for each in lie.months)
        if any(month >= first for month in raised.get((project, kind), ())):
            tally.found += 1
        else:
            tally.missed.append(f"{lie.kind} {project}")


def _told(sketch: Sketch, limits: Thresholds) -> Iterator[tuple[Month, list[str]]]:
    """Each month of a project, with the kinds of questions it raises."""
    past: list[Said] = []
    plans = {plan.year: plan for plan in sketch.plans}
    started, begun = sketch.began_on or sketch.started_on, Decimal(sketch.prior_wan)
    for (year, number), report in sorted(sketch.reports.items()):
        month, plan = Month(year, number), plans.get(year)
        now = Situation(
            month=month, invested_wan=Decimal(report.invested_wan), physical_progress=report.physical_progress,
            problems=report.problems, past=tuple(past), earlier_wan=begun,
            planned_wan=Decimal(plan.planned_wan) if plan else None,
            is_preparing=bool(plan and plan.listing == "preparing"), total_investment_wan=Decimal(sketch.total_wan),
            started_on=_by(started, month), completed_on=_by(sketch.completed_on, month),
        )  # fmt: skip
        yield month, [each.kind for each in doubts(now, limits)]
        past.append(Said(month, Decimal(report.final_wan), report.physical_progress))


def _by(day: date | None, month: Month) -> date | None:
    return day if day and Month.of(day) <= month else None
