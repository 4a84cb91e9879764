"""Questions about units, persons and roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Func, IntegerField, Max, OuterRef, Q, QuerySet

from yidan.kernel import holdings, once
from yidan.kernel.policy import ROLE_REACH, ROLE_VERBS, Reach, Role
from yidan.kernel.statements import Prepared
from yidan.kernel.verbs import Verb
from yidan.people.models import CalendarFeed, Delivery, Feedback, Notice, Person, RoleHolding, Unit
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


# --- notices ---


def people_of(*unit_ids: int | None) -> QuerySet[Person]:
    """Whoever acts for one of these units now: its people who hold a role there."""
    held = RoleHolding.objects.live().filter(until_on__isnull=True, unit__in=[each for each in unit_ids if each])
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id")).order_by("protocol_order", "id")


def may_act_for(unit: Unit, verb: Verb) -> bool:
    """Whether anybody holds a role in that unit that takes this act."""
    return once.ask(f"may {unit.pk} {verb}", lambda: _may(unit, verb))


def _may(unit: Unit, verb: Verb) -> bool:
    roles = [role for role, verbs in ROLE_VERBS.items() if verb in verbs]
    held = RoleHolding.objects.live().filter(unit=unit, until_on__isnull=True, role__in=roles)
    return held.filter(person__is_active=True).exists()


def unread(person: Person | int) -> QuerySet[Notice]:
    """What this person was told, has not taken note of, and still waits; newest first."""
    return Notice.objects.filter(person=person, read_at__isnull=True, settled_at__isnull=True)


def unread_count(person: Person) -> int:
    """How many those are; every page asks it once it is shown."""
    [(count,)] = _UNREAD.of(person.pk)
    return count


_UNREAD = Prepared(
    lambda pk: unread(pk).order_by().values_list(Func("pk", function="COUNT", output_field=IntegerField()))
)


def notices_of(person: Person) -> QuerySet[Notice]:
    """One's own inbox; nobody reads another's."""
    return Notice.objects.filter(person=person).prefetch_related("deliveries")


def told_of(subject_type: str, subject_id: int) -> QuerySet[Notice]:
    """Who was told of a thing, when, by which channels, read when: the proof."""
    about = Notice.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return about.select_related("person__unit").prefetch_related("deliveries")


def is_proven(notice: Notice) -> bool:
    """Whether it is shown that the person was told: read, or taken by a channel."""
    return notice.read_at is not None or any(each.sent_at for each in notice.deliveries.all())


def last_messages(channel: str) -> dict[int, datetime]:
    """When each person was last sent the day's message by a channel."""
    rows = Delivery.objects.filter(channel=channel, sent_at__isnull=False, notice__is_urgent=False).order_by()
    return dict(rows.values_list("notice__person").annotate(last=Max("sent_at")))


def waiting(channel: str, now: datetime) -> dict[Person, list[Notice]]:
    """What is still to be sent by a channel, by person: unread, not sent, not given up, not waiting for a later try."""
    done = Delivery.objects.filter(notice=OuterRef("pk"), channel=channel).filter(
        Q(sent_at__isnull=False) | Q(next_try_at__gt=now) | Q(next_try_at__isnull=True, tries__gt=0)
    )
    rows = Notice.objects.filter(~Exists(done), read_at__isnull=True, settled_at__isnull=True, person__is_active=True)
    found: dict[Person, list[Notice]] = {}
    for each in rows.select_related("person__unit").order_by("made_at", "id"):
        found.setdefault(each.person, []).append(each)
    return found


def feed_owner(token_sha256: str) -> Person | None:
    """Whose calendar an address opens; nobody's once it was closed or the person left."""
    feed = CalendarFeed.objects.filter(token_sha256=token_sha256, closed_at__isnull=True, person__is_active=True)
    found = feed.select_related("person").first()
    return found.person if found else None


# --- feedback ---


def feedback_visible_to(person: Person) -> QuerySet[Feedback]:
    """One's own; all of it to the office, which answers, and to the auditor. No superior reads what a unit wrote."""
    found = Feedback.objects.select_related("person__unit", "answered_by")
    return found if person.is_role(Role.SUPERVISOR, Role.AUDITOR) else found.filter(person=person)
