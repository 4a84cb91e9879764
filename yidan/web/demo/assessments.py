"""讲评考核 of the simulated year: a round a month, an appeal that is heard and one that is not, a card and its end.

Each month is computed on the 3rd of the next and published on the 14th (appeals of
September run to 10 October, past the holidays); the last one is left before the units, so that
whoever tries the city finds something to decide. Where the rule proposes no card, none is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from yidan.assessment import commands, queries
from yidan.assessment.models import Card, Round
from yidan.assessment.states import AppealState, CardState, Colour
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.people.models import Person, Unit
from yidan.people.queries import assessed_units, holding_role, people_of
from yidan.progress.calendar import deadlines
from yidan.web.demo.events import Event
from yidan.web.demo.model import City
from yidan.web.demo.settlers import Settled, moment

FIRST = Month(2020, 2)  # January is not reported by itself (domain.md §6)
APPEALED, DISMISSED = Month(2020, 5), Month(2020, 8)
# (month, day, unit's place in protocol order, event, what for, paper)
MERITS = (
    (3, 23, 4, "joint_start", "承办“奋战100天”集中开工主会场", "株重点办〔2020〕12号"),
    (5, 18, 0, "joint_start", "承办二季度集中开工主会场", "株重点办〔2020〕23号"),
    (7, 6, 1, "praise", "产业项目建设获省通报表扬", "湘发改〔2020〕481号"),
    (9, 23, 5, "joint_start", "承办“大干100天”集中开工主会场", "株重点办〔2020〕47号"),
)


def draw(city: City, there: Settled) -> list[Event]:
    """Every act, in time."""
    months = [Month(*each) for each in city.months if Month(*each) >= FIRST and each[0] == 2020]
    events = [event for month in months for event in _of(month, there, is_last=month == months[-1])]
    for number, day, place, name, reason, document in MERITS:
        if (2020, number) in city.months:
            at = moment(date(2020, number, day), 15, 10)
            events.append(Event(at, _merit(there, Month(2020, number), place, name, reason, document)))
    return sorted(events, key=lambda event: event.at)


def _of(month: Month, there: Settled, *, is_last: bool) -> Iterator[Event]:
    wang, he = there.cast["wang"], there.cast["he"]
    first = (month + 1).first

    def on(day: int, hour: int) -> datetime:
        return moment(first + timedelta(days=day - 1), hour, 20)

    def compute(at: datetime) -> None:
        made = commands.compute(there.office, by=wang, at=at, month=month, cut_off_at=deadlines(month).accept_by)
        commands.freeze(made, by=wang, at=at + timedelta(minutes=40))

    if is_last:  # so late that the city's own today lies within the window for appeals
        yield Event(on(23, 9), compute)
        yield Event(on(24, 10), lambda at: _appeal(there, month, at))
        return
    yield Event(on(3, 9), compute)
    if month in (APPEALED, DISMISSED):
        yield Event(on(4, 10), lambda at: _appeal(there, month, at))
    yield Event(on(12, 16), lambda at: _decide(month, wang, at))
    yield Event(on(13, 9), lambda at: commands.confirm(_round(month), by=he, at=at))
    paper = f"株重点办〔2020〕{month.month * 5 + 4}号"
    yield Event(on(14, 11), lambda at: commands.publish(_round(month), by=wang, at=at, document=paper))
    yield Event(on(14, 15), lambda at: _cards(month, wang, at))


def _round(month: Month) -> Round:
    found = queries.round_of("default", month)
    assert found
    return found


def _appeal(there: Settled, month: Month, at: datetime) -> None:
    """林县 for 醴陵: what 醴陵 says against its result."""
    lin = there.cast["lin"]
    result = _round(month).results.filter(unit=lin.unit_id).first()
    if result and result.total:
        commands.appeal(
            result, by=lin, at=at, criterion="investment",
            reason="一个项目月末验工计价在截止次日才签认，本月完成投资少计，请按签认数补计。",
            evidence=f"监理签认的{month.month}月工程量清单",
        )  # fmt: skip


def _decide(month: Month, wang: Person, at: datetime) -> None:
    for result in _round(month).results.prefetch_related("appeals"):
        for appeal in result.appeals.filter(state=AppealState.FILED):
            if month == DISMISSED:
                commands.dismiss(
                    appeal, by=wang, at=at, answer="签认日期在数据截止之后，应计入下月，下月考核已能体现。"
                )
            else:
                commands.adjust(
                    result, by=wang, at=at, points=Decimal("0.5"), document="株重办函〔2020〕18号", appeal=appeal,
                    reason="签认单日期在截止以前，补计相应得分。",
                )  # fmt: skip


def _cards(month: Month, wang: Person, at: datetime) -> None:
    """What hangs is lifted where the unit has caught up; the first yellow one that is proposed is issued."""
    for card in Card.objects.exclude(state=CardState.LIFTED):
        _lift(card, month, wang, at)
    if Card.objects.exists():
        return
    proposed = [each for each in queries.proposed(month, at) if each.colour == Colour.YELLOW]
    if proposed:
        first = proposed[0]
        unit = Unit.objects.get(pk=first.unit.key)
        card = commands.issue(
            unit, by=wang, at=at, month=month, colour=Colour.YELLOW, reason=f"{first.causes[0]}，限期赶上月度计划",
            document="株重办函〔2020〕9号",
        )  # fmt: skip
        commands.measure(
            card,
            by=wang,
            at=at + timedelta(minutes=20),
            name="提醒函",
            taken_on=at.date(),
            document="株重办函〔2020〕9号",
        )


def _lift(card: Card, month: Month, wang: Person, at: datetime) -> None:
    speakers = holding_role(people_of(card.unit_id), Role.COUNTY_REVIEWER)
    if month <= card.month or not speakers or not queries.has_caught_up(card.unit_id, month, at)[0]:
        return
    if card.state == CardState.ISSUED:
        commands.apply_lift(
            card,
            by=speakers[0],
            at=at,
            application="已逐个项目排出赶工计划，增加班组和设备，本月完成数已赶上月度计划。",
        )
    commands.lift(
        card,
        by=wang,
        at=at + timedelta(minutes=30),
        month=month,
        reason=f"{month.month}月完成月度计划，累计达到序时要求",
    )


def _merit(
    there: Settled, month: Month, place: int, event: str, reason: str, document: str
) -> Callable[[datetime], None]:  # fmt: skip
    def act(at: datetime) -> None:
        units = list(assessed_units())
        commands.record(
            units[place % len(units)], by=there.cast["wang"], at=at, event=event, month=month, reason=reason,
            document=document,
        )  # fmt: skip

    return act
