"""Who called on a firm, and what was heard."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidan.enterprises.models import Call, Enterprise
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.people.models import Person


@command(Verb.CALL_RECORD)
def record(
    enterprise: Enterprise, *, by: Person, at: datetime, recorded_at: datetime, called_on: date, text: str,
    resumed_on: date | None = None, back_count: int | None = None, due_count: int | None = None,
) -> Note:  # fmt: skip
    """记走访: what was heard; whether it is at work again and how many came back only where that is known."""
    text = text.strip()
    if not text:
        raise Invalid(_("请写明走访的情况，一两句就行。"), field="text")
    if len(text) > 2000:
        raise Invalid(_("最多%(most)d字，现有%(count)d字。") % {"most": 2000, "count": len(text)}, field="text")
    today = beijing_day(at)
    for field, day in (("called_on", called_on), ("resumed_on", resumed_on)):
        if day is not None and day > today:
            raise Invalid(_("%(day)s还没有到。") % {"day": day}, field=field)
    if back_count is not None and due_count is not None and back_count > due_count:
        raise Invalid(_("返岗人数不能多于应到人数。"), field="back_count")
    call = Call.objects.create(
        enterprise=enterprise, called_on=called_on, text=text, resumed_on=resumed_on, back_count=back_count,
        due_count=due_count, caller=by, recorded_at=recorded_at,
    )  # fmt: skip
    return note(call, name=enterprise.name, called_on=called_on, text=text, resumed_on=resumed_on,
                back_count=back_count, due_count=due_count)  # fmt: skip
