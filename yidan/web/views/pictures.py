"""影像 of one project: a fragment of its page, loaded when it comes into view; without script a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yidan.web.project import pictures as told
from yidan.web.project.acts import project_of


@require_GET
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """By slot and month, before and after, as a time-lapse, on a map."""
    context = told.section(request, project_of(request, pk))
    return render(request, "evidence/section.html" if request.htmx else "evidence/page.html", context)
