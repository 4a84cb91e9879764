"""月报: the page of one project's month: a form while it is being written, then the paper with its history."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yidan.kernel import journal, policy
from yidan.kernel.errors import Invalid
from yidan.kernel.policy import Role
from yidan.kernel.values import BEIJING, Month, beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project
from yidan.ledger.queries import visible_to
from yidan.people.models import UnitKind
from yidan.people.queries import units_in_order
from yidan.progress import rules
from yidan.progress.calendar import deadlines
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthlyReport
from yidan.progress.states import FLOW, State
from yidan.web import clock
from yidan.web.preferences import preferences
from yidan.web.report import form as forms
from yidan.web.report import paper as papers
from yidan.web.request import Request


@require_GET
def report(request: Request, project_id: int, month: str) -> HttpResponse:
    """The month's report: the form for whose turn it is to write, the paper for everybody else."""
    project, period = _found(request, project_id, month)
    if project.children.exists():
        return render(request, "reports/bundle.html", _bundle(project, period))
    paper = _paper(project, period)
    as_of = read_as_of(request.GET.get("as_of", ""))
    if not as_of and _is_writing(request, project, paper):
        opened = forms.writing(project, period, paper)
        return render(request, "reports/form.html", _form(request, opened))
    return render(request, "reports/paper.html", papers.shown(request, project, period, paper, as_of))


@require_POST
def save(request: Request, project_id: int, month: str) -> HttpResponse:
    """暂存: keep the form as it is; with htmx, answer with what changed beside it."""
    project, period = _found(request, project_id, month)
    opened = forms.writing(project, period, _paper(project, period))
    said = forms.posted(request.POST, opened)
    if "unchanged" in request.POST and opened.last:
        said = forms.unchanged(opened, said)
    _keep(request, opened, said)
    if not request.htmx:
        if "unchanged" not in request.POST:
            messages.success(request, _("已暂存"))
        return HttpResponseRedirect(_address(project, period) + _fill(request))
    opened = forms.writing(project, period, _paper(project, period))
    context = _form(request, opened)
    context["asks_anew"] = {doubt["kind"] for doubt in context["doubts"]} != set(request.POST.getlist("asked"))
    return render(request, "reports/form_state.html", context)


@require_POST
def submit(request: Request, project_id: int, month: str) -> HttpResponse:
    """报送: keep the form, ask what it raises, then hand it in."""
    project, period = _found(request, project_id, month)
    key = read_key(request)
    if journal.find(key, Verb.REPORT_SUBMIT, request.user):  # a second tap on a slow network
        return HttpResponseRedirect(list_of(period))
    opened = forms.writing(project, period, _paper(project, period))
    _keep(request, opened, forms.posted(request.POST, opened))
    opened = forms.writing(project, period, _paper(project, period))
    now = clock.now()
    lacks = rules.lacks(opened.situation, opened.limits, beijing_day(now))
    unasked = [doubt for doubt in opened.doubts if doubt.kind not in request.POST.getlist("asked")]
    if lacks or unasked:
        context = _form(request, opened, lacks)
        context["is_asked_first"] = bool(unasked) and not lacks
        return render(request, "reports/form.html", context, status=422)
    reports.submit(opened.report, by=request.user, at=now, answers=forms.answers(request.POST), key=key)
    messages.success(
        request, _("“%(name)s”已报送，轮到%(turn)s") % {"name": project.name, "turn": FLOW.turns[State.SUBMITTED]}
    )
    return HttpResponseRedirect(list_of(period))


@require_POST
def correct(request: Request, project_id: int, month: str) -> HttpResponse:
    """更正: what was accepted turns out otherwise; the old value stays on record."""
    project, period = _found(request, project_id, month)
    paper = get_object_or_404(MonthlyReport, project=project, month=period)
    data = request.POST
    try:
        amount = rules.read_amount(data.get("invested", ""), data.get("unit", rules.WAN))
    except ValueError:
        raise Invalid(
            _("“%(text)s”不是金额，请写成 1200 或 1.2亿 这样的数。") % {"text": data["invested"]}, field="invested"
        ) from None
    seen = data.get("seen_fact", "")
    reports.correct(
        paper,
        by=request.user,
        at=clock.now(),
        key=read_key(request),
        reason=data.get("reason", ""),
        is_self_declared="is_self_declared" in data,
        invested_wan=amount,
        seen_fact=int(seen) if seen.isdigit() else None,
        **{name: data[name].strip() for name in forms.TEXTS if name in data},
    )
    messages.success(request, _("已更正，原值和现值都在案"))
    return HttpResponseRedirect(_address(project, period))


