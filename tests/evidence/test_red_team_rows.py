"""Red team, second part: what is claimed changed by SQL, previews swapped, one picture for several things, covers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.evidence.attacks import attack, graded, problems
from tests.evidence.pictures import drawn, encoded, photo
from tests.evidence.scene import HERE, MAY, NOON
from yidan.evidence import store
from yidan.evidence.commands import keep, remove_place
from yidan.evidence.models import Capture, Judgement
from yidan.evidence.rules import Claim
from yidan.evidence.states import Origin
from yidan.kernel.errors import Invalid
from yidan.ledger.commands import exhibit as exhibits
from yidan.ledger.models import Exhibit
from yidan.matters import grading as matters
from yidan.matters.commands import listing
from yidan.matters.models import MatterEvidence
from yidan.patrol.commands import finding, visiting
from yidan.web import media

pytestmark = pytest.mark.django_db


# --- rows behind the commands' backs -------------------------------------------------------------------------------


@attack("A gallery picture is called one of the camera's by SQL", "detected", "`yidan evidence verify`: claim differs")
@attack("The time of a picture is moved into the month by SQL", "detected", "`yidan evidence verify`: claim differs")
@pytest.mark.parametrize("change", [
    {"origin": Origin.CAMERA},
    {"taken_at": NOON},
    {"nonce": "made up", "nonce_at": NOON - timedelta(hours=1)},
    {"received_at": NOON + timedelta(days=9)},
    {"received_at": NOON - timedelta(days=900)},
], ids=["origin", "time", "nonce", "receipt later", "receipt before there were seals"])  # fmt: skip
def test_what_is_claimed_changed_by_sql(stage, change):
    stage.honest(1)
    shot = stage.honest(2, origin=Origin.GALLERY, taken_at=NOON - timedelta(days=60), nonce="")
    assert problems() == []
    Capture.objects.filter(pk=shot.capture_id).update(**change)
    found = problems()
    assert set(found) <= {"claim_changed", "claim_gone"}
    assert "claim_gone" in found


@attack("The place of a picture is moved to the site by SQL", "detected", "`yidan evidence verify`: place differs")
def test_a_place_moved_by_sql(stage):
    far = stage.honest(1, place=replace(HERE, latitude=Decimal("27.751345")))
    Capture.objects.filter(pk=far.capture_id).update(latitude=HERE.latitude)
    assert problems() == ["place_changed"]
    Capture.objects.filter(pk=far.capture_id).update(latitude=Decimal("27.751345"), accuracy_m=9_000)
    assert problems() == ["place_changed"]


@attack("The place of a picture is taken away by SQL", "detected", "`yidan evidence verify`: place differs")
def test_a_place_removed_by_sql_and_one_removed_by_its_person(stage):
    mine, other = stage.honest(1), stage.honest(2)
    remove_place(mine.capture, by=stage.cast.li, at=NOON)
    assert problems() == []  # a right, and nothing is left to guess the place from
    assert Capture.objects.get(pk=mine.capture_id).place_salt == ""
    gone = {"longitude": None, "latitude": None, "accuracy_m": None, "place_salt": "", "place_removed_at": NOON}
    Capture.objects.filter(pk=other.capture_id).update(**gone)
    assert problems() == ["place_changed"]


@attack("A judgement is turned round by SQL", "detected", "`yidan evidence verify`: judgement differs")
def test_a_judgement_turned_round(stage):
    shot = stage.honest(1)
    exhibits.judge(shot, by=stage.cast.lin, at=NOON, verdict="rejected", grade="C", opinion="不是本项目")
    assert problems() == []
    Judgement.objects.update(verdict="credible")
    assert problems() == ["judgement_changed"]


@attack("A picture of a visit is deleted by SQL", "detected", "`yidan evidence verify`: exhibit gone")
def test_a_visits_picture_deleted(stage):
    chen = stage.cast.chen
    file = keep(chen.unit, by=chen, at=NOON, name="a.jpg", data=photo(3), media_type="image/jpeg")
    brought = [visiting.Brought(file, Claim(origin=Origin.CAMERA, place=HERE))]
    visit = visiting.record(stage.mine, by=chen, at=NOON, physical_progress="封顶", brought=brought)
    assert problems() == []
    exhibit = visit.exhibits.get()
    visit.exhibits.clear()
    Exhibit.objects.filter(pk=exhibit.pk).delete()
    assert problems() == ["exhibit_gone"]


@attack("A matter's picture is deleted by SQL", "detected", "`yidan evidence verify`: matter's piece gone")
def test_a_matters_picture_deleted(stage):
    kept, gone = pictured(stage, stage.mine, photo(3)), pictured(stage, stage.mine, photo(4))
    assert problems() == []
    gone.delete()
    assert problems() == ["piece_gone"]
    assert MatterEvidence.objects.get() == kept


@attack("A picture is put into a matter by SQL", "detected", "`yidan evidence verify`: piece that nobody brought")
def test_a_picture_slipped_into_a_matter(stage):
    piece = pictured(stage, stage.mine, photo(3))
    other = pictured(stage, stage.second, photo(4))
    MatterEvidence.objects.create(matter=piece.matter, capture=other.capture, added_at=other.added_at)
    assert problems() == ["piece_unadded"]


def test_a_finding_takes_the_visits_pictures_along_and_says_so(stage):
    chen = stage.cast.chen
    file = keep(chen.unit, by=chen, at=NOON, name="a.jpg", data=photo(3), media_type="image/jpeg")
    brought = [visiting.Brought(file, Claim(origin=Origin.CAMERA, place=HERE))]
    visit = visiting.record(
        stage.mine, by=chen, at=NOON, physical_progress="封顶", problems="临边防护缺失", brought=brought
    )
    raised = finding.raise_(visit.findings.get(), by=chen, at=NOON)
    assert problems() == []
    raised.matter.evidence.all().delete()
    assert problems() == ["piece_gone"]


@attack("A preview is swapped, so that another picture is looked at than was brought", "detected",
        "`yidan evidence verify`: preview differs")  # fmt: skip
def test_a_preview_swapped(stage):
    shot = stage.honest(1)
    stage.read()
    assert problems() == []
    for name in store.PREVIEWS:
        place = store.preview_place(shot.capture.file.sha256, name)
        place.chmod(0o640)
        place.write_bytes(photo(2))
    assert problems() == ["preview_changed", "preview_changed"]


# --- one picture for several things --------------------------------------------------------------------------------


@attack("One picture is brought for two viewpoints of a month", "degraded", "to C: names the other viewpoint")
@pytest.mark.parametrize(("again", "kind"), [
    (photo(4), "same_bytes_slot"), (encoded(drawn(4), quality=40), "alike_slot")
], ids=["the same bytes", "re-encoded"])  # fmt: skip
def test_one_picture_for_two_viewpoints(stage, again, kind):
    for name in ("基坑", "塔吊"):
        exhibits.set(stage.mine, by=stage.cast.wang, at=NOON, name=name, reason="危大工程", asking="never")
    first = stage.honest(4, slot_name="基坑")
    second = stage.bring(again, slot_name="塔吊", at=NOON + timedelta(minutes=5))
    assert graded(stage, first)[0] == "A"
    letter, found = graded(stage, second)
    assert (letter, kind in found) == ("C", True)


@attack("The same picture is brought by two people in a month", "degraded", "to B at best: it is no second one")
def test_one_picture_of_two_people(stage):
    stage.honest(5)
    letter, found = graded(stage, stage.honest(5, by=stage.cast.wang, at=NOON + timedelta(minutes=5), nonce=""))
    assert (letter, "same_bytes_again" in found, "unique" in found) == ("B", True, False)


def pictured(stage, project, data, *, at=NOON):
    """A matter with one picture, issued two days before it came; the picture's place in the matter."""
    li = stage.cast.li
    file = keep(li.unit, by=li, at=at, name="路.jpg", data=data, media_type="image/jpeg")
    brought = [(file, Claim(origin=Origin.CAMERA))]
    matter = listing.raise_(project, by=li, at=at, title="边沟堵塞", brought=brought)
    type(matter).objects.filter(pk=matter.pk).update(issued_at=at - timedelta(days=2))
    return matter.evidence.select_related("capture__file", "matter").get()


