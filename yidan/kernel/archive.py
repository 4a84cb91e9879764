"""The backup's one file: every table as JSON lines and every kept original, with counts and hashes.

A tar.gz that holds `tables/<model>.jsonl`, `files/…`, `anchors` and, last, `manifest.json`. It names no database,
so a backup of SQLite restores into PostgreSQL and the other way round.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from yidan.kernel import planner
from yidan.kernel.errors import Refused

FORMAT = 1
BATCH = 1000
MANIFEST = "manifest.json"


class Exact(DjangoJSONEncoder):
    """Django's would cut moments to milliseconds, and no seal of the journal would fit any more."""

    def default(self, o: Any) -> Any:
        """Moments in full."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def tables() -> list[type[models.Model]]:
    """Every table of ours, those behind many-to-many fields too; log-in sessions and failures are not data."""
    return sorted(apps.get_app_config("yidan").get_models(include_auto_created=True), key=lambda model: model.__name__)


def row_count() -> int:
    """How many rows there are in all, for the progress bar."""
    return sum(model._default_manager.count() for model in tables())


def digest_of(file: Any) -> str:
    """The SHA-256 of an open file, in hexadecimal."""
    return hashlib.file_digest(file, "sha256").hexdigest()


class Writer:
    """A tar.gz that remembers the hash and size of each member."""

    def __init__(self, archive: tarfile.TarFile, at: datetime) -> None:
        self.archive, self.at = archive, at
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, file: IO[bytes], size: int, **facts: Any) -> None:
        """Store one member, read once and never whole in memory."""
        hashing = _Hashing(file)
        header = tarfile.TarInfo(name)
        header.size, header.mtime, header.mode = size, int(self.at.timestamp()), 0o600
        self.archive.addfile(header, hashing)  # type: ignore[arg-type]
        self.members[name] = {"sha256": hashing.digest.hexdigest(), "size": size, **facts}


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


@dataclass(frozen=True)
class Kept:
    """An original as it goes into the backup: its place there, its size, and how it is opened."""

    name: str
    size: int
    opened: Callable[[], IO[bytes]]


def write(target: Path, *, at: datetime, kept: Iterable[Kept], anchors: Path, on_rows: Any) -> dict[str, Any]:
    """Write the backup of this moment; it appears under its name only when it is whole."""
    part = target.with_name(target.name + ".part")
    try:
        with tarfile.open(part, "w:gz", compresslevel=6) as archive:
            writer = Writer(archive, at)
            with _one_moment():
                for model in tables():
                    with tempfile.TemporaryFile() as spool:
                        count = _dump(model, spool, on_rows)
                        spool.seek(0)
                        writer.add(f"tables/{model.__name__}.jsonl", spool, _size(spool), count=count)
            for original in kept:
                with original.opened() as file:
                    writer.add(f"files/{original.name}", file, original.size)
            if anchors.exists():
                content = anchors.read_bytes()
                writer.add("anchors", io.BytesIO(content), len(content))
            manifest = {"format": FORMAT, "at": at.isoformat(), "members": writer.members}
            content = json.dumps(manifest, indent=1).encode()
            writer.add(MANIFEST, io.BytesIO(content), len(content))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """All tables as of one moment: SQLite's transaction holds writers off, PostgreSQL's sees a snapshot."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _size(file: IO[bytes]) -> int:
    at = file.tell()
    size = file.seek(0, io.SEEK_END)
    file.seek(at)
    return size


def _dump(model: type[models.Model], spool: IO[bytes], on_rows: Any) -> int:
    text = io.TextIOWrapper(spool, encoding="utf-8", write_through=True)
    count = model._default_manager.count()
    rows = model._default_manager.order_by("pk").iterator(chunk_size=BATCH)
    serializers.serialize("jsonl", rows, stream=text, cls=Exact, ensure_ascii=False)
    text.detach()
    on_rows(count)
    return count


class Backup:
    """An opened backup, its hashes checked."""

    def __init__(self, source: Path) -> None:
        try:
            self.archive = tarfile.open(source, "r:gz")  # noqa: SIM115 - closed by close()
            self.manifest = json.load(self._member(MANIFEST))
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as failure:
            if isinstance(failure, FileNotFoundError | PermissionError | IsADirectoryError):
                raise
            raise Refused(_("%(file)s 不是完整的一单备份文件。") % {"file": source}) from None
        if self.manifest.get("format") != FORMAT:
            raise Refused(
                _("备份的格式是第%(format)s版，本程序读不了；请换用新版。") % {"format": self.manifest.get("format")}
            )

    def close(self) -> None:
        """Let go of the file."""
        self.archive.close()

    def _member(self, name: str) -> IO[bytes]:
        file = self.archive.extractfile(name)
        if file is None:
            raise KeyError(name)
        return file

    def verify(self) -> None:
        """Refused, with the member's name, unless each is there with its hash."""
        try:
            names = set(self.archive.getnames()) - {MANIFEST}
        except (tarfile.TarError, EOFError, OSError):
            raise Refused(_("备份不完整或已损坏，没有恢复任何内容。")) from None
        wrong = sorted(names ^ set(self.manifest["members"]))
        for name, facts in self.manifest["members"].items():
            if name in names and digest_of(self._member(name)) != facts["sha256"]:
                wrong.append(name)
        if wrong:
            raise Refused(_("备份里的 %(name)s 缺失、多余或被改动，没有恢复任何内容。") % {"name": wrong[0]})

    def row_count(self) -> int:
        """How many rows it holds, for the progress bar."""
        return sum(facts.get("count", 0) for facts in self.manifest["members"].values())

    def load_tables(self, on_rows: Any) -> None:
        """Put the rows into the empty tables, with their ids; all or nothing."""
        with transaction.atomic():
            for model in tables():
                model._default_manager.all().delete()  # what preparing an empty home seeded
                name = f"tables/{model.__name__}.jsonl"
                facts = self.manifest["members"].get(name)
                loaded = self._load(model, name, on_rows) if facts else 0
                if facts and loaded != facts["count"]:
                    raise Refused(_("备份里的 %(name)s 行数不符，没有恢复任何内容。") % {"name": name})
            statements = connection.ops.sequence_reset_sql(no_style(), tables())
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        planner.refresh()

    def _load(self, model: type[models.Model], name: str, on_rows: Any) -> int:
        batch, loaded = [], 0
        for row in serializers.deserialize("jsonl", io.TextIOWrapper(self._member(name), encoding="utf-8")):
            batch.append(row.object)
            if len(batch) == BATCH:
                model._default_manager.bulk_create(batch)
                loaded += len(batch)
                on_rows(len(batch))
                batch = []
        model._default_manager.bulk_create(batch)
        on_rows(len(batch))
        return loaded + len(batch)

    def load_files(self, keep: Callable[[str, IO[bytes]], None], anchors: Path) -> None:
        """Hand each original back to be kept under its name; put the anchors back in their place."""
        for name in self.manifest["members"]:
            if name == "anchors":
                anchors.write_bytes(self._member(name).read())
            elif name.startswith("files/"):
                keep(name.removeprefix("files/"), self._member(name))
