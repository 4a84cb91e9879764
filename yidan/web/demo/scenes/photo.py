"""From a scene to a photo as a phone would have made it: JPEG bytes with EXIF time, place and the simulated camera."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from random import Random

from PIL import Image

from yidan.web.demo.scenes import roads, ways, weather, works
from yidan.web.demo.scenes.canvas import HEIGHT, WIDTH, Canvas
from yidan.web.demo.scenes.works import Scene

CAMERA = "模拟相机"
SIZE = (1200, 900)
QUALITY = 84
# painter, eye above the ground (m), where the horizon lies, focal length (of the width)
_SIGHTS: dict[str, tuple[Callable[[Canvas, Scene], None], float, float, float]] = {
    "building": (works.building, 13.0, 0.46, 0.86),
    "plant": (works.plant, 15.0, 0.42, 0.92),
    "road": (roads.road, 8.5, 0.42, 0.8),
    "bridge": (roads.bridge, 12.0, 0.5, 0.88),
    "pipe": (ways.pipe, 17.0, 0.36, 0.9),
    "river": (ways.river, 8.0, 0.44, 0.8),
    "farm": (ways.farm, 12.0, 0.38, 0.86),
}
KINDS = tuple(_SIGHTS)


@dataclass(frozen=True)
class View:
    """What is photographed: `seed` fixes the viewpoint, `kind` what is built there, `share` how far it is (0 to 1)."""

    seed: str
    kind: str
    share: float
    month: int


def scene_of(view: View) -> Image.Image:
    """The picture itself: the same view, the same picture."""
    fixed, day = _random(view.seed), _random(f"{view.seed}|{view.month}|{view.share:.3f}")
    painter, eye, horizon, focal = _SIGHTS[view.kind]
    today = weather.weather_of(view.month, day)
    side = fixed.choice((-1, 1))
    # every site is looked at from its own height and angle, or its neighbours' pictures would be taken for copies
    canvas = weather.opened(
        today, day, eye=eye * fixed.uniform(0.78, 1.3), horizon=horizon * fixed.uniform(0.84, 1.12),
        focal=focal * fixed.uniform(0.86, 1.16), side=side,
    )  # fmt: skip
    canvas.pan = WIDTH * fixed.uniform(-0.1, 0.1)
    painter(canvas, Scene(view.share, view.month, today, fixed, day))
    if today.name == "rain":
        weather.rain(canvas.image, day)
    return _developed(canvas.image, today, day)


def _random(words: str) -> Random:
    return Random(int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big"))


def _developed(image: Image.Image, today: weather.Weather, day: Random) -> Image.Image:
    """As a lens and a chip see it: scaled down (which smooths edges), toned, a little grain, darker corners."""
    small = image.resize(SIZE, Image.Resampling.BILINEAR)
    tone = [min(255, round(v * part)) for part in today.tone for v in range(256)]
    small = small.point(tone)
    tile = Image.frombytes("L", (600, 450), day.randbytes(600 * 450)).resize(SIZE, Image.Resampling.BILINEAR)
    small = Image.blend(small, Image.merge("RGB", (tile, tile, tile)), 0.02)
    corner = Image.radial_gradient("L").resize(SIZE).point([max(0, round((v - 150) * 0.3)) for v in range(256)])
    small.paste((10, 12, 16), (0, 0), corner)
    return small


def photo(
    view: View, *, taken_at: datetime | None, longitude: Decimal | None = None, latitude: Decimal | None = None
) -> bytes:
    """JPEG bytes of the view; without a time or a place, as a program that drops them would have saved it."""
    exif = Image.Exif()
    if taken_at is not None:
        exif[0x010F] = exif[0x0110] = CAMERA.encode()  # as bytes: Pillow would write question marks
        exif[0x0132] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
        exif.get_ifd(0x8769).update({0x9003: f"{taken_at:%Y:%m:%d %H:%M:%S}", 0x9011: "+08:00"})
    if longitude is not None and latitude is not None:
        exif.get_ifd(0x8825).update({1: "N", 2: _degrees(latitude), 3: "E", 4: _degrees(longitude)})
    target = BytesIO()
    scene_of(view).save(target, "JPEG", quality=QUALITY, exif=exif)
    return target.getvalue()


def _degrees(value: Decimal) -> tuple[float, float, float]:
    whole = int(value)
    minutes = (value - whole) * 60
    return float(whole), float(int(minutes)), round(float((minutes - int(minutes)) * 60), 2)


assert HEIGHT * SIZE[0] == WIDTH * SIZE[1]  # the same crop, only smaller
