"""What a project's money makes one ask, and a batch's days. Questions with numbers, never verdicts (domain.md §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from yidan.funds.rules.money import ZERO, Moved, balances, idle
from yidan.funds.states import STATE_SOURCES, Question, Step
from yidan.kernel.workdays import Calendar
from yidan.ledger.states import Source

WHOLE = Fraction(100)


@dataclass(frozen=True)
class Limits:
    """The rules of thumb as the office has set them."""

    start_within_months: int
    return_after_months: int
    bond_slow_months: int
    bond_slow_percent: Decimal
    bond_june_percent: Decimal
    bond_december_percent: Decimal
    behind_points: Decimal
    ahead_points: Decimal
    idle_months: int
    idle_percent: Decimal
    forward_workdays: int
    decompose_workdays: int


@dataclass(frozen=True)
class Parcel:
    """One fund of a project: its source, when it was granted and (a bond) issued, and what moved."""

    source: str
    name: str
    moved: tuple[Moved, ...]
    bond_issued_on: date | None = None

    def granted_on(self) -> date | None:
        """The first day on which any of it was granted."""
        return min((each.on for each in self.moved if each.step == Step.GRANTED), default=None)


@dataclass(frozen=True)
class Account:
    """A project's money beside what was done: what the questions are asked of."""

    parcels: tuple[Parcel, ...]
    done_wan: Decimal
    started_on: date | None
    of_year_wan: Decimal = ZERO  # done this year
    planned_wan: Decimal | None = None  # for this year
    has_reports: bool = True


@dataclass(frozen=True)
class Asked:
    """A question with the numbers it rests on, as text for a sentence."""

    question: Question
    said: dict[str, str]
    amount_wan: Decimal = ZERO
    since_on: date | None = None


def questions(account: Account, limits: Limits, today: date) -> list[Asked]:
    """Everything that a project's money makes one ask, on that day."""
    moved = tuple(each for parcel in account.parcels for each in parcel.moved if each.on <= today)
    return [
        *_against_work(account, moved),
        *_against_plan(account, limits, today),
        *_against_start(account, moved, limits, today),
        *(asked for parcel in account.parcels for asked in _of_parcel(parcel, limits, today)),
    ]


def _against_work(account: Account, moved: tuple[Moved, ...]) -> Iterator[Asked]:
    paid, done = balances(moved)[Step.PAID], account.done_wan
    # where nothing is known of the work, nothing contradicts it
    if account.has_reports and paid > done:
        said = {"paid": plain(paid), "done": plain(done), "over": plain(paid - done)}
        yield Asked(Question.PAID_OVER_DONE, said, paid - done)


def _against_plan(account: Account, limits: Limits, today: date) -> Iterator[Asked]:
    """The year's state money against the year's plan: what was granted in January is not spent by ten years' works."""
    if not account.has_reports or not account.planned_wan:
        return
    of_year = [
        parcel for parcel in account.parcels
        if parcel.source in STATE_SOURCES and (day := parcel.granted_on()) and day.year == today.year
    ]  # fmt: skip
    standing = balances(each for parcel in of_year for each in parcel.moved if each.on <= today)
    given, used = standing[Step.GRANTED], standing[Step.PAID]
    if not given:
        return
    # no more can be paid than was given: works beyond the year's plan are not owed for
    rate, progress = _percent(used, given), min(_percent(account.of_year_wan, account.planned_wan), WHOLE)
    said = {"rate": _one(rate), "progress": _one(progress), "points": _one(abs(rate - progress))}
    if rate - progress > limits.ahead_points:
        yield Asked(Question.PAID_AHEAD, said, used)
    elif progress - rate > limits.behind_points:
        yield Asked(Question.PAID_BEHIND, said, given - used)


