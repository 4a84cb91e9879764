"""/uploads/: tus 1.0, for phones, browsers and whatever else speaks it."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from yidan.evidence import store
from yidan.evidence.commands.keeping import plain_name, require_size
from yidan.evidence.queries import receipt_of
from yidan.evidence.states import Kind
from yidan.kernel import parameters, policy
from yidan.kernel.errors import Refused
from yidan.kernel.verbs import Verb
from yidan.web import clock
from yidan.web.request import Request
from yidan.web.upload import protocol, quota, waiting
from yidan.web.upload.finishing import finish
from yidan.web.upload.parameters import KEEP_HOURS
from yidan.web.upload.protocol import Problem, Told
from yidan.web.upload.receiving import Silent, receive
from yidan.web.upload.waiting import KEPT, OPEN, Upload

View = Callable[..., HttpResponse]


def _tus(*methods: str) -> Callable[[View], View]:
    """Version, method and refusals as tus 1.0 says them; a POST may stand for a method that a proxy lets not pass."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: Request, **arguments: Any) -> HttpResponse:
            method = request.method
            if method == "POST":  # never a GET, which nothing guards against forgery
                method = request.headers.get("X-HTTP-Method-Override", method).upper()
            if method not in methods:
                response: HttpResponse = HttpResponseNotAllowed(methods)
            elif method != "OPTIONS" and request.headers.get("Tus-Resumable") != protocol.VERSION:
                response = _said(Problem(412, _("上传协议版本不符，请更新应用后再传。"), Tus_Version=protocol.VERSION))
            else:
                try:
                    response = view(request, method, **arguments)
                except Silent as silent:  # the upload is let go of by now
                    silent.settle()
                    response = _said(silent)
                except Problem as problem:
                    response = _said(problem)
            response["Tus-Resumable"] = protocol.VERSION
            response["Cache-Control"] = "no-store"
            # A browser sends a whole piece again, unasked, where a connection breaks that it had used before.
            response["Connection"] = "close"
            return response

        return answer

    return decorate


def _said(problem: Problem) -> HttpResponse:
    return JsonResponse({"sentence": str(problem)}, status=problem.code, headers=problem.headers)


@_tus("OPTIONS", "POST")
def uploads(request: Request, method: str) -> HttpResponse:
    """What this server speaks; begin an upload, with its first bytes where they come along."""
    if method == "OPTIONS":
        return _capabilities()
    length, told = protocol.number(request.headers, "Upload-Length"), protocol.told(request.headers)
    if reason := policy.deny(request.user, Verb.FILE_KEEP, request.user.unit):
        raise Problem(403, reason)
    upload = _already_kept(request, length, told) or _begun(request, length, told)
    address = reverse("upload", kwargs={"pk": upload.id})
    if upload.state == OPEN and request.content_type == protocol.BODY_TYPE and _body_length(request):
        try:
            with upload.locked() as alone:
                upload = _taken(request, alone, 0) if alone else upload
        except Problem as problem:
            if problem.code in {503, 507}:  # begun all the same: the client goes on there
                problem.headers["Location"] = address
            raise
    response = _state(upload, 201)
    response["Location"] = address
    return response


@_tus("OPTIONS", "HEAD", "PATCH", "DELETE")
def upload(request: Request, method: str, pk: UUID) -> HttpResponse:
    """How far an upload is; go on with it; give it up."""
    if method == "OPTIONS":
        return _capabilities()
    found = waiting.find(request.user.pk, pk)
    if found is None or found.expires_at <= clock.now():
        raise Problem(404, _("这个上传已过期或不存在，请重新上传。"))
    if method == "HEAD":
        return _asked(request, found)
    if method == "PATCH" and request.content_type != protocol.BODY_TYPE:
        raise Problem(415, _("上传请求的格式不符，请更新应用后再传。"))
    offset = protocol.number(request.headers, "Upload-Offset") if method == "PATCH" else 0
    with found.locked() as alone:
        if alone is None:
            raise _busy(found)
        if method == "DELETE":
            alone.removed()
            return HttpResponse(status=204)
        return _state(_taken(request, alone, offset), 204)


def _capabilities() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = protocol.VERSION
    response["Tus-Extension"] = protocol.EXTENSIONS
    response["Tus-Max-Size"] = max(settings.UPLOAD_LIMIT_BYTES.values())
    response["Tus-Checksum-Algorithm"] = ",".join(protocol.ALGORITHMS)
    return response


