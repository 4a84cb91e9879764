"""Where original bytes lie, under the hash of what they are: a folder of the home, or an S3-compatible store.

Everything else of the product asks the functions at the end; which of the two answers is a setting. What arrives is
spooled once, in `HOME/uploads`, and moved from there. Previews are derived and always lie in the home.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, Protocol, cast

from django.conf import settings
from django.utils.translation import gettext as _

from yidan.kernel.archive import Kept
from yidan.kernel.errors import Refused

BLOCK = 1024 * 1024
MEGABYTE = 1024 * 1024
ARRIVING = ".arriving-"
HASH = re.compile(r"[0-9a-f]{64}")
Preview = Literal["thumb", "view"]
PREVIEWS: tuple[Preview, ...] = ("view", "thumb")


class Full(Refused):
    """The disk is nearly full; nothing was written."""


class Away(Refused):
    """The store does not answer. What was sent stays where it is, what is kept is kept; later it goes on."""


@dataclass(frozen=True)
class Arrival:
    """A whole file in the waiting room, hashed; admitting it uses it up."""

    place: Path
    sha256: str
    size_bytes: int


class Store(Protocol):
    """What a store can do. A hash that is not there raises FileNotFoundError where bytes are asked for."""

    def admit(self, arrival: Arrival) -> None:
        """Keep the bytes for good; on return they survive a power cut. What is there already stays as it is."""

    def opened(self, sha256: str) -> BinaryIO:
        """The bytes, open for reading and seeking."""

    def part(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        """`length` bytes from `start`, block by block; the store is asked before this returns."""

    def size(self, sha256: str) -> int | None:
        """How many bytes there are; None where there are none."""

    def hashes(self) -> Iterator[str]:
        """Every hash there is, in order."""


class Folder:
    """HOME/files/ab/cd/<hash>: at most 256 entries a folder level, read-only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, sha256: str) -> Path:
        """Where the bytes of this hash lie or would lie."""
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def admit(self, arrival: Arrival) -> None:
        place = self.place(arrival.sha256)
        if self.size(arrival.sha256) == arrival.size_bytes:
            arrival.place.unlink(missing_ok=True)
            return
        _make_folders(place.parent, self.root.parent)
        arriving = arrival.place
        if arriving.stat().st_dev != place.parent.stat().st_dev:  # the folder is a mount of its own
            arriving = place.with_name(f".{place.name}.{os.getpid()}")
            shutil.copyfile(arrival.place, arriving)
        _settle_file(arriving)
        os.replace(arriving, place)
        _settle_folder(place.parent)
        arrival.place.unlink(missing_ok=True)

    def opened(self, sha256: str) -> BinaryIO:
        return self.place(sha256).open("rb")

    def part(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        source = self.opened(sha256)
        source.seek(start)
        return _blocks(source, length)

    def size(self, sha256: str) -> int | None:
        with suppress(FileNotFoundError):
            return self.place(sha256).stat().st_size
        return None

    def hashes(self) -> Iterator[str]:
        for outer in _sorted(self.root):
            for inner in _sorted(outer):
                yield from (place.name for place in _sorted(inner) if HASH.fullmatch(place.name))


@contextmanager
def _asked() -> Iterator[None]:
    """What the SDK says of a store that does not answer, in a sentence."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as failure:
        raise Away(
            _("存放照片和文件的服务器暂时连不上；已收下的都在，没有收下的请过几分钟再试，一直不行请告知系统管理员。")
        ) from failure


class Bucket:
    """An S3-compatible store through django-storages: objects `files/ab/cd/<hash>`."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def _key(self, sha256: str) -> str:
        return f"{self.storage.location.strip('/')}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def admit(self, arrival: Arrival) -> None:
        if self.size(arrival.sha256) != arrival.size_bytes:
            with arrival.place.open("rb") as source, _asked():
                # the SDK adds a checksum of its own, which the store compares before it answers
                self.storage.bucket.upload_fileobj(source, self._key(arrival.sha256))
        arrival.place.unlink(missing_ok=True)

    def opened(self, sha256: str) -> BinaryIO:
        spool = tempfile.TemporaryFile(dir=waiting_room())  # noqa: SIM115 - the caller closes it
        for block in self.part(sha256, 0, self._require(sha256)):
            spool.write(block)
        spool.seek(0)
        return spool

    def part(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        if not length:
            return iter(())
        self._require(sha256)
        with _asked():
            answer = self.storage.bucket.Object(self._key(sha256)).get(Range=f"bytes={start}-{start + length - 1}")
        return _blocks(answer["Body"], length)

    def size(self, sha256: str) -> int | None:
        bucket = self.storage.bucket
        with _asked():
            try:
                return bucket.Object(self._key(sha256)).content_length
            except bucket.meta.client.exceptions.ClientError as failure:
                if failure.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                    return None
                raise

    def _require(self, sha256: str) -> int:
        size = self.size(sha256)
        if size is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self._key(sha256))
        return size

    def hashes(self) -> Iterator[str]:
        names = (
            each.key.rsplit("/", 1)[-1] for each in self.storage.bucket.objects.filter(Prefix=self.storage.location)
        )
        return (name for name in names if HASH.fullmatch(name))


def current() -> Store:
    """The store of this instance, as the settings say."""
    if settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage"):
        return Folder(Path(settings.STORAGES["default"]["OPTIONS"]["location"]))
    from django.core.files.storage import storages

    return Bucket(storages["default"])


def admit(arrival: Arrival) -> None:
    """Keep the bytes for good under their hash."""
    current().admit(arrival)


def opened(sha256: str) -> BinaryIO:
    """The original bytes, open for reading and seeking; FileNotFoundError where they are missing."""
    return current().opened(sha256)


def part(sha256: str, start: int, length: int) -> Iterator[bytes]:
    """Some of the original bytes, block by block."""
    return current().part(sha256, start, length)


def size(sha256: str) -> int | None:
    """How many bytes are kept under the hash; None where none are."""
    return current().size(sha256)


def exists(sha256: str) -> bool:
    """Whether anything is kept under the hash."""
    return size(sha256) is not None


def hashes() -> Iterator[str]:
    """Every hash under which something is kept, in order."""
    return current().hashes()


@contextmanager
def local(sha256: str) -> Iterator[Path]:
    """The original bytes as a file of this machine, for readers that want a path; not to be changed or kept."""
    kept = current()
    if isinstance(kept, Folder):
        place = kept.place(sha256)
        if not place.is_file():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
        yield place
        return
    count = kept.size(sha256)
    if count is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), sha256)
    with tempfile.NamedTemporaryFile(dir=waiting_room(), prefix=ARRIVING) as spool:
        for block in kept.part(sha256, 0, count):
            spool.write(block)
        spool.flush()
        yield Path(spool.name)


