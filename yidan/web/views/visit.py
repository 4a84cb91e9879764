"""巡查记录: three fields on a phone, the visits of a project, one visit, its correction."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.evidence.rules import Claim
from yidan.evidence.states import Kind, Origin
from yidan.kernel import policy
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.patrol import queries
from yidan.patrol.commands import visiting
from yidan.patrol.commands.visiting import Brought
from yidan.patrol.models import Assignment, Visit
from yidan.web import clock
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.patrol import showing
from yidan.web.patrol.recording import RecordForm, VisitForm
from yidan.web.project.acts import act, page_of, project_of
from yidan.web.project.forms import text
from yidan.web.request import Request
from yidan.web.upload import ahead
from yidan.web.views.exhibit import TAKEN

both = require_http_methods(["GET", "POST"])
MOST = 20
_SEEN = frozenset(each for each in TAKEN if Kind.of(each) != Kind.DOCUMENT)


@both
def record(request: Request, pk: int) -> HttpResponse:
    """记巡查. With `?redraw` only the checklist comes back, as the answers so far ask for it."""
    project = project_of(request, pk)
    require(request, Verb.VISIT_RECORD, project)
    visiting.refuse_own(project, request.user)
    now = clock.now()
    form = RecordForm(
        request.POST or None, request.FILES or None, project=project, checklist=queries.checklist_of(project),
        today=beijing_day(now),
    )  # fmt: skip
    if request.htmx and "redraw" in request.GET:
        return render(request, "patrol/record.html#questions", {"form": form, "project": project})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            visit = attempt(request, form, lambda: _record(project, form, **act_of(request, form)))
            if visit is not None:
                return HttpResponseRedirect(f"{reverse('visit', args=[visit.pk])}?new")
            status = 409
    asked = Assignment.objects.filter(project=project, visitor=request.user, patrol_day__day=beijing_day(now)).first()
    context = {
        "form": form, "project": project, "asked": asked.words if asked else "", "last": _last(project, now),
        "back": reverse("patrol") if asked else page_of(project), "slots": form.slots,
    }  # fmt: skip
    return render(request, "patrol/record.html", context, status=status)


def _last(project: Project, now: datetime) -> dict[str, str]:
    """What was seen last time, beside the field for this time."""
    seen = queries.last_words(project)
    if seen is None:
        return {}
    return {
        "day": words.day(beijing_day(seen.visit.visited_at)), "physical_progress": seen.physical_progress,
        "at_work": seen.at_work, "problems": seen.problems,
    }  # fmt: skip


def _record(project: Project, form: RecordForm, *, by: Any, at: datetime, key: UUID | None) -> Visit:
    """The pictures are kept and the visit recorded, or nothing is."""
    said = form.cleaned_data
    with transaction.atomic():
        brought = []
        for sent in [each for each in said["file"] or [] if each]:
            kept = ahead.kept(
                sent, by=by, at=at, key=None, types=_SEEN, field="file",
                refusal=_("“%(name)s”不是照片或视频，请换一个文件。"),
            )  # fmt: skip
            brought.append(Brought(kept, Claim(origin=Origin.DESKTOP), said["slot_name"], said["caption"]))
        return visiting.record(
            project, by=by, at=said["visited_at"] or at, recorded_at=at, key=key, answers=form.given(),
            brought=brought, problem_type=said["problem_type"], **{name: said[name] for name in VisitForm.THREE},
        )  # fmt: skip


def seen(request: Request, pk: int) -> Visit:
    """A visit of a project this person may see; anything else does not exist."""
    found = queries.with_words(queries.visible_to(request.user))
    return get_object_or_404(found.select_related("project__profile"), pk=pk)


@require_GET
def visit(request: Request, pk: int) -> HttpResponse:
    """One visit: what was seen, what came of it, and how its words changed."""
    found = seen(request, pk)
    now = queries.words_of(found)
    earlier = [
        {"when": words.minute(each.recorded_at), "words": each.physical_progress, "problems": each.problems}
        for each in found.sightings.filter(superseded_at__isnull=False).order_by("-recorded_at")
    ]
    own = found.visitor_id == request.user.pk or request.user.is_role(Role.SUPERVISOR)
    context = {
        "row": showing.visit_row(found, request.user), "project": found.project, "reason": now.reason,
        "shots": showing.shots(found), "answers": showing.answers(now), "earlier": earlier,
        "moment": words.minute(found.visited_at), "recorded": words.minute(found.recorded_at),
        "is_late": beijing_day(found.recorded_at) != beijing_day(found.visited_at), "is_new": "new" in request.GET,
        "correct_href": reverse("visit.correct", args=[pk])
        if own and policy.may(request.user, Verb.VISIT_CORRECT, found) else "",
        "has_list": queries.assignments_visible_to(request.user).exists(),
    }  # fmt: skip
    return render(request, "patrol/visit.html", context)


@require_GET
def visits(request: Request, pk: int) -> HttpResponse:
    """巡查 of one project: a fragment of its page, loaded when it comes into view; without script a page."""
    project = project_of(request, pk)
    found = list(queries.with_words(queries.visible_to(request.user).filter(project=project))[: MOST + 1])
    why_not = showing.may_record(request.user, project)
    context = {
        "project": project, "rows": [showing.visit_row(each, request.user) for each in found[:MOST]],
        "is_more": len(found) > MOST, "may_record": not why_not,
    }  # fmt: skip
    return render(request, "patrol/section.html" if request.htmx else "patrol/visits.html", context)


class CorrectForm(VisitForm):
    """The three fields as they are, and why they change."""

    reason = text(gettext_lazy("更正原因"), most=300, must=True)


@both
def correct(request: Request, pk: int) -> HttpResponse:
    """更正巡查."""
    found = seen(request, pk)
    now = queries.words_of(found)
    form = CorrectForm(request.POST or None, initial={name: getattr(now, name) for name in VisitForm.THREE})
    return act(
        request, Verb.VISIT_CORRECT, found, form, visiting.correct, project=found.project, done=_("巡查已更正"),
        back=reverse("visit", args=[pk]),
        note=_("原来写的仍然在案。去掉的问题作“更正撤销”，已解决、已转一单的不受影响。"),
    )  # fmt: skip
