"""What holds of a month's report, as pure functions on values: totals, gaps, lacks, doubts, deadlines.

A *lack* stops the submission until it is put right; a *doubt* is a question that goes along and lowers
nothing (domain.md §13.2, §13.3). Both are only kinds and numbers here; `wording.py` turns them into sentences.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from typing import Any

from yidan.kernel.values import Month, wan

WAN, YI = "wan", "yi"
WAN_PER_YI = 10_000
LARGEST_WAN = Decimal(10) ** 9  # ten trillion yuan: more is a slip of the unit
NOTHING = frozenset({"", "无", "没有", "暂无", "无问题", "暂无问题", "/", "—", "-", "0", "同上"})


@dataclass(frozen=True)
class Said:
    """What one accepted month says."""

    month: Month
    invested_wan: Decimal
    physical_progress: str = ""


@dataclass(frozen=True)
class MilestoneSaid:
    """A milestone, what the report says of it as typed, and what the ledger knows already and nobody is asked for."""

    id: int
    name: str
    planned_on: date | None
    forecast_on: str = ""
    actual_on: str = ""
    reason: str = ""
    known_on: str = ""
    known_reason: str = ""


@dataclass(frozen=True)
class Unshown:
    """A slot that asks for a picture this month, with the reason that stands with it, and none was brought."""

    slot: str
    reason: str


@dataclass(frozen=True)
class Situation:
    """A report among what the ledger knows of its project; amounts in 万元."""

    month: Month
    invested_wan: Decimal | None = None
    physical_progress: str = ""
    problems: str = ""
    explanation: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    past: tuple[Said, ...] = ()
    year_opening_wan: Decimal = Decimal(0)
    earlier_wan: Decimal = Decimal(0)
    covered_until: Month | None = None
    missing: tuple[Month, ...] = ()
    planned_wan: Decimal | None = None
    is_preparing: bool = False
    total_investment_wan: Decimal | None = None
    started_on: date | None = None
    completed_on: date | None = None
    is_suspended: bool = False
    milestones: tuple[MilestoneSaid, ...] = ()
    unshown: tuple[Unshown, ...] = ()

    @property
    def year_wan(self) -> Decimal:
        """1—N月累计: this year's accepted months, the opening within the year, and this month."""
        months = sum((said.invested_wan for said in self.past if said.month.year == self.month.year), Decimal(0))
        return self.year_opening_wan + months + (self.invested_wan or Decimal(0))

    @property
    def to_date_wan(self) -> Decimal:
        """自开工累计: everything known up to and including this month."""
        before = sum((said.invested_wan for said in self.past if said.month.year < self.month.year), Decimal(0))
        return self.earlier_wan + before + self.year_wan

    @property
    def has_plan(self) -> bool:
        """Whether there is an annual plan to measure against; 前期 projects have none (domain.md §2.5)."""
        return bool(self.planned_wan) and not self.is_preparing


@dataclass(frozen=True)
class Thresholds:
    """When a number is worth a question; each is a parameter of the office."""

    month_share_percent: Decimal = Decimal(40)
    december_percent: Decimal = Decimal(25)
    identical_months: int = 3
    round_step_wan: Decimal = Decimal(1000)
    round_percent: Decimal = Decimal(60)
    over_total_percent: Decimal = Decimal(100)
    unchanged_text_percent: Decimal = Decimal(10)
    unstarted_percent: Decimal = Decimal(10)
    idle_months: int = 3
    behind_points: Decimal = Decimal(10)


@dataclass(frozen=True)
class Doubt:
    """A question worth asking: its kind, and the numbers in it as plain values."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lack:
    """What keeps a report from being submitted, and at which field."""

    kind: str
    field: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def read_amount(text: str, unit: str = WAN) -> Decimal | None:
    """The amount in 万元 that somebody typed in `unit`; None for nothing typed; ValueError for no amount.

    Full-width digits, commas and a unit written behind the number (1,200 · 1.2亿 · １２００万元) are understood.
    """
    plain = re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", text)).replace("−", "-").replace("元", "")
    if not plain:
        return None
    if plain.endswith(("万", "亿")):
        unit, plain = (WAN if plain[-1] == "万" else YI), plain[:-1]
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain):
        raise ValueError(f"not an amount: {text!r}")
    amount = wan(Decimal(plain) * (WAN_PER_YI if unit == YI else 1))
    if abs(amount) >= LARGEST_WAN:
        raise ValueError(f"too large: {text!r}")
    return amount


def share(part: Decimal | None, whole: Decimal | None) -> Fraction | None:
    """part / whole × 100, exact; None where there is no whole."""
    if part is None or not whole:
        return None
    return Fraction(part) / Fraction(whole) * 100


def gap_points(now: Situation) -> Fraction | None:
    """超(欠)序时, in percentage points: year's rate − N/12, from unrounded values (domain.md §2.5)."""
    if not now.has_plan or now.invested_wan is None:
        return None
    return share(now.year_wan, now.planned_wan) - Fraction(now.month.month * 100, 12)  # type: ignore[operator]


