"""Idle log-ins end (domain.md §12): a session lasts YIDAN_SESSION_MINUTES from the last thing its owner did.

Django counts from when a session was last written. Whoever is active has it written again, once a minute at most, so
that reading a page costs no write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SEEN = "seen_at"
WRITE_AFTER_SECONDS = 60


def stay(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Move the end of the session on with each act of its owner."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.get(SEEN, 0) >= WRITE_AFTER_SECONDS:
                request.session[SEEN] = now
        return get_response(request)

    return middleware


@receiver(user_logged_in)
def _begin(request: HttpRequest, **_known: Any) -> None:
    request.session[SEEN] = int(timezone.now().timestamp())
