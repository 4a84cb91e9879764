"""大屏: the cockpit for a wall of 1920×1080, the same calm page, larger; it renews itself every minute."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yidan.figures import queries
from yidan.kernel.values import beijing_day
from yidan.web import asking, clock, cockpit
from yidan.web import format as words
from yidan.web.views.home import look


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The page, or by htmx only what changes on it. On a wall amounts are in 亿元."""
    now, at = clock.now(), queries.revision()
    asked = asking.question(request, now=now, at=at)
    if asked.scope.is_nothing:
        raise Http404("wall")
    today = beijing_day(now)
    context = cockpit.page(look(asked, today=today, at=at), asked, words.YI, today=today)
    context |= {"address": f"/wall/?{asking.query(asked)}", "moment": words.minute(now, today)}
    template = "wall/wall.html#board" if request.headers.get("HX-Request") else "wall/wall.html"
    return render(request, template, context)
