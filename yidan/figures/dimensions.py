"""What a figure can be grouped by, and the order of the groups: protocol order, never pinyin (domain.md §14.7)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.figures.population import LEVELS
from yidan.ledger.models import Domain, Listing
from yidan.people.models import Person, Unit


@dataclass(frozen=True)
class Group:
    """One group: its key in the database, its full name, the short one for a page, the group it is ranked in."""

    key: Hashable
    name: str
    short: str
    ranking_group: str = ""

    def __str__(self) -> str:
        return self.short


@dataclass(frozen=True)
class Dimension:
    """A way to group. `column` is the name on rows of `population.projects`; empty for levels, of which a project
    may hold several: they are counted each by itself, so their sum may be more than the total (domain.md §14.10)."""

    name: str
    label: Any
    column: str
    arrange: Callable[[Iterable[Hashable]], list[Group]]

    @property
    def is_partition(self) -> bool:
        """Whether each project belongs to exactly one group."""
        return bool(self.column)


def _units(none_name: Any) -> Callable[[Iterable[Hashable]], list[Group]]:
    def arrange(keys: Iterable[Hashable]) -> list[Group]:
        wanted = set(keys)
        units = Unit.objects.filter(pk__in=[key for key in wanted if key is not None])
        groups = [
            Group(unit.pk, unit.name, str(unit), unit.ranking_group)
            for unit in units.order_by("protocol_order", "id")
        ]  # fmt: skip
        return groups + ([Group(None, str(none_name), str(none_name))] if None in wanted else [])

    return arrange


def _leaders(keys: Iterable[Hashable]) -> list[Group]:
    wanted = set(keys)
    people = Person.objects.filter(pk__in=[key for key in wanted if key is not None]).order_by("protocol_order", "id")
    groups = [Group(person.pk, person.name, person.name) for person in people]
    return groups + ([Group(None, str(_("未明确联系领导")), str(_("未明确")))] if None in wanted else [])


def _choices(choices: Any, none_name: Any) -> Callable[[Iterable[Hashable]], list[Group]]:
    def arrange(keys: Iterable[Hashable]) -> list[Group]:
        wanted = set(keys)
        groups = [Group(each.value, str(each.label), str(each.label)) for each in choices if each.value in wanted]
        missing = [key for key in (None, "") if key in wanted]
        return groups + [Group(key, str(none_name), str(none_name)) for key in missing]

    return arrange


LEVEL_LABELS = dict(zip(LEVELS, (_("国家重点"), _("省重点"), _("市重点"), _("县重点")), strict=True))


def _levels(keys: Iterable[Hashable]) -> list[Group]:
    wanted = set(keys)
    return [Group(level, str(label), str(label)) for level, label in LEVEL_LABELS.items() if level in wanted]


DIMENSIONS: dict[str, Dimension] = {
    each.name: each
    for each in (
        Dimension("unit", _("考核单元"), "about__assessed_unit_id", _units(_("未定考核单元"))),
        Dimension("domain", _("领域"), "about__domain", _choices(Domain, _("未定领域"))),
        Dimension("level", _("级别"), "", _levels),
        Dimension("listing", _("类别"), "plan__listing", _choices(Listing, _("未列入年度计划"))),
        Dimension("leader", _("联系市领导"), "about__contact_leader_id", _leaders),
        Dimension("owner", _("项目业主"), "about__owner_unit_id", _units(_("未定业主"))),
    )
}
