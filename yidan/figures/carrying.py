"""A register's items with the projects behind them, in step with what is written.

A project's act reads that project anew, an item's act that item; a register defined anew is read whole.

What is asked as of a moment in the past is kept until anything is written, whatever it is. The law
(tests/figures/test_carrying.py): what is kept says the same as what is read anew, after every act.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import BigIntegerField, Q, QuerySet, Sum

from yidan.figures import holding, news, population
from yidan.figures.holding import Holding, Statement, held, raw
from yidan.figures.news import Items, Projects, Written
from yidan.figures.question import Question
from yidan.kernel.facts import known
from yidan.kernel.values import from_fen
from yidan.ledger.models import Profile, Project
from yidan.targets import queries, rules
from yidan.targets.models import Item, Link, Register

Invested = dict[int, tuple[Decimal, Decimal]]


def lines(key: str, until: date, as_of: datetime | None) -> list[rules.Line]:
    """The items of a register as every tally of it sees them; not to be changed by who gets them."""
    if as_of is not None:
        return holding.kept(
            ("register lines", key, until, as_of), news.look(), lambda: queries.lines(key, until, as_of)
        )
    kept = held(("register lines", key, until), lambda: _Lines(key, until))
    with kept.renewed():
        return kept.lines


def lines_of(keys: Collection[str], until: date, as_of: datetime | None) -> dict[str, list[rules.Line]]:
    """The same of several registers; as of a moment in the past they are read together."""
    if as_of is None or len(keys) == 1:
        return {key: lines(key, until, as_of) for key in keys}
    asked = ("lines of registers", *sorted(keys), until, as_of)
    return holding.kept(asked, news.look(), lambda: queries.lines_of(keys, until, as_of))


def reached(register: Register, question: Question) -> dict[int, rules.Reached]:
    """How far each item of a register is at the end of the period, as known then; not to be changed by who gets it."""
    if question.as_of is not None:
        asked = ("goals", register.key, register.version, question.period, question.as_of)
        return holding.kept(asked, news.look(), lambda: _tree(register, question)[0].found)
    kept = _goals(register, question)
    with kept.renewed():
        return kept.tree.found


def without_goal(register: Register, question: Question) -> int:
    """How many listed projects carry no item of a register; of a bundle the whole is asked, not its parts."""
    if question.as_of is not None:
        carried = Link.objects.known_at(question.as_of).filter(item__register_key=register.key).values("project")
        rows = _listed(question).exclude(pk__in=carried)
        return holding.kept(("without goal", register.key, question), news.look(), rows.count)
    listed = held(("listed", question), lambda: _Listed(question))
    with listed.renewed():
        projects = listed.projects
    kept = _goals(register, question)
    with kept.renewed():
        return sum(1 for each in projects if each not in kept.items)


def _listed(question: Question) -> QuerySet[Project]:
    return population.projects(question).filter(population.is_listed(question), parent__isnull=True)


def _goals(register: Register, question: Question) -> _Goals:
    about = Question(question.period)  # how far a goal is does not depend on who asks
    return held(("goals", register.key, register.version, about), lambda: _Goals(register, about))


def _tree(register: Register, question: Question) -> tuple[rules.Tree, dict[int, list[int]], Invested]:
    behind = queries.projects_behind(register.key, question.as_of)
    invested = invested_of({project for each in behind.values() for project in each}, question)
    nodes = queries.nodes(register, question.period.until, invested, question.as_of)
    return rules.Tree(nodes), behind, invested


def invested_of(projects: Iterable[int], question: Question) -> Invested:
    """Of each project what was invested to date and its 总投资, with its children; nothing where it has no 总投资."""
    wanted = list(projects)
    parents = _homes(wanted)
    every = [*wanted, *parents]
    done = (
        population.ever(question).filter(project__in=every).order_by().values("project")
        .annotate(fen=Sum("invested_wan", output_field=BigIntegerField())).values_list("project", "fen")
    )  # fmt: skip
    totals = Profile.objects.filter(known(question.as_of), project__in=wanted)
    sums: dict[int, int] = {}
    for project, fen in done:  # a part that carries something itself counts for itself and for its bundle
        for each in (project, parents.get(project)):
            if each is not None:
                sums[each] = sums.get(each, 0) + (fen or 0)
    return {
        project: (from_fen(sums.get(project, 0)) or Decimal(0), total)
        for project, total in totals.values_list("project", "total_investment_wan")
        if total
    }


def _homes(bundles: Iterable[int]) -> dict[int, int]:
    """The parts of these bundles, each with its bundle."""
    parts = Project.objects.filter(parent__in=list(bundles)).values_list("pk", "parent_id")
    return {part: bundle for part, bundle in parts if bundle is not None}


class _Carried(Holding):
    """Items of a register, and which of them a project carries."""

    def __init__(self) -> None:
        super().__init__()
        self.behind: dict[int, list[int]] = {}
        self.items: dict[int, list[int]] = {}

    @abstractmethod
    def reread(self, items: Items) -> None:
        """Read what is said of these items anew, of this register or of the one above it."""

    def follow(self, written: Written) -> None:
        """What was done to items, then what was done to projects."""
        if written.items is None or written.projects is None:
            self.forget()
            self.load()
            return
        if written.items:
            self.forget()
            self.reread(written.items)
        if written.projects:
            self.forget()
            self.reload(written.projects)

    def carry(self, behind: dict[int, list[int]], items: Iterable[int] | None = None) -> None:
        """What carries what; of some items only, what carries these now."""
        if items is None:
            self.behind, self.items = {}, {}
        for item in items or ():
            for project in self.behind.pop(item, ()):
                self.items[project].remove(item)
                if not self.items[project]:
                    del self.items[project]
        for item, projects in behind.items():
            self.behind[item] = projects
            for project in projects:
                self.items.setdefault(project, []).append(item)

    def items_of(self, projects: Iterable[int]) -> set[int]:
        """The items that these carry."""
        return {item for project in projects for item in self.items.get(project, ())}


class _Listed(Holding):
    """The listed projects in question, bundles whole."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.projects: frozenset[int] = frozenset()
        self._rows = _listed(question).values_list("pk")
        self._some = Statement(lambda ids: self._rows.filter(pk__in=ids))

    def __len__(self) -> int:
        return len(self.projects)

    def load(self) -> None:
        """Read all."""
        self.projects = frozenset(each for (each,) in raw(self._rows))

    def reload(self, projects: Projects) -> None:
        """Whether these are listed."""
        self.projects = (self.projects - projects) | {each for (each,) in self._some.of(projects)}


