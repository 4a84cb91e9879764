"""EXIF: when, where and with what, from tags that may hold anything at all."""

import math
import re

from PIL import Image

_DATE = re.compile(r"\s*(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?")
_OFFSET = re.compile(r"\s*([+-])(\d{2}):?(\d{2})\s*")
_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _SOFTWARE = 0x010F, 0x0110, 0x0131
_ORIGINAL, _DIGITIZED, _OFFSET_ORIGINAL, _OFFSET_DIGITIZED = 0x9003, 0x9004, 0x9011, 0x9012


def read(image: Image.Image) -> dict:
    """taken_at (ISO, with an offset where the camera wrote one), longitude, latitude, camera, software."""
    try:
        tags = image.getexif()
        more = dict(tags.get_ifd(_EXIF))
    except Exception:
        return {}
    found = {"taken_at": moment(more.get(_ORIGINAL), more.get(_OFFSET_ORIGINAL))}
    found["taken_at"] = found["taken_at"] or moment(more.get(_DIGITIZED), more.get(_OFFSET_DIGITIZED))
    found["camera"] = camera(tags.get(_MAKE), tags.get(_MODEL))
    found["software"] = text(tags.get(_SOFTWARE), 60)
    try:
        place = position(dict(tags.get_ifd(_GPS)))
    except Exception:
        place = None
    if place:
        found["longitude"], found["latitude"] = place
    return {name: value for name, value in found.items() if value}


def text(value: object, limit: int) -> str:
    """A tag's text without control characters, or ""."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    clean = "".join(letter if letter.isprintable() else " " for letter in _utf8(value.split("\x00")[0]))
    return re.sub(r"\s+", " ", clean).strip()[:limit]


def _utf8(value: str) -> str:
    """Chinese makers write UTF-8 where the standard says ASCII; Pillow reads it as Latin-1."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def camera(make: object, model: object) -> str:
    """Make and model, the make said once."""
    make, model = text(make, 60), text(model, 60)
    return model if make and model.lower().startswith(make.lower()) else f"{make} {model}".strip()


def moment(value: object, offset: object = None) -> str | None:
    """2020:05:01 10:00:00 as ISO; with the offset only where it is a sensible one."""
    from datetime import datetime

    match = _DATE.match(text(value, 40))
    if not match:
        return None
    try:
        when = datetime(*(int(part or 0) for part in match.groups()))
    except ValueError:
        return None
    if when.year < 1970:
        return None
    zone = _OFFSET.fullmatch(text(offset, 10))
    if zone and int(zone[2]) <= 14 and int(zone[3]) < 60:
        return f"{when.isoformat()}{zone[1]}{zone[2]}:{zone[3]}"
    return when.isoformat()


def position(gps: dict) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; None for what is none (nought divided by nought, out of range, 0,0)."""
    latitude = degrees(gps.get(2), gps.get(1), "NS", 90)
    longitude = degrees(gps.get(4), gps.get(3), "EW", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return longitude, latitude


def degrees(parts: object, side: object, sides: str, limit: int) -> float | None:
    """Degrees, minutes, seconds with N/S or E/W as one number."""
    if isinstance(side, bytes):
        side = side.decode("ascii", "replace")
    side = str(side or "").strip("\x00 ").upper()[:1]
    if side not in sides or not side or not isinstance(parts, tuple | list) or not 1 <= len(parts) <= 3:
        return None
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not all(math.isfinite(number) and number >= 0 for number in numbers):
        return None
    value = sum(number / 60**power for power, number in enumerate(numbers))
    return None if value > limit else -value if side == sides[1] else value
