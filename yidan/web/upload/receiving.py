"""From the connection to the disk, block by block, beside a phone that may go silent.

The body is read in a thread of its own, because reading cannot be given a time limit: where the same upload comes
again by another connection and no byte has come by this one for a moment, this one may write no more and lets go of
the upload. The request itself must still wait for the end of its connection: granian holds up the whole process
where an answer is given while the body is being read (docs/decisions/uploads.md). A phone that is gone is noticed
by TCP's keep-alive (yidan.web.cli.serving).
"""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from yidan.web.upload.protocol import Problem

TICK_SECONDS = 1.0
# A read returns when its block is full, so a slow phone has small ones: what is not written is lost in a kill -9.
SMALLEST, LARGEST = 16 * 1024, 512 * 1024
SLOW_SECONDS = 0.2
# After so many bytes the kernel is asked to begin writing them out, so that settling the last ones takes no longer.
SETTLE_BYTES = 8 * 1024 * 1024
# Of one person, so that one phone with many dead connections leaves places to others.
MOST_OF_ONE = 8


@dataclass(frozen=True)
class Received:
    """What a request brought: how many bytes, and the digest of them."""

    count: int
    digest: bytes


class Silent(Problem):
    """Another connection goes on with the upload; this one has to be waited for, without holding anything."""

    def __init__(self, pull: _Pull) -> None:
        super().__init__(408, _("网络中断，已收到的部分都在，连上后接着传。"))
        self.pull = pull

    def settle(self) -> None:
        """Until the connection ends."""
        self.pull.done.wait()


class _Places:
    """How many may be received at a time, in all and of one person."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.taken: Counter[int] = Counter()

    def take(self, person_id: int) -> None:
        with self.guard:
            if self.taken.total() >= settings.UPLOADS_AT_ONCE or self.taken[person_id] >= MOST_OF_ONE:
                raise Problem(503, _("正在接收的文件太多，请稍等再传；已收到的部分都在。"), Retry_After="5")
            self.taken[person_id] += 1

    def give_back(self, person_id: int) -> None:
        with self.guard:
            self.taken[person_id] -= 1


_places = _Places()


def receive(
    source: Any, place: Path, *, person_id: int, length: int, algorithm: str, is_wanted: Callable[[], bool]
) -> Received:
    """Append up to `length` bytes of the body to the file, hashing them on the way; fewer where it was cut."""
    _places.take(person_id)
    pull = _Pull(source, place, length, algorithm, lambda: _places.give_back(person_id))
    pull.start()
    seen, is_silent = 0, False
    while not pull.done.wait(TICK_SECONDS):
        was_silent, is_silent, seen = is_silent, pull.count == seen, pull.count
        if is_silent and not was_silent:
            connection.close()  # forty silent phones must not hold forty connections to the database
        if is_silent and is_wanted():
            pull.stop()
            raise Silent(pull)
    if pull.failure is not None:
        if pull.failure.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Problem(507, _("服务器存储空间已满；已收到的部分都在，请告知系统管理员后再传。"))
        raise pull.failure
    return Received(pull.count, pull.digest.digest())


class _Pull(threading.Thread):
    """Reads the body and appends it."""

    def __init__(self, source: Any, place: Path, length: int, algorithm: str, at_end: Callable[[], None]) -> None:
        super().__init__(name="upload", daemon=True)
        self.at_end = at_end
        self.source, self.place, self.left = source, place, length
        self.digest = hashlib.new(algorithm)
        self.count = 0
        self.failure: OSError | None = None
        self.done = threading.Event()
        self._guard = threading.Lock()
        self._is_stopped = False

    def stop(self) -> None:
        """After this nothing is written any more."""
        with self._guard:
            self._is_stopped = True

    def run(self) -> None:
        try:
            self._pull()
        except OSError as failure:
            self.failure = failure
        finally:
            self.at_end()
            self.done.set()

    def _pull(self) -> None:
        size, settled = SMALLEST, 0
        with self.place.open("ab", buffering=0) as target:
            while self.left:
                began = time.monotonic()
                block = self._read(min(size, self.left))
                if not block:
                    return
                took = time.monotonic() - began
                with self._guard:
                    if self._is_stopped:
                        return
                    self.digest.update(block)
                    rest = memoryview(block)
                    while rest:
                        rest = rest[target.write(rest) :]
                self.count += len(block)
                self.left -= len(block)
                if self.count - settled >= SETTLE_BYTES:
                    end = target.tell()
                    os.posix_fadvise(target.fileno(), end - (self.count - settled), 0, os.POSIX_FADV_DONTNEED)
                    settled = self.count
                size = min(size * 2, LARGEST) if took < SLOW_SECONDS else max(size // 2, SMALLEST)

    def _read(self, size: int) -> bytes:
        try:
            return self.source.read(size)
        except OSError:  # the connection broke: what came before stays
            return b""
