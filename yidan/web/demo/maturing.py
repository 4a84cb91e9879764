"""转库 of 2020 (domain.md §8): some of the year's reserve are prepared, enter the rolling pool, a few the construction.

All by the ordinary acts: the office writes down what was approved, the county proposes, its department says what it
thinks, the office decides at the pool's gate. So the conversion rates of the city are those of real cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from yidan.ledger.commands import milestone, pool, project, rolling
from yidan.ledger.models import Milestone, Pool, PoolCase, Project
from yidan.web.demo import filed
from yidan.web.demo.events import Event
from yidan.web.demo.model import Sketch
from yidan.web.demo.naming import code
from yidan.web.demo.settlers import Settled, moment

MONTHS = (2, 3, 4, 5)  # thought of in these, so that a year is enough
RIPE, BEGUN = 24, 9  # into the rolling pool, and of these on into the construction pool
# (milestone, days after the project was thought of)
PREPARED = (
    ("立项批复", 26),
    ("可行性研究报告批复", 61),
    ("用地预审与选址意见书", 68),
    ("初步设计批复", 97),
    ("用地批复", 116),
)
READY = (("施工图审查合格", date(2020, 11, 20)), ("施工招标完成", date(2020, 12, 4)))
PROPOSED_AFTER, DECIDED_AFTER = timedelta(days=124), timedelta(days=138)
ON_PROPOSED, ON_DECIDED, SHEET_ON = date(2020, 12, 8), date(2020, 12, 17), date(2020, 12, 22)
SHEET_PAPER = "株发改〔2020〕189号"


@dataclass(frozen=True)
class Ripening:
    """A project of the reserve that moves on, and its milestones as they stand."""

    sketch: Sketch
    entered_on: date
    is_begun: bool
    made: dict[int, Project]  # by the sketch's key, once it was registered

    def project(self) -> Project:
        """As the ledger has it now: its pool changes on the way."""
        return Project.objects.select_related("profile").get(pk=self.made[self.sketch.key].pk)


def choose(entered: Sequence[tuple[date, list[Sketch]]], part: float, made: dict[int, Project]) -> list[Ripening]:
    """Who moves on: spread over the months, the larger part of them stops in the rolling pool."""
    wanted = max(1, round(RIPE * part))
    found = []
    for place in range(wanted):
        day, sketches = entered[place % len(entered)]
        row = place // len(entered)
        if row < len(sketches):
            found.append(Ripening(sketches[row], day, place * BEGUN // RIPE != (place + 1) * BEGUN // RIPE, made))
    return found


def draw(ripening: list[Ripening], there: Settled) -> Iterator[Event]:
    """Every act on the way, in no order."""
    random = Random(135)
    for place, each in enumerate(ripening):
        minute = place % 60
        yield Event(
            moment(each.entered_on + timedelta(days=9), 9, minute), lambda at, each=each: _lay_out(each, there, at)
        )
        for name, days in PREPARED:
            on = each.entered_on + timedelta(days=days)
            yield _reached(each, name, on, minute, there)
        proposed, decided = each.entered_on + PROPOSED_AFTER, each.entered_on + DECIDED_AFTER
        grounds = "可研、初步设计和用地均已批复，资金来源已落实，建议转入计划滚动库。"
        yield from _into(each, Pool.ROLLING, (proposed, decided), minute, grounds, there)
        given = code(each.sketch, random, year=2020, month=decided.month)
        yield Event(moment(decided, 16, minute), lambda at, each=each, given=given: _code(each, given, there, at))
        if each.is_begun:
            for name, on in READY:
                yield _reached(each, name, on, minute, there)
            grounds = "施工图审查合格，施工招标已完成，具备开工条件，建议转入建设实施库。"
            yield from _into(each, Pool.CONSTRUCTION, (ON_PROPOSED, ON_DECIDED), minute, grounds, there)
        yield Event(moment(SHEET_ON, 17, minute), lambda at, each=each: _ask_money(each, there, at))


def _lay_out(each: Ripening, there: Settled, at: datetime) -> None:
    """Who leads, where the money is to come from, and when each paper is to be there."""
    wang, sketch = there.cast["wang"], each.sketch
    department = there.units["industry" if sketch.domain == "industry" else "housing"]
    project.change(
        each.project(), by=wang, at=at, reason="前期工作专班成立，明确牵头单位", competent_unit=department,
        responsible_unit=there.units[sketch.county],
    )  # fmt: skip
    total = Decimal(sketch.total_wan)
    part = total * 3 // 1000 * 100
    other = "bank_loan" if sketch.funding_nature == "enterprise" else "special_bond"
    own = "own" if sketch.funding_nature == "enterprise" else "city_county"
    amounts = {own: total - part, other: part} if part else {own: total}
    project.set_sources(each.project(), by=wang, at=at, amounts=amounts)
    for place, (name, days) in enumerate(PREPARED, 1):
        planned = each.entered_on + timedelta(days=days + 5)
        milestone.set(each.project(), by=wang, at=at, name=name, planned_on=planned, order=place)
    for place, (name, day) in enumerate(READY if each.is_begun else (), len(PREPARED) + 1):
        milestone.set(each.project(), by=wang, at=at, name=name, planned_on=day, order=place)


def _reached(each: Ripening, name: str, on: date, minute: int, there: Settled) -> Event:
    def act(at: datetime) -> None:
        made = each.project()
        node = Milestone.objects.live().get(project=made, name=name)
        milestone.reach(node, by=there.cast["wang"], at=at, actual_on=on)
        if each.is_begun and name in filed.KINDS and filed.is_set_up():
            filed.file(made, name, on, by=there.reviewers[each.sketch.county], at=at + timedelta(minutes=8))

    return Event(moment(on, 15, minute), act)


def _into(
    each: Ripening, into: Pool, days: tuple[date, date], minute: int, grounds: str, there: Settled
) -> Iterator[Event]:
    """Proposed by the county on the first day, admitted by the office on the second, an opinion between."""
    county, wang = there.reviewers[each.sketch.county], there.cast["wang"]

    def open_case() -> PoolCase:
        return PoolCase.objects.get(project=each.project(), into=into)

    yield Event(
        moment(days[0], 10, minute),
        lambda at: pool.propose(each.project(), by=county, at=at, into=into, grounds=grounds),
    )
    yield Event(
        moment(days[0] + timedelta(days=3), 15, minute),
        lambda at: pool.review(
            open_case(), by=there.reviewers["industry" if each.sketch.domain == "industry" else "housing"], at=at,
            is_in_favour=True, text="前期要件齐全，同意转库。",
        ),
    )  # fmt: skip
    yield Event(
        moment(days[1], 15, minute),
        lambda at: pool.admit(open_case(), by=wang, at=at, opinion="经评审，要件齐全、资金落实，准予入库。"),
    )


def _code(each: Ripening, given: str, there: Settled, at: datetime) -> None:
    project.assign_code(each.project(), by=there.cast["wang"], at=at, code=given, document="在线审批监管平台赋码")


def _ask_money(each: Ripening, there: Settled, at: datetime) -> None:
    """Its row in the three-year sheet: what begins in 2021 needs money then."""
    third = Decimal(max(1, each.sketch.total_wan // 400)) * 100
    needs = (
        {"first_wan": third, "second_wan": third * 2}
        if each.is_begun
        else {"second_wan": third, "third_wan": third * 2}
    )
    rolling.set(
        each.project(), by=there.cast["wang"], at=at, first_year=2021, document=SHEET_PAPER,
        starts_in=2021 if each.is_begun else 2022, **needs,
        preparation="" if each.is_begun else "2021年6月施工图审查，9月施工招标",
    )  # fmt: skip
