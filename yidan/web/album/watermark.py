"""The watermark on copies: project, unit, time, place and short code, in a quiet corner, the date larger than the rest.

Only copies bear it. The original is never touched, and a watermark proves nothing: it says where to look it up.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from yidan.web.papers.typesetting import FONTS

BOLD = "NotoSerifSC_700Bold.ttf"
QUALITY = 86


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / BOLD, size)


def lines(shot: dict[str, Any]) -> list[str]:
    """What stands on a copy, the date first: 2020-06-10 10:06 · project · unit, slot · place · short code."""
    exhibit = shot["exhibit"]
    capture = exhibit.capture
    place = ""
    if capture.longitude is not None and capture.latitude is not None:
        place = f"{capture.latitude:.5f}N {capture.longitude:.5f}E"
    return [
        shot["moment"],
        shot["project"],
        " · ".join(part for part in (shot["unit"], shot["slot"] or shot["milestone"]) if part),
        " · ".join(part for part in (place, shot["code"]) if part),
    ]


def burnt(data: bytes, said: list[str], *, longest: int = 1600) -> bytes:
    """A JPEG copy with the lines at its lower left on a darkened strip; long lines are set smaller, never cut."""
    image: Image.Image = Image.open(BytesIO(data))
    image.draft("RGB", (longest, longest))
    image = image.convert("RGB")
    image.thumbnail((longest, longest))
    width, height = image.size
    unit = max(10, round(min(width, height * 1.4) * 0.021))
    pen = ImageDraw.Draw(image, "RGBA")
    texts = [text for text in said if text]
    sizes = [
        _fitting(pen, text, round(unit * (1.75 if place == 0 else 1)), width - 2 * unit)
        for place, text in enumerate(texts)
    ]
    total = sum(round(size * 1.42) for size in sizes) + unit
    shade = Image.linear_gradient("L").resize((width, total + unit * 2)).point(lambda v: round(v * 0.68))
    image.paste((8, 10, 14), (0, height - total - unit * 2), shade)
    y = height - total
    for text, size in zip(texts, sizes, strict=True):
        pen.text((unit, y), text, font=_font(size), fill=(255, 255, 255, 236), stroke_width=0)
        y += round(size * 1.42)
    target = BytesIO()
    image.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()


def _fitting(pen: ImageDraw.ImageDraw, text: str, size: int, width: int) -> int:
    while size > 8 and pen.textlength(text, font=_font(size)) > width:
        size -= 1
    return size
