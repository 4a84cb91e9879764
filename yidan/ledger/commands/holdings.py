"""What of the register goes over at a hand-over: the projects a leader is in contact with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.kernel.holdings import holding
from yidan.ledger.models import Profile, Project


def _of(person: Any) -> Any:
    return Profile.objects.live().filter(contact_leader=person, project__merged_into__isnull=True)


@holding(_("联系项目"), count=lambda person: _of(person).count())
def contact_leader(person: Any, successor: Any, *, by: Any, at: datetime, recorded_at: datetime) -> int:
    """Each profile is superseded by one naming the successor; history keeps the old name."""
    moved = 0
    for profile in _of(person):
        new = profile.superseded_by(
            recorded_at=recorded_at, contact_leader=successor, reason=f"{person.name}移交{successor.name}", document=""
        )
        Project.objects.filter(pk=profile.project_id).update(profile=new)
        moved += 1
    return moved
