"""Grades by pure rules: each reason, its weight, and the letters they make."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.evidence import parameters, wording
from yidan.evidence.rules import Place, grading
from yidan.evidence.rules.grading import Grade, Known, Likely, Reason, Seen, Setting, Use, Weight
from yidan.kernel import parameters as kernel
from yidan.kernel.values import BEIJING

SITE = Place(Decimal("113.500123"), Decimal("27.650456"))
NEAR = Place(Decimal("113.501234"), Decimal("27.651345"), 20)
LIMITS = parameters.limits({name: each.default for name, each in kernel.REGISTRY.items()})


def day(number, hour=9, month=5):
    return datetime(2020, month, number, hour, tzinfo=BEIJING)


MAY = Setting(project_id=1, month="2020-05", since=day(1, 0), until=day(1, 0, month=6), place=SITE)
READ = Seen(state="read", is_comparable=True)
BEST = Known(
    kind="photo", origin="camera", received_at=day(20, 12), taken_at=day(20, 10), nonce="n", nonce_at=day(20, 8),
    place=NEAR, seen=READ,
)  # fmt: skip


def graded(setting=MAY, **changes) -> Grade:
    return grading.grade(replace(BEST, **changes), setting, LIMITS)


def said(grade) -> dict[str, Weight]:
    return {reason.kind: reason.weight for reason in grade.reasons}


def test_taken_in_the_app_at_the_site_and_like_no_other_is_an_a():
    grade = graded()
    assert grade.letter == "A"
    assert said(grade) == dict.fromkeys(("unique", "near", "interval", "in_period", "camera"), Weight.SUPPORTS)


@pytest.mark.parametrize(
    ("changes", "letter", "kind", "weight"),
    [
        # where it came from
        ({"origin": "gallery"}, "B", "gallery", Weight.OPEN),
        ({"origin": "desktop"}, "B", "desktop", Weight.OPEN),
        ({"seen": Seen()}, "B", "unread", Weight.OPEN),
        ({"seen": Seen(state="unreadable", fault="active")}, "C", "unreadable", Weight.AGAINST),
        ({"seen": replace(READ, software="Adobe Photoshop CC")}, "C", "edited", Weight.AGAINST),
        ({"seen": replace(READ, software="HDR+ 1.0")}, "A", "camera", Weight.SUPPORTS),
        ({"seen": replace(READ, is_comparable=False)}, "B", "not_compared", Weight.OPEN),
        # when
        ({"nonce_at": day(15)}, "B", "interval_wide", Weight.OPEN),
        ({"nonce": "", "nonce_at": None}, "B", "no_nonce", Weight.OPEN),
        ({"nonce_at": None, "nonce_fault": "伪造"}, "C", "nonce_false", Weight.AGAINST),
        ({"nonce_at": day(1), "nonce_fault": "过旧"}, "B", "nonce_old", Weight.OPEN),
        ({"nonce_at": day(20, 13)}, "C", "bytes_before_nonce", Weight.AGAINST),
        ({"taken_at": day(20, 10) - timedelta(days=3650)}, "A", "clock_off", Weight.OPEN),
        ({"taken_at": day(20, 10) + timedelta(days=3650)}, "A", "clock_off", Weight.OPEN),
        ({"seen": replace(READ, taken_at=day(20, 10))}, "A", "interval", Weight.SUPPORTS),
        ({"seen": replace(READ, taken_at=day(3))}, "C", "file_older", Weight.AGAINST),
        ({"seen": replace(READ, taken_at=day(28))}, "C", "file_from_the_future", Weight.AGAINST),
        (
            {"nonce": "", "nonce_at": None, "seen": replace(READ, taken_at=day(19))},
            "C", "file_time_differs", Weight.AGAINST,
        ),
        # where
        ({"place": None}, "B", "no_place", Weight.OPEN),
        ({"place": None, "is_place_removed": True}, "B", "place_removed", Weight.OPEN),
        ({"place": replace(NEAR, accuracy_m=3000)}, "B", "inaccurate", Weight.OPEN),
        ({"place": replace(NEAR, longitude=Decimal("113.531234"))}, "C", "away", Weight.AGAINST),
        ({"place": replace(NEAR, longitude=Decimal("114.501234"))}, "D", "far", Weight.CONTRADICTS),
        ({"place": None, "seen": replace(READ, place=NEAR)}, "B", "file_near", Weight.SUPPORTS),
        (
            {"seen": replace(READ, place=replace(NEAR, longitude=Decimal("114.501234")))},
            "C", "file_place_differs", Weight.AGAINST,
        ),
        ({"place": Place(Decimal("113.500000"), Decimal("27.650000"))}, "C", "typed_place", Weight.AGAINST),
        ({"same_point_count": 3}, "C", "same_point", Weight.AGAINST),
        ({"jump": grading.Jump(1_000_000, 300)}, "C", "jump", Weight.AGAINST),
    ],
)  # fmt: skip
def test_each_thing_that_is_known_has_its_weight(changes, letter, kind, weight):
    grade = graded(**changes)
    assert (grade.letter, said(grade)[kind]) == (letter, weight)


def use(**changes):
    return Use(**({"file_id": 9, "capture_id": 5, "at": day(1), "project_id": 2, "month": "2020-05"} | changes))


@pytest.mark.parametrize(
    ("other", "letter", "kind"),
    [
        (use(), "D", "same_bytes_project"),
        (use(project_id=1, month="2020-04"), "D", "same_bytes_month"),
        (use(ended_at=day(2)), "B", "same_bytes_project"),
        (use(ended_at=day(25)), "D", "same_bytes_project"),
        (use(project_id=None), "B", "same_bytes_brought"),
        (use(project_id=1), "A", "unique"),
        (use(project_id=1, person_id=8), "B", "same_bytes_again"),
        (use(project_id=None, matter_id=7), "C", "same_bytes_matter"),
        (use(project_id=1, matter_id=7), "A", "unique"),
        (use(project_id=3, kin=frozenset({1}), matter_id=7), "A", "unique"),
        (use(project_id=3, matter_id=7), "D", "same_bytes_project"),
    ],
    ids=[
        "another project",
        "another month",
        "withdrawn before",
        "withdrawn after",
        "only brought",
        "same month",
        "another person",
        "a matter of no project",
        "a matter of the project",
        "a matter of several",
        "a matter of another project",
    ],
)
def test_the_same_bytes_elsewhere(other, letter, kind):
    grade = graded(uses=[other])
    assert (grade.letter, kind in said(grade)) == (letter, True)


def test_a_bundle_and_its_part_may_show_one_picture():
    assert graded(replace(MAY, kin=frozenset({2})), uses=[use()]).letter == "A"
    assert graded(replace(MAY, kin=frozenset({2})), uses=[use(month="2020-04")]).letter == "D"


@pytest.mark.parametrize(
    ("like", "letter"),
    [
        (Likely(use(), "crop", 98.5, 60.0), "D"),
        (Likely(use(), "whole", 97.9, 97.9), "A"),
        (Likely(use(project_id=1, month="2020-04"), "whole", 99.0, 98.0), "A"),
        (Likely(use(project_id=1, month="2020-04"), "whole", 99.9, 99.8), "C"),
        (Likely(use(project_id=1, month="2020-04"), "mirrored", 99.9, 99.8), "C"),
        (Likely(use(project_id=1), "whole", 99.9, 99.9), "A"),
        (Likely(use(project_id=None), "whole", 99.9, 99.9), "A"),
    ],
    ids=["a crop of another project's", "not like enough", "the same viewpoint a month later",
         "last month's re-encoded", "last month's mirrored", "twice in a month", "of no project"],
)  # fmt: skip
def test_the_same_picture_in_other_bytes(like, letter):
    assert graded(likes=[like]).letter == letter


def test_the_gravest_use_is_the_one_named():
    grade = graded(uses=[use(project_id=None), use(project_id=1, month="2020-04"), use(ended_at=day(2)), use()])
    assert [reason.kind for reason in grade.reasons if reason.weight is Weight.CONTRADICTS] == ["same_bytes_project"]


def test_a_camera_only_slot_contradicts_a_gallery_picture():
    assert said(graded(replace(MAY, is_camera_only=True), origin="gallery"))["not_camera"] is Weight.CONTRADICTS


def test_another_month_than_that_in_which_it_was_taken():
    june = replace(MAY, month="2020-06", since=day(1, 0, month=6), until=day(1, 0, month=7))
    assert said(graded(june))["out_of_period"] is Weight.AGAINST
    assert "in_period" in said(graded(june, nonce_at=day(26), received_at=day(26, 12), taken_at=day(26, 10)))


def test_an_outline_counts_from_its_edge():
    corners = [(113.49, 27.64), (113.6, 27.64), (113.6, 27.7), (113.49, 27.7)]
    inside = replace(MAY, outline=(tuple(corners),), place=None)
    assert said(graded(inside, place=Place(Decimal("113.581234"), Decimal("27.681345"), 20)))["near"] is Weight.SUPPORTS


def test_three_things_against_are_a_contradiction():
    grade = graded(same_point_count=9, jump=grading.Jump(9e6, 60), seen=replace(READ, software="gimp 2"))
    assert grade.letter == "D"


def test_nothing_known_is_a_c_and_says_so():
    nothing = Known(kind="photo", origin="desktop", received_at=day(20), seen=READ)
    grade = grading.grade(nothing, MAY, LIMITS)
    assert (grade.letter, grade.reasons[0]) == ("C", Reason("too_little", Weight.OPEN))


def test_a_document_is_only_asked_whether_it_was_seen_before():
    paper = Known(kind="document", origin="desktop", received_at=day(20), seen=Seen(state="read"))
    assert grading.grade(paper, MAY, LIMITS) == Grade("B", (Reason("desktop", Weight.OPEN),))
    assert grading.grade(replace(paper, uses=[use()]), MAY, LIMITS).letter == "D"


def test_speed_counts_both_accuracies_and_a_kilometre():
    far = Place(Decimal("116.391349"), Decimal("39.907375"), 20)
    assert grading.is_too_fast(NEAR, far, 3600, 400).metres == pytest.approx(1_389_000, rel=0.01)
    assert grading.is_too_fast(NEAR, far, 3600 * 4, 400) is None
    assert grading.is_too_fast(NEAR, SITE, 0, 400) is None


@given(
    origin=st.sampled_from(["camera", "gallery", "desktop"]),
    nonce=st.sampled_from(["", "n"]),
    nonce_hours=st.none() | st.integers(-2000, 2000),
    fault=st.sampled_from(["", "凭证是签发给另一个人的"]),
    taken=st.none() | st.integers(-90_000, 90_000),
    written=st.none() | st.integers(-90_000, 90_000),
    offset=st.none() | st.floats(-3, 3),
    is_removed=st.booleans(),
    state=st.sampled_from(["waiting", "read", "unreadable"]),
    is_comparable=st.booleans(),
    uses=st.lists(st.sampled_from([use(), use(project_id=1), use(project_id=None), use(month="2019-01")]), max_size=3),
)
def test_no_grade_is_silent_and_every_reason_has_a_sentence(
    origin, nonce, nonce_hours, fault, taken, written, offset, is_removed, state, is_comparable, uses
):
    at = BEST.received_at
    hours = lambda number: None if number is None else at + timedelta(hours=number)  # noqa: E731
    place = None if offset is None or is_removed else Place(Decimal(f"{113.5 + offset:.6f}"), Decimal("27.650456"), 30)
    known = Known(
        kind="photo", origin=origin, received_at=at, taken_at=hours(taken), nonce=nonce, nonce_at=hours(nonce_hours),
        nonce_fault=fault, place=place, is_place_removed=is_removed, uses=uses,
        seen=Seen(state=state, fault="broken" if state == "unreadable" else "", taken_at=hours(written),
                  is_comparable=is_comparable),
    )  # fmt: skip
    grade = grading.grade(known, MAY, LIMITS)
    assert grade.letter in "ABCD"
    assert grade.reasons
    for reason in grade.reasons:
        sentence = wording.reason(reason, {2: "清水塘新城"}.get)
        assert sentence
        assert "%(" not in sentence
    if grade.letter == "A":
        assert {"camera", "interval", "in_period", "near", "unique"} <= set(said(grade))
    weights = set(said(grade).values())
    assert (Weight.CONTRADICTS in weights) <= (grade.letter == "D")
    assert (Weight.AGAINST in weights) <= (grade.letter in "CD")


def test_taking_the_place_away_costs_no_more_than_never_giving_it():
    assert graded(place=None, is_place_removed=True).letter == graded(place=None).letter == "B"


def test_a_project_one_may_not_see_is_not_named():
    reason = next(reason for reason in graded(uses=[use()]).reasons if reason.kind == "same_bytes_project")
    assert wording.reason(reason, {2: "清水塘新城"}.get) == (
        "与“清水塘新城”2020-05的佐证是同一个文件(2020-05-01 09:00附上)"
    )
    assert wording.reason(reason) == "与另一个项目2020-05的佐证是同一个文件(2020-05-01 09:00附上)"


def test_every_reason_the_rules_know_has_a_sentence():
    import inspect
    import re

    named = set(re.findall(r'Reason\(f?"([a-z_{}]+)"', inspect.getsource(grading)))
    named |= {"interval_wide", "interval", "gallery", "desktop"}
    expanded = {
        name.replace("{prefix}", prefix).replace("{kind}", kind)
        for name in named
        for prefix in ("", "file_")
        for kind in ("project", "month", "matter", "slot", "again", "brought")
    } - {"alike_brought", "alike_again"}
    assert expanded == set(wording.REASONS)
