"""影像 of the simulated city: drawn, lawful, deterministic, and lying where its truth says so."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import transaction
from PIL import Image

from yidan.evidence import queries as evidence
from yidan.evidence.models import Capture
from yidan.evidence.reading import Reader
from yidan.evidence.rules import outlines
from yidan.kernel.values import BEIJING
from yidan.ledger.models import Exhibit, Profile, Slot
from yidan.progress.models import MonthlyReport
from yidan.web import instance
from yidan.web.demo import load, pictures
from yidan.web.demo.scenes import View, photo
from yidan.web.demo.scenes.photo import CAMERA, KINDS, SIZE

pytestmark = pytest.mark.long
NOON = datetime(2020, 7, 3, 12, 0, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """A city of sixty projects and five months, loaded once and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = load.load(60, 5)
        yield built
        transaction.set_rollback(True)
    instance.forget()


@pytest.fixture
def in_city(city, django_db_blocker):
    """A test that looks at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield city
        transaction.set_rollback(True)


def test_pictures_come_through_the_commands_and_every_slot_says_why(in_city):
    assert Exhibit.objects.count() >= 15
    assert set(Slot.objects.values_list("reason", flat=True)) & {""} == set()
    assert Slot.objects.live().filter(asking="on_sampling").exclude(document="").exists()
    photos = Exhibit.objects.filter(capture__file__media_type="image/jpeg")
    assert {each.slot_name != "" for each in photos} == {True}
    captures = Capture.objects.filter(origin="camera")
    assert captures.filter(nonce_at__isnull=True).count() == 0
    assert [each for each in captures if not each.nonce_at <= each.taken_at <= each.received_at] == []


def test_the_truth_names_each_lie_by_the_picture_that_tells_it(in_city):
    kinds = Counter(truth.kind for truth in in_city.truths)
    assert kinds == Counter({kind: 1 for kind, _count in pictures.LIES})
    names = {sketch.key: sketch.name for sketch in in_city.city.projects}
    for truth in in_city.truths:
        project = names[truth.project]
        found = [
            each for each in Exhibit.objects.filter(project__profile__name=project).select_related("capture__file")
            if (each.month.year, each.month.month) == truth.month
        ]  # fmt: skip
        assert len(found) == 1, truth
        capture = found[0].capture
        profile = found[0].project.profile
        if truth.kind == "exact_reuse":
            assert capture.file.captures.count() > 1
        elif truth.kind == "far_away":
            assert abs(capture.longitude - profile.longitude) > Decimal("0.08")
        elif truth.kind == "old_gallery":
            assert capture.origin == "gallery"
        elif truth.kind == "mocked_place" and capture.longitude is not None:
            assert capture.longitude == capture.longitude.quantize(Decimal("0.01"))


def test_honest_pictures_are_of_their_own_and_near_their_site(in_city):
    lied = {(truth.project, truth.month) for truth in in_city.truths}
    keys = {sketch.name: sketch.key for sketch in in_city.city.projects}
    seen = set()
    for each in Exhibit.objects.select_related("capture__file", "project__profile").order_by("pk"):
        if (keys[each.project.profile.name], (each.month.year, each.month.month)) in lied:
            continue
        assert each.capture.file_id not in seen
        seen.add(each.capture.file_id)
        if each.capture.longitude is not None:
            assert abs(each.capture.longitude - each.project.profile.longitude) < Decimal("0.001")


def test_files_are_photos_with_the_simulated_camera_s_word_in_them(in_city):
    lies = {"recoded_reuse", "cropped_reuse"}
    assert lies < {truth.kind for truth in in_city.truths}
    without = 0
    for each in Exhibit.objects.filter(capture__file__media_type="image/jpeg").select_related("capture__file"):
        data = evidence.opened(each.capture.file).read()
        assert 25 * 1024 < len(data) < 160 * 1024
        image = Image.open(BytesIO(data))
        if image.size != SIZE:
            without += 1
            continue
        exif = image.getexif()
        assert exif[0x0110].encode("latin-1").decode() == CAMERA
        assert exif.get_ifd(0x8769)[0x9011] == "+08:00"
    assert without == 2


def test_some_sites_show_a_film_with_its_poster_time_and_place(in_city):
    films = Exhibit.objects.filter(capture__file__media_type="video/mp4").select_related("capture__poster")
    assert [each.caption for each in films] == ["现场环拍"] * pictures.FILMS
    with Reader() as reader:
        for each in films:
            found = reader.read(evidence.opened(each.capture.file), "video").facts
            assert (found["seconds"], found["width"], found["height"]) == (6.0, 320, 240)
            assert abs(found["longitude"] - float(each.capture.longitude)) < 0.0001
            assert datetime.fromisoformat(found["taken_at"]) == each.capture.taken_at
            assert Image.open(BytesIO(evidence.opened(each.capture.poster).read())).size == (320, 240)


def test_what_is_asked_and_not_there_stands_as_a_question_in_some_report(in_city):
    asked = [r for r in MonthlyReport.objects.all() if any(doubt["kind"] == "picture_asked" for doubt in r.doubts)]
    for report in asked:
        (doubt,) = [doubt for doubt in report.doubts if doubt["kind"] == "picture_asked"]
        assert doubt["values"]["reason"]


@pytest.mark.parametrize("kind", KINDS)
def test_one_view_draws_one_picture_and_another_month_draws_another(kind):
    view = View("甲", kind, 0.4, 6)
    one = photo(view, taken_at=NOON, longitude=Decimal("113.15"), latitude=Decimal("27.83"))
    assert photo(view, taken_at=NOON, longitude=Decimal("113.15"), latitude=Decimal("27.83")) == one
    assert photo(View("甲", kind, 0.6, 7), taken_at=NOON) != one
    image = Image.open(BytesIO(one))
    assert image.size == SIZE
    assert [round(float(part), 1) for part in image.getexif().get_ifd(0x8825)[2]] == [27.0, 49.0, 48.0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.03, 0.11, 0.24, 0.36, 0.47, 0.55, 0.63, 0.71, 0.79, 0.85, 0.9, 0.96, 1.0])
def test_every_stage_of_every_kind_can_be_drawn(kind, share):
    assert len(photo(View("乙", kind, share, 1 + int(share * 11)), taken_at=None)) > 20_000


@pytest.mark.django_db
def test_one_seed_takes_the_same_pictures():
    def hashes():
        with transaction.atomic():
            load.load(20, 1)
            found = sorted(Exhibit.objects.values_list("capture__file__sha256", flat=True))
            transaction.set_rollback(True)
        instance.forget()
        return found

    first = hashes()
    assert (len(first) >= 2, hashes() == first) == (True, True)


def test_the_grades_find_the_lies_and_leave_most_honest_pictures_alone(in_city):
    from yidan.evidence.commands import reading
    from yidan.evidence.reading import Reader
    from yidan.ledger import grading

    reading.enrol()
    with Reader() as reader:
        while reading.read_next(reader, at=NOON):
            pass
    exhibits = list(Exhibit.objects.select_related("capture__file__reading", "project__profile"))
    assert {each.capture.file.reading.camera for each in exhibits} == {CAMERA, ""}
    graded = grading.graded(exhibits)
    keys = {sketch.name: sketch.key for sketch in in_city.city.projects}
    truths = {(truth.project, truth.month): truth.kind for truth in in_city.truths}
    letters: dict[str, list[str]] = {}
    for each in exhibits:
        kind = truths.get((keys[each.project.profile.name], (each.month.year, each.month.month)), "")
        letters.setdefault(kind, []).append(graded[each.capture_id].letter)
    honest = letters.pop("")
    assert {kind: set(found) - {"C", "D"} for kind, found in letters.items()} == {
        kind: set() for kind, _n in pictures.LIES
    }
    assert sum(letter in "AB" for letter in honest) >= len(honest) * 0.85


def test_every_other_site_has_an_outline_about_its_point(in_city):
    drawn = list(Profile.objects.live().exclude(outline=""))
    assert len(drawn) > 15
    for profile in drawn:
        outline = outlines.kept(profile.outline)
        assert outlines.distance_m((float(profile.longitude), float(profile.latitude)), outline) == 0
        assert 30_000 < outlines.area_m2(outline) < 250_000
