"""What of the list goes over at a hand-over: matters in somebody's hands, under his watch, or with a leader."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yidan.kernel.holdings import holding, in_hand
from yidan.matters.models import Matter
from yidan.matters.states import AT_WORK, ENDED
from yidan.people.models import Person, Unit


def _open(**who: Person) -> QuerySet[Matter]:
    return Matter.objects.filter(**who).exclude(state__in=ENDED)


@holding(_("承办的事项"), count=lambda person: _open(duty_person=person).count())
def _duty(person: Person, successor: Person, *, by: Person, at: datetime, recorded_at: datetime) -> int:
    return _open(duty_person=person).update(duty_person=successor)


@holding(_("督办的事项"), count=lambda person: _open(supervisor=person).count())
def _supervision(person: Person, successor: Person, *, by: Person, at: datetime, recorded_at: datetime) -> int:
    return _open(supervisor=person).update(supervisor=successor)


@holding(_("联系的事项"), count=lambda person: _open(contact_leader=person).count())
def _contact(person: Person, successor: Person, *, by: Person, at: datetime, recorded_at: datetime) -> int:
    return _open(contact_leader=person).update(contact_leader=successor)


def _at_work(**who: Unit) -> int:
    return Matter.objects.filter(state__in=AT_WORK, **who).count()


in_hand("matters_led", _("牵头未销号的事项"), lambda unit: _at_work(lead_unit=unit))
in_hand("matters_verified", _("由它验收的事项"), lambda unit: _at_work(verifying_unit=unit))
