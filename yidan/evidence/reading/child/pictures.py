"""Photos: JPEG, PNG, WebP and HEIC; size, EXIF, hashes, and previews that are drawn anew from the pixels."""

import io
import warnings
from typing import BinaryIO

import boxes
import exif
import prints
from PIL import Image, ImageFile, ImageOps
from unreadable import Unreadable

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # the JPEG reader knows an MPO itself
SCRIPTS = (b"<?php", b"<?PHP", b"<script", b"<SCRIPT")
# A JPEG is decoded at a fraction of its size; of the others every pixel must be held.
JPEG_PIXELS, OTHER_PIXELS = 250_000_000, 60_000_000
QUALITY = {"thumb": 72, "view": 80}


def prepare() -> None:
    """Load every decoder now: later nothing can be opened any more."""
    import pi_heif
    from PIL import JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

    pi_heif.register_heif_opener(thumbnails=False)
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # our own limits are below
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.init()
    warm = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(warm, "JPEG", quality=80)
    for encoding in ("PNG", "WEBP"):
        target = io.BytesIO()
        Image.new("RGB", (8, 8)).save(target, encoding)
        Image.open(target).load()
    found = Image.open(warm)
    exif.read(found)
    exif.moment("2020:01:01 00:00:00", "+08:00")
    ImageOps.exif_transpose(found).thumbnail((32, 32))


def read(file: BinaryIO, request: dict) -> tuple[dict, list[bytes]]:
    """Width and height as the eye sees them, EXIF, hashes; and the previews asked for, in that order."""
    try:
        image = Image.open(file, formats=FORMATS)
    except Exception:
        raise Unreadable(kind_of(file)) from None
    if has_script(file):
        raise Unreadable("active")
    if image.format == "HEIF":
        boxes.require_whole(file)
    width, height = image.size
    if width * height > (JPEG_PIXELS if image.format in ("JPEG", "MPO") else OTHER_PIXELS) or min(image.size) < 1:
        raise Unreadable("too_big")
    facts = exif.read(image)
    longest = max(request["previews"].values())
    try:
        if image.format in ("JPEG", "MPO"):
            image.draft("RGB", (longest, longest))
        image.load()
    except MemoryError:
        raise
    except Exception as failure:
        raise Unreadable("truncated" if "truncated" in str(failure).lower() else "broken") from None
    turn = orientation(image)
    if turn >= 5:
        width, height = height, width
    shown = flat(upright(shrunk(image, longest), turn))
    facts |= {"width": width, "height": height} | prints.read(shown, request["crops"])
    previews = []
    for name, side in request["previews"].items():
        target = io.BytesIO()
        shrunk(shown, side).save(target, "JPEG", quality=QUALITY[name])
        previews.append(target.getvalue())
    return facts, previews


def has_script(file: BinaryIO) -> bool:
    """Whether a script hides in the picture. Five given bytes stand in a photo by chance once in a hundred thousand."""
    position = file.tell()
    file.seek(0)
    data = file.read()
    file.seek(position)
    return any(script in data for script in SCRIPTS)


def orientation(image: Image.Image) -> int:
    """EXIF's 1 to 8; a HEIC is already upright when it is decoded."""
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:
        return 1
    return value if value in range(1, 9) and image.format != "HEIF" else 1


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turned and mirrored as EXIF says."""
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(orientation)  # fmt: skip
    return image if turn is None else image.transpose(turn)


def shrunk(image: Image.Image, side: int) -> Image.Image:
    """No longer than `side`; the picture itself where it is small enough."""
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=1.5)


def flat(image: Image.Image) -> Image.Image:
    """Plain RGB on white, whatever it was: palette, transparency, print colours, sixteen bits."""
    if image.mode == "RGB":
        return image
    if image.mode.startswith("I") or image.mode == "F":
        exact = image.convert("F")
        _low, high = exact.getextrema()
        return exact.point(lambda value: value * (255 / max(high, 255)) + 0).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        ground = Image.new("RGB", image.size, "white")
        layer = image.convert("RGBA")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def kind_of(file: BinaryIO) -> str:
    """Why it was not opened: what the first bytes are."""
    file.seek(0)
    head = file.read(4096)
    if not head:
        return "empty"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")) or b"<svg" in text:
        return "active"
    if text.startswith((b"<?php", b"#!", b"<script")):
        return "active"
    if head.startswith((b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"%PDF", b"PK\x03\x04", b"\x1f\x8b")):
        return "not_a_photo"
    if head.startswith((b"\xff\xd8", b"\x89PNG", b"RIFF")) or head[4:8] == b"ftyp":
        return "broken"
    return "not_a_photo"
