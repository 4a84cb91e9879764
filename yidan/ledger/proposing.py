"""Questions about the three-year sheet and the year's plan beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q, QuerySet

from yidan.ledger import pooling
from yidan.ledger.deriving import Asked, Facts, Outcome, Planned, compare
from yidan.ledger.maturity import lacking
from yidan.ledger.models import (
    AnnualPlan,
    Mark,
    Pool,
    Profile,
    Project,
    RollingCase,
    RollingPlan,
    RollingState,
    StageMark,
)


@dataclass(frozen=True)
class Line:
    """A project in the difference report."""

    profile: Profile
    order: int
    asked: RollingPlan | None
    planned: AnnualPlan | None
    outcome: Outcome


def sheet_of(year: int, as_of: datetime | None = None) -> int | None:
    """The first year of the newest three-year sheet that holds this year."""
    rows = RollingPlan.objects.known_at(as_of).filter(first_year__lte=year, first_year__gte=year - 2)
    found: int | None = rows.aggregate(last=Max("first_year"))["last"]
    return found


def first_years() -> list[int]:
    """The sheets that there are, the newest first."""
    years = RollingPlan.objects.live().order_by("-first_year").values_list("first_year", flat=True)
    return list(years.distinct())


def waiting(projects: QuerySet[Project], first: int, as_of: datetime | None = None) -> QuerySet[RollingCase]:
    """Changes of a sheet that are proposed on these projects and not decided (then), the oldest first."""
    open_ = Q(state=RollingState.PROPOSED)
    if as_of is not None:
        open_ = Q(proposed_at__lte=as_of) & (Q(decided_at__isnull=True) | Q(decided_at__gt=as_of))
    cases = RollingCase.objects.filter(open_, first_year=first, project__in=projects.order_by().values("pk"))
    return cases.select_related("project__profile__assessed_unit", "proposed_by__unit", "base").order_by(
        "proposed_at", "pk"
    )


def differences(projects: QuerySet[Project], year: int, as_of: datetime | None = None) -> list[Line]:
    """What the newest sheet proposes for the year and what its plan has, project by project in the ledger's order."""
    first = sheet_of(year, as_of)
    seen = projects.order_by().values("pk")
    rows = RollingPlan.objects.known_at(as_of).filter(first_year=first, project__in=seen)
    asked = {each.project_id: each for each in rows} if first else {}
    planned = {each.project_id: each for each in AnnualPlan.objects.known_at(as_of).filter(year=year, project__in=seen)}
    either = {*asked, *planned}
    named = Q(project__in=RollingPlan.objects.filter(first_year=first).values("project")) if first else Q(pk__in=())
    named |= Q(project__in=AnnualPlan.objects.filter(year=year).values("project"))
    profiles = Profile.objects.known_at(as_of).filter(named, project__in=seen)
    marks = _marks(year, as_of)
    known = pooling.preparation_of([pk for pk in asked if pk not in planned], as_of)
    lines = []
    for profile in profiles.select_related("project", "assessed_unit", "responsible_unit"):
        pk = profile.project_id
        if pk not in either:
            continue
        wanted, has = asked.get(pk), planned.get(pk)
        facts = Facts(
            profile.pool, marks.get((pk, Mark.STARTED)), marks.get((pk, Mark.COMPLETED)),
            profile.finishes_in.year if profile.finishes_in else None,
            tuple(lacking(known[pk][0], Pool.CONSTRUCTION)) if pk in known else (),
        )  # fmt: skip
        found = compare(
            Asked(wanted.starts_in, wanted.of_year(year) or Decimal(0)) if wanted else None,
            Planned(has.listing, has.planned_wan, has.is_adjusted, has.document) if has else None, facts, year,
        )  # fmt: skip
        if found:
            lines.append(Line(profile, profile.project.order, wanted, has, found))
    return sorted(lines, key=lambda line: (line.order, line.profile.project_id))


def _marks(year: int, as_of: datetime | None) -> dict[tuple[int, str], date]:
    found = StageMark.objects.known_at(as_of).filter(
        mark__in=(Mark.STARTED, Mark.COMPLETED), occurrence=1, happened_on__year__lte=year
    )
    return {(pk, mark): day for pk, mark, day in found.values_list("project_id", "mark", "happened_on")}
