"""The pages for what went wrong: what, where, and what to do now."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yidan.web.middleware import ANSWERED_IN_JSON
from yidan.web.request import Request


def not_permitted(request: Request, exception: Exception | None = None) -> HttpResponse:
    """403: who could is said where it is known."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: Request, exception: Exception | None = None) -> HttpResponse:
    """404: it does not exist, or this person may not see it; which of the two is not told."""
    return render(request, "errors/404.html", status=404)


def broken(request: Request) -> HttpResponse:
    """500: without any context, since that may be what broke."""
    from django.template.loader import get_template

    return HttpResponse(get_template("errors/500.html").render(), status=500)


def form_expired(request: Request, reason: str = "") -> HttpResponse:
    """403 for a form whose token is too old: go back, reload, send again."""
    if request.path.startswith(ANSWERED_IN_JSON):
        return JsonResponse({"sentence": _("登录状态已更新，请刷新页面后再发；内容都还在。")}, status=403)
    return render(request, "errors/expired.html", status=403)
