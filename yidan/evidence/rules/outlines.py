"""The outline of a site: one or several areas by their corners, read once from what offices have, kept in WGS-84.

Read are GeoJSON (a polygon, several, features of them) and plain lines of "longitude, latitude"; holes are left out,
for who stands in one stands on the site. Kept is one line of text: corners parted by blanks, areas by semicolons.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import cos, pi, radians
from typing import Any

from yidan.evidence.rules import places
from yidan.evidence.rules.places import EARTH_M, Point

MOST_CORNERS = 500
LARGEST_DEGREES = 2.0  # about 200 km: no site is larger, but mixed-up numbers are
SQUARE_METRES_OF_MU = 666.67
Outline = tuple[tuple[Point, ...], ...]
_PAIR = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*[,，\s]\s*(-?[0-9]+(?:\.[0-9]+)?)(?:[,，\s]+-?[0-9.]+)?\s*[;；]?\s*")


class Fault(ValueError):
    """Why it is no outline: `kind` names the sentence."""

    def __init__(self, kind: str, **values: Any) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


def read(text: str, datum: str) -> Outline:
    """The outline that a text describes, whatever its numbers are measured in; a Fault where it describes none."""
    areas = list(_areas(text.strip().lstrip("\ufeff")))
    if not areas:
        raise Fault("no_area")
    if (count := sum(map(len, areas))) > MOST_CORNERS:
        raise Fault("too_many", count=count, most=MOST_CORNERS)
    for point in (point for area in areas for point in area):
        _require_degrees(point)
    return checked(tuple(tuple(_in_wgs84(point, datum) for point in area) for area in areas))


def checked(outline: Outline) -> Outline:
    """The same, if each area has corners enough and all of them lie together."""
    corners = [point for area in outline for point in area]
    if not outline or any(len(set(area)) < 3 for area in outline):
        raise Fault("too_few")
    if len(corners) > MOST_CORNERS:
        raise Fault("too_many", count=len(corners), most=MOST_CORNERS)
    for point in corners:
        _require_degrees(point)
    for side in zip(*corners, strict=True):
        if max(side) - min(side) > LARGEST_DEGREES:
            raise Fault("too_large")
    return outline


def written(outline: Outline) -> str:
    """As it is kept."""
    return ";".join(" ".join(f"{x:.6f},{y:.6f}" for x, y in area) for area in outline)


def kept(text: str) -> Outline:
    """What `written` wrote; a Fault where somebody else did."""
    if not text:
        return ()
    try:
        pairs = [[corner.split(",") for corner in area.split()] for area in text.split(";")]
        return checked(tuple(tuple((float(x), float(y)) for x, y in area) for area in pairs))
    except Fault:
        raise
    except ValueError:
        raise Fault("no_area") from None


def geojson(outline: Outline) -> str:
    """As other programs read it, closed again; "" for none."""
    rings = [[[[x, y] for x, y in (*area, area[0])]] for area in outline]
    if not rings:
        return ""
    said = (
        {"type": "MultiPolygon", "coordinates": rings}
        if len(rings) > 1
        else {"type": "Polygon", "coordinates": rings[0]}
    )
    return json.dumps(said, separators=(",", ":"))


def distance_m(point: Point, outline: Outline) -> float:
    """Metres from a point to the nearest of the areas; 0 inside one."""
    return min(places.distance_to_outline_m(point, area) for area in outline)


def area_m2(outline: Outline) -> float:
    """Square metres of all areas together, on a plane that touches there."""
    return sum(map(_area_m2, outline))


def _area_m2(area: Sequence[Point]) -> float:
    scale = EARTH_M * pi / 180
    x0, y0 = area[0]
    flat = [((x - x0) * scale * cos(radians(y0)), (y - y0) * scale) for x, y in area]
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(flat, flat[1:] + flat[:1], strict=True))) / 2


def _areas(text: str) -> Iterator[list[Point]]:
    """Outer rings, opened: the last corner is not the first again."""
    if text.startswith(("{", "[")):
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            raise Fault("unreadable") from None
        yield from map(_opened, _rings(said))
    elif text:
        lines = [line for line in re.split(r"[\n;；]+", text) if line.strip()]
        found = [_PAIR.fullmatch(line) for line in lines]
        if not all(found):
            raise Fault("unreadable")
        yield _opened([[float(pair[1]), float(pair[2])] for pair in found if pair])


def _rings(said: Any, depth: int = 0) -> Iterator[Any]:
    """The outer ring of each polygon in a GeoJSON value."""
    if isinstance(said, list):
        said = {"type": "Polygon", "coordinates": [said]}  # bare corners, as map tools copy them
    if not isinstance(said, dict) or depth > 4:
        raise Fault("unreadable")
    kind, within = said.get("type"), said.get("coordinates")
    if kind == "FeatureCollection" and isinstance(said.get("features"), list):
        for each in said["features"]:
            yield from _rings(each, depth + 1)
    elif kind == "GeometryCollection" and isinstance(said.get("geometries"), list):
        for each in said["geometries"]:
            yield from _rings(each, depth + 1)
    elif kind == "Feature":
        yield from _rings(said.get("geometry"), depth + 1)
    elif kind == "Polygon" and isinstance(within, list) and within:
        yield within[0]
    elif kind == "MultiPolygon" and isinstance(within, list):
        for each in within:
            yield from _rings({"type": "Polygon", "coordinates": each}, depth + 1)
    elif kind in {"Point", "MultiPoint", "LineString", "MultiLineString"}:
        raise Fault("not_an_area")
    else:
        raise Fault("unreadable")


def _opened(ring: Any) -> list[Point]:
    try:
        corners = [(float(each[0]), float(each[1])) for each in ring]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        raise Fault("unreadable") from None
    return corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners


def _require_degrees(point: Point) -> None:
    x, y = point
    if not (abs(x) <= 180 and abs(y) <= 180):
        raise Fault("projected")
    if not places.is_on_earth(point):
        raise Fault("swapped" if abs(y) > 90 else "unreadable")


def _in_wgs84(point: Point, datum: str) -> Point:
    place = places.placed(*point, datum=datum)
    if place is None:
        raise Fault("unreadable")
    return place.point
