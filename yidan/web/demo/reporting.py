"""Twelve months of reports: what was written, what was late, sent back, corrected; and the month that is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from yidan.progress.rules import same_text
from yidan.web.demo import texts
from yidan.web.demo.model import Lie, Report, Sketch

OPEN_STATES = (("none", 30), ("draft", 10), ("submitted", 22), ("sent_back", 8), ("checked", 30))
CORRECTED_SHARE = 0.007  # of all reports


@dataclass(slots=True)
class Case:
    """What holds a project up, told month after month until it is settled; `needs` empty: settled, and quiet since."""

    problems: str
    needs: str
    needs_from: str
    months_left: int


@dataclass(slots=True)
class Memory:
    """What the months before leave behind for the next: the last report, and what is not settled yet."""

    last: Report | None = None
    case: Case | None = None


def write(
    leaves: list[Sketch], random: Random, lies: list[Lie], calendar: list[tuple[int, int]], open_month: tuple[int, int]
) -> None:
    """Fill in the words of every month; keep only the calendar's months, and the open one apart."""
    lied = {(lie.project, kind_month): lie.kind for lie in lies for kind_month in lie.months}
    months = set(calendar)
    openings = _opening_states(leaves, random)
    for sketch in leaves:
        amounts = sketch.reports
        sketch.reports = {}
        before = sketch.prior_wan
        spent: dict[int, int] = {}
        memory = Memory()
        for year, month in [*calendar, open_month]:
            wan = amounts[(year, month)].invested_wan if (year, month) in amounts else 0
            spent[year] = spent.get(year, 0) + wan
            before += wan
            report = _report(sketch, random, year, month, wan, before, spent[year], memory)
            if lied.get((sketch.key, (year, month))) == "copied_progress" and memory.last:
                report.physical_progress = memory.last.physical_progress
            if (year, month) in months:
                sketch.reports[(year, month)] = memory.last = report
            elif (
                sketch.completed_on is None
                and sketch.listing != "preparing"
                and openings.get(sketch.key, "none") != "none"
            ):
                sketch.opening = (openings[sketch.key], _open(report, random))


def _report(
    sketch: Sketch, random: Random, year: int, month: int, wan: int, to_date: int, this_year: int, memory: Memory
) -> Report:
    last = memory.last
    done = sketch.completed_on and (sketch.completed_on.year, sketch.completed_on.month) < (year, month)
    if done and not wan:
        text = (
            last.physical_progress if last and last.is_unchanged else texts.progress(sketch.manner, 1.0, random, month)
        )
        report = Report(0, text, is_unchanged=True)
        if _is_behind(sketch, year, month, this_year):
            report.problems = texts.SETTLING[sketch.key % len(texts.SETTLING)]
        return report
    begun = sketch.began_on or (
        sketch.started_on and (sketch.started_on.year, sketch.started_on.month) <= (year, month)
    )
    share = to_date / sketch.total_wan if sketch.total_wan else 0.0
    if sketch.completed_on and (sketch.completed_on.year, sketch.completed_on.month) == (year, month):
        share = 1.0
    elif begun:
        share = min(share, 0.97)
    if not begun or (not wan and not sketch.began_on):
        text = texts.not_started(random, month)
    elif (year, month) == (2020, 2) and sketch.resumed_on:
        resumed = random.choice(texts.RESUMED).replace("{d}", f"2月{sketch.resumed_on.day}日")
        text = texts.fill(resumed, random, month) + texts.progress(sketch.manner, share, random, month)
    else:
        text = texts.progress(sketch.manner, share, random, month)
    if wan and last and same_text(text, last.physical_progress):  # who worked has something new to say
        text += f"{random.choice([task for task in texts.TASKS if task not in last.physical_progress])}推进中。"
    report = Report(
        wan, text, days_late=random.choice((0,) * 24 + (1, 2)) if (year, month) not in ((2020, 6), (2020, 12)) else 0
    )
    if begun and not wan and last and random.random() < 0.4:
        report.is_unchanged, report.physical_progress = True, last.physical_progress
    memory.case = _trouble(report, sketch, random, year, month, this_year, memory.case, begun=bool(begun))
    report.next_step = texts.next_step(random, month) if random.random() < 0.86 else ""
    if random.random() < 0.022:
        report.sent_back = random.choice(texts.SEND_BACK)
    return report


LASTS, RESTS = ((1, 2, 3, 4), (25, 35, 28, 12)), ((1, 2, 3), (50, 35, 15))  # months a case is open, months of quiet


