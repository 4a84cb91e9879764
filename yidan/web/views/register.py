"""登记入库 and 变更项目: the profile's forms; likely duplicates are shown before anything is registered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yidan.kernel.errors import Stale
from yidan.kernel.verbs import Verb
from yidan.ledger import queries
from yidan.ledger.commands import project as acts
from yidan.ledger.models import Project
from yidan.people.models import Unit
from yidan.web import format as words
from yidan.web.acting import act_of, attempt, require
from yidan.web.preferences import preferences
from yidan.web.project.acts import page_of, project_of
from yidan.web.project.forms import ChangeForm, ProfileForm, RegisterForm
from yidan.web.request import Request


@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """登记入库."""
    require(request, Verb.PROJECT_REGISTER)
    form = RegisterForm(request.POST or None, request.FILES or None, initial={"levels": ["municipal"]})
    duplicates: list[dict[str, Any]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            duplicates = _duplicates(request, form)
            if duplicates and not form.cleaned_data["is_despite"]:
                status = 409
            elif (made := attempt(request, form, lambda: _register(request, form, bool(duplicates)))) is not None:
                messages.success(request, _("已登记，内部编号%(number)s") % {"number": made.internal_id})
                return HttpResponseRedirect(page_of(made))
            else:
                status = 409
    title = _("登记项目")
    context = {
        "title": title,
        "verb": Verb.PROJECT_REGISTER.label,
        "back": reverse("projects"),
        "duplicates": duplicates,
    }
    return _form(request, form, context, status)


def _register(request: Request, form: RegisterForm, is_despite: bool) -> Project:
    entered = form.cleaned_data
    fields = form.profile()
    return acts.register(
        fields.pop("assessed_unit"),
        **act_of(request, form),
        code=entered["code"],
        parent=entered["parent"],
        former_names=entered["former_names"].split("、"),
        despite_duplicates=is_despite,
        reason=entered["reason"],
        **fields,
    )


def _duplicates(request: Request, form: RegisterForm) -> list[dict[str, Any]]:
    """Projects that may be the same; of one the person may not see only that it exists is said."""
    entered = form.cleaned_data
    found = queries.likely_duplicates(
        name=entered["name"],
        owner_unit=entered["owner_unit"],
        assessed_unit=entered["assessed_unit"],
        place=entered["place"],
        total_investment_wan=entered["total_investment_wan"],
        code=entered["code"],
        but=entered["parent"],
    )
    seen = set(
        queries.visible_to(request.user).filter(pk__in=[each.project.pk for each in found]).values_list("pk", flat=True)
    )
    unit = preferences(request).unit
    return [
        {
            "name": each.project.name,
            "number": each.project.internal_id,
            "href": page_of(each.project) if each.project.pk in seen else "",
            "unit": each.project.profile.assessed_unit,
            "owner": each.project.profile.owner_unit or words.MISSING,
            "total": words.money(each.project.profile.total_investment_wan, unit),
            "score": each.score,
            "reasons": _("、").join(each.reasons),
        }
        for each in found
    ]


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """变更项目: the profile as it is; only what differs is changed."""
    project = project_of(request, pk)
    require(request, Verb.PROJECT_CHANGE, project)
    form = ChangeForm(request.POST or None, request.FILES or None, initial=ChangeForm.of(project.profile))  # type: ignore[arg-type]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if attempt(request, form, lambda: _change(request, project, form)) is not None:
                messages.success(request, _("已变更，原来的内容留在经过里"))
                return HttpResponseRedirect(page_of(project))
            status = 409
    context = {"title": Verb.PROJECT_CHANGE.label, "verb": _("保存变更"), "sub": project.name, "back": page_of(project)}
    return _form(request, form, context, status)


def _change(request: Request, project: Project, form: ChangeForm) -> Project:
    entered = form.cleaned_data
    if entered["seen"] != project.profile.pk:
        raise Stale(_("您打开表单之后，这个项目已被他人变更；请返回看过新内容再改。"))
    profile = project.profile
    changes = {name: value for name, value in form.profile().items() if not _same(getattr(profile, name), value)}
    return acts.change(
        project, **act_of(request, form), reason=entered["reason"], document=entered["document"], **changes
    )


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        return old == new
    return (old or None) == (new or None)


def _form(request: Request, form: ProfileForm, context: dict[str, Any], status: int) -> HttpResponse:
    context |= {
        "form": form,
        "groups": form.groups(),
        "units": Unit.objects.filter(is_active=True).order_by("protocol_order", "id").values_list("name", flat=True),
        "unit_word": words.unit_word(preferences(request).unit),
    }
    return render(request, "projects/profile_form.html", context, status=status)
