"""年度计划建议: what the three-year rolling sheet proposes for a year, beside what the plan has, and why they differ.

Pure: `compare` takes what the ledger knows of one project; the words of a reason are made by `wording.differs`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from yidan.ledger.states import Listing, Pool


@dataclass(frozen=True)
class Asked:
    """What the rolling sheet asks for a project in the year."""

    starts_in: int
    need_wan: Decimal


@dataclass(frozen=True)
class Planned:
    """What the year's plan has of it."""

    listing: str
    planned_wan: Decimal
    is_adjusted: bool = False
    document: str = ""


@dataclass(frozen=True)
class Facts:
    """What else the ledger knows, as far as it can explain a difference."""

    pool: str = ""
    started_on: date | None = None
    completed_on: date | None = None
    finishes_year: int | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Why:
    """One reason, by its kind; the words are `wording.DIFFERS[kind]`."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """add (proposed, not planned), drop (planned, not proposed), differs, same; None: of neither."""

    kind: str
    listing: str = ""  # as proposed
    proposed_wan: Decimal | None = None
    reasons: tuple[Why, ...] = ()


def proposed_listing(asked: Asked, facts: Facts, year: int) -> str:
    """续建 or 竣工 where work goes on, 新开工 where it is to begin by the year, else 预备."""
    if facts.started_on and facts.started_on.year < year:
        return Listing.COMPLETING if facts.finishes_year == year else Listing.CONTINUING
    if asked.starts_in <= year or facts.started_on:
        return Listing.STARTING
    return Listing.PREPARING


def compare(asked: Asked | None, planned: Planned | None, facts: Facts, year: int) -> Outcome | None:
    """What the sheet proposes against what the plan has."""
    if facts.completed_on and facts.completed_on.year < year:
        asked = None  # what is finished asks for nothing more
    if asked and not asked.need_wan:
        return Outcome("drop", reasons=(Why("no_need", {"year": year}),)) if planned else None
    if asked is None:
        return Outcome("drop", reasons=_dropped(facts, year)) if planned else None
    listing = proposed_listing(asked, facts, year)
    if planned is None:
        return Outcome("add", listing, asked.need_wan, _added(asked, facts, listing, year))
    reasons = []
    if planned.planned_wan != asked.need_wan:
        how = {"by": planned.planned_wan - asked.need_wan}
        if planned.is_adjusted:
            reasons.append(Why("adjusted", how | {"document": planned.document}))
        else:
            reasons.append(Why("amount", how))
    if planned.listing != listing:
        reasons.append(_listed(asked, planned, facts, listing, year))
    return Outcome("differs" if reasons else "same", listing, asked.need_wan, tuple(reasons))


def _dropped(facts: Facts, year: int) -> tuple[Why, ...]:
    if facts.completed_on and facts.completed_on.year < year:
        return (Why("completed", {"on": facts.completed_on}),)
    if facts.pool not in (Pool.ROLLING, Pool.CONSTRUCTION):
        return (Why("pool", {"pool": facts.pool}),)
    return (Why("not_rolling"),)


def _added(asked: Asked, facts: Facts, listing: str, year: int) -> tuple[Why, ...]:
    reasons = []
    if facts.pool == Pool.ROLLING and listing != Listing.PREPARING:
        reasons.append(Why("not_in_construction"))
        if facts.lacking:
            reasons.append(Why("lacking", {"lacking": facts.lacking}))
    if asked.starts_in < year and not facts.started_on:
        reasons.append(Why("late", {"starts_in": asked.starts_in}))
    return tuple(reasons) or (Why("not_planned_yet"),)


def _listed(asked: Asked, planned: Planned, facts: Facts, listing: str, year: int) -> Why:
    if facts.finishes_year and Listing.COMPLETING in (planned.listing, listing) and facts.started_on:
        return Why(
            "listing_finish", {"planned": planned.listing, "proposed": listing, "finishes_in": facts.finishes_year}
        )
    if facts.started_on:
        return Why("listing_started", {"planned": planned.listing, "proposed": listing, "on": facts.started_on})
    return Why("listing_to_start", {"planned": planned.listing, "proposed": listing, "starts_in": asked.starts_in})


def counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many of each kind."""
    found = dict.fromkeys(("add", "drop", "differs", "same"), 0)
    for each in outcomes:
        found[each.kind] += 1
    return found
