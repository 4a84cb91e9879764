"""docs/benchmarks.md from what was measured."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from bench import approvals, bulletins, matters, plans, uploads

AIMS = {
    "list of 50, filtered and sorted": 15, "project page": 12, "cockpit": 20, "figures by unit": None,
}  # fmt: skip
MB = 1024 * 1024
DEMO = "`yidan demo --projects 10000 --months 24`"


APART = "<!-- What follows was measured apart; `make bench` leaves it as it is. -->"


def write(about: list[str], found: dict[str, Any], projects: int, months: int, before: str = "") -> str:
    """The page; what stood on it (`before`) from `APART` on stays."""
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
        if name == DEMO:
            lines += _demo(result)
        elif "pages" in result:
            lines += _database(name, result)
        else:
            papers = bulletins.rows(result["papers"], 0, {}) if result.get("papers") else []
            lines += [f"## {name}", "", *papers, *_growth(result.get("growth", []))]
    _above, mark, apart = before.partition(APART)
    return "\n".join(lines) + "\n" + mark + apart


def _of_which(r: dict[str, Any]) -> str:
    """Of its memory, what PostgreSQL's own processes hold."""
    held = r.get("memory_database")
    return f" ({held / MB:.0f} of them PostgreSQL's)" if held else ""


def _workbook(export: dict[str, Any]) -> str:
    rows = f"{export['rows']:,} rows, " if "rows" in export else ""
    return f"{rows}{export['size'] / MB:.1f} MB"


def _database(name: str, r: dict[str, Any]) -> list[str]:
    lines = [
        f"## {name}",
        "",
        f"{r['projects']:,} projects, {r['entries']:,} entries in the journal. "
        f"First answer {r['first_answer']:.1f} s after start; the server takes "
        f"{r['memory_at_rest'] / MB:.0f} MB at rest{_of_which(r)}, "
        f"{r['memory_after'] / MB:.0f} MB after the load (2 workers, proportional set size). {_beside(r)}",
        "",
        "| page | aim (CPU) | CPU | p50, p95 at 1 client | p50, p95 at 8 | at first | after a write | kept | queries |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for page, p in r["pages"].items():
        one, eight = p["clients_1"], p["clients_8"]
        aim = f"≤ {AIMS[page]}" if AIMS.get(page) else ""
        lines.append(
            f"| {page} | {aim} | {one['cpu']:.1f} | {one['p50']:.0f}, {one['p95']:.0f} | {eight['p50']:.0f}, "
            f"{eight['p95']:.0f} | {p['first']:.0f} | {p['after']:.1f} | {p['kept']:.1f} "
            f"| {p['queries_first']}, {p['queries_after']}, {p['queries_kept']} |"
        )
    lines += [
        "",
        "*CPU*: per request over HTTP, nothing written meanwhile. In one process, CPU: *at first*, nothing read yet;",
        "*after a write*, a command has just corrected a project's amount; *kept*, nothing written since. *Queries* of",
        "these three.",
        "",
        "| act | aim | CPU | wall | peak memory |",
        "|---|--:|--:|--:|--:|",
        f"| accept a report ({r['accept_queries']} queries) | ≤ 6 ms | {r['accept_cpu']:.1f} ms | | |",
        _ran("import that workbook into an empty instance", "≤ 20 s, ≤ 400 MB", r.get("import")),
        _ran(f"export the dispatch workbook ({_workbook(r['export'])})", "", r["export"]),
        "",
    ]
    if r.get("papers") or r.get("by_unit"):
        of_whole = {name: r.get(name) for name in ("by_unit", "annual")}
        lines += bulletins.rows(r.get("papers") or {}, r["projects"], of_whole)
    if "uploads" in r:
        lines += uploads.rows(r["uploads"])
    if "clocks" in r:
        lines += approvals.rows(r["clocks"])
    if "tree" in r:
        lines += plans.rows(r["tree"])
    if "matters" in r:
        lines += matters.rows(r["matters"])
    return lines + _growth(r.get("growth", []))


def _ran(what: str, aim: str, ran: dict[str, Any] | None) -> str:
    if ran is None:
        return f"| {what} | {aim} | not measured | | |"
    return f"| {what} | {aim} | {ran['cpu']:.1f} s | {ran['wall']:.1f} s | {ran['peak'] / MB:.0f} MB |"


def _beside(r: dict[str, Any]) -> str:
    """What else the machine was doing: load averages include the bench's own one or two."""
    at = r.get("load", [])
    loads = " and ".join(f"{each['load']:.1f}" for each in at)
    yards = " and ".join(f"{each['yardstick']:.2f}" for each in at)
    told = f"{at[0]['on']}: load average {loads}, yardstick {yards} s (before and after)" if at else ""
    spans = [f"{low:.2f}–{high:.2f}" for low, high in (each["interpreter"] for each in at if "interpreter" in each)]
    return told + (f", Python {' and '.join(spans)} s." if spans else "." if told else "")


def _demo(ran: dict[str, Any]) -> list[str]:
    return [
        f"## {DEMO}",
        "",
        f"Every row through the commands, SQLite: {ran['wall'] / 60:.1f} min, {ran['cpu'] / 60:.1f} min of CPU, "
        f"{ran['peak'] / MB:.0f} MB. {_beside(ran)}",
        "",
    ]


def _growth(sizes: list[dict[str, Any]]) -> list[str]:
    if not sizes:
        return []
    kinds = [(page, kind) for page in ("list", "cockpit") for kind in ("first", "after", "kept")]
    lines = [
        "Growth with the number of projects (3 months; one process, CPU in ms; memory that it keeps; the dispatch",
        "table as a whole in a process of its own):",
        "",
        "| projects | list at first | after a write | kept | cockpit at first | after a write | kept | memory kept "
        "| xlsx: time, peak | csv: time, peak | load |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for s in sizes:
        cells = [f"{s[page][kind]:.{0 if kind == 'first' else 1}f}" for page, kind in kinds]
        tables = [f"{s[form]['cpu']:.1f} s, {s[form]['peak'] / MB:.0f} MB" for form in ("xlsx", "csv")]
        loads = "-".join(f"{each['load']:.0f}" for each in s["load"])
        kept = f"{s['kept_memory'] / MB:.0f} MB"
        lines.append(f"| {s['projects']:,} | {' | '.join([*cells, kept, *tables, loads])} |")
    if len(sizes) > 1:
        first, last = sizes[0], sizes[-1]
        cells = [
            f"{exponent(first['projects'], first[page][kind], last['projects'], last[page][kind]):.2f}"
            for page, kind in kinds
        ]
        lines.append(f"| exponent | {' | '.join(cells)} | | | | |")
    return [*lines, ""]


def exponent(n: int, cost: float, m: int, later: float) -> float:
    """b in cost ~ n^b: 0 is flat, 1 is proportional."""
    return math.log(later / cost) / math.log(m / n)
