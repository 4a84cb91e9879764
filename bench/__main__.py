"""Run it: each database in a process of its own, then write docs/benchmarks.md."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from bench import machine, report
from bench.bulletins import PROJECTS

ROOT = Path(__file__).resolve().parents[1]


@click.command()
@click.option("--projects", default=10_000, show_default=True, help="top-level projects")
@click.option("--months", default=24, show_default=True, help="accepted months")
@click.option(
    "--postgres",
    default=lambda: os.environ.get("YIDAN_BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/yidan_bench"),
)
@click.option("--only", type=click.Choice(["sqlite", "postgres"]), help="one database only")
@click.option("--pages/--no-pages", default=True, help="pages, acts and papers at full size")
@click.option("--growth/--no-growth", default=True, help="1,000 → 100,000 projects")
@click.option("--bulletins/--no-bulletins", default=True, help="papers, of 2,000 projects")
@click.option("--apart/--no-apart", default=True, help="with the pages: uploads, clocks, the one list at full size")
@click.option("--demo/--no-demo", default=False, help="build the whole city by commands, once")
@click.option("--requests", default=60, show_default=True, help="requests per page and number of clients")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=ROOT / "docs" / "benchmarks.md")
def main(
    projects: int, months: int, postgres: str, only: str | None, pages: bool, growth: bool, bulletins: bool,
    apart: bool, demo: bool, requests: int, output: Path,
) -> None:  # fmt: skip
    """Measure, print, write docs/benchmarks.md."""
    about = machine.describe()
    found = _earlier(about)
    place = Path(tempfile.mkdtemp(prefix="yidan-bench-"))
    databases = [("SQLite", "")] if only != "postgres" else []
    databases += [("PostgreSQL", postgres)] if only != "sqlite" else []
    try:
        for name, url in databases if pages else ():
            try:
                grown, papers = (found.get(name, {}).get(part, []) for part in ("growth", "papers"))
                part = "whole" if apart else "pages"
                found[name] = _part(place / name, url, part, str(projects), str(months), str(requests))
                found[name] |= {"growth": grown, "papers": papers}
            except subprocess.CalledProcessError as failure:
                click.echo(f"bench: {name}: left out ({failure})", err=True)
            _write(output, about, found, projects, months)
        for name, url in databases if bulletins else ():
            papers = _part(place / f"{name}-papers", url, "bulletins", str(PROJECTS), str(months), "0")
            found.setdefault(name, {})["papers"] = papers
            _write(output, about, found, projects, months)
        for number, size in enumerate(SIZES if growth else ()):
            for name, url in databases:
                before = found.setdefault(name, {}).get("growth", []) if number else []
                found[name]["growth"] = [*before, _growth(place / f"{name}-{size}", url, size)]
                _write(output, about, found, projects, months)
        if demo:
            found[report.DEMO] = _part(place / "demo", "", "demo", str(projects), str(months), "0")
            _write(output, about, found, projects, months)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    click.echo(output.read_text(encoding="utf-8"))


SIZES = (1_000, 10_000, 100_000)
RESULTS = ROOT / "var" / "benchmarks.json"


def _write(output: Path, about: list[str], found: dict, projects: int, months: int) -> None:
    """After each part, so that what was measured is kept whatever comes after; parts of another run stay."""
    before = output.read_text(encoding="utf-8") if output.exists() else ""
    output.write_text(report.write(about, found, projects, months, before), encoding="utf-8")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"machine": about[0], "found": found}), encoding="utf-8")


def _earlier(about: list[str]) -> dict:
    """What another run on this machine found."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return kept["found"] if kept.get("machine") == about[0] else {}


def _growth(home: Path, url: str, size: int) -> dict:
    return _part(home, url, "growth", str(size), "3", "0")


def _part(home: Path, url: str, *arguments: str) -> dict:
    home.mkdir(parents=True)
    environment = {**os.environ, "YIDAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "yidan.settings"}
    environment.pop("DATABASE_URL", None)
    if url:
        environment["DATABASE_URL"] = url
    try:
        told = subprocess.run(
            [sys.executable, "-m", "bench.part", *arguments],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return json.loads(told.stdout.splitlines()[-1])


main()
