"""What stands about on a site: hoardings, sheds, trees, machines, cranes, people in orange vests."""

from __future__ import annotations

import math
from random import Random

from yidan.web.demo.scenes.canvas import Block, Canvas, Colour, lit, mix

BLUE, WHITE, CONCRETE, STEEL = (46, 98, 158), (236, 236, 230), (186, 182, 172), (150, 70, 52)
YELLOW, ORANGE, DARK, MESH = (228, 172, 44), (236, 110, 36), (58, 60, 64), (70, 132, 92)


def hoarding(canvas: Canvas, *, depth: float, left: float = -160, right: float = 160, high: float = 2.6) -> None:
    """蓝色围挡 along the far edge of the site."""
    step = 6.0
    place = left
    while place < right:
        colour = BLUE if round((place - left) / step) % 6 else WHITE
        canvas.face(
            [
                (place, depth, 0),
                (place + step - 0.2, depth, 0),
                (place + step - 0.2, depth, high),
                (place, depth, high),
            ],
            colour,
        )
        place += step


def shed(canvas: Canvas, x: float, y: float, *, floors: int = 2, long: float = 18.0, turn: float = 0.0) -> None:
    """活动板房: white, with blue roof and bands."""
    block = Block.at(x, y, long, 6, turn)
    canvas.shadow(block, 3 * floors)
    for floor in range(floors):
        canvas.prism(block, floor * 3, floor * 3 + 2.8, WHITE)
        canvas.prism(block, floor * 3 + 2.7, floor * 3 + 3, BLUE)
        canvas.windows(block, floor * 3, floor * 3 + 3, bays=3.0, colour=(96, 118, 138), band=(0.35, 0.75), gap=0.26)
    canvas.prism(Block.at(x, y, long + 0.8, 6.8, turn), 3 * floors, 3 * floors + 0.35, BLUE)


def tree(canvas: Canvas, x: float, y: float, high: float, green: Colour, random: Random) -> None:
    """A crown of a few soft balls over a trunk."""
    canvas.shadow(Block.round(x, y, high * 0.3, 9), high * 0.7)
    canvas.line([(x, y, 0), (x, y, high * 0.55)], (86, 70, 54), high * 0.05)
    scale = canvas.focal / max(y, 4)
    for dx, dz, size, light in (
        (0.0, 0.62, 0.34, 0.8),
        (-0.2, 0.56, 0.27, 0.9),
        (0.18, 0.66, 0.29, 1.02),
        (0.04, 0.8, 0.24, 1.14),
    ):
        px, py = canvas.project((x + dx * high, y, dz * high))
        radius = size * high * scale * random.uniform(0.9, 1.1)
        fill = canvas.air(lit(green, light * random.uniform(0.93, 1.07)), y)
        canvas.pen.ellipse((px - radius, py - radius * 0.9, px + radius, py + radius * 0.9), fill=fill)


def trees(canvas: Canvas, random: Random, green: Colour, *, depth: float, count: int, spread: float = 150.0) -> None:
    """A belt of trees behind everything."""
    for _ in range(count):
        tree(
            canvas, random.uniform(-spread, spread), depth + random.uniform(-6, 6), random.uniform(5, 9), green, random
        )


def worker(canvas: Canvas, x: float, y: float, z: float = 0.0, helmet: Colour = YELLOW) -> None:
    """A person: dark trousers, orange vest, helmet. Nobody's face."""
    canvas.line([(x, y, z), (x, y, z + 0.85)], (52, 58, 74), 0.34, least=2)
    canvas.line([(x, y, z + 0.8), (x, y, z + 1.45)], ORANGE, 0.5, least=3)
    px, py = canvas.project((x, y, z + 1.66))
    radius = max(1.5, canvas.focal * 0.17 / max(y, 4))
    canvas.pen.ellipse((px - radius, py - radius, px + radius, py + radius), fill=canvas.air(helmet, y))


def lorry(canvas: Canvas, x: float, y: float, colour: Colour = (188, 62, 46), turn: float = 0.3) -> None:
    """渣土车 or a mixer: a cab, a body, dark wheels."""
    canvas.shadow(Block.at(x, y, 8.6, 2.6, turn), 3)
    c, s = math.cos(turn), math.sin(turn)
    canvas.prism(Block.at(x, y, 8.4, 2.3, turn), 0.35, 1.0, DARK)
    for along in (-3.0, -1.6, 2.8):
        px, py = canvas.project((x + along * c + 1.0 * s, y + along * s - 1.1 * c, 0.5))
        radius = canvas.focal * 0.55 / y
        canvas.pen.ellipse((px - radius, py - radius, px + radius, py + radius), fill=canvas.air((34, 34, 38), y))
    canvas.prism(Block.at(x - 1.2 * c, y - 1.2 * s, 5.8, 2.5, turn), 1.0, 2.9, colour, top=(140, 104, 76))
    canvas.prism(Block.at(x + 3.2 * c, y + 3.2 * s, 2.0, 2.4, turn), 0.8, 3.1, mix(colour, WHITE, 0.25))


