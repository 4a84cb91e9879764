"""Papers: a weekly drafted, written as docx and PDF, checked; and every figure of the monthly by unit, from nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

PROJECTS = 2_000
AIMS = {"draft": 3.0, "files": 5.0, "verify": 3.0, "by_unit": 2.0, "annual": 5.0}
WORDS = {
    "draft": "weekly drafted and kept", "files": "docx and PDF of it, together",
    "verify": "that PDF checked once it is published", "by_unit": "all figures of the monthly by unit, as of then",
    "annual": "the year's report drafted: every figure, drawing and pair of pictures, as of then",
}  # fmt: skip


def measure(month: tuple[int, int]) -> dict[str, Any]:
    """Wall and CPU seconds of each, nothing kept beforehand; the paper is one of the last week of that month."""
    from yidan.bulletins import commands
    from yidan.kernel import seals
    from yidan.kernel.values import Month
    from yidan.people.models import Person
    from yidan.web.cli import home
    from yidan.web.papers import bulletin as papers
    from yidan.web.papers.verifying import verify

    wang, he = (Person.objects.get(username=name) for name in ("wang", "he"))
    ending = papers.week_of(Month(*month).last - timedelta(days=6))
    found: dict[str, Any] = {}
    at = home.now()

    def draft() -> Any:
        return commands.draft(wang.unit, by=wang, at=at, **papers.draft_weekly(ending)[1])

    made, found["draft"] = _timed(draft)
    (docx, pdf), found["files"] = _timed(lambda: (papers.docx_file(made), papers.pdf_file(made)))
    found["sizes"] = [len(docx), len(pdf)]
    if made.named_units.exists():
        made = commands.consult(made, by=wang, at=at)
        at += timedelta(days=14)
    made = commands.sign(made, by=he, at=at)
    seals.seal(at=at)
    published = papers.pdf_file(commands.publish(made, by=wang, at=at))
    report, found["verify"] = _timed(lambda: verify(published))
    if not report.is_sound or not report.checked:
        raise RuntimeError(f"bench: the paper is not sound, or has no numbers: {report}")
    found["numbers"] = report.checked
    return found


def by_unit(month: tuple[int, int]) -> dict[str, float]:
    """Every figure that the monthly's units are told of, by unit, as of its cut-off."""
    from yidan.bulletins.drafting.sections import COUNTED
    from yidan.figures import queries
    from yidan.figures.question import CITY, Period, Question
    from yidan.kernel.values import Month
    from yidan.progress.calendar import deadlines

    of = Month(*month)
    question = Question(Period.of(of), CITY, deadlines(of).accept_by)
    keys = [*COUNTED, "matter.issued", "matter.closed", "matter.overdue"]
    return _timed(lambda: queries.grouped(keys, question, "unit"))[1]


def annual(year: int) -> dict[str, float]:
    """The report of a year with all its figures, as of its own cut-off."""
    from yidan.web.papers import bulletin as papers

    return _timed(lambda: papers.draft_annual(year))[1]


def _timed(act: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    from django.core.cache import cache

    cache.clear()
    wall, cpu = time.monotonic(), time.process_time()
    made = act()
    return made, {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}


def rows(found: dict[str, Any], whole: int, of_whole: dict[str, dict[str, float] | None]) -> list[str]:
    """The table of papers."""
    took = {name: found.get(name) for name in ("draft", "files", "verify")} | of_whole
    weekly = f"a weekly of {found.get('projects', PROJECTS):,} projects with {found.get('numbers', 0):,} numbers"
    told = weekly if found.get("numbers") else "not measured"
    lines = [
        f"Papers: {told}; figures by unit and the year's report of {whole:,} projects. Nothing kept beforehand.",
        "",
        "| act | aim (wall) | wall | CPU |",
        "|---|--:|--:|--:|",
    ]
    for name, words in WORDS.items():
        if took[name]:
            lines.append(f"| {words} | < {AIMS[name]:.0f} s | {took[name]['wall']:.2f} s | {took[name]['cpu']:.2f} s |")
    return [*lines, ""]
