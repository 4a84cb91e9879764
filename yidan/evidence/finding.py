"""Which kept pictures may show the same as a new one: candidates by hash, among millions, and then by sketch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from yidan.evidence.models import Print, Reading
from yidan.evidence.rules import likeness

# Held against the sketch; the nearest by hash first. More than a few true copies of one picture are the same finding.
CANDIDATES = 24
MOST_HITS = 60
_ALL = (1 << 64) - 1
# Below this, nothing is noted; what counts as the same picture is a parameter above it.
NOTED = 0.90


@dataclass(frozen=True)
class Candidate:
    """A kept file whose hash is near: `way` the new picture was turned, `crop` of which of the two is meant."""

    file_id: int
    way: str
    crop: int
    is_reversed: bool
    distance: int


@dataclass(frozen=True)
class Alike:
    """A kept file that shows the same picture; both correlations run from −1 to 1."""

    file_id: int
    way: str
    alike: float
    straight: float


def alike(hashes: Sequence[int | None], turned: Mapping[str, int | None], sketch: bytes, file_id: int) -> list[Alike]:
    """The kept pictures that the new one shows again, the likest first; ten queries, however many are kept."""
    near = candidates(hashes, turned, file_id)
    sketches = dict(Reading.objects.filter(file__in={each.file_id for each in near}).values_list("file", "sketch"))
    best: dict[int, Alike] = {}
    for each in near:
        other = bytes(sketches.get(each.file_id) or b"")
        if not other or (each.file_id in best and best[each.file_id].alike > 0.99):
            continue
        own, box = likeness.turned(sketch, each.way), likeness.CROPS[each.crop]
        fit = likeness.alikeness(other, own, box) if each.is_reversed else likeness.alikeness(own, other, box)
        if fit >= NOTED and (each.file_id not in best or fit > best[each.file_id].alike):
            way = "crop" if each.way == "whole" and each.crop else each.way
            best[each.file_id] = Alike(each.file_id, way, fit, likeness.straight_alikeness(own, other))
    return sorted(best.values(), key=lambda one: -one.alike)


def candidates(hashes: Sequence[int | None], turned: Mapping[str, int | None], file_id: int = 0) -> list[Candidate]:
    """Files with a hash within the radius, nearest first; `file_id` is the picture's own and left out.

    Looked for: the new whole, and the whole turned, among all kept hashes (the new one may be a crop of the old);
    the new crops among the kept wholes (the old one may be a crop of the new).
    """
    if not hashes or hashes[0] is None:
        return []
    ways = {"whole": hashes[0]} | {way: bits for way, bits in turned.items() if bits is not None}
    # (the print's crop and bits, how the new one was turned, the crop that is meant, of which of the two): distance
    hits: dict[tuple[int, int, str, int, bool], int] = {}
    for crop, bits in _near(ways.values(), only_wholes=False):
        unsigned = bits & _ALL
        for way, sought in ways.items():
            if (distance := (sought ^ unsigned).bit_count()) <= likeness.RADIUS:
                hits[crop, bits, way, crop, False] = distance
    crops = {crop: bits for crop, bits in enumerate(hashes) if crop and bits is not None}
    for _whole, bits in _near(crops.values(), only_wholes=True):
        unsigned = bits & _ALL
        for crop, sought in crops.items():
            if (distance := (sought ^ unsigned).bit_count()) <= likeness.RADIUS:
                hits[0, bits, "whole", crop, True] = distance
    nearest = sorted(hits, key=lambda hit: hits[hit])[:MOST_HITS]
    files = _files({hit[:2] for hit in nearest})
    found: dict[tuple[int, str], Candidate] = {}
    for hit in nearest:
        _crop, _bits, way, crop, is_reversed = hit
        for file in files.get(hit[:2], ()):
            if file != file_id and (file, way) not in found:
                found[file, way] = Candidate(file, way, crop, is_reversed, hits[hit])
    return list(found.values())[:CANDIDATES]


def _files(prints: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[int]]:
    """The files that left each of these prints, (crop, bits)."""
    if not prints:
        return {}
    chosen = Q()
    for crop, bits in prints:
        chosen |= Q(band_0=bits & 0xFFFF, crop=crop, bits=bits)
    found: dict[tuple[int, int], list[int]] = {}
    for file, crop, bits in Print.objects.filter(chosen).order_by("-file").values_list("file", "crop", "bits")[:500]:
        found.setdefault((crop, bits), []).append(file)
    return found


def _near(sought: Iterable[int], *, only_wholes: bool) -> set[tuple[int, int]]:
    """Prints that share a band with any of the hashes, up to one bit: (crop, bits), answered by the indexes alone.

    The numbers stand in the statement: there are more of them than a database takes as parameters.
    """
    values: list[set[int]] = [set() for _band in range(likeness.BANDS)]
    for bits in sought:
        for band, probes in zip(values, likeness.probes(bits), strict=True):
            band.update(probes)
    if not values[0]:
        return set()
    # of wholes the crop is known: asked for, it would send the database from the index to each row
    crop, whole = ("0", " AND crop = 0") if only_wholes else ("crop", "")
    table = connection.ops.quote_name(Print._meta.db_table)
    # one statement a band: for all four in one, PostgreSQL starts helpers whose coming and going takes twenty times
    # as long as the looking (measured: 20 ms and 1.3 ms)
    found: set[tuple[int, int]] = set()
    with connection.cursor() as cursor:
        for number, band in enumerate(values):
            listed = ",".join(map(str, sorted(band)))
            cursor.execute(f"SELECT {crop}, bits FROM {table} WHERE band_{number} IN ({listed}){whole}")
            found.update(cursor.fetchall())
    return found
