"""What a file is, by its first bytes; what may be evidence and what may not."""

import io
import zipfile

import pytest

from yidan.web.media import PAPERS, media_type_of, refusal


def boxed(major: bytes, *compatible: bytes) -> bytes:
    """The beginning of an ISO media file."""
    brands = major + b"\0\0\0\0" + b"".join(compatible)
    return (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands + b"\0\0\0\x08free"


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(("head", "expected"), [
    (b"\xff\xd8\xff\xe1", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    (boxed(b"heic", b"mif1", b"heic"), "image/heic"), (boxed(b"mif1", b"mif1", b"heic"), "image/heic"),
    (boxed(b"mif1", b"mif1", b"avif"), "image/avif"), (boxed(b"mif1", b"mif1"), "image/heif"),
    (boxed(b"avif", b"mif1"), "image/avif"), (boxed(b"isom", b"iso2", b"avc1"), "video/mp4"),
    (boxed(b"mp42", b"isom"), "video/mp4"), (boxed(b"qt  "), "video/quicktime"), (boxed(b"3gp4"), "video/3gpp"),
    (boxed(b"M4A ", b"mp42"), "audio/mp4"), (boxed(b"zzzz", b"isom"), "video/mp4"),
    (boxed(b"crx "), "application/octet-stream"), (b"\0\0\x01\0moov", "video/quicktime"),
    (b"\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime"),
    (b"\x1aE\xdf\xa3\x9f\x42\x82\x84webm", "video/webm"), (b"\x1aE\xdf\xa3\x42\x82\x88matroska", "video/x-matroska"),
    (b"%PDF-1.7\n", "application/pdf"), (b"GIF89a", "image/gif"), (b"II*\0", "image/tiff"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
    (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "text/plain"), (b"<!DOCTYPE html><p>", "text/plain"),
    (b"  <?php phpinfo(); ?>", "text/plain"), (b"#!/bin/sh\nrm -rf /", "text/plain"),
    (b"name,amount\n1,2\n", "text/plain"), ("形象进度：主体封顶，3<5".encode(), "text/plain"),
    (b"MZ\x90\0\x03", "application/x-msdownload"), (b"\x7fELF\x02", "application/x-elf"),
    (zipped("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (zipped("a.jpg"), "application/zip"), (b"PK\x03\x04broken", "application/octet-stream"),
    (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"), (b"", "application/octet-stream"),
    (b"\0" * 100, "application/octet-stream"),
])  # fmt: skip
def test_the_first_bytes_decide(head, expected):
    assert media_type_of(io.BytesIO(head)) == expected


def test_a_polyglot_is_what_its_first_bytes_say():
    picture = b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script><?php ?>" + zipped("evil.jar")
    assert media_type_of(io.BytesIO(picture)) == "image/jpeg"
    assert media_type_of(io.BytesIO(b"GIF89a/*<svg onload=alert(1)>*/=1;")) == "image/gif"


@pytest.mark.parametrize("media_type", [
    "image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "video/mp4", "video/quicktime", "video/3gpp",
    "video/webm", *sorted(PAPERS),
])  # fmt: skip
def test_photos_films_and_office_papers_may_be_evidence(media_type):
    assert refusal(media_type) is None


@pytest.mark.parametrize(("media_type", "words"), [
    ("image/gif", "请转成JPEG"), ("image/svg+xml", "请转成JPEG"), ("image/tiff", "请转成JPEG"),
    ("video/x-matroska", "MP4视频"), ("application/zip", "压缩包"), ("application/gzip", "压缩包"),
    ("text/html", "不能作为佐证"), ("text/plain", "不能作为佐证"), ("application/x-msdownload", "不能作为佐证"),
    ("audio/mp4", "不能作为佐证"), ("application/octet-stream", "不能作为佐证"),
])  # fmt: skip
def test_everything_else_is_refused_with_what_to_do(media_type, words):
    assert words in refusal(media_type)


def test_real_media_are_told_apart(shared):
    folder = shared / "data" / "06-media"
    if not folder.is_dir():
        pytest.skip(f"no media at {folder}")
    found = {}
    for name in ("photos", "heic", "video"):
        for place in sorted((folder / name).iterdir()):
            with place.open("rb") as file:
                media_type = media_type_of(file)
            expected = {"photos": ("image/jpeg", "image/png"), "heic": ("image/heic", "image/heif")}.get(
                name, ("video/mp4", "video/quicktime", "video/x-matroska")
            )
            if media_type not in expected:
                found[f"{name}/{place.name}"] = media_type
    assert found == {}


def test_hostile_files_are_refused_or_plain_pictures(shared):
    folder = shared / "data" / "06-media" / "hostile"
    if not folder.is_dir():
        pytest.skip(f"no hostile files at {folder}")
    kinds = {}
    for place in sorted(folder.iterdir()):
        with place.open("rb") as file:
            kinds[place.name] = media_type_of(file)
    assert {name: refusal(kind) is None for name, kind in kinds.items()} == {
        "PHP_exif_phpinfo.jpg": True,  # a picture to its first bytes, and only ever served as one
        "PNG_32x32_resize_bypass_use_LFI.png": True,
        "convert_local_etc_passwd.svg": False,
        "etc_passwd.zip": False,
        "phpinfo.jpg.php": False,
        "xxe_etc_passwd.xml": False,
    }
