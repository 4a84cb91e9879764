"""The real server on loopback, asked over HTTP; and what its processes (and PostgreSQL's) use."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Running:
    """A started server."""

    pid: int
    port: int
    first_answer: float
    database: str

    def processes(self) -> list[int]:
        """The server's processes, and the backends of its database."""
        found = [self.pid]
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes().decode(errors="replace")
            except (FileNotFoundError, ProcessLookupError, IndexError):
                continue
            if parent in found or (self.database and f" {self.database} " in words and words.startswith("postgres:")):
                found.append(int(entry.name))
        return found

    def cpu(self) -> float:
        """Seconds of CPU used so far by all of them."""
        total = 0.0
        for pid in self.processes():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            total += (int(fields[11]) + int(fields[12])) / TICK
        return total

    def memory(self) -> int:
        """Proportional resident bytes of the server and of its database (shared pages counted once)."""
        return _resident(self.processes())

    def memory_of_database(self) -> int:
        """What of it the backends of PostgreSQL hold: mostly its buffers, as large as its settings let them be."""
        return _resident([pid for pid in self.processes() if _words(pid).startswith("postgres:")])


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _resident(processes: list[int]) -> int:
    total = 0
    for pid in processes:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
        total += int(text.partition("\nPss:")[2].split()[0]) * 1024
    return total


@contextmanager
def running(home: Path, environment: dict[str, str], database: str) -> Iterator[Running]:
    """Start `yidan serve` and wait for its first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.monotonic()
    command = [sys.executable, "-c", "from yidan.web.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(home / "server.log").open("wb"),
        start_new_session=True,
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - began > 120:
                raise RuntimeError(f"the server did not start: {(home / 'server.log').read_text()[-500:]}")
            time.sleep(0.02)
        yield Running(process.pid, port, time.monotonic() - began, database)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    try:
        return ask(port, "/account/login/", "") == 200
    except OSError:
        return False


def ask(port: int, path: str, cookie: str) -> int:
    """One GET; returns the status."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        client.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "zh-CN", "Accept-Encoding": "gzip"})
        answer = client.getresponse()
        answer.read()
        return answer.status
    finally:
        client.close()


def settle(server: Running, most_seconds: float = 180) -> float:
    """Wait until the server's own worker has done what waited for it; returns for how many seconds."""
    began = time.monotonic()
    quiet, before = 0, server.cpu()
    while quiet < 3 and time.monotonic() - began < most_seconds:
        time.sleep(1)
        used, before = server.cpu() - before, server.cpu()
        quiet = quiet + 1 if used < 0.05 else 0
    return time.monotonic() - began


def acquaint(server: Running, paths: list[str], cookie: str) -> None:
    """Every process has made each page, and trusts the journal's end again as it does seconds after its first look."""
    from yidan.figures.news import GRACE_SECONDS

    for _ in range(2):
        for path in paths:
            for _ in range(8):
                ask(server.port, path, cookie)
        time.sleep(GRACE_SECONDS + 1)


@dataclass(frozen=True)
class Timed:
    """What a page costs at a number of clients: milliseconds."""

    p50: float
    p95: float
    cpu: float
    requests: int


def measure(server: Running, path: str, cookie: str, *, clients: int, requests: int) -> Timed:
    """Ask `requests` times from `clients` at once."""

    def once(_number: int) -> float:
        began = time.perf_counter()
        status = ask(server.port, path, cookie)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return (time.perf_counter() - began) * 1000

    for _ in range(4):  # both workers have loaded the page's code
        once(0)
    before = server.cpu()
    with ThreadPoolExecutor(clients) as pool:
        took = sorted(pool.map(once, range(requests)))
    used = (server.cpu() - before) * 1000 / requests
    return Timed(took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.95))], used, requests)
