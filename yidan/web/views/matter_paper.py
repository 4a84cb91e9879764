"""文书: a matter's papers as docx or PDF."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yidan.kernel.errors import Refused
from yidan.kernel.verbs import Verb
from yidan.matters import queries
from yidan.matters.models import SentLetter, Urge
from yidan.matters.states import Letter
from yidan.web import clock
from yidan.web.acting import require
from yidan.web.papers import letters
from yidan.web.papers import matter as papers
from yidan.web.papers.rendering.pdf import pdf_of
from yidan.web.request import Request


def _docx(blocks: list, title: str) -> bytes:
    from yidan.web.papers.rendering.docx import docx_of  # python-docx is read when it is needed

    return docx_of(blocks, title=title)


TYPES: dict[str, tuple[str, Callable[..., bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    "pdf": ("application/pdf", pdf_of),
}


@require_GET
def paper(request: Request, pk: int, kind: str, ending: str) -> HttpResponse:
    """One of the papers of domain.md §1.3; refused with a sentence while the matter has not come so far."""
    matter = get_object_or_404(queries.visible_to(request.user).select_related("lead_unit", "verifying_unit"), pk=pk)
    if kind not in papers.PAPERS or ending not in TYPES:
        raise Http404
    label, make = papers.PAPERS[kind]
    return _file(make(matter), f"{label} {matter.number} {matter.title}", ending)


@require_GET
def urge_paper(request: Request, pk: int, ending: str) -> HttpResponse:
    """A 催办单 or 督办函."""
    seen = Urge.objects.filter(matter__in=queries.visible_to(request.user)).select_related("matter__supervisor", "unit")
    urge = get_object_or_404(seen, pk=pk)
    if ending not in TYPES:
        raise Http404
    return _file(papers.urging(urge), f"{urge} {urge.matter.number} {urge.matter.title}", ending)


@require_GET
def letter(request: Request, pk: int, kind: str, ending: str) -> HttpResponse:
    """提示单, 联系单 or 报告单 as a draft, for the office that signs it; refused while the rules do not call for it."""
    seen = queries.visible_to(request.user).select_related("lead_unit", "contact_leader", "supervisor")
    matter = get_object_or_404(seen, pk=pk)
    if kind not in letters.LETTERS or ending not in TYPES:
        raise Http404
    require(request, Verb.MATTER_SEND_LETTER, matter)
    today, label = clock.today(), Letter(kind).label
    if kind not in queries.letters_due(matter, today):
        raise Refused(_("现在按规则不用发%(letter)s，可能刚有进展，请刷新后再看。") % {"letter": label})
    return _file(letters.drafted(matter, kind, today), letters.name_of(matter, kind), ending)


@require_GET
def sent_letter(request: Request, pk: int, ending: str) -> HttpResponse:
    """A 提示单, 联系单 or 报告单 as it went out."""
    seen = SentLetter.objects.filter(matter__in=queries.visible_to(request.user)).select_related("matter")
    found = get_object_or_404(seen, pk=pk)
    if ending not in TYPES:
        raise Http404
    return _file(letters.sent(found), f"{found} {found.matter.title}", ending)


def _file(blocks: list, name: str, ending: str) -> HttpResponse:
    media_type, render = TYPES[ending]
    response = HttpResponse(render(blocks, title=name), content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
