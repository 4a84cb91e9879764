"""Boxes: how MP4, MOV and HEIC are made (ISO/IEC 14496-12): a size, a name, the content."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from unreadable import Unreadable

LIMIT = 20_000
_NESTS = {b"trak", b"mdia", b"udta"}


def outermost(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of the file itself: (name, where its content begins, where the next box does); all must be there."""
    end = file.seek(0, 2)
    position = 0
    for _box in range(LIMIT):
        if position + 8 > end:
            return
        name, body, next_box = _head(file, position, end)
        if next_box > end and position:
            raise Unreadable("truncated")
        yield name, body, next_box
        position = next_box


def require_whole(file: BinaryIO) -> None:
    """Refuse a file whose last box is cut off."""
    for _box in outermost(file):
        pass


def _head(file: BinaryIO, position: int, end: int) -> tuple[bytes, int, int]:
    """A box's name, where its content begins, where the next box does."""
    file.seek(position)
    head = file.read(16)
    size, name = struct.unpack(">I4s", head[:8])
    body = position + 8
    if size == 1 and len(head) == 16:
        size, body = struct.unpack(">Q", head[8:])[0], position + 16
    elif size == 0:
        size = end - position
    if size < body - position:
        raise Unreadable("broken")
    return name, body, position + size


def inside(data: bytes, depth: int = 0, count: list | None = None) -> Iterator[tuple[bytes, bytes]]:
    """Every box within, those of tracks too: (name, content)."""
    count = count if count is not None else [0]
    position = 0
    while position + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, position)
        body = position + 8
        if size == 1:
            size, body = struct.unpack_from(">Q", data, position + 8)[0], position + 16
        elif size == 0:
            size = len(data) - position
        if size < body - position or position + size > len(data):
            return
        count[0] += 1
        if count[0] > LIMIT:
            raise Unreadable("broken")
        content = data[body : position + size]
        yield name, content
        if name in _NESTS and depth < 6:
            yield from inside(content, depth + 1, count)
        position += size
