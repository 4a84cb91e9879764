"""What a reporter has in hand passes to the successor: drafts, and reports sent back (domain.md §14 item 31)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yidan.kernel.holdings import holding
from yidan.people.models import Person
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State


def _open_reports(person: Person) -> QuerySet[MonthlyReport]:
    return MonthlyReport.objects.filter(reporter=person, state__in=(State.DRAFT, State.SENT_BACK))


@holding(_("未报送的月报"), count=lambda person: _open_reports(person).count())
def _reports(person: Person, successor: Person, *, by: Person, at: datetime, recorded_at: datetime) -> int:
    return _open_reports(person).update(reporter=successor)
