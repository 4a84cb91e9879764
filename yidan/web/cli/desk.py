"""The reading desk: what the worker does for kept files beside sealing, in a thread and a child process of its own."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from yidan.web.cli import home

if TYPE_CHECKING:
    from yidan.evidence.reading import Found

# So many at a time, then the thread looks up: whether to stop, whether something newer came.
FILES_A_ROUND = 20
PAUSE_SECONDS = 3.0
EVERY_ROUNDS = 30
# Transactions commit out of order: files with a smaller id may appear a little later than those with a larger one.
OVERLAP = 1000
logger = logging.getLogger(__name__)


class Desk:
    """Reads what waits, bounded a round; `with` ends the child. Remembers up to which file it has looked."""

    def __init__(self) -> None:
        from yidan.evidence.reading import Reader

        self.reader = Reader()
        self.rounds = 0
        self.enrolled_to = 0
        self.completed_to = 0

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.reader.close()

    def read(self, file: BinaryIO, kind: str) -> Found:
        """What the child says of a file, its time in the time of this place."""
        from yidan.kernel.values import BEIJING
        from yidan.web import clock

        found = self.reader.read(file, kind)
        if "taken_at" in found.facts:
            written = datetime.fromisoformat(found.facts["taken_at"])
            written = written if written.tzinfo else written.replace(tzinfo=BEIJING)
            found.facts["taken_at"] = clock.here(written).isoformat()
        return found

    def round(self, *, limit: int = FILES_A_ROUND, on_file: Callable[[], None] = lambda: None) -> int:
        """Read up to so many files and complete as many hashes; how many of both were done."""
        from yidan.evidence import queries
        from yidan.evidence.commands import reading

        if self.rounds % EVERY_ROUNDS == 0:  # look at everything, in case something was missed or put back
            self.enrolled_to = self.completed_to = 0
            reading.redraw_lost_previews()
        self.rounds += 1
        newest = queries.newest_file_id()
        read = 0
        while read < limit and reading.read_next(self, at=home.now(), after=self.enrolled_to):
            read += 1
            on_file()
        self.enrolled_to = max(0, newest - OVERLAP)
        return read + self._complete(limit)

    def _complete(self, limit: int) -> int:
        from yidan.evidence import queries
        from yidan.evidence.commands import keeping

        done = 0
        if "sm3" not in hashlib.algorithms_available:
            return done
        for file in queries.incomplete_files(self.completed_to)[:limit]:
            self.completed_to = file.pk
            try:
                keeping.complete(file)
            except FileNotFoundError:
                continue  # `yidan evidence verify` names it
            done += 1
        return done


def read_until(stop: threading.Event) -> None:
    """The thread: until told to stop, read what comes. A failing database or disk is tried again."""
    from django.db import DatabaseError, close_old_connections, connection

    with Desk() as desk:
        while not stop.is_set():
            done = 0
            try:
                done = desk.round()
            except (DatabaseError, OSError):
                logger.exception("the worker could not read a file; it tries again")
                connection.close()
            close_old_connections()
            if not done:
                stop.wait(PAUSE_SECONDS)
    connection.close()


def read_all(on_file: Callable[[], None] = lambda: None) -> int:
    """Read until nothing waits; how many files were read."""
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1
        on_file()

    with Desk() as desk:
        while desk.round(on_file=counted):
            pass
    return count
