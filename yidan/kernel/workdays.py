"""工作日: the office's own calendar of working days (domain.md §4.5).

A day works if it is a weekday and no holiday, or a weekend day made up for one. Holidays and make-up days
come from the State Council's yearly notice; a year whose notice is not known yet counts weekends and the
holidays of fixed date only, and every answer that touches it is 暂估 (provisional). Counting starts on the
day after (民法典 §201).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.utils.translation import gettext as _

from yidan.kernel import once
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb

Value = TypeVar("Value")
SEED = Path(__file__).with_name("workdays.csv")
# What was published before the ledger began was known at any moment that can be asked for.
SINCE_EVER = datetime(2000, 1, 1, tzinfo=UTC)
# Holidays whose date needs no notice (全国年节及纪念日放假办法); those of the lunar calendar do need one.
FIXED_HOLIDAYS = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}
SECOND_OF_MAY_SINCE = 2025
SATURDAY = 5
_NOTICE = re.compile(r"(20\d\d)年部分节假日安排")
_HEADS = {
    "day": ("日期", "day", "date"),
    "is_workday": ("上班", "是否上班", "is_workday"),
    "label": ("名称", "label", "name"),
    "basis": ("依据", "basis"),
}
_YES, _NO = {"是", "班", "1", "true", "yes"}, {"否", "休", "0", "false", "no"}


@dataclass(frozen=True)
class Answer(Generic[Value]):
    """A day, a number of days or a yes, with what it rests on."""

    value: Value
    years: tuple[int, ...]
    provisional_years: tuple[int, ...]
    bases: tuple[str, ...]

    @property
    def provisional(self) -> bool:
        """暂估: whether it touches a year whose notice is not known."""
        return bool(self.provisional_years)


@dataclass(frozen=True)
class Calendar:
    """The calendar in memory: the days that are not what their weekday says, the years with a notice, and which
    holiday a day off belongs to, as that notice names it."""

    exceptions: Mapping[date, bool]
    notices: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)

    @cached_property
    def _known(self) -> dict[date, bool]:
        return {}

    def works(self, day: date) -> bool:
        """Whether that day is a working day; each day is thought about once, since clocks ask for the same ones."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._works(day)
        return known

    def _works(self, day: date) -> bool:
        known = self.exceptions.get(day)
        if known is not None:
            return known
        if day.weekday() >= SATURDAY:
            return False
        return day.year in self.notices or not is_fixed_holiday(day)

    def is_workday(self, day: date) -> Answer[bool]:
        """Whether that day is a working day, and how sure that is."""
        return self._answer(self.works(day), day, day)

    def add(self, day: date, count: int) -> Answer[date]:
        """The `count`-th working day after `day` (before it where negative); the day itself for 0."""
        step = timedelta(days=1 if count >= 0 else -1)
        found, left = day, abs(count)
        try:
            while left:
                found += step
                left -= self.works(found)
        except OverflowError:
            raise Invalid(_("工作日数太大：%(count)s。") % {"count": count}, field="count") from None
        return self._answer(found, day, found)

    def between(self, start: date, end: date) -> Answer[int]:
        """How many working days lie in (start, end]; negative where the end is before the start."""
        low, high = min(start, end), max(start, end)
        days = sum(self.works(low + timedelta(days=offset)) for offset in range(1, (high - low).days + 1))
        return self._answer(days if start <= end else -days, start, end)

    def holiday(self, name: str, year: int) -> date | None:
        """The first day off that the notice names so in that year, 「春节」; None where no notice does.

        A Mid-Autumn that falls into the National Day holiday has no days of its own there (2017, 2020).
        """
        if year not in self.notices:
            return None
        days = [day for day, named in self.names.items() if day.year == year and name in named and not self.works(day)]
        if not days and name == "中秋":
            return self.holiday("国庆", year)
        return min(days, default=None)

    def _answer(self, value: Value, start: date, end: date) -> Answer[Value]:
        years = tuple(range(min(start, end).year, max(start, end).year + 1))
        return Answer(
            value,
            years,
            tuple(year for year in years if year not in self.notices),
            tuple(self.notices[year] for year in years if year in self.notices),
        )


