"""How far a plan's goals are, computed from below: from proof, indicators, and the projects that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Sum

from yidan.figures import holding, news, population
from yidan.figures.question import Question
from yidan.kernel.facts import known
from yidan.kernel.values import from_fen
from yidan.ledger import queries as ledger
from yidan.ledger.models import Profile, Project, StageMark
from yidan.progress.models import Progress, Span
from yidan.targets import queries, rules
from yidan.targets.models import Item, Link, Register


def reached(register: Register, question: Question) -> dict[int, rules.Reached]:
    """How far each item of a register is at the end of the period, as known then. Kept until anything is written."""

    def compute() -> dict[int, rules.Reached]:
        until, as_of = question.period.until, question.as_of
        invested = invested_of(_carriers(register, question), question)
        return rules.progress(queries.nodes(register, until, invested, as_of))

    return holding.kept(("goals", register.key, register.version, question), news.look(), compute)


def _carriers(register: Register, question: Question) -> list[int]:
    links = Link.objects.filter(known(question.as_of), item__register_key=register.key)
    return list(links.values_list("project_id", flat=True).distinct())


def invested_of(projects: Iterable[int], question: Question) -> dict[int, tuple[Decimal, Decimal]]:
    """Of each project what was invested to date and its 总投资, with its children; nothing where it has no 总投资."""
    wanted = list(projects)
    parents = dict(Project.objects.filter(parent__in=wanted).values_list("pk", "parent_id"))
    every = [*wanted, *parents]
    done = (
        population.ever(question).filter(project__in=every).order_by().values("project")
        .annotate(fen=Sum("invested_wan", output_field=BigIntegerField())).values_list("project", "fen")
    )  # fmt: skip
    totals = Profile.objects.filter(known(question.as_of), project__in=wanted)
    sums: dict[int, int] = {}
    for project, fen in done:
        home = parents.get(project, project)
        sums[home] = sums.get(home, 0) + (fen or 0)
    return {
        project: (from_fen(sums.get(project, 0)) or Decimal(0), total)
        for project, total in totals.values_list("project", "total_investment_wan")
        if total
    }


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
    listed = population.projects(question).filter(population.is_listed(question), parent__isnull=True)
    carried = Link.objects.known_at(as_of).filter(item__register_key=register.key).values("project")

    def compute() -> int:
        return listed.exclude(pk__in=carried).count()

    without = holding.kept(("without goal", register.key, question), news.look(), compute)
    return loose, bare.count() if len(loose) == most else len(loose), without
