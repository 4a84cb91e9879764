"""批示: a leader's words or a picture of the handwriting onto the list, and what became of earlier ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _w
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel import policy
from yidan.kernel.errors import Invalid
from yidan.kernel.policy import Role
from yidan.kernel.values import beijing_day
from yidan.kernel.verbs import Verb
from yidan.ledger.queries import visible_to as visible_projects
from yidan.matters import queries
from yidan.matters.commands import listing
from yidan.matters.models import Matter, Reply
from yidan.matters.states import ENDED, Kind
from yidan.people.queries import scope_of
from yidan.web import clock
from yidan.web.acting import act_of, attempt, require
from yidan.web.matter import roll as rolls
from yidan.web.matter.evidence import ACCEPT, FilesField, brought
from yidan.web.matter.fields import DeadlineField, MatterForm
from yidan.web.matter.rows import rows
from yidan.web.project.forms import ProjectField
from yidan.web.project.forms import text as written
from yidan.web.request import Request

SIZE = 20


class GiveForm(MatterForm):
    """Words, or a picture of them."""

    text = written(_w("批示"), rows=4, most=2000, help_text=_w("原话；手写的拍张照片就行，不必再打字"))
    brought = FilesField(label=_w("手写批示的照片"))
    due = DeadlineField(label=_w("何时前"), required=False)
    project = ProjectField(label=_w("关于哪个项目"), required=False, help_text=_w("填项目内部编号，没有可不填"))

    WIDE = frozenset({"text", "brought"})
    RENAMED = {"due": "due"}


@require_http_methods(["GET", "POST"])
def give(request: Request) -> HttpResponse:
    """批示, about a project (`?project=`) or free."""
    require(request, Verb.INSTRUCTION_GIVE)
    seen = visible_projects(request.user).select_related("profile")
    number = request.GET.get("project", "")
    project = seen.filter(pk=number).first() if number.isdecimal() else None
    form = GiveForm(request.POST or None, request.FILES or None, initial={"project": project})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = attempt(request, form, lambda: _given(request, form))
            if made is not None:
                messages.success(request, _("批示已交市项目办，办理情况随时可看"))
                return HttpResponseRedirect(reverse("instructions"))
            status = 409
    return render(
        request, "matters/instruct.html",
        {"form": form, "title": Verb.INSTRUCTION_GIVE.label, "sub": project.name if project else "", "accept": ACCEPT,
         "project": project, "verb": _("送项目办"),
         "back": reverse("project", args=[project.pk]) if project else reverse("instructions")},
        status=status,
    )  # fmt: skip


def _given(request: Request, form: GiveForm) -> Matter:
    given, said = form.entered(), act_of(request, form)
    project = given.pop("project")
    if project and not visible_projects(said["by"]).filter(pk=project.pk).exists():
        raise Invalid(_("没有编号为%(number)s的项目。") % {"number": project.internal_id}, field="project")
    with transaction.atomic():
        given["brought"] = brought(given["brought"], by=said["by"], at=said["at"], key=said["key"])
        return listing.give(project, **said, **given)


@require_GET
def instructions(request: Request) -> HttpResponse:
    """What became of instructions: a leader's own first, everybody else's those that concern him."""
    person: Any = request.user
    today = clock.today()
    seen = queries.visible_to(person).filter(kind=Kind.INSTRUCTION)
    is_leader = person.is_role(Role.LEADER)
    is_own = is_leader and request.GET.get("whose") != "all"
    own = seen.filter(raised_by=person)
    found = own if is_own else seen
    page = Paginator(rolls.shown(found.order_by("-raised_at", "-id")), SIZE).get_page(request.GET.get("page"))
    listed = rows(page.object_list, person, today, ticks=False)
    for row, matter in zip(listed, page.object_list, strict=True):
        row["quote"], row["source"] = matter.source_quote, matter.source
        row["raised"] = beijing_day(matter.raised_at)
        row["last"] = ""
    _last_words(listed)
    return render(
        request, "matters/instructions.html",
        {"page": page, "rows": listed, "may_give": policy.may(person, Verb.INSTRUCTION_GIVE),
         "tabs": [
             {"label": _("我的批示"), "address": "?", "is_here": is_own},
             {"label": _("全部"), "address": "?whose=all", "is_here": not is_own},
         ] if is_leader else [],
         "open": found.exclude(state__in=ENDED).count(), "all": page.paginator.count,
         "sees_nothing": scope_of(person).is_nothing},
    )  # fmt: skip


def _last_words(listed: list[dict[str, Any]]) -> None:
    """The last reply of each, in one query."""
    replies = Reply.objects.filter(matter__in=[row["pk"] for row in listed]).order_by("replied_at", "id")
    last = {each.matter_id: each for each in replies}
    for row in listed:
        if said := last.get(row["pk"]):
            row["last"] = said.text
