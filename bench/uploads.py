"""Uploads: CPU until the receipt, throughput against a discarded body, pages beside forty stalled phones.

`python -m bench.uploads` alone measures on a small city; `make bench` asks for the same rows.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import server
from bench.phone import JPEG, MP4, Phone, content, unique

MEGABYTE = 1000 * 1000
PHOTO = 3 * MEGABYTE
FILM = 200 * MEGABYTE
GIGABIT = 125 * MEGABYTE
STALLED = 40
PEOPLE = ("li", "zhao", "wang", "lin", "bu", "chen")
PAGE = "/projects/?year=2020&sort=-done&size=50"


def measure(home: Path, environment: dict[str, str], database: str, cookies: list[str]) -> dict[str, Any]:
    """All rows, on a server of its own whose worker is kept away: what it does is after the receipt.

    `cookies` of PEOPLE, in that order: a reporter sends, the office asks for pages, all of them fall silent.
    """
    with (home / "worker.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with server.running(home, environment, database) as running:
            phone, cookie = Phone(running.port, cookies[0]), cookies[2]
            found = {
                "in_one": _receipts(running, phone, is_in_one=True),
                "in_two": _receipts(running, phone, is_in_one=False),
            }
            found["kept_rate"] = _rate(lambda rate: _film(phone, rate))
            found["kept_rate_gigabit"] = _rate(lambda rate: _film(phone, rate), GIGABIT)
            found["quiet"] = vars(server.measure(running, PAGE, cookie, clients=4, requests=80))
            with _stalled_phones([Phone(running.port, each) for each in cookies]):
                found["stalled"] = vars(server.measure(running, PAGE, cookie, clients=4, requests=80))
    with _discarding() as port:
        data = content(FILM, MP4, unique())
        found["discarded_rate"] = _rate(lambda rate: _thrown_away(port, data, rate))
        found["discarded_rate_gigabit"] = _rate(lambda rate: _thrown_away(port, data, rate), GIGABIT)
    return found


def _receipts(running: server.Running, phone: Phone, *, is_in_one: bool, times: int = 40) -> dict[str, float]:
    """Milliseconds of the server's CPU and of waiting, per photo of 3 MB, from the first byte to the receipt."""
    photos = [content(PHOTO, JPEG, unique()) for _ in range(times + 8)]
    for photo in photos[:8]:
        _photo(phone, photo, is_in_one)
    before, took = running.cpu(), []
    for photo in photos[8:]:
        began = time.perf_counter()
        _photo(phone, photo, is_in_one)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return {"cpu": (running.cpu() - before) * 1000 / times, "p50": took[times // 2], "p95": took[int(times * 0.95)]}


def _photo(phone: Phone, data: bytes, is_in_one: bool) -> None:
    begun = phone.begin(data, "现场.jpg", "image/jpeg", is_in_one=is_in_one)
    receipt = begun.headers.get("Yidan-Receipt") if is_in_one else phone.send(begun.headers["Location"], data, 0)
    if not receipt:
        raise RuntimeError(f"no receipt: {begun.status} {begun.text!r}")  # type: ignore[attr-defined]


def _film(phone: Phone, rate: float) -> float:
    data = content(FILM, MP4, unique())
    address = phone.begin(data, "航拍.mp4", "video/mp4").headers["Location"]
    began = time.perf_counter()
    phone.send(address, data, 0, rate=rate)
    return time.perf_counter() - began


def _thrown_away(port: int, data: bytes, rate: float) -> float:
    began = time.perf_counter()
    Phone(port, "").send("/", data, 0, rate=rate)
    return time.perf_counter() - began


def _rate(act: Any, rate: float = 0, times: int = 3) -> float:
    """Bytes a second, the median of some."""
    return FILM / sorted(act(rate) for _ in range(times))[times // 2]


@contextmanager
def _stalled_phones(phones: list[Phone]) -> Iterator[None]:
    """So many uploads that have begun, sent a third and say nothing more."""
    photo = content(PHOTO, JPEG, unique())
    held: list[socket.socket] = []
    try:
        for number in range(STALLED):
            data, phone = photo + bytes([number]), phones[number % len(phones)]
            held.append(
                phone.stalled(phone.begin(data, "a.jpg", "image/jpeg").headers["Location"], data, 0, PHOTO // 3)
            )
        time.sleep(1)
        yield
    finally:
        for each in held:
            each.close()


@contextmanager
def _discarding() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "64", "--backpressure", "256", "--no-ws"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            *options,
            "--log-level",
            "error",
            "--port",
            str(port),
            "bench.discard:application",
        ],
        cwd=Path(__file__).resolve().parents[1],
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def rows(r: dict[str, Any]) -> list[str]:
    """Rows of docs/benchmarks.md."""
    mega = {name: r[name] / MEGABYTE for name in r if "rate" in name}
    full = mega["kept_rate"] / mega["discarded_rate"] * 100
    gigabit = mega["kept_rate_gigabit"] / mega["discarded_rate_gigabit"] * 100
    return [
        "| uploads | aim | measured |",
        "|---|--:|---|",
        f"| CPU until the receipt of a 3 MB photo, in one request | ≤ 30 ms | {r['in_one']['cpu']:.1f} ms "
        f"(wall p50 {r['in_one']['p50']:.0f}, p95 {r['in_one']['p95']:.0f}) |",
        f"| the same in two requests (POST, PATCH) | ≤ 30 ms | {r['in_two']['cpu']:.1f} ms "
        f"(wall p50 {r['in_two']['p50']:.0f}, p95 {r['in_two']['p95']:.0f}) |",
        f"| 200 MB film kept and receipted, of what a discarded body takes at 1 Gbit/s | ≥ 80 % | {gigabit:.0f} % "
        f"({mega['kept_rate_gigabit']:.0f} of {mega['discarded_rate_gigabit']:.0f} MB/s) |",
        f"| the same on loopback at full speed, to the disk and settled | | {full:.0f} % "
        f"({mega['kept_rate']:.0f} of {mega['discarded_rate']:.0f} MB/s) |",
        f"| pages (list of 50, 4 clients) with {STALLED} stalled uploads | | p95 {r['stalled']['p95']:.0f} ms "
        f"(without: {r['quiet']['p95']:.0f} ms) |",
        "",
    ]


def main() -> None:
    """A small city in a home of its own."""
    home = Path(os.environ.get("YIDAN_HOME") or tempfile.mkdtemp(prefix="yidan-uploads-"))
    os.environ["YIDAN_HOME"] = str(home)
    from yidan.web.cli import home as place

    place.prepare()
    from bench import inside
    from yidan.people.models import Person
    from yidan.web.demo import load

    if not Person.objects.filter(username="li").exists():
        load.load(60, 6)
    cookies = [inside.signed_in(Person.objects.get(username=name))[1] for name in PEOPLE]
    found = measure(home, {**os.environ}, "", cookies)
    print("\n".join([*rows(found), json.dumps(found)]))  # noqa: T201


if __name__ == "__main__":
    main()
