"""docs/benchmarks.md from what was measured."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from bench import matters, uploads

AIMS = {
    "list of 50, filtered and sorted": 15, "project page": 12, "cockpit": 20, "figures by unit": None,
}  # fmt: skip
MB = 1024 * 1024


def write(about: list[str], found: dict[str, Any], projects: int, months: int) -> str:
    """The page."""
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {date.today():%Y-%m-%d}: {projects:,} projects × {months} months. The city is",
        "the simulated one: 250 projects built through the commands, the rest copied inside the database",
        "(bench/copies.py). CPU is the figure to trust; it is the server's and the database's together.",
        "Milliseconds unless said otherwise.",
        "",
        "## The machine",
        "",
        *about,
        "",
    ]
    for name, result in found.items():
        lines += _database(name, result)
    return "\n".join(lines) + "\n"


def _database(name: str, r: dict[str, Any]) -> list[str]:
    lines = [
        f"## {name}",
        "",
        f"{r['projects']:,} projects, {r['entries']:,} entries in the journal. "
        f"First answer {r['first_answer']:.1f} s after start; the server takes "
        f"{r['memory_at_rest'] / MB:.0f} MB at rest, "
        f"{r['memory_after'] / MB:.0f} MB after the load (2 workers, proportional set size).",
        "",
        "| page | aim (CPU) | CPU | p50, p95 at 1 client | p50, p95 at 8 | after a write | kept | queries |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for page, p in r["pages"].items():
        one, eight = p["clients_1"], p["clients_8"]
        aim = f"≤ {AIMS[page]}" if AIMS.get(page) else ""
        lines.append(
            f"| {page} | {aim} | {one['cpu']:.1f} | {one['p50']:.0f}, {one['p95']:.0f} | {eight['p50']:.0f}, "
            f"{eight['p95']:.0f} | {p['cold']:.0f} | {p['warm']:.1f} | {p['queries']} |"
        )
    lines += [
        "",
        "*CPU*: per request over HTTP. *After a write*: one process, nothing kept. *Kept*: nothing written",
        "since. *Queries*: with nothing kept.",
        "",
        "| act | aim | CPU | wall | peak memory |",
        "|---|--:|--:|--:|--:|",
        f"| accept a report ({r['accept_queries']} queries) | ≤ 6 ms | {r['accept_cpu']:.1f} ms | | |",
        _ran("import that workbook into an empty instance", "≤ 20 s, ≤ 400 MB", r.get("import")),
        _ran(f"export the dispatch workbook ({r['export']['size'] / MB:.1f} MB)", "", r["export"]),
        "",
    ]
    if "uploads" in r:
        lines += uploads.rows(r["uploads"])
    if "matters" in r:
        lines += matters.rows(r["matters"])
    return lines + _growth(r.get("growth", []))


def _ran(what: str, aim: str, ran: dict[str, Any] | None) -> str:
    if ran is None:
        return f"| {what} | {aim} | not measured | | |"
    return f"| {what} | {aim} | {ran['cpu']:.1f} s | {ran['wall']:.1f} s | {ran['peak'] / MB:.0f} MB |"


def _growth(sizes: list[dict[str, Any]]) -> list[str]:
    if len(sizes) < 2:
        return []
    lines = [
        "Growth with the number of projects (3 months; one process, CPU in ms):",
        "",
        "| projects | list after a write | list kept | cockpit after a write | cockpit kept |",
        "|--:|--:|--:|--:|--:|",
    ]
    for s in sizes:
        lines.append(
            f"| {s['projects']:,} | {s['list']['cold']:.0f} | {s['list']['warm']:.1f} | {s['cockpit']['cold']:.0f} "
            f"| {s['cockpit']['warm']:.1f} |"
        )
    first, last = sizes[0], sizes[-1]
    cells = [
        f"{exponent(first['projects'], first[page][kind], last['projects'], last[page][kind]):.2f}"
        for page in ("list", "cockpit")
        for kind in ("cold", "warm")
    ]
    return [*lines, f"| exponent | {' | '.join(cells)} |", ""]


def exponent(n: int, cost: float, m: int, later: float) -> float:
    """b in cost ~ n^b: 0 is flat, 1 is proportional."""
    return math.log(later / cost) / math.log(m / n)
