"""Water works, river banks and farms."""

from __future__ import annotations

import math
from itertools import pairwise

from yidan.web.demo.scenes import things
from yidan.web.demo.scenes.canvas import Block, Canvas, lit, mix
from yidan.web.demo.scenes.roads import WATER, ripples
from yidan.web.demo.scenes.things import BLUE, CONCRETE, WHITE
from yidan.web.demo.scenes.weather import EARTH, green_of, ground, hills
from yidan.web.demo.scenes.works import Scene, people, setting


def pipe(canvas: Canvas, scene: Scene) -> None:
    """水厂、污水厂: a pit, tank walls rising, water in the round tanks, lawn between them."""
    is_done = scene.share >= 0.92
    soil = setting(canvas, scene, is_green=is_done)
    green = green_of(scene.month)
    high = 4.6 * scene.part(0.2, 0.56)
    deep = -4.0 * scene.part(0.03, 0.16)
    tanks = [(-24.0, 104.0, 17.0), (24.0, 106.0, 17.0), (-20.0, 64.0, 14.0), (19.0, 66.0, 14.0)]
    if not is_done:
        things.shed(canvas, 70, 128, floors=1, long=26)
    house = Block.at(-62, 112, 20, 12, 0.1)
    if scene.share > 0.5:
        built = scene.part(0.5, 0.8)
        canvas.prism(house, 0, 2 + 6 * built, (214, 206, 190))
        if built >= 1:
            canvas.windows(house, 0, 4, bays=4, colour=(92, 120, 140))
            canvas.windows(house, 4, 8, bays=4, colour=(92, 120, 140))
    if deep < -0.3 and high < 0.5:
        for x, y, radius in tanks:
            canvas.hole(
                Block.round(x, y, radius * 1.1),
                deep,
                soil,
                mix(soil, CONCRETE, scene.part(0.14, 0.22) * 0.8),
                slope=0.16,
            )
        things.digger(canvas, 3, 84, way=1)
    for place, (x, y, radius) in enumerate(tanks):
        grown = max(0.0, min(high, high * 1.5 - place * 0.7))
        if grown <= 0.1:
            continue
        _tank(canvas, scene, x, y, radius, grown)
    if 0.2 < scene.share < 0.72:
        things.tower_crane(canvas, 2, 92, 27, jib=34, turn=scene.day.uniform(0.2, 2.8))
    if is_done:
        canvas.face([(-3, 5, 0.05), (3, 5, 0.05), (2.4, 130, 0.05), (-2.4, 130, 0.05)], (170, 166, 160))
        for x in (-34, -22, -10, 10, 22, 34):
            things.tree(canvas, x, 42, 4.2, green, scene.fixed)
        things.lamps(canvas, 4, near=20, far=90, step=18, high=4.5, arm=0.8)
        return
    for place in range(6):
        things.tree(canvas, -70 + place * 6, 140, 5, green, scene.fixed)
    for place in range(5):
        canvas.prism(Block.round(-14 + place * 2.3, 36, 1.0, 12), 0, 2.0, (40, 44, 48))
    things.lorry(canvas, scene.day.uniform(-2, 14), 44, turn=0.15)
    people(canvas, scene, [(-8, 32, 0), (2, 36, 0), (10, 30, 0), (-18, 40, 0), (18, 36, 0)])


def _tank(canvas: Canvas, scene: Scene, x: float, y: float, radius: float, high: float) -> None:
    outer, inner = Block.round(x, y, radius, 36), Block.round(x, y, radius - 0.9, 36)
    canvas.shadow(outer, high)
    canvas.prism(outer, 0, high, CONCRETE)
    canvas.face([(px, py, high) for px, py in inner.corners], (112, 108, 102))
    filled = scene.part(0.84, 0.95)
    floor = mix((128, 124, 116), mix(WATER, scene.weather.zenith, 0.35), filled)
    canvas.face([(x + (px - x) * 0.97, y + (py - y) * 0.93 - 0.3, high) for px, py in inner.corners], floor)
    if scene.share > 0.62:
        canvas.line([(x - radius, y, high + 0.8), (x + radius, y, high + 0.8)], BLUE, 0.7, least=2)
        canvas.prism(Block.round(x, y, 1.3, 10), high, high + 1.6, lit(CONCRETE, 1.05))
    if 0.2 < scene.share < 0.56:
        for place in range(30):
            t = place * math.tau / 30
            px, py = x + radius * math.cos(t), y + radius * math.sin(t)
            canvas.line([(px, py, high), (px, py, high + 1.5)], (126, 84, 62), 0.2)


