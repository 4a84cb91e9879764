"""Difference hashes and the sketch of a picture: what two copies of it have in common."""

from PIL import Image

GREYS = 256
SIDE = 32
# Below this a picture has too little in it: its hashes would be noise, and alike to every other fog.
STRONG_STEPS, STRONG = 3, 12
MIN_SIDE = 48


def read(image: Image.Image, crops: list) -> dict:
    """The hashes of the whole and of each crop (None: too even), those to look for only, the sketch."""
    if min(image.size) < MIN_SIDE:
        return {}
    grey = image.convert("L")
    grey.thumbnail((GREYS, GREYS), Image.Resampling.BOX)
    hashes = [difference_hash(grey, box) for box in crops]
    if hashes[0] is None:
        return {}
    turns = {
        "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
        "turned_90": Image.Transpose.ROTATE_270,
        "turned_180": Image.Transpose.ROTATE_180,
        "turned_270": Image.Transpose.ROTATE_90,
    }
    turned = {way: difference_hash(grey.transpose(turn), (0, 0, 1, 1)) for way, turn in turns.items()}
    return {
        "hashes": hashes,
        "turned": turned,
        "sketch": grey.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes().hex(),
    }


def difference_hash(grey: Image.Image, crop: tuple) -> int | None:
    """64 bits: whether each of 8 × 8 cells is darker than its right neighbour; None where hardly any differs."""
    left, top, width, height = crop
    wide, high = grey.size
    box = (left * wide, top * high, min(left + width, 1) * wide, min(top + height, 1) * high)
    cells = grey.resize((9, 8), Image.Resampling.BOX, box=box).tobytes()
    bits = strong = 0
    for row in range(0, 72, 9):
        for column in range(row, row + 8):
            step = cells[column + 1] - cells[column]
            bits = bits << 1 | (step > 0)
            strong += step >= STRONG_STEPS or step <= -STRONG_STEPS
    return bits if strong >= STRONG else None
