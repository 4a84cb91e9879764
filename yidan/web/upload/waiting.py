"""Unfinished uploads: `HOME/uploads/<person>/<id>` holds the bytes, so its size is the offset, also after a kill -9.

Beside it `<id>.json` says what it is to become and `<id>.lock` who may write; no row of the database is touched
before the last byte is there. What belongs to another person is not looked for.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from yidan.evidence import store

OPEN, WHOLE, KEPT = "open", "whole", "kept"
GIVE_WAY_SECONDS, SETTLE_SECONDS = 3.0, 1.5
# Spools of other doors (a form, a reader of the bucket) that a killed process left.
STRAY_HOURS = 24


@dataclass(frozen=True)
class Upload:
    """One file on its way. `open`: bytes are missing; `whole`: all there and hashed; `kept`: receipted."""

    id: UUID
    person_id: int
    length: int
    name: str
    claimed_type: str
    sha256: str
    metadata: str
    keep_hours: int
    state: str = OPEN
    media_type: str = ""
    received_at: str = ""

    @property
    def place(self) -> Path:
        """Where its bytes are."""
        return _folder(self.person_id) / str(self.id)

    @property
    def offset(self) -> int:
        """How many bytes are there."""
        if self.state != OPEN:
            return self.length
        with suppress(FileNotFoundError):
            return self.place.stat().st_size
        return 0

    @property
    def expires_at(self) -> datetime:
        """So many hours after the last byte, or after its receipt."""
        try:
            touched = self.place.stat().st_mtime
        except FileNotFoundError:
            touched = self._beside("json").stat().st_mtime
        return datetime.fromtimestamp(touched, UTC) + timedelta(hours=self.keep_hours)

    def saved(self, **changes: Any) -> Upload:
        """The same with changes, on disk in one step."""
        changed = replace(self, **changes)
        part = self._beside("part")
        part.write_text(json.dumps(asdict(changed) | {"id": str(self.id)}, ensure_ascii=False), encoding="utf-8")
        os.replace(part, self._beside("json"))
        return changed

    def cut_back(self, offset: int) -> None:
        """Drop the bytes after an offset."""
        os.truncate(self.place, offset)

    def removed(self) -> None:
        """Forget it and its bytes."""
        for place in (self._beside("json"), self.place, *map(self._beside, ("part", "wanted", "lock"))):
            place.unlink(missing_ok=True)

    @contextmanager
    def locked(self, wait_seconds: float | None = None) -> Iterator[Upload | None]:
        """Alone with it, as it is now; None where somebody else is writing and does not stall.

        A phone that changed its network comes back while the server still waits on the old connection: the file
        `<id>.wanted` asks that one to give way, which it does where no byte has come for a while.
        """
        with self._beside("lock").open("a") as file:
            is_ours = _lock(file)
            ends = time.monotonic() + (GIVE_WAY_SECONDS if wait_seconds is None else wait_seconds)
            while not is_ours and time.monotonic() < ends:
                self._beside("wanted").touch()
                time.sleep(0.05)
                is_ours = _lock(file)
            if is_ours:
                self._beside("wanted").unlink(missing_ok=True)
            yield find(self.person_id, self.id) if is_ours else None

    def is_wanted(self) -> bool:
        """Whether another connection waits to go on with it."""
        return self._beside("wanted").exists()

    def _beside(self, ending: str) -> Path:
        return self.place.with_name(f"{self.id}.{ending}")


def begin(person_id: int, **said: Any) -> Upload:
    """A new one, without a byte."""
    upload = Upload(id=uuid4(), person_id=person_id, **said)
    _folder(person_id).mkdir(mode=0o700, parents=True, exist_ok=True)
    if upload.state == OPEN:
        upload.place.touch(mode=0o600)
    return upload.saved()


def find(person_id: int, upload_id: UUID) -> Upload | None:
    """The person's own, if it is there."""
    return _read(_folder(person_id) / f"{upload_id}.json")


def of_person(person_id: int) -> list[Upload]:
    """All that the person has begun, those receipted too until they are swept away."""
    return [found for place in _folder(person_id).glob("*.json") if (found := _read(place))]


def everywhere() -> list[Path]:
    """Each upload of each person, unread."""
    return list(store.waiting_room().glob("*/*.json"))


def missing_bytes(places: list[Path]) -> int:
    """How much these uploads will still bring."""
    return sum(found.length - found.offset for place in places if (found := _read(place)))


def sweep(now: datetime) -> int:
    """Remove what nobody has gone on with in time, and strays; returns how many uploads went."""
    count = 0
    for place in everywhere():
        found = _read(place)
        if found is None or found.expires_at > now:
            continue
        with found.locked(wait_seconds=0) as alone:
            if alone and alone.expires_at <= now:
                alone.removed()
                count += 1
    oldest = (now - timedelta(hours=STRAY_HOURS)).timestamp()
    for place in store.waiting_room().glob(f"{store.ARRIVING}*"):
        with suppress(FileNotFoundError):
            if place.stat().st_mtime < oldest:
                place.unlink()
    return count


def _folder(person_id: int) -> Path:
    return store.waiting_room() / str(person_id)


def _read(place: Path) -> Upload | None:
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Upload(**said | {"id": UUID(said["id"])})


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
