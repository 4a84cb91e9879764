"""From a scene to a short film as a phone would have made it, panning over the site: an MP4 that any browser plays.

No encoder is needed: every frame is H.264 of uncompressed macroblocks (I_PCM), each a frame that can be jumped to. So
it is small only because frames are few and small: 320 × 240, a dozen of them, some 1.4 MB.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

from PIL import Image

from yidan.web.demo.scenes.photo import View, scene_of

WIDTH, HEIGHT = 320, 240
FRAMES, FRAME_MS = 12, 500
QUALITY = 84
_MACRO = 16
_LUMA = [16 + round(v * 219 / 255) for v in range(256)]  # JPEG's full range to the narrower one of films
_CHROMA = [128 + round((v - 128) * 224 / 255) for v in range(256)]
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def film(
    view: View, *, taken_at: datetime, longitude: Decimal | None = None, latitude: Decimal | None = None
) -> tuple[bytes, bytes]:
    """The MP4, with its time and place inside, and its first frame as a JPEG for the poster."""
    frames = list(_pan(scene_of(view)))
    poster = BytesIO()
    frames[0].save(poster, "JPEG", quality=QUALITY)
    place = f"{latitude:+.4f}{longitude:+.4f}/" if longitude is not None and latitude is not None else ""
    units = [_unit(0x65, _frame(frame, number)) for number, frame in enumerate(frames)]
    return _container([struct.pack(">I", len(unit)) + unit for unit in units], taken_at, place), poster.getvalue()


def _pan(scene: Image.Image) -> Iterator[Image.Image]:
    """The camera goes from left to right, and a little nearer."""
    for number in range(FRAMES):
        share = number / (FRAMES - 1)
        wide = scene.width * (0.8 - 0.1 * share)
        high = wide * HEIGHT / WIDTH
        left, top = (scene.width - wide) * share, (scene.height - high) * 0.6
        box = (round(left), round(top), round(left + wide), round(top + high))
        yield scene.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=box)


# --- H.264 (ISO/IEC 14496-10) ---------------------------------------------------------------------------------------


class _Bits:
    """Bits one after another."""

    def __init__(self) -> None:
        self.text: list[str] = []

    def fixed(self, value: int, width: int) -> _Bits:
        """A number of so many bits."""
        self.text.append(f"{value:0{width}b}")
        return self

    def golomb(self, *values: int) -> _Bits:
        """Numbers from nought as Exp-Golomb codes (ue)."""
        for value in values:
            digits = f"{value + 1:b}"
            self.text.append("0" * (len(digits) - 1) + digits)
        return self

    def aligned(self, *, is_end: bool) -> bytes:
        """Filled to whole bytes: at the end with a one before the noughts."""
        bits = "".join(self.text) + ("1" if is_end else "")
        bits += "0" * (-len(bits) % 8)
        return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _unit(head: int, payload: bytes) -> bytes:
    """A NAL unit: where three bytes would look like the start of one, a 3 is put between."""
    return bytes([head]) + re.sub(b"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", payload)


def _parameters() -> tuple[bytes, bytes]:
    """Sequence and picture parameters: baseline, level 3, CAVLC."""
    sequence = _Bits().fixed(66, 8).fixed(0xC0, 8).fixed(30, 8).golomb(0, 0, 2, 1).fixed(0, 1)
    sequence.golomb(WIDTH // _MACRO - 1, HEIGHT // _MACRO - 1).fixed(0b1100, 4)  # frames only, no cropping, no VUI
    picture = _Bits().golomb(0, 0).fixed(0, 2).golomb(0, 0, 0).fixed(0, 3).golomb(0, 0, 0).fixed(0b100, 3)
    return _unit(0x67, sequence.aligned(is_end=True)), _unit(0x68, picture.aligned(is_end=True))


def _frame(image: Image.Image, number: int) -> bytes:
    """A slice of one whole picture (IDR): its head, then each macroblock as it is."""
    luma, *chroma = image.convert("YCbCr").split()
    half = (WIDTH // 2, HEIGHT // 2)
    planes = [
        (luma.point(_LUMA).tobytes(), WIDTH, _MACRO),
        *((each.resize(half, Image.Resampling.BOX).point(_CHROMA).tobytes(), half[0], _MACRO // 2) for each in chroma),
    ]
    # first macroblock 0, an I slice (7), parameters 0; frame 0 of this IDR picture; nothing kept; no deblocking
    head = _Bits().golomb(0, 7, 0).fixed(0, 4).golomb(number % 2).fixed(0, 2).golomb(0, 1)
    out = []
    for down in range(HEIGHT // _MACRO):
        for across in range(WIDTH // _MACRO):
            out.append((head if not out else _Bits()).golomb(25).aligned(is_end=False))  # 25: I_PCM
            out += [_block(plane, wide, side, across, down) for plane, wide, side in planes]
    return b"".join(out) + b"\x80"


def _block(plane: bytes, wide: int, side: int, across: int, down: int) -> bytes:
    start = down * side * wide + across * side
    return b"".join([plane[start + row * wide : start + row * wide + side] for row in range(side)])


# --- MP4 (ISO/IEC 14496-12, -15) ------------------------------------------------------------------------------------


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def _full(name: bytes, flags: int, *parts: bytes) -> bytes:
    return _box(name, struct.pack(">I", flags), *parts)


def _container(samples: list[bytes], taken_at: datetime, place: str) -> bytes:
    """Index first, so that a player can begin and jump before all of it has come."""
    head = _box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2avc1mp41")
    index = _index(samples, 0, taken_at, place)
    return head + _index(samples, len(head) + len(index) + 8, taken_at, place) + _box(b"mdat", *samples)


def _index(samples: list[bytes], first_byte: int, taken_at: datetime, place: str) -> bytes:
    born, lasts = int((taken_at - _EPOCH).total_seconds()), len(samples) * FRAME_MS
    sequence, picture = _parameters()
    configured = _box(
        b"avcC", bytes([1]), sequence[1:4], b"\xff\xe1", struct.pack(">H", len(sequence)), sequence, b"\x01",
        struct.pack(">H", len(picture)), picture,
    )  # fmt: skip
    entry = _box(
        b"avc1", bytes(6), struct.pack(">H", 1), bytes(16),
        struct.pack(">HHIIIH", WIDTH, HEIGHT, 72 << 16, 72 << 16, 0, 1), bytes(32),
        struct.pack(">Hh", 24, -1), configured,
    )  # fmt: skip
    table = _box(
        b"stbl",
        _full(b"stsd", 0, struct.pack(">I", 1), entry),
        _full(b"stts", 0, struct.pack(">III", 1, len(samples), FRAME_MS)),
        _full(b"stsc", 0, struct.pack(">IIII", 1, 1, len(samples), 1)),
        _full(b"stsz", 0, struct.pack(">II", 0, len(samples)), *(struct.pack(">I", len(each)) for each in samples)),
        _full(b"stco", 0, struct.pack(">II", 1, first_byte)),
    )
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, struct.pack(">IIIIHH", born, born, 1000, lasts, 0x55C4, 0)),
        _full(b"hdlr", 0, bytes(4), b"vide", bytes(12), b"\x00"),
        _box(
            b"minf", _full(b"vmhd", 1, bytes(8)),
            _box(b"dinf", _full(b"dref", 0, struct.pack(">I", 1), _full(b"url ", 1))), table,
        ),
    )  # fmt: skip
    track = _box(
        b"trak",
        _full(
            b"tkhd", 3, struct.pack(">IIIII", born, born, 1, 0, lasts), bytes(16), _MATRIX,
            struct.pack(">II", WIDTH << 16, HEIGHT << 16),
        ),
        media,
    )  # fmt: skip
    movie = _full(
        b"mvhd", 0, struct.pack(">IIIIIH", born, born, 1000, lasts, 0x10000, 0x100), bytes(10), _MATRIX, bytes(24),
        struct.pack(">I", 2),
    )  # fmt: skip
    words = place.encode()
    told = _box(b"udta", _box(b"\xa9xyz", struct.pack(">HH", len(words), 0x15C7), words)) if place else b""
    return _box(b"moov", movie, track, told)
