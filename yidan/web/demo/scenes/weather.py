"""Sky, air, light and ground of a day: the month gives the season, chance the weather."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image

from yidan.web.demo.scenes.canvas import HEIGHT, WIDTH, Canvas, Colour, cloudy, lit, mix


@dataclass(frozen=True)
class Weather:
    """How a day looks."""

    name: str
    zenith: Colour
    low: Colour
    cloud: Colour
    cover: float  # 0 none to 1 all
    dark: float  # how dark shadows are
    tone: tuple[float, float, float]  # of everything
    reach: float


CLEAR = Weather("clear", (58, 118, 190), (190, 213, 228), (250, 250, 248), 0.34, 0.9, (1.03, 1.0, 0.95), 700)
BRIGHT = Weather("bright", (92, 146, 200), (208, 222, 228), (252, 250, 246), 0.55, 0.7, (1.01, 1.0, 0.98), 520)
EVENING = Weather("evening", (92, 122, 172), (244, 214, 176), (250, 226, 202), 0.42, 0.75, (1.05, 0.985, 0.91), 520)
OVERCAST = Weather("overcast", (150, 164, 176), (208, 214, 216), (226, 230, 231), 0.8, 0.12, (0.98, 0.99, 1.0), 380)
HAZY = Weather("hazy", (176, 188, 196), (214, 214, 206), (222, 222, 218), 0.4, 0.3, (1.0, 0.99, 0.95), 210)
RAIN = Weather("rain", (132, 146, 158), (184, 193, 199), (162, 172, 181), 0.9, 0.04, (0.93, 0.96, 0.98), 260)
BY_MONTH = {
    1: (OVERCAST, HAZY, BRIGHT), 2: (OVERCAST, RAIN, HAZY), 3: (RAIN, BRIGHT, OVERCAST), 4: (BRIGHT, RAIN, CLEAR),
    5: (CLEAR, BRIGHT, OVERCAST), 6: (RAIN, CLEAR, BRIGHT), 7: (CLEAR, CLEAR, BRIGHT), 8: (CLEAR, EVENING, BRIGHT),
    9: (CLEAR, BRIGHT, EVENING), 10: (CLEAR, EVENING, HAZY), 11: (BRIGHT, HAZY, EVENING), 12: (HAZY, OVERCAST, BRIGHT),
}  # fmt: skip
# Leaves and grass through the year (Hunan keeps its green, duller in winter).
GREEN = {
    1: (96, 106, 72),
    2: (98, 112, 72),
    3: (104, 132, 70),
    4: (96, 142, 66),
    11: (110, 122, 70),
    12: (102, 110, 74),
}
SUMMER_GREEN = (78, 122, 60)
EARTH = (164, 124, 88)  # the red soil of the Xiang valley


def weather_of(month: int, random: Random) -> Weather:
    """A day's weather."""
    return random.choice(BY_MONTH[month])


def green_of(month: int) -> Colour:
    """The colour of leaves."""
    return GREEN.get(month, SUMMER_GREEN)


def opened(weather: Weather, random: Random, *, eye: float, horizon: float, focal: float, side: int) -> Canvas:
    """A canvas with the day's sky; `side` is where the sun stands, left (-1) or right (1)."""
    canvas = Canvas(
        eye=eye, horizon=horizon, focal=focal, haze=mix(weather.low, (200, 208, 212), 0.35),
        sun=(-side * 0.75, 0.42, weather.dark),
    )  # fmt: skip
    canvas.reach = weather.reach
    height = round(canvas.horizon) + 2
    ramp = Image.linear_gradient("L").resize((1, height)).point([round(255 * (v / 255) ** 0.8) for v in range(256)])
    column = Image.composite(
        Image.new("RGB", (1, height), weather.low), Image.new("RGB", (1, height), weather.zenith), ramp
    )
    sky = column.resize((WIDTH, height))
    _clouds(sky, weather, random, height)
    if weather.dark > 0.5:
        _glow(sky, weather, side, height)
    canvas.image.paste(sky, (0, 0))
    return canvas


