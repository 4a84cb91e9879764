"""A small world in perspective on a canvas: metres in, polygons out. x to the right, y away from the eye, z up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float, float]
WIDTH, HEIGHT = 1440, 1080
NEAR = 1.0


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """`part` of the other colour in the one."""
    part = min(max(part, 0.0), 1.0)
    return tuple(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def lit(colour: Colour, light: float) -> Colour:
    """A colour in more (> 1) or less light."""
    return tuple(min(255, max(0, round(part * light))) for part in colour)  # type: ignore[return-value]


@dataclass(frozen=True)
class Block:
    """An upright prism: its corners on the ground, counter-clockwise from above."""

    corners: tuple[tuple[float, float], ...]

    @classmethod
    def at(cls, x: float, y: float, width: float, depth: float, turn: float = 0.0) -> Block:
        """A rectangle around (x, y), turned by `turn` radians."""
        c, s = math.cos(turn), math.sin(turn)
        half = ((-width / 2, -depth / 2), (width / 2, -depth / 2), (width / 2, depth / 2), (-width / 2, depth / 2))
        return cls(tuple((x + a * c - b * s, y + a * s + b * c) for a, b in half))

    @classmethod
    def round(cls, x: float, y: float, radius: float, sides: int = 28) -> Block:
        """A circle as a polygon."""
        steps = (2 * math.pi * k / sides for k in range(sides))
        return cls(tuple((x + radius * math.cos(t), y + radius * math.sin(t)) for t in steps))

    def on(self, u: float, v: float) -> tuple[float, float]:
        """A point within a four-cornered block: u along its front, v to its back, both from 0 to 1."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.corners
        near, far = (ax + (bx - ax) * u, ay + (by - ay) * u), (dx + (cx - dx) * u, dy + (cy - dy) * u)
        return near[0] + (far[0] - near[0]) * v, near[1] + (far[1] - near[1]) * v


