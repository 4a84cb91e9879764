"""Grades of exhibits: the project's point, its month, other uses; in a fixed number of queries."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.evidence.pictures import drawn, encoded, photo
from tests.evidence.scene import HERE, MAY, NOON, kinds
from yidan.evidence.commands import remove_place
from yidan.evidence.states import Origin
from yidan.ledger import grading
from yidan.ledger.commands import exhibit as exhibits
from yidan.ledger.models import Exhibit

pytestmark = pytest.mark.django_db


def test_an_honest_picture_is_an_a(stage):
    grade = stage.grade(stage.honest(1))
    assert (grade.letter, kinds(grade)) == ("A", {"camera", "interval", "in_period", "near", "unique"})


def test_the_same_picture_for_another_project_names_it_to_those_who_may_see_it(stage):
    first = stage.bring(photo(1), by=stage.cast.zhao, project=stage.theirs)
    again = stage.bring(photo(1), at=NOON + timedelta(hours=1))
    grades = {"first": stage.grade(first), "again": stage.grade(again)}
    assert (grades["first"].letter, grades["again"].letter) == ("A", "D")
    sentence = "的佐证是同一个文件(2020-05-20 12:00附上)"
    for person, name in ((stage.cast.wang, "“攸州水厂”"), (stage.cast.li, "另一个项目")):
        said = grading.sentences(grades.values(), person)(grades["again"])
        assert said[0] == f"与{name}2020-05{sentence}"


def test_a_re_encoded_copy_of_another_project_s_picture_is_a_d_and_the_original_stays_an_a(stage):
    image = drawn(4)
    original = stage.bring(encoded(image, quality=92), project=stage.second)
    copy = stage.bring(encoded(image.resize((400, 300)), quality=60), at=NOON + timedelta(hours=1))
    assert (stage.grade(original).letter, stage.grade(copy).letter) == ("A", "D")
    assert "alike_project" in kinds(stage.grade(copy))


def test_a_picture_moved_to_the_right_project_is_not_held_against_it(stage):
    wrong = stage.bring(photo(2), project=stage.second)
    exhibits.withdraw(wrong, by=stage.cast.li, at=NOON, reason="附错了项目")
    moved = stage.bring(photo(2), at=NOON + timedelta(minutes=5))
    grade = stage.grade(moved)
    assert (grade.letter, "same_bytes_project" in kinds(grade)) == ("B", True)


def test_withdrawing_the_first_use_afterwards_undoes_nothing(stage):
    first = stage.bring(photo(2), project=stage.second)
    again = stage.bring(photo(2), at=NOON + timedelta(minutes=5))
    exhibits.withdraw(first, by=stage.cast.li, at=NOON + timedelta(minutes=9), reason="附错了项目")
    assert stage.grade(again).letter == "D"


def test_last_month_s_picture_is_a_d_this_month(stage):
    stage.bring(photo(3), month=MAY - 1, at=NOON - timedelta(days=30))
    grade = stage.grade(stage.bring(photo(3), nonce="", taken_at=NOON))
    assert (grade.letter, "same_bytes_month" in kinds(grade)) == ("D", True)


def test_a_picture_brought_before_by_another_unit_is_mentioned(stage):
    from yidan.evidence.commands import keep

    cast = stage.cast
    keep(
        cast.other_owner,
        by=cast.zhao,
        at=NOON - timedelta(minutes=30),
        name="x.jpg",
        data=photo(5),
        media_type="image/jpeg",
    )
    assert "same_bytes_brought" in kinds(stage.grade(stage.bring(photo(5))))


def test_three_captures_at_one_point_to_the_last_decimal(stage):
    shots = [stage.honest(n, at=NOON + timedelta(minutes=11 * n)) for n in range(3)]
    assert [("same_point" in kinds(stage.grade(shot))) for shot in shots] == [True] * 3
    there = replace(HERE, longitude=Decimal("113.502345"))
    burst = [stage.honest(n, at=NOON + timedelta(days=1, minutes=n), place=there) for n in range(3, 7)]
    assert [("same_point" in kinds(stage.grade(shot))) for shot in burst] == [False] * 4


def test_two_places_at_once_is_a_jump_on_one_phone_and_not_on_two(stage):
    far = replace(HERE, longitude=Decimal("112.951234"), latitude=Decimal("28.231234"))
    first = stage.honest(1)
    second = stage.honest(2, at=NOON + timedelta(minutes=5), place=far)
    other = stage.honest(
        3, at=NOON + timedelta(minutes=5), place=replace(far, latitude=Decimal("28.232345")), device="b"
    )
    assert ["jump" in kinds(stage.grade(shot)) for shot in (first, second, other)] == [True, True, False]


def test_a_place_taken_away_is_not_looked_up_in_the_file_either(stage):
    exif = drawn(1).getexif()
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 0.0), 3: "E", 4: (116.0, 23.0, 0.0)})
    shot = stage.bring(encoded(drawn(1), exif=exif))
    assert "file_place_differs" in kinds(stage.grade(shot))
    remove_place(shot.capture, by=stage.cast.li, at=NOON)
    grade = stage.grade(Exhibit.objects.get(pk=shot.pk))
    assert (grade.letter, kinds(grade)) == ("B", {"camera", "interval", "in_period", "place_removed", "unique"})


def test_a_video_is_compared_by_its_cover(stage):
    film = b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov"
    grade = stage.grade(stage.bring(film, name="现场.mp4", media_type="video/mp4"))
    assert (grade.letter, "not_compared" in kinds(grade)) == ("B", True)


def test_a_page_of_fifty_costs_as_many_queries_as_one(stage):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    shots = [
        stage.honest(n % 7, at=NOON + timedelta(minutes=n), project=stage.second if n % 2 else None) for n in range(50)
    ]
    stage.read()
    counts = []
    for chosen in (shots[:1], shots):
        with CaptureQueriesContext(connection) as queries:
            grading.graded(chosen)
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 13


def test_a_year_of_pictures_is_asked_in_one_condition(stage, monkeypatch):
    from yidan.evidence import grades

    shots = [stage.honest(0, at=NOON + timedelta(days=n)) for n in range(6)]
    far = replace(HERE, longitude=Decimal("112.951234"), latitude=Decimal("28.231234"))
    shots += [stage.honest(1, at=NOON + timedelta(days=3, minutes=9), place=far)]
    spans = grades._spans([shot.capture for shot in shots])
    assert [len(each) for each in spans.values()] == [6]
    expected = {key: kinds(grade) for key, grade in grading.graded(shots).items()}
    monkeypatch.setattr(grades, "MOST_SPANS", 3)
    assert [len(each) for each in grades._spans([shot.capture for shot in shots]).values()] == [1]
    assert {key: kinds(grade) for key, grade in grading.graded(shots).items()} == expected
    assert sum("jump" in found for found in expected.values()) == 2


def test_a_desktop_upload_without_any_data_is_a_c_that_says_so(stage):
    shot = stage.bring(photo(1), origin=Origin.DESKTOP, taken_at=None, place=None)
    grade = stage.grade(shot)
    assert (grade.letter, kinds(grade)) == ("C", {"too_little", "desktop", "no_time", "no_place", "unique"})
