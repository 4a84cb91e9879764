"""Whether two pictures are one: difference hashes find candidates among millions, sketches decide.

A picture leaves 45 hashes of 64 bits: of its whole and of the crops in `CROPS`. A hash says of 8 × 8 neighbouring cells
which is brighter, so it outlives re-encoding, resizing and exposure. Two hashes that differ in at most `RADIUS` bits
make a candidate; they are found by four bands of 16 bits of which one must differ in at most one bit.
A candidate is then held against the other's sketch (32 × 32 greys) at the place the hash points to: what is large and
what is small must agree. Copies reach 0.98 and more, others stay below 0.95 (docs/evidence.md has the rates).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from operator import mul

RADIUS = 11
BANDS = 4
SIDE = 32
POINTS = SIDE // 2
Box = tuple[float, float, float, float]

# The ways in which a new picture may repeat an old one besides being a crop of it.
WAYS = ("whole", "mirrored", "turned_90", "turned_180", "turned_270")


def _grid(width: float, height: float, across: int, down: int) -> list[Box]:
    """Windows of that share of the picture, evenly spread: (left, top, width, height), each 0 to 1."""
    return [
        (column / max(across - 1, 1) * (1 - width), row / max(down - 1, 1) * (1 - height), width, height)
        for column in range(across)
        for row in range(down)
    ]


# Number 0 is the whole. Four fifths of each side, nine tenths of each side, four fifths of one side; of the last every
# twentieth of the picture (three places missed a quarter of the copies that were cut between them). Numbers stand in
# the tables: what is new goes to the end.
CROPS: list[Box] = [
    (0.0, 0.0, 1.0, 1.0), *_grid(0.8, 0.8, 5, 5), *_grid(0.9, 0.9, 3, 3), *_grid(0.8, 1, 3, 1), *_grid(1, 0.8, 1, 3),
    *((place, 0.0, 0.8, 1.0) for place in (0.05, 0.15)), *((0.0, place, 1.0, 0.8) for place in (0.05, 0.15)),
]  # fmt: skip

# By which rules prints are made; each reading keeps it. To be raised whenever the same bytes would leave other hashes
# or another sketch: 1 had 41 windows, 2 has 45.
VERSION = 2


def bands(bits: int) -> list[int]:
    """The four bands of a hash, the lowest first."""
    return [(bits >> (16 * band)) & 0xFFFF for band in range(BANDS)]


def probes(bits: int) -> list[list[int]]:
    """For each band the values to look for: itself, and with one bit flipped."""
    return [[band, *(band ^ (1 << bit) for bit in range(16))] for band in bands(bits)]


def signed(bits: int) -> int:
    """A hash as databases keep 64 bits."""
    return bits - (1 << 64) if bits >> 63 else bits


def differing(a: int, b: int) -> int:
    """In how many bits two hashes differ, signed or not."""
    return ((a ^ b) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()


def turned(sketch: bytes, way: str) -> bytes:
    """The sketch of the picture mirrored, or turned clockwise."""
    rows = [sketch[SIDE * row : SIDE * (row + 1)] for row in range(SIDE)]
    if way == "mirrored":
        return b"".join(row[::-1] for row in rows)
    for _quarter in range({"whole": 0, "turned_90": 1, "turned_180": 2, "turned_270": 3}[way]):
        rows = [bytes(column[::-1]) for column in zip(*rows, strict=True)]
    return b"".join(rows)


def alikeness(sketch: bytes, other: bytes, box: Box) -> float:
    """How well the whole of one sketch fits into the other at `box`, or near it: −1 to 1.

    The box is moved and stretched in ever smaller steps until nothing fits better.
    """
    greys = _halved(sketch)
    whole = _evened(greys)
    if whole is None:
        return 0.0
    best, step = _fit(whole, other, box), 0.03
    while step > 0.004:
        tries = [(_fit(whole, other, moved), moved) for moved in _moved(box, step)]
        better, where = max(tries, default=(-1.0, box))
        if better > best:
            best, box = better, where
        else:
            step /= 2
    return _with_detail(best, greys, _window(other, box), POINTS)


def straight_alikeness(sketch: bytes, other: bytes) -> float:
    """How well two sketches agree as they lie: −1 to 1. A tripod moved by a hand's breadth already shows."""
    a, b = _evened(list(sketch)), _evened(list(other))
    return _with_detail(sum(map(mul, a, b)), list(sketch), list(other), SIDE) if a and b else 0.0


