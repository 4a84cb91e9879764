"""Points on the ground: WGS-84 inside, GCJ-02 and BD-09 converted once on the way in, distances in metres.

Chinese maps show GCJ-02 (GB 20263), Baidu's BD-09 on top of it. Their offset is a smooth function of the true point,
so it is taken off by iterating; there and back again differs by less than a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import atan2, cos, degrees, hypot, isfinite, pi, radians, sin, sqrt

EARTH_M = 6_371_008.8  # mean radius, IUGG
_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943  # Krasovsky's ellipsoid, on which GCJ-02 stands
_BD = pi * 3000 / 180
_PLACES = Decimal("0.000001")
Point = tuple[float, float]


class Datum(StrEnum):
    """What a pair of numbers is measured in. CGCS2000 differs from WGS-84 by centimetres and counts as the same."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True)
class Place:
    """A point in WGS-84, six decimals (0.1 m), with the accuracy in metres that the phone states."""

    longitude: Decimal
    latitude: Decimal
    accuracy_m: int | None = None

    @property
    def point(self) -> Point:
        """Longitude and latitude in degrees."""
        return float(self.longitude), float(self.latitude)


def placed(
    longitude: float | Decimal | str,
    latitude: float | Decimal | str,
    *,
    datum: str = Datum.WGS84,
    accuracy_m: float | None = None,
) -> Place | None:
    """The one door through which coordinates come in, whatever they are measured in; None for what is no place.

    No place is: not a number, out of range, or the "null island" 0,0 that broken receivers write.
    """
    try:
        point = float(longitude), float(latitude)
        known = Datum(datum)
    except (TypeError, ValueError):
        return None
    if not is_on_earth(point):
        return None
    if known in _TO_WGS84:
        x, y = _TO_WGS84[known](point)
        exact = Decimal(repr(x)), Decimal(repr(y))
    else:
        exact = Decimal(str(longitude)), Decimal(str(latitude))
    return Place(exact[0].quantize(_PLACES), exact[1].quantize(_PLACES), _metres(accuracy_m))


def is_on_earth(point: Point) -> bool:
    """Whether both are numbers within range, and not both nought."""
    x, y = point
    return isfinite(x) and isfinite(y) and -180 <= x <= 180 and -90 <= y <= 90 and (x, y) != (0, 0)


def _metres(accuracy_m: float | None) -> int | None:
    """Whole metres; what is no sensible accuracy is unknown."""
    if accuracy_m is None or not isfinite(accuracy_m) or accuracy_m < 0:
        return None
    return min(round(accuracy_m), 1_000_000)


def distance_m(a: Point, b: Point) -> float:
    """Along the great circle, in metres."""
    (x1, y1), (x2, y2) = ((radians(x), radians(y)) for x, y in (a, b))
    h = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_M * atan2(sqrt(h), sqrt(max(0.0, 1 - h)))


def distance_to_outline_m(point: Point, outline: Sequence[Point]) -> float:
    """Metres from a point to an area given by its corners; 0 inside it. Flat geometry, right for a building site."""
    x0, y0 = point
    scale = EARTH_M * pi / 180
    flat = [((x - x0) * scale * cos(radians(y0)), (y - y0) * scale) for x, y in outline]
    inside, nearest = False, float("inf")
    for (ax, ay), (bx, by) in zip(flat, flat[1:] + flat[:1], strict=True):
        if (ay > 0) != (by > 0) and (bx - ax) * -ay / (by - ay) + ax > 0:
            inside = not inside
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = 0.0 if not length else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length))
        nearest = min(nearest, hypot(ax + along * (bx - ax), ay + along * (by - ay)))
    return 0.0 if inside else nearest


def is_shifted(point: Point) -> bool:
    """Whether GCJ-02 moves this point at all: the rectangle round China that every implementation uses."""
    return 72.004 <= point[0] <= 137.8347 and 0.8293 <= point[1] <= 55.8271


def wgs84_to_gcj02(point: Point) -> Point:
    """What a Chinese map shows for a true point."""
    return _shifted(point) if is_shifted(point) else point


def gcj02_to_wgs84(point: Point) -> Point:
    """The true point behind what a Chinese map shows."""
    if not is_shifted(point):
        return point
    return _unshifted(point, _shifted)


def gcj02_to_bd09(point: Point) -> Point:
    """What Baidu's map shows for a point of the others."""
    x, y = point
    z = hypot(x, y) + 0.00002 * sin(y * _BD)
    angle = atan2(y, x) + 0.000003 * cos(x * _BD)
    return z * cos(angle) + 0.0065, z * sin(angle) + 0.006


def bd09_to_gcj02(point: Point) -> Point:
    """And back."""
    return _unshifted(point, gcj02_to_bd09)


def wgs84_to_bd09(point: Point) -> Point:
    """What Baidu's map shows for a true point."""
    return gcj02_to_bd09(wgs84_to_gcj02(point)) if is_shifted(point) else point


def bd09_to_wgs84(point: Point) -> Point:
    """The true point behind what Baidu's map shows."""
    return gcj02_to_wgs84(bd09_to_gcj02(point)) if is_shifted(point) else point


def _unshifted(point: Point, shift: Callable[[Point], Point]) -> Point:
    """The point that `shift` moves to `point`: each round takes off what is still too much."""
    x, y = point
    for _round in range(30):
        sx, sy = shift((x, y))
        dx, dy = sx - point[0], sy - point[1]
        x, y = x - dx, y - dy
        if abs(dx) < 1e-11 and abs(dy) < 1e-11:
            break
    return x, y


def _shifted(point: Point) -> Point:
    x, y = point[0] - 105, point[1] - 35
    waves = 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    bend = 1 - _ECCENTRICITY * sin(radians(point[1])) ** 2
    metres_north = _AXIS * (1 - _ECCENTRICITY) / (bend * sqrt(bend))
    metres_east = _AXIS / sqrt(bend) * cos(radians(point[1]))
    return point[0] + degrees(east / metres_east), point[1] + degrees(north / metres_north)


_TO_WGS84: dict[Datum, Callable[[Point], Point]] = {Datum.GCJ02: gcj02_to_wgs84, Datum.BD09: bd09_to_wgs84}


def has_repeated_decimals(place: Place) -> bool:
    """Whether the numbers look typed: one digit five times running (113.133333), or both with three decimals at most.

    A receiver's six decimals do so about once in two and a half thousand pictures.
    """
    decimals = [f"{abs(number):.6f}".partition(".")[2] for number in (place.longitude, place.latitude)]
    is_run = any(digit * 5 in each for each in decimals for digit in "0123456789")
    return is_run or all(each.endswith("000") for each in decimals)
