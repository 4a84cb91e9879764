"""Telling persons: once, provably, at work, and at most one message a day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.patrol.test_days import CALENDAR
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.people import queries
from yidan.people.commands import notifying
from yidan.people.models import CalendarFeed, Delivery, Notice
from yidan.people.rules import Hours, is_at_work, may_digest, next_try

AT = make.moment(2020, 6, 1, 10)
HOURS = Hours()


# --- rules ---


@pytest.mark.parametrize(("moment", "expected"), [
    (make.moment(2020, 6, 1, 8), True), (make.moment(2020, 6, 1, 7, 59), False),
    (make.moment(2020, 6, 1, 17, 59), True), (make.moment(2020, 6, 1, 18), False),
    (make.moment(2020, 6, 1, 2), False), (make.moment(2020, 6, 6, 10), False),  # Saturday
    (make.moment(2020, 6, 25, 10), False), (make.moment(2020, 6, 28, 10), True),  # 端午, its make-up Sunday
    (datetime(2020, 6, 1, 1, 0, tzinfo=UTC), True),  # nine in Beijing
])  # fmt: skip
def test_working_hours_are_beijings_on_working_days(moment, expected):
    assert is_at_work(moment, HOURS, CALENDAR) is expected


@pytest.mark.parametrize(("now", "last", "expected"), [
    (make.moment(2020, 6, 1, 9), None, True),
    (make.moment(2020, 6, 1, 8, 30), None, False),
    (make.moment(2020, 6, 1, 15), make.moment(2020, 6, 1, 9), False),
    (make.moment(2020, 6, 2, 9), make.moment(2020, 6, 1, 17), True),
    (make.moment(2020, 6, 1, 22), None, False),
    (make.moment(2020, 6, 7, 9), make.moment(2020, 6, 5, 9), False),
])  # fmt: skip
def test_one_message_a_working_day(now, last, expected):
    assert may_digest(now, last, HOURS, CALENDAR) is expected


def test_pauses_grow_and_end():
    minutes = [None if (when := next_try(AT, tries, 5)) is None else (when - AT).seconds // 60 for tries in range(1, 6)]
    assert minutes == [1, 5, 25, 125, None]


# --- telling ---


def tell(cast, *persons, sentence="请签收", **more):
    return notifying.notify(persons, sentence, about=cast.owner, verb=Verb.MATTER_SIGN_FOR, at=AT, **more)


def test_everybody_is_told_once_but_the_one_who_did_it(cast):
    tell(cast, cast.li, cast.li, cast.wang, but=cast.wang)
    assert list(Notice.objects.values_list("person__name", "subject_type", "verb", "read_at")) == [
        ("李工", "unit", "matter.sign_for", None)
    ]


def test_an_occasion_is_told_of_once(cast):
    tell(cast, cast.li, occasion="near:1")
    tell(cast, cast.li, cast.wang, occasion="near:1")
    assert list(Notice.objects.order_by("id").values_list("person__name", flat=True)) == ["李工", "王科长"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(person=cast.li, verb="x", subject_type="unit", subject_id=1, sentence="再说",
                              occasion="near:1", made_at=AT)  # fmt: skip


def test_who_left_is_told_nothing(cast):
    from yidan.people.commands import person

    person.retire(cast.zhao, by=cast.guan, at=AT, reason="离职")
    cast.zhao.refresh_from_db()
    assert tell(cast, cast.zhao) == []


def test_reading_is_ones_own_act_and_the_proof(cast):
    (made,) = tell(cast, cast.li)
    made = Notice.objects.get()
    assert queries.is_proven(made) is False
    with pytest.raises(NotPermitted):
        notifying.read(cast.li, by=cast.wang, at=AT, notices=[made.pk])
    with pytest.raises(Invalid):
        notifying.read(cast.wang, by=cast.wang, at=AT, notices=[made.pk])
    notifying.read(cast.li, by=cast.li, at=AT, notices=[made.pk])
    made.refresh_from_db()
    assert (made.read_at, queries.is_proven(made)) == (AT, True)
    assert Entry.objects.latest("id").facts == {"notices": [made.pk]}


def test_a_delivery_is_a_proof_and_a_failure_none(cast):
    tell(cast, cast.li)
    made = Notice.objects.get()
    notifying.undelivered([made], "mail", at=AT, fault="SMTP 451", most=5)
    assert queries.is_proven(Notice.objects.get()) is False
    notifying.delivered([made], "mail", at=AT)
    assert queries.is_proven(Notice.objects.get()) is True
    row = Delivery.objects.get()
    assert (row.sent_at, row.fault, row.tries, row.next_try_at) == (AT, "", 1, None)


def test_what_failed_too_often_is_given_up(cast):
    tell(cast, cast.li)
    made = Notice.objects.get()
    for _try in range(5):
        notifying.undelivered([made], "mail", at=AT, fault="HTTP 500", most=5)
    assert queries.waiting("mail", make.moment(2020, 7, 1)) == {}
    assert list(queries.waiting("webhook", AT)) == [cast.li]


# --- the calendar feed ---


def test_opening_again_stops_the_earlier_address(cast):
    first, second = "a" * 64, "b" * 64
    notifying.open(cast.li, by=cast.li, at=AT, token_sha256=first)
    assert queries.feed_owner(first) == cast.li
    notifying.open(cast.li, by=cast.li, at=AT, token_sha256=second)
    assert (queries.feed_owner(first), queries.feed_owner(second)) == (None, cast.li)
    notifying.close(cast.li, by=cast.li, at=AT)
    assert queries.feed_owner(second) is None
    with pytest.raises(Invalid):
        notifying.close(cast.li, by=cast.li, at=AT)
    assert not any(digest in str(Entry.objects.values_list("facts", flat=True)) for digest in (first, second))


def test_nobody_opens_a_feed_for_another(cast):
    with pytest.raises(NotPermitted):
        notifying.open(cast.li, by=cast.wang, at=AT, token_sha256="a" * 64)
    assert CalendarFeed.objects.count() == 0


def test_a_hand_over_takes_along_what_waits_and_leaves_what_was_read(cast):
    from yidan.people.commands import person

    successor = person.register(cast.owner, by=cast.guan, at=AT, name="李接")
    tell(cast, cast.li, sentence="读过的")
    notifying.read(cast.li, by=cast.li, at=AT, notices=[Notice.objects.get().pk])
    tell(cast, cast.li, sentence="等着的", occasion="near:1")
    tell(cast, cast.li, successor, sentence="两人都知道的", occasion="near:2")
    person.hand_over(cast.li, by=cast.wang, at=AT, successor=successor)
    assert sorted(Notice.objects.filter(person=successor).values_list("sentence", flat=True)) == [
        "两人都知道的", "等着的",
    ]  # fmt: skip
    assert Entry.objects.latest("id").facts["moved"]["未阅的消息"] == 1
