"""What the clock drafts: the newest week and the newest month whose data are cut, each once, whatever becomes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from yidan.bulletins import commands, parameters
from yidan.bulletins.models import Bulletin
from yidan.bulletins.states import Kind
from yidan.kernel.parameters import values
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.models import AnnualPlan
from yidan.people.console import CLOCK
from yidan.people.models import UnitKind
from yidan.people.queries import units_in_order
from yidan.progress.calendar import deadlines
from yidan.web.papers import bulletin as papers


def weekly(now: datetime) -> Bulletin | None:
    """The weekly of the week that was cut last; None where it is there already, or there is nothing to write it of."""
    ending = weekly_waits(now)
    return _draft(Kind.WEEKLY, ending, now, papers.draft_weekly(ending)[1]) if ending else None


def monthly(now: datetime) -> Bulletin | None:
    """The monthly of the newest month whose reports had to be accepted by now."""
    last = monthly_waits(now)
    return _draft(Kind.MONTHLY, last, now, papers.draft_monthly(Month.of(last))[1]) if last else None


def weekly_waits(now: datetime) -> date | None:
    """The last day of the week whose paper waits to be drafted: two or three short queries."""
    ending = papers.week_of(beijing_day(now))
    if papers.weekly_cut_off(ending) > now:
        ending -= timedelta(days=7)
    return ending if _waits(Kind.WEEKLY, ending, now) else None


def monthly_waits(now: datetime) -> date | None:
    """The last day of the month whose paper waits to be drafted."""
    this = Month.of(beijing_day(now))
    month = next((each for each in (this, this - 1, this - 2) if deadlines(each).accept_by <= now), None)
    return month.last if month and _waits(Kind.MONTHLY, month.last, now) else None


def _waits(kind: Kind, last: date, now: datetime) -> bool:
    """One that was withdrawn is not drafted again: somebody wanted it so."""
    if kind not in values()[parameters.CLOCKED_KINDS.name].split(","):
        return False
    if Bulletin.objects.filter(kind=kind, to_on=last, corrects=None).exists():
        return False
    return AnnualPlan.objects.known_at(now).filter(year=last.year).exists()


def _draft(kind: Kind, last: date, now: datetime, about: dict[str, Any]) -> Bulletin:
    office = units_in_order().filter(kind=UnitKind.OFFICE).first() or units_in_order().first()
    made: Bulletin = commands.draft(office, by=CLOCK, at=now, key=key_of(kind, last), **about)
    return made


def key_of(kind: Kind, last: date) -> UUID:
    """Of the paper, not of the moment: two workers, or one that was killed before it knew, draft nothing twice."""
    return uuid5(NAMESPACE_OID, f"yidan/{kind}/{last}")
