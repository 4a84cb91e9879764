"""Choosing theme, size, unit and language; the page about what this app never does."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from yidan.web.preferences import CHOICES
from yidan.web.views.feedback import SendForm

YEAR = 365 * 24 * 3600


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep one choice in its cookie and go back to where it was made."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    languages = dict(settings.LANGUAGES)
    for name in (*CHOICES, "language"):
        value = request.POST.get(name)
        if value is None:
            continue
        if value not in (languages if name == "language" else CHOICES[name]):
            return HttpResponseBadRequest(name)
        cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
        response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.BEHIND_TLS, httponly=True)
    return response


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """关于: who runs this, and what it never does (domain.md §13.4, §14 item 42)."""
    return render(request, "about.html", {"form": SendForm() if request.user.is_authenticated else None})
