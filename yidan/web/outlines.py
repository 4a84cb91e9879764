"""The city's own outlines of its units, read from its GeoJSON and drawn on the cockpit in place of tiles.

Outlines of districts are not free to ship, so a city brings its own (`yidan outlines FILE --datum gcj02`). The file is
kept by its hash like any other; which one holds is a parameter, so that a change of it stands in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yidan.evidence import store
from yidan.evidence.rules import places
from yidan.kernel import parameters
from yidan.kernel.errors import Invalid
from yidan.people.models import Unit
from yidan.people.queries import assessed_units

NONE = "none"
LARGEST, MOST_CORNERS = 20_000_000, 200_000
WIDTH, TOLERANCE, LEAST_AREA = 360.0, 0.6, 6.0
STRETCH = 128  # so many corners are simplified together: a hostile zigzag costs no more than a border
NAME_WIDE, NAME_HIGH = 56.0, 36.0
Point = tuple[float, float]
Ring = tuple[Point, ...]


def _reference(text: str) -> str:
    """The kept file's hash and its datum, or none."""
    sha256, _blank, datum = text.partition(" ")
    if text != NONE and not (len(sha256) == 64 and datum in set(places.Datum)):
        raise ValueError(text)
    return text


OUTLINES = parameters.declare(
    "map.outlines", gettext_lazy("各单元轮廓(由 yidan outlines 设定；none 用方块图)"), NONE, unit="",
    source="issue 5: outlines loaded by the city from its own GeoJSON with datum", read=_reference,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A unit's outline on the drawing: the path, where its name stands, and whether there is room for it."""

    path: str
    x: float
    y: float
    has_room: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of them, in a frame so high."""

    height: float
    shapes: dict[Hashable, Shape]


def read(content: bytes, datum: str, units: Iterable[Unit]) -> dict[int, list[Ring]]:
    """The outer rings of each unit in WGS 84, found by a property that is its name, short name or region code."""
    if len(content) > LARGEST:
        raise Invalid(_("文件超过20 MB，请先在制图软件里简化边界。"), field="file")
    try:
        said = json.loads(content)
        features = list(said["features"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Invalid(
            _("这不是 GeoJSON 要素集(FeatureCollection)：请从制图软件按 GeoJSON 导出。"), field="file"
        ) from None
    called = {
        name: unit.pk for unit in units for name in (unit.name, unit.short_name, unit.region_code) if name
    }  # fmt: skip
    found: dict[int, list[Ring]] = {}
    for feature in features:
        values = feature.get("properties") if isinstance(feature, dict) else None
        names = [str(each).strip() for each in values.values()] if isinstance(values, dict) else []
        unit = next((called[name] for name in names if name in called), None)
        if unit is not None:
            found.setdefault(unit, []).extend(_rings(feature.get("geometry"), datum))
            if sum(len(ring) for rings in found.values() for ring in rings) > MOST_CORNERS:
                raise Invalid(_("边界的点超过20万个，请先在制图软件里简化边界。"), field="file")
    found = {unit: rings for unit, rings in found.items() if rings}
    if not found:
        raise Invalid(
            _("没有一个要素的属性是考核单元的名称、简称或行政区划代码：请检查属性表，如 name=醴陵市。"), field="file"
        )
    return found


def _rings(geometry: Any, datum: str) -> Iterator[Ring]:
    if not isinstance(geometry, dict):
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else []
    for polygon in polygons if isinstance(polygons, list) else ():
        outer = polygon[0] if isinstance(polygon, list) and polygon else None  # holes are not drawn
        if isinstance(outer, list) and outer:
            yield tuple(_point(each, datum) for each in outer)


def _point(said: Any, datum: str) -> Point:
    try:
        place = places.placed(float(said[0]), float(said[1]), datum=datum)
    except (TypeError, ValueError, LookupError, OverflowError):
        place = None
    if place is None:
        shown = str(said)[:40].encode("utf-8", "replace").decode()
        raise Invalid(
            _("坐标“%(said)s”不是经纬度：请先转成经纬度(度)，再用 --datum 写明坐标系。") % {"said": shown}, field="file"
        )
    return place.point


def drawing(values: Mapping[str, Any]) -> Drawing | None:
    """What is drawn now; None where the city brought no outlines, or the file is away."""
    reference = values[OUTLINES.name]
    if reference == NONE:
        return None
    sha256, _blank, datum = reference.partition(" ")
    units = list(assessed_units())
    return _drawn(sha256, datum, tuple((unit.pk, unit.name, unit.short_name, unit.region_code) for unit in units))


@lru_cache(maxsize=4)
def _drawn(sha256: str, datum: str, units: tuple[tuple[int, str, str, str], ...]) -> Drawing | None:
    known = [Unit(pk=pk, name=name, short_name=short, region_code=code) for pk, name, short, code in units]
    try:
        with store.opened(sha256) as source:
            return draw(read(source.read(), datum, known))
    except (OSError, Invalid):
        return None


def draw(rings: Mapping[int, list[Ring]]) -> Drawing:
    """In a frame 360 wide, north up; corners that nobody could tell apart are left out."""
    every = [point for each in rings.values() for ring in each for point in ring]
    west, east = min(x for x, _y in every), max(x for x, _y in every)
    south, north = min(y for _x, y in every), max(y for _x, y in every)
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / (max((east - west) * narrow, (north - south) * 0.75) or 1.0)
    shift = (WIDTH - (east - west) * narrow * scale) / 2

    def placed(ring: Ring) -> list[Point]:
        return [(shift + (x - west) * narrow * scale, (north - y) * scale) for x, y in ring]

    shapes: dict[Hashable, Shape] = {}
    for unit, each in rings.items():
        on_sheet = sorted((placed(ring) for ring in each), key=lambda ring: -abs(_area(ring)))
        kept = [ring for ring in on_sheet if ring is on_sheet[0] or abs(_area(ring)) >= LEAST_AREA]
        path = "".join(_path(simplified(ring)) for ring in kept)
        shapes[unit] = Shape(path, *_middle(on_sheet[0]), _has_room(on_sheet[0]))
    return Drawing(round((north - south) * scale, 1), shapes)


def _has_room(ring: list[Point]) -> bool:
    """Whether a name of three characters with a number under it stands inside."""
    wide, high = (max(each) - min(each) for each in zip(*ring, strict=True))
    return wide >= NAME_WIDE and high >= NAME_HIGH and abs(_area(ring)) >= NAME_WIDE * NAME_HIGH


def _path(ring: list[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


def _area(ring: list[Point]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _middle(ring: list[Point]) -> Point:
    """The centre of gravity; of a line the middle of its frame."""
    area = _area(ring)
    if abs(area) < 1e-9:
        xs, ys = [x for x, _y in ring], [y for _x, y in ring]
        return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((a + c) * (a * d - c * b) for (a, b), (c, d) in pairs) / (6 * area)
    y = sum((b + d) * (a * d - c * b) for (a, b), (c, d) in pairs) / (6 * area)
    return round(x, 1), round(y, 1)


def simplified(ring: list[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """Douglas and Peucker, without recursion: borders come with tens of thousands of corners."""
    if len(ring) < 5:
        return ring
    cuts = sorted({0, len(ring) // 2, len(ring) - 1, *range(STRETCH, len(ring) - 1, STRETCH)})
    keep, open_ = set(cuts), list(pairwise(cuts))
    while open_:
        start, end = open_.pop()
        far, most = 0, tolerance
        for index in range(start + 1, end):
            distance = _off(ring[index], ring[start], ring[end])
            if distance > most:
                far, most = index, distance
        if far:
            keep.add(far)
            open_ += [(start, far), (far, end)]
    return [ring[index] for index in sorted(keep)]


def _off(point: Point, start: Point, end: Point) -> float:
    (x, y), (a, b), (c, d) = point, start, end
    length = hypot(c - a, d - b)
    if not length:
        return hypot(x - a, y - b)
    return abs((c - a) * (b - y) - (a - x) * (d - b)) / length