def _with_detail(agreement: float, one: Sequence[float], other: Sequence[float], side: int) -> float:
    """The agreement of all, or of what is small in it where that is less: two skies agree in all but detail.

    Detail is what remains after the mean of the eight neighbours; its agreement counts from 0.8 to 1.
    """
    a, b = _evened(_detail(one, side)), _evened(_detail(other, side))
    return min(agreement, 0.8 + 0.2 * sum(map(mul, a, b)) if a and b else 0.8)


def _detail(values: Sequence[float], side: int) -> list[float]:
    """Each value without the mean of itself and its neighbours."""
    sums = [sum(values[max(k - k % side, k - 1) : min(k - k % side + side, k + 2)]) for k in range(side * side)]
    wide = [3 - (k % side in (0, side - 1)) for k in range(side * side)]
    out = []
    for k, value in enumerate(values):
        rows = [row for row in (k - side, k, k + side) if 0 <= row < side * side]
        out.append(value - sum(sums[row] for row in rows) / (wide[k] * len(rows)))
    return out


def _moved(box: Box, step: float) -> Iterable[Box]:
    x, y, width, height = box
    for dx, dy, dw, dh in (
        (step, 0, 0, 0), (-step, 0, 0, 0), (0, step, 0, 0), (0, -step, 0, 0),
        (-step / 2, 0, step, 0), (step / 2, 0, -step, 0), (0, -step / 2, 0, step), (0, step / 2, 0, -step),
    ):  # fmt: skip
        left, top, wide, high = x + dx, y + dy, width + dw, height + dh
        if left > -0.02 and top > -0.02 and left + wide < 1.02 and top + high < 1.02:
            yield left, top, wide, high


def _fit(whole: Sequence[float], other: bytes, box: Box) -> float:
    part = _evened(_window(other, box))
    return sum(map(mul, whole, part)) if part else -1.0


def _halved(sketch: bytes) -> list[int]:
    """16 × 16 sums of four."""
    return [
        sketch[k] + sketch[k + 1] + sketch[k + SIDE] + sketch[k + SIDE + 1]
        for row in range(POINTS)
        for k in range(2 * SIDE * row, 2 * SIDE * row + SIDE, 2)
    ]


def _window(sketch: bytes, box: Box) -> list[float]:
    """16 × 16 points within a box of the sketch, between its greys."""
    left, top, width, height = box
    columns = [_split((left + (i + 0.5) / POINTS * width) * SIDE - 0.5) for i in range(POINTS)]
    out = []
    for j in range(POINTS):
        row, below = _split((top + (j + 0.5) / POINTS * height) * SIDE - 0.5)
        for column, beyond in columns:
            k = SIDE * row + column
            upper = sketch[k] + (sketch[k + 1] - sketch[k]) * beyond
            lower = sketch[k + SIDE] + (sketch[k + SIDE + 1] - sketch[k + SIDE]) * beyond
            out.append(upper + (lower - upper) * below)
    return out


def _split(position: float) -> tuple[int, float]:
    clamped = min(max(position, 0.0), SIDE - 1.001)
    return int(clamped), clamped - int(clamped)


def _evened(values: Sequence[float]) -> list[float] | None:
    """Brought to mean 0 and length 1; None for an even grey."""
    mean = sum(values) / len(values)
    rest = [value - mean for value in values]
    length = sqrt(sum(map(mul, rest, rest)))
    return [value / length for value in rest] if length > 1e-9 else None
