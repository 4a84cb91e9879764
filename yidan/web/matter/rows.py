"""A matter as a row of the list and as a line elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from yidan.kernel.verbs import Verb
from yidan.matters.models import Matter
from yidan.matters.states import FLOW, Kind, ProblemType, Severity, State
from yidan.people.models import Person
from yidan.web import format as words
from yidan.web.matter.offers import is_on_behalf, why_not
from yidan.web.matter.wording import TONES, left, light_of, soon_on, step_word

# What can be done to several at once from the list.
SEVERAL = (Verb.MATTER_ENLIST, Verb.MATTER_SIGN_FOR, Verb.MATTER_URGE, Verb.MATTER_CLOSE_OUT)


def rows(
    matters: Iterable[Matter], person: Person, today: date, *, ticks: bool = True, soon: date | None = None
) -> list[dict[str, Any]]:
    """What a list says of each; `soon`: until which day a deadline is near, where that is known already."""
    soon = soon or soon_on(today)
    return [_row(matter, person, today, soon, ticks) for matter in matters]


@lru_cache(maxsize=8)
def _labels(language: str) -> dict[str, dict[str, str]]:
    """Words that every row says, looked up once: fifty rows would ask for them a thousand times."""
    choices: tuple[Any, ...] = (Kind, ProblemType, State)
    return {each.__name__: {value: str(label) for value, label in each.choices} for each in choices}


def _row(matter: Matter, person: Person, today: date, soon: date, ticks: bool) -> dict[str, Any]:
    colour, word = light_of(matter, today, soon)
    projects, labels = list(matter.projects.all()), _labels(get_language() or "")
    return {
        "pk": matter.pk,
        "href": reverse("matter", args=[matter.pk]),
        "number": matter.number,
        "title": matter.title,
        "kind": labels["Kind"][matter.kind],
        "type": labels["ProblemType"][matter.problem_type],
        "light": colour,
        "light_word": word,
        "is_important": matter.severity == Severity.IMPORTANT,
        "state": (labels["State"][matter.state], TONES[State(matter.state)]),
        "step": step_word(matter.step),
        "turn": str(matter.turn_unit or ""),
        "step_due": words.day(matter.step_due_on, today) if matter.step_due_on else "",
        "step_left": left(matter.step_due_on, today),
        "is_step_late": bool(matter.step_due_on and matter.step_due_on < today),
        "lead": str(matter.lead_unit or ""),
        "due": words.day(matter.due_on, today) if matter.due_on else "",
        "left": left(matter.due_on, today) if matter.step else "",
        "is_extended": bool(matter.original_due_on and matter.due_on != matter.original_due_on),
        "project": projects[0].name if projects else "",
        "project_href": reverse("project", args=[projects[0].pk]) if projects else "",
        "more_projects": len(projects) if len(projects) > 1 else 0,
        "enterprise": matter.enterprise,
        "need": matter.link if matter.kind == Kind.REQUEST else "",
        "satisfaction": matter.get_satisfaction_display() if matter.satisfaction else "",
        "verbs": _verbs(person, matter, today) if ticks else [],
    }


def _verbs(person: Person, matter: Matter, today: date) -> list[str]:
    """Which of the acts on several can be done to it; the once-a-day of urging is left to the act itself."""
    return [verb.value for verb in SEVERAL if _can(person, matter, verb, today)]


def _can(person: Person, matter: Matter, verb: Verb, today: date) -> bool:
    if not FLOW.allows(matter.state, verb):  # before its sentence is made: most rows allow none of them
        return False
    return not is_on_behalf(person, matter, verb) and not why_not(person, matter, verb, today, asks_more=False)
