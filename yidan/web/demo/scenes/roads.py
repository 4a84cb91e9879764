"""Roads and bridges: earth, base, asphalt, markings; piers, girders, deck, railing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from yidan.web.demo.scenes import things
from yidan.web.demo.scenes.canvas import Block, Canvas, Colour, lit, mix
from yidan.web.demo.scenes.things import BLUE, CONCRETE, WHITE
from yidan.web.demo.scenes.weather import EARTH, green_of, ground, hills
from yidan.web.demo.scenes.works import Scene, people

WATER = (96, 128, 132)
ASPHALT = (66, 68, 72)
FAR = 330.0
# (start and end in the whole work, colour): each layer comes from afar towards the eye
LAYERS = (
    (0.16, 0.44, (196, 178, 150)),
    (0.46, 0.66, (178, 174, 166)),
    (0.66, 0.84, ASPHALT),
    (0.8, 0.9, lit(ASPHALT, 0.9)),
)


@dataclass(frozen=True)
class Lane:
    """A road's axis, a parabola, and half its width."""

    canvas: Canvas
    bend: float
    wide: float

    def axis(self, y: float) -> float:
        """Where its middle lies at a distance."""
        return 2 + self.bend * y * y

    def strip(self, left: float, right: float, near: float, far: float, colour: Colour, up: float = 0.0) -> None:
        """A band along the axis."""
        steps = [near + (far - near) * place / 14 for place in range(15)]
        one = [(self.axis(y) + left, y, up) for y in steps]
        other = [(self.axis(y) + right, y, up) for y in reversed(steps)]
        self.canvas.face(one + other, colour)


def road(canvas: Canvas, scene: Scene) -> None:
    """路: cutting and bank, base course, asphalt from afar towards the eye, markings, lamps and trees."""
    lane = Lane(canvas, scene.fixed.uniform(-0.0016, 0.0016), scene.fixed.choice((9.0, 11.0)))
    green = green_of(scene.month)
    hills(canvas, scene.fixed, scene.month)
    ground(canvas, scene.fixed, mix(EARTH, green, 0.8), scene.weather, rough=0.5)
    things.trees(canvas, scene.fixed, green, depth=240, count=22, spread=190)
    verge = lane.wide + 8
    lane.strip(-verge, verge, 4, FAR, EARTH)
    for _ in range(3):
        lane.strip(-verge + scene.fixed.uniform(0, 6), verge - scene.fixed.uniform(0, 6), 4, FAR, lit(EARTH, 1.05))
    for start, end, colour in LAYERS:
        if part := scene.part(start, end):
            lane.strip(-lane.wide, lane.wide, _front(part), FAR, colour, 0.1)
    _trim(lane, scene, green)
    if scene.share <= 0.86:
        _works(lane, scene)


def _front(part: float) -> float:
    """How near to the eye a layer has come."""
    return FAR - (FAR - 4) * math.sqrt(part)


def _trim(lane: Lane, scene: Scene, green: Colour) -> None:
    """Markings, kerbs, lawn; at the end trees, lamps and cars."""
    wide = lane.wide
    if scene.share > 0.82:
        near = 300 - 290 * scene.part(0.82, 0.93)
        for side in (-wide + 0.5, wide - 0.7):
            lane.strip(side, side + 0.22, near, 300, WHITE, 0.12)
        y = 300.0
        while y > near:
            lane.strip(-0.12, 0.12, y - 5, y, WHITE, 0.12)
            y -= 11
    if kerb := scene.part(0.72, 0.92):
        for side in (-1, 1):
            lane.strip(side * wide, side * (wide + 3.2), 300 - 294 * kerb, 300, (196, 188, 178), 0.16)
            lane.strip(side * (wide + 3.2), side * (wide + 8), 300 - 294 * kerb, 300, lit(green, 1.06), 0.1)
    if scene.share <= 0.86:
        return
    for y in range(210, 14, -22):
        for side in (-1, 1):
            things.tree(lane.canvas, lane.axis(y) + side * (wide + 5), y, 6.0, green, scene.fixed)
    things.lamps(lane.canvas, lane.axis(60) - wide - 1.5, near=26, far=170, arm=2.4)
    if scene.share >= 0.97:
        for x, y, colour in ((-4.3, 110, BLUE), (4.2, 70, WHITE), (-4.5, 44, (190, 60, 50))):
            lane.canvas.prism(Block.at(lane.axis(y) + x, y, 1.9, 4.4), 0.3, 1.1, colour)
            lane.canvas.prism(Block.at(lane.axis(y) + x, y, 1.7, 2.4), 1.1, 1.6, (70, 84, 96))


def _works(lane: Lane, scene: Scene) -> None:
    """Machines and people."""
    canvas, axis = lane.canvas, lane.axis
    if scene.share < 0.5:
        if scene.share < 0.2:
            things.digger(canvas, axis(90) + 8, 90, way=-1)
        things.lorry(canvas, axis(60) + 5, 60, turn=1.3)
        things.digger(canvas, axis(46) - lane.wide - 2, 46, way=1)
        things.piles(canvas, axis(34) + lane.wide + 8, 34, scene.fixed, EARTH, count=5)
    else:
        part = scene.part(0.46, 0.66) if scene.share < 0.66 else scene.part(0.66, 0.84)
        y = max(30.0, min(_front(max(part, 0.03)), 90.0))
        things.lorry(canvas, axis(56) - 5, 56, turn=1.45)
        _roller(canvas, axis(y) + 3, y + 4)
    spots = ((-6, 30), (7, 38), (4, 26), (-8, 50))
    people(canvas, scene, [(axis(y) + x, float(y), 0.0) for x, y in spots])


