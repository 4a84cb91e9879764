"""Keeping files: original bytes once, by their hash, and a receipt for whoever brought them."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from yidan.evidence import store
from yidan.evidence.models import File, Receipt
from yidan.evidence.states import Kind
from yidan.evidence.store import Arrival
from yidan.kernel.command import command
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.people.models import Unit

NAME_LIMIT = 200


@command(Verb.FILE_KEEP)
def keep(
    unit: Unit,
    *,
    by: Any,
    at: datetime,
    recorded_at: datetime,
    name: str,
    data: bytes | Path | BinaryIO | Arrival,
    media_type: str,
    kind: str = "",
) -> Note:
    """存入文件 for a unit. The same bytes are stored once, whoever brings them; nothing is recompressed or stripped.

    `kind` is what a workbook was said to be by whoever brought it, noted in the journal.
    An `Arrival` lies in the waiting room already and is moved from there; anything else is copied and stays.
    Bytes whose row is rolled back stay in the store under their hash and are found again by the next keep.
    """
    name = plain_name(name)
    size = _size_of(data)
    require_size(name, Kind.of(media_type), size)
    if not isinstance(data, Arrival):
        store.require_room(size)
        data = store.arrived(data)
    store.admit(data)
    file, _is_new = File.objects.get_or_create(
        sha256=data.sha256,
        defaults={
            "name": name,
            "size_bytes": size,
            "media_type": media_type[:100] or "application/octet-stream",
            "kept_at": recorded_at,
        },
    )
    Receipt.objects.get_or_create(person=by, file=file, defaults={"kept_at": recorded_at})
    return note(file, name=name, sha256=data.sha256, size_bytes=size, unit=unit.name if unit else None, kind=kind)


@command(Verb.FILE_BRING_IN)
def bring_in(
    unit: Unit, *, by: Any, at: datetime, file: File, kind: str, reading: str = "", year: int | None = None,
    month: Any = None, created: int = 0, updated: int = 0, unchanged: int = 0, held: int = 0, errors: int = 0,
    to_check: int = 0, goes_to_review: bool = False,
) -> Note:  # fmt: skip
    """导入工作簿 of a unit: what the whole of it brought; what each row did are acts of their own of the same moment.

    `reading` is how it was asked to be read, so that what is left of it can be looked at again.
    """
    return note(
        unit, file=file.name, file_id=file.pk, kind=kind, year=None if month else year, month=month, created=created,
        updated=updated, unchanged=unchanged, held=held, errors=errors, to_check=to_check,
        goes_to_review=goes_to_review or None, reading=reading,
    )  # fmt: skip


def complete(file: File) -> None:
    """SM3 (GB/T 32905) beside SHA-256, off the request: it costs four times as much.

    Read from the bytes alone, so nobody's act and no entry. Stays empty where this machine's OpenSSL has no SM3.
    """
    if "sm3" not in hashlib.algorithms_available:
        return
    with store.opened(file.sha256) as source:
        sm3 = hashlib.file_digest(source, "sm3").hexdigest()  # type: ignore[arg-type]
        File.objects.filter(pk=file.pk).update(sm3=sm3)


def require_size(name: str, kind: Kind, size: int) -> None:
    """Refused, in a sentence, where a file is empty or larger than its kind may be."""
    if not size:
        raise Invalid(_("“%(name)s”是空文件，请重新选择。") % {"name": name}, field="file")
    limit = settings.UPLOAD_LIMIT_BYTES[kind]
    if size > limit:
        raise Invalid(
            _("“%(name)s”超过%(limit)d MB(%(kind)s的上限)，请压缩或拆分后再传。")
            % {"name": name, "limit": limit // store.MEGABYTE, "kind": kind.label},
            field="file",
        )


def plain_name(name: str) -> str:
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


def _size_of(data: bytes | Path | BinaryIO | Arrival) -> int:
    if isinstance(data, Arrival):
        return data.size_bytes
    if isinstance(data, bytes):
        return len(data)
    return data.stat().st_size if isinstance(data, Path) else data.seek(0, os.SEEK_END)
