"""Drawn pictures for tests: small, distinct, cheap."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw


def drawn(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A made-up scene with enough in it to be told from others."""
    dice = random.Random(seed)
    image = Image.new("RGB", size, tuple(dice.randint(120, 230) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _shape in range(60):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        w, h = dice.randrange(20, size[0] // 3), dice.randrange(20, size[1] // 3)
        colour = tuple(dice.randrange(256) for _ in range(3))
        (pen.rectangle if dice.random() < 0.6 else pen.ellipse)((x, y, x + w, y + h), fill=colour)
    return image


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """Its bytes."""
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def photo(seed: int, **options: Any) -> bytes:
    """A JPEG of the scene of that number."""
    return encoded(drawn(seed), quality=85, **options)
