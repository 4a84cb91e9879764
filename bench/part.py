"""One database, one size: build it, measure it, print what was found as one line of JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BASE = 250  # projects built through commands; the rest are copies


def say(text: str) -> None:
    """Progress, on standard error."""
    print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)  # noqa: T201


def build(projects: int, months: int) -> dict[str, Any]:
    """An empty database, a city through commands, its copies."""
    from yidan.web.cli import home

    _empty_database()
    home.prepare()
    from bench import copies
    from yidan.kernel.journal import Entry
    from yidan.web.demo import load

    began = time.process_time()
    built = load.load(min(projects, BASE), months, with_reserve=False)  # what is copied stands in the dispatch
    by_commands = time.process_time() - began
    began = time.monotonic()
    count = copies.multiply(projects)
    say(f"{count} projects × {months} months, {Entry.objects.count():,} entries")
    return {
        "projects": count, "entries": Entry.objects.count(), "base": built.projects, "base_cpu": by_commands,
        "copies_wall": time.monotonic() - began, "month": built.city.months[-1], "open_month": built.city.open_month,
        "fullest": _fullest(built.city.months),
    }  # fmt: skip


def _fullest(months: list[tuple[int, int]]) -> tuple[tuple[int, int], int]:
    """The last month of the year with most plans, and how many rows its dispatch table has: later years have lost
    what was completed."""
    from django.db.models import Count

    from yidan.ledger.models import AnnualPlan

    plans = AnnualPlan.objects.live().filter(year__in={year for year, _month in months}).values_list("year")
    year, rows = plans.annotate(rows=Count("pk")).order_by("-rows").first() or (months[-1][0], 0)
    return max(month for month in months if month[0] == year), rows


def _empty_database() -> None:
    url = os.environ.get("DATABASE_URL")
    if not url:
        return
    import psycopg

    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(url.replace(f"/{name}", "/postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def whole(projects: int, months: int, requests: int, apart: bool = True) -> dict[str, Any]:
    """Everything at one size; not `apart`, without uploads, clocks and the one list."""
    found = build(projects, months)
    from bench import approvals, bulletins, inside, matters, papers, plans, server, uploads
    from yidan.kernel import seals
    from yidan.kernel.values import Month
    from yidan.ledger.models import Project
    from yidan.people.models import Person
    from yidan.web.cli import home as place

    wang = Person.objects.get(username="wang")
    client, cookie = inside.signed_in(wang)
    middle = Project.objects.filter(children=None, merged_into=None).order_by("pk")[projects // 2].pk
    pages = inside.pages(middle)
    found["pages"] = {}
    environment = {**os.environ}
    home = Path(os.environ["YIDAN_HOME"])
    database = urlsplit(os.environ.get("DATABASE_URL", "")).path.lstrip("/")
    found["load"], write = [_load()], inside.corrections(wang)
    for name, path in pages.items():
        seen = inside.looks(client, path, write)
        found["pages"][name] = vars(seen)
        say(f"{name}: {seen.first:.0f} ms at first, {seen.after:.1f} after a write, {seen.kept:.1f} kept")
    seals.seal(at=place.now())  # else the server's own worker would do it while it is measured
    with server.running(home, environment, database) as running:
        found["first_answer"] = running.first_answer
        found["settled"] = server.settle(running)
        found["memory_at_rest"], found["memory_database"] = running.memory(), running.memory_of_database()
        server.acquaint(running, list(pages.values()), cookie)
        for name, path in pages.items():
            for clients in (1, 8):
                timed = server.measure(running, path, cookie, clients=clients, requests=requests)
                found["pages"][name][f"clients_{clients}"] = {"p50": timed.p50, "p95": timed.p95, "cpu": timed.cpu}
                say(f"{name}, {clients} at once: {timed.cpu:.1f} ms of CPU, p50 {timed.p50:.0f}, p95 {timed.p95:.0f}")
        found["memory_after"] = running.memory()
    if apart:
        people = [Person.objects.get(username=name) for name in uploads.PEOPLE]
        found["uploads"] = uploads.measure(home, environment, database, [inside.signed_in(each)[1] for each in people])
    found["accept_cpu"], found["accept_queries"] = inside.accept(wang, Month(*found["open_month"]), 100)
    found["by_unit"] = bulletins.by_unit(found["month"])
    say(f"all figures by unit: {found['by_unit']['wall']:.2f} s")
    found["annual"] = bulletins.annual(found["month"][0])
    say(f"the year's report: {found['annual']['wall']:.2f} s")
    say("export and import")
    fullest, rows = found["fullest"]
    month = "{}-{:02d}".format(*fullest)
    workbook = home / "dispatch.xlsx"
    ran = papers.run(["export", "--kind", "dispatch", "--month", month, "-o", str(workbook)], environment)
    found["export"] = vars(ran) | {"size": workbook.stat().st_size, "rows": rows}
    try:
        found["import"] = _import(workbook, month, home)
    except RuntimeError as failure:
        say(f"the import failed: {failure}")
    found["load"].append(_load())
    if apart:
        say("clocks under a new notice")
        found["clocks"] = approvals.measured()
        say("the tree of a plan")
        found["tree"] = plans.measured()
        say("the one list at size")
        found["matters"] = matters.measure(home, environment, database, requests)
    return found


def _import(workbook: Path, month: str, home: Path) -> dict[str, Any]:
    """Into an empty instance beside; on PostgreSQL into an empty database beside."""
    from bench import papers

    other = home / "other"
    other.mkdir()
    environment = {**os.environ, "YIDAN_HOME": str(other)}
    if url := os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = url + "_import"
        import psycopg

        name = urlsplit(url).path.lstrip("/")
        with psycopg.connect(url.replace(f"/{name}", "/postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}_import" WITH (FORCE)')
    ran = papers.run(["import", str(workbook), "--kind", "dispatch", "--month", month, "--good-rows"], environment)
    shutil.rmtree(other, ignore_errors=True)
    return vars(ran)


def demo(projects: int, months: int) -> dict[str, Any]:
    """The simulated city at full size, every row through the commands."""
    from bench import papers

    before = _load()
    ran = papers.run(["demo", "--projects", str(projects), "--months", str(months), "--yes"], {**os.environ})
    return vars(ran) | {"load": [before, _load()]}


def _load() -> dict[str, Any]:
    """What ran beside: the load average of the last minute, and what a fixed piece of work takes now."""
    from bench import machine

    return {"on": f"{date.today()}", "load": os.getloadavg()[0], "yardstick": machine.yardstick(),
            "interpreter": machine.interpreter()}  # fmt: skip


def papers_of(projects: int, months: int) -> dict[str, Any]:
    """A weekly drafted, written and checked."""
    found = build(projects, months)
    from bench import bulletins

    told = bulletins.measure(found["month"]) | {"projects": found["projects"], "load": [_load()]}
    say(" ".join(f"{name} {told[name]['wall']:.2f} s" for name in ("draft", "files", "verify")))
    return told


def growth(projects: int, months: int) -> dict[str, Any]:
    """List page and cockpit at one size, few months: CPU and memory; the office's table as a whole."""
    found = build(projects, months)
    from bench import inside, papers
    from yidan.people.models import Person

    wang = Person.objects.get(username="wang")
    client, _cookie = inside.signed_in(wang)
    pages, write, before = inside.pages(0), inside.corrections(wang), _resident()
    found["load"] = [_load()]
    for name, short in (("list of 50, filtered and sorted", "list"), ("cockpit", "cockpit")):
        found[short] = vars(seen := inside.looks(client, pages[name], write, times=3))
        say(f"{projects}: {short} {seen.first:.0f} ms at first, {seen.after:.1f} after a write, {seen.kept:.1f} kept")
    found["kept_memory"] = _resident() - before
    month, place = "{}-{:02d}".format(*found["month"]), Path(os.environ["YIDAN_HOME"])
    for form in ("xlsx", "csv"):
        arguments = ["export", "--kind", "dispatch", "--month", month, "--format", form, "-o", str(place / f"t.{form}")]
        found[form] = vars(papers.run(arguments, {**os.environ}))
        say(f"{projects}: {form} {found[form]['cpu']:.1f} s, {found[form]['peak'] / 2**20:.0f} MB")
    found["load"].append(_load())
    return found


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    kind, projects, months, requests = sys.argv[1], *map(int, sys.argv[2:5])
    if kind in ("whole", "pages"):
        answer = whole(projects, months, requests, kind == "whole")
    else:
        answer = {"growth": growth, "bulletins": papers_of, "demo": demo}[kind](projects, months)
    print(json.dumps(answer))  # noqa: T201
