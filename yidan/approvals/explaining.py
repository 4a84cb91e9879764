"""Every answer of a clock as the list of its days: which count, which do not, and the notice behind each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yidan.approvals.models import PermitEvent
from yidan.approvals.reading import Known
from yidan.approvals.rules import Pause, Reading
from yidan.kernel.values import beijing_day
from yidan.kernel.workdays import SATURDAY, WorkDay


@dataclass(frozen=True)
class Day:
    """One day: the number it has in the count (None: not counted), why, by which notice or paper."""

    day: date
    number: int | None
    why: str
    basis: str
    is_provisional: bool = False


def explained(reading: Reading, events: Iterable[PermitEvent], today: date, known: Known) -> list[Day]:
    """The days of a permit's clock, each with what it rests on; empty before acceptance."""
    run = reading.clock(today, known.calendar)
    if run is None or not run.days:
        return []
    rows = WorkDay.objects.live().filter(day__range=(run.days[0].day, run.days[-1].day))
    named = {each.day: each for each in rows}
    papers = {beijing_day(each.happened_at): each.document for each in events if each.kind == "pause"}
    found, number = [], 0
    for each in run.days:
        number += each.counts
        notice = known.calendar.notices.get(each.day.year, "")
        why, basis = "", notice
        pause = next((one for one in reading.pauses if _covers(one, each.day)), None)
        if pause is not None:
            why, basis = _("停表：%(basis)s") % {"basis": pause.basis}, papers.get(pause.from_on, "")
        elif each.day in named:
            why, basis = _worded(named[each.day]), named[each.day].basis
        elif each.day.weekday() >= SATURDAY:
            why = "" if each.counts else _("周末")
        elif not each.counts:
            why = _("法定节假日")
        is_provisional = pause is None and not notice
        basis = basis or (_("暂估：%(year)s年的放假通知尚未导入") % {"year": each.day.year} if is_provisional else "")
        found.append(Day(each.day, number if each.counts else None, why, basis, is_provisional))
    return found


def _covers(pause: Pause, day: date) -> bool:
    return pause.from_on < day and (pause.until_on is None or day <= pause.until_on)


def _worded(named: WorkDay) -> str:
    if named.is_workday:
        return named.label or _("上班")
    return named.label or _("放假")
