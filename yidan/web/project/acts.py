"""An act on a project from a form: the form opens for those who may, one command runs, one page comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from yidan.kernel.facts import Fact
from yidan.kernel.verbs import Verb
from yidan.ledger import queries
from yidan.ledger.models import Project
from yidan.web.acting import ActForm, act_of, attempt, require
from yidan.web.addresses import address
from yidan.web.request import Request

Run = Callable[..., Any]


def project_of(request: Request, pk: int) -> Project:
    """The project, if this person may see it; otherwise it does not exist."""
    return get_object_or_404(_seen(request), pk=pk)


def fact_of(request: Request, model: type[Fact], pk: int) -> Any:
    """A live fact of a project this person may see; one superseded meanwhile does not exist any more."""
    fact = get_object_or_404(model.objects.live().filter(queries.seen_by(request.user)), pk=pk)
    fact.project = _seen(request).get(pk=fact.project_id)
    return fact


def _seen(request: Request) -> QuerySet[Project]:
    return queries.visible_to(request.user).select_related(
        "profile__owner_unit", "profile__assessed_unit", "profile__responsible_unit", "profile__competent_unit"
    )


def page_of(project: Project) -> str:
    """Where the project stands."""
    return address("project", project.pk)


def act(
    request: Request,
    verb: Verb,
    subject: Any,
    form: ActForm,
    run: Run,
    *,
    done: str,
    project: Project | None = None,
    back: str = "",
    template: str = "projects/act.html",
    onward: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form, or run `run(subject, by=, at=, key=, **entered)` and go back to the project, or `onward` to what
    was made.

    A refusal comes back with status 409, a form that cannot be read with 422; what was entered stays.
    """
    require(request, verb, subject)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = attempt(request, form, lambda: run(subject, **act_of(request, form), **form.entered()))
            if made is not None:
                messages.success(request, done)
                return HttpResponseRedirect(onward(made) if onward else back or page_of(project or made))
            status = 409
    context |= {
        "form": form,
        "verb": verb.label,
        "title": context.get("title") or verb.label,
        "sub": project.name if project else "",
        "back": back or (page_of(project) if project else address("projects")),
    }
    return render(request, template, context, status=status)