def _already_kept(request: Request, length: int, told: Told) -> Upload | None:
    """Where this person has a receipt for these bytes, nothing needs to be sent again."""
    receipt = receipt_of(request.user, told.sha256) if told.sha256 else None
    if receipt is None or not length == receipt.file.size_bytes == store.size(told.sha256):
        return None
    return waiting.begin(
        request.user.pk, length=length, name=told.name, claimed_type=told.media_type, sha256=told.sha256,
        metadata=told.raw, keep_hours=1, state=KEPT, media_type=receipt.file.media_type,
        received_at=receipt.kept_at.isoformat(),
    )  # fmt: skip


def _begun(request: Request, length: int, told: Told) -> Upload:
    """A new upload, unless it is too large for its kind, for today or for the disk."""
    claimed = told.media_type or mimetypes.guess_type(told.name)[0] or ""
    try:
        require_size(plain_name(told.name), Kind.of(claimed), length)
    except Refused as refusal:
        raise Problem(413, str(refusal)) from None
    values = parameters.values()
    quota.require(request.user, length, at=clock.now(), values=values)
    return waiting.begin(
        request.user.pk, length=length, name=told.name, claimed_type=claimed, sha256=told.sha256, metadata=told.raw,
        keep_hours=values[KEEP_HOURS.name],
    )  # fmt: skip


def _asked(request: Request, found: Upload) -> HttpResponse:
    """HEAD: how far it is, once what an earlier connection still brings is written, so that no byte is sent twice.

    Where all bytes are there without a receipt, a kill came between: only now is it finished.
    """
    with found.locked(waiting.SETTLE_SECONDS) as alone:
        found = alone or found
        if found.state != KEPT and found.offset == found.length:
            if alone is None:
                raise _busy(found)
            found = finish(found, by=request.user, at=clock.now())
    response = _state(found, 200)
    response["Upload-Length"] = found.length
    if found.metadata:
        response["Upload-Metadata"] = found.metadata
    return response


def _taken(request: Request, upload: Upload, offset: int) -> Upload:
    """Append the body at the offset; with the last byte the file is kept. Held locked by the caller."""
    length, sum_told = _body_length(request), protocol.checksum(request.headers)
    if upload.state != OPEN or offset != upload.offset:
        problem = Problem(
            409,
            _("断点不一致：服务器已有%(bytes)d字节，应用会接着传。") % {"bytes": upload.offset},
            Upload_Offset=str(upload.offset),
        )
        problem.headers |= _receipt(upload)
        raise problem
    if offset + length > upload.length:
        raise Problem(413, _("发来的内容比开始时说的长，请重新上传。"))
    algorithm = sum_told[0] if sum_told else "sha256"
    got = receive(
        request, upload.place, person_id=upload.person_id, length=length, algorithm=algorithm,
        is_wanted=upload.is_wanted,
    )  # fmt: skip
    if sum_told and (got.count < length or got.digest != sum_told[1]):
        upload.cut_back(offset)
        if got.count == length:
            raise Problem(
                protocol.CHECKSUM_MISMATCH, _("这一段传输中有损坏，应用会自动重传。"), Upload_Offset=str(offset)
            )
    if upload.offset < upload.length:
        return upload
    is_in_one = offset == 0 and algorithm == "sha256"
    return finish(upload, by=request.user, at=clock.now(), sha256=got.digest.hex() if is_in_one else "")


def _body_length(request: Request) -> int:
    """Content-Length; a body without one (chunked) cannot be told from one that was cut."""
    return protocol.number({"Content-Length": request.META.get("CONTENT_LENGTH") or "0"}, "Content-Length")


def _busy(upload: Upload) -> Problem:
    return Problem(423, _("这个文件正由另一个连接在传，请稍等。"), Upload_Offset=str(upload.offset), Retry_After="2")


def _state(upload: Upload, code: int) -> HttpResponse:
    """How far it is, until when it waits, and the receipt where it is kept."""
    response = HttpResponse(status=code, headers=_receipt(upload))
    response["Upload-Offset"] = upload.offset
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def _receipt(upload: Upload) -> dict[str, str]:
    return {protocol.RECEIPT: f"{upload.sha256} {upload.received_at}"} if upload.state == KEPT else {}
