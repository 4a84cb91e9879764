"""`make soak`: a gigabyte and more from six phones with cuts at random bytes, while the server is killed with -9.

Then forty silent phones while pages are asked for. Ends with status 1 where a byte was lost or kept twice.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click

from bench import server as pages
from bench.phone import JPEG, MP4, Cut, Phone, content, unique
from tests.web.real_server import Server

MEGABYTE = 1000 * 1000
PEOPLE = ("li", "zhao", "wang", "lin", "bu", "chen")
STALLED = 40


@click.command()
@click.option("--photos", default=150, show_default=True, help="of 2 to 5 MB")
@click.option("--films", default=6, show_default=True, help="of 80 to 160 MB")
@click.option("--kills", default=6, show_default=True, help="kill -9 of the whole server")
@click.option("--cut-percent", default=30, show_default=True, help="of all sendings end before their end")
def main(photos: int, films: int, kills: int, cut_percent: int) -> None:
    """Send, cut, kill, compare, print."""
    home = Path(tempfile.mkdtemp(prefix="yidan-soak-"))
    instance = Server(home)
    try:
        instance.fill()
        instance.start()
        for name in PEOPLE:
            instance.phone(name)
        told = _storm(instance, photos, films, kills, cut_percent)
        told["pages"] = _silence(instance)
        told["lost"], told["strange"] = _compare(home, told.pop("hashes"))
    finally:
        instance.kill()
        shutil.rmtree(home, ignore_errors=True)
    print(json.dumps(told, indent=1))  # noqa: T201
    sys.exit(bool(told["lost"] or told["strange"]))


def _storm(instance: Server, photos: int, films: int, kills: int, cut_percent: int) -> dict[str, Any]:
    dice = random.Random(2020)
    work = [(dice.randrange(2, 6) * MEGABYTE, JPEG, "image/jpeg") for _ in range(photos)]
    work += [(dice.randrange(80, 161) * MEGABYTE, MP4, "video/mp4") for _ in range(films)]
    dice.shuffle(work)
    size, done, stop = sum(each[0] for each in work), threading.Event(), []
    phones = [instance.phone(PEOPLE[number % len(PEOPLE)]) for number in range(len(work))]
    began = time.monotonic()

    def killer() -> None:
        while len(stop) < kills and not done.wait(dice.uniform(1.5, 4)):
            instance.kill()
            stop.append(time.monotonic() - began)
            instance.start()

    thread = threading.Thread(target=killer)
    thread.start()
    seeds = [unique() for _ in work]
    with ThreadPoolExecutor(6) as pool:
        hashes = list(
            pool.map(lambda job: _deliver(*job, cut_percent=cut_percent), zip(phones, work, seeds, strict=True))
        )
    took = time.monotonic() - began
    done.set()
    thread.join()
    sent = sum(phone.sent for phone in phones)
    return {
        "files": len(work), "bytes": size, "seconds": round(took, 1), "kills": len(stop),
        "sent_over_size": round(sent / size, 4), "hashes": hashes,
    }  # fmt: skip


def _deliver(phone: Phone, what: tuple[int, bytes, str], seed: int, *, cut_percent: int) -> str:
    """As a stubborn phone: ask how far it is, send the rest, be cut, come again, until there is a receipt."""
    size, head, kind = what
    data, dice, address = content(size, head, seed), random.Random(seed), ""
    deadline = time.monotonic() + 900
    while time.monotonic() < deadline:
        try:
            address = (
                address or phone.begin(data, "a.jpg" if kind == "image/jpeg" else "a.mp4", kind).headers["Location"]
            )
            offset, receipt = phone.offset(address)
            if receipt:
                return receipt
            if dice.randrange(100) < cut_percent and len(data) - offset > 1000:
                phone.stalled(address, data, offset, dice.randrange(1, len(data) - offset)).close()
            else:
                phone.send(address, data, offset)
        except (Cut, KeyError, TypeError):
            time.sleep(dice.uniform(0.1, 0.6))
    return f"given up: {hashlib.sha256(data).hexdigest()}"


def _silence(instance: Server) -> dict[str, float]:
    """p95 of a page in milliseconds, at 4 clients: alone, and beside forty silent phones."""
    running = pages.Running(instance.process.pid if instance.process else 0, instance.port, 0, "")
    cookie, photo = instance.phone("wang").cookie, content(3 * MEGABYTE, JPEG, unique())
    alone = pages.measure(running, "/projects/", cookie, clients=4, requests=100)
    held = []
    for number in range(STALLED):
        phone, data = instance.phone(PEOPLE[number % len(PEOPLE)]), photo + bytes([number])
        held.append(phone.stalled(phone.begin(data, "a.jpg", "image/jpeg").headers["Location"], data, 0, MEGABYTE))
    beside = pages.measure(running, "/projects/", cookie, clients=4, requests=100)
    for each in held:
        each.close()
    return {"p95_alone": round(alone.p95, 1), f"p95_beside_{STALLED}_silent": round(beside.p95, 1)}


def _compare(home: Path, hashes: list[str]) -> tuple[list[str], list[str]]:
    """Receipts without their bytes, and kept files that are not what they are called or that nobody sent."""
    kept = {}
    for place in (home / "files").rglob("*"):
        if place.is_file():
            with place.open("rb") as file:
                kept[place.name] = hashlib.file_digest(file, "sha256").hexdigest()
    lost = [each for each in hashes if each not in kept]
    strange = [name for name, digest in kept.items() if name != digest or name not in hashes]
    return lost, strange


if __name__ == "__main__":
    main()