class Canvas:
    """What is drawn, with the eye's height, the light and the air between."""

    def __init__(
        self, *, eye: float, horizon: float, focal: float, haze: Colour, sun: tuple[float, float, float]
    ) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), haze)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.eye, self.horizon, self.focal, self.haze = eye, horizon * HEIGHT, focal * WIDTH, haze
        self.sun = sun  # where shadows go for each metre of height (x, y), and how dark they are
        self.pan = 0.0  # pixels by which the eye looks aside
        self.reach = 420.0  # metres at which the air has taken most of a colour

    def project(self, point: Point) -> tuple[float, float]:
        """Where a point of the world lies on the picture."""
        x, y, z = point
        y = max(y, NEAR)
        return WIDTH / 2 + self.pan + self.focal * x / y, self.horizon + self.focal * (self.eye - z) / y

    def air(self, colour: Colour, depth: float) -> Colour:
        """A colour seen through the air."""
        return mix(colour, self.haze, 1 - math.exp(-max(depth, 0) / self.reach))

    def face(self, points: Iterable[Point], colour: Colour, alpha: int = 255) -> None:
        """A flat polygon."""
        corners = list(points)
        depth = sum(point[1] for point in corners) / len(corners)
        self.pen.polygon([self.project(point) for point in corners], fill=(*self.air(colour, depth), alpha))

    def line(self, points: Sequence[Point], colour: Colour, thick: float, least: int = 1, alpha: int = 255) -> None:
        """A line `thick` metres wide."""
        depth = sum(max(point[1], NEAR) for point in points) / len(points)
        width = max(least, round(self.focal * thick / depth))
        self.pen.line(
            [self.project(point) for point in points],
            fill=(*self.air(colour, depth), alpha),
            width=width,
            joint="curve",
        )

    def sides(self, block: Block) -> list[tuple[tuple[float, float], tuple[float, float], float]]:
        """The sides that face the eye, the farthest first: two corners and the light that falls on them."""
        found = []
        count = len(block.corners)
        for place in range(count):
            (ax, ay), (bx, by) = block.corners[place], block.corners[(place + 1) % count]
            nx, ny = by - ay, ax - bx
            if nx * ax + ny * ay < 0:  # the eye stands at the origin
                length = math.hypot(nx, ny) or 1.0
                toward = -(nx * self.sun[0] + ny * self.sun[1]) / length
                found.append(((ax, ay), (bx, by), 0.82 + 0.3 * max(-1.0, min(1.0, toward)) * self.sun[2]))
        return sorted(found, key=lambda side: -(side[0][1] + side[1][1]))

    def prism(
        self, block: Block, low: float, high: float, colour: Colour, *, top: Colour | None = None, is_open: bool = True
    ) -> None:
        """Walls, and the roof or (if nothing stands below: `is_open`) the underside, whichever is seen."""
        if low > self.eye and is_open:
            self.face([(x, y, low) for x, y in block.corners], lit(colour, 0.52))
        for (ax, ay), (bx, by), light in self.sides(block):
            self.face([(ax, ay, low), (bx, by, low), (bx, by, high), (ax, ay, high)], lit(colour, light))
        if high < self.eye:
            self.face([(x, y, high) for x, y in block.corners], lit(top or colour, 1.06 if self.sun[2] > 0.3 else 0.98))

    def hole(self, block: Block, low: float, colour: Colour, floor: Colour, slope: float = 0.0) -> None:
        """A pit: the walls that are seen from above, and its bottom; with a slope the bottom is smaller."""
        cx = sum(x for x, _y in block.corners) / len(block.corners)
        cy = sum(y for _x, y in block.corners) / len(block.corners)
        foot = [(x + (cx - x) * slope, y + (cy - y) * slope) for x, y in block.corners]
        count = len(foot)
        self.face([(x, y, 0) for x, y in block.corners], lit(colour, 0.62))
        for place in range(count):
            after = (place + 1) % count
            (ax, ay), (bx, by) = block.corners[place], block.corners[after]
            nx, ny = by - ay, ax - bx
            if nx * ax + ny * ay > 0:
                toward = (nx * self.sun[0] + ny * self.sun[1]) / (math.hypot(nx, ny) or 1.0)
                wall = [(ax, ay, 0), (bx, by, 0), (*foot[after], low), (*foot[place], low)]
                self.face(wall, lit(colour, 0.8 + 0.22 * max(-1.0, min(1.0, toward)) * self.sun[2]))
        self.face([(x, y, low) for x, y in foot], floor)

    def shadow(self, block: Block, high: float, ground: float = 0.0) -> None:
        """What the prism keeps from the light: the hull of its foot and of its top, laid down."""
        dx, dy, dark = self.sun
        if dark <= 0.05:
            return
        points = [*block.corners, *((x + dx * (high - ground), y + dy * (high - ground)) for x, y in block.corners)]
        self.face([(x, max(y, NEAR), ground) for x, y in _hull(points)], (18, 20, 26), round(105 * dark))

    def windows(
        self, block: Block, low: float, high: float, *, bays: float, colour: Colour,
        band: tuple[float, float] = (0.25, 0.8), gap: float = 0.22, alpha: int = 255,
    ) -> None:  # fmt: skip
        """A row of openings along each side that is seen, one every `bays` metres."""
        bottom, upper = low + (high - low) * band[0], low + (high - low) * band[1]
        for (ax, ay), (bx, by), light in self.sides(block):
            count = max(1, round(math.hypot(bx - ax, by - ay) / bays))
            for place in range(count):
                u, v = (place + gap) / count, (place + 1 - gap) / count
                left, right = (ax + (bx - ax) * u, ay + (by - ay) * u), (ax + (bx - ax) * v, ay + (by - ay) * v)
                quad = [(*left, bottom), (*right, bottom), (*right, upper), (*left, upper)]
                self.face(quad, lit(colour, light), alpha)


def _hull(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The smallest polygon around them."""
    ordered = sorted(set(points))

    def half(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for x, y in line:
            while len(found) > 1 and (
                (found[-1][0] - found[-2][0]) * (y - found[-2][1]) <= (found[-1][1] - found[-2][1]) * (x - found[-2][0])
            ):
                found.pop()
            found.append((x, y))
        return found[:-1]

    return half(ordered) + half(ordered[::-1])


def cloudy(random: Random, width: int, height: int, octaves: Sequence[tuple[int, int, float]]) -> Image.Image:
    """Soft noise: grids of random bytes, each (columns, rows, weight), stretched smooth and laid over each other."""
    found = Image.new("L", (width, height), 0)
    so_far = 0.0
    for columns, rows, weight in octaves:
        grid = Image.frombytes("L", (columns, rows), random.randbytes(columns * rows))
        so_far += weight
        found = Image.blend(found, grid.resize((width, height), Image.Resampling.BICUBIC), weight / so_far)
    return found