def river(canvas: Canvas, scene: Scene) -> None:
    """河: bare banks and a cofferdam, stone revetment, then a promenade with reeds and trees."""
    green = green_of(scene.month)
    hills(canvas, scene.fixed, scene.month)
    ground(
        canvas,
        scene.fixed,
        mix(mix(EARTH, WATER, 0.5 + 0.5 * scene.share), scene.weather.zenith, 0.22),
        scene.weather,
        rough=0.4,
    )
    canvas.face([(-400, 250, 0), (400, 250, 0), (400, 330, 5), (-400, 330, 5)], mix(green, EARTH, 0.2))
    things.trees(canvas, scene.fixed, green, depth=256, count=40, spread=210)
    ripples(canvas, scene)
    laid, planted = scene.part(0.2, 0.6), scene.part(0.6, 0.92)
    steps = 12
    for place in reversed(range(steps)):
        near, far = 4 + 250 * (place / steps) ** 1.7, 4 + 250 * ((place + 1) / steps) ** 1.7
        is_laid = laid * steps > steps - 1 - place
        is_planted = planted * steps > steps - 1 - place
        low, high = (3 + near * 0.06, 3 + far * 0.06), (12 + near * 0.1, 12 + far * 0.1)
        slope = (188, 180, 166) if is_laid else lit(EARTH, 0.94)
        canvas.face(
            [(low[0], near, 0), (low[1], far, 0), (high[1], far, 4), (high[0], near, 4)],
            slope if not is_planted else mix(green, slope, 0.35),
        )
        canvas.face(
            [(high[0], near, 4), (high[1], far, 4), (high[1] + 6, far, 4), (high[0] + 6, near, 4)],
            (186, 120, 92) if is_planted else (196, 186, 168) if is_laid else EARTH,
        )
        canvas.face(
            [(high[0] + 6, near, 4), (high[1] + 6, far, 4), (400, far, 4.5), (400, near, 4.5)],
            green if is_planted else mix(EARTH, green, 0.35),
        )
        if is_laid:
            for row in (0.3, 0.6, 0.9):
                canvas.line(
                    [
                        (low[0] + (high[0] - low[0]) * row, near, 4 * row),
                        (low[1] + (high[1] - low[1]) * row, far, 4 * row),
                    ],
                    lit(slope, 0.86),
                    0.08,
                )
        if is_planted and near > 14:
            things.tree(canvas, high[0] + 9, (near + far) / 2, 9.0, green, scene.fixed)
            canvas.line([(high[0], near, 4), (high[0], near, 5.1)], WHITE, 0.2)
            canvas.line([(high[0], near, 5), (high[1], far, 5)], WHITE, 0.14)
    if scene.share < 0.62:
        things.digger(canvas, 19, 44, 4, way=-1)
        things.lorry(canvas, 33, 60, turn=1.1)
        people(canvas, scene, [(9, 30, 2.4), (13, 38, 4), (17, 34, 4), (12, 48, 3)])


def farm(canvas: Canvas, scene: Scene) -> None:
    """基地: levelled fields, rows of seedlings that grow, greenhouses one after the other."""
    green = green_of(scene.month)
    hills(canvas, scene.fixed, scene.month)
    ground(canvas, scene.fixed, mix(EARTH, green, 0.55), scene.weather, rough=0.6)
    things.trees(canvas, scene.fixed, green, depth=210, count=26, spread=190)
    houses = round(7 * scene.part(0.22, 0.78))
    for place in range(7):
        x = 8 + place * 13.5
        if place < houses:
            _greenhouse(canvas, x, 96, is_covered=scene.part(0.22, 0.78) * 7 > place + 0.9 or scene.share > 0.8)
        elif place == houses and scene.share < 0.78:
            things.worker(canvas, x, 92)
    grown = scene.part(0.08, 0.9)
    for row in range(12):
        x = -66 + row * 5.2
        canvas.face(
            [(x, 30, 0.02), (x + 2.4, 30, 0.02), (x * 0.98 + 2.6, 150, 0.02), (x * 0.98, 150, 0.02)], lit(EARTH, 0.9)
        )
        if scene.part(0.06, 0.4) * 12 > row:
            for y in range(146, 28, -9):
                things.tree(canvas, x + 1.2, y, 0.9 + 2.6 * grown, mix(green, (120, 160, 70), 0.3), scene.fixed)
    canvas.face(
        [(-2, 4, 0.03), (4, 4, 0.03), (3, 170, 0.03), (0, 170, 0.03)],
        mix(CONCRETE, EARTH, 0.0 if scene.share > 0.6 else 0.7),
    )
    if scene.share < 0.4:
        things.digger(canvas, 22, 60, way=-1)
    people(canvas, scene, [(-8, 40, 0), (-20, 52, 0), (8, 46, 0), (-30, 44, 0)])


def _greenhouse(canvas: Canvas, x: float, y: float, *, is_covered: bool) -> None:
    """大棚: an arch drawn out to the back."""
    arch = [(x + 5 + 5.2 * math.cos(math.pi * k / 10), 4.0 * math.sin(math.pi * k / 10)) for k in range(11)]
    depth = 46.0
    if is_covered:
        for (ax, az), (bx, bz) in pairwise(arch):
            light = 0.86 + 0.24 * (az + bz) / 8
            canvas.face(
                [(ax, y, az), (bx, y, bz), (bx, y + depth, bz), (ax, y + depth, az)], lit((226, 232, 232), light)
            )
        canvas.face([(px, y, pz) for px, pz in arch], (206, 216, 216))
        canvas.face([(x + 3.9, y, 0), (x + 6.1, y, 0), (x + 6.1, y, 2.2), (x + 3.9, y, 2.2)], (150, 166, 172))
    for part in range(0 if not is_covered else 5, 6):
        far = y + depth * (5 - part) / 5
        canvas.line([(px, far, pz) for px, pz in arch], (170, 176, 180), 0.16)
