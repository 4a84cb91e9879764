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
from yidan.kernel.values import beijing_day, spoken
from yidan.kernel.verbs import Verb
from yidan.matters import parameters as office
from yidan.matters.commands.telling import hands_of
from yidan.matters.models import Escalation, Matter
from yidan.matters.queries import office_unit
from yidan.matters.states import OPEN, Rung, State
from yidan.people import parameters as notices
from yidan.people.commands.notifying import notify
from yidan.people.models import Notice
from yidan.people.queries import is_proven, people_of
from yidan.people.rules import is_at_work

# What takes time, and a pause that runs out: it is said again with its reason, or the matter goes on.
LASTING = (Verb.MATTER_PLAN, Verb.MATTER_REPLY, Verb.MATTER_APPLY_CLOSE_OUT, Verb.MATTER_RESUME)


def remind(*, at: datetime) -> int:
    """Everything that is due to be said at this moment; how many were told. Nothing outside working hours.

    Asked once a minute, so what was said already costs next to nothing.
    """
    values, calendar = parameters.values(), workdays.calendar()
    if not is_at_work(at, notices.hours(values), calendar):
        return 0
    today = beijing_day(at)
    soon_on = calendar.add(today, values[office.SOON.name]).value
    waiting = (
        Matter.objects.filter(state__in=OPEN, turn_unit__isnull=False, step_due_on__lte=soon_on)
        .exclude(step="")
        .select_related("duty_person", "supervisor")
    )
    due = {_deadline(matter, today): matter for matter in waiting if _is_worth_saying(matter, today)}
    overdue = Matter.objects.filter(state=State.RUNNING, due_on__lt=today, rung__lt=Rung.MAYOR)
    up = {f"propose:{each.pk}:{each.rung}:{each.due_on}": each for each in overdue.select_related("supervisor")}
    said, told = _said([*due, *up]), 0
    for occasion, matter in due.items():
        if occasion not in said:
            told += _tell(matter, occasion, today, at)
    open_to = [matter for occasion, matter in up.items() if occasion not in said]
    proofs = _proofs(open_to, today)
    for occasion, matter in up.items():
        proof = proofs.get(matter.pk)
        if occasion not in said and proof and calendar.between(proof, today).value >= values[office.PROPOSE.name]:
            told += _propose(matter, occasion, proof, at)
    return told


def _is_worth_saying(matter: Matter, today: date) -> bool:
    """Over: always. Near: only what takes time; a step of one day was said when it began."""
    return bool(matter.step_due_on and matter.step_due_on < today) or Verb(matter.step) in LASTING


def _deadline(matter: Matter, today: date) -> str:
    due_on: Any = matter.step_due_on
    return f"{'over' if due_on < today else 'near'}:{matter.pk}:{matter.step}:{due_on}"


def _said(occasions: list[str]) -> set[str]:
    """Which of these occasions somebody was told of already."""
    found: set[str] = set()
    for start in range(0, len(occasions), 500):
        among = Notice.objects.filter(occasion__in=occasions[start : start + 500])
        found |= {*among.values_list("occasion", flat=True)}
    return found


def _tell(matter: Matter, occasion: str, today: date, at: datetime) -> int:
    due_on: Any = matter.step_due_on
    with translation.override(settings.LANGUAGE_CODE):
        sentence = (
            _("已逾期：%(number)s“%(title)s”，%(step)s时限为%(due)s。")
            if due_on < today
            else _("临近时限：%(number)s“%(title)s”，请于%(due)s前%(step)s。")
        ) % {
            "number": matter.number or _("草稿"), "title": matter.title, "step": Verb(matter.step).label,
            "due": spoken(due_on),
        }  # fmt: skip
    with transaction.atomic():
        hands = hands_of(matter)
        return len(notify(hands, sentence, about=matter, verb=Verb(matter.step), at=at, occasion=occasion))


def _proofs(matters: list[Matter], today: date) -> dict[int, date]:
    """By matter, the first day on which it was provably said that it is over time; those on hold are left out."""
    numbers = [matter.pk for matter in matters]
    held = Escalation.objects.filter(matter__in=numbers, holds_until_on__gte=today).values_list("matter_id", flat=True)
    free = set(numbers) - set(held)
    told = Notice.objects.filter(subject_type="matter", subject_id__in=free, occasion__startswith="over:")
    found: dict[int, date] = {}
    for each in told.prefetch_related("deliveries").order_by("-made_at"):
        if is_proven(each):
            found[each.subject_id] = beijing_day(each.made_at)
    return found


def _propose(matter: Matter, occasion: str, proof: date, at: datetime) -> int:
    """建议上提: to whoever supervises it, once for each rung."""
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "建议上提：%(number)s“%(title)s”，时限%(due)s，%(told)s已提醒%(unit)s；请上提，或写明暂不上提的理由。"
        ) % {
            "number": matter.number, "title": matter.title, "due": spoken(matter.due_on or proof),
            "told": spoken(proof), "unit": matter.lead_unit,
        }  # fmt: skip
    persons = [matter.supervisor] if matter.supervisor and matter.supervisor.is_active else _office()
    with transaction.atomic():
        return len(notify(persons, sentence, about=matter, verb=Verb.MATTER_ESCALATE, at=at, occasion=occasion))


def _office() -> list[Any]:
    return list(people_of(office_unit().pk))
