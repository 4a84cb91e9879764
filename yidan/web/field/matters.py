"""What the phone keeps of the one list: whose turn it is, until when, and the acts that it can take without a network.

The acts' fields are those of the pages' own forms, so that both ask the same under the same names and limits; which of
them a person may take is said by `web.matter.offers`, as on the page.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.matters import queries
from yidan.matters.commands.stepping import belongs
from yidan.matters.models import Extension, Matter, MatterEvidence, Reply
from yidan.matters.states import ENDED, FLOW, Ask, ProblemType, Severity, State
from yidan.people.models import Person
from yidan.people.queries import scope_of
from yidan.web import format as words
from yidan.web.matter import forms
from yidan.web.matter.fields import DeadlineField
from yidan.web.matter.offers import is_on_behalf, why_not
from yidan.web.matter.roll import shown
from yidan.web.matter.wording import TONES, step_word

MOST = 100
LONGEST = 600  # a page has the whole of a long text
REPLIES = 2
# The acts in place, with the fields that a phone shows of each form; whatever else there is to do is on the pages.
FORMS: dict[Verb, tuple[type[forms.OnMatterForm], tuple[str, ...]]] = {
    Verb.MATTER_SIGN_FOR: (forms.SignForm, ("opinion",)),
    Verb.MATTER_DECLINE: (forms.ReasonForm, ("reason",)),
    Verb.MATTER_PLAN: (forms.PlanForm, ("text",)),
    Verb.MATTER_REPLY: (forms.ReplyForm, ("text", "percent", "difficulties", "next_step")),
    Verb.MATTER_ASK_EXTENSION: (forms.AskForm, ("until", "reason")),
    Verb.MATTER_APPLY_CLOSE_OUT: (forms.ApplyForm, ("statement",)),
    Verb.MATTER_VERIFY: (forms.VerifyForm, ("way", "verifiers", "opinion")),
    Verb.MATTER_SEND_BACK: (forms.SendBackForm, ("reason", "way", "verifiers")),
}
BRINGING = (Verb.MATTER_PLAN, Verb.MATTER_REPLY, Verb.MATTER_APPLY_CLOSE_OUT)
_UNASKED = (Verb.MATTER_ASK_EXTENSION, Verb.MATTER_APPLY_CLOSE_OUT)  # wait until the request for more time is decided
_SIGNED = (Verb.MATTER_PLAN, Verb.MATTER_REPLY, *_UNASKED)
_NAMED_BY_THE_PERSON = ("verifiers",)  # opens with the own name, as on the page


def kept(person: Person, today: date) -> list[dict[str, Any]]:
    """The open matters of this person, by the next deadline: where it is his turn, and those of the own unit."""
    own = list(_whole(queries.turn_of(person).order_by())[:MOST])
    ids = {each.pk for each in own}
    others = [each for each in _whole(_concerning(person))[:MOST] if each.pk not in ids]
    rows = [_row(each, person, today, is_mine=each.pk in ids) for each in [*own, *others]]
    rows.sort(key=lambda row: (not row["is_mine"], row["step_due_on"], row["id"]))
    return rows[:MOST]


def _concerning(person: Person) -> QuerySet[Matter]:
    """What a unit has in hand or verifies; of who sees the whole city, only what he raised himself."""
    scope = scope_of(person)
    units = scope.assessed | scope.competent | scope.owned
    about = Q(raised_by=person)
    if not scope.is_city and not scope.is_nothing:
        about |= Q(lead_unit__in=units) | Q(verifying_unit__in=units)
    return queries.visible_to(person).filter(about).exclude(state__in=ENDED).order_by("step_due_on", "id")


def _whole(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """With everything that a phone says of each, in as many queries for a hundred as for one."""
    waiting = Extension.objects.filter(ask=Ask.WAITING)
    replies = Reply.objects.select_related("unit").order_by("-replied_at", "-id")
    shown_already = MatterEvidence.objects.filter(matter=OuterRef("pk"))
    return (
        shown(matters)
        .annotate(has_evidence=Exists(shown_already))
        .prefetch_related(
            Prefetch("extensions", waiting, to_attr="asked"), Prefetch("replies", replies, to_attr="said")
        )
    )


def _row(matter: Matter, person: Person, today: date, *, is_mine: bool) -> dict[str, Any]:
    projects = list(matter.projects.all())
    asked = next(iter(matter.asked), None)  # type: ignore[attr-defined]
    return {
        "id": matter.pk,
        "number": matter.number,
        "title": matter.title,
        "is_important": matter.severity == Severity.IMPORTANT,
        "state": str(State(matter.state).label),
        "tone": TONES[State(matter.state)],
        "is_mine": is_mine,
        "turn": str(matter.turn_unit or ""),
        "step": step_word(matter.step),
        "step_verb": matter.step,
        "step_due_on": str(matter.step_due_on or ""),
        "due_on": str(matter.due_on or ""),
        "lead": str(matter.lead_unit or ""),
        "verifying": str(matter.verifying_unit or ""),
        "projects": [[each.pk, each.name] for each in projects],
        "texts": _texts(matter),
        "evidence_asked": matter.evidence_asked,
        "evidence_reason": matter.evidence_reason,
        "has_evidence": matter.has_evidence,  # type: ignore[attr-defined]
        "asked_until": str(asked.until_on) if asked else "",
        "replies": [
            {
                "at": words.day(beijing_day(each.replied_at), today), "unit": str(each.unit), "text": _cut(each.text),
                "is_plan": each.is_plan,
            }
            for each in matter.said[:REPLIES]  # type: ignore[attr-defined]
        ],
        "acts": _acts(person, matter, today, is_asked=bool(asked)),
        "then": _then(person, matter),
    }  # fmt: skip


def _texts(matter: Matter) -> list[tuple[str, str]]:
    """What is to be read before anything is done, under the headings of the page."""
    said = (
        (_("销号标准"), matter.close_out_standard), (_("办理要求"), matter.requirement),
        (_("情况"), matter.description),
        (_("原文（%(source)s）") % {"source": matter.source}, matter.source_quote),
    )  # fmt: skip
    return [(label, _cut(text)) for label, text in said if text]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _acts(person: Person, matter: Matter, today: date, *, is_asked: bool) -> list[str]:
    """Which acts are offered now; what only a question to the database would tell is told by the act itself."""
    not_now = _UNASKED if is_asked else ()
    return [
        verb.value
        for verb in FORMS
        if verb not in not_now and FLOW.allows(matter.state, verb) and not is_on_behalf(person, matter, verb)
        and not why_not(person, matter, verb, today, asks_more=False)
    ]  # fmt: skip


def _then(person: Person, matter: Matter) -> list[str]:
    """What the unit may do once it has signed: a phone without a network signs and replies in one go."""
    if matter.state != State.ISSUED or not belongs(person, matter.lead_unit_id):
        return []
    after = FLOW.target(matter.state, Verb.MATTER_SIGN_FOR)
    return [verb.value for verb in _SIGNED if FLOW.allows(after, verb)]


def acts(person: Person) -> dict[str, dict[str, Any]]:
    """Each act's word and fields, as the pages ask them."""
    return {
        verb.value: {"label": str(verb.label), "fields": [_field(form, name, person) for name in names]}
        for verb, (form, names) in FORMS.items()
    }


