"""How far a plan's goals are, computed from below: from proof, indicators, and the projects that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from yidan.figures import carrying
from yidan.figures.question import Question
from yidan.ledger import queries as ledger
from yidan.ledger.models import Project, StageMark
from yidan.progress.models import Progress, Span
from yidan.targets import queries, rules
from yidan.targets.models import Item, Register


def visible_projects(person: Any, item: Item) -> list[Project]:
    """The projects behind an item that this person may see."""
    return list(ledger.visible_to(person).filter(pk__in=queries.links_of(item).values("project")))


def after(projects: list[int], day: date, checks: Iterable[int], today: date) -> dict[int, dict[int, str]]:
    """Of each project, whether work goes on so many days after it was started in public (domain.md §2.6)."""
    marks = StageMark.objects.live().filter(project__in=projects, mark__in=("started", "completed"))
    dates = {(project, mark): on for project, mark, on in marks.values_list("project", "mark", "happened_on")}
    worked: dict[int, list[date]] = {}
    facts = Progress.objects.live().filter(project__in=projects, span=Span.MONTH, invested_wan__gt=0)
    for project, month in facts.values_list("project", "month"):
        worked.setdefault(project, []).append(month.last)
    return {
        project: {
            days: rules.after(
                day, days, today, started_on=dates.get((project, "started")),
                finished_on=dates.get((project, "completed")), worked=worked.get(project, ()),
            )
            for days in checks
        }
        for project in projects
    }  # fmt: skip


def orphans(register: Register, question: Question, person: Any, most: int) -> tuple[list[Item], int, int]:
    """The first goals that no project carries and how many there are; how many listed projects carry no goal."""
    as_of = question.as_of
    bare = queries.leaves_without_project(queries.visible_to(person), register.key, as_of)
    loose = list(queries.with_words(bare, as_of)[:most])
    without = carrying.without_goal(register, question)
    return loose, bare.count() if len(loose) == most else len(loose), without
