"""A paper of ours as the answer to a request: docx or PDF, as a download under its title."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse

from yidan.web.papers import typesetting
from yidan.web.papers.rendering.pdf import pdf_of


def refuse_ending(ending: str) -> None:
    """There are two kinds of file."""
    if ending not in TYPES:
        raise Http404(ending)


def paper_response(ending: str, title: str, blocks: list[Any], manifest: dict[str, Any]) -> HttpResponse:
    """The paper set in one of the two."""
    media_type, render = TYPES[ending]
    response = HttpResponse(render(blocks, title, manifest), content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}.{ending}')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _docx(blocks: list, title: str, manifest: dict) -> bytes:
    from yidan.web.papers.rendering.docx import docx_of  # python-docx is read when it is needed

    return docx_of(blocks, title=title, manifest=manifest, drawing=typesetting.drawing)


def _pdf(blocks: list, title: str, manifest: dict) -> bytes:
    return pdf_of(blocks, title=title, manifest=manifest)


TYPES = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    "pdf": ("application/pdf", _pdf),
}