def is_behind(now: Situation, limits: Thresholds) -> bool:
    """Whether the project is at least the given points behind 序时 (domain.md §14 item 36)."""
    gap = gap_points(now)
    return gap is not None and gap <= -Fraction(limits.behind_points)


def says_nothing(text: str) -> bool:
    """「无」「暂无」 and the like say as much as an empty field."""
    return re.sub(r"[\s。.;;,,]", "", text) in NOTHING


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but spaces and punctuation."""
    strip = re.compile(r"[\W_]+")
    return bool(one.strip()) and strip.sub("", one) == strip.sub("", other)


def last_said(now: Situation) -> Said | None:
    """The newest accepted month before this one."""
    return now.past[-1] if now.past else None


# --- lacks -----------------------------------------------------------------------------------------------


def lacks(now: Situation, limits: Thresholds, today: date) -> list[Lack]:
    """Everything that keeps the report from being submitted, in the order of the form."""
    ahead = [Lack("month_ahead", "month", {"month": now.month})] if now.month > Month.of(today) else []
    return [*ahead, *_amount_lacks(now), *_text_lacks(now, limits), *_milestone_lacks(now, today)]


def _amount_lacks(now: Situation) -> Iterator[Lack]:
    if raw := now.typed.get("invested_wan", ""):
        yield Lack("amount_unreadable", "invested_wan", {"text": raw})
    elif now.invested_wan is None:
        yield Lack("amount_missing", "invested_wan")
    elif now.invested_wan < 0 and says_nothing(now.explanation):
        yield Lack("negative_unexplained", "explanation", {"invested_wan": now.invested_wan})
    if now.covered_until and now.covered_until >= now.month:
        yield Lack("covered_by_opening", "invested_wan", {"until": now.covered_until})


def _text_lacks(now: Situation, limits: Thresholds) -> Iterator[Lack]:
    if not now.physical_progress.strip():
        yield Lack("physical_progress_missing", "physical_progress")
    if is_behind(now, limits) and says_nothing(now.problems):
        yield Lack("problems_missing", "problems", {"points": -gap_points(now)})  # type: ignore[operator]


def _milestone_lacks(now: Situation, today: date) -> Iterator[Lack]:
    for said in now.milestones:
        where = f"milestone-{said.id}"
        try:
            forecast, actual = read_day(said.forecast_on), read_day(said.actual_on)
        except ValueError:
            yield Lack("day_unreadable", where, {"name": said.name})
            continue
        if actual and actual > today:
            yield Lack("actual_in_future", where, {"name": said.name, "on": actual})
        elif forecast and not actual and forecast < today:
            yield Lack("forecast_passed", where, {"name": said.name, "on": forecast})
        elif forecast and said.planned_on and forecast > said.planned_on and says_nothing(said.reason):
            yield Lack("slip_unexplained", where, {"name": said.name, "on": forecast, "planned": said.planned_on})


def read_day(text: str) -> date | None:
    """A day as a form sends it (2020-07-31); None for nothing; ValueError for no day of our century."""
    if not text.strip():
        return None
    day = date.fromisoformat(text.strip())
    if not 2000 <= day.year < 2100:
        raise ValueError(f"not a plausible year: {text}")
    return day


# --- doubts ----------------------------------------------------------------------------------------------


def doubts(now: Situation, limits: Thresholds) -> list[Doubt]:
    """The questions that this report raises (domain.md §13.3), the heaviest first."""
    if now.invested_wan is None:
        return []
    return [found for ask in _QUESTIONS if (found := ask(now, limits))]


def _negative(now: Situation, limits: Thresholds) -> Doubt | None:
    if now.invested_wan < 0:  # type: ignore[operator]
        return Doubt("negative", {"invested_wan": now.invested_wan})
    return None


def _over_total(now: Situation, limits: Thresholds) -> Doubt | None:
    part = share(now.to_date_wan, now.total_investment_wan)
    if part is not None and part > Fraction(limits.over_total_percent):
        return Doubt("over_total", {"to_date_wan": now.to_date_wan, "total_wan": now.total_investment_wan})
    return None


def _completed(now: Situation, limits: Thresholds) -> Doubt | None:
    if now.completed_on and Month.of(now.completed_on) < now.month and now.invested_wan:
        return Doubt("completed_still_spending", {"on": now.completed_on})
    return None


def _suspended(now: Situation, limits: Thresholds) -> Doubt | None:
    return Doubt("suspended_still_spending") if now.is_suspended and now.invested_wan else None


def _unstarted(now: Situation, limits: Thresholds) -> Doubt | None:
    """开工 without …: money is spent on a project that has not begun as far as the ledger knows."""
    if now.started_on or now.completed_on or not now.invested_wan:
        return None
    part = share(now.to_date_wan, now.total_investment_wan)
    if part is not None and part > Fraction(limits.unstarted_percent):
        return Doubt("spending_before_start", {"to_date_wan": now.to_date_wan, "percent": part})
    return None


def _month_share(now: Situation, limits: Thresholds) -> Doubt | None:
    part = share(now.invested_wan, now.planned_wan)
    if part is None:
        return None
    if now.month.month == 12 and part > Fraction(limits.december_percent):
        return Doubt("december", {"percent": part, "limit": limits.december_percent})
    if part > Fraction(limits.month_share_percent):
        return Doubt("month_share", {"percent": part, "limit": limits.month_share_percent})
    return None


def _unchanged_text(now: Situation, limits: Thresholds) -> Doubt | None:
    """The same words month after month, while money goes in: all that was invested since they were first written."""
    run = list(takewhile(lambda said: same_text(said.physical_progress, now.physical_progress), _months_before(now)))
    if not run:
        return None
    invested = sum((said.invested_wan for said in run[:-1]), now.invested_wan or Decimal(0))
    part = share(invested, now.planned_wan)
    if part is not None and part > Fraction(limits.unchanged_text_percent):
        return Doubt("unchanged_text", {"percent": part, "month": run[-1].month})
    return None


def _months_before(now: Situation) -> list[Said]:
    """The accepted months that lead up to this one without a gap, the newest first."""
    run = []
    for back, said in enumerate(reversed(now.past), 1):
        if said.month != now.month - back:
            break
        run.append(said)
    return run


def _idle_since_start(now: Situation, limits: Thresholds) -> Doubt | None:
    """真开工? Started on record, and nothing invested in any month since (domain.md §2.6: 30/90 days after)."""
    if now.started_on is None or now.completed_on or now.is_suspended or now.invested_wan:
        return None
    months = now.month - Month.of(now.started_on)
    since = _months_before(now)[: months - 1]
    if months < limits.idle_months or len(since) < months - 1 or any(said.invested_wan for said in since):
        return None
    return Doubt("idle_since_start", {"on": now.started_on, "months": months})


def _identical(now: Situation, limits: Thresholds) -> Doubt | None:
    run = limits.identical_months - 1
    before = now.past[-run:] if run else ()
    if not now.invested_wan or len(before) < run:
        return None
    follows = all(said.month == now.month - (run - place) for place, said in enumerate(before))
    if follows and all(said.invested_wan == now.invested_wan for said in before):
        return Doubt("identical", {"months": limits.identical_months, "invested_wan": now.invested_wan})
    return None


def _round(now: Situation, limits: Thresholds) -> Doubt | None:
    """Round thousands, again and again; one round month is no news."""
    if not now.invested_wan or now.invested_wan % limits.round_step_wan:
        return None
    year = [said.invested_wan for said in now.past if said.month.year == now.month.year and said.invested_wan]
    amounts = [*year, now.invested_wan]
    rounded = sum(1 for amount in amounts if not amount % limits.round_step_wan)
    if len(amounts) >= 3 and Fraction(rounded * 100, len(amounts)) > Fraction(limits.round_percent):
        return Doubt("round_numbers", {"count": rounded, "of": len(amounts), "step_wan": limits.round_step_wan})
    return None


def _missing(now: Situation, limits: Thresholds) -> Doubt | None:
    return Doubt("months_missing", {"months": now.missing}) if now.missing else None


def _unshown(now: Situation, limits: Thresholds) -> Doubt | None:
    """A question like any other: what a picture shows can be said, and whoever says nothing may still submit."""
    if not now.unshown:
        return None
    return Doubt(
        "picture_asked",
        {
            "slots": tuple(each.slot for each in now.unshown),
            "reason": tuple(dict.fromkeys(each.reason for each in now.unshown)),
        },
    )


_QUESTIONS: tuple[Callable[[Situation, Thresholds], Doubt | None], ...] = (
    _negative, _over_total, _completed, _suspended, _unstarted, _idle_since_start, _month_share, _unchanged_text,
    _identical, _round, _missing, _unshown,
)  # fmt: skip
KINDS = (
    "negative", "over_total", "completed_still_spending", "suspended_still_spending", "spending_before_start",
    "idle_since_start", "december", "month_share", "unchanged_text", "identical", "round_numbers", "months_missing",
    "picture_asked",
)  # fmt: skip


# --- deadlines -------------------------------------------------------------------------------------------


def day_in(month: Month, day: int) -> date:
    """The `day` of the month, or its last one where the month is shorter."""
    return date(month.year, month.month, min(day, month.last.day))