def digger(canvas: Canvas, x: float, y: float, z: float = 0.0, *, turn: float = 0.2, way: int = 1) -> None:
    """挖掘机: tracks, cab, a bent arm with its bucket."""
    canvas.prism(Block.at(x, y, 4.2, 3.0, turn), z, z + 0.9, DARK)
    canvas.prism(Block.at(x, y, 3.8, 2.8, turn), z + 1.0, z + 2.1, YELLOW)
    canvas.prism(Block.at(x + 0.9 * way, y - 0.4, 1.5, 1.5, turn), z + 2.1, z + 3.3, mix(YELLOW, DARK, 0.25))
    arm = [
        (x + 1.2 * way, y, z + 2.2),
        (x + 4.4 * way, y, z + 5.6),
        (x + 7.4 * way, y, z + 3.2),
        (x + 6.8 * way, y, z + 0.6),
    ]
    canvas.line(arm[:2], YELLOW, 0.62, least=3)
    canvas.line(arm[1:3], lit(YELLOW, 0.92), 0.5, least=3)
    canvas.line(arm[2:], lit(YELLOW, 0.84), 0.4, least=2)
    canvas.prism(Block.at(x + 6.8 * way, y, 1.1, 1.0, turn), z + 0.1, z + 0.9, DARK)


def tower_crane(
    canvas: Canvas, x: float, y: float, high: float, *, jib: float = 44.0, turn: float = 0.4, load: float = 0.55
) -> None:
    """塔吊: a lattice mast, jib and counter-jib under an apex, and a load on its rope."""
    half = 0.9
    colour = (222, 150, 40)
    step, z = 3.2, 0.0
    while z < high:
        upper = min(z + step, high)
        canvas.line([(x - half, y, z), (x + half, y, upper)], lit(colour, 0.8), 0.14)
        canvas.line([(x + half, y, z), (x - half, y, upper)], lit(colour, 0.8), 0.14)
        z = upper
    for side in (-half, half):
        canvas.line([(x + side, y, 0), (x + side, y, high)], colour, 0.28, least=2)
    c, s = math.cos(turn), math.sin(turn)

    def along(part: float, up: float = 0.0) -> tuple[float, float, float]:
        return x + c * part, max(6.0, y + s * part), high + up

    apex = (x, y, high + 7)
    canvas.line([along(-15), along(jib)], colour, 0.3, least=2)
    canvas.line([along(0, 1.5), along(jib, 0.5)], colour, 0.2, least=1)
    steps = round(jib / 2.4)
    for place in range(steps):
        canvas.line([along(place * 2.4), along(place * 2.4 + 1.2, 1.3)], lit(colour, 0.86), 0.12)
        canvas.line([along(place * 2.4 + 1.2, 1.3), along(place * 2.4 + 2.4)], lit(colour, 0.86), 0.12)
    canvas.line([along(-1), apex, along(1)], colour, 0.3, least=2)
    canvas.line([apex, along(jib * 0.72, 0.8)], DARK, 0.08)
    canvas.line([apex, along(-13)], DARK, 0.08)
    cx, cy, cz = along(-14)
    canvas.prism(Block.at(cx, cy, 2.4, 2.0, turn), cz - 2.4, cz + 0.2, (140, 138, 132))
    canvas.prism(Block.at(x + 1.4, y - 0.5, 1.5, 1.5, turn), high - 2.2, high - 0.2, WHITE)
    lx, ly, lz = along(jib * load)
    canvas.line([(lx, ly, lz), (lx, ly, lz * 0.58)], DARK, 0.07)
    canvas.prism(Block.at(lx, ly, 3.0, 0.5, turn), lz * 0.58 - 0.6, lz * 0.58, (120, 84, 60))


def piles(canvas: Canvas, x: float, y: float, random: Random, colour: Colour, *, count: int = 5) -> None:
    """Heaps: earth, sand, bundled bars."""
    for _ in range(count):
        px, py = x + random.uniform(-9, 9), y + random.uniform(-4, 4)
        wide, high = random.uniform(2.0, 5.0), random.uniform(0.8, 2.2)
        left, right, top = (
            canvas.project((px - wide, py, 0)),
            canvas.project((px + wide, py, 0)),
            canvas.project((px, py, high)),
        )
        shade = random.uniform(0.82, 1.1)
        crown = ((left[0] * 0.72 + top[0] * 0.28), (left[1] * 0.5 + top[1] * 0.5))
        fall = ((right[0] * 0.6 + top[0] * 0.4), (right[1] * 0.4 + top[1] * 0.6))
        canvas.pen.polygon([left, crown, top, fall, right], fill=canvas.air(lit(colour, shade), py))
        canvas.pen.polygon(
            [top, fall, right, ((left[0] + right[0]) / 2, left[1])], fill=canvas.air(lit(colour, shade * 0.8), py)
        )


def lamps(
    canvas: Canvas, x: float, *, near: float, far: float, step: float = 24.0, high: float = 9.0, arm: float = 2.0
) -> None:
    """Street lamps along a line away from the eye."""
    y = far
    while y >= near:
        canvas.line([(x, y, 0), (x, y, high), (x + arm, y, high + 0.5)], (120, 126, 132), 0.16, least=2)
        canvas.line([(x + arm * 0.7, y, high + 0.45), (x + arm * 1.1, y, high + 0.5)], WHITE, 0.26, least=2)
        y -= step
