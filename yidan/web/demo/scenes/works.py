"""Buildings and plants as they rise: pit, foundation, frame floor by floor, façade from the top, a finished place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from yidan.web.demo.scenes import things
from yidan.web.demo.scenes.canvas import Block, Canvas, Colour, lit, mix
from yidan.web.demo.scenes.things import BLUE, CONCRETE, DARK, MESH, WHITE
from yidan.web.demo.scenes.weather import EARTH, Weather, green_of, ground, hills, puddles, tracks

FACADES = ((204, 178, 146), (222, 218, 208), (178, 92, 70), (150, 166, 182), (232, 226, 210))
GLASS = (92, 124, 146)


@dataclass(frozen=True)
class Scene:
    """One viewpoint in one month: how far the work is, what the day is like; `fixed` draws what never changes."""

    share: float
    month: int
    weather: Weather
    fixed: Random
    day: Random

    def part(self, start: float, end: float) -> float:
        """How far a phase is that runs from `start` to `end` of the whole work."""
        return min(1.0, max(0.0, (self.share - start) / (end - start)))


def setting(canvas: Canvas, scene: Scene, *, is_green: bool = False) -> Colour:
    """Hills, town, ground, the hoarding, a few trees: what is there in every month."""
    green = green_of(scene.month)
    hills(canvas, scene.fixed, scene.month)
    soil = mix(EARTH, green, 0.86) if is_green else mix(EARTH, (150, 140, 120), scene.fixed.uniform(0.0, 0.5))
    ground(canvas, scene.fixed, soil, scene.weather, rough=0.55 if is_green else 1.0)
    for near, far in ((480, 2400), (270, 480), (152, 270)):  # fields, each paler than the one before it
        field = [(-near, near, 0), (near, near, 0), (far, far, 0), (-far, far, 0)]
        canvas.face(field, mix(green, (120, 130, 96), 0.3))
    things.trees(canvas, scene.fixed, green, depth=196, count=34)
    if not is_green:
        things.hoarding(canvas, depth=150)
        tracks(canvas, scene.fixed, soil)
        if scene.weather.name in {"rain", "overcast"}:
            puddles(canvas, scene.fixed, scene.weather)
    return soil


def people(canvas: Canvas, scene: Scene, spots: list[tuple[float, float, float]]) -> None:
    """Whoever works there that day."""
    for x, y, z in scene.day.sample(spots, min(len(spots), scene.day.randint(2, 5))):
        helmet = scene.day.choice((things.YELLOW, things.YELLOW, WHITE, BLUE, (190, 50, 44)))
        things.worker(canvas, x + scene.day.uniform(-1.5, 1.5), y, z, helmet)


def building(canvas: Canvas, scene: Scene) -> None:
    """楼: pit to ±0, floors one by one, green mesh, façade from the top, then lawn and trees."""
    is_done = scene.share >= 0.94
    # what never changes is drawn first, so that every month draws the same
    turn = scene.fixed.choice((-0.5, -0.36, 0.34, 0.48))
    floors, bays = scene.fixed.randint(7, 13), 5
    block = Block.at(scene.fixed.uniform(-5, 7), 86, 38, 20, turn)
    annex = Block.at(-32 if turn > 0 else 34, 98, 22, 15, turn)
    facade = scene.fixed.choice(FACADES)
    soil = setting(canvas, scene, is_green=is_done)
    crane_at, crane_turn = (
        (26.0 if turn > 0 else -26.0),
        scene.day.uniform(2.2, 3.9) if turn > 0 else scene.day.uniform(-0.8, 0.8),
    )
    if scene.share < 0.3:
        _dig(canvas, scene, block, soil)
    things.shed(canvas, -52 if turn > 0 else 50, 112, floors=2, long=24) if not is_done else None
    raised = floors * scene.part(0.3, 0.56)
    if scene.part(0.42, 0.6) > 0:
        _tower(canvas, scene, annex, 4 * scene.part(0.42, 0.56), 4, 4, facade)
    crane_high = max(26.0, min(floors, raised + 3) * 3.3 + 10)
    if 0.16 < scene.share < 0.84:
        things.tower_crane(canvas, crane_at, 92, crane_high, turn=crane_turn, load=scene.day.uniform(0.3, 0.8))
    if scene.share >= 0.3:
        _tower(canvas, scene, block, raised, floors, bays, facade)
    if is_done:
        _garden(canvas, scene)
        return
    if scene.share < 0.9:
        things.piles(canvas, -19, 36, scene.fixed, (150, 112, 86), count=3)
        things.piles(canvas, 17, 34, scene.fixed, (182, 176, 164), count=3)
        things.lorry(canvas, scene.day.uniform(-26, -14), scene.day.uniform(44, 52), turn=scene.day.uniform(-0.5, 0.5))
    people(canvas, scene, [(-9, 34, 0), (-3, 42, 0), (6, 38, 0), (13, 46, 0), (-16, 30, 0), (3, 29, 0), (20, 40, 0)])


def _dig(canvas: Canvas, scene: Scene, block: Block, soil: Colour) -> None:
    """Before ±0: clearing, then the pit deepens, then the raft and its starter bars."""
    deep = -6.5 * scene.part(0.05, 0.17)
    pit = Block(tuple((x * 1.16, 86 + (y - 78) * 1.5) for x, y in block.corners))
    if deep < -0.4:
        base = mix(soil, CONCRETE, 0.85) if scene.share > 0.2 else mix(soil, (126, 92, 66), 0.5)
        canvas.hole(pit, deep, soil, base, slope=0.12)
        raft = scene.part(0.19, 0.29)
        if raft > 0:
            inner = Block(
                tuple(
                    ((x - pit.on(0.5, 0.5)[0]) * 0.8 + pit.on(0.5, 0.5)[0], (y - 86) * 0.72 + 86)
                    for x, y in pit.corners
                )
            )
            canvas.prism(inner, deep, deep + 1 + raft * 4.6, CONCRETE)
            for row in range(5):
                for col in range(9):
                    x, y = inner.on((col + 0.5) / 9, 1 - (row + 0.5) / 5)
                    canvas.line([(x, y, deep + raft * 4.6), (x, y, deep + raft * 4.6 + 2.6)], (120, 78, 58), 0.3)
        else:
            things.digger(canvas, *pit.on(0.5, 0.5), deep, way=scene.day.choice((-1, 1)))
    things.digger(canvas, -17, 50, way=1)
    things.lorry(canvas, -4, 46, turn=0.1)
    if scene.share > 0.03:
        things.piles(canvas, 24, 48, scene.fixed, soil, count=6)


def _tower(canvas: Canvas, scene: Scene, block: Block, raised: float, floors: int, bays: int, facade: Colour) -> None:
    """Floors up to `raised`: frame, then walls from below, mesh, then the façade from above."""
    each = 3.3
    clad_from = floors * (1 - scene.part(0.64, 0.86))  # floors above this have their façade
    walled = floors * scene.part(0.42, 0.64)
    done = int(raised)
    canvas.shadow(block, max(1.0, raised * each))
    for floor in range(done + 1):
        low, high = floor * each, (floor + 1) * each
        if floor >= done and raised - done < 0.35:
            break
        if floor >= clad_from:
            canvas.prism(block, low, high, facade, is_open=False)
            canvas.windows(block, low, high, bays=3.4, colour=GLASS, band=(0.22, 0.82), gap=0.2)
            canvas.prism(block, high - 0.3, high, lit(facade, 1.12), is_open=False)
        elif floor < walled:
            canvas.prism(block, low, high, (172, 132, 110), is_open=False)
            canvas.windows(block, low, high, bays=3.4, colour=(62, 60, 62), band=(0.25, 0.8), gap=0.24)
            canvas.prism(block, high - 0.4, high, CONCRETE, is_open=False)
        else:
            _bare(canvas, block, low, high, bays, is_last=floor >= done)
    top = done * each
    if scene.share < 0.68 and done < floors + 1 and raised > 0.5:
        for place in range(bays * 2 + 1):
            x, y = block.on(place / (bays * 2), 0.0)
            canvas.line([(x, y, top), (x, y, top + 2.0)], (130, 88, 64), 0.14)
    if 0.34 < scene.share < 0.8:
        low, high = max(0.0, min(walled, clad_from) - 1.5) * each, min(top + each, clad_from * each + each)
        _mesh(canvas, block, max(0.0, low if scene.share > 0.6 else top - 4.5 * each), max(high, top))
    if scene.share >= 0.86:
        canvas.prism(block, floors * each, floors * each + 1.0, lit(facade, 0.9), is_open=False)
        canvas.prism(Block.at(*block.on(0.5, 0.5), 9, 6), floors * each + 1, floors * each + 3.6, lit(facade, 0.96))


def _bare(canvas: Canvas, block: Block, low: float, high: float, bays: int, *, is_last: bool) -> None:
    """One floor of columns and slab; dark within."""
    if not is_last:
        for (ax, ay), (bx, by), light in canvas.sides(block):
            canvas.face([(ax, ay, low), (bx, by, low), (bx, by, high), (ax, ay, high)], lit((92, 90, 88), light))
    for v in (1.0, 0.5, 0.0):
        for place in range(bays + 1):
            x, y = block.on(place / bays, v)
            canvas.line([(x, y, low), (x, y, high)], CONCRETE if v < 0.7 else lit(CONCRETE, 0.8), 0.62, least=2)
    if not is_last:
        canvas.prism(block, high - 0.45, high, CONCRETE, is_open=False)


def _mesh(canvas: Canvas, block: Block, low: float, high: float) -> None:
    """密目网 with its poles, through which the floors are seen."""
    centre = block.on(0.5, 0.5)
    around = Block(
        tuple((centre[0] + (x - centre[0]) * 1.05, centre[1] + (y - centre[1]) * 1.08) for x, y in block.corners)
    )
    for (ax, ay), (bx, by), light in canvas.sides(around):
        canvas.face([(ax, ay, low), (bx, by, low), (bx, by, high), (ax, ay, high)], lit(MESH, light), 168)
        for place in range(13):
            u = place / 12
            x, y = ax + (bx - ax) * u, ay + (by - ay) * u
            canvas.line([(x, y, low), (x, y, high + 1.0)], (112, 118, 112), 0.1)
        level = low
        while level < high:
            canvas.line([(ax, ay, level), (bx, by, level)], lit((150, 158, 150), light), 0.12)
            level += 1.8


def _garden(canvas: Canvas, scene: Scene) -> None:
    """A drive, a lawn, young trees."""
    canvas.face([(-70, 42, 0), (70, 42, 0), (84, 52, 0), (-84, 52, 0)], (150, 150, 152))
    canvas.face([(-8, 6, 0), (6, 6, 0), (5, 44, 0), (-4, 44, 0)], (168, 164, 158))
    for x in (-30, -21, -12, 12, 21, 30):
        things.tree(canvas, x, 38 + scene.fixed.uniform(-2, 2), 5.4, green_of(scene.month), scene.fixed)
    things.lamps(canvas, -9, near=16, far=40, step=12, high=5, arm=0.8)
    for x in (-44, 44):
        things.tree(canvas, x * 0.4, 20, 4.6, green_of(scene.month), scene.fixed)


def plant(canvas: Canvas, scene: Scene) -> None:
    """厂房: levelled ground, footings, steel bay by bay, roof, cladding, yard."""
    is_done = scene.share >= 0.93
    turn = scene.fixed.choice((-0.3, -0.2, 0.22, 0.32))
    block = Block.at(scene.fixed.uniform(-4, 6), 92, 72, 34, turn)
    high, bays = scene.fixed.uniform(10, 13), 10
    clad = scene.fixed.choice(((206, 214, 220), (224, 224, 218), (150, 176, 198)))
    soil = setting(canvas, scene, is_green=is_done)
    if not is_done:
        things.shed(canvas, -62 if turn > 0 else 60, 120, floors=2, long=22)
    slab = mix(soil, CONCRETE, scene.part(0.08, 0.3))
    if scene.share > 0.05:
        canvas.face([(x, y, 0.05) for x, y in block.corners], slab)
    if 0.05 < scene.share < 0.34:
        rows = round(bays * scene.part(0.06, 0.22))
        for place in range(rows + 1):
            for v in (1.0, 0.5, 0.0):
                canvas.prism(Block.at(*block.on(place / bays, v), 1.7, 1.7, turn), 0, 0.7, CONCRETE)
    erected = bays * scene.part(0.28, 0.52)
    roofed, walled = bays * scene.part(0.46, 0.64), bays * scene.part(0.56, 0.78)
    if scene.share >= 0.28:
        _hall(canvas, scene, block, high, bays, (erected, roofed, walled), clad)
    if 0.2 < scene.share < 0.6:
        x, y = block.on(min(0.95, erected / bays + 0.08), -0.35)
        _mobile_crane(canvas, x, y, high + 15)
    if scene.share < 0.16:
        things.digger(canvas, -14, 58, way=1)
        things.digger(canvas, 18, 74, way=-1)
        things.piles(canvas, 30, 60, scene.fixed, soil, count=6)
    if is_done:
        _yard(canvas, scene, block)
        return
    things.piles(canvas, -18, 38, scene.fixed, (168, 120, 88), count=3)
    things.lorry(
        canvas,
        scene.day.uniform(-4, 18),
        scene.day.uniform(40, 52),
        scene.day.choice(((188, 62, 46), (226, 226, 220))),
        turn=0.2,
    )
    people(canvas, scene, [(-10, 34, 0), (-2, 44, 0), (8, 40, 0), (15, 34, 0), (-20, 46, 0), (24, 48, 0)])


def _hall(
    canvas: Canvas, scene: Scene, block: Block, high: float, bays: int, part: tuple[float, float, float], clad: Colour
) -> None:
    """Portal frames at each axis, purlins, roof and wall panels as far as they are."""
    erected, roofed, walled = part
    steel = (170, 82, 58)
    if walled >= bays:
        canvas.shadow(block, high)
    rise = 2.6
    for place in range(bays + 1):
        if place > erected + 0.01:
            break
        u = place / bays
        back, ridge, front = block.on(u, 1.0), block.on(u, 0.5), block.on(u, 0.0)
        canvas.line(
            [(*back, 0), (*back, high), (*ridge, high + rise), (*front, high), (*front, 0)], steel, 0.5, least=2
        )
        if place and place <= erected:
            for v in (1.0, 0.5, 0.0):
                one, other = block.on((place - 1) / bays, v), block.on(u, v)
                level = high + (rise if v == 0.5 else 0)
                canvas.line([(*one, level), (*other, level)], lit(steel, 0.9), 0.24)
            canvas.line([(*block.on((place - 1) / bays, 0.0), 0.5), (*front, high)], lit(steel, 0.8), 0.1)
    for place in range(int(walled)):
        u, v = place / bays, (place + 1) / bays
        one, other = block.on(u, 0.0), block.on(v, 0.0)
        quad = [(*one, 0), (*other, 0), (*other, high), (*one, high)]
        canvas.face(quad, clad)
        canvas.face([(*one, 0), (*other, 0), (*other, 1.2), (*one, 1.2)], (176, 170, 160))
        canvas.face(
            [(*one, high * 0.62), (*other, high * 0.62), (*other, high * 0.76), (*one, high * 0.76)], (104, 138, 160)
        )
        canvas.line([(*other, 0), (*other, high)], lit(clad, 0.84), 0.12)
    if walled >= bays:
        for (ax, ay), (bx, by), light in canvas.sides(block):
            if math.dist((ax, ay), (bx, by)) < 50:  # the gable
                mid = ((ax + bx) / 2, (ay + by) / 2, high + rise)
                gable = [(ax, ay, 0), (bx, by, 0), (bx, by, high), mid, (ax, ay, high)]
                canvas.face(gable, lit(clad, light * 0.9))
                continue
            canvas.face([(ax, ay, 0), (bx, by, 0), (bx, by, high), (ax, ay, high)], lit(clad, light))
            for low, upper, colour in ((0.0, 0.1, (168, 164, 156)), (0.62, 0.76, (104, 138, 160))):
                band = [(ax, ay, high * low), (bx, by, high * low), (bx, by, high * upper), (ax, ay, high * upper)]
                canvas.face(band, lit(colour, light))
            for door in (0.16, 0.48, 0.8):
                one = (ax + (bx - ax) * door, ay + (by - ay) * door)
                other = (ax + (bx - ax) * (door + 0.07), ay + (by - ay) * (door + 0.07))
                canvas.face([(*one, 0), (*other, 0), (*other, high * 0.45), (*one, high * 0.45)], lit(BLUE, light))
    for place in range(int(roofed)):
        u, v = place / bays, (place + 1) / bays
        panel = [
            (*block.on(u, 0.0), high),
            (*block.on(v, 0.0), high),
            (*block.on(v, 0.5), high + rise),
            (*block.on(u, 0.5), high + rise),
        ]
        canvas.face(panel, lit(BLUE, 1.12) if scene.share < 0.9 else lit(BLUE, 1.2))
        canvas.line([panel[1], panel[2]], lit(BLUE, 0.9), 0.12)


def _mobile_crane(canvas: Canvas, x: float, y: float, high: float) -> None:
    things.lorry(canvas, x, y, things.YELLOW, turn=0.1)
    canvas.line([(x - 2, y, 3), (x - 11, y + 4, high)], things.YELLOW, 0.7, least=3)
    canvas.line([(x - 11, y + 4, high), (x - 11, y + 4, high * 0.6)], DARK, 0.08)
    canvas.prism(Block.at(x - 11, y + 4, 7, 0.5, 0.2), high * 0.6 - 0.5, high * 0.6, (170, 82, 58))


def _yard(canvas: Canvas, scene: Scene, block: Block) -> None:
    canvas.face([(-90, 50, 0), (90, 50, 0), (104, 64, 0), (-104, 64, 0)], (146, 146, 150))
    for place in range(-9, 10):
        canvas.face(
            [
                (place * 9, 56.6, 0.01),
                (place * 9 + 4, 56.6, 0.01),
                (place * 9 + 4, 57.2, 0.01),
                (place * 9, 57.2, 0.01),
            ],
            WHITE,
        )
    for place in range(9):
        things.tree(canvas, -40 + place * 10, 47, 4.8, green_of(scene.month), scene.fixed)
    things.lorry(canvas, 16, 57, (226, 226, 220), turn=0.0)
    things.lorry(canvas, -24, 61, BLUE, turn=0.0)
