"""Loading a whole city: fewer statements, the same rows, and every question sees what was held back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.make import moment
from yidan.kernel import journal, loading
from yidan.kernel.errors import Refused
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import tag
from yidan.people.commands.notifying import notify, settle
from yidan.people.models import Notice, Unit

pytestmark = pytest.mark.django_db
AT, LATER = moment(2020, 6, 5), moment(2020, 6, 8)


def tagged(cast, *names):
    return [tag.register(None, by=cast.wang, at=AT, name=name, kind="other") for name in names]


def told(cast, unit, verb=Verb.MATTER_SIGN_FOR):
    return notify([cast.li, cast.lin], "请签收。", about=unit, verb=verb, at=AT)


def test_entries_are_written_many_at_a_time_in_the_order_of_the_acts(cast):
    before = journal.revision()
    with loading.loading(Entry, Notice), CaptureQueriesContext(connection) as asked:
        tagged(cast, "集中开工", "市长领衔", "补短板")
    statements = [each["sql"] for each in asked.captured_queries]
    assert not [sql for sql in statements if "SAVEPOINT" in sql]
    assert len([sql for sql in statements if 'INTO "yidan_entry"' in sql]) <= 1
    entries = Entry.objects.filter(pk__gt=before).order_by("pk")
    assert [each.facts["name"] for each in entries] == ["集中开工", "市长领衔", "补短板"]


def test_a_question_to_the_table_sees_what_was_held_back(cast):
    before = Entry.objects.count()
    with loading.loading(Entry):
        tagged(cast, "集中开工")
        assert Entry.objects.count() == before + 1
        tagged(cast, "市长领衔")
    assert Entry.objects.count() == before + 2


def test_outside_each_act_writes_its_own(cast):
    with CaptureQueriesContext(connection) as asked:
        tagged(cast, "集中开工", "市长领衔")
    assert len([each for each in asked.captured_queries if 'INTO "yidan_entry"' in each["sql"]]) == 2
    assert not loading.is_under_way()


def test_what_is_refused_undoes_the_whole_load(cast):
    before = Entry.objects.count()
    with suppress(Refused), transaction.atomic(), loading.loading(Entry):
        tagged(cast, "集中开工")
        tag.register(None, by=cast.li, at=AT, name="市长领衔", kind="other")
    assert Entry.objects.count() == before
    assert not loading.is_under_way()


def test_a_part_rolled_back_alone_leaves_nothing_and_takes_nothing_else_with_it(cast):
    before = Entry.objects.count()
    with loading.loading(Entry):
        tagged(cast, "集中开工")
        with suppress(ZeroDivisionError), transaction.atomic():
            tagged(cast, "市长领衔")
            raise ZeroDivisionError
        tagged(cast, "补短板")
    names = [each.facts["name"] for each in Entry.objects.order_by("pk")[before:]]
    assert names == ["集中开工", "补短板"]


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_loaded():
    with pytest.raises(RuntimeError), loading.loading(Entry):
        pass


@pytest.mark.parametrize("asked_between", [False, True])
@pytest.mark.parametrize("told_before", [False, True])
def test_notices_are_settled_the_same_whether_held_back_or_written(cast, asked_between, told_before):
    one, other = Unit.objects.order_by("pk")[:2]

    def live():
        told(cast, one)
        told(cast, one, Verb.MATTER_URGE)
        told(cast, other)
        if asked_between:
            assert Notice.objects.filter(subject_id=one.pk, made_at=AT).exists()
        settle(one, Verb.MATTER_SIGN_FOR, at=LATER)
        told(cast, one)
        settle(other, Verb.MATTER_SIGN_FOR, at=LATER, persons=[cast.li])

    def rows():
        return list(Notice.objects.order_by("pk").values_list("person", "verb", "subject_id", "settled_at"))

    with transaction.atomic():
        if told_before:
            told(cast, one)
        live()
        singly = rows()
        transaction.set_rollback(True)
    if told_before:
        told(cast, one)
    with loading.loading(Entry, Notice):
        live()
    assert rows() == singly
    assert len({settled for *_rest, settled in singly}) == 2


def test_settling_what_is_written_leaves_what_is_held(cast):
    one, other = Unit.objects.order_by("pk")[:2]
    with loading.loading(Entry, Notice), CaptureQueriesContext(connection) as asked:
        told(cast, one)
        assert Notice.objects.filter(subject_id=one.pk, made_at=AT).count() == 2
        told(cast, other)
        settle(one, Verb.MATTER_SIGN_FOR, at=LATER)
        written = [each["sql"] for each in asked.captured_queries if 'INTO "yidan_notice"' in each["sql"]]
        assert len(written) == 1
    assert set(Notice.objects.filter(subject_id=one.pk, made_at=AT).values_list("settled_at", flat=True)) == {LATER}
    assert set(Notice.objects.filter(subject_id=other.pk, made_at=AT).values_list("settled_at", flat=True)) == {None}
