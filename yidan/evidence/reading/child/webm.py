"""WebM, as older Chromium films: only what frames the pictures (EBML); length, size, when. No frame is decoded.

Browsers write it while they film, so that lengths are often unknown and the duration is lacking: what holds other
elements is walked into, and the last block says how long the film is.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from unreadable import Unreadable

LIMIT = 400_000
SMALL = 64
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
_HEAD, _KIND = 0x1A45DFA3, 0x4282
_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_CLUSTER, _GROUP = 0x1F43B675, 0xA0
_NESTS = {_HEAD, _SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO, _CLUSTER, _GROUP}
_SCALE, _LENGTH, _MADE, _WIDTH, _HEIGHT = 0x2AD7B1, 0x4489, 0x4461, 0xB0, 0xBA
_TIME, _BLOCK, _SIMPLE = 0xE7, 0xA1, 0xA3
_WANTED = {_KIND, _SCALE, _LENGTH, _MADE, _WIDTH, _HEIGHT, _TIME, _BLOCK, _SIMPLE}


def read(file: BinaryIO) -> dict:
    """seconds, width, height, taken_at."""
    said: dict[int, bytes] = {}
    width = height = 0
    cluster = last = 0
    is_segment = False
    try:
        for name, content in _elements(file):
            if name == _SEGMENT:
                is_segment = True
            elif name == _TIME:
                cluster = _number(content)
            elif name in (_BLOCK, _SIMPLE):
                last = max(last, cluster + struct.unpack_from(">h", content, _width_of(content[0]))[0])
            elif name == _WIDTH:
                width = max(width, _number(content))
            elif name == _HEIGHT:
                height = max(height, _number(content))
            else:
                said.setdefault(name, content)
            if name == _KIND and content.rstrip(b"\0") != b"webm":
                raise Unreadable("not_a_film")
        if not is_segment or _KIND not in said:
            raise Unreadable("not_a_film" if _KIND not in said else "truncated")
        found = {"width": width, "height": height, "seconds": _seconds(said, last), "taken_at": _made(said.get(_MADE))}
    except (struct.error, IndexError, ValueError, OverflowError):
        raise Unreadable("broken") from None
    return {name: value for name, value in found.items() if value}


def _elements(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each element in its order, those within others too; of what may be long only its beginning."""
    end, position = file.seek(0, 2), 0
    for _element in range(LIMIT):
        if position >= end:
            return
        file.seek(position)
        head = file.read(12)
        name_width = _width_of(head[0])
        size_width = _width_of(head[name_width])
        name = int.from_bytes(head[:name_width], "big")
        bits = int.from_bytes(head[name_width : name_width + size_width], "big")
        size = bits & ((1 << 7 * size_width) - 1)
        body = position + name_width + size_width
        if name in _NESTS:
            yield name, b""
            position = body
            continue
        if body + size > end:
            raise Unreadable("truncated")
        if name in _WANTED:
            file.seek(body)
            yield name, file.read(min(size, SMALL))
        position = body + size
    raise Unreadable("broken")


def _width_of(first: int) -> int:
    """How many bytes a number takes, as its first byte says."""
    width = 9 - first.bit_length()
    if width > 8:
        raise ValueError(first)
    return width


def _number(content: bytes) -> int:
    return int.from_bytes(content[:8], "big")


def _seconds(said: dict[int, bytes], last: int) -> float | None:
    scale = _number(said[_SCALE]) if _SCALE in said else 1_000_000
    length = last
    if written := said.get(_LENGTH):
        length = struct.unpack(">d" if len(written) == 8 else ">f", written)[0]
    seconds = round(length * scale / 1e9, 3)
    return seconds if 0 < seconds < 1e5 else None


def _made(content: bytes | None) -> str | None:
    if not content:
        return None
    when = _EPOCH + timedelta(microseconds=int.from_bytes(content, "big", signed=True) // 1000)
    return when.isoformat() if when.year >= 1970 else None