def preview_place(sha256: str, name: Preview) -> Path:
    """HOME/previews/ab/cd/<hash>.<name>.jpg: `thumb` is 320 px, `view` 1600 px on its longest side."""
    return settings.HOME / "previews" / sha256[:2] / sha256[2:4] / f"{sha256}.{name}.jpg"


def place_in_backup(sha256: str) -> str:
    """The name of an original in a backup: the same as in the folder of the home."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def for_backup() -> Iterator[Kept]:
    """Every original as it goes into a backup; opened only when its turn comes."""
    for sha256 in hashes():
        yield Kept(place_in_backup(sha256), size(sha256) or 0, partial(opened, sha256))


def restore(name: str, source: IO[bytes]) -> None:
    """Keep an original out of a backup, if it is what its name says."""
    arrival = arrived(cast("BinaryIO", source))
    if place_in_backup(arrival.sha256) != name:
        arrival.place.unlink()
        raise Refused(_("备份里的 %(name)s 与它的散列不符，没有恢复。") % {"name": name})
    admit(arrival)


def waiting_room() -> Path:
    """HOME/uploads, where what arrives is spooled, once."""
    return _made(settings.HOME / "uploads")


@cache
def _made(place: Path) -> Path:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def arrived(data: bytes | Path | BinaryIO) -> Arrival:
    """Spool bytes, a file or an open file into the waiting room, hashed on the way; the source stays as it is."""
    descriptor, name = tempfile.mkstemp(dir=waiting_room(), prefix=ARRIVING)
    place, digest, count = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(descriptor, "wb") as target, _source(data) as source:
            while block := source.read(BLOCK):
                digest.update(block)
                count += target.write(block)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return Arrival(place, digest.hexdigest(), count)


@contextmanager
def _source(data: bytes | Path | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(data, bytes):
        yield io.BytesIO(data)
    elif isinstance(data, Path):
        with data.open("rb") as source:
            yield source
    else:
        data.seek(0)
        yield data


def hashed(place: Path) -> Arrival:
    """A file that is already in the waiting room, read once for its hash."""
    with place.open("rb") as source:
        return Arrival(place, hashlib.file_digest(source, "sha256").hexdigest(), os.fstat(source.fileno()).st_size)


def room() -> int:
    """How many bytes the disk of the home can take without touching its reserve."""
    found = os.statvfs(waiting_room())
    return max(0, found.f_bavail * found.f_frsize - settings.DISK_RESERVE_BYTES)


def require_room(count: int) -> None:
    """Refused, in a sentence, where so many more bytes would leave the disk of the home less than its reserve."""
    if count > (left := room()):
        raise Full(
            _("服务器存储空间不足，还能收%(left)d MB，这个文件%(size)d MB没有收下；请保留原件，并告知系统管理员。")
            % {"left": left // MEGABYTE, "size": -(-count // MEGABYTE)}
        )


def _blocks(source: Any, length: int) -> Iterator[bytes]:
    try:
        while length > 0 and (block := source.read(min(BLOCK, length))):
            length -= len(block)
            yield block
    finally:
        source.close()


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _make_folders(folder: Path, stop: Path) -> None:
    """Make the folder, each new level known to the disk before the next."""
    if folder.is_dir() or folder == stop:
        return
    _make_folders(folder.parent, stop)
    folder.mkdir(exist_ok=True)
    _settle_folder(folder.parent)


def _settle_file(place: Path) -> None:
    os.chmod(place, 0o440)
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _settle_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
