"""The field app's few addresses: the shell, what the phone keeps, the acts it sends, manifest and service worker."""

from __future__ import annotations

import hashlib
import json
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yidan.kernel.errors import Invalid, Refused
from yidan.web import clock
from yidan.web.field import data as phone
from yidan.web.field import items, nonce, rescue, shell, sync
from yidan.web.request import Request


@require_GET
@ensure_csrf_cookie
def app(request: Request) -> HttpResponse:
    """The shell: the same for everybody, so that it may be kept and opened without a network."""
    at = shell.addresses()
    files = {
        "first": at["field-first.js"], "script": at["field.js"], "later": at["field-later.js"],
        "style": at["field.css"], "mark": at["mark.svg"],
    }  # fmt: skip
    response = render(request, "field/shell.html", {"files": files, "version": shell.version()})
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
@ensure_csrf_cookie
def data(request: Request) -> HttpResponse:
    """What the phone keeps; 304 where it has it already. A fresh nonce comes along either way."""
    now = clock.now()
    with translation.override(_language(request)):
        body = json.dumps(phone.kept(request.user, now), ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["Yidan-Nonce"] = nonce.issue(request.user, now)
    response["Yidan-Now"] = now.isoformat()
    return response


@require_POST
def sync_(request: Request) -> HttpResponse:
    """The acts that the phone kept: done, refused or waiting, each by itself."""
    with translation.override(_language(request)):
        try:
            parcel = items.read(request.body)
        except items.Unreadable as fault:
            return JsonResponse({"sentence": str(fault)}, status=400)
        if parcel.person not in {None, request.user.pk}:
            sentence = _("手机里待发的是另一位同志的，请用原来的账号登录后再发；内容都还在。")
            return JsonResponse({"sentence": sentence, "person": request.user.pk}, status=409)
        answers = sync.answered(parcel, request.user)
    now = clock.now()
    said: dict[str, Any] = {
        "nonce": nonce.issue(request.user, now),
        "now": now.isoformat(),
        "person": request.user.pk,
        "answers": answers,
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@require_http_methods(["GET", "POST"])
def rescue_(request: Request) -> HttpResponse:
    """救援文件: what a phone could not deliver any more, brought in at a desktop."""
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            if not (file := request.FILES.get("file")):
                raise Invalid(_("请选择救援文件。"), field="file")
            brought = rescue.bring(cast(BinaryIO, file), by=request.user, at=clock.now())
            context = {"brought": brought, "is_empty": not brought}
        except Refused as refusal:
            context = {"error": str(refusal)}
    return render(request, "field/rescue.html", context, status=422 if "error" in context else 200)


@require_GET
def manifest(request: Request) -> HttpResponse:
    """What makes it installable."""
    return HttpResponse(
        json.dumps(shell.manifest(), ensure_ascii=False), content_type="application/manifest+json; charset=utf-8"
    )


@require_GET
def worker(request: Request) -> HttpResponse:
    """The service worker: its scope is the app's own part of the site, and it is asked for anew each time."""
    response = HttpResponse(shell.worker(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = shell.SCOPE
    response["Cache-Control"] = "no-cache"
    return response


def _language(request: Request) -> str:
    """The language that the app was switched to; it does not depend on the pages' cookie."""
    said = request.headers.get("Yidan-Language", "")
    return said if said in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
