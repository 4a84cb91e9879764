"""Readings: found, leased, written down; a dead worker's file is taken over; nothing is read twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import AT
from tests.evidence.pictures import drawn, encoded, photo
from yidan.evidence import queries, store
from yidan.evidence.commands import keep
from yidan.evidence.commands import reading as readings
from yidan.evidence.models import File, Likeness, Print, Reading
from yidan.evidence.reading import Found, Reader
from yidan.evidence.states import ReadingState

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reader():
    with Reader() as one:
        yield one


def kept(cast, data, media_type="image/jpeg", by=None):
    by = by or cast.li
    return keep(by.unit, by=by, at=AT, name="现场.jpg", data=data, media_type=media_type)


def read_all(reader):
    """Until nothing waits."""
    done = []
    while reading := readings.read_next(reader, at=AT):
        done.append(reading)
    return done


def test_a_kept_photo_is_read_once_and_a_document_never(cast, reader):
    photo_file = kept(cast, photo(1))
    kept(cast, b"%PDF-1.4 a paper", "application/pdf")
    assert [reading.file for reading in read_all(reader)] == [photo_file]
    reading = Reading.objects.get()
    assert (reading.state, reading.fault, reading.width, reading.height, reading.attempts) == (
        ReadingState.READ, "", 640, 480, 1,
    )  # fmt: skip
    assert reading.has_preview
    assert len(bytes(reading.sketch)) == 1024
    assert Print.objects.filter(file=photo_file).count() == 45
    for name in ("thumb", "view"):
        assert store.preview_place(photo_file.sha256, name).read_bytes().startswith(b"\xff\xd8\xff")
    assert read_all(reader) == []


def test_what_cannot_be_read_says_why_and_leaves_the_bytes(cast, reader):
    file = kept(cast, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "image/svg+xml")
    read_all(reader)
    reading = Reading.objects.get()
    assert (reading.state, reading.fault, reading.has_preview) == (ReadingState.UNREADABLE, "active", False)
    assert queries.is_intact(file)
    assert not store.preview_place(file.sha256, "view").exists()


def test_a_missing_original_is_unreadable(cast, reader):
    file = kept(cast, photo(2))
    store.current().place(file.sha256).unlink()
    read_all(reader)
    assert Reading.objects.get().fault == "missing"


def test_a_lease_keeps_others_away_until_it_ends(cast):
    kept(cast, photo(1))
    mine = readings.lease(at=AT)
    assert mine is not None
    assert readings.lease(at=AT + timedelta(minutes=1)) is None
    theirs = readings.lease(at=AT + readings.LEASE)
    assert (theirs.pk, theirs.attempts) == (mine.pk, 2)


def test_the_slower_of_two_workers_writes_nothing(cast):
    kept(cast, photo(1))
    mine = readings.lease(at=AT)
    theirs = readings.lease(at=AT + readings.LEASE)
    assert readings.record(theirs, Found(facts={"width": 1, "height": 1}))
    assert not readings.record(mine, Found(reason="broken"))
    assert Reading.objects.get().state == ReadingState.READ


def test_a_file_that_three_workers_did_not_survive_is_unreadable(cast, reader):
    kept(cast, photo(1))
    for attempt in range(readings.ATTEMPTS):
        assert readings.lease(at=AT + readings.LEASE * attempt)
    reading = readings.read_next(reader, at=AT + readings.LEASE * readings.ATTEMPTS)
    assert (reading.state, reading.fault) == (ReadingState.UNREADABLE, "crashed")


def test_an_innocent_end_of_the_child_lets_the_file_wait_again(cast):
    kept(cast, photo(1))
    assert not readings.record(readings.lease(at=AT), Found(reason="crashed", is_retried=True))
    assert Reading.objects.get().state == ReadingState.WAITING
    assert readings.lease(at=AT) is not None


def test_a_re_encoded_copy_a_crop_and_a_mirrored_one_are_found(cast, reader):
    image = drawn(7)
    original = kept(cast, encoded(image, quality=90))
    smaller = kept(cast, encoded(image.resize((400, 300)), quality=50))
    crop = kept(cast, encoded(image.crop((30, 50, 30 + 512, 50 + 384)), quality=80))
    mirrored = kept(cast, encoded(image.transpose(0), quality=80))
    turned = kept(cast, encoded(image.rotate(90, expand=True), quality=80))
    other = kept(cast, photo(8))
    read_all(reader)
    found = {(each.file, each.other): each.way for each in Likeness.objects.filter(other=original)}
    assert found == {
        (smaller, original): "whole", (crop, original): "crop", (mirrored, original): "mirrored",
        (turned, original): "turned_90",
    }  # fmt: skip
    assert not Likeness.objects.filter(file=other).exists()
    assert Likeness.objects.get(file=smaller, other=original).alike_percent > Decimal(97)


def test_the_whole_picture_kept_after_its_crop_is_found_too(cast, reader):
    image = drawn(9)
    crop = kept(cast, encoded(image.crop((0, 0, 512, 384)), quality=80))
    read_all(reader)
    whole = kept(cast, encoded(image, quality=90))
    read_all(reader)
    assert [(each.file, each.other, each.way) for each in Likeness.objects.all()] == [(whole, crop, "crop")]


def test_even_pictures_match_nothing(cast, reader):
    from PIL import Image

    for grey in (100, 101, 150):
        kept(cast, encoded(Image.new("RGB", (640, 480), (grey, grey, grey + 2)), quality=80))
    read_all(reader)
    assert (Print.objects.count(), Likeness.objects.count()) == (0, 0)
    assert set(Reading.objects.values_list("state", "sketch")) == {(ReadingState.READ, None)}


def test_reading_again_changes_nothing(cast, reader):
    image = drawn(7)
    kept(cast, encoded(image, quality=90))
    kept(cast, encoded(image, quality=40))
    read_all(reader)
    before = (list(Print.objects.order_by("file", "crop").values_list("file", "crop", "bits")),
              list(Likeness.objects.values_list("file", "other", "way", "alike_percent")))  # fmt: skip
    assert readings.read_again() == 2
    assert len(read_all(reader)) == 2
    after = (list(Print.objects.order_by("file", "crop").values_list("file", "crop", "bits")),
             list(Likeness.objects.values_list("file", "other", "way", "alike_percent")))  # fmt: skip
    assert after == before


def test_a_look_up_costs_ten_queries_however_many_are_kept(cast, reader, django_assert_num_queries):
    from yidan.evidence import finding

    for seed in range(5):
        kept(cast, photo(seed))
    read_all(reader)
    with_sketch = Reading.objects.first()
    hashes = [
        bits & (2**64 - 1) for bits in Print.objects.filter(file=with_sketch.file_id).values_list("bits", flat=True)
    ]
    with django_assert_num_queries(10):
        finding.alike(hashes, {}, bytes(with_sketch.sketch), 0)


def test_only_later_files_are_looked_at_again(cast):
    first = kept(cast, photo(1))
    second = kept(cast, photo(2))
    assert readings.enrol(after=first.pk) == 1
    assert Reading.objects.get().file == second
    assert File.objects.count() == 2


def test_a_picture_read_meanwhile_by_another_worker_is_compared_too(cast, reader, monkeypatch):
    """The comparison runs before the writing; what came in between is looked at again."""
    data = [encoded(drawn(5), quality=quality) for quality in (90, 50)]
    first, second = (kept(cast, each) for each in data)
    mine = readings.lease(at=AT)
    with store.opened(first.sha256) as file:
        found = reader.read(file, "photo")
    before = readings._compare

    def compare_slowly(*arguments):
        answer = before(*arguments)
        monkeypatch.setattr(readings, "_compare", before)
        readings.read_next(reader, at=AT)
        return answer

    monkeypatch.setattr(readings, "_compare", compare_slowly)
    assert readings.record(mine, found)
    assert [(each.file, each.other) for each in Likeness.objects.all()] == [(second, first)]
