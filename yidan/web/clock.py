"""The one clock of the house: what goes by the day asks it here. Below `web` there is none (house.md §3).

A simulated city lives in its own time: it is so many whole days behind that it opens at the moment its story ends, and
goes on from there at everybody's pace. Only what ends with a real session or is signed for another machine (log-ins,
robots) goes by the real clock; `tests/laws/test_house.py` has the list.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from yidan.kernel.values import beijing_day
from yidan.web import instance


def now() -> datetime:
    """This moment: the real one, or the simulated city's."""
    return timezone.now() - instance.behind()


def here(moment: datetime) -> datetime:
    """What a camera wrote, in the time of this place: a moment that a simulated city has yet to see is one of ours."""
    return moment - instance.behind() if moment > now() else moment


def today() -> date:
    """The day in Beijing, or in the simulated city."""
    return beijing_day(now())
