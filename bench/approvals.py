"""Clocks: 100,000 permits read again under a calendar that changed a day of each, and what moved written.

`python -m bench.approvals` measures in a database of its own (YIDAN_HOME, or DATABASE_URL).
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import date, timedelta
from time import perf_counter

import click

CLOCKS = 100_000
AIM = 60  # seconds


def build(count: int = CLOCKS) -> None:
    """So many accepted permits of one project each, over the spring of 2020, each with a stop."""
    from tests.make import moment
    from yidan.approvals.models import ApprovalItem, Permit, PermitEvent
    from yidan.ledger.models import Project

    item = ApprovalItem.objects.live().get(code="works_permit")
    at = moment(2020, 1, 6)
    projects = Project.objects.bulk_create(
        [Project(internal_id=f"B-{number:06d}", order=number, registered_at=at) for number in range(count)], 2_000
    )
    permits = Permit.objects.bulk_create(
        [
            Permit(project=each, item=item, code=item.code, order=1, limit=20, state="accepted", opened_at=at,
                   received_on=date(2020, 4, 1))
            for each in projects
        ], 2_000,
    )  # fmt: skip
    steps = (("submit", 0, ""), ("accept", 1, ""), ("pause", 5, "公示"), ("resume", 12, ""))
    PermitEvent.objects.bulk_create(
        [
            PermitEvent(recorded_at=at, permit=each, serial=serial, kind=kind, basis=basis, document=basis,
                        happened_at=moment(2020, 4, 1) + timedelta(days=place % 20 + days))
            for place, each in enumerate(permits) for serial, (kind, days, basis) in enumerate(steps, 1)
        ], 2_000,
    )  # fmt: skip


def measure() -> dict[str, float]:
    """Seconds to say what would move, and to write it anew, for all of them."""
    from tests.make import moment
    from yidan.approvals import queries
    from yidan.approvals.commands.calendar import renew
    from yidan.approvals.models import Permit
    from yidan.kernel import workdays

    before = workdays.calendar()
    renew(before, workdays.Calendar({**before.exceptions, date(2020, 4, 2): False}, before.notices), moment(2020, 5, 1))
    day = date(2020, 4, 30)
    after = workdays.Calendar({**before.exceptions, day: False}, before.notices)
    start = perf_counter()
    moved = sum(1 for _each in queries.moves(before, after))
    said = perf_counter() - start
    start = perf_counter()
    renew(before, after, moment(2020, 5, 2))
    return {
        "clocks": Permit.objects.count(), "moved": moved, "said in s": round(said, 1),
        "written in s": round(perf_counter() - start, 1), "aim in s": AIM,
    }  # fmt: skip


def main() -> None:
    """Build and measure in a transaction that is rolled back."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    os.environ.setdefault("YIDAN_HOME", tempfile.mkdtemp(prefix="yidan-bench-"))
    from yidan.web.cli import home

    home.prepare()
    from django.db import transaction

    with transaction.atomic():
        build()
        click.echo(json.dumps(measure(), ensure_ascii=False))
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
