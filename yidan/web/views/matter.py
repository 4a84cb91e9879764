"""一件事项: what is true, what happened, the one next step; and the bytes of its evidence."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from yidan.matters import queries
from yidan.matters.models import MatterEvidence
from yidan.web import clock, serving
from yidan.web.matter import page as pages
from yidan.web.request import Request
from yidan.web.views.evidence import drawn


@require_GET
def matter(request: Request, pk: int) -> HttpResponse:
    """One matter; with `?before=` the older part of its story."""
    found = pages.read(queries.visible_to(request.user), pk)
    if found is None:
        raise Http404
    before = request.GET.get("before", "")
    story = pages.story(found, int(before) if before.isdecimal() and len(before) < 7 else None)
    if request.htmx and before:
        return render(request, "matters/matter.html#story", story)
    today = clock.today()
    return render(request, "matters/matter.html", pages.context(request, found, today) | story)


@require_safe
def evidence(request: Request, pk: int, evidence_id: int) -> HttpResponseBase:
    """The original bytes of a piece of evidence, or with `?small` its preview; only to who sees the matter."""
    visible = queries.visible_to(request.user).filter(pk=pk)
    seen = MatterEvidence.objects.filter(matter__in=visible.values("pk"))
    file = get_object_or_404(seen.select_related("capture__file"), pk=evidence_id, matter=pk).capture.file
    if "small" in request.GET:
        return drawn(request, file, "view")
    return serving.original(request, file, is_download="download" in request.GET)
