"""What goes on beside the requests: the journal is sealed, the newest seal noted outside the database, and kept
pictures are read (desk.py), in a thread of its own so that no slow picture holds up a seal.

One worker a home, under a file lock: a thread in the server for the embedded default, `yidan worker` otherwise.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

from yidan.web import clockwork
from yidan.web.cli import desk, home

PAUSE_SECONDS = 5.0
# Transactions commit out of order, so a quiet journal is looked at again now and then.
EVERY_ROUNDS = 12
CHORE_SECONDS = 600
logger = logging.getLogger(__name__)


def anchors_file() -> Path:
    """The newest seals, a line each: position, hash, moment. A copy elsewhere proves that nothing was cut off."""
    return home.place() / "anchors"


def anchors() -> list[tuple[int, str]]:
    """The seals noted so far."""
    path = anchors_file()
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return [(int(position), seal) for position, seal, _moment in (line.split() for line in lines if line.strip())]


def seal(at: datetime) -> int:
    """Seal what waits, and note the newest seal beside the database."""
    from yidan.kernel import seals

    sealed = seals.seal(at=at)
    if sealed:
        position, digest = seals.head()
        with anchors_file().open("a", encoding="ascii") as file:
            file.write(f"{position} {digest} {at.isoformat()}\n")
            file.flush()
            os.fsync(file.fileno())
    return sealed


def work(stop: threading.Event) -> None:
    """Until told to stop: seal whenever something was written, and read. A failing database is tried again."""
    reading = threading.Thread(target=desk.read_until, args=(stop,), name="desk", daemon=True)
    reading.start()
    ticking = threading.Thread(target=clockwork.tick_until, args=(stop, home.now, do_apart), name="clock", daemon=True)
    ticking.start()
    try:
        seal_until(stop)
    finally:
        reading.join(timeout=PAUSE_SECONDS)
        ticking.join(timeout=PAUSE_SECONDS)


def do_apart(chore: str) -> None:
    """One of the clock's heavy chores as a process of its own, which gives its memory back when it ends."""
    command = [sys.executable, "-c", "from yidan.web.cli import main; main()", "worker", "--chore", chore]
    try:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=CHORE_SECONDS)
    except subprocess.TimeoutExpired:
        logger.error("the clock could not do %s within %s s; it tries again", chore, CHORE_SECONDS)
        return
    if ended.returncode:
        logger.error("the clock could not do %s (exit status %s); it tries again", chore, ended.returncode)


def seal_until(stop: threading.Event) -> None:
    """Seal whenever something was written; now and then remove uploads that nobody goes on with."""
    from django.db import DatabaseError, close_old_connections, connection

    from yidan.kernel import journal
    from yidan.web.upload import waiting

    seen, rounds = -1, 0
    while not stop.is_set():
        try:
            revision = journal.revision()
            if revision != seen or rounds % EVERY_ROUNDS == 0:
                seal(home.now())
                seen = revision
            if rounds % EVERY_ROUNDS == 0:
                waiting.sweep(home.now())
        except (DatabaseError, OSError):
            logger.exception("the worker could not seal the journal or sweep the uploads; it tries again")
            connection.close()
        rounds += 1
        close_old_connections()
        stop.wait(PAUSE_SECONDS)


def work_alone(stop: threading.Event) -> None:
    """The same, but only while nobody else works on this home; takes over when they are gone."""
    while not stop.is_set():
        with home.locked(home.place() / "worker.lock", wait=False) as free:
            if free:
                work(stop)
        stop.wait(PAUSE_SECONDS)
