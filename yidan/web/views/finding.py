"""发现问题: the list, solving one on the spot, raising one as a matter."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel.verbs import Verb
from yidan.matters.states import ProblemType
from yidan.patrol import queries
from yidan.patrol.commands import finding as acts
from yidan.patrol.models import Finding
from yidan.patrol.states import State
from yidan.people.queries import scope_of
from yidan.web.acting import ActForm
from yidan.web.chips import chip, without
from yidan.web.patrol import showing
from yidan.web.patrol.recording import FindingForm
from yidan.web.project.acts import act
from yidan.web.project.forms import text
from yidan.web.request import Request
from yidan.web.views.patrol import tabs

both = require_http_methods(["GET", "POST"])
PAGE = 50


@require_GET
def findings(request: Request) -> HttpResponse:
    """What visits found at the projects one sees, the open ones first of all."""
    if scope_of(request.user).is_nothing:
        raise Http404("findings")
    every = queries.findings_visible_to(request.user).exclude(state=State.VOID)
    states = request.GET.getlist("state") or [State.OPEN.value]
    types = request.GET.getlist("type")
    if not set(states) <= set(State.values) or not set(types) <= set(ProblemType.values):
        raise Http404("filter")
    chosen = every.filter(state__in=states)
    chosen = chosen.filter(problem_type__in=types) if types else chosen
    counts = dict(every.order_by().values_list("state").annotate(Count("pk")))
    page = Paginator(
        chosen.select_related("visit__project__profile", "matter", "settled_by").order_by("-found_at", "-id"), PAGE
    ).get_page(request.GET.get("page"))
    labels = [(state.value, state.label) for state in State if state != State.VOID]
    context = {
        "page": page,
        "rows": [showing.finding_row(each, request.user, with_project=True) for each in page.object_list],
        "chips": [
            chip(request.GET, "state", _("状态"), labels, several=True, counts=counts),
            chip(request.GET, "type", _("问题类型"), ProblemType.choices, several=True),
        ],
        "clear": without(request.GET, "state", "type"),
        "tabs": tabs(request, "findings"),
        "is_open_only": states == [State.OPEN.value],
    }
    return render(request, "patrol/findings.html", context)


def _seen(request: Request, pk: int) -> Finding:
    found = queries.findings_visible_to(request.user).select_related("visit__project__profile", "visit__visitor")
    return get_object_or_404(found, pk=pk)


class SolveForm(ActForm):
    """How it was put right."""

    how = text(gettext_lazy("怎么解决的"), rows=2, most=300, must=True)


@both
def solve(request: Request, pk: int) -> HttpResponse:
    """当场解决."""
    found = _seen(request, pk)
    return act(
        request, Verb.FINDING_SOLVE, found, SolveForm(request.POST or None), acts.solve, project=found.visit.project,
        done=_("已记为当场解决"), back=reverse("visit", args=[found.visit_id]), note=found.text,
    )  # fmt: skip


@both
def raise_(request: Request, pk: int) -> HttpResponse:
    """转一单, pre-filled: with nothing to add it is one tap."""
    found = _seen(request, pk)
    initial = {"title": found.text[:100], "problem_type": found.problem_type}
    return act(
        request, Verb.FINDING_RAISE, found, FindingForm(request.POST or None, initial=initial), acts.raise_,
        project=found.visit.project, done=_("已转一单，等项目办审核入账"), back=reverse("visit", args=[found.visit_id]),
        note=_("巡查时的照片随事项一起转去。"),
    )  # fmt: skip
