"""影像 of one project: a fragment of its page, loaded when it comes into view; without script a page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yidan.kernel.values import Month
from yidan.web.project import pictures as told
from yidan.web.project.acts import project_of
from yidan.web.request import Request


@require_GET
def pictures(request: Request, pk: int) -> HttpResponse:
    """By slot and month, before and after, as a time-lapse, on a map; with `?report=2020-06` that month's alone."""
    project = project_of(request, pk)
    if text := request.GET.get("report", ""):
        try:
            month = Month.parse(text)
        except ValueError:
            raise Http404("report") from None
        return render(request, "evidence/report.html", told.of_month(request, project, month))
    context = told.section(request, project)
    return render(request, "evidence/section.html" if request.htmx else "evidence/page.html", context)
