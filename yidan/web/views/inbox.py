"""消息: one's own inbox, taking note of it, and the calendar of one's own deadlines."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yidan.kernel.policy import Role
from yidan.matters import queries as matters
from yidan.people import queries
from yidan.people.commands import notifying
from yidan.people.models import Notice
from yidan.web import calendar_feed, clock, inbox
from yidan.web.acting import ActForm, act_of
from yidan.web.request import Request

PAGE = 50
post_only = require_http_methods(["POST"])


@require_GET
def inbox_page(request: Request) -> HttpResponse:
    """What one was told, the unread first of all; `?all` shows what was read too."""
    shows_all = "all" in request.GET
    found = queries.notices_of(request.user)
    count = queries.unread_count(request.user)
    page = Paginator(found if shows_all else queries.unread(request.user), PAGE).get_page(request.GET.get("page"))
    here = reverse("inbox")
    context = {
        "page": page, "rows": inbox.rows(page.object_list), "count": count, "form": ActForm(),
        "tabs": [
            {"label": _("未读 %(count)d") % {"count": count}, "address": here, "is_here": not shows_all},
            {"label": _("全部"), "address": f"{here}?all", "is_here": shows_all},
        ],
        "has_feed": request.user.calendar_feeds.filter(closed_at__isnull=True).exists(),
        "feed": request.session.pop("calendar_feed", ""),
    }  # fmt: skip
    return render(request, "inbox/inbox.html", context)


@never_cache
@require_GET
def badge(request: Request) -> HttpResponse:
    """How many are unread, for the title bar; loaded after the page."""
    return render(request, "inbox/badge.html", {"count": queries.unread_count(request.user)})


@post_only
def read(request: Request) -> HttpResponse:
    """阅知: one notice, and on to what it is about; or all that the page shows."""
    form = ActForm(request.POST)
    form.is_valid()
    numbers = [int(each) for each in request.POST.getlist("notices") if each.isdecimal()]
    if queries.unread(request.user).filter(pk__in=numbers).exists():
        notifying.read(request.user, notices=numbers, **act_of(request, form))
    if "go" in request.POST and len(numbers) == 1:
        notice = Notice.objects.filter(person=request.user, pk=numbers[0]).first()
        if notice and (address := inbox.address_of(notice.subject_type, notice.subject_id)):
            return HttpResponseRedirect(address)
    return HttpResponseRedirect(reverse("inbox"))


@require_GET
def told(request: Request, pk: int) -> HttpResponse:
    """知会凭据 of a matter: who was told, when, by which channel, noted when. The office and the auditor see all of
    it, everybody else what concerns the own unit. A fragment of the matter's page; without script a page."""
    matter = get_object_or_404(matters.visible_to(request.user), pk=pk)
    found = queries.told_of("matter", matter.pk)
    if not request.user.is_role(Role.SUPERVISOR, Role.AUDITOR):
        found = found.filter(person__unit=request.user.unit_id)
    context = {"matter": matter, "rows": inbox.proofs(found[:PAGE])}
    return render(request, "inbox/told.html" if request.htmx else "inbox/told_page.html", context)


# --- the calendar ---


@post_only
def open_feed(request: Request) -> HttpResponse:
    """开通日历订阅: the address is shown this once; opening again makes a new one and stops the old."""
    token = secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).hexdigest()
    notifying.open(request.user, token_sha256=digest, **act_of(request))
    path = reverse("calendar", args=[token])
    request.session["calendar_feed"] = (
        f"{settings.BASE_URL}{path}" if settings.BASE_URL else (request.build_absolute_uri(path))
    )
    return HttpResponseRedirect(reverse("inbox") + "#calendar")


@post_only
def close_feed(request: Request) -> HttpResponse:
    """停用日历订阅."""
    notifying.close(request.user, **act_of(request))
    messages.success(request, _("日历订阅已停用"))
    return HttpResponseRedirect(reverse("inbox") + "#calendar")


@never_cache
@require_GET
def feed(request: Request, token: str) -> HttpResponse:
    """The deadlines of whoever holds the address, for a calendar program; nothing is counted of who reads it."""
    person = queries.feed_owner(hashlib.sha256(token.encode()).hexdigest())
    if person is None:
        raise Http404("calendar")
    now = clock.now()
    content = calendar_feed.of(person, now, since=now - timedelta(days=30))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="yidan.ics"'
    return response
