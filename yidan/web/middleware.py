"""What every request passes through: sign in first; refusals become sentences."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidan.evidence import store
from yidan.kernel.errors import Refused
from yidan.web.addresses import address

# Asked by the field app's script, which cannot follow a page to the log-in: it says 请重新登录 and keeps everything.
ANSWERED_IN_JSON = ("/sync/", "/field/data/", "/uploads/")
OPEN_PREFIXES = ("/static/", "/account/", "/about/", "/preferences/", "/health/", "/calendar/", "/public/")

SQUEEZED = ("text/html", "application/json", "text/calendar")


class Squeeze(GZipMiddleware):
    """Pages and answers are sent compressed to who takes it; files, films and what is streamed go as they are.

    Django pads each by a random length, so that its size tells nobody what a secret in it begins with.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress text of our own."""
        kind = response.get("Content-Type", "").partition(";")[0]
        return response if response.streaming or kind not in SQUEEZED else super().process_response(request, response)


def sign_in_required(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let nobody past the door without a log-in, whatever a view forgets."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PREFIXES):
            return get_response(request)
        if request.user.is_authenticated:
            own_password = address("person.change_password")
            if request.user.must_change_password and request.path != own_password:
                if request.path.startswith(ANSWERED_IN_JSON):
                    return JsonResponse({"sentence": _("请先到网页上修改初始密码，再回来发送。")}, status=403)
                return _go(request, own_password)
            return get_response(request)
        if request.headers.get("HX-Request"):
            return _go(request, reverse(settings.LOGIN_URL))
        if request.path.startswith(ANSWERED_IN_JSON):
            return JsonResponse({"sentence": _("请重新登录；填写和拍摄的内容都在手机里，不会丢。")}, status=401)
        if request.get_full_path() == "/":  # nothing in particular was asked for: everybody's own desk
            return HttpResponseRedirect(reverse(settings.LOGIN_URL))
        return redirect_to_login(request.get_full_path())

    return middleware


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the whole window there, also when only a fragment was asked for."""
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(address)
    response = HttpResponse(status=204)
    if (
        urlsplit(request.headers.get("HX-Current-URL", "")).path != address
    ):  # it is there: never load it again and again
        response["HX-Redirect"] = address
    return response


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Show a refused act as its one sentence with status 409, a store that is away with 503; what was entered stays."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        template = "errors/refused.html#body" if request.headers.get("HX-Request") else "errors/refused.html"
        is_away = isinstance(exception, store.Away)
        response = render(request, template, {"refusal": exception}, status=503 if is_away else 409)
        if is_away:
            response["Retry-After"] = "60"
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