def _clouds(sky: Image.Image, weather: Weather, random: Random, height: int) -> None:
    soft = cloudy(random, WIDTH // 4, height // 4, ((6, 5, 5.0), (13, 11, 3.0), (36, 28, 2.2)))
    least = 150 - 80 * weather.cover
    soft = soft.point([max(0, min(235, round((v - least) * 4.2))) for v in range(256)])
    # clouds are lit above and grey below: the same mask, a little higher, in shade
    shade = soft.resize((WIDTH, height), Image.Resampling.BILINEAR)
    sky.paste(lit(weather.cloud, 0.84), (0, 0), shade.point(lambda v: v * 0.8))
    body = Image.new("L", shade.size, 0)
    body.paste(shade, (0, -round(height * 0.028)))
    sky.paste(weather.cloud, (0, 0), body.point(lambda v: v * 0.85))


def _glow(sky: Image.Image, weather: Weather, side: int, height: int) -> None:
    size = round(height * 1.9)
    glow = Image.radial_gradient("L").resize((size, size)).point([max(0, round(150 - v * 1.05)) for v in range(256)])
    centre = round(WIDTH * (0.5 + side * 0.34))
    low = 0.82 if weather.name == "evening" else 0.28
    sky.paste((255, 244, 222), (centre - size // 2, round(height * low) - size // 2), glow)


def hills(canvas: Canvas, random: Random, month: int) -> None:
    """Two or three ridges and the roofs of a town before them."""
    green = green_of(month)
    for depth, high, step in ((1500.0, 120.0, 46), (900.0, 62.0, 38), (560.0, 26.0, 30)):
        top: list[tuple[float, float, float]] = []
        level = random.uniform(0.4, 1.0)
        for place in range(step + 1):
            level = min(1.25, max(0.12, level + random.uniform(-0.17, 0.17)))
            top.append(((place / step - 0.5) * depth * 1.5, depth, canvas.eye + high * level))
        canvas.face([(-depth, depth, -5), *top, (depth, depth, -5)], mix(green, (70, 92, 96), 0.45))
    for _ in range(26):
        x, depth = random.uniform(-330, 330), random.uniform(320, 470)
        wide, high = random.uniform(12, 34), random.choice((7, 9, 12, 12, 15, 18, 24, 33, 42))
        wall = random.choice(((214, 208, 196), (196, 190, 184), (206, 186, 164), (180, 188, 198)))
        canvas.face([(x, depth, 0), (x + wide, depth, 0), (x + wide, depth, high), (x, depth, high)], wall)


def ground(canvas: Canvas, random: Random, colour: Colour, weather: Weather, *, rough: float = 1.0) -> None:
    """The site's own ground down to the lower edge, with tracks and, after rain, puddles."""
    if weather.name == "rain":
        colour = mix(colour, (96, 82, 70), 0.45)
    top = round(canvas.horizon)
    high = HEIGHT - top
    ramp = Image.linear_gradient("L").resize((1, high))
    ramp = ramp.point([round(255 * min(1.0, (v / 255 * 2.4) ** 0.7)) for v in range(256)])
    strip = Image.composite(
        Image.new("RGB", (1, high), colour), Image.new("RGB", (1, high), canvas.air(colour, 300)), ramp
    )
    canvas.image.paste(strip.resize((WIDTH, high)), (0, top))
    patch = cloudy(random, WIDTH // 4, high // 4, ((10, 26, 3.0), (34, 60, 2.0), (110, 90, 1.8)))
    patch = patch.point([max(0, min(255, round((v - 118) * 2.6 * rough))) for v in range(256)])
    patch = patch.resize((WIDTH, high), Image.Resampling.BILINEAR)
    canvas.image.paste(lit(colour, 0.74), (0, top), patch.point(lambda v: v * 0.8))
    canvas.image.paste(
        lit(colour, 1.16), (0, top), patch.transpose(Image.Transpose.FLIP_LEFT_RIGHT).point(lambda v: v * 0.4)
    )


def tracks(canvas: Canvas, random: Random, colour: Colour) -> None:
    """Where lorries have driven."""
    for _ in range(3):
        x, lean = random.uniform(-22, 22), random.uniform(-0.14, 0.14)
        for wheel in (0.0, 1.9):
            line = [(x + wheel + lean * y + 1.4 * (y % 37 > 18), float(y), 0.0) for y in range(14, 130, 9)]
            canvas.line(line, lit(colour, 0.72), 0.5, alpha=120)


def puddles(canvas: Canvas, random: Random, weather: Weather) -> None:
    """Water that shows the sky."""
    for _ in range(9):
        x, y, size = random.uniform(-22, 22), random.uniform(14, 60), random.uniform(0.5, 2.4)
        (left, low), (right, _low) = canvas.project((x - size, y, 0)), canvas.project((x + size, y, 0))
        high = (right - left) * 0.085
        canvas.pen.ellipse((left, low - high, right, low + high), fill=(*mix(weather.low, weather.zenith, 0.4), 120))


def rain(image: Image.Image, random: Random) -> None:
    """Fine streaks."""
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image, "RGBA")
    for _ in range(420):
        x, y, long = random.randrange(WIDTH), random.randrange(HEIGHT), random.randint(22, 64)
        pen.line((x, y, x - long // 6, y + long), fill=(232, 238, 242, random.randint(26, 70)), width=2)
