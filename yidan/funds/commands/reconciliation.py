"""对账: an export of the finance bureau is kept as it was read; it moves no money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.funds.models import Reconciliation
from yidan.funds.rules import Line, as_kept
from yidan.funds.states import Step
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.people.models import Person


@command(Verb.RECONCILIATION_RECORD)
def record(
    file: File, *, by: Person, at: datetime, recorded_at: datetime, name: str, since_on: date, until_on: date,
    lines: Iterable[Line], unread: Sequence[dict[str, Any]] = (), step: str = Step.PAID,
) -> Note:  # fmt: skip
    """对账: the rows of the bureau's file for a stretch of days, beside which our payments are laid."""
    if until_on < since_on:
        raise Invalid(_("截止日期早于起始日期，请核对。"), field="until_on")
    kept = [as_kept(each) for each in lines]
    if not kept:
        raise Invalid(_("文件里没有读出任何一行有日期和金额的记录，请检查表头。"), field="file")
    made = Reconciliation.objects.create(
        file=file, name=name[:200], step=step, since_on=since_on, until_on=until_on, lines=kept, unread=list(unread),
        recorded_at=recorded_at,
    )  # fmt: skip
    return note(
        made, name=made.name, step=Step(step).label, since_on=since_on, until_on=until_on, lines=len(kept),
        unread=len(made.unread),
    )  # fmt: skip
