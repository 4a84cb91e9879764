"""复工率 and 返岗率 of the firms looked after, with the firms behind each number (domain.md §10).

A firm stands as its latest call up to the day tells it; of an earlier moment only calls entered by then are known, and
the list is the one of that moment: which firms, whose, and when each was to resume.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from yidan.enterprises import queries, rules
from yidan.enterprises.models import Enterprise
from yidan.enterprises.rules import Firm
from yidan.figures import define, rowed
from yidan.figures.define import COUNT, PERCENT, Calibre, Figure
from yidan.figures.question import Question
from yidan.figures.rowed import Added, Quotient, Row
from yidan.figures.sources import Source
from yidan.kernel.values import beijing_day

DEFINITIONS = {
    "resumed": gettext_lazy("复工率＝已复工÷应复工(计划复工日已到或已复工的)，以最近一次走访所记为准。"),
    "staff": gettext_lazy("返岗率＝返岗人数÷应到人数，只计两个数都报了的企业。"),
}
PREFIX = "enterprise."


@dataclass(frozen=True)
class Resumption:
    """The two rates of a day, and which firms are counted where."""

    resumed: tuple[Enterprise, ...]
    waiting: tuple[Enterprise, ...]  # should be at work and are not
    back: int
    due: int

    @property
    def resumed_percent(self) -> Fraction | None:
        """口径: DEFINITIONS["resumed"]."""
        return rules.percent(len(self.resumed), len(self.resumed) + len(self.waiting))

    @property
    def staff_percent(self) -> Fraction | None:
        """口径: DEFINITIONS["staff"]."""
        return rules.percent(self.back, self.due)


def resumption(enterprises: Iterable[Enterprise], day: date) -> Resumption:
    """Of firms whose calls are read already."""
    asked = list(enterprises)
    stood = dict(zip((each.pk for each in asked), queries.firms(asked, day), strict=True))
    resumed = tuple(each for each in asked if rules.has_resumed(stood[each.pk], day))
    waiting = tuple(
        each for each in asked if rules.is_due(stood[each.pk], day) and not rules.has_resumed(stood[each.pk], day)
    )
    back, due = rules.staff_back(stood.values())
    return Resumption(resumed, waiting, back, due)


# --- the figures ---


def _day(question: Question) -> date:
    until = question.period.until
    return min(until, beijing_day(question.as_of)) if question.as_of else until


def _firms(question: Question) -> list[tuple[Enterprise, Firm]]:
    """The firms in question, each as it stood on the period's last day."""
    rowed.require_unit_only(question)
    asked = queries.enrolled(queries.within(question.scope), question.as_of)
    if question.unit is not None:
        asked = [each for each in asked if each.unit_id == question.unit]
    return list(zip(asked, queries.firms(asked, _day(question)), strict=True))


def _counted(part: Callable[[Firm, date], int | None], say: Callable[[Firm], str]) -> Callable[[Question], Any]:
    """Rows of the firms for which `part` says a number."""

    def read(question: Question) -> Sequence[Row]:
        day = _day(question)
        return [
            Row(each.unit_id, adds, Source(
                project_id=0, name=each.name, internal_id="", unit=str(each.unit), part=adds, words=say(firm),
                enterprise_id=each.pk,
            ))
            for each, firm in _firms(question)
            if (adds := part(firm, day)) is not None
        ]  # fmt: skip

    return read


def _if(test: Callable[[Firm, date], bool]) -> Callable[[Firm, date], int | None]:
    return lambda firm, day: 1 if test(firm, day) else None


def _both_told(firm: Firm, number: int | None) -> int | None:
    return number if firm.back_count is not None and firm.due_count else None


def _stands(firm: Firm) -> str:
    if firm.resumed_on:
        return _("%(day)s复工") % {"day": firm.resumed_on}
    return _("应于%(day)s复工") % {"day": firm.to_resume_on} if firm.to_resume_on else _("未复工")


def _staff(firm: Firm) -> str:
    return _("返岗%(back)s人，应到%(due)s人") % {"back": firm.back_count, "due": firm.due_count}


# one function for each, so that the same figure asked twice is the same value
_RESUMED = _counted(_if(rules.has_resumed), _stands)
_DUE = _counted(_if(lambda firm, day: rules.is_due(firm, day) or rules.has_resumed(firm, day)), _stands)
_BACK = _counted(lambda firm, day: _both_told(firm, firm.back_count), _staff)
_STAFF = _counted(lambda firm, day: _both_told(firm, firm.due_count), _staff)

REGISTRY: dict[str, Figure] = {}


def _figure(key: str, label: Any, unit: define.Measure, definition: str, ask: Callable[[Question], Any]) -> None:
    REGISTRY[PREFIX + key] = Figure(PREFIX + key, label, unit, Calibre.DISPATCH, definition, ask, counted_in="家")


_figure(
    "resumed", gettext_lazy("已复工企业"), COUNT,
    gettext_noop("包保名单上的企业中，截至期间末走访记有实际复工日的；不再包保的不计，名单、县市区和计划复工日按当时所记。"),
    lambda question: Added(question, _RESUMED),
)  # fmt: skip
_figure(
    "due", gettext_lazy("应复工企业"), COUNT,
    gettext_noop("包保名单上的企业中，截至期间末计划复工日已到(未定计划日的从一开始就计)或已复工的；不再包保的不计。"),
    lambda question: Added(question, _DUE),
)  # fmt: skip
_figure(
    "resumption_rate", gettext_lazy("企业复工率"), PERCENT,
    gettext_noop("已复工企业÷应复工企业，以最近一次走访所记为准。"),
    lambda question: Quotient(Added(question, _RESUMED), Added(question, _DUE), 100),
)  # fmt: skip
_figure(
    "staff_rate", gettext_lazy("企业返岗率"), PERCENT,
    gettext_noop("返岗人数÷应到人数，以最近一次走访所记为准，只计两个数都报了的企业。"),
    lambda question: Quotient(Added(question, _BACK), Added(question, _STAFF), 100),
)  # fmt: skip


def tables(keys: Iterable[str], question: Question, by: str | None) -> dict[str, dict[Hashable, define.Value]]:
    """Several figures of one question: key → group → value."""
    return rowed.tabled(REGISTRY, keys, question, by)
