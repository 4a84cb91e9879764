"""Questions about papers: who may read which, which used what, and what a unit named has to say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from yidan.bulletins.asking import is_touched
from yidan.bulletins.blocks import Block, Paragraph, Words, from_json, numerals
from yidan.bulletins.editions import Mask, Named, excerpt, public_edition
from yidan.bulletins.models import Bulletin
from yidan.bulletins.states import State, Withheld
from yidan.kernel.policy import Role
from yidan.ledger.models import Profile, Project
from yidan.people.models import Person, Unit
from yidan.people.queries import scope_of


def visible_to(person: Person) -> QuerySet[Bulletin]:
    """Published ones to all who see business data; drafts to the office, leaders and auditors; those in consultation
    to the units they name."""
    if scope_of(person).is_nothing:
        return Bulletin.objects.none()
    if person.is_role(Role.SUPERVISOR, Role.LEADER, Role.AUDITOR):
        return Bulletin.objects.all()
    units = {unit for _role, unit in person.holds()}
    named = Bulletin.named_units.through.objects.filter(unit__in=units).values("bulletin_id")
    published = Q(state=State.PUBLISHED) | Q(state=State.WITHDRAWN, published_at__isnull=False)
    return Bulletin.objects.filter(published | Q(state=State.CONSULTING, pk__in=named))


def whole_to(person: Person) -> QuerySet[Bulletin]:
    """What one may read from the first line to the last, and take home as a file."""
    seen = visible_to(person)
    if person.is_role(Role.SUPERVISOR, Role.LEADER, Role.AUDITOR):
        return seen
    return seen.exclude(published_at=None)


def whole(bulletin: Bulletin) -> tuple[Block, ...]:
    """All its blocks."""
    return from_json(bulletin.blocks)


def blocks_for(person: Person, bulletin: Bulletin) -> tuple[Block, ...]:
    """The paper as this person reads it: whole, or before it is published only what names the person's unit."""
    blocks = from_json(bulletin.blocks)
    if whole_to(person).filter(pk=bulletin.pk).exists():
        return blocks
    units = {unit for _role, unit in person.holds()}
    named = list(bulletin.named_units.filter(pk__in=units))
    ids = frozenset(unit.pk for unit in named)
    mine = {name for unit in named for name in (unit.name, unit.short_name) if name}
    others = Unit.objects.filter(is_assessed=True).exclude(pk__in=ids).values_list("name", "short_name")
    projects = Profile.objects.live().filter(assessed_unit__in=ids).values_list("project", flat=True)
    return excerpt(
        blocks,
        Named(ids, frozenset(mine), frozenset(projects), frozenset(name for pair in others for name in pair if name)),
    )


def public() -> QuerySet[Bulletin]:
    """What anybody may read without a log-in."""
    return Bulletin.objects.filter(state=State.PUBLISHED, is_public=True)


def public_blocks(bulletin: Bulletin) -> tuple[Block, ...]:
    """The public edition: no person's name that the office knows or that reads like one, no phone, nothing that was
    ticked."""
    return public_edition(from_json(bulletin.blocks), bulletin.withheld, _names(), _owners())


def masked(bulletin: Bulletin, texts: Iterable[str]) -> list[str]:
    """Texts of the ledger as the public edition of this paper would print them."""
    said = [str(each) for each in texts]
    owners = _owners() if Withheld.OWNER.value in bulletin.withheld else ()
    mask = Mask.of((Paragraph(tuple(Words(each) for each in said)),), _names(), owners)
    return [mask.text(each) for each in said]


def _names() -> set[str]:
    """Every name of a person in the registers: those with an account or a post, and who answers for a project, ever."""
    found = set(Person.objects.values_list("name", flat=True))
    for said in Profile.objects.exclude(duty_person="").values_list("duty_person", flat=True).distinct():
        found |= {re.sub(r"[（(].*", "", each).strip() for each in re.split(r"[、，,；;/]+", said)}
    # 钱　多 is one name, 钱多 孙立新 are two
    found |= {part for each in list(found) for part in each.split() if len(part) > 1}
    return {each for each in found if len(each) > 1}


def _owners() -> set[str]:
    """The owners' names, long and short."""
    units = Unit.objects.filter(pk__in=Profile.objects.exclude(owner_unit=None).values("owner_unit"))
    return {name for pair in units.values_list("name", "short_name") for name in pair if len(name) > 1}


def named_unit_of(person: Person, bulletin: Bulletin) -> Unit | None:
    """The named unit for which this person speaks, if any."""
    units = {unit for _role, unit in person.holds()}
    return bulletin.named_units.filter(pk__in=units).first()


def using(project_id: int, recorded_at: datetime) -> list[Bulletin]:
    """The published papers with a number into which this project enters otherwise now than it did, be it the project's
    own, its unit's or the city's: to be told, and perhaps corrected, when a report is corrected after publication."""
    parent = Project.objects.filter(pk=project_id).values_list("parent_id", flat=True).first()
    projects = [each for each in (project_id, parent) if each]
    return [
        bulletin
        for bulletin in Bulletin.objects.filter(state=State.PUBLISHED, cut_off_at__lte=recorded_at)
        if is_touched(
            (each.ask for each in numerals(from_json(bulletin.blocks))), projects, bulletin.cut_off_at, recorded_at
        )
    ]
