"""Clocks: 100,000 permits read again under a calendar that changed a day of each, and what moved written.

`python -m bench.approvals` measures in a database of its own (YIDAN_HOME, or DATABASE_URL).
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date, timedelta
from time import perf_counter, process_time
from typing import Any

import click

CLOCKS = 100_000
EACH = 10  # permits of a project
AIM = 60  # seconds


def build(count: int = CLOCKS) -> None:
    """So many permits, ten a project, over the spring of 2020, each with a stop; every other project has its
    construction permit, so that its finished course is counted anew as well."""
    from tests.make import moment
    from yidan.approvals.models import ApprovalCourse, ApprovalItem, Permit, PermitEvent
    from yidan.ledger.models import Project

    live = ApprovalItem.objects.live()
    items = [*live.exclude(code="construction").order_by("order")[: EACH - 1], live.get(code="construction")]
    at, received = moment(2020, 1, 6), date(2020, 4, 1)
    projects = Project.objects.bulk_create(
        [Project(internal_id=f"B-{number:06d}", order=number, registered_at=at) for number in range(count // EACH)],
        2_000,
    )
    permits = Permit.objects.bulk_create(
        [
            Permit(project=project, item=item, code=item.code, order=order, limit=20, opened_at=at,
                   state="decided" if place % 2 else "accepted", received_on=received)
            for place, project in enumerate(projects) for order, item in enumerate(items)
        ], 2_000,
    )  # fmt: skip
    steps = (("submit", 0, ""), ("accept", 1, ""), ("pause", 5, "公示"), ("resume", 12, ""), ("decide", 40, ""))
    PermitEvent.objects.bulk_create(
        [
            PermitEvent(recorded_at=at, permit=each, serial=serial, kind=kind, basis=basis, document=basis,
                        happened_at=moment(2020, 4, 1) + timedelta(days=place % 20 + days))
            for place, each in enumerate(permits)
            for serial, (kind, days, basis) in enumerate(steps if each.state == "decided" else steps[:-1], 1)
        ], 2_000,
    )  # fmt: skip
    ApprovalCourse.objects.bulk_create(
        [
            ApprovalCourse(recorded_at=at, project=each, started_on=received, ended_on=date(2020, 6, 1), workdays=1,
                           calendar_days=1)
            for each in projects[1::2]
        ], 2_000,
    )  # fmt: skip


def measure() -> dict[str, float]:
    """Seconds to say what would move, and to write it anew, for all of them."""
    from tests.make import moment
    from yidan.approvals import queries
    from yidan.approvals.commands.calendar import renew
    from yidan.approvals.models import ApprovalCourse, Permit
    from yidan.kernel import workdays

    before = workdays.calendar()
    renew(before, workdays.Calendar({**before.exceptions, date(2020, 4, 2): False}, before.notices), moment(2020, 5, 1))
    days = {date(2020, 4, 2): False, date(2020, 4, 30): False}
    after = workdays.Calendar({**before.exceptions, **days}, before.notices)
    start, cpu = perf_counter(), process_time()
    moved = sum(1 for _each in queries.moves(before, after))
    said, said_cpu = perf_counter() - start, process_time() - cpu
    start, cpu = perf_counter(), process_time()
    renew(before, after, moment(2020, 5, 2))
    return {
        "clocks": Permit.objects.count(), "courses": ApprovalCourse.objects.live().count(), "moved": moved,
        "courses_moved": ApprovalCourse.objects.filter(superseded_at=moment(2020, 5, 2)).count(),
        "said": {"wall": said, "cpu": said_cpu},
        "written": {"wall": perf_counter() - start, "cpu": process_time() - cpu},
    }  # fmt: skip


def rows(found: dict[str, Any]) -> list[str]:
    """The table of clocks."""
    words = {"said": "what would move is listed", "written": "all of it is written anew"}
    return [
        f"A holiday notice is imported: {found['clocks']:,} clocks, of which {found['moved']:,} move, and "
        f"{found['courses']:,} finished courses, of which {found['courses_moved']:,} move.",
        "",
        "| act | aim (wall) | wall | CPU |",
        "|---|--:|--:|--:|",
        *(
            f"| {words[name]} | < {AIM} s | {found[name]['wall']:.1f} s | {found[name]['cpu']:.1f} s |"
            for name in words
        ),
        "",
    ]


def measured(count: int = CLOCKS) -> dict[str, Any]:
    """Built and measured in a transaction that is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        build(count)
        found = measure()
        transaction.set_rollback(True)
    return found


def main() -> None:
    """Measured in a database of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    os.environ.setdefault("YIDAN_HOME", tempfile.mkdtemp(prefix="yidan-bench-"))
    from yidan.web.cli import home

    home.prepare()
    click.echo(json.dumps(measured(), ensure_ascii=False))


if __name__ == "__main__":
    main()
