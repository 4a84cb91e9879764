"""What every request passes through: sign in first; refusals become sentences."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yidan.kernel.errors import Refused

OPEN_PREFIXES = ("/static/", "/account/", "/about/", "/preferences/", "/health/")


def sign_in_required(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let nobody past the door without a log-in, whatever a view forgets."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PREFIXES) or request.user.is_authenticated:
            return get_response(request)
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = reverse(settings.LOGIN_URL)
            return response
        return redirect_to_login(request.get_full_path())

    return middleware


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Show a refused act as its one sentence with status 409; what was entered stays in the form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        template = "errors/refused.html#body" if request.headers.get("HX-Request") else "errors/refused.html"
        return render(request, template, {"refusal": exception}, status=409)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