def is_fixed_holiday(day: date) -> bool:
    """Whether the law alone makes it a holiday, at a date that needs no notice."""
    return (day.month, day.day) in FIXED_HOLIDAYS or (
        (day.month, day.day) == (5, 2) and day.year >= SECOND_OF_MAY_SINCE
    )


class WorkDay(Fact):
    """A day that a notice (or the office itself, for a stoppage of its own) names, working or not."""

    day = models.DateField()
    is_workday = models.BooleanField()
    label = models.CharField(max_length=60)
    basis = models.CharField(max_length=120)

    class Meta:
        constraints = one_live("work_day", "day")

    def __str__(self) -> str:
        return f"{self.day} {self.label}"


@dataclass(frozen=True)
class Row:
    """A line of a calendar file."""

    day: date
    is_workday: bool
    label: str
    basis: str


@dataclass(frozen=True)
class Difference:
    """What a file would change."""

    new: tuple[Row, ...]
    changed: tuple[tuple[WorkDay, Row], ...]
    unchanged: int


Dependent = Callable[[Calendar, Calendar, datetime], int]
DEPENDENTS: dict[str, Dependent] = {}


def dependent(name: str) -> Callable[[Dependent], Dependent]:
    """Declare what a room below keeps of the calendar: it is written anew whenever the calendar changes, in the same
    act, and returns how many rows moved. It is given the calendar before and after, and when that was learned."""

    def decorate(renew: Dependent) -> Dependent:
        DEPENDENTS[name] = renew
        return renew

    return decorate


def year_of_notice(basis: str) -> int | None:
    """The year that a yearly notice settles; None for any other paper."""
    found = _NOTICE.search(basis)
    return int(found.group(1)) if found else None


def calendar(as_of: datetime | None = None) -> Calendar:
    """The calendar as known at that moment (None: now), in one query."""
    return _calendar(as_of) if as_of else once.ask("calendar", lambda: _calendar(None))


def _calendar(as_of: datetime | None) -> Calendar:
    return of_rows(Row(*row) for row in WorkDay.objects.known_at(as_of).values_list(*Row.__annotations__))


def of_rows(rows: Iterable[Row], before: Calendar | None = None) -> Calendar:
    """The calendar that these lines make, on top of another."""
    kept = before or Calendar({})
    exceptions, notices, names = dict(kept.exceptions), dict(kept.notices), dict(kept.names)
    for row in rows:
        exceptions[row.day] = row.is_workday
        names[row.day] = row.label
        if year := year_of_notice(row.basis):
            notices[year] = row.basis
    return Calendar(exceptions, notices, names)


