"""What the clock says of deadlines: near, over, and the proposal to go up; each once, at work, and on proof only.

The clock decides nothing: it tells persons, and proposes to the office, which takes the matter up or holds it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yidan.kernel import parameters, workdays
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters.commands.telling import hands_of, spoken
from yidan.matters.models import Escalation, Matter
from yidan.matters.queries import office_unit
from yidan.matters.states import OPEN, Rung, State
from yidan.people import parameters as notices
from yidan.people.commands.notifying import notify
from yidan.people.models import Notice
from yidan.people.queries import is_proven, people_of
from yidan.people.rules import is_at_work

LASTING = (Verb.MATTER_PLAN, Verb.MATTER_REPLY, Verb.MATTER_APPLY_CLOSE_OUT)


def remind(*, at: datetime) -> int:
    """Everything that is due to be said at this moment; how many were told. Nothing outside working hours."""
    values, calendar = parameters.values(), workdays.calendar()
    if not is_at_work(at, notices.hours(values), calendar):
        return 0
    today = beijing_day(at)
    soon_on = calendar.add(today, values[office.SOON.name]).value
    told = 0
    waiting = Matter.objects.filter(state__in=OPEN, turn_unit__isnull=False, step_due_on__lte=soon_on)
    for matter in waiting.exclude(state=State.PAUSED).select_related("duty_person", "supervisor"):
        if matter.step_due_on and (matter.step_due_on < today or Verb(matter.step) in LASTING):
            with transaction.atomic():
                told += _deadline(matter, today, at)
    overdue = Matter.objects.filter(state=State.RUNNING, due_on__lt=today, rung__lt=Rung.MAYOR)
    for matter in overdue.select_related("supervisor"):
        with transaction.atomic():
            told += _propose(matter, today, at, values[office.PROPOSE.name], calendar)
    return told


def _deadline(matter: Matter, today: date, at: datetime) -> int:
    due_on: Any = matter.step_due_on
    is_over = due_on < today
    with translation.override(settings.LANGUAGE_CODE):
        sentence = (_("已逾期：%(number)s“%(title)s”，%(step)s时限为%(due)s。") if is_over else
                    _("临近时限：%(number)s“%(title)s”，请于%(due)s前%(step)s。")) % {
            "number": matter.number or _("草稿"), "title": matter.title, "step": Verb(matter.step).label,
            "due": spoken(due_on),
        }  # fmt: skip
    occasion = f"{'over' if is_over else 'near'}:{matter.pk}:{matter.step}:{due_on}"
    return len(notify(hands_of(matter), sentence, about=matter, verb=Verb(matter.step), at=at, occasion=occasion))


def _propose(matter: Matter, today: date, at: datetime, days: int, calendar: workdays.Calendar) -> int:
    """建议上提: once for each rung, some working days after the unit was provably told that it is over time."""
    held = Escalation.objects.filter(matter=matter, holds_until_on__gte=today).exists()
    if held:
        return 0
    told = Notice.objects.filter(
        subject_type="matter", subject_id=matter.pk, occasion__startswith=f"over:{matter.pk}:"
    ).prefetch_related("deliveries")
    proofs = [each for each in told if is_proven(each)]
    if not proofs or calendar.between(beijing_day(proofs[0].made_at), today).value < days:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "建议上提：%(number)s“%(title)s”，时限%(due)s，%(told)s已提醒%(unit)s；请上提，或写明暂不上提的理由。"
        ) % {
            "number": matter.number, "title": matter.title, "due": spoken(matter.due_on or today),
            "told": spoken(beijing_day(proofs[0].made_at)), "unit": matter.lead_unit,
        }  # fmt: skip
    persons = [matter.supervisor] if matter.supervisor and matter.supervisor.is_active else _office()
    occasion = f"propose:{matter.pk}:{matter.rung}:{matter.due_on}"
    return len(notify(persons, sentence, about=matter, verb=Verb.MATTER_ESCALATE, at=at, occasion=occasion))


def _office() -> list[Any]:
    return list(people_of(office_unit().pk))
