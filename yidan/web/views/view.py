"""Saved views of a list: a person's own filters under a name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yidan.ledger.commands import view as views
from yidan.ledger.models import SavedView
from yidan.web import clock
from yidan.web.request import Request

PAGES = {"projects": "projects", "matters": "matters"}


@require_POST
def save(request: Request) -> HttpResponse:
    """Keep the present filters, columns and order of a list under a name."""
    page = request.POST.get("page") or request.GET.get("page", "projects")
    page = page if page in PAGES else "projects"
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    views.save(request.user, by=request.user, at=clock.now(), page=page, name=name, query=query)
    messages.success(request, _("已存为视图“%(name)s”") % {"name": name.strip()})
    return HttpResponseRedirect(f"{reverse(PAGES[page])}?{query}")


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Forget a view; somebody else's does not exist here."""
    view = get_object_or_404(SavedView, pk=pk, person=request.user)
    views.drop(view, by=request.user, at=clock.now())
    messages.success(request, _("已删除视图“%(name)s”") % {"name": view.name})
    return HttpResponseRedirect(reverse(PAGES[view.page]))
