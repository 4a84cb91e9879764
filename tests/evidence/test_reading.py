"""What files say, read in a caged child: real photos and films against exiftool, hostile ones end in a reason."""

import csv
import io
import os
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from tests.evidence.pictures import drawn, encoded, photo
from yidan.evidence.reading import Reader, process

MEDIA = "data/06-media"


@pytest.fixture(scope="module")
def reader():
    with Reader() as one:
        yield one


@pytest.fixture
def media(shared):
    return shared / MEDIA


def found(reader, data, kind="photo"):
    with open_bytes(data) as file:
        return reader.read(file, kind)


def open_bytes(data):
    file = tempfile.TemporaryFile()  # noqa: SIM115 - its readers close it
    file.write(data)
    file.seek(0)
    return file


def read(reader, path):
    with path.open("rb") as file:
        return reader.read(file, "video" if path.parent.name == "video" else "photo")


def expected(media):
    with (media / "exiftool_expected.csv").open(encoding="utf-8") as file:
        return {row["SourceFile"]: row for row in csv.DictReader(file)}


# --- photos -----------------------------------------------------------------------------------------------------


def test_every_real_photo_says_what_exiftool_says(reader, media):
    wrong = []
    for name, row in expected(media).items():
        if not name.startswith(("photos/", "heic/")) or name in {"heic/corrupted.heic", "heic/truncated.heic"}:
            continue
        got = read(reader, media / name)
        assert got.reason == "", name
        size = (int(row["ImageWidth"]), int(row["ImageHeight"]))
        if row["Orientation"] in {"5", "6", "7", "8"}:
            size = size[::-1]
        if (got.facts["width"], got.facts["height"]) != size:
            wrong.append((name, size, got.facts["width"], got.facts["height"]))
        # exiftool takes a time from XMP or IPTC where EXIF has none, and then writes the offset into it: not EXIF's
        time = row["DateTimeOriginal"]
        if time and time[-1] != "Z" and "+" not in time and "-" not in time:
            claimed = time[:10].replace(":", "-") + "T" + time[11:19] + row["OffsetTimeOriginal"]
            if got.facts.get("taken_at") != claimed:
                wrong.append((name, claimed, got.facts.get("taken_at")))
        if row["GPSLatitude"] not in {"", "0"}:
            place = (float(row["GPSLongitude"]), float(row["GPSLatitude"]))
            if (got.facts.get("longitude"), got.facts.get("latitude")) != pytest.approx(place, abs=1e-6):
                wrong.append((name, place, got.facts.get("longitude")))
        elif "longitude" in got.facts:
            wrong.append((name, "no place", got.facts["longitude"]))
        if row["Model"] and row["Model"] not in got.facts.get("camera", ""):
            wrong.append((name, row["Model"], got.facts.get("camera")))
    assert wrong == []


def test_a_place_of_nought_degrees_is_none(reader, media):
    assert "longitude" not in read(reader, media / "photos" / "Samsung_GT-I9000_(Galaxy_S).jpg").facts


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("empty_gps_ifd.jpg", {"camera": "Xiaomi Redmi Note 9S", "taken_at": "2020-07-27T14:46:48"}),
        ("exif_gps.jpg", {"camera": "Make XXX-XXX", "software": "PIL", "taken_at": "2099-09-29T10:10:10"}),
        ("invalid-exif.jpg", {}),
        ("multiple_exif.jpg", {}),
    ],
)
def test_broken_exif_says_what_it_can_and_no_place(reader, media, name, kept):
    got = read(reader, media / "broken" / name)
    said = {key: got.facts[key] for key in ("camera", "software", "taken_at", "longitude") if key in got.facts}
    assert (got.reason, said) == ("", kept)


def test_a_turned_photo_is_shown_upright(reader, media):
    sketches = [read(reader, media / "photos" / f"landscape_{n}.jpg").facts for n in range(1, 9)]
    assert {(facts["width"], facts["height"]) for facts in sketches} == {(600, 450)}
    assert len({facts["hashes"][0] for facts in sketches}) <= 3
    thumbs = [read(reader, media / "photos" / f"landscape_{n}.jpg").previews["thumb"] for n in (1, 6)]
    assert {Image.open(io.BytesIO(thumb)).size for thumb in thumbs} == {(320, 240)}


def test_previews_are_drawn_anew_and_carry_nothing_of_the_original(reader, media):
    got = read(reader, media / "photos" / "drone_DJI_0025.JPG")
    for name, size in (("view", (1600, 900)), ("thumb", (320, 180))):
        preview = Image.open(io.BytesIO(got.previews[name]))
        assert (preview.format, preview.size, dict(preview.getexif())) == ("JPEG", size, {})
        assert b"Exif" not in got.previews[name]


