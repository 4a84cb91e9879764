"""One store, two places: the folder of the home, and a real S3 server on loopback (moto's)."""

import hashlib
import io
import os
from pathlib import Path

import pytest

from tests.cast import AT, assemble
from yidan.evidence import queries, store
from yidan.evidence.commands import keep
from yidan.evidence.models import File
from yidan.kernel.journal import Entry

DATA = os.urandom(3 * 1024 * 1024 + 17)
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def folder(settings, tmp_path):
    """The instance keeps its files in an empty folder."""
    settings.HOME = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"},
        },
    }  # fmt: skip
    return tmp_path / "files"


@pytest.fixture(params=["folder", "bucket"])
def somewhere(request, settings, tmp_path):
    """Both, one after the other; what waits for them waits in an empty home."""
    settings.HOME = tmp_path
    request.getfixturevalue(request.param)
    return request.param


def waiting() -> list[str]:
    return sorted(each.name for each in store.waiting_room().iterdir())


@pytest.mark.parametrize("given", ["bytes", "path", "open file"])
def test_bytes_come_back_as_they_came(somewhere, tmp_path, given):
    source = tmp_path / "source"
    source.write_bytes(DATA)
    data = {"bytes": DATA, "path": source, "open file": io.BytesIO(DATA)}[given]
    arrival = store.arrived(data)
    assert (arrival.sha256, arrival.size_bytes) == (SHA256, len(DATA))
    store.admit(arrival)
    with store.opened(SHA256) as kept:
        assert kept.read() == DATA
        kept.seek(100)
        assert kept.read(10) == DATA[100:110]
    with store.local(SHA256) as place:
        assert Path(place).read_bytes() == DATA
    assert (store.size(SHA256), store.exists(SHA256), list(store.hashes())) == (len(DATA), True, [SHA256])
    assert (waiting(), source.read_bytes() == DATA) == ([], True)


@pytest.mark.parametrize(("start", "length"), [(0, 1), (0, len(DATA)), (1_500_000, 1_200_000), (len(DATA) - 1, 1)])
def test_a_part_is_that_part(somewhere, start, length):
    store.admit(store.arrived(DATA))
    assert b"".join(store.part(SHA256, start, length)) == DATA[start : start + length]


def test_a_part_of_nothing_is_nothing(somewhere):
    store.admit(store.arrived(b"x"))
    assert list(store.part(hashlib.sha256(b"x").hexdigest(), 0, 0)) == []


def test_what_is_not_there_is_said_to_be_missing_before_anything_is_sent(somewhere):
    absent_hash = "0" * 64
    assert (store.size(absent_hash), store.exists(absent_hash), list(store.hashes())) == (None, False, [])
    for ask in (lambda: store.opened(absent_hash), lambda: store.part(absent_hash, 0, 1),
                lambda: store.local(absent_hash).__enter__()):  # fmt: skip
        with pytest.raises(FileNotFoundError):
            ask()


def test_originals_go_into_a_backup_and_come_back(somewhere):
    store.admit(store.arrived(DATA))
    (one,) = store.for_backup()
    assert (one.name, one.size) == (f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}", len(DATA))
    with one.opened() as source:
        store.restore(one.name, source)
    assert (list(store.hashes()), waiting()) == ([SHA256], [])


def test_the_same_bytes_twice_are_one_file(somewhere):
    for _ in range(2):
        store.admit(store.arrived(DATA))
    assert (list(store.hashes()), waiting()) == ([SHA256], [])


@pytest.mark.django_db
def test_the_command_keeps_in_either_place(somewhere):
    cast = assemble()
    file = keep(cast.owner, by=cast.li, at=AT, name="现场.jpg", data=DATA, media_type="image/jpeg")
    assert (file.sha256, queries.is_intact(file), store.size(SHA256)) == (SHA256, True, len(DATA))


def test_kept_bytes_are_read_only_and_in_folders_of_at_most_256(folder):
    store.admit(store.arrived(DATA))
    place = folder / SHA256[:2] / SHA256[2:4] / SHA256
    assert (oct(place.stat().st_mode & 0o777), place.stat().st_nlink) == ("0o440", 1)


def test_a_cut_off_file_under_a_hash_is_replaced_when_the_bytes_come_again(folder):
    store.admit(store.arrived(DATA))
    place = store.current().place(SHA256)
    place.chmod(0o640)
    place.write_bytes(DATA[:1000])
    store.admit(store.arrived(DATA))
    assert place.read_bytes() == DATA


def test_strangers_in_the_folder_are_not_taken_for_kept_files(folder):
    store.admit(store.arrived(DATA))
    (folder / SHA256[:2] / SHA256[2:4] / ".arriving-x").write_bytes(b"half")
    (folder / "README").write_text("hello")
    assert list(store.hashes()) == [SHA256]


def test_a_copy_that_fails_half_way_leaves_nothing(folder):
    class Torn(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                raise OSError("cable pulled")
            return super().read(1000)

    with pytest.raises(OSError, match="cable pulled"):
        store.arrived(Torn(DATA))
    assert waiting() == []


@pytest.mark.django_db
def test_a_nearly_full_disk_is_a_sentence_and_leaves_no_trace(folder, settings):
    cast = assemble()
    before = Entry.objects.count()
    settings.DISK_RESERVE_BYTES = 1 << 60
    with pytest.raises(store.Full, match="服务器存储空间不足，还能收0 MB，这个文件4 MB没有收下"):
        keep(cast.owner, by=cast.li, at=AT, name="现场.jpg", data=DATA, media_type="image/jpeg")
    assert (File.objects.count(), Entry.objects.count(), waiting()) == (0, before, [])


def test_previews_lie_in_the_home_beside(folder, settings):
    assert store.preview_place(SHA256, "thumb") == (
        settings.HOME / "previews" / SHA256[:2] / SHA256[2:4] / f"{SHA256}.thumb.jpg"
    )


@pytest.mark.django_db
def test_sm3_is_written_beside_afterwards(folder):
    from yidan.evidence.commands import keeping

    cast = assemble()
    file = keep(cast.owner, by=cast.li, at=AT, name="a.bin", data=b"abc", media_type="")
    assert file.sm3 == ""
    keeping.complete(file)
    file.refresh_from_db()
    # the example of GB/T 32905, annex A.1
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert file.sm3 == (expected if "sm3" in hashlib.algorithms_available else "")
