"""Whose turn it is to read: so many workbooks at a time on the whole server, whichever of its processes asks.

A reading child may take 600 MB and 20 seconds of CPU; many uploads at once wait here instead of taking the memory of
everything else. Each place is a file that is locked while it is taken, so that a killed process gives it back.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

READERS = 2
PATIENCE_SECONDS = 15.0
_GLANCE_SECONDS = 0.1


@contextmanager
def turn(folder: Path, *, readers: int = READERS, patience: float | None = None) -> Iterator[bool]:
    """Take a place among `readers`; False when none came free within `patience` (PATIENCE_SECONDS)."""
    folder.mkdir(parents=True, exist_ok=True)
    until = monotonic() + (PATIENCE_SECONDS if patience is None else patience)
    with ExitStack() as held:
        while not any(_take(folder / f"{number}.lock", held) for number in range(readers)):
            if monotonic() >= until:
                yield False
                return
            sleep(_GLANCE_SECONDS)
        yield True


def _take(path: Path, held: ExitStack) -> bool:
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    held.callback(file.close)
    return True
