"""Pictures drawn ahead on a spare core while the city's acts are done on the other: a tenth of the time of a load."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Hashable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from multiprocessing import get_context
from typing import Self

from yidan.web.demo.scenes import View, photo

AHEAD = 24  # pictures that wait to be taken, some 7 MB


@dataclass(frozen=True)
class Shot:
    """Everything that the bytes depend on."""

    view: View
    written_at: datetime
    longitude: Decimal | None
    latitude: Decimal | None

    def developed(self) -> bytes:
        """The same shot, the same bytes, in whichever process."""
        return photo(self.view, taken_at=self.written_at, longitude=self.longitude, latitude=self.latitude)


class Darkroom:
    """`take` more or less in the order of the shots; what was not drawn ahead is drawn on the spot."""

    def __init__(self, shots: Iterable[tuple[Hashable, Shot]]) -> None:
        self._coming = deque(shots)
        self._ready: dict[Hashable, Future[bytes]] = {}
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        spare = (os.cpu_count() or 1) - 1
        if spare and len(self._coming) > AHEAD:  # for a few, starting another Python costs more than it saves
            # not forked: a copy of this process would hold its open transaction
            self._pool = ProcessPoolExecutor(min(spare, 2), mp_context=get_context("spawn"))
            self._fill()
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def take(self, name: Hashable, shot: Shot) -> bytes:
        """The bytes of this shot."""
        if (drawn := self._ready.pop(name, None)) is None:
            return shot.developed()
        self._fill()
        return drawn.result()

    def _fill(self) -> None:
        while self._pool and self._coming and len(self._ready) < AHEAD:
            name, shot = self._coming.popleft()
            self._ready[name] = self._pool.submit(shot.developed)
