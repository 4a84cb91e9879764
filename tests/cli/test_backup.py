"""`yidan backup` and `yidan restore`: everything comes back, on the other database too, or nothing does."""

import gzip
import hashlib
import io
import json
import os
import tarfile
from datetime import UTC, datetime

import psycopg
import pytest

from tests import cast
from yidan.evidence import store
from yidan.kernel import archive, seals
from yidan.kernel.errors import Refused

AT = datetime(2020, 6, 5, 9, 30, 0, 123456, tzinfo=UTC)
ORIGINAL = b"original bytes"
PLACE = store.place_in_backup(hashlib.sha256(ORIGINAL).hexdigest())
PASSWORD = "one-good-Password\n"


@pytest.fixture
def office(db, tmp_path, settings):
    """A backup of the cast's instance with one kept file, made in this process."""
    settings.HOME = tmp_path
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": folder}
    cast.assemble()
    seals.seal(at=AT)
    store.admit(store.arrived(ORIGINAL))
    position, head = seals.head()
    (tmp_path / "anchors").write_text(f"{position} {head} {AT.isoformat()}\n")
    target = tmp_path / "office.tar.gz"
    archive.write(
        target, at=AT, kept=store.for_backup(), anchors=tmp_path / "anchors", on_rows=lambda _rows: None
    )  # fmt: skip
    return target


def members(path) -> dict[str, bytes]:
    """What is in a backup, without the manifest and its date."""
    with tarfile.open(path) as opened:
        return {each.name: opened.extractfile(each).read() for each in opened if each.name != "manifest.json"}


def restored_and_backed_up_again(process, office, tmp_path, **place: str) -> None:
    """Through the command line: restore, back up again, compare byte for byte, and go on working."""
    outcome = process("restore", office, **place)
    assert (outcome.status, outcome.err) == (0, "")
    made = process("backup", "again.tar.gz", "--json", **place)
    assert (made.status, json.loads(made.out)["files"]) == (0, 1)
    assert members(tmp_path / "again.tar.gz") == members(office)
    # New rows get ids of their own, and the chain goes on.
    assert process("createuser", "new", "--password-stdin", stdin=PASSWORD, **place).err == ""
    assert process("journal", "verify", **place).status == 0
    refused = process("restore", office, **place)
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)


def test_a_backup_comes_back_on_sqlite_to_the_last_byte(process, office, tmp_path):
    restored_and_backed_up_again(process, office, tmp_path)
    place = tmp_path / "home" / "files" / PLACE
    assert (place.read_bytes(), oct(place.stat().st_mode & 0o777)) == (ORIGINAL, "0o440")
    assert [each.name for each in (tmp_path / "home" / "uploads").iterdir()] == []


@pytest.mark.postgres
def test_a_backup_comes_back_on_postgresql_to_the_last_byte(process, office, tmp_path):
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    name = f"yidan_restore_{os.getpid()}"
    try:
        restored_and_backed_up_again(process, office, tmp_path, DATABASE_URL=f"{server}/{name}")
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.mark.parametrize("harm", ["byte", "path", "cut", "text"])
def test_a_damaged_backup_is_refused_before_anything_is_restored(office, harm):
    content = office.read_bytes()
    plain = bytearray(gzip.decompress(content))
    if harm == "byte":
        plain[plain.index(ORIGINAL)] ^= 1
    elif harm == "path":  # the header's checksum still fits: the letters are the same
        plain = bytearray(bytes(plain).replace(f"files/{PLACE}".encode(), f"files/{PLACE[::-1]}".encode(), 1))
    harmed = {"cut": content[: len(content) // 2], "text": b"not a backup"}.get(harm) or gzip.compress(bytes(plain))
    office.write_bytes(harmed)
    with pytest.raises(Refused, match="备份"):
        archive.Backup(office).verify()


def test_a_restore_of_a_damaged_file_says_so_in_a_sentence(yidan, tmp_path):
    (tmp_path / "bad.tar.gz").write_bytes(b"not a backup")
    outcome = yidan("restore", tmp_path / "bad.tar.gz")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (1, "", 1)


def test_a_restore_into_a_home_with_data_is_refused(yidan, office):
    outcome = yidan("restore", office)
    assert outcome.status == 1
    assert outcome.err.endswith("恢复只能放进空的 YIDAN_HOME，以免覆盖。\n")


def test_an_existing_backup_is_not_overwritten_unasked(yidan, office):
    before = office.read_bytes()
    outcome = yidan("backup", office)
    assert (outcome.status, outcome.err) == (1, f"yidan: {office} 已经有了；换个名字，或用 --force 覆盖。\n")
    assert office.read_bytes() == before


def test_a_backup_that_fails_half_way_leaves_no_file(office, tmp_path):
    target = tmp_path / "second.tar.gz"

    def break_off(_rows: int) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        archive.write(target, at=AT, kept=store.for_backup(), anchors=tmp_path / "anchors", on_rows=break_off)
    assert not target.exists()
    assert not target.with_name("second.tar.gz.part").exists()


def test_an_original_that_is_not_what_its_name_says_is_not_restored(office, settings, tmp_path):
    settings.STORAGES["default"]["OPTIONS"]["location"] = tmp_path / "other"
    with pytest.raises(Refused, match="与它的散列不符"):
        store.restore(PLACE, io.BytesIO(b"other bytes"))
    assert (list(store.hashes()), list(store.waiting_room().iterdir())) == ([], [])


def test_many_large_originals_are_never_whole_in_memory(office, tmp_path):
    """Two originals of 40 MB: the backup's memory stays far below one of them."""
    import tracemalloc

    for number in range(2):
        source = tmp_path / f"film{number}"
        with source.open("wb") as film:
            film.write(bytes([number]))
            film.truncate(40_000_000)
        store.admit(store.arrived(source))
    tracemalloc.start()
    archive.write(
        tmp_path / "large.tar.gz", at=AT, kept=store.for_backup(), anchors=tmp_path / "anchors",
        on_rows=lambda _rows: None,
    )  # fmt: skip
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
