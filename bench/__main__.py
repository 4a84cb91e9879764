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

ROOT = Path(__file__).resolve().parents[1]


@click.command()
@click.option("--projects", default=10_000, show_default=True, help="top-level projects")
@click.option("--months", default=24, show_default=True, help="accepted months")
@click.option(
    "--postgres",
    default=lambda: os.environ.get("YIDAN_BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/yidan_bench"),
)
@click.option("--only", type=click.Choice(["sqlite", "postgres"]), help="one database only")
@click.option("--growth/--no-growth", default=True, help="1,000 → 100,000 projects")
@click.option("--requests", default=60, show_default=True, help="requests per page and number of clients")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=ROOT / "docs" / "benchmarks.md")
def main(
    projects: int, months: int, postgres: str, only: str | None, growth: bool, requests: int, output: Path
) -> None:
    """Measure, print, write docs/benchmarks.md."""
    about = machine.describe()
    found: dict = {}
    place = Path(tempfile.mkdtemp(prefix="yidan-bench-"))
    databases = [("SQLite", "")] if only != "postgres" else []
    databases += [("PostgreSQL", postgres)] if only != "sqlite" else []
    try:
        for name, url in databases:
            try:
                found[name] = _one(place / name, url, projects, months, requests)
            except subprocess.CalledProcessError as failure:
                click.echo(f"bench: {name}: left out ({failure})", err=True)
            _write(output, about, found, projects, months)
        for size in SIZES if growth else ():
            for name, url in databases:
                if name in found:
                    measured = _growth(place / f"{name}-{size}", url, size)
                    found[name].setdefault("growth", []).append(measured)
                    _write(output, about, found, projects, months)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    click.echo(output.read_text(encoding="utf-8"))


SIZES = (1_000, 10_000, 100_000)


def _write(output: Path, about: list[str], found: dict, projects: int, months: int) -> None:
    """After each part, so that what was measured is kept whatever comes after."""
    output.write_text(report.write(about, found, projects, months), encoding="utf-8")


def _one(home: Path, url: str, projects: int, months: int, requests: int) -> dict:
    return _part(home, url, "whole", str(projects), str(months), str(requests))


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
