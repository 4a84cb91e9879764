"""Where what one room knows contradicts another (domain.md §13.3): started before the works permit, paid beyond what
was done, dispatch far above the statistics. Questions to the unit first; nothing is lowered by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db.models import Q

from yidan.approvals.models import Permit
from yidan.approvals.remembered import known_permits
from yidan.approvals.states import State
from yidan.figures import dimensions, funds, population, published
from yidan.figures.question import Period, Question
from yidan.funds import parameters as money
from yidan.funds.states import Question as Asks
from yidan.kernel.values import Month
from yidan.ledger.models import StageMark
from yidan.ledger.states import Mark
from yidan.targets.models import Series
from yidan.targets.rules.series import Gap
from yidan.targets.states import SeriesKind

CONSTRUCTION = "construction"  # 建筑工程施工许可, in the catalogue of approvals
# Not asked of what need not be had, nor of what made way for another.
_NOT_ASKED = (State.WAIVED, State.WITHDRAWN)


class Kind(StrEnum):
    """What contradicts what."""

    UNPERMITTED = "unpermitted"  # 开工 without 施工许可, or before it
    PAID_OVER_DONE = "paid_over_done"
    ABOVE_STATISTICS = "above_statistics"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A question: of a project, or of a unit (or the city, both None), with the numbers in it. `weight` orders those of
    a kind: days, 万元, percentage points."""

    kind: Kind
    project_id: int | None
    name: str
    unit_id: int | None
    said: dict[str, Any]
    weight: Fraction


def contradictions(question: Question, values: dict[str, Any], *, today: date) -> list[Contradiction]:
    """All of them, by kind, the heaviest first. `values` are the parameters."""
    found = [*_unpermitted(question, today), *_overpaid(question, values, today), *_above(question, values)]
    return sorted(found, key=lambda each: (list(Kind).index(each.kind), -each.weight))


def _unpermitted(question: Question, today: date) -> Iterator[Contradiction]:
    """A start on record while the works permit is on the project's list and was issued later, or not at all."""
    until = min(today, question.period.until)
    projects = population.projects(question)
    starts = dict(
        StageMark.objects.known_at(question.as_of)
        .filter(mark=Mark.STARTED, occurrence=1, happened_on__lte=until, project__in=projects.values("pk"))
        .values_list("project", "happened_on")
    )
    asked = known_permits(
        Permit.objects.filter(code=CONSTRUCTION, project__in=starts), question.as_of, ~Q(state__in=_NOT_ASKED),
        lambda each: each.state not in _NOT_ASKED,
    )  # fmt: skip
    issued = {
        # a refusal ends its clock too, and permits nothing
        each.project_id: min(
            (day for day in (each.issued_on, each.ended_on) if day and not each.is_refused), default=None
        )
        for each in asked
    }
    late = {
        project: day
        for project, day in issued.items()
        if day is None or day > until or day > starts[project]
    }  # fmt: skip
    rows: Any = projects.filter(pk__in=late).order_by("order", "pk")
    for project, name, unit in rows.values_list("pk", "about__name", "about__assessed_unit"):
        known = late[project]
        day = known if known and known <= until else None
        ahead = ((day or until) - starts[project]).days
        said = {"on": starts[project], "issued": day, "days": ahead}
        yield Contradiction(Kind.UNPERMITTED, project, name, unit, said, Fraction(ahead))


def _overpaid(question: Question, values: dict[str, Any], today: date) -> Iterator[Contradiction]:
    for each in funds.questions(question, money.limits(values), today):
        if each.asked.question is Asks.PAID_OVER_DONE:
            weight = Fraction(each.asked.amount_wan or 0)
            yield Contradiction(
                Kind.PAID_OVER_DONE, each.project_id, each.name, each.unit_id, {"asked": each.asked}, weight
            )


def _above(question: Question, values: dict[str, Any]) -> Iterator[Contradiction]:
    """Growth by dispatch above the published rate by more than the office holds for close, or against its sign: of the
    newest month that is published, for the city and for each unit that has a rate of its own."""
    if not question.scope.is_city or question.project is not None:
        return
    for series in Series.objects.filter(measured=SeriesKind.GROWTH).exclude(beside=""):
        for unit in _units(series, question):
            known = published.points(series, unit, question.as_of)
            known = [each for each in known if each.month <= question.period.last]
            if not known or known[-1].month.year != question.period.year:
                continue
            asked = Question(Period.of(Month(known[-1].month.year, known[-1].month.month)), question.scope,
                             question.as_of, unit=unit)  # fmt: skip
            (each,) = published.beside(series, known[-1:], asked, values)
            points = each.points
            if points is not None and points > 0 and each.gap in (Gap.DISPATCH_HIGHER, Gap.OPPOSITE):
                said = {"series": series.name, "series_id": series.pk, "month": each.month, "dispatch": each.dispatch,
                        "published": Decimal(each.published or 0), "points": points}  # fmt: skip
                yield Contradiction(Kind.ABOVE_STATISTICS, None, "", unit, said, points)


def _units(series: Series, question: Question) -> list[int | None]:
    """Those of whom it is published, the city first; the one asked of where there is one."""
    found = set(series.releases.values_list("unit", flat=True))
    if question.unit is not None:
        return [question.unit] if question.unit in found else []
    groups = dimensions.DIMENSIONS["unit"].arrange([each for each in found if each is not None])
    return [*([None] if None in found else []), *(group.key for group in groups)]  # type: ignore[list-item]