@pytest.mark.parametrize(
    ("image", "form"),
    [
        (drawn(1).convert("P"), "PNG"),
        (drawn(1).convert("RGBA"), "PNG"),
        (drawn(1).convert("L").convert("I").point(lambda v: v * 250).convert("I;16"), "PNG"),
        (drawn(1).convert("1"), "PNG"),
        (drawn(1).convert("CMYK"), "JPEG"),
        (drawn(1).convert("L"), "JPEG"),
        (drawn(1), "WEBP"),
    ],
    ids=["palette", "transparent", "16 bits", "black and white", "cmyk", "grey", "webp"],
)
def test_every_kind_of_pixel_becomes_a_preview(reader, image, form):
    got = found(reader, encoded(image, form))
    assert got.reason == ""
    preview = Image.open(io.BytesIO(got.previews["view"]))
    assert (preview.mode, preview.size) == ("RGB", (640, 480))
    low, high = preview.convert("L").getextrema()
    assert high - low > 100


# --- films ------------------------------------------------------------------------------------------------------


def test_a_film_says_when_where_how_long_and_how_it_is_held(reader, media):
    facts = read(reader, media / "video" / "with-gps.mov").facts
    assert facts == {
        "seconds": 4.002, "width": 320, "height": 568, "taken_at": "2019-07-24T11:25:40+03:00",
        "longitude": 34.862, "latitude": 32.0929, "camera": "Apple iPhone 6", "software": "12.3",
    }  # fmt: skip


def test_films_without_a_place_say_the_rest(reader, media):
    for name, size, made in (
        ("exiftool_QuickTime.mov", (320, 240), "2005-08-11T14:03:54+00:00"),
        ("sample_mpeg4.mp4", (190, 240), "2005-10-28T17:46:46+00:00"),
    ):
        facts = read(reader, media / "video" / name).facts
        assert (facts["width"], facts["height"], facts["seconds"], facts["taken_at"]) == (*size, 4.967, made)


def box(name, content):
    return struct.pack(">I4s", 8 + len(content), name) + content


def test_a_phone_s_own_mark_of_the_place_is_read(reader):
    place = b"+27.8274+113.1340/"
    mark = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place)
    film = box(b"ftyp", b"isom\0\0\2\0") + box(b"moov", box(b"udta", mark)) + box(b"mdat", b"")
    assert found(reader, film, "video").facts == {"longitude": 113.134, "latitude": 27.8274}


def element(name, content, size=None):
    """An EBML element; `size` as written, where it is not the content's."""
    return name + (size or struct.pack(">Q", 1 << 56 | len(content))) + content


UNKNOWN = b"\x01" + b"\xff" * 7
WEBM = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))


def test_a_film_as_older_chromium_makes_it_says_its_size_and_length(reader):
    track = element(b"\xe0", element(b"\xb0", b"\x05\x00") + element(b"\xba", b"\x02\xd0"))
    blocks = [element(b"\xa3", b"\x81" + struct.pack(">h", at) + b"\x80frame" * 99) for at in (0, 480, 960)]
    parts = [
        element(b"\x15\x49\xa9\x66", element(b"\x2a\xd7\xb1", b"\x0f\x42\x40")),
        element(b"\x16\x54\xae\x6b", element(b"\xae", track)),
        *(
            element(b"\x1f\x43\xb6\x75", element(b"\xe7", at) + b"".join(blocks), UNKNOWN)
            for at in (b"\0", b"\x03\xe8")
        ),
    ]
    film = WEBM + element(b"\x18\x53\x80\x67", b"".join(parts), UNKNOWN)
    assert found(reader, film, "video").facts == {"width": 1280, "height": 720, "seconds": 1.96}
    assert found(reader, film[:-7], "video").reason == "truncated"
    assert found(reader, WEBM, "video").reason == "truncated"
    assert found(reader, film.replace(b"webm", b"mkv\0"), "video").reason == "not_a_film"
    assert found(reader, WEBM + b"\0" * 99, "video").reason == "broken"


@pytest.mark.parametrize(
    ("film", "reason"),
    [
        (b"", "not_a_film"),
        (b"\x1aE\xdf\xa3matroska", "truncated"),
        (box(b"ftyp", b"isom"), "truncated"),
        (box(b"ftyp", b"isom") + struct.pack(">I4s", 9999, b"moov"), "truncated"),
        (box(b"ftyp", b"isom") + struct.pack(">I4s", 3, b"moov") + b"x" * 99, "broken"),
        (box(b"ftyp", b"isom") + box(b"moov", box(b"mvhd", b"\0\0")), "broken"),
        (box(b"ftyp", b"isom") + box(b"moov", box(b"udta", b"\0\0\0\x09abcd" * 40_000)), ""),
        (box(b"ftyp", b"isom") + box(b"moov", box(b"udta", b"\0\0\0\x08free" * 40_000)), "broken"),
    ],
)
def test_a_film_that_is_none_ends_in_a_reason(reader, film, reason):
    assert found(reader, film, "video").reason == reason


# --- hostile files ----------------------------------------------------------------------------------------------


