"""Names of units and persons for lists, kept: a list names the same few again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from yidan.figures.holding import Holding, held
from yidan.figures.news import Projects
from yidan.people.models import Person, Unit

Read = Callable[[set[int]], Iterable[tuple[int, str]]]


class _Names(Holding):
    """What units and persons are called, as far as asked; an act on one of them begins anew (`news.ASIDE`)."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, dict[int, str]] = {}

    def __len__(self) -> int:
        return sum(map(len, self.known.values()))

    def load(self) -> None:
        """Nothing is known any more."""
        self.known = {}

    def reload(self, projects: Projects) -> None:
        """Projects name nobody."""


def units(keys: Iterable[int], *, at: str | None = None) -> dict[int, str]:
    """The short names of units."""
    return _told("units", keys, at, lambda pks: ((unit.pk, str(unit)) for unit in Unit.objects.filter(pk__in=pks)))


def ranking_groups(keys: Iterable[int], *, at: str | None = None) -> dict[int, str]:
    """The groups in which units are ranked."""
    return _told("groups", keys, at, lambda pks: Unit.objects.filter(pk__in=pks).values_list("pk", "ranking_group"))


def persons(keys: Iterable[int], *, at: str | None = None) -> dict[int, str]:
    """The names of persons."""
    return _told("persons", keys, at, lambda pks: Person.objects.filter(pk__in=pks).values_list("pk", "name"))


def _told(kind: str, keys: Iterable[int], at: str | None, read: Read) -> dict[int, str]:
    names = held("names", _Names)
    wanted = set(keys)
    with names.renewed(at):
        known = names.known.setdefault(kind, {})
        if missing := wanted - known.keys():
            known.update(read(missing))
        return {key: known[key] for key in wanted if key in known}
