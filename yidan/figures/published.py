"""Published numbers as figures: value, rank, pace and run of a release, with the paper behind it; never computed anew.

Pace is what a published rate differs from the one released before it, in percentage points; a run is for how many
releases the first place was held (domain.md §6). Both calibres are laid side by side and the gap is named, not closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from yidan.figures import queries
from yidan.figures.question import Period, Question
from yidan.kernel.values import Month
from yidan.targets import parameters
from yidan.targets.models import Release, Series
from yidan.targets.queries import releases
from yidan.targets.rules import series as rules
from yidan.targets.rules.series import Gap

PARTS = ("value", "rank", "rank_of", "provincial", "national", "pace", "run")


@dataclass(frozen=True, slots=True)
class Point:
    """A release with what follows from those before it."""

    release: Release
    pace: Decimal | None
    run: int

    @property
    def month(self) -> Month:
        """Of which month."""
        return self.release.month

    def part(self, name: str) -> Decimal | int | None:
        """One of `PARTS`."""
        return getattr(self if name in {"pace", "run"} else self.release, name)


def points(series: Series, unit: int | None, as_of: datetime | None) -> list[Point]:
    """A place's releases in order, as known then."""
    found: list[Point] = []
    ranks: list[tuple[Month, int | None]] = []
    before: Release | None = None
    for each in releases(series, unit, as_of):
        ranks.append((each.month, each.rank))
        pace = None
        if before and rules.follows(each.month, before.month) and None not in (each.value, before.value):
            pace = each.value - before.value  # type: ignore[operator]
        found.append(Point(each, pace, rules.run_of(ranks)))
        before = each
    return found


def by_month(code: str, unit: int | None, as_of: datetime | None) -> dict[Month, Point]:
    """A place's releases as known then; nothing of a series that is not kept."""
    series = Series.objects.filter(code=code).first()
    return {each.month: each for each in points(series, unit, as_of)} if series else {}


def part(point: Point | None, name: str) -> Decimal | int | None:
    """A part of a release; None where it was not released."""
    if name not in PARTS:
        raise ValueError(name)
    return point.part(name) if point else None


@dataclass(frozen=True, slots=True)
class Beside:
    """A month in both calibres: dispatch growth over last year and the published rate, both exact, and the class of
    the gap."""

    month: Month
    dispatch: Fraction | None
    published: Decimal | None
    gap: Gap

    @property
    def points(self) -> Fraction | None:
        """Dispatch less published, in percentage points."""
        if self.dispatch is None or self.published is None:
            return None
        return self.dispatch - Fraction(self.published)


def beside(series: Series, known: list[Point], asked: Question, values: dict[str, Any]) -> list[Beside]:
    """Each released month beside the same months' dispatch growth; nothing where the series is laid beside none."""
    if not series.beside:
        return []
    tolerance = values[parameters.CLOSE_POINTS.name]
    found = []
    for each in known:
        now, before = (
            queries.value(series.beside, asked.over(Period(each.month.year - back, each.month.month))).value
            for back in (0, 1)
        )
        grown = (Fraction(now) - Fraction(before)) / Fraction(before) * 100 if now is not None and before else None
        found.append(Beside(each.month, grown, each.release.value, rules.gap_of(grown, each.release.value, tolerance)))
    return found
