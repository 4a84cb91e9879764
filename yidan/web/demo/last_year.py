"""The year before, as far as growth needs it: what each unit's projects of 2019 that are done with came to by its end.

A city that begins its ledger in 2020 takes over the old dispatch table so: one line for each unit. Most units' dispatch
grew about as the statistics say; what a few report of 2020 is above that by so much (`contradicting.sow`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from yidan.kernel.values import Month
from yidan.ledger.commands import plan, project, stage
from yidan.ledger.models import Mark, Project
from yidan.progress.commands import opening
from yidan.progress.models import Span
from yidan.web.demo import series
from yidan.web.demo.model import City, Sketch
from yidan.web.demo.settlers import Settled, moment

YEAR = 2019
PAPER = "2019年12月调度表"


def done(projects: Iterable[Sketch], unit: str, year: int) -> Decimal:
    """What counts for a unit in a year, 万元: its own projects, and its part of shared ones."""
    return sum((_part(each, unit) * each.year_wan(year) for each in projects), Decimal(0))


def _part(each: Sketch, unit: str) -> Decimal:
    if each.is_bundle or each.is_duplicate_of is not None:
        return Decimal(0)
    if each.shares:
        return sum((Decimal(part) for key, part in each.shares if key == unit), Decimal(0)) / 100
    return Decimal(int(each.county == unit))


def enter(city: City, there: Settled, above: dict[str, float]) -> list[Project]:
    """One finished line for each unit; `above`: by how many percentage points its dispatch outgrows the statistics, by
    key, in the order of the units."""
    made, wang = [], there.cast["wang"]
    for place, (key, points) in enumerate(above.items()):
        unit, published = there.units[key], series.OF_UNITS[12][place]
        rate = Decimal(published) + Decimal(str(round(points, 1)))
        amount = (done(city.projects, key, YEAR + 1) / (1 + rate / 100)).quantize(Decimal(1))
        if amount <= 0:
            continue
        at = moment(date(YEAR + 1, 1, 6), 8, 50 + place)
        line = project.register(
            unit, by=wang, at=at, name=f"{unit.short_name or unit.name}{YEAR}年度竣工项目（按年度汇总）",
            levels=["municipal"], owner_unit=unit, responsible_unit=unit, domain="industry", nature="new",
            total_investment_wan=amount, scale="2019年底前竣工的重点项目，按旧调度表汇总登记，供同比用。",
            despite_duplicates=True, reason="各县市区分别汇总，名称相近，不是同一个项目。",
        )  # fmt: skip
        stage.record(line, by=wang, at=at, mark=Mark.STARTED, happened_on=date(YEAR, 1, 2), basis=PAPER)
        stage.record(line, by=wang, at=at, mark=Mark.COMPLETED, happened_on=date(YEAR, 12, 25), basis=PAPER)
        plan.set(
            line, by=wang, at=at, year=YEAR, listing="completing", planned_wan=amount, document="株政办函〔2019〕3号"
        )
        opening.set(
            line, by=wang, at=at, month=Month(YEAR, 12), span=Span.YEAR_OPENING, invested_wan=amount, origin=PAPER
        )
        made.append(line)
    return made
