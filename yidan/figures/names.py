"""Names of units and persons for lists, kept: a list names the same few again and again."""

from __future__ import annotations

from collections.abc import Iterable

from yidan.figures.holding import Holding, held
from yidan.figures.news import Projects
from yidan.people.models import Person, Unit


class _Names(Holding):
    """What units and persons are called, as far as asked; an act on one of them begins anew (`news.ASIDE`)."""

    def __init__(self) -> None:
        super().__init__()
        self.units: dict[int, str] = {}
        self.ranking_groups: dict[int, str] = {}
        self.persons: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.units) + len(self.ranking_groups) + len(self.persons)

    def load(self) -> None:
        """Nothing is known any more."""
        self.units, self.ranking_groups, self.persons = {}, {}, {}

    def reload(self, projects: Projects) -> None:
        """Projects name nobody."""


def units(keys: Iterable[int], *, at: str | None = None) -> dict[int, str]:
    """The short names of units."""
    names = held("names", _Names)
    wanted = set(keys)
    with names.renewed(at):
        if missing := wanted - names.units.keys():
            names.units |= {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=missing)}
        return {key: names.units[key] for key in wanted if key in names.units}


def ranking_groups(keys: Iterable[int], *, at: str | None = None) -> dict[int, str]:
    """The groups in which units are ranked."""
    names = held("names", _Names)
    wanted = set(keys)
    with names.renewed(at):
        if missing := wanted - names.ranking_groups.keys():
            names.ranking_groups |= dict(Unit.objects.filter(pk__in=missing).values_list("pk", "ranking_group"))
        return {key: names.ranking_groups[key] for key in wanted if key in names.ranking_groups}


def persons(keys: Iterable[int], *, at: str | None = None) -> dict[int, str]:
    """The names of persons."""
    names = held("names", _Names)
    wanted = set(keys)
    with names.renewed(at):
        if missing := wanted - names.persons.keys():
            names.persons |= dict(Person.objects.filter(pk__in=missing).values_list("pk", "name"))
        return {key: names.persons[key] for key in wanted if key in names.persons}
