"""From the connection to the disk, block by block, without waiting for ever for a phone that went silent.

The body is read in a thread of its own, because reading cannot be given a time limit: where no byte comes for half a
minute, or the same upload comes again by another connection, the request ends and what was received stays. The
abandoned thread ends with its connection and can write no more.
"""

from __future__ import annotations

import errno
import hashlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from yidan.web.upload.protocol import Problem

TICK_SECONDS = 1.0
STALL_SECONDS = 30.0
# A read returns when its block is full, so a slow phone has small ones: what is not written is lost in a kill -9.
SMALLEST, LARGEST = 16 * 1024, 512 * 1024
SLOW_SECONDS = 0.2
# After so many bytes the kernel is asked to begin writing them out, so that settling the last ones takes no longer.
SETTLE_BYTES = 8 * 1024 * 1024
_places = threading.BoundedSemaphore(settings.UPLOADS_AT_ONCE)


@dataclass(frozen=True)
class Received:
    """What a request brought: bytes, the digest of them, and whether the sender went silent."""

    count: int
    digest: bytes
    is_stalled: bool


def receive(
    source: Any, place: Path, *, length: int, algorithm: str, is_wanted: Callable[[], bool] = lambda: False
) -> Received:
    """Append up to `length` bytes of the body to the file, hashing them on the way."""
    if not _places.acquire(blocking=False):
        raise Problem(503, _("正在接收的文件太多，请稍等再传；已收到的部分都在。"), Retry_After="5")
    try:
        pull = _Pull(source, place, length, algorithm)
        pull.start()
        is_stalled = _wait(pull, is_wanted)
    finally:
        _places.release()
    if pull.failure is not None:
        if pull.failure.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Problem(507, _("服务器存储空间已满；已收到的部分都在，请告知系统管理员后再传。"))
        raise pull.failure
    return Received(pull.count, pull.digest.digest(), is_stalled)


def _wait(pull: _Pull, is_wanted: Callable[[], bool]) -> bool:
    """Until all is there; True where the sender was silent for too long and the pull was stopped."""
    silent, seen = 0.0, 0
    while not pull.done.wait(TICK_SECONDS):
        if pull.count != seen:
            silent, seen = 0.0, pull.count
            continue
        if not silent:
            connection.close()  # forty silent phones must not hold forty connections to the database
        silent += TICK_SECONDS
        if silent >= STALL_SECONDS or is_wanted():
            pull.stop()
            return True
    return False


class _Pull(threading.Thread):
    """Reads the body and appends it."""

    def __init__(self, source: Any, place: Path, length: int, algorithm: str) -> None:
        super().__init__(name="upload", daemon=True)
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