@attack("A picture that answered one matter is brought for another", "degraded", "to C, of another project to D")
def test_one_picture_for_two_matters(stage):
    first = pictured(stage, stage.mine, encoded(drawn(6), quality=90))
    others = [
        pictured(stage, project, encoded(drawn(6).resize((400, 300)), quality=quality), at=NOON + timedelta(days=1))
        for project, quality in ((stage.mine, 60), (stage.second, 70))
    ]
    stage.read()
    grades = matters.graded([first, *others])
    said = [(grades[each.capture_id].letter, grades[each.capture_id].reasons[0].kind) for each in others]
    assert said == [("C", "alike_matter"), ("D", "alike_project")]
    assert not [each for each in grades[first.capture_id].reasons if each.weight in {"against", "contradicts"}]
    assert problems() == []


@attack("A picture from before a matter was issued shows that it is done", "degraded", "to D: names the month")
def test_an_older_picture_for_a_matter(stage):
    stage.bring(photo(7), at=NOON - timedelta(days=9))
    piece = pictured(stage, stage.mine, photo(7))
    stage.read()
    grade = matters.graded([piece])[piece.capture_id]
    assert (grade.letter, grade.reasons[0].kind) == ("D", "same_bytes_month")


@attack("A matter's picture is used again in another project's report", "degraded", "to D: names project and month")
def test_a_matters_picture_in_another_projects_report(stage):
    pictured(stage, stage.mine, photo(8))
    again = stage.bring(encoded(drawn(8), quality=50), project=stage.second, at=NOON + timedelta(days=1))
    letter, found = graded(stage, again)
    assert (letter, "alike_project" in found) == ("D", True)


