"""What a paper quotes from the ledger word for word: names of projects and units, milestones, matters, reports.

A digit in it is the ledger's, as known at the cut-off, not the editor's; in a name that a hand has changed it is his.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q

from yidan.bulletins.blocks import Numeral, Words, running, typed_digits
from yidan.ledger.models import Milestone, Profile, Project
from yidan.matters.models import Matter
from yidan.people.models import Unit
from yidan.progress.models import MonthlyReport

_MATTER = re.compile(r"(\d{4})-ZD-(\d{1,6})(?!\d)")
_PROJECT = re.compile(r"[A-Z]+-\d{4}-\d+(?!\d)")
_DIGIT = re.compile(r"\d")
# A sentence stands whole between marks; a name stands anywhere, but does not begin or end within a number.
_BEFORE, _BEHIND = r"(?:^|(?<=[：，、\0]))", r"(?=[（：，；、。\0]|$)"
MOST_NUMBERS = 200  # a file may say anything of itself
LEAST_LETTERS = 2  # 「3」 and 「5%」 say nothing that a hand could not have meant otherwise


def typed(blocks: Sequence[Any], cut_off: datetime | None) -> list[str]:
    """The digits in running text that somebody typed: no figure stands behind them, nor does the ledger say them."""
    return typed_digits(blocks, _pattern(blocks, cut_off)) if typed_digits(blocks) else []


def _pattern(blocks: Sequence[Any], cut_off: datetime | None) -> re.Pattern[str] | None:
    """The texts with digits that the ledger has of what the paper speaks of; the longest first."""
    text = "\n".join(
        "".join(part.text if isinstance(part, Words) else "\0" for part in block.parts) for block in running(blocks)
    )
    profiles = Profile.objects.known_at(cut_off).values_list("project", "name")
    projects = {project: name for project, name in profiles.iterator() if name and name in text}
    units = Unit.objects.values_list("name", "short_name")
    names = {*projects.values(), *(name for pair in units for name in pair if name and name in text)}
    numbered = Project.objects.filter(internal_id__in=_PROJECT.findall(text)[:MOST_NUMBERS])
    names |= set(numbered.values_list("internal_id", flat=True))
    said = {
        line.strip().rstrip("。") for each in _sentences(blocks, text, projects, cut_off) for line in each.split("\n")
    }
    texts = [(each, _name(each)) for each in names] + [
        (each, f"{_BEFORE}{re.escape(each)}。?{_BEHIND}") for each in said if each in text
    ]
    texts = [(each, pattern) for each, pattern in texts if _DIGIT.search(each) and _is_telling(each)]
    texts.sort(key=lambda each: -len(each[0]))
    return re.compile("|".join(pattern for _text, pattern in texts), re.MULTILINE) if texts else None


def _name(name: str) -> str:
    return (r"(?<![\d.])" if name[0].isdecimal() else "") + re.escape(name) + (
        r"(?![\d.])" if name[-1].isdecimal() else ""
    )  # fmt: skip


def _is_telling(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= LEAST_LETTERS


def _sentences(
    blocks: Sequence[Any], text: str, projects: Iterable[int], cut_off: datetime | None
) -> Iterable[str]:  # fmt: skip
    """Milestones and accepted reports of the projects named, titles of the matters."""
    yield from Milestone.objects.known_at(cut_off).filter(project__in=list(projects)).values_list("name", flat=True)
    yield from _titles(blocks, text)
    reports = MonthlyReport.objects.filter(project__in=list(projects), accepted_at__isnull=False)
    if cut_off is not None:
        reports = reports.filter(accepted_at__lte=cut_off)
    for each in reports.values_list("physical_progress", "problems", "needs").iterator():
        yield from each


def _titles(blocks: Sequence[Any], text: str) -> Iterator[str]:
    """Of the matters whose numbers the text gives, or of which a number of the paper speaks."""
    parts = [part for block in running(blocks) for part in block.parts if isinstance(part, Numeral)]
    asked = [each.ask.get("matter") for each in parts if isinstance(each.ask, dict)]
    keys = [each for each in asked if isinstance(each, int) and 0 < each < 2**31][:MOST_NUMBERS]
    listed = Q(pk__in=keys)
    for year, serial in islice(_MATTER.findall(text), MOST_NUMBERS):
        listed |= Q(year=int(year), serial=int(serial))
    yield from Matter.objects.filter(listed).values_list("title", flat=True)
