"""Who brought which bytes: without a receipt nobody attaches a file, however well its hash is known."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.cast import AT
from yidan.evidence import queries
from yidan.evidence.commands import keep
from yidan.evidence.models import Receipt
from yidan.evidence.rules import Claim
from yidan.kernel.errors import NotPermitted
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import exhibit
from yidan.ledger.models import Exhibit
from yidan.people.commands import person

pytestmark = pytest.mark.django_db


def kept(cast, by=None, at=AT, data=b"picture"):
    by = by or cast.li
    return keep(by.unit, by=by, at=at, name="现场.jpg", data=data, media_type="image/jpeg")


def test_each_who_brings_the_same_bytes_has_one_receipt_dated_by_the_first_time(cast):
    file = kept(cast)
    kept(cast, at=AT + timedelta(days=3))
    kept(cast, by=cast.wang, at=AT + timedelta(days=1))
    found = [(each.person, each.kept_at) for each in Receipt.objects.filter(file=file).order_by("kept_at")]
    assert found == [(cast.li, AT), (cast.wang, AT + timedelta(days=1))]


def test_a_receipt_says_when_the_server_had_it_not_when_the_phone_says(cast):
    file = keep(
        cast.owner, by=cast.li, at=AT - timedelta(days=3650), recorded_at=AT, name="a.jpg", data=b"x", media_type=""
    )
    assert (file.kept_at, queries.receipt_of(cast.li, file.sha256).kept_at) == (AT, AT)


def test_a_second_receipt_for_one_person_and_file_is_refused_by_the_database(cast):
    file = kept(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(person=cast.li, file=file, kept_at=AT)


def test_nobody_attaches_what_he_does_not_have(cast):
    file, project = kept(cast), make.project(cast, owner_unit=cast.other_owner)
    before = Entry.objects.count()
    with pytest.raises(NotPermitted, match="请先上传原件"):
        exhibit.add(project, by=cast.zhao, at=AT, file=file, month=Month(2020, 1), claim=Claim())
    assert (Exhibit.objects.count(), Entry.objects.count()) == (0, before)


def test_a_colleague_of_the_same_unit_may_attach_it(cast):
    file, project = kept(cast), make.project(cast)
    colleague = person.register(cast.owner, by=cast.guan, at=AT, name="吴工", username="wu", phone="13800000001")
    assert [queries.has_receipt(each, file) for each in (cast.li, colleague, cast.zhao, cast.wang)] == [
        True, True, False, False,
    ]  # fmt: skip
    exhibit.add(project, by=cast.li, at=AT, file=file, month=Month(2020, 1), claim=Claim())
    assert Exhibit.objects.count() == 1


def test_persons_without_a_unit_do_not_share_receipts(cast):
    file = kept(cast)
    cast.li.unit = None
    cast.li.save(update_fields=["unit"])
    cast.zhao.unit = None
    assert (queries.has_receipt(cast.li, file), queries.has_receipt(cast.zhao, file)) == (True, False)
