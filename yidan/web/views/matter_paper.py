"""文书: a matter's papers as docx or PDF."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from yidan.matters import queries
from yidan.matters.models import Urge
from yidan.web.papers import matter as papers
from yidan.web.papers.rendering.pdf import pdf_of


def _docx(blocks: list, title: str) -> bytes:
    from yidan.web.papers.rendering.docx import docx_of  # python-docx is read when it is needed

    return docx_of(blocks, title=title)


TYPES = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    "pdf": ("application/pdf", pdf_of),
}


@require_GET
def paper(request: HttpRequest, pk: int, kind: str, ending: str) -> HttpResponse:
    """One of the papers of domain.md §1.3; refused with a sentence while the matter has not come so far."""
    matter = get_object_or_404(queries.visible_to(request.user).select_related("lead_unit", "verifying_unit"), pk=pk)
    if kind not in papers.PAPERS or ending not in TYPES:
        raise Http404
    label, make = papers.PAPERS[kind]
    return _file(make(matter), f"{label} {matter.number} {matter.title}", ending)


@require_GET
def urge_paper(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """A 催办单 or 督办函."""
    seen = Urge.objects.filter(matter__in=queries.visible_to(request.user)).select_related("matter__lead_unit")
    urge = get_object_or_404(seen, pk=pk)
    if ending not in TYPES:
        raise Http404
    return _file(papers.urging(urge), f"{urge} {urge.matter.number} {urge.matter.title}", ending)


def _file(blocks: list, name: str, ending: str) -> HttpResponse:
    media_type, render = TYPES[ending]
    response = HttpResponse(render(blocks, title=name), content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
