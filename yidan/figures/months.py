"""The newest month that is (nearly) all in: at least half as many projects accepted as of the month before.

A month still being collected would be measured against a 序时 that it cannot have reached yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from yidan.figures.holding import Holding, Statement, held, raw
from yidan.figures.news import Projects
from yidan.kernel.values import Month
from yidan.progress.models import Progress, Span


def newest(first: Month | None, last: Month, *, as_of: datetime | None = None, at: str | None = None) -> Month | None:
    """That month from `first` up to `last`, of all projects; None while nothing is accepted."""
    if as_of is None:
        accepted = held(("accepted", first, last), lambda: _Accepted(first, last))
        with accepted.renewed(at):
            return _whole(accepted.newest, accepted.counted, first)
    facts = _facts(first, last, as_of)
    found = facts.aggregate(last=Max("month"))["last"]
    counted = dict(facts.filter(month__gte=found - 1).values_list("month").annotate(Count("pk"))) if found else {}
    return _whole(found, {month.number: count for month, count in counted.items()}, first)


def opened(first: Month | None, last: Month, as_of: datetime | None) -> Month | None:
    """The newest month up to which anything was taken over from elsewhere (年内期初), where no month is of its own."""
    taken = Progress.objects.known_at(as_of).filter(span=Span.YEAR_OPENING, month__lte=last)
    if first is not None:
        taken = taken.filter(month__gte=first)
    return taken.order_by("-month").values_list("month", flat=True).first()


def last_accepted(until: Month, *, at: str | None = None) -> Month | None:
    """The newest month up to that one of which anything is accepted, known now."""
    accepted = held(("accepted", None, until), lambda: _Accepted(None, until))
    with accepted.renewed(at):
        return accepted.newest


def _whole(found: Month | None, counted: dict[int, int], first: Month | None) -> Month | None:
    if found is None or found == first:
        return found
    return found if counted[found.number] * 2 >= counted.get((found - 1).number, 0) else found - 1


def _facts(first: Month | None, last: Month, as_of: datetime | None) -> QuerySet:
    facts = Progress.objects.known_at(as_of).filter(span=Span.MONTH, month__lte=last).order_by()
    return facts if first is None else facts.filter(month__gte=first)


class _Accepted(Holding):
    """Which of the newest month and the one before each project has accepted."""

    def __init__(self, first: Month | None, last: Month) -> None:
        super().__init__()
        self.first, self.last = first, last
        self.newest: Month | None = None
        self.counted: Counter[int] = Counter()
        self._months: dict[int, tuple[int, ...]] = {}
        self._some = Statement(self._about)

    def __len__(self) -> int:
        return len(self._months)

    def load(self) -> None:
        """Find the newest month, and who has it or the one before."""
        self.newest = _facts(self.first, self.last, None).aggregate(last=Max("month"))["last"]
        rows = raw(self._about(None).filter(month__gte=self.newest - 1)) if self.newest else []
        self._months, self.counted = _by_project(rows), Counter(month for _project, month in rows)

    def reload(self, projects: Projects) -> None:
        """Count these anew; a newer month, or none left in the newest, changes what is counted of all."""
        rows = self._some.of(projects)
        for project in projects:
            self.counted.subtract(self._months.pop(project, ()))
        since = (self.newest - 1).number if self.newest else 0
        rows = [row for row in rows if row[1] >= since]
        self._months |= _by_project(rows)
        self.counted.update(month for _project, month in rows)
        ahead = max((month for _project, month in rows), default=0)
        if ahead > (self.newest.number if self.newest else 0) or (self.newest and not self.counted[self.newest.number]):
            self.load()

    def _about(self, projects: Iterable[int] | None) -> QuerySet:
        facts = _facts(self.first, self.last, None).values_list("project", "month")
        return facts if projects is None else facts.filter(project__in=projects)


def _by_project(rows: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for project, month in rows:
        found[project] = (*found.get(project, ()), month)
    return found
