"""Plain functions that build things through commands, with the fewest words a test needs.

The first argument is the cast (tests/cast.py); whatever is not given is taken from it.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from yidan.kernel.values import BEIJING, Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.models import AnnualPlan, Project
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State

AT = datetime(2020, 1, 10, 9, 0, tzinfo=BEIJING)
_serial = count(1)
_WORDS = "甲乙丙丁戊己庚辛壬癸"


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Beijing time."""
    return datetime(year, month, day, hour, minute, tzinfo=BEIJING)


def project(
    cast: Any, name: str = "", *, at: datetime = AT, by: Any = None, unit: Any = None, **fields: Any
) -> Project:
    """A municipal key project of 醴陵市 owned by the cast's owner, unless said otherwise."""
    number = next(_serial)
    word = "".join(_WORDS[int(digit)] for digit in f"{number:05d}")
    fields.setdefault("owner_unit", cast.owner)
    fields.setdefault("total_investment_wan", Decimal(20000))
    fields.setdefault("levels", ("municipal",))
    if not fields.get("despite_duplicates"):
        fields["despite_duplicates"], fields["reason"] = not name, "" if name else "测试"
    return projects.register(unit or cast.county, by=by or cast.wang, at=at, name=name or f"{word}厂房", **fields)


def plan(
    cast: Any,
    project: Project,
    planned_wan: Decimal | int = 12000,
    *,
    year: int = 2020,
    listing: str = "continuing",
    at: datetime = AT,
    by: Any = None,
    **fields: Any,
) -> AnnualPlan:
    """A year's plan of 12,000 万元 as a continuing project, unless said otherwise."""
    return plans.set(
        project, by=by or cast.wang, at=at, year=year, listing=listing, planned_wan=Decimal(planned_wan), **fields
    )


def report(
    cast: Any,
    project: Project,
    month: Month,
    invested_wan: Decimal | int | str | None = 1000,
    *,
    state: State = State.DRAFT,
    by: Any = None,
    at: datetime | None = None,
    **fields: Any,
) -> MonthlyReport:
    """A report brought to `state` by those whose turn it is: 李工 writes, 林县 checks, 王科长 accepts."""
    when = at or moment(month.year, month.month, min(24, month.last.day))
    amount = Decimal(invested_wan) if isinstance(invested_wan, int) else invested_wan
    writer = by or cast.li
    fields.setdefault("physical_progress", f"{month}主体施工")
    made = reports.save(project, by=writer, at=when, month=month, invested_wan=amount, **fields)
    if state == State.DRAFT:
        return made
    reports.submit(made, by=writer, at=when)
    if state == State.SUBMITTED:
        return made
    if state == State.SENT_BACK:
        return reports.send_back(made, by=cast.lin, at=when, reason="形象进度请写到楼层")
    reports.check(made, by=cast.lin, at=when)
    if state == State.ACCEPTED:
        reports.accept(made, by=cast.wang, at=when)
    return made


def accepted(
    cast: Any, project: Project, month: Month, invested_wan: Decimal | int = 1000, **fields: Any
) -> MonthlyReport:
    """A month that the office has accepted; whatever the project is behind with is explained."""
    fields.setdefault("problems", "征地拆迁未完成")
    return report(cast, project, month, invested_wan, state=State.ACCEPTED, **fields)