class _Lines(_Carried):
    """Items as the tallies of their register see them, at the end of a day."""

    def __init__(self, key: str, until: date) -> None:
        super().__init__()
        self.key, self.until = key, until
        self.lines: list[rules.Line] = []
        self._places: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def load(self) -> None:
        """Read all items."""
        self.lines = queries.lines(self.key, self.until)
        self._index()
        self.carry(queries.projects_behind(self.key))

    def _index(self) -> None:
        self._places = {line.item: place for place, line in enumerate(self.lines)}

    def reread(self, items: Items) -> None:
        """Read these, and those under them, which quote what they say."""
        own = Item.objects.filter(register_key=self.key).filter(Q(pk__in=items) | Q(parent__in=items))
        asked = set(own.values_list("pk", flat=True))
        if len(asked) > news.MOST_KEYS:
            self.load()
        elif asked:
            kept = [line for line in self.lines if line.item not in asked]
            self.lines = sorted(kept + queries.lines(self.key, self.until, of=asked), key=lambda line: line.place)
            self._index()
            self.carry(queries.projects_behind(self.key, of=asked), asked)

    def reload(self, projects: Projects) -> None:
        """Count anew what stands behind the items that these carry."""
        items = [each for each in self.items_of(projects) if each in self._places]
        if not items:
            return
        counted = queries.carried(self.key, of=items)
        fresh = list(self.lines)  # somebody may still read the old one
        for item in items:
            count, investment = counted.get(item, queries.NOTHING)
            place = self._places[item]
            fresh[place] = replace(fresh[place], projects=count, investment=investment)
        self.lines = fresh


class _Goals(_Carried):
    """The tree of a plan, and what is invested in the projects that carry its nodes."""

    def __init__(self, register: Register, question: Question) -> None:
        super().__init__()
        self.register, self.question = register, question
        self.tree = rules.Tree(())
        self._invested: Invested = {}
        self._homes: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.tree.nodes) + len(self.items)

    def load(self) -> None:
        """Read all nodes and what is invested in their projects."""
        self.tree, behind, self._invested = _tree(self.register, self.question)
        self.carry(behind)
        self._homes = _homes(self.items)

    def reread(self, items: Items) -> None:
        """Read these nodes, and what is invested in projects that carry none of the others."""
        asked = set(Item.objects.filter(register_key=self.register.key, pk__in=items).values_list("pk", flat=True))
        if not asked:
            return
        behind = queries.projects_behind(self.register.key, of=asked)
        fresh = {project for projects in behind.values() for project in projects} - self.items.keys()
        self.carry(behind, asked)
        if fresh:
            self._invested |= invested_of(fresh, self.question)
            self._homes |= _homes(fresh)
        nodes = queries.nodes(self.register, self.question.period.until, self._invested, of=asked)
        there = {node.key for node in nodes}
        self.tree.change(sorted(nodes, key=lambda node: node.key), asked - there)

    def reload(self, projects: Projects) -> None:
        """Add up anew what is invested in these, and in the bundles they are part of or were."""
        before = {self._homes[each] for each in projects if each in self._homes}
        parts = Project.objects.filter(pk__in=projects, parent__isnull=False).values_list("pk", "parent_id")
        now = {part: bundle for part, bundle in parts if bundle is not None}
        for each in projects:
            self._homes.pop(each, None)
        self._homes |= now
        asked = {each for each in {*projects, *before, *now.values()} if each in self.items}
        if not asked:
            return
        for each in asked:
            self._invested.pop(each, None)
        self._invested |= invested_of(asked, self.question)
        nodes = (self.tree.nodes.get(item) for item in self.items_of(asked))
        self.tree.change([self._valued(each) for each in nodes if each is not None])

    def _valued(self, node: rules.Node) -> rules.Node:
        done, total = queries.together(self.behind.get(node.key, ()), self._invested)
        return replace(node, invested=done, total=total)