def test_every_broken_and_hostile_file_ends_in_a_reason_and_the_child_lives(reader, media):
    for folder in ("broken", "hostile"):
        for path in sorted((media / folder).iterdir()):
            got = read(reader, path)
            assert got.reason in {"", "broken", "truncated", "not_a_photo", "active", "too_big"}, path.name
    assert found(reader, photo(1)).reason == ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("hostile/PHP_exif_phpinfo.jpg", "active"),
        ("hostile/convert_local_etc_passwd.svg", "active"),
        ("hostile/phpinfo.jpg.php", "active"),
        ("hostile/xxe_etc_passwd.xml", "active"),
        ("hostile/etc_passwd.zip", "not_a_photo"),
        ("broken/decompression_bomb.gif", "not_a_photo"),
        ("broken/truncated_jpeg.jpg", "truncated"),
        ("broken/truncated_image.png", "truncated"),
        ("broken/libheif_github_45.heic", "broken"),
        ("heic/truncated.heic", "truncated"),
        ("heic/corrupted.heic", "broken"),
    ],
)
def test_a_hostile_file_is_named_for_what_it_is(reader, media, name, reason):
    assert read(reader, media / name).reason == reason


def test_a_png_that_unpacks_to_gigapixels_is_too_big(reader):
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))  # noqa: E731
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )
    assert found(reader, bomb).reason == "too_big"


def test_a_picture_with_a_program_behind_it_is_refused(reader):
    assert found(reader, photo(1) + b"<?php system($_GET['c']); ?>").reason == "active"
    assert found(reader, photo(1, comment=b"<script>alert(1)</script>")).reason == "active"


def test_a_child_that_is_killed_is_replaced_and_the_file_tried_again():
    with Reader() as reader:
        assert found(reader, photo(1)).reason == ""
        before = reader._child.pid
        os.kill(before, signal.SIGKILL)
        got = found(reader, photo(1))
        assert (got.reason, got.is_retried) == ("crashed", True)
        assert found(reader, photo(1)).reason == ""
        assert reader._child.pid != before


def test_a_child_that_stalls_is_ended(monkeypatch):
    monkeypatch.setattr(process, "WALL_SECONDS", 5.0)
    with Reader() as reader:
        found(reader, photo(1))
        os.kill(reader._child.pid, signal.SIGSTOP)
        reader._line.settimeout(0.2)
        assert found(reader, photo(1)).reason == "too_slow"
        assert found(reader, photo(1)).reason == ""


def test_a_child_is_replaced_after_many_files(monkeypatch):
    monkeypatch.setattr(process, "FILES_A_CHILD", 2)
    with Reader() as reader:
        children = []
        for _file in range(4):
            found(reader, photo(1))
            children.append(reader._child.pid)
        assert children[0] == children[1] != children[2] == children[3]


CAGED = """
import sys; sys.path.insert(0, sys.argv[1])
import os, socket, subprocess, cage
if not cage.close(600): print("no filter here"); sys.exit()
def attempt(name, act):
    try: act()
    except PermissionError: print(name, "refused")
    else: print(name, "ALLOWED")
attempt("open", lambda: open("/etc/passwd"))
attempt("write", lambda: open("/tmp/yidan-caged", "w"))
attempt("socket", lambda: socket.socket())
attempt("fork", os.fork)
attempt("program", lambda: os.execv("/bin/true", ["true"]))
attempt("unlink", lambda: os.unlink("/tmp/nothing-of-that-name"))
attempt("kill", lambda: os.kill(os.getppid(), 0))
"""


def test_the_child_can_open_nothing_connect_nowhere_and_start_no_program():
    ended = subprocess.run(
        [sys.executable, "-I", "-c", CAGED, str(process.CHILD)], capture_output=True, text=True, check=True
    )
    if "no filter here" in ended.stdout:
        pytest.skip("this machine's kind has no filter")
    names = ("open", "write", "socket", "fork", "program", "unlink", "kill")
    assert ended.stdout.splitlines() == [f"{name} refused" for name in names]


def test_the_moment_of_a_camera_is_read_whatever_its_form():
    sys.path.insert(0, str(process.CHILD))
    try:
        import exif
    finally:
        sys.path.remove(str(process.CHILD))
    assert exif.moment("2020:05:01 10:00:00", "+08:00") == "2020-05-01T10:00:00+08:00"
    assert exif.moment("2020:05:01 10:00:00", "+99:00") == "2020-05-01T10:00:00"
    assert exif.moment(b"2020-5-1 9:05\x00", None) == "2020-05-01T09:05:00"
    for nothing in ("0000:00:00 00:00:00", "2020:13:01 10:00:00", "<?php ?>", None, 7, "1899:01:01 00:00:00"):
        assert exif.moment(nothing) is None
    assert datetime.fromisoformat(exif.moment("2020:05:01 10:00:00", "+08:00")) - datetime(
        2020, 5, 1, 2, tzinfo=UTC
    ) == timedelta(0)
