"""Films: MP4 and MOV by their index (moov), WebM by its frame: length, size, when, where. No frame is decoded."""

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import boxes
import exif
import webm
from unreadable import Unreadable

INDEX_LIMIT = 64 << 20
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_ISO6709 = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)")


def read(file: BinaryIO, _request: dict) -> tuple[dict, list[bytes]]:
    """seconds, width, height, taken_at, longitude, latitude, camera, software."""
    if file.read(4) == b"\x1aE\xdf\xa3":
        return webm.read(file), []
    index, is_film = None, False
    for name, body, next_box in boxes.outermost(file):
        if name in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
            is_film = True
        elif not is_film:
            break
        if name == b"moov":
            if next_box - body > INDEX_LIMIT:
                raise Unreadable("too_big")
            file.seek(body)
            index = file.read(next_box - body)
    if not is_film:
        raise Unreadable("not_a_film")
    if index is None:
        raise Unreadable("truncated")
    try:
        return _film(index), []
    except (struct.error, IndexError, ValueError, OverflowError):
        raise Unreadable("broken") from None


def _film(index: bytes) -> dict:
    found: dict = {}
    size = (0, 0)
    for name, content in boxes.inside(index):
        if name == b"mvhd":
            made, found["seconds"] = _movie_head(content)
            if made:
                found.setdefault("taken_at", made)
        elif name == b"tkhd":
            size = max(size, _track_size(content), key=lambda each: each[0] * each[1])
        elif name == b"\xa9xyz":
            length = struct.unpack_from(">H", content)[0]
            found |= _place(content[4 : 4 + length])
        elif name in (b"\xa9mak", b"\xa9mod", b"\xa9swr"):
            found[name.decode("latin-1")] = exif.text(content[4:], 60)
        elif name == b"meta":
            found |= _apple(content)
    found["camera"] = exif.camera(found.pop("\xa9mak", ""), found.pop("\xa9mod", ""))
    found["software"] = found.pop("\xa9swr", "")
    found["width"], found["height"] = size
    return {name: value for name, value in found.items() if value}


def _movie_head(content: bytes) -> tuple[str | None, float | None]:
    """When it was made (ISO, UTC) and how long it is."""
    if content[0] == 1:
        made, _changed, scale, length = struct.unpack_from(">QQIQ", content, 4)
    else:
        made, _changed, scale, length = struct.unpack_from(">IIII", content, 4)
    seconds = round(length / scale, 3) if scale and length < (1 << 40) else None
    when = _EPOCH + timedelta(seconds=made) if 0 < made < (1 << 33) else None
    return (when.isoformat() if when and when.year >= 1970 else None), seconds if seconds and seconds < 1e5 else None


def _track_size(content: bytes) -> tuple[int, int]:
    """Width and height as shown: a phone held upright turns the track by its matrix."""
    start = 52 if content[0] == 1 else 40
    a, b = struct.unpack_from(">ii", content, start)
    width, height = (value >> 16 for value in struct.unpack_from(">II", content, start + 36))
    return (height, width) if a == 0 and b != 0 else (width, height)


def _place(text: bytes) -> dict:
    """ISO 6709, +27.8274+113.1340+050.1/, as degrees."""
    match = _ISO6709.match(text.decode("ascii", "replace"))
    if not match:
        return {}
    latitude, longitude = float(match[1]), float(match[2])
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0, 0):
        return {}
    return {"longitude": longitude, "latitude": latitude}


def _apple(content: bytes) -> dict:
    """Apple's own list (com.apple.quicktime.*): its date has an offset, so it is worth more than the head's."""
    start = 4 if content[:4] == b"\0\0\0\0" else 0
    parts = dict(boxes.inside(content[start:]))
    keys, values = parts.get(b"keys"), parts.get(b"ilst")
    if not keys or not values:
        return {}
    names = [name for _space, name in _keys(keys)]
    found: dict = {}
    for number, item in boxes.inside(values):
        which = struct.unpack(">I", number)[0] - 1
        data = next((value for name, value in boxes.inside(item) if name == b"data"), None)
        if data is None or not 0 <= which < len(names):
            continue
        value = data[8:]
        if names[which].endswith(".location.ISO6709"):
            found |= _place(value)
        elif names[which].endswith(".creationdate"):
            found |= _when(value)
        elif names[which].endswith((".make", ".model", ".software")):
            short = {"make": "\xa9mak", "model": "\xa9mod", "software": "\xa9swr"}
            found[short[names[which].rpartition(".")[2]]] = exif.text(value, 60)
    return found


def _keys(content: bytes) -> Iterator[tuple[bytes, str]]:
    position = 8
    while position + 8 <= len(content):
        size, space = struct.unpack_from(">I4s", content, position)
        if size < 8:
            return
        yield space, content[position + 8 : position + size].decode("utf-8", "replace")
        position += size


def _when(value: bytes) -> dict:
    try:
        when = datetime.fromisoformat(value.decode("ascii").strip("\0 "))
    except (UnicodeDecodeError, ValueError):
        return {}
    return {"taken_at": when.isoformat()} if when.year >= 1970 else {}
