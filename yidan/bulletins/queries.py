"""Questions about papers: who may read which, which used what, and what a unit named has to say."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import from_json, numerals
from yidan.bulletins.models import Bulletin
from yidan.bulletins.states import State
from yidan.kernel.policy import Role
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


def named_unit_of(person: Person, bulletin: Bulletin) -> Unit | None:
    """The named unit for which this person speaks, if any."""
    units = {unit for _role, unit in person.holds()}
    return bulletin.named_units.filter(pk__in=units).first()


def using(project_id: int, recorded_at: datetime) -> list[Bulletin]:
    """The published papers with a number of this project's that is another now than it was: to be told, and perhaps
    corrected, when a report is corrected after publication."""
    found = []
    for bulletin in Bulletin.objects.filter(state=State.PUBLISHED, cut_off_at__lte=recorded_at):
        then, now = Book(bulletin.cut_off_at, bulletin.rounding), Book(None, bulletin.rounding)
        for each in numerals(from_json(bulletin.blocks)):
            if each.ask.get("project") == project_id and then.exact(each.ask) != now.exact(each.ask):
                found.append(bulletin)
                break
    return found
