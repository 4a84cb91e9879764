"""复工率 and 返岗率 of the firms looked after, with the firms behind each number (domain.md §10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from yidan.enterprises import queries, rules
from yidan.enterprises.models import Enterprise

DEFINITIONS = {
    "resumed": _("复工率＝已复工÷应复工(计划复工日已到或已复工的)，以最近一次走访所记为准。"),
    "staff": _("返岗率＝返岗人数÷应到人数，只计两个数都报了的企业。"),
}


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