def _against_start(account: Account, moved: tuple[Moved, ...], limits: Limits, today: date) -> Iterator[Asked]:
    paid = [each for each in moved if each.step == Step.PAID]
    first = min((each.on for each in paid), default=None)
    if first and (account.started_on is None or first < account.started_on):
        amount = sum((each.amount_wan for each in paid if not account.started_on or each.on < account.started_on), ZERO)
        yield Asked(Question.PAID_WITHOUT_START, {"on": str(first), "paid": plain(amount)}, amount, first)
    if account.started_on:
        return
    granted = [parcel.granted_on() for parcel in account.parcels if parcel.source in STATE_SOURCES]
    first = min((day for day in granted if day), default=None)
    if first is None:
        return
    amount = sum(
        (balances(parcel.moved)[Step.GRANTED] for parcel in account.parcels if parcel.source in STATE_SOURCES), ZERO
    )
    for months, question in (
        (limits.return_after_months, Question.TO_RETURN), (limits.start_within_months, Question.NOT_STARTED),
    ):  # fmt: skip
        if today > (due := months_after(first, months)):
            said = {"on": str(first), "due": str(due), "months": str(months)}
            yield Asked(question, said, amount, first)
            return


def _of_parcel(parcel: Parcel, limits: Limits, today: date) -> Iterator[Asked]:
    until = tuple(each for each in parcel.moved if each.on <= today)
    standing = balances(until)
    if parcel.source == Source.SPECIAL_BOND and standing[Step.GRANTED]:
        yield from _of_bond(parcel, standing, limits, today)
    lying = idle(until, today)
    least = standing[Step.IN_PLACE] * limits.idle_percent / 100  # a remainder is not idle
    if lying.amount_wan > least and lying.since_on and today > months_after(lying.since_on, limits.idle_months):
        said = {
            "name": parcel.name, "amount": plain(lying.amount_wan), "on": str(lying.since_on), "days": str(lying.days),
        }  # fmt: skip
        yield Asked(Question.IDLE, said, lying.amount_wan, lying.since_on)


def _of_bond(parcel: Parcel, standing: dict[Step, Decimal], limits: Limits, today: date) -> Iterator[Asked]:
    rate = _percent(standing[Step.PAID], standing[Step.GRANTED])
    left = standing[Step.GRANTED] - standing[Step.PAID]
    issued = parcel.bond_issued_on
    if issued and today >= months_after(issued, limits.bond_slow_months) and rate < limits.bond_slow_percent:
        said = {"name": parcel.name, "on": str(issued), "rate": _one(rate), "least": plain(limits.bond_slow_percent)}
        yield Asked(Question.SLOW, said, left, issued)
    granted = parcel.granted_on()
    if granted is None or granted.year != today.year:
        return
    if today >= date(today.year, 12, 31):
        due, least = date(today.year, 12, 31), limits.bond_december_percent
    elif today >= date(today.year, 6, 30) and granted <= date(today.year, 6, 30):
        due, least = date(today.year, 6, 30), limits.bond_june_percent
    else:
        return
    if rate < least:
        said = {"name": parcel.name, "on": str(due), "rate": _one(rate), "least": plain(least)}
        yield Asked(Question.BELOW_TARGET, said, left)


@dataclass(frozen=True)
class Deadline:
    """A day by which something of a batch was to be done, and when it was."""

    name: str
    due_on: date
    done_on: date | None
    is_provisional: bool = False

    def is_late(self, today: date) -> bool:
        """Done after its day, or not done though the day is over."""
        return (self.done_on or today) > self.due_on


def clock(
    granted_on: date, *, is_bundled: bool, forwarded_on: date | None, decomposed_on: date | None, limits: Limits,
    calendar: Calendar,
) -> list[Deadline]:  # fmt: skip
    """A batch's days: forwarded within so many working days, decomposed to projects where it came as one sum."""
    forward = calendar.add(granted_on, limits.forward_workdays)
    found = [Deadline("forward", forward.value, forwarded_on, forward.provisional)]
    if is_bundled:
        decompose = calendar.add(granted_on, limits.decompose_workdays)
        found.append(Deadline("decompose", decompose.value, decomposed_on, decompose.provisional))
    found.append(Deadline("start", months_after(granted_on, limits.start_within_months), None))
    return found


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def plain(value: Decimal) -> str:
    """An amount as one writes it."""
    return f"{value.normalize():f}"


def _percent(over: Decimal, under: Decimal) -> Fraction:
    return Fraction(over) / Fraction(under) * 100


def _one(value: Fraction) -> str:
    return f"{float(value):.1f}"
