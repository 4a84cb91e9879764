"""Addresses of our own files with a hash of their bytes in them: a browser keeps each for good, and an update is seen.

Files stay where the front-end build puts them; there is no second copy of them to collect, and none to forget.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

LETTERS = 12


class StampedStorage(StaticFilesStorage):
    """`{% static 'build/app.css' %}` → `/static/build/app.css?v=2f6c…`; a file that is not built has no stamp."""

    def url(self, name: str | None) -> str:
        """The address, stamped."""
        address = super().url(name)
        mark = stamp(name or "")
        return f"{address}?v={mark}" if mark else address


@lru_cache(maxsize=64)
def stamp(name: str) -> str:
    """A short hash of a file's bytes, read once a process: a new build is served by a new process."""
    place = finders.find(name)
    if not place:
        return ""
    with open(place, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:LETTERS]
