"""Red team: somebody cheats, and what becomes of it. The table in docs/evidence.md says the same.

Each attack is detected (named by a verification or refused), or degraded (the grade falls, and says why).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.evidence.attacks import attack, graded, problems
from tests.evidence.pictures import drawn, encoded, photo
from tests.evidence.scene import HERE, MAY, NOON
from yidan.evidence import store
from yidan.evidence.commands import keep
from yidan.evidence.models import Capture, File, Judgement, Receipt
from yidan.evidence.rules import Claim
from yidan.evidence.states import Origin
from yidan.kernel import seals
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.kernel.seals import Seal
from yidan.kernel.values import Month, beijing_day
from yidan.ledger import grading
from yidan.ledger.commands import exhibit as exhibits
from yidan.ledger.models import Exhibit
from yidan.web.field import nonce as nonces

pytestmark = pytest.mark.django_db


def stored(person, data, *, at):
    """Kept, but attached to nothing."""
    return keep(person.unit, by=person, at=at, name="a.jpg", data=data, media_type="image/jpeg")


# --- bytes and rows ------------------------------------------------------------------------------------------------


@attack("A file is swapped on disk after it was submitted", "detected", "`yidan evidence verify`: changed")
def test_a_file_swapped_on_disk(stage):
    shot = stage.honest(1, name="换.jpg")
    place = store.current().place(shot.capture.file.sha256)
    original = place.read_bytes()
    place.chmod(0o640)
    place.write_bytes(photo(2))
    assert problems() == ["changed"]
    place.write_bytes(original)
    assert problems() == []


@attack("The file is swapped and its hash in the database too", "detected", "`yidan evidence verify`: row and exhibit "
        "differ from the journal")  # fmt: skip
def test_a_file_swapped_with_its_row(stage):
    shot = stage.honest(1)
    data = photo(2, comment=b"swapped")
    other = hashlib.sha256(data).hexdigest()
    place = store.current().place(other)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    File.objects.filter(pk=shot.capture.file_id).update(sha256=other)
    assert problems() == ["row_changed", "receipt_unkept", "claim_changed", "claim_gone", "exhibit_changed"]


@attack("A file is deleted from the store", "detected", "`yidan evidence verify`: missing")
def test_a_file_deleted(stage):
    store.current().place(stage.bring(photo(3, comment=b"deleted")).capture.file.sha256).unlink()
    assert problems() == ["missing"]


@attack("An exhibit's row is deleted by SQL", "detected", "`yidan evidence verify`: exhibit gone")
def test_an_exhibit_deleted_by_sql(stage):
    Exhibit.objects.filter(pk=stage.honest(1).pk).delete()
    assert problems() == ["exhibit_gone"]


@attack("An exhibit is moved to another month by SQL", "detected", "`yidan evidence verify`: exhibit differs")
def test_an_exhibit_moved_by_sql(stage):
    Exhibit.objects.filter(pk=stage.honest(1).pk).update(month=MAY + 1)
    assert problems() == ["exhibit_changed"]


@attack("An exhibit and its entry in the journal are deleted", "detected", "`yidan journal verify`: entry missing")
def test_an_exhibit_deleted_with_its_entry(stage):
    shot = stage.honest(1)
    assert seals.seal(at=NOON) > 0
    entry = Entry.objects.get(verb="exhibit.add", subject_id=shot.pk)
    Exhibit.objects.filter(pk=shot.pk).delete()
    Entry.objects.filter(pk=entry.pk).delete()
    assert problems() == []
    assert seals.verify().problem == f"第{entry.pk}号留痕被删除"


@attack("An old backup is restored to be rid of a picture", "detected", "`yidan journal verify`: the chain ends before "
        "an anchor kept elsewhere")  # fmt: skip
def test_an_old_backup_restored(stage):
    seals.seal(at=NOON)
    before = Entry.objects.order_by("-pk").first().pk
    shot = stage.honest(1)
    seals.seal(at=NOON)
    anchor = seals.head()
    # as if restored: everything since is gone, and nothing in it contradicts itself
    Exhibit.objects.filter(pk=shot.pk).delete()
    Capture.objects.all().delete()
    Receipt.objects.all().delete()
    File.objects.all().delete()
    Seal.objects.filter(entry_id__gt=before).delete()
    Entry.objects.filter(pk__gt=before).delete()
    assert (problems(), seals.verify().problem) == ([], None)
    assert "外存的锚" in seals.verify([anchor]).problem


# --- other people's files and receipts -----------------------------------------------------------------------------


@attack("Another's file is attached by its hash", "detected", "refused: no receipt of one's own")
def test_anothers_file_attached_by_its_hash(stage):
    theirs = stored(stage.cast.zhao, photo(4), at=NOON)
    with pytest.raises(NotPermitted) as refusal:
        exhibits.add(stage.mine, by=stage.cast.li, at=NOON, recorded_at=NOON, file=theirs, month=MAY, claim=Claim())
    assert "没有由您或本单位存入" in str(refusal.value)
    said = sync(stage, {"sha256": theirs.sha256, "origin": "camera"})
    assert (said["state"], said["missing"]) == ("waiting", [theirs.sha256])


@attack("A receipt is forged by SQL", "detected", "`yidan evidence verify`: receipt without an entry")
def test_a_receipt_forged_by_sql(stage):
    theirs = stored(stage.cast.zhao, photo(4), at=NOON)
    Receipt.objects.create(person=stage.cast.li, file=theirs, kept_at=NOON)
    assert problems() == ["receipt_unkept"]


@attack("An act is sent before, or without, its file", "detected", "it waits: nothing counts without its receipt")
def test_an_act_without_its_file_waits(stage):
    sha = hashlib.sha256(b"never sent").hexdigest()
    said = sync(stage, {"sha256": sha, "origin": "camera"})
    assert (said["state"], said["missing"], Exhibit.objects.count()) == ("waiting", [sha], 0)


@attack("An act is sent twice", "detected", "its key: done once, answered twice")
def test_an_act_sent_twice(stage):
    brought(stage, 5)
    key = str(uuid4())
    answers = [sync(stage, picture_of(5), key=key) for _time in range(2)]
    assert (answers[0], Exhibit.objects.count()) == (answers[1], 1)


# --- nonces, over the phone's own door -----------------------------------------------------------------------------


def brought(stage, seed):
    return stored(stage.cast.li, photo(seed), at=timezone.now())


def picture_of(seed, **more):
    now = timezone.now()
    said = {
        "sha256": hashlib.sha256(photo(seed)).hexdigest(), "origin": "camera", "taken_at": now.isoformat(),
        "place": {"longitude": float(HERE.longitude), "latitude": float(HERE.latitude), "accuracy_m": 20},
    }  # fmt: skip
    return said | more


def sync(stage, evidence, *, key=""):
    client = Client()
    client.force_login(stage.cast.li)
    item = {
        "key": key or str(uuid4()), "verb": "exhibit.add", "subject": {"type": "project", "id": stage.mine.pk},
        "at": timezone.now().isoformat(), "args": {"month": str(Month.of(beijing_day(timezone.now())))},
        "evidence": [evidence],
    }  # fmt: skip
    response = client.post("/sync/", json.dumps({"device": "phone-1", "items": [item]}), "application/json")
    assert response.status_code == 200, response.content
    return response.json()["answers"][0]


def synced(stage, seed, **more):
    brought(stage, seed)
    said = sync(stage, picture_of(seed, **more))
    assert said["state"] == "done", said
    return graded(stage, Exhibit.objects.get(pk=said["subject"]["id"]))


def test_an_honest_phone_gets_an_a(stage):
    given = nonces.issue(stage.cast.li, timezone.now() - timedelta(hours=5))
    assert synced(stage, 6, nonce=given)[0] == "A"


@attack("An old nonce is replayed", "degraded", "to B at best: it does not say when")
def test_an_old_nonce_replayed(stage):
    letter, found = synced(stage, 6, nonce=nonces.issue(stage.cast.li, timezone.now() - timedelta(days=30)))
    assert (letter, "nonce_old" in found, "interval" in found) == ("B", True, False)


@attack("Another person's nonce is used", "degraded", "to C: the nonce does not hold")
def test_anothers_nonce(stage):
    letter, found = synced(stage, 6, nonce=nonces.issue(stage.cast.zhao, timezone.now()))
    assert (letter, "nonce_false" in found) == ("C", True)


@attack("A nonce is forged", "degraded", "to C: the nonce does not hold")
def test_a_forged_nonce(stage):
    genuine = nonces.issue(stage.cast.li, timezone.now())
    who, seconds, rest = genuine.split(".", 2)
    for forged in (f"{who}.{int(seconds) + 60}.{rest}", "1.2.3:signature", "随便写的"):
        letter, found = synced(stage, 6, nonce=forged)
        assert (letter, "nonce_false" in found) == ("C", True)


@attack("No nonce is sent", "degraded", "to B at best: known only that it is not younger than the receipt")
def test_no_nonce(stage):
    letter, found = synced(stage, 6)
    assert (letter, "no_nonce" in found) == ("B", True)


@attack("A picture is stored first and given a fresh nonce later", "degraded", "to C: the bytes came before the nonce")
def test_a_fresh_nonce_for_bytes_that_are_there_already(stage):
    stored(stage.cast.li, photo(7), at=NOON - timedelta(days=3))
    letter, found = graded(stage, stage.bring(photo(7)))
    assert (letter, "bytes_before_nonce" in found) == ("C", True)


# --- recycled pictures ---------------------------------------------------------------------------------------------


RECYCLED = {
    "byte for byte": (lambda image: encoded(image, quality=90), "same_bytes_project"),
    "re-encoded": (lambda image: encoded(image, quality=45), "alike_project"),
    "made smaller": (lambda image: encoded(image.resize((320, 240)), quality=80), "alike_project"),
    "cropped by a fifth": (lambda image: encoded(image.crop((64, 48, 576, 432)), quality=80), "alike_project"),
    "mirrored": (lambda image: encoded(image.transpose(0), quality=80), "alike_project"),
    "turned": (lambda image: encoded(image.rotate(90, expand=True), quality=80), "alike_project"),
}
for each in RECYCLED:
    attack(f"Another project's picture is used again, {each}", "degraded", "to D: names project, month and when")


@pytest.mark.parametrize("change", RECYCLED)
def test_another_projects_picture(stage, change):
    image = drawn(11)
    stage.bring(encoded(image, quality=90), by=stage.cast.zhao, project=stage.theirs, at=NOON - timedelta(days=2))
    again = stage.bring(RECYCLED[change][0](image))
    letter, found = graded(stage, again)
    assert (letter, RECYCLED[change][1] in found) == ("D", True)


@attack("Last month's own picture is used again, byte for byte", "degraded", "to D: names the month")
def test_last_months_own_picture(stage):
    stage.bring(photo(12), month=MAY - 1, at=NOON - timedelta(days=30))
    letter, found = graded(stage, stage.bring(photo(12)))
    assert (letter, "same_bytes_month" in found) == ("D", True)


@attack("Last month's own picture is used again, re-encoded", "degraded", "to C: agrees without being aligned")
def test_last_months_own_picture_re_encoded(stage):
    stage.bring(encoded(drawn(12), quality=90), month=MAY - 1, at=NOON - timedelta(days=30))
    letter, found = graded(stage, stage.bring(encoded(drawn(12), quality=60)))
    assert (letter, "alike_month" in found) == ("C", True)


@attack("The first use is withdrawn after the second", "degraded", "to D still: it stood when the second came")
def test_the_first_use_withdrawn_afterwards(stage):
    first = stage.bring(photo(13), project=stage.second)
    again = stage.bring(photo(13), at=NOON + timedelta(hours=1))
    exhibits.withdraw(first, by=stage.cast.li, at=NOON + timedelta(hours=2), reason="附错了")
    assert graded(stage, again)[0] == "D"


# --- places --------------------------------------------------------------------------------------------------------


@attack("A picture is taken elsewhere", "degraded", "to D: farther from the project than the limit")
def test_taken_elsewhere(stage):
    letter, found = graded(stage, stage.honest(1, place=replace(HERE, latitude=Decimal("27.751345"))))
    assert (letter, "far" in found) == ("D", True)


@attack("A position is made up, with typed decimals", "degraded", "to C: oddly even coordinates")
def test_typed_decimals(stage):
    typed = replace(HERE, longitude=Decimal("113.500000"), latitude=Decimal("27.650000"))
    letter, found = graded(stage, stage.honest(1, place=typed))
    assert (letter, "typed_place" in found) == ("C", True)


@attack("A position is made up, the same to the last decimal each time", "degraded", "to C from the third on")
def test_the_same_point_each_time(stage):
    shots = [stage.honest(seed, at=NOON + timedelta(hours=seed)) for seed in range(4)]
    assert {graded(stage, shot)[0] for shot in shots} == {"C"}


@attack("A position jumps faster than anybody travels", "degraded", "to C: two captures of one phone")
def test_impossible_speed(stage):
    stage.honest(1, project=stage.second, place=replace(HERE, latitude=Decimal("39.907375")))
    letter, found = graded(stage, stage.honest(2, at=NOON + timedelta(minutes=30)))
    assert (letter, "jump" in found) == ("C", True)


@attack("The position says the site, the file's own GPS another town", "degraded", "to C: the two differ")
def test_exif_place_differs(stage):
    exif = drawn(1).getexif()
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 13.0, 30.0), 3: "E", 4: (112.0, 56.0, 15.0)})
    letter, found = graded(stage, stage.bring(encoded(drawn(1), exif=exif)))
    assert (letter, "file_place_differs" in found) == ("C", True)


# --- times and files -----------------------------------------------------------------------------------------------


def dated(seed, moment, software=""):
    exif = drawn(seed).getexif()
    exif.get_ifd(0x8769).update({0x9003: f"{moment:%Y:%m:%d %H:%M:%S}", 0x9011: "+08:00"})
    if software:
        exif[0x0131] = software
    return encoded(drawn(seed), exif=exif)


@attack("An old picture is passed off as taken in the app", "degraded", "to C: the file's time lies before the nonce")
def test_an_old_picture_as_taken_now(stage):
    letter, found = graded(stage, stage.bring(dated(1, NOON - timedelta(days=40))))
    assert (letter, "file_older" in found) == ("C", True)


@attack("EXIF is edited by a program that signs its name", "degraded", "to C: names the program")
def test_exif_edited(stage):
    letter, found = graded(stage, stage.bring(dated(1, NOON - timedelta(minutes=20), software="Adobe Photoshop 25.1")))
    assert (letter, "edited" in found) == ("C", True)


@attack("The file's time lies in the future", "degraded", "to C: later than its receipt")
def test_a_time_in_the_future(stage):
    letter, found = graded(stage, stage.bring(dated(1, NOON + timedelta(days=3))))
    assert (letter, "file_from_the_future" in found) == ("C", True)


@attack("The phone's clock is set ten years back or forward", "degraded", "the server's two moments count; without a "
        "nonce to C")  # fmt: skip
def test_a_clock_years_off(stage):
    for years in (-10, 10):
        wrong = NOON + timedelta(days=365 * years)
        letter, found = graded(stage, stage.honest(20 + years, taken_at=wrong, place=nearby(years)))
        assert (letter, "clock_off" in found) == ("A", True)
        letter, found = graded(stage, stage.honest(40 + years, taken_at=wrong, nonce="", place=nearby(years + 1)))
        assert (letter, "out_of_period" in found) == ("C", True)


def nearby(step):
    return replace(HERE, longitude=HERE.longitude + Decimal(step) / 100_000)


@attack("A gallery picture is put where only the camera's are taken", "detected", "refused with the slot's reason")
def test_a_gallery_picture_in_a_camera_only_slot(stage):
    exhibits.set(
        stage.mine, by=stage.cast.wang, at=NOON, name="基坑", reason="危大工程", asking="never", is_camera_only=True
    )
    with pytest.raises(Invalid) as refusal:
        stage.honest(1, origin=Origin.GALLERY, slot_name="基坑")
    assert "只收现场拍摄：危大工程" in str(refusal.value)


@attack("A script is hidden in a photo", "degraded", "to C: not read, no preview; the original never served as active")
def test_a_script_in_a_photo(stage):
    shot = stage.bring(photo(1) + b"<?php system($_GET['c']); ?>")
    letter, found = graded(stage, shot)
    assert (letter, "unreadable" in found) == ("C", True)
    assert not store.preview_place(shot.capture.file.sha256, "view").exists()


@attack("Somebody judges the own picture", "detected", "refused")
def test_judging_ones_own_picture(stage):
    shot = stage.honest(1, by=stage.cast.wang)
    with pytest.raises(NotPermitted):
        exhibits.judge(shot, by=stage.cast.wang, at=NOON, verdict="credible", grade="A")
    assert Judgement.objects.count() == 0


@attack("A picture is judged credible although it is a D", "detected", "the grade stays, both stand side by side")
def test_a_judgement_does_not_change_a_grade(stage):
    stage.bring(photo(14), project=stage.second)
    again = stage.bring(photo(14), at=NOON + timedelta(hours=1))
    stage.read()
    exhibits.judge(again, by=stage.cast.lin, at=NOON, verdict="credible", grade="D")
    assert grading.graded([again])[again.capture_id].letter == "D"
    assert Judgement.objects.live().get().grade == "D"