# --- shared by these pages -------------------------------------------------------------------------------


def _found(request: Request, project_id: int, month: str) -> tuple[Project, Month]:
    """The project where this person may see it; anything else does not exist."""
    projects = visible_to(request.user).select_related(
        "profile__owner_unit", "profile__assessed_unit", "profile__competent_unit", "profile__responsible_unit"
    )
    return get_object_or_404(projects, pk=project_id), read_month(month)


def read_month(text: str) -> Month:
    """2020-06 in an address; anything else is no page."""
    try:
        return Month.parse(text)
    except ValueError:
        raise Http404 from None


def asked_month(text: str) -> Month:
    """The month that somebody asked for in a query or a form; what is none is said in a sentence."""
    try:
        return Month.parse(text)
    except ValueError:
        raise Invalid(_("月份“%(text)s”不对：应写作 2020-06。") % {"text": text}, field="month") from None


def read_as_of(text: str) -> datetime | None:
    """?as_of=2020-07-03 (the end of that day) or a full moment; nothing where it is neither."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    if len(text) <= len("2020-07-03"):
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def read_moment(text: str) -> datetime | None:
    """A moment as a hidden field carries it; nothing where it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def read_key(request: Request) -> UUID | None:
    """The request's own number, so that a form sent twice acts once."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _paper(project: Project, month: Month) -> MonthlyReport | None:
    return (
        MonthlyReport.objects.filter(project=project, month=month)
        .select_related("needs_from", "reporter", "submitted_by__unit", "checked_by__unit", "accepted_by")
        .first()
    )


def _is_writing(request: Request, project: Project, paper: MonthlyReport | None) -> bool:
    """Reporters get the form at once; reviewers may fill it in for them when they ask for it (`?fill`)."""
    if paper and not FLOW.allows(paper.state, Verb.REPORT_SAVE):
        return False
    if not policy.may(request.user, Verb.REPORT_SAVE, project):
        return False
    return request.user.is_role(Role.REPORTER) or "fill" in request.GET


def _keep(request: Request, opened: forms.Writing, said: dict[str, Any]) -> None:
    given = forms.answers(request.POST)
    if opened.is_new or forms.differs(opened.report, said, given):
        reports.save(
            opened.project,
            by=request.user,
            at=clock.now(),
            month=opened.month,
            seen_at=read_moment(request.POST.get("seen_at", "")),
            answers=given,
            **said,
        )


def _form(request: Request, opened: forms.Writing, lacks: list[rules.Lack] | None = None) -> dict[str, Any]:
    now = clock.now()
    due = deadlines(opened.month)
    unit = request.POST.get("unit") or preferences(request).unit
    return {
        **forms.shown(opened, unit=unit if unit in {rules.WAN, rules.YI} else rules.WAN, lacks=lacks or ()),
        "due_words": forms.due_words(due, beijing_day(now), now),
        "units": units_in_order().filter(is_active=True).exclude(kind=UnitKind.OWNER),
        "key": request.POST.get("key") or uuid4(),
        "fills_in_for": not request.user.is_role(Role.REPORTER),
        "fill": _fill(request),
    }


def _fill(request: Request) -> str:
    return "?fill" if "fill" in request.GET else ""


def _address(project: Project, month: Month) -> str:
    return reverse("report", args=[project.pk, month])


def list_of(month: Month) -> str:
    """Where the month's reports are listed."""
    return f"{reverse('reports')}?month={month}"


def _bundle(project: Project, month: Month) -> dict[str, Any]:
    children = project.children.filter(merged_into__isnull=True).select_related("profile").order_by("order", "id")
    return {
        "project": project,
        "children": [{"name": child.name, "address": _address(child, month)} for child in children],
        "back": list_of(month),
    }