def _trouble(
    report: Report, sketch: Sketch, random: Random, year: int, month: int, this_year: int, case: Case | None,
    *, begun: bool,
) -> Case | None:  # fmt: skip
    """Who is ten points behind must say why (domain.md §14.36); others sometimes do.

    What is asked of others is asked in the same words until it is settled, after a month or a few; then nothing is
    asked for a while, though the backlog may still have to be explained.
    """
    is_behind = _is_behind(sketch, year, month, this_year)
    if case is None:
        if not is_behind and random.random() > (0.5 if not begun else 0.18):
            report.problems = random.choice(("", "", "无", "暂无"))
            return None
        wrong, needs, whose = texts.problem(
            random, month, early=not begun, public=sketch.funding_nature == "government"
        )
        whose = sketch.county if whose == "county" else whose
        case = Case(wrong, needs, whose if needs else "", random.choices(*LASTS)[0])
    report.problems, report.needs, report.needs_from = case.problems, case.needs, case.needs_from
    if not report.problems:
        report.problems = random.choice(texts.SETTLED) if is_behind else random.choice(("", "", "无", "暂无"))
    case.months_left -= 1
    if case.months_left:
        return case
    return Case("", "", "", random.choices(*RESTS)[0]) if case.problems else None


def _is_behind(sketch: Sketch, year: int, month: int, this_year: int) -> bool:
    """Well before the ten points at which a reason is asked for."""
    plan = next((each for each in sketch.plans if each.year == year), None)
    planned = max(plan.planned_wan, plan.adjusted_wan or 0) if plan else 0
    return bool(planned) and this_year / planned * 100 <= month * 100 / 12 - 8


def _opening_states(leaves: list[Sketch], random: Random) -> dict[int, str]:
    """In which state each project's open month is left; the cast's own projects cover every case."""
    names, weights = [name for name, _weight in OPEN_STATES], [weight for _name, weight in OPEN_STATES]
    states = {sketch.key: random.choices(names, weights)[0] for sketch in leaves}
    cdte = [sketch for sketch in leaves if sketch.special.startswith("cdte")]
    for sketch, state in zip(cdte, ("none", "sent_back", "draft"), strict=False):
        states[sketch.key] = state
    traffic = [
        s for s in leaves if s.owner == "platform:traffic" and s.completed_on is None and s.listing != "preparing"
    ]
    for sketch, state in zip(traffic, ("sent_back", "none", "draft", "submitted"), strict=False):
        states[sketch.key] = state
    return states


def _open(report: Report, random: Random) -> Report:
    if not report.sent_back:
        report.sent_back = random.choice(texts.SEND_BACK)
    report.days_late = 0
    return report


def correct(leaves: list[Sketch], random: Random, lies: list[Lie], *, months: int) -> None:
    """Corrections after acceptance. What was drawn is the final value; the reporter first sent another.

    Those of January to May are made by 28 June, so that the half-year's sum holds at the time and ever after; two of
    May are found out in September, one up and one down by the same amount (错记在另一个项目).
    """
    lied = {lie.project for lie in lies}
    pool = [s for s in leaves if s.key not in lied and s.listing != "preparing" and not s.special]
    _swap(pool, random, months)
    candidates = [
        (sketch, key) for sketch in pool for key, report in sketch.reports.items()
        if report.invested_wan >= 300 and report.corrected_wan is None and key[0] == 2020 and key[1] not in (6, 12)
    ]  # fmt: skip
    for sketch, key in random.sample(
        candidates, min(len(candidates), max(3, int(len(candidates) * CORRECTED_SHARE * 2)))
    ):
        report = sketch.reports[key]
        month = key[1]
        when = min(month + random.randint(1, 2), 6 if month < 6 else 12)
        if when > months or report.corrected_wan is not None:
            continue
        report.corrected_wan = report.invested_wan
        report.invested_wan = max(
            10, int(report.invested_wan * random.choice(_TOO_LITTLE if _explained(sketch, month) else _TOO_MUCH))
        )
        report.corrected_on = date(2020, when, random.randint(6, 16))
        report.correction = random.choice(texts.CORRECTIONS)
        report.is_self_declared = random.random() < 0.7
        report.sent_back = ""


_TOO_LITTLE, _TOO_MUCH = (0.75, 0.82, 0.9), (1.06, 1.12, 1.25)


def _explained(sketch: Sketch, month: int) -> bool:
    """Whether the months until the correction name a problem anyhow: with less invested, they would have to."""
    return all(
        len(sketch.reports[(2020, m)].problems) > 2 for m in range(month, month + 4) if (2020, m) in sketch.reports
    )


def _swap(pool: list[Sketch], random: Random, months: int) -> None:
    pair = [
        s for s in pool
        if (2020, 5) in s.reports and s.reports[(2020, 5)].invested_wan >= 800
        and s.plans[0].planned_wan * 6 // 10 < sum(s.reports[(2020, m)].invested_wan for m in range(1, 6))
    ][:2]  # fmt: skip
    if len(pair) < 2 or months < 9:
        return
    wan = 260
    for sketch, sign in zip(pair, (1, -1), strict=True):
        report = sketch.reports[(2020, 5)]
        report.corrected_wan = report.invested_wan
        report.invested_wan += sign * wan
        report.corrected_on, report.is_self_declared, report.sent_back = date(2020, 9, 11), True, ""
        report.correction = "两个项目同一施工单位，5月一笔设备款误记在另一项目，现互相更正。"
