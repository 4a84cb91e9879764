"""Questions about units, persons and roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yidan.kernel import holdings
from yidan.kernel.policy import ROLE_REACH, Reach, Role
from yidan.people.models import Person, RoleHolding, Unit
from yidan.people.rules import masked_phone


@dataclass(frozen=True)
class Scope:
    """How far a person sees: the whole city, or what names these units in these parts; nothing where all is empty."""

    is_city: bool
    assessed: frozenset[int]
    competent: frozenset[int]
    owned: frozenset[int]

    @property
    def is_nothing(self) -> bool:
        """Whether business data are out of sight altogether."""
        return not (self.is_city or self.assessed or self.competent or self.owned)


def scope_of(person: Person) -> Scope:
    """The union of what each role held now reaches."""
    units: dict[Reach, set[int]] = {reach: set() for reach in Reach}
    for role, unit_id in person.holds():
        units[ROLE_REACH[Role(role)]].add(unit_id)
    return Scope(
        is_city=bool(units[Reach.CITY]),
        assessed=frozenset(units[Reach.ASSESSED_UNIT]),
        competent=frozenset(units[Reach.COMPETENT_UNIT]),
        owned=frozenset(units[Reach.OWNER_UNIT]),
    )


def roles_on(person: Person, day: date, as_of: datetime | None = None) -> list[RoleHolding]:
    """The roles a person held on that day, as known at `as_of` (None: now)."""
    return list(
        RoleHolding.objects.known_at(as_of)
        .filter(Q(until_on__isnull=True) | Q(until_on__gte=day), person=person, since_on__lte=day)
        .select_related("unit")
        .order_by("since_on", "id")
    )


def roles_in_time(person: Person) -> list[RoleHolding]:
    """Every role ever held, as known now: the open ones first, then the latest ended."""
    held = RoleHolding.objects.live().filter(person=person).select_related("unit").order_by("-since_on", "-id")
    return sorted(held, key=lambda each: (each.until_on is not None, -(each.until_on or date.min).toordinal()))


def units_in_order() -> QuerySet[Unit]:
    """All units in protocol order."""
    return Unit.objects.select_related("parent").order_by("protocol_order", "id")


def assessed_units() -> QuerySet[Unit]:
    """The 考核单元 in use, in protocol order (domain.md §5.3)."""
    return Unit.objects.filter(is_assessed=True, is_active=True).order_by("protocol_order", "id")


def persons_in_order() -> QuerySet[Person]:
    """All persons: by their unit's place, then by their own; never by pinyin."""
    return Person.objects.select_related("unit").order_by("unit__protocol_order", "unit_id", "protocol_order", "id")


def may_see_phones(viewer: Person, unit_id: int | None) -> bool:
    """Whether phones of a unit's people are shown in full: to the office, to who keeps the accounts, and at home."""
    return viewer.is_role(Role.SUPERVISOR, Role.SYSTEM_ADMIN) or (unit_id is not None and viewer.unit_id == unit_id)


def phone_for(viewer: Person, person: Person) -> str:
    """A person's phone as the viewer may see it (domain.md §12: 138****1234)."""
    if viewer.pk == person.pk or may_see_phones(viewer, person.unit_id):
        return person.phone
    return masked_phone(person.phone)


def found(persons: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Persons whose name, post or unit contains every word of the text."""
    for word in text.split():
        persons = persons.filter(
            Q(name__icontains=word)
            | Q(post__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(unit__short_name__icontains=word)
        )
    return persons


def holding_role(persons: QuerySet[Person], *roles: str) -> QuerySet[Person]:
    """Persons who hold one of these roles now."""
    held = RoleHolding.objects.live().filter(until_on__isnull=True, role__in=roles)
    return persons.filter(is_active=True, pk__in=held.values("person_id"))


def open_roles_of(persons: Iterable[Person]) -> dict[int, list[RoleHolding]]:
    """The roles each of these holds now, in one query; the retired hold none."""
    held: dict[int, list[RoleHolding]] = {}
    for each in (
        RoleHolding.objects.live()
        .filter(until_on__isnull=True, person__in=[person.pk for person in persons if person.is_active])
        .select_related("unit")
        .order_by("id")
    ):
        held.setdefault(each.person_id, []).append(each)
    return held


def held_by(person: Person) -> list[tuple[str, int]]:
    """What a hand-over would pass on besides roles: each kind with how many; kinds that cannot say are left out."""
    return [(str(kind.label), kind.count(person)) for kind in holdings.REGISTRY if kind.count]
