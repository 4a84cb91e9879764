"""Handing out kept bytes: in parts where asked, never as anything that a browser would run."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from yidan.evidence import store
from yidan.evidence.models import File
from yidan.web import media

# Whatever it is: nothing in it runs, loads, frames or submits anything, and no browser guesses what it might be.
INERT = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PRIVATE = "private, no-store"
# To "from here on" a player gets so much at a time: paused, it would otherwise hold a thread of the server.
PART_BYTES = 2 * 1024 * 1024
FOR_EVER = "private, max-age=31536000, immutable"
# Types that may be named; anything else is only bytes.
_NAMED = media.SHOWN | media.PICTURES | media.PAPERS | {"text/plain"}
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def original(request: HttpRequest, file: File, *, is_download: bool) -> HttpResponseBase:
    """The original bytes: pictures and films to be shown, everything else (or where asked) as a download."""
    if store.size(file.sha256) != file.size_bytes:
        raise Http404(file.sha256)
    is_shown = not is_download and file.media_type in media.SHOWN
    response = _ranged(request, file)
    response["Content-Type"] = file.media_type if file.media_type in _NAMED else media.OTHER
    disposition = "inline" if is_shown else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(file.name)}"
    response["Cache-Control"] = PRIVATE
    response["Accept-Ranges"] = "bytes"
    return inert(response)


def inert(response: HttpResponseBase) -> HttpResponseBase:
    """With the headers that keep uploaded bytes from ever being active."""
    for name, value in INERT.items():
        response[name] = value
    return response


def span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; ValueError where it lies outside; None where it is none we answer."""
    found = _RANGE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first = int(found[1])
        last = min(int(found[2]) if found[2] else first + PART_BYTES - 1, size - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first > last:
        raise ValueError(header)
    return first, last


def _ranged(request: HttpRequest, file: File) -> HttpResponseBase:
    size, tag = file.size_bytes, f'"{file.sha256}"'
    header = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        header = ""
    try:
        asked = span(header, size)
    except ValueError:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    first, last = asked or (0, size - 1)
    length = last - first + 1
    if request.method == "HEAD":
        response = HttpResponse(status=206 if asked else 200)
    else:
        response = StreamingHttpResponse(store.part(file.sha256, first, length), status=206 if asked else 200)
    response["Content-Length"] = length
    response["ETag"] = tag
    if asked:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response
