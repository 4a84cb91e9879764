"""What moved within a stretch of days: the same question as known now and as known then, side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from yidan.figures import population, queries, ranking
from yidan.figures.define import Value
from yidan.figures.dimensions import Group
from yidan.figures.question import Question
from yidan.kernel import parameters
from yidan.ledger.models import StageMark
from yidan.ledger.states import Mark

AMOUNTS = ("invested.year", "completion.rate", "start.count", "finish.count")
MATTERS = ("matter.issued", "matter.closed", "matter.overdue")


@dataclass(frozen=True, slots=True)
class Moved:
    """The figures then and now; who started and who completed, by name; the units whose place changed, up first."""

    since: datetime
    then: dict[str, Value]
    now: dict[str, Value]
    started: list[str]
    completed: list[str]
    places: list[tuple[Group, int]]

    def by(self, key: str) -> Any:
        """How much a figure changed; 0 where it is not known on both sides."""
        before: Any = self.then[key].value
        after: Any = self.now[key].value
        return 0 if before is None or after is None else after - before


def moved(question: Question, since: datetime, *, at: str) -> Moved:
    """Of what one sees, what changed after `since`. What was known then is known for good, whatever is written."""
    before, for_good = replace(question, as_of=since), at.partition("-")[0]
    keys = (*AMOUNTS, *MATTERS)
    queries.foresee(AMOUNTS, before, (None, "unit"), at=for_good)
    return Moved(
        since,
        queries.totals(keys, before, at=for_good),
        queries.totals(keys, question, at=at),
        _named(question, since, Mark.STARTED),
        _named(question, since, Mark.COMPLETED),
        _places(question, before, at, for_good),
    )


def _named(question: Question, since: datetime, mark: Mark) -> list[str]:
    """The projects of which a step came to be known after that moment, in the ledger's order."""
    steps = StageMark.objects.known_at(question.as_of).filter(
        mark=mark, recorded_at__gt=since, happened_on__range=(question.period.first.first, question.period.until)
    )
    projects: Any = population.projects(question)  # with the relations that it brings along
    found = projects.filter(pk__in=steps.values("project")).order_by("order", "pk")
    return list(found.values_list("about__name", flat=True))


def _places(question: Question, before: Question, at: str, for_good: str) -> list[tuple[Group, int]]:
    """Places gained (+) and lost (−) in the ranking of the city's units."""
    if not question.scope.is_city or question.unit is not None:
        return []
    then = {
        row.group.key: row.place
        for table in ranking.ranking(before, parameters.values(before.as_of), at=for_good) for row in table.rows
    }  # fmt: skip
    found = [
        (row.group, then[row.group.key] - row.place)  # type: ignore[operator]
        for table in ranking.ranking(question, parameters.values(question.as_of), at=at) for row in table.rows
        if row.place and then.get(row.group.key)
    ]  # fmt: skip
    return sorted((each for each in found if each[1]), key=lambda each: -each[1])