def musts(verb: Verb) -> list[str]:
    """What an act cannot do without, by the names of the command."""
    form, names = FORMS[verb]
    return [form.RENAMED.get(name, name) for name in names if form.base_fields[name].required]


def raising() -> dict[str, Any]:
    """提出事项: the kinds of problem to choose from."""
    return {
        "label": str(Verb.MATTER_RAISE.label),
        "types": [[value, str(label)] for value, label in ProblemType.choices],
    }


def _field(form: type[forms.OnMatterForm], name: str, person: Person) -> dict[str, Any]:
    field = form.base_fields[name]
    said = {
        "name": form.RENAMED.get(name, name), "label": str(field.label), "must": field.required,
        "kind": _kind(field), "most": getattr(field, "max_length", None),
        "help": "" if isinstance(field, DeadlineField) else str(field.help_text),
    }  # fmt: skip
    if isinstance(field, django.ChoiceField):
        said |= {"choices": [[value, str(label)] for value, label in field.choices], "first": field.initial}
    if name in _NAMED_BY_THE_PERSON:
        said["first"] = person.name
    return said


def _kind(field: django.Field) -> str:
    if isinstance(field, DeadlineField):
        return "day"
    if isinstance(field, django.ChoiceField):
        return "choice"
    if isinstance(field, django.IntegerField):
        return "number"
    return "lines" if isinstance(field.widget, django.Textarea) else "text"
