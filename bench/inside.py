"""What is measured inside one process: queries, CPU of a page after a write, the accept command, growth with size."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yidan.kernel.values import Month
from yidan.people.models import Person
from yidan.progress.commands import report
from yidan.progress.models import MonthlyReport, Progress, Span
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
    """A client of this process, and the cookie for the server's; its connection stays open, as the server's do."""
    connection.settings_dict["CONN_MAX_AGE"] = None
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person, backend="yidan.web.signed_in.Backend")
    return client, "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def queries(client: Client, path: str) -> int:
    """How many queries a page asks when nothing is kept."""
    client.get(path)
    return _queries(client, path, cache.clear)


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


def corrections(person: Person) -> Callable[[], None]:
    """A real write each time it is called: the newest accepted amount of the next project is corrected by a little."""
    facts = Progress.objects.live().filter(span=Span.MONTH, report__isnull=False)
    newest = facts.order_by("-month").values_list("month", flat=True).first()
    projects = itertools.cycle(facts.filter(month=newest).order_by("project").values_list("project", flat=True)[::7])

    def correct() -> None:
        fact = facts.select_related("report").get(project=next(projects), month=newest)
        at = timezone.now()
        report.correct(fact.report, by=person, at=at, reason="bench", invested_wan=fact.invested_wan + 1)

    return correct


@dataclass(frozen=True)
class Looks:
    """A page's CPU in milliseconds and its queries: nothing read yet, after a write, nothing written since."""

    first: float
    after: float
    kept: float
    queries_first: int
    queries_after: int
    queries_kept: int


def looks(client: Client, path: str, write: Callable[[], None], times: int = 5) -> Looks:
    """The page in one process; a write is a command that corrects one project's amount."""
    client.get(path)  # its code and its templates are there
    first = cpu(lambda: client.get(path), max(times // 2, 1), before=cache.clear)
    after = cpu(lambda: client.get(path), times * 2, before=write)
    kept = cpu(lambda: client.get(path), times * 3)
    counted = [_queries(client, path, before) for before in (cache.clear, write, lambda: None)]
    return Looks(first, after, kept, *counted)


def _queries(client: Client, path: str, before: Callable[[], Any]) -> int:
    before()
    with CaptureQueriesContext(connection) as asked:
        if client.get(path).status_code != 200:
            raise RuntimeError(path)
    return len(asked)


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
