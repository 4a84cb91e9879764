"""The bytes behind an exhibit: the original, and the previews made of it; only of projects that one may see."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from yidan.evidence import store
from yidan.evidence.models import File, Reading
from yidan.evidence.states import Kind, ReadingState
from yidan.ledger import queries
from yidan.ledger.models import Exhibit
from yidan.web import serving
from yidan.web.request import Request

PREVIEWS: dict[str, store.Preview] = {"thumb": "thumb", "view": "view"}
_ICONS = {
    # waiting: a clock; unreadable: a torn picture; a film; a paper
    "waiting": '<circle cx="160" cy="120" r="34"/><path d="M160 100v22l14 9"/>',
    "unreadable": '<path d="M120 84h80v72h-80zM120 140l24-24 16 16M176 84l-8 24 12 16-8 32"/>',
    "video": '<path d="M112 88h96v64h-96zM148 104v32l28-16z"/>',
    "document": '<path d="M132 76h40l20 20v68h-60zM172 76v20h20M144 120h36M144 136h36"/>',
}


def _seen(request: Request, pk: int) -> Exhibit:
    """The exhibit if this person may see its project; withdrawn ones too, for the journal speaks of them."""
    visible = Exhibit.objects.filter(queries.seen_by(request.user))
    return get_object_or_404(visible.select_related("capture__file", "capture__poster"), pk=pk)


@require_safe
def original(request: Request, pk: int) -> HttpResponseBase:
    """The bytes as they were brought, in parts where asked (a film that is wound forward)."""
    file = _seen(request, pk).capture.file
    return serving.original(request, file, is_download="download" in request.GET)


@require_safe
def preview(request: Request, pk: int, name: str) -> HttpResponseBase:
    """A re-encoded small picture; while there is none, a drawing that says why, not to be kept."""
    if name not in PREVIEWS:
        raise Http404(name)
    capture = _seen(request, pk).capture
    file = capture.poster or capture.file
    return drawn(request, file, "thumb" if name == "thumb" else "view")


def drawn(request: Request, file: File, name: store.Preview) -> HttpResponseBase:
    """A file's preview to whoever was found to see it; never the bytes that were brought."""
    tag = f'"{file.sha256}.{name}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        try:
            response = HttpResponse(
                store.preview_place(file.sha256, PREVIEWS[name]).read_bytes(), content_type="image/jpeg"
            )
        except FileNotFoundError:
            return _placeholder(file.kind, Reading.objects.filter(file=file).first())
    response["ETag"] = tag
    response["Cache-Control"] = serving.FOR_EVER
    return serving.inert(response)


def _placeholder(kind: Kind, reading: Reading | None) -> HttpResponseBase:
    """Our own drawing, in a grey that stands on light and dark."""
    what = kind.value if kind != Kind.PHOTO else "waiting"
    if reading and reading.state == ReadingState.UNREADABLE:
        what = "unreadable"
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="320" height="240">'
        '<rect width="320" height="240" fill="#8a94a0" fill-opacity=".16"/>'
        '<g fill="none" stroke="#7b8794" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">'
        f"{_ICONS[what]}</g></svg>"
    )
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    response["Yidan-Preview"] = what
    return serving.inert(response)
