"""Who looks after a firm, in which part, from when on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from yidan.enterprises.models import Care, Enterprise, Part
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, Refused
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.people.models import Person, Unit


@command(Verb.CARE_ASSIGN)
def assign(
    enterprise: Enterprise, *, by: Person, at: datetime, recorded_at: datetime, part: Part, since_on: date,
    person: Person | None = None, unit: Unit | None = None, reason: str = "",
) -> Note:  # fmt: skip
    """落实包保: whoever is named plays the part from that day on; the one before did until the day before."""
    holder = unit if part.is_of_unit else person
    field = "unit" if part.is_of_unit else "person"
    if holder is None:
        raise Invalid(
            _("“%(part)s”由单位担任，请填单位。") % {"part": part} if part.is_of_unit
            else _("“%(part)s”要落实到人，请选人。") % {"part": part}, field=field,
        )  # fmt: skip
    if part.is_ended or part.scheme.is_ended:
        raise Refused(_("“%(name)s”已经停用，请另选。") % {"name": part})
    if not holder.is_active:
        raise Invalid(_("“%(name)s”已经停用，请另选。") % {"name": holder}, field=field)
    before = taken_over(enterprise, part, {field: holder}, since_on, recorded_at, reason)
    return note(
        enterprise, name=enterprise.name, part=part.name, before=str(before or ""), after=str(holder),
        since_on=since_on, reason=reason.strip() or None,
    )  # fmt: skip


def taken_over(
    enterprise: Enterprise, part: Part, holder: dict[str, object], since_on: date, recorded_at: datetime, reason: str
) -> Care | None:
    """The step that a hand-over shares: the open fact ends on the day before, another begins; the one before."""
    open_one = Care.objects.live().filter(enterprise=enterprise, part=part, until_on__isnull=True).first()
    if open_one is not None:
        if all(getattr(open_one, name) == each for name, each in holder.items()):
            raise Invalid(_("现在就是%(who)s，没有改动。") % {"who": open_one}, field=next(iter(holder)))
        if since_on < open_one.since_on:
            raise Invalid(
                _("%(who)s自%(day)s起担任，接任不能更早。") % {"who": open_one, "day": open_one.since_on},
                field="since_on",
            )
        if since_on == open_one.since_on:  # named wrongly that very day
            open_one.retire(recorded_at=recorded_at)
        else:
            open_one.superseded_by(recorded_at=recorded_at, until_on=since_on - timedelta(days=1))
    Care.record(
        recorded_at=recorded_at, enterprise=enterprise, part=part, since_on=since_on, reason=reason.strip()[:200],
        **holder,
    )  # fmt: skip
    return open_one
