"""What a file is, by its content: what a browser or a name claims is not asked."""

from __future__ import annotations

import zipfile
from typing import Any

from django.utils.translation import gettext as _

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
)
_OFFICE = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
OTHER = "application/octet-stream"
# ISO base media: the brand of the file, or the first of its compatible ones that is known.
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"), "image/heic"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3g2a"), "video/3gpp"),
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash", b"hvc1"),
        "video/mp4",
    ),
    b"qt  ": "video/quicktime",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
}
_GENERAL = {b"mif1", b"msf1"}
_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}

PICTURES = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"}
FILMS = {"video/mp4", "video/quicktime", "video/3gpp", "video/webm"}
PAPERS = {"application/pdf", "application/x-ole-storage", *(media_type for _folder, media_type in _OFFICE)}
# What a browser shows without a plug-in and without running anything.
SHOWN = {"image/jpeg", "image/png", "image/webp", *FILMS}


def refusal(media_type: str) -> str | None:
    """Why a file of this type cannot be evidence, as the rest of a sentence; None where it can."""
    if media_type in PICTURES | FILMS | PAPERS:
        return None
    kind = media_type.split("/")[0]
    if kind in {"image", "video"}:
        return _("的格式不能作为佐证，请转成JPEG、PNG照片或MP4视频后再传。")
    if media_type in {"application/zip", "application/gzip", "application/vnd.rar", "application/x-7z-compressed"}:
        return _("是压缩包，请解开后逐个上传。")
    return _("不是照片、视频、PDF或办公文档，不能作为佐证；文件可能已损坏，请换一个。")


def media_type_of(file: Any) -> str:
    """The media type the bytes speak for; plain text only where they are text; else application/octet-stream.

    The first bytes decide: what is a picture to them stays a picture, whatever hides further back, and is only ever
    served as one.
    """
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head[4:8] == b"ftyp":
        return _branded(head)
    if head[4:8] in _ATOMS:
        return "video/quicktime"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    return "text/plain" if _is_text(head) else OTHER


def _branded(head: bytes) -> str:
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
    known = [brand for brand in brands if brand in _BRANDS]
    exact = [brand for brand in known if brand not in _GENERAL]
    if head[8:12] in _GENERAL:
        return _BRANDS[(exact or known)[0]] if (exact or known) else OTHER
    return _BRANDS[known[0]] if known else OTHER


def _zipped(file: Any) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return OTHER
    finally:
        file.seek(0)
    for folder, media_type in _OFFICE:
        if any(name.startswith(folder) for name in names):
            return media_type
    return "application/zip"


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 3].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
