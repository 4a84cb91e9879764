"""The one list at size: 100,000 matters with 2 million entries of the journal; inbox and board at one client.

`python -m bench.matters` alone measures in a city of its own (or the one in YIDAN_HOME); `make bench` asks for the
same rows. Matters built through commands are copied inside the database, with everything that happened to them.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, models

from bench import server

MATTERS, ENTRIES = 100_000, 2_000_000
AIM = 60  # milliseconds, p95 at one client
# (what, whose, address)
PAGES = (
    ("inbox of the office: whose turn it is", "wang", "/matters/"),
    ("board of the office: all, by state", "wang", "/matters/?tab=all"),
    ("one kind, one state, by deadline", "wang", "/matters/?tab=all&kind=request&state=closed&sort=due"),
    ("inbox of a county", "lin", "/matters/"),
    ("inbox of an owner", "li", "/matters/"),
    ("front page of the office", "wang", "/"),
)


def multiply(wanted: int = MATTERS, entries: int = ENTRIES) -> dict[str, int]:
    """Copy until there are so many matters, and entries about them; returns how many there are."""
    from bench import copies
    from yidan.kernel.journal import Entry
    from yidan.matters import models as course
    from yidan.matters.models import Matter

    copied: tuple[type[models.Model], ...] = (
        Matter, Matter.projects.through, Matter.supporting_units.through, course.Reply, course.Extension, course.Urge,
        course.Pause, course.Escalation, course.Verification,
    )  # fmt: skip
    strides = {model: (model.objects.aggregate(last=models.Max("pk"))["last"] or 0) for model in copied}
    serials = Matter.objects.aggregate(last=models.Max("serial"))["last"] or 0
    copies.CHANGED["matter", "serial"] = f"serial + {{n}} * {serials}"
    times = -(-wanted // max(Matter.objects.count(), 1))
    about = Entry.objects.filter(subject_type="matter").count()
    rounds = max(1, -(-entries // max(about * times, 1)))
    last = Entry.objects.aggregate(last=models.Max("pk"))["last"] or 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
        for number in range(times):
            for model in copied if number else ():
                cursor.execute(copies._statement(model, number, strides))
            for again in range(rounds):
                if number or again:
                    cursor.execute(_entries(Entry, number * strides[Matter], last))
        copies._count_on(cursor, strides | {Entry: last})
        cursor.execute("ANALYZE")
    return {"matters": Matter.objects.count(), "entries": Entry.objects.count()}


def _entries(entry: type[models.Model], shift: int, last: int) -> str:
    """What was done to the matters, done to their copies."""
    names = [field.column for field in entry._meta.concrete_fields if not field.primary_key]
    values = [f"subject_id + {shift}" if name == "subject_id" else f'"{name}"' for name in names]
    table, columns = entry._meta.db_table, ", ".join(f'"{name}"' for name in names)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table} "
        f"WHERE subject_type = 'matter' AND id <= {last}"
    )


def urging(person: Any) -> Callable[[], None]:
    """A real act each time it is called: the next matter in hand is urged."""
    from yidan.kernel.errors import Refused
    from yidan.matters.commands import working
    from yidan.matters.models import Matter
    from yidan.web.cli import home as place

    at, waiting = place.now(), Matter.objects.filter(state="running").order_by("-pk").iterator(200)

    def urge() -> None:
        for matter in waiting:
            try:
                working.urge(matter, by=person, at=at)
            except Refused:  # urged today already, or not to be urged
                continue
            return
        raise RuntimeError("bench: no matter is left to urge")

    return urge


def measure(home: Path, environment: dict[str, str], database: str, requests: int = 60) -> dict[str, Any]:
    """Queries and times of the pages, on a server of its own; nothing is kept between requests but what pages keep."""
    from bench import inside
    from yidan.kernel import seals
    from yidan.people.models import Person
    from yidan.web.cli import home as place

    found: dict[str, Any] = {"size": multiply(), "pages": {}}
    people = {name: Person.objects.get(username=name) for name in {name for _what, name, _path in PAGES}}
    signed = {name: inside.signed_in(person) for name, person in people.items()}
    write = urging(people["wang"])
    for what, name, path in PAGES:
        seen = inside.looks(signed[name][0], path, write, times=3)
        found["pages"][what] = {"queries": seen.queries_kept, "cold": seen.after, "warm": seen.kept}
    seals.seal(at=place.now())
    with server.running(home, environment, database) as running:
        server.settle(running)  # its own worker takes in what was copied past it
        for what, name, path in PAGES:
            timed = server.measure(running, path, signed[name][1], clients=1, requests=requests)
            found["pages"][what] |= vars(timed)
    return found


def rows(r: dict[str, Any]) -> list[str]:
    """Rows of docs/benchmarks.md."""
    size = r["size"]
    lines = [
        f"The one list with {size['matters']:,} matters, {size['entries']:,} entries in the journal:",
        "",
        "| page | aim (p95, 1 client) | p50, p95 | CPU | after a write | kept | queries |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for what, p in r["pages"].items():
        lines.append(
            f"| {what} | ≤ {AIM} ms | {p['p50']:.0f}, {p['p95']:.0f} | {p['cpu']:.1f} | {p['cold']:.0f} "
            f"| {p['warm']:.1f} | {p['queries']} |"
        )
    return [*lines, ""]


def main() -> None:
    """A city of its own, unless there is one."""
    home = Path(os.environ.get("YIDAN_HOME") or tempfile.mkdtemp(prefix="yidan-matters-"))
    os.environ["YIDAN_HOME"] = str(home)
    from yidan.web.cli import home as place

    place.prepare()
    from yidan.people.models import Person
    from yidan.web.demo import load

    if not Person.objects.filter(username="li").exists():
        load.load(120, 12)
    found = measure(home, {**os.environ}, "")
    print("\n".join([*rows(found), json.dumps(found)]))  # noqa: T201


if __name__ == "__main__":
    main()
