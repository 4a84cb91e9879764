"""Which firms go over at a hand-over: the part goes on without a day between, and who played it before stays known."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.enterprises.commands.care import taken_over
from yidan.enterprises.models import Care
from yidan.kernel.holdings import holding
from yidan.kernel.values import beijing_day
from yidan.people.models import Person


def _open(person: Person) -> QuerySet[Care]:
    return Care.objects.live().filter(person=person, until_on__isnull=True)


@holding(gettext_lazy("包保的企业"), count=lambda person: _open(person).count())
def _cares(person: Person, successor: Person, *, by: Person, at: datetime, recorded_at: datetime) -> int:
    held = list(_open(person).select_related("enterprise", "part"))
    for each in held:
        taken_over(
            each.enterprise, each.part, {"person": successor}, max(beijing_day(at), each.since_on), recorded_at,
            _("%(name)s移交") % {"name": person.name},
        )  # fmt: skip
    return len(held)
