"""The records behind a number: what somebody sees who asks where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from yidan.figures import population
from yidan.figures.question import Question
from yidan.kernel.values import Month
from yidan.ledger.models import Share


@dataclass(frozen=True, slots=True)
class Source:
    """One record: of which project, what it says, and its part in the value (a share of an amount, or one)."""

    project_id: int
    name: str
    internal_id: str
    unit: str
    part: Decimal | int
    amount: Decimal | None = None
    percent: Decimal | None = None
    month: Month | None = None
    span: str = ""
    year: int | None = None
    origin: str = ""
    recorded_at: datetime | None = None
    report_id: int | None = None
    matter_id: int | None = None
    permits_of: int | None = None
    item_id: int | None = None
    enterprise_id: int | None = None
    reading: tuple[int, int, date] | None = None  # watch, item, day
    words: str = ""


ORDER = ("project__order", "project_id", "pk")


def records_of(
    question: Question,
    records: QuerySet,
    amount: str,
    start: int,
    stop: int | None,
    *,
    largest_first: bool = False,
) -> list[Source]:
    """Facts that carry an amount, in the ledger's order, or the largest amounts first."""
    order = (f"-{amount}", *ORDER) if largest_first else ORDER
    facts = list(records.select_related("project").order_by(*order)[start:stop])
    names = about(question, {fact.project_id for fact in facts})
    percents = _percents(question)
    made = []
    for fact in facts:
        name, unit = names.get(fact.project_id, ("", ""))
        whole = getattr(fact, amount)
        percent = percents.get(fact.project_id, Decimal(0)) if _is_shared(percents, question, fact.project_id) else None
        made.append(
            Source(
                project_id=fact.project_id,
                name=name,
                internal_id=fact.project.internal_id,
                unit=unit,
                part=whole if percent is None else whole * percent / 100,
                amount=whole,
                percent=percent,
                month=getattr(fact, "month", None),
                span=getattr(fact, "span", ""),
                year=getattr(fact, "year", None),
                origin=fact.origin,
                recorded_at=fact.recorded_at,
                report_id=getattr(fact, "report_id", None),
                words=getattr(fact, "told", ""),
            )
        )
    return made


def projects_of(question: Question, records: QuerySet, start: int, stop: int | None) -> list[Source]:
    """Projects, in the ledger's order, each counting one."""
    found = list(records.order_by("order", "pk")[start:stop])
    names = about(question, {project.pk for project in found})
    return [
        Source(project.pk, *_named(names, project.pk, project.internal_id), part=1) for project in found
    ]  # fmt: skip


def _named(names: dict[int, tuple[str, str]], pk: int, internal_id: str) -> tuple[str, str, str]:
    name, unit = names.get(pk, ("", ""))
    return name or internal_id, internal_id, unit


def about(question: Question, ids: set[int]) -> dict[int, tuple[str, str]]:
    """Names and units as they were known then."""
    rows = population.profiles(question).filter(project__in=ids).select_related("assessed_unit")
    return {row.project_id: (row.name, str(row.assessed_unit or "")) for row in rows}


def _percents(question: Question) -> dict[int, Any]:
    """Of a question about one unit: the unit's percentage of each shared project; 0 for shared without it."""
    if question.unit is None:
        return {}
    percents: dict[int, Any] = {}
    for project, unit, percent in Share.objects.known_at(question.as_of).values_list(
        "project_id", "unit_id", "percent"
    ):
        if unit == question.unit:
            percents[project] = percent
        else:
            percents.setdefault(project, Decimal(0))
    return percents


def _is_shared(percents: dict[int, Any], question: Question, project_id: int) -> bool:
    return question.unit is not None and project_id in percents