def _roller(canvas: Canvas, x: float, y: float) -> None:
    """压路机."""
    canvas.prism(Block.at(x, y, 2.2, 4.6), 0.4, 1.6, things.YELLOW)
    canvas.prism(Block.at(x, y + 0.6, 1.8, 1.8), 1.6, 3.0, mix(things.YELLOW, things.DARK, 0.3))
    canvas.prism(Block.at(x, y - 2.6, 2.3, 1.4), 0.0, 1.3, things.DARK)


# --- bridges -------------------------------------------------------------------------------------------------------

SPANS, DECK = 8, 15.0
ACROSS = (3.1, 4.6)
RED = (196, 60, 44)


def _pier(place: float) -> tuple[float, float]:
    return -62 + 128 * place / SPANS, 150 - 84 * place / SPANS


def bridge(canvas: Canvas, scene: Scene) -> None:
    """桥: piers out of the water one by one, girders laid span by span, deck, railing."""
    green = green_of(scene.month)
    hills(canvas, scene.fixed, scene.month)
    ground(canvas, scene.fixed, mix(WATER, scene.weather.zenith, 0.28), scene.weather, rough=0.35)
    canvas.face([(-400, 230, 0), (400, 230, 0), (400, FAR, 3), (-400, FAR, 3)], mix(green, EARTH, 0.3))
    things.trees(canvas, scene.fixed, green, depth=236, count=34, spread=200)
    ripples(canvas, scene)
    raised = (SPANS + 1) * scene.part(0.12, 0.46)
    for place in range(SPANS + 1):
        if raised > place:
            _raise(canvas, place, min(1.0, raised - place))
    placed = SPANS * scene.part(0.44, 0.68)
    for place in range(SPANS):
        if placed > place:
            _span(canvas, scene, place)
    if 0.44 < scene.share < 0.7:
        _launcher(canvas, *_pier(min(SPANS - 0.5, placed)))
    if scene.share < 0.5:
        canvas.prism(Block.at(6, 92, 22, 9, -0.4), 0, 1.2, (112, 96, 78))
        things.tower_crane(canvas, 8, 92, 24, jib=26, turn=2.6)
    shore = mix(EARTH, green, 0.35 + 0.6 * (scene.share > 0.9))
    canvas.face([(-60, 8, 0.5), (-1.5, 11, 0.3), (-9, 24, 0), (-20, 33, 0), (-60, 42, 0)], lit(shore, 0.8))
    canvas.face([(-60, 8, 1.4), (-3.5, 11, 1.2), (-11, 23, 0.9), (-22, 31, 0.8), (-60, 38, 0.8)], shore)
    for x, y in ((-24, 33), (-21, 29), (-17, 25), (-13, 20)):
        things.tree(canvas, x, y, 3.4 + 2.0 * (scene.share > 0.9), green, scene.fixed)


def _raise(canvas: Canvas, place: int, grown: float) -> None:
    """A pier as far as it has grown, and its image in the water."""
    x, y = _pier(place)
    deep = -DECK * grown
    canvas.face([(x - 3.4, y, 0), (x + 3.4, y, 0), (x + 3.0, y, deep), (x - 3.0, y, deep)], (60, 72, 72), 58)
    canvas.prism(Block.at(x, y, 7, 5, -0.58), 0, 1.6, lit(CONCRETE, 0.9))
    high = max(1.6, (DECK - 2) * grown)
    for across in (-1.0, 1.0):
        canvas.prism(Block.round(x - 1.3 * across, y - 2.0 * across, 1.0, 12), 1.6, high, CONCRETE)
    if grown >= 1:
        canvas.prism(Block.at(x, y, 4, 10, -0.58), DECK - 2, DECK, CONCRETE)


def _span(canvas: Canvas, scene: Scene, place: int) -> None:
    """A girder, its deck, its railing."""
    (ax, ay), (bx, by) = _pier(place), _pier(place + 1)
    dx, dy = ACROSS
    beam = Block(((ax - dx, ay - dy), (bx - dx, by - dy), (bx + dx, by + dy), (ax + dx, ay + dy)))
    canvas.prism(beam, DECK, DECK + 2.0, CONCRETE)
    if scene.part(0.66, 0.84) * SPANS > place:
        canvas.prism(beam, DECK + 2.0, DECK + 2.5, lit(CONCRETE, 1.1), top=ASPHALT)
    if scene.part(0.8, 0.93) * SPANS > place:
        for post in range(9):
            x, y = ax - dx + (bx - ax) * post / 8, ay - dy + (by - ay) * post / 8
            canvas.line([(x, y, DECK + 2.5), (x, y, DECK + 3.7)], WHITE, 0.16)
        canvas.line([(ax - dx, ay - dy, DECK + 3.6), (bx - dx, by - dy, DECK + 3.6)], WHITE, 0.22)


def _launcher(canvas: Canvas, x: float, y: float) -> None:
    """架桥机."""
    canvas.line([(x - 22, y + 12, DECK + 9), (x + 18, y - 12, DECK + 9)], RED, 1.1, least=4)
    for along in (-14, 4):
        leg = (x + along, y - along * 0.6)
        canvas.line([(*leg, DECK + 2), (*leg, DECK + 9)], RED, 0.7, least=3)


def ripples(canvas: Canvas, scene: Scene) -> None:
    """Short bright lines on water, closer together towards the horizon."""
    for _ in range(90):
        y = 18 + 200 * scene.day.random() ** 1.6
        x, long = scene.day.uniform(-0.62, 0.62) * y, scene.day.uniform(0.01, 0.05) * y
        canvas.line([(x, y, 0), (x + long, y, 0)], mix(WATER, WHITE, 0.5), 0.05, alpha=scene.day.randint(40, 110))
