"""The functional core of patrol: the day's list, the checklist and its conditions, and the simulated year."""

from yidan.patrol.rules.days import (
    Asked,
    DayList,
    Limits,
    Site,
    Visitor,
    Why,
    day_list,
    is_sampled,
    lines_of,
)

__all__ = ["Asked", "DayList", "Limits", "Site", "Visitor", "Why", "day_list", "is_sampled", "lines_of"]
