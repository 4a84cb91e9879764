"""One film of a gigabyte from a browser (`make soak`): tus-js-client through cuts and a kill -9, memory watched.

Chromium sends it from the page of a project's pictures, as anybody at a desk would. Ends with status 1 where the kept
bytes are not those that were sent, where there is no receipt, or where no cut happened.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import click

from bench.phone import MP4
from tests.conftest import BROWSER_ARGUMENTS, BROWSERS
from tests.journeys.weather import Weather
from tests.web.real_server import PASSWORD, ROOT, Server

MEGABYTE = 1024 * 1024
PATIENCE_MS = 3_600_000
PROJECT = """
from yidan.web.cli import home
home.prepare()
from tests import make
from types import SimpleNamespace
from yidan.people.models import Person, Unit
cast = SimpleNamespace(**{each.username: each for each in Person.objects.exclude(username="")})
cast.county, cast.owner = Unit.objects.get(short_name="醴陵市"), cast.li.unit
make.plan(cast, make.project(cast, "渌江大道提质改造"))
home.settle()
"""


@click.command()
@click.option("--megabytes", default=1024, show_default=True, envvar="YIDAN_SOAK_FILM_MB", help="how large the film is")
@click.option(
    "--cuts", default=12, type=click.IntRange(1), show_default=True, help="connections that break in the middle"
)
@click.option("--kills", default=1, show_default=True, help="kill -9 of the whole server")
def main(megabytes: int, cuts: int, kills: int) -> None:
    """Send, cut, kill, compare, print."""
    place = Path(tempfile.mkdtemp(prefix="yidan-film-"))
    (place / "home").mkdir()
    server = Server(place / "home")
    server.environment["YIDAN_VIDEO_MB"] = str(megabytes + 1)
    try:
        server.fill()
        subprocess.run([sys.executable, "-c", PROJECT], env=server.environment, cwd=ROOT, check=True)
        server.start()
        told = _sent(server, place / "film.mp4", _film(place / "film.mp4", megabytes), cuts, kills)
    finally:
        server.kill()
        shutil.rmtree(place, ignore_errors=True)
    print(json.dumps(told, indent=1))  # noqa: T201
    sys.exit(not (told["kept"] and told["receipts"] == told["exhibits"] == 1 and told["cuts"]))


def _film(place: Path, megabytes: int) -> str:
    """Bytes that nothing compresses, with a film's head; their hash."""
    draw, digest = random.Random(2020), hashlib.sha256()
    with place.open("wb") as out:
        for number in range(megabytes):
            block = draw.randbytes(MEGABYTE)
            block = block if number else MP4 + block[len(MP4) :]
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _sent(server: Server, film: Path, sha256: str, cuts: int, kills: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    size, weather = film.stat().st_size, Weather(server.port)
    address = f"http://127.0.0.1:{weather.port}"
    executable = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS, timeout=60_000)
        page = chromium.new_context(locale="zh-CN").new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{address}/account/login/?next=/projects/1/exhibits/")
        page.fill("[name=login]", "li")
        page.fill("[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.locator("input[type=file]").wait_for(state="attached")
        page.set_input_files("input[type=file]", str(film))
        watch = Watch(server)
        weather.cut_every_bytes, weather.cuts_left, weather.sent_up = size // cuts, cuts, 0
        began = time.monotonic()
        page.get_by_role("button", name="附佐证").click()
        first, killed = 0.0, 0
        while "#pictures" not in page.url:
            first = first or (time.monotonic() - began if weather.sent_up > MEGABYTE else 0.0)
            if killed < kills and weather.sent_up > (killed + 1) * size // (kills + 1):
                server.kill()
                killed += 1
                server.start()
            if time.monotonic() - began > PATIENCE_MS / 1000:
                break
            page.wait_for_timeout(250)
        took = time.monotonic() - began
        watch.stop()
        chromium.close()
    weather.close()
    kept = server.home / "files" / sha256[:2] / sha256[2:4] / sha256
    return {
        "megabytes": size // MEGABYTE, "seconds": round(took, 1), "hashed_after_seconds": round(first, 1),
        "cuts": weather.cuts, "kills": killed, "sent_over_size": round(weather.sent_up / size, 4),
        "kept": kept.exists() and _digest(kept) == sha256, **_counted(server, sha256),
        "server_mb_before": watch.before, "server_mb_most": watch.most, "load": os.getloadavg()[0],
    }  # fmt: skip


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counted(server: Server, sha256: str) -> dict[str, int]:
    """How many receipts and exhibits stand for it, straight from the database."""
    import pysqlite3

    with pysqlite3.connect(f"file:{server.home / 'yidan.sqlite3'}?mode=ro", uri=True) as database:
        ask = "select count(*) from {} join yidan_file f on f.id = {}.file_id where f.sha256 = ?"
        receipts = database.execute(ask.format("yidan_receipt", "yidan_receipt"), [sha256]).fetchone()[0]
        exhibits = database.execute(
            ask.format("yidan_exhibit e join yidan_capture c on c.id = e.capture_id", "c"), [sha256]
        ).fetchone()[0]
    return {"receipts": receipts, "exhibits": exhibits}


class Watch:
    """The proportional memory of all the server's processes, ten times a second, in megabytes."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.before = self.most = self._now()
        self.is_over = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def stop(self) -> None:
        """No more looks."""
        self.is_over.set()

    def _look(self) -> None:
        while not self.is_over.wait(0.1):
            self.most = max(self.most, self._now())

    def _now(self) -> float:
        process = self.server.process
        kilobytes = sum(_pss(each) for each in Path("/proc").glob("[0-9]*") if process and _group(each) == process.pid)
        return round(kilobytes / 1024, 1)


def _group(place: Path) -> int:
    """The process group; 0 where the process has just ended."""
    try:
        return int((place / "stat").read_text().rsplit(")", 1)[1].split()[2])
    except (OSError, IndexError):
        return 0


def _pss(place: Path) -> int:
    try:
        lines = (place / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
