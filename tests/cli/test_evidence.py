"""`yidan evidence`: verify names what is not as it was left, read works off what waits, bench measures."""

import json
from datetime import timedelta

import pytest

from tests.evidence.pictures import photo
from tests.evidence.scene import NOON, Stage
from yidan.evidence import store
from yidan.evidence.models import Capture, File, Print, Reading, Receipt
from yidan.evidence.reading import Reader
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit as exhibits
from yidan.ledger.models import Exhibit
from yidan.people.models import Person
from yidan.web.cli import evidence, measuring


@pytest.fixture(autouse=True)
def store_of_its_own(settings, tmp_path):
    """What other tests left in this process's store is nobody's here."""
    place = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": tmp_path / "kept"}}
    settings.STORAGES = {**settings.STORAGES, "default": place}


@pytest.fixture
def stage(db):
    with Reader() as reader:
        yield Stage(reader)


@pytest.fixture
def verified(yidan):
    """What `verify --json` says: exit status, kinds of problems, orphans."""

    def run():
        outcome = yidan("evidence", "verify", "--json")
        said = json.loads(outcome.out)
        return outcome.status, [one["kind"] for one in said["problems"]], said["orphans"]

    return run


def place(exhibit):
    return store.current().place(exhibit.capture.file.sha256)


@pytest.fixture
def shots(stage):
    return [stage.bring(photo(seed, comment=b"verify"), at=NOON + timedelta(minutes=seed)) for seed in range(3)]


def test_what_is_whole_is_said_to_be(yidan, verified, shots):
    assert verified() == (0, [], [])
    assert yidan("evidence", "verify").out.splitlines()[0] == "完好：已核验 3 份原件，存储中另有无主文件 0 份。"


def test_missing_and_changed_bytes_are_named(yidan, verified, shots):
    place(shots[0]).unlink()
    place(shots[1]).chmod(0o640)
    place(shots[1]).write_bytes(photo(9))
    assert verified() == (1, ["missing", "changed"], [])
    outcome = yidan("evidence", "verify")
    assert outcome.status == 1
    assert f"原件缺失：{shots[0].capture.file.sha256} 现场.jpg" in outcome.err
    assert f"原件被改动：{shots[1].capture.file.sha256} 现场.jpg" in outcome.err


def test_bytes_without_a_row_are_named_and_do_no_harm(verified, shots):
    orphan = store.current().place("ab" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"left over")
    assert verified() == (0, [], ["ab" * 32])
    orphan.unlink()


def row(shot):
    return Exhibit.objects.filter(pk=shot.pk)


def slip_in(shots):
    capture = shots[0].capture
    capture.pk = None
    capture.save()
    Exhibit.record(recorded_at=NOON, project=shots[0].project, capture=capture, month=shots[0].month)


TAMPERING = {
    "an exhibit deleted": (lambda shots: row(shots[0]).delete(), ["exhibit_gone"]),
    "pointed at another file": (
        lambda shots: Capture.objects.filter(pk=shots[0].capture_id).update(file=shots[1].capture.file),
        ["claim_changed", "claim_gone", "exhibit_changed"],
    ),
    "moved to another month": (lambda shots: row(shots[0]).update(month=Month(2020, 1)), ["exhibit_changed"]),
    "ended by nobody": (
        lambda shots: row(shots[0]).update(superseded_at=NOON + timedelta(days=1)),
        ["exhibit_ended"],
    ),
    "slipped in": (slip_in, ["claim_changed", "exhibit_unadded"]),
    "an entry deleted": (
        lambda shots: Entry.objects.filter(verb="file.keep", subject_id=shots[0].capture.file_id).delete(),
        ["unkept", "receipt_unkept"],
    ),
    "a receipt forged": (
        lambda shots: Receipt.objects.create(
            person=Person.objects.exclude(pk__in=Receipt.objects.values("person")).first(),
            file=shots[0].capture.file,
            kept_at=NOON,
        ),
        ["receipt_unkept"],
    ),
    "a file's hash changed": (
        lambda shots: File.objects.filter(pk=shots[0].capture.file_id).update(sha256="cd" * 32),
        ["missing", "row_changed", "receipt_unkept", "claim_changed", "claim_gone", "exhibit_changed"],
    ),
}


@pytest.mark.parametrize(("tamper", "kinds"), TAMPERING.values(), ids=TAMPERING)
def test_rows_changed_past_the_commands_are_named(verified, shots, tamper, kinds):
    tamper(shots)
    status, found, _orphans = verified()
    assert (status, found) == (1, kinds)


def test_a_withdrawn_exhibit_is_no_problem(verified, stage, shots):
    exhibits.withdraw(shots[0], by=stage.cast.li, at=NOON + timedelta(hours=1), reason="附错了")
    assert verified() == (0, [], [])


def test_read_works_off_what_waits_and_again_reads_everything(yidan, shots):
    assert yidan("evidence", "read").out == "读取佐证 3 份；无法读取的共 0 份。\n"
    assert json.loads(yidan("evidence", "read", "--json").out) == {"read": 0, "unreadable": 0, "outdated": 0}
    assert json.loads(yidan("evidence", "read", "--again", "--json").out) == {
        "read": 3, "unreadable": 0, "outdated": 0,
    }  # fmt: skip


def test_what_earlier_rules_compared_is_told_and_read_again_by_itself(yidan, shots):
    yidan("evidence", "read")
    file = shots[1].capture.file_id
    Reading.objects.filter(file=file).update(rules_version=1)
    Print.objects.filter(file=file, crop__gte=41).delete()  # as the rules of that time left it
    told = "有 1 张照片是按旧规则比对的，重复使用的可能漏认；请在空闲时运行 yidan evidence read --outdated。"
    assert yidan("evidence", "verify").out.splitlines()[-1] == told
    assert yidan("evidence", "read").out.splitlines() == ["读取佐证 0 份；无法读取的共 0 份。", told]
    assert yidan("evidence", "read", "--outdated").out == "读取佐证 1 份；无法读取的共 0 份。\n"
    assert Print.objects.filter(file=file, crop__gte=41).exists()


def test_bench_has_words_for_everything_that_it_does_to_a_picture():
    assert set(evidence.CHANGED) == set(measuring.CHANGES)
    assert set(evidence.RETAKEN) == {"simulated", "drawn_months"}


def test_bench_finds_copies_in_a_home_of_its_own(process, tmp_path):
    home = tmp_path / "new"
    outcome = process("evidence", "bench", "--sites", "4", "--hashes", "2000", "--json", YIDAN_HOME=str(home))
    found = json.loads(outcome.out)
    assert found["pictures"] == 4
    assert {name: found["found"][name]["percent"] for name in ("re-encoded", "resized", "mirrored", "turned")} == {
        "re-encoded": 100, "resized": 100, "mirrored": 100, "turned": 100,
    }  # fmt: skip
    assert found["false_alarms"]["alarms"] == 0
    assert found["look_up"]["hashes"] >= 2000
    assert not home.exists()