def decoded(content: bytes) -> str:
    """The text of a calendar file, UTF-8 or GB18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def read_csv(content: bytes) -> list[Row]:
    """The rows of a calendar file (UTF-8 or GB18030, heads 日期 上班 名称 依据); refused with line and reason."""
    lines = csv.reader(io.StringIO(decoded(content)))
    columns = _columns(next(lines, []))
    rows: dict[date, Row] = {}
    for number, cells in enumerate(lines, start=2):
        if any(cell.strip() for cell in cells):
            row = _row(number, {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()})
            if row.day in rows:
                raise Invalid(_("第%(line)s行：%(day)s 重复，请只留一行。") % {"line": number, "day": row.day})
            rows[row.day] = row
    if not rows:
        raise Invalid(_("文件里没有一天；表头应为：日期,上班,名称,依据。"))
    return list(rows.values())


def _columns(heads: list[str]) -> dict[str, int]:
    plain = [head.strip().lower() for head in heads]
    columns = {name: plain.index(head) for name, known in _HEADS.items() for head in known if head in plain}
    if missing := [known[0] for name, known in _HEADS.items() if name not in columns]:
        raise Invalid(_("第1行：缺少列 %(heads)s；表头应为：日期,上班,名称,依据。") % {"heads": "、".join(missing)})
    return columns


def _row(number: int, cells: dict[str, str]) -> Row:
    try:
        day = date.fromisoformat(cells["day"])
    except ValueError:
        raise Invalid(_("第%(line)s行：日期应写作 2027-01-01。") % {"line": number}) from None
    answer = cells["is_workday"].lower()
    if answer not in _YES | _NO:
        raise Invalid(_("第%(line)s行：“上班”应填 是 或 否。") % {"line": number})
    if not cells["basis"]:
        raise Invalid(_("第%(line)s行：请写明依据(通知名称或文号)。") % {"line": number})
    return Row(day, answer in _YES, cells["label"][:60], cells["basis"][:120])


def compare(rows: Iterable[Row]) -> Difference:
    """What a file would change, without changing anything."""
    rows = list(rows)
    live = {kept.day: kept for kept in WorkDay.objects.live().filter(day__in=[row.day for row in rows])}
    new = tuple(row for row in rows if row.day not in live)
    changed = tuple((live[row.day], row) for row in rows if row.day in live and _as_row(live[row.day]) != row)
    return Difference(new, changed, len(rows) - len(new) - len(changed))


def foreseen(rows: Iterable[Row]) -> tuple[Calendar, Calendar]:
    """The calendar as it is and as it would be with these rows, without changing anything."""
    before = _calendar(None)
    return before, of_rows(rows, before)


def changed(before: Calendar, after: Calendar) -> list[date]:
    """The days on which the two do not agree, in order."""
    days = {*before.exceptions, *after.exceptions}
    for year in {*before.notices} ^ {*after.notices}:
        days |= {date(year, month, day) for month, day in (*FIXED_HOLIDAYS, (5, 2))}
    return sorted(day for day in days if before.works(day) != after.works(day))


def _as_row(kept: WorkDay) -> Row:
    return Row(kept.day, kept.is_workday, kept.label, kept.basis)


@command(Verb.CALENDAR_IMPORT)
def import_(rows: Iterable[Row], *, by: Any, at: datetime, recorded_at: datetime, source: str) -> Note:
    """导入工作日历: take over the days of a notice or of a stoppage; the same file twice is harmless."""
    rows = list(rows)
    if not rows:
        raise Invalid(_("没有可以导入的日期。"))
    difference, before = compare(rows), _calendar(None)
    for row in difference.new:
        WorkDay.record(recorded_at=recorded_at, **vars(row))
    for kept, row in difference.changed:
        kept.superseded_by(recorded_at=recorded_at, **vars(row))
    once.forget()
    after = _calendar(None)
    moved = {name: renew(before, after, recorded_at) for name, renew in DEPENDENTS.items()}
    first = WorkDay.objects.live().get(day=rows[0].day)
    return note(
        first,
        source=source,
        new=[row.day for row in difference.new],
        changed=[row.day for _kept, row in difference.changed],
        bases=sorted({row.basis for row in rows}),
        recounted={name: count for name, count in moved.items() if count} or None,
    )


@cache
def _published() -> tuple[Row, ...]:
    return tuple(read_csv(SEED.read_bytes()))


def seed(**_signal: Any) -> int:
    """Put the published years into an empty calendar, and years published since into an older one.

    Runs after every migration; a year that already has its notice is left as the office has it.
    """
    if WorkDay._meta.db_table not in connection.introspection.table_names():
        return 0
    settled = {year_of_notice(basis) for basis in WorkDay.objects.values_list("basis", flat=True).distinct()}
    missing = [row for row in _published() if row.day.year not in settled]
    # A stoppage that the office entered itself stands.
    kept = set(WorkDay.objects.live().filter(day__in=[row.day for row in missing]).values_list("day", flat=True))
    fresh = [WorkDay(recorded_at=SINCE_EVER, **vars(row)) for row in missing if row.day not in kept]
    WorkDay.objects.bulk_create(fresh)
    return len(fresh)
