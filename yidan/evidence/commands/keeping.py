"""Keeping files: original bytes once, by their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from yidan.evidence.models import File
from yidan.evidence.queries import place_of
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.people.models import Unit

BLOCK = 1024 * 1024
NAME_LIMIT = 200


@command(Verb.FILE_KEEP)
def keep(unit: Unit, *, by: Any, at: datetime, name: str, data: bytes | Path, media_type: str) -> Note:
    """存入文件 for a unit. The same bytes are stored once, whoever brings them; nothing is recompressed or stripped."""
    name = _plain_name(name)
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if not size:
        raise Invalid(_("“%(name)s”是空文件，请重新选择。") % {"name": name}, field="file")
    if size > settings.UPLOAD_LIMIT_BYTES:
        raise Invalid(
            _("“%(name)s”超过%(limit)d MB,请压缩或拆分后再传。")
            % {"name": name, "limit": settings.UPLOAD_LIMIT_BYTES // 1024 // 1024},
            field="file",
        )
    sha256 = _store(data)
    file, _is_new = File.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": name,
            "size_bytes": size,
            "media_type": media_type[:100] or "application/octet-stream",
            "kept_at": at,
        },
    )
    return note(file, name=name, sha256=sha256, size_bytes=size, unit=unit.name if unit else None)


def _plain_name(name: str) -> str:
    """The last part of what the browser calls the file, without control characters, short enough, its ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(character for character in last if character.isprintable()).strip().strip(".")
    if not clean:
        return _("未命名文件")
    stem, ending = os.path.splitext(clean)
    return (
        stem[: NAME_LIMIT - len(ending)] + ending
        if len(clean) > NAME_LIMIT and len(ending) < 20
        else clean[:NAME_LIMIT]
    )


def _store(data: bytes | Path) -> str:
    """Write the bytes under their hash, atomically; what is there already stays as it is.

    A file whose row is rolled back stays on disk under its hash and is found again by the next keep.
    """
    root = settings.HOME / "files"
    root.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=root, prefix=".arriving-")
    try:
        with os.fdopen(descriptor, "wb") as target:
            sha256 = _copy(data, target)
            target.flush()
            os.fsync(target.fileno())
        place = place_of(sha256)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            os.chmod(temporary, 0o440)
            os.replace(temporary, place)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return sha256


def _copy(data: bytes | Path, target: BinaryIO) -> str:
    digest = hashlib.sha256()
    if isinstance(data, bytes):
        digest.update(data)
        target.write(data)
    else:
        with data.open("rb") as source:
            while block := source.read(BLOCK):
                digest.update(block)
                target.write(block)
    return digest.hexdigest()
