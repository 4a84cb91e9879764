"""大屏: the cockpit for a wall of 1920×1080, the same calm page, larger; it renews itself every minute."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yidan.kernel.values import beijing_day
from yidan.web import asking, cockpit
from yidan.web import format as words
from yidan.web.request import Request
from yidan.web.views.home import look


@require_GET
def wall(request: Request) -> HttpResponse:
    """The page, or by htmx only what changes on it. On a wall amounts are in 亿元."""
    asked, now, at = asking.seen(request)
    today = beijing_day(now)
    context = cockpit.page(look(asked, today=today, at=at), asked, words.YI, today=today)
    context |= {"address": f"/wall/?{asking.query(asked)}", "moment": words.minute(now, today)}
    template = "wall/wall.html#board" if request.headers.get("HX-Request") else "wall/wall.html"
    return render(request, template, context)
