"""Opening amounts: what was invested before the ledger has months of its own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.progress.commands.report import refuse_bundle
from yidan.progress.models import Progress, Span


@command(Verb.OPENING_SET)
def set(
    project: Project,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime,
    month: Month,
    span: Span,
    invested_wan: Decimal,
    origin: str = "",
    reason: str = "",
) -> Note:
    """补期初数: one amount (万元) for the time before the months that the ledger knows.

    A project has one opening to the end of a past year, and one within each year: setting it again
    supersedes the former one, even where that ended in another month.
    """
    refuse_bundle(project)
    if span not in {Span.YEAR_OPENING, Span.PRIOR_OPENING}:
        raise Invalid(_("期初数只有“年内期初”和“上年底累计”两种。"), field="span")
    if invested_wan < 0:
        raise Invalid(_("期初数不能是负数，请核对累计数。"), field="invested_wan")
    if span == Span.PRIOR_OPENING and month.month != 12:
        raise Invalid(_("“上年底累计”应截至某年12月，不能截至%(month)s。") % {"month": month}, field="month")
    same = Progress.objects.live().filter(project=project, span=span)
    if span == Span.YEAR_OPENING:
        same = same.filter(month__gte=Month(month.year, 1), month__lte=Month(month.year, 12))
    said = {"month": month, "invested_wan": invested_wan, "origin": origin, "reason": reason, "approved_by": by}
    old = same.first()
    if old:
        fact = old.superseded_by(recorded_at=recorded_at, **said)
    else:
        fact = Progress.record(recorded_at=recorded_at, project=project, span=span, **said)
    return note(
        fact,
        month=month,
        span=span,
        invested_wan=invested_wan,
        old_wan=old.invested_wan if old else None,
        origin=origin,
        reason=reason,
    )
