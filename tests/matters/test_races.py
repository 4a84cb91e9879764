"""Several hands on one matter at once: one wins, the others are told. SQLite takes turns; PostgreSQL shows the race."""

from uuid import uuid4

import pytest

from tests import make
from tests.cast import assemble
from tests.matters.scene import Way
from tests.progress.test_races import at_once
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.matters.commands import closing, letter, listing, working
from yidan.matters.models import Matter, SentLetter, Urge
from yidan.matters.states import State

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def way():
    return Way(assemble())


def held(matter, count):
    """The matter as so many people have it before them."""
    return [Matter.objects.get(pk=matter.pk) for _ in range(count)]


def won(results):
    """How many were not refused."""
    return sum(isinstance(result, Matter) for result in results)


def entries(matter, *verbs):
    """How often these acts are in the journal."""
    named = [f"matter.{verb}" for verb in verbs]
    return Entry.objects.filter(subject_type="matter", subject_id=matter.pk, verb__in=named).count()


def test_signing_and_returning_at_once_gives_one_of_both(way):
    matter = way.issued()
    seen = held(matter, 6)
    acts = [
        lambda seen: working.sign_for(seen, by=way.cast.li, at=way.at(21)),
        lambda seen: working.decline(seen, by=way.cast.li, at=way.at(21), reason="不属本单位职责"),
    ]
    results = at_once(6, lambda number: acts[number % 2](seen[number]))
    assert won(results) == entries(matter, "sign_for", "decline") == 1
    matter.refresh_from_db()
    after = {State.RUNNING: "sign_for", State.DECLINED: "decline"}
    assert entries(matter, after[State(matter.state)]) == 1


def test_striking_off_and_sending_back_at_once_gives_one_of_both(way):
    matter = way.verified()
    seen = held(matter, 6)
    acts = [
        lambda seen: closing.close_out(seen, by=way.cast.wang, at=way.at(27)),
        lambda seen: closing.send_back(seen, by=way.cast.wang, at=way.at(27), reason="还差两日"),
    ]
    results = at_once(6, lambda number: acts[number % 2](seen[number]))
    assert won(results) == entries(matter, "close_out", "send_back") == 1
    matter.refresh_from_db()
    assert (matter.closed_at is not None) == (matter.state == State.CLOSED)
    assert matter.state in {State.CLOSED, State.RUNNING}


def test_passing_and_sending_back_at_once_gives_one_of_both(way):
    matter = way.applied()
    seen = held(matter, 6)
    acts = [
        lambda seen: closing.verify(
            seen, by=way.cast.bu, at=way.at(26), way="on_site", verifiers="卜建、程远", opinion="道路畅通"
        ),
        lambda seen: closing.send_back(seen, by=way.cast.bu, at=way.at(26), reason="还差两日"),
    ]
    results = at_once(6, lambda number: acts[number % 2](seen[number]))
    assert won(results) == entries(matter, "verify", "send_back") == matter.verifications.count() == 1
    matter.refresh_from_db()
    assert matter.state in {State.VERIFIED, State.RUNNING}


def test_eight_are_listed_at_once_without_a_gap_or_a_number_twice(way):
    matters = [way.drafted(title=f"第{number}处阻工") for number in range(8)]
    results = at_once(8, lambda number: listing.enlist(matters[number], by=way.cast.wang, at=way.at()))
    assert won(results) == 8
    assert sorted(Matter.objects.values_list("serial", flat=True)) == list(range(1, 9))  # no gap, none twice


def test_a_replayed_signature_is_one_signature(way):
    matter = way.issued()
    seen, key = held(matter, 8), uuid4()
    results = at_once(8, lambda number: working.sign_for(seen[number], by=way.cast.li, at=way.at(21), key=key))
    assert [result.pk for result in results] == [matter.pk] * 8
    assert entries(matter, "sign_for") == 1


def test_eight_urgings_on_one_day_are_one(way):
    matter = way.planned()
    seen = held(matter, 8)

    def urge(number):
        try:
            return working.urge(seen[number], by=way.cast.wang, at=way.at(25))
        except Refused as refused:
            return refused

    assert won(at_once(8, urge)) == entries(matter, "urge") == Urge.objects.count() == 1


def test_eight_letters_for_one_deadline_are_one(way):
    matter = way.planned()
    seen = held(matter, 8)

    def send(number):
        try:
            return letter.send_letter(
                seen[number], by=way.cast.wang, at=make.moment(2020, 6, 29), kind="prompt", body=[]
            )
        except Refused as refused:
            return refused

    assert won(at_once(8, send)) == entries(matter, "send_letter") == SentLetter.objects.count() == 1
