"""`yidan backup` and `yidan restore`: everything comes back, on the other database too, or nothing does."""

import gzip
import io
import json
import os
import sqlite3
import tarfile
from urllib.parse import urlsplit

import psycopg
import pytest

WATER = "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.fixture
def office(process, tmp_path):
    """A home with two people, an imported notice and a kept file, and its backup."""
    notice = tmp_path / "2027.csv"
    notice.write_text(f"日期,上班,名称,依据\n2027-01-01,否,元旦,{WATER}\n", encoding="utf-8")
    for name, role in (("an", "security_admin"), ("guan", "system_admin")):
        made = process("createuser", name, "--password-stdin", "--role", role, stdin="one-good-Password\n")
        assert made.status == (0 if name == "an" else 1), made.err
    assert process("workdays", "import", notice).status == 0
    kept = tmp_path / "home" / "files" / "ab" / "abc"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"original bytes")
    outcome = process("backup", "office.tar.gz", "--json")
    assert outcome.status == 0, outcome.err
    assert json.loads(outcome.out)["files"] == 1
    return tmp_path / "office.tar.gz"


def dump(process, name: str, **environment: str) -> dict[str, bytes]:
    """The members of a fresh backup, without the manifest's date."""
    assert process("backup", name, "--force", **environment).status == 0
    with tarfile.open(environment.get("AT", name)) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive if member.name != "manifest.json"}


def test_a_backup_restores_into_an_empty_home_to_the_last_byte(process, office, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    other = str(tmp_path / "other")
    outcome = process("restore", office, YIDAN_HOME=other)
    assert (outcome.status, outcome.err) == (0, "")
    assert dump(process, "again.tar.gz", YIDAN_HOME=other) == dump(process, "office.tar.gz")
    assert process("journal", "verify", YIDAN_HOME=other).status == 0
    assert (tmp_path / "other" / "files" / "ab" / "abc").read_bytes() == b"original bytes"
    refused = process("restore", office, YIDAN_HOME=other)
    assert (refused.status, refused.err.count("\n")) == (1, 1)


def test_rows_added_after_a_restore_get_ids_of_their_own(process, office, tmp_path):
    other = str(tmp_path / "other")
    process("restore", office, YIDAN_HOME=other)
    made = process("createuser", "new", "--password-stdin", stdin="one-good-Password\n", YIDAN_HOME=other)
    assert (made.status, made.err) == (0, "")


@pytest.mark.postgres
def test_a_backup_of_sqlite_restores_into_postgresql(process, office, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    name = f"yidan_restore_{os.getpid()}"
    other = {"YIDAN_HOME": str(tmp_path / "other"), "DATABASE_URL": f"{server}/{name}"}
    try:
        outcome = process("restore", office, **other)
        assert (outcome.status, outcome.err) == (0, "")
        assert dump(process, "again.tar.gz", **other) == dump(process, "office.tar.gz")
        assert process("journal", "verify", **other).status == 0
        made = process("createuser", "new", "--password-stdin", stdin="one-good-Password\n", **other)
        assert (made.status, made.err) == (0, "")
    finally:
        with psycopg.connect(f"{server}/{urlsplit(server).path or 'postgres'}", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')


@pytest.mark.parametrize("harm", ["byte", "cut", "text", "path"])
def test_a_damaged_backup_restores_nothing(process, office, tmp_path, harm):
    content = office.read_bytes()
    plain = bytearray(gzip.decompress(content))
    if harm == "byte":
        at = plain.index(b"original bytes")
        plain[at] ^= 1
    elif harm == "path":
        plain = bytearray(bytes(plain).replace(b"files/ab/abc", b"files/../abc"))
    harmed = {"cut": content[: len(content) // 2], "text": b"not a backup"}.get(harm) or gzip.compress(bytes(plain))
    office.write_bytes(harmed)
    outcome = process("restore", office, YIDAN_HOME=str(tmp_path / "other"))
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (1, "", 1)
    with sqlite3.connect(tmp_path / "other" / "yidan.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM yidan_person").fetchone() == (0,)
    assert not (tmp_path / "abc").exists()


def test_an_existing_backup_is_not_overwritten_unasked(process, office):
    before = office.read_bytes()
    outcome = process("backup", office)
    assert (outcome.status, outcome.err) == (1, f"yidan: {office} 已经有了;换个名字,或用 --force 覆盖。\n")
    assert office.read_bytes() == before
    assert io.BytesIO(before).read(2) == b"\x1f\x8b"
