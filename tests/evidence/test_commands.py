"""Files are kept once by their hash, byte for byte."""

import hashlib

import pytest

from tests.cast import AT
from yidan.evidence import queries, store
from yidan.evidence.commands import keep
from yidan.evidence.models import File
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Entry

pytestmark = pytest.mark.django_db


def test_bytes_come_back_as_they_came(cast):
    data = bytes(range(256)) * 5000
    file = keep(cast.owner, by=cast.li, at=AT, name="现场.jpg", data=data, media_type="image/jpeg")
    assert (file.sha256, file.size_bytes, file.name) == (hashlib.sha256(data).hexdigest(), len(data), "现场.jpg")
    with queries.opened(file) as kept:
        assert kept.read() == data
    assert queries.is_intact(file)


def test_the_same_bytes_are_stored_once_and_each_act_is_in_the_journal(cast):
    first = keep(cast.owner, by=cast.li, at=AT, name="a.pdf", data=b"same", media_type="application/pdf")
    again = keep(cast.office, by=cast.wang, at=AT, name="b.pdf", data=b"same", media_type="application/pdf")
    assert again == first
    assert File.objects.count() == 1
    acts = Entry.objects.filter(verb="file.keep").order_by("id")
    assert [(each.actor_name, each.facts["name"]) for each in acts] == [("李工", "a.pdf"), ("王科长", "b.pdf")]


def test_a_path_is_kept_like_bytes_and_stays_where_it_was(cast, tmp_path):
    source = tmp_path / "large.bin"
    source.write_bytes(b"0123456789" * 300_000)
    file = keep(cast.owner, by=cast.li, at=AT, name="large.bin", data=source, media_type="")
    assert file.media_type == "application/octet-stream"
    with queries.opened(file) as kept:
        assert kept.read() == source.read_bytes()


def test_a_changed_byte_on_disk_is_noticed(cast):
    file = keep(cast.owner, by=cast.li, at=AT, name="合同.pdf", data=b"original", media_type="application/pdf")
    place = store.current().place(file.sha256)
    place.chmod(0o640)
    place.write_bytes(b"0riginal")
    assert not queries.is_intact(file)
    place.unlink()
    assert not queries.is_intact(file)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\用户\\报表.xlsx", "报表.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("...", "未命名文件"),
        ("长" * 300 + ".docx", "长" * 195 + ".docx"),
    ],
)
def test_names_are_kept_without_folders_or_control_characters(cast, given, kept):
    assert keep(cast.owner, by=cast.li, at=AT, name=given, data=b"x", media_type="").name == kept


def test_an_empty_or_too_large_file_is_refused_and_leaves_no_trace(cast, settings):
    settings.UPLOAD_LIMIT_BYTES = {**settings.UPLOAD_LIMIT_BYTES, "document": 1024 * 1024}
    for data in (b"", b"x" * (1024 * 1024 + 1)):
        with pytest.raises(Invalid) as refusal:
            keep(cast.owner, by=cast.li, at=AT, name="表.xlsx", data=data, media_type="")
        assert refusal.value.field == "file"
    assert File.objects.count() == 0
    assert Entry.objects.filter(verb="file.keep").count() == 0


def test_a_reporter_keeps_files_for_the_own_unit_only(cast):
    with pytest.raises(NotPermitted):
        keep(cast.other_owner, by=cast.li, at=AT, name="表.xlsx", data=b"x", media_type="")
    with pytest.raises(NotPermitted):
        keep(cast.owner, by=cast.guan, at=AT, name="表.xlsx", data=b"x", media_type="")