# --- films and files that are not what they say --------------------------------------------------------------------


def filmed(stage, film, cover, *, project=None, by=None, at=NOON):
    """A film with its cover, as a phone sends both."""
    by = by or stage.cast.li
    moving, still = (
        keep(by.unit, by=by, at=at, name=name, data=data, media_type=kind)
        for name, data, kind in (("a.mp4", film, "video/mp4"), ("a.jpg", cover, "image/jpeg"))
    )
    claim = Claim(origin=Origin.CAMERA, taken_at=at, place=HERE)
    return exhibits.add(project or stage.mine, by=by, at=at, file=moving, poster=still, month=MAY, claim=claim)


@attack(
    "A re-encoded film comes with the cover of another project's", "degraded", "to D: names project, month and when"
)
def test_the_cover_of_another_film(stage):
    filmed(stage, b"one", photo(9), project=stage.theirs, by=stage.cast.zhao, at=NOON - timedelta(days=1))
    letter, found = graded(stage, filmed(stage, b"two", photo(9)))
    assert (letter, "alike_project" in found) == ("D", True)


@attack("A film comes with a cover that has nothing to do with it", "degraded", "to B at best: covers prove no film")
def test_a_made_up_cover(stage):
    found = graded(stage, filmed(stage, b"three", photo(10)))[1]
    assert ("cover_unique" in found, "unique" in found) == (True, False)


@attack("A film is called a photo, or a script a picture", "detected", "its first bytes decide; refused")
def test_a_film_called_a_photo(stage):
    exhibits.set(stage.mine, by=stage.cast.wang, at=NOON, name="基坑", reason="危大工程", asking="never")
    film = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"
    kind = media.media_type_of(io.BytesIO(film))
    assert kind == "video/mp4"
    assert media.refusal(media.media_type_of(io.BytesIO(b"<?php system($_GET['c']); ?>"))) is not None
    with pytest.raises(Invalid) as refusal:
        stage.bring(film, name="现场.jpg", media_type=kind, slot_name="基坑")
    assert "要的是照片" in str(refusal.value)
