"""Where kept bytes lie, and whether they are still what they were."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from yidan.evidence.models import File


def place_of(sha256: str) -> Path:
    """files/ab/cd/<hash>: at most 256 entries a folder level."""
    return settings.HOME / "files" / sha256[:2] / sha256[2:4] / sha256


def opened(file: File) -> BinaryIO:
    """The original bytes, open for reading."""
    return place_of(file.sha256).open("rb")


def is_intact(file: File) -> bool:
    """Whether the bytes on disk are there and still have the hash under which they were kept."""
    place = place_of(file.sha256)
    if not place.is_file():
        return False
    with place.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest() == file.sha256
