from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from yidan.kernel import seals
from yidan.kernel.journal import Entry
from yidan.kernel.seals import Seal

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 5, 9, tzinfo=UTC)


@pytest.fixture
def journal():
    """Forty entries, sealed in two batches."""
    for half in range(2):
        Entry.objects.bulk_create(
            Entry(
                verb="tag.register", subject_type="tag", subject_id=n, actor_id=1, actor_name="王科长", at=AT,
                recorded_at=AT + timedelta(microseconds=n), facts={"名": f"标签{n}", "数": n},
            )
            for n in range(20 * half, 20 * half + 20)
        )  # fmt: skip
        assert seals.seal(at=AT) == 20
    return list(Entry.objects.order_by("id"))


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_whole_chain_verifies(journal):
    verdict = seals.verify()
    assert (verdict.problem, verdict.checked, verdict.unsealed) == (None, 40, 0)
    assert verdict.head == seals.head()[1]


def test_sealing_again_seals_nothing(journal):
    assert seals.seal(at=AT) == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "tag.registex"), ("subject_type", "tax"), ("subject_id", 999), ("project_id", 7), ("actor_id", 2),
        ("actor_name", "李工"), ("actor_unit", "甲"), ("at", AT + timedelta(microseconds=1)),
        ("recorded_at", AT + timedelta(days=1)), ("facts", '{"名": "改了"}'),
        ("key", "00000000000000000000000000000001"),
    ],
)  # fmt: skip
def test_a_changed_byte_in_any_column_names_the_entry(journal, column, value):
    victim = journal[23]
    sql(f"UPDATE yidan_entry SET {column} = %s WHERE id = %s", value, victim.pk)
    verdict = seals.verify()
    assert (verdict.entry_id, verdict.position, verdict.checked) == (victim.pk, 24, 23)
    assert verdict.problem == f"第{victim.pk}号留痕与封印不符"


def test_a_deleted_entry_is_named(journal):
    sql("DELETE FROM yidan_entry WHERE id = %s", journal[5].pk)
    assert seals.verify().problem == f"第{journal[5].pk}号留痕被删除"


def test_a_deleted_entry_with_its_seal_is_found_at_the_gap(journal):
    sql("DELETE FROM yidan_entry WHERE id = %s", journal[5].pk)
    sql("DELETE FROM yidan_seal WHERE entry_id = %s", journal[5].pk)
    verdict = seals.verify()
    assert (verdict.problem, verdict.position) == ("封印第6环缺失", 6)


def test_two_entries_that_changed_places_are_found(journal):
    one, other = journal[8], journal[9]
    sql("UPDATE yidan_entry SET id = -1 WHERE id = %s", one.pk)
    sql("UPDATE yidan_entry SET id = %s WHERE id = %s", one.pk, other.pk)
    sql("UPDATE yidan_entry SET id = %s WHERE id = -1", other.pk)
    assert seals.verify().entry_id == one.pk


def test_a_forged_hash_is_found(journal):
    Seal.objects.filter(position=12).update(hash="f" * 64)
    assert seals.verify().position == 12


def test_a_cut_off_end_is_found_by_the_anchor_kept_elsewhere(journal):
    anchor = seals.head()
    Seal.objects.filter(position__gt=35).delete()
    Entry.objects.filter(pk__gt=journal[34].pk).delete()
    assert seals.verify().problem is None
    assert seals.verify([anchor]).problem == "外存的锚指向第40环，链上已没有"


def test_a_chain_forged_anew_is_found_by_the_anchor(journal):
    anchor = seals.head()
    sql("UPDATE yidan_entry SET actor_name = %s WHERE id = %s", "改", journal[0].pk)
    Seal.objects.all().delete()
    seals.seal(at=AT)
    assert seals.verify().problem is None
    assert seals.verify([anchor]).problem == "第40环与外存的锚不符"


def test_what_waits_is_counted_not_vouched_for(journal):
    Entry.objects.create(
        verb="tag.register", subject_type="tag", subject_id=1, actor_id=1, actor_name="王", at=AT, recorded_at=AT
    )
    verdict = seals.verify()
    assert (verdict.problem, verdict.checked, verdict.unsealed) == (None, 40, 1)


def test_an_entry_that_committed_late_is_still_sealed(journal):
    late = Entry.objects.create(
        id=journal[-1].pk + 5, verb="tag.register", subject_type="tag", subject_id=1, actor_id=1, actor_name="王",
        at=AT, recorded_at=AT,
    )  # fmt: skip
    seals.seal(at=AT)
    earlier = Entry.objects.create(
        id=late.pk - 2, verb="tag.register", subject_type="tag", subject_id=1, actor_id=1, actor_name="王", at=AT,
        recorded_at=AT,
    )  # fmt: skip
    assert seals.seal(at=AT) == 1
    assert Seal.objects.get(position=42).entry_id == earlier.pk
    assert seals.verify().problem is None


@pytest.mark.postgres
def test_what_waits_is_found_by_joining_not_by_going_through_a_list_for_each(journal):
    plan = Entry.objects.filter(~seals.is_sealed(5), pk__gte=5).order_by("id").explain()
    assert ("Anti Join" in plan, "SubPlan" in plan) == (True, False)
