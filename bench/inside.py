"""What is measured inside one process: queries, CPU of a page after a write, the accept command, growth with size."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yidan.kernel.values import Month
from yidan.people.models import Person
from yidan.progress.commands import report
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State

LIST = "/projects/?domain=industry&sort=-done&size=50"


def pages(project: int) -> dict[str, str]:
    """What is asked for, by name."""
    return {
        "list of 50, filtered and sorted": LIST,
        "project page": f"/projects/{project}/",
        "cockpit": "/",
        "figures by unit": "/figures/completion.rate/",
    }


def signed_in(person: Person) -> tuple[Client, str]:
    """A client of this process, and the cookie for the server's."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def queries(client: Client, path: str) -> int:
    """How many queries a page asks when nothing is kept."""
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        if client.get(path).status_code != 200:
            raise RuntimeError(path)
    return len(asked)


def cpu(act: Callable[[], Any], times: int, *, before: Callable[[], Any] = lambda: None) -> float:
    """Milliseconds of this process's CPU, the median of some."""
    took = []
    for _ in range(times):
        before()
        began = time.process_time()
        act()
        took.append((time.process_time() - began) * 1000)
    return sorted(took)[len(took) // 2]


def cold_and_warm(client: Client, path: str, times: int = 5) -> tuple[float, float]:
    """A page's CPU after a write (nothing kept) and while nothing is written."""
    client.get(path)
    cold = cpu(lambda: client.get(path), times, before=cache.clear)
    client.get(path)
    return cold, cpu(lambda: client.get(path), times * 3)


def accept(wang: Person, month: Month, times: int) -> tuple[float, int]:
    """CPU and queries of accepting one report, with permission and journal."""
    waiting = list(MonthlyReport.objects.filter(month=month, state=State.CHECKED)[: times + 1])
    with CaptureQueriesContext(connection) as asked:
        _accept(waiting[0], wang)
    left = iter(waiting[1:])
    return cpu(lambda: _accept(next(left), wang), len(waiting) - 1), len(asked)


def _accept(paper: MonthlyReport, wang: Person) -> None:
    with transaction.atomic():
        report.accept(paper, by=wang, at=(paper.checked_at or paper.saved_at) + timedelta(hours=2))
