"""The command, the policy and the journal, on a throw-away verb over a real table."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests import cast
from yidan.kernel import policy
from yidan.kernel.command import REGISTRY, command
from yidan.kernel.errors import IllegalMove, NotPermitted
from yidan.kernel.journal import Entry, note, of_project, revision
from yidan.kernel.policy import ROLE_REACH, ROLE_VERBS, Reach, Role
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Tag

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 5, 9, tzinfo=UTC)


@pytest.fixture
def people():
    return cast.assemble()


@contextmanager
def implemented(verb, body):
    """`body` as the command of `verb` while the block lasts."""
    original = REGISTRY.pop(verb, None)
    try:
        yield command(verb)(body)
    finally:
        REGISTRY.pop(verb, None)
        if original:
            REGISTRY[verb] = original


def make(_subject, *, by, at, name):
    return note(Tag.objects.create(name=name), name=name)


def test_an_act_is_one_change_and_one_entry_with_both_times(people):
    before = Entry.objects.count()
    later = AT + timedelta(hours=5)
    with implemented(Verb.TAG_REGISTER, make) as register:
        tag = register(None, by=people.wang, at=AT, recorded_at=later, name="集中开工")
    entry = Entry.objects.latest("id")
    assert Entry.objects.count() == before + 1
    assert (entry.verb, entry.subject_id, entry.actor_name, entry.facts) == (
        "tag.register", tag.pk, "王科长", {"name": "集中开工"},
    )  # fmt: skip
    assert (entry.at, entry.recorded_at) == (AT, later)
    assert entry.subject == tag
    assert revision() == entry.pk


def test_without_the_right_it_is_refused_with_who_may_and_leaves_no_trace(people):
    before = Entry.objects.count()
    with (
        implemented(Verb.TAG_REGISTER, make) as register,
        pytest.raises(NotPermitted, match=r"登记标签：您的角色没有这项权限，请联系市项目办。"),
    ):
        register(None, by=people.li, at=AT, name="集中开工")
    assert (Tag.objects.count(), Entry.objects.count()) == (0, before)


def test_a_body_that_forgets_its_note_rolls_back(people):
    def forgetful(_subject, *, by, at, name):
        Tag.objects.create(name=name)

    with implemented(Verb.TAG_REGISTER, forgetful) as register, pytest.raises(AttributeError):
        register(None, by=people.wang, at=AT, name="集中开工")
    assert Tag.objects.count() == 0


def test_a_body_that_is_refused_half_way_rolls_back(people):
    def refused(_subject, *, by, at, name):
        Tag.objects.create(name=name)
        raise IllegalMove("不行")

    with implemented(Verb.TAG_REGISTER, refused) as register, pytest.raises(IllegalMove):
        register(None, by=people.wang, at=AT, name="集中开工")
    assert Tag.objects.count() == 0


def test_the_same_key_does_the_work_once(people):
    key = uuid4()
    with implemented(Verb.TAG_REGISTER, make) as register:
        one = register(None, by=people.wang, at=AT, key=key, name="集中开工")
        two = register(None, by=people.wang, at=AT, key=key, name="集中开工")
    assert one == two
    assert (Tag.objects.count(), Entry.objects.filter(key=key).count()) == (1, 1)


def test_the_same_key_of_another_person_is_another_act(people):
    key = uuid4()
    with implemented(Verb.VIEW_SAVE, make) as save:
        save(None, by=people.wang, at=AT, key=key, name="甲")
        save(None, by=people.he, at=AT, key=key, name="乙")
    assert Entry.objects.filter(key=key).count() == 2


def test_a_command_inside_a_command_is_a_bug(people):
    with implemented(Verb.TAG_REGISTER, make) as register:

        def nested(subject, *, by, at, name):
            register(subject, by=by, at=at, name=name)

        with implemented(Verb.VIEW_SAVE, nested) as save, pytest.raises(RuntimeError, match="private function"):
            save(None, by=people.wang, at=AT, name="甲")
    assert Tag.objects.count() == 0


def test_a_verb_is_implemented_once():
    with implemented(Verb.TAG_REGISTER, make), pytest.raises(RuntimeError, match="already implemented"):
        command(Verb.TAG_REGISTER)(make)


def test_recorded_at_reaches_a_body_that_asks_for_it(people):
    seen = []

    def asks(_subject, *, by, at, recorded_at):
        seen.append((at, recorded_at))
        return note(Tag.objects.create(name="甲"))

    with implemented(Verb.TAG_REGISTER, asks) as register:
        register(None, by=people.wang, at=AT)
    assert seen == [(AT, AT)]


def test_amounts_and_days_are_kept_as_text():
    from decimal import Decimal

    noted = note(None, amount=Decimal("0.10"), day=AT.date(), nothing=None, empty="", nested={"a": [Decimal(1), True]})
    assert noted.facts == {"amount": "0.10", "day": "2020-06-05", "nested": {"a": ["1", True]}}


def test_every_role_has_a_reach_and_verbs():
    assert set(ROLE_REACH) == set(ROLE_VERBS) == set(Role)


def test_administrators_reach_no_business_data():
    assert {role for role, reach in ROLE_REACH.items() if reach == Reach.NOTHING} == {
        Role.SYSTEM_ADMIN,
        Role.SECURITY_ADMIN,
    }


def test_nobody_both_makes_accounts_and_grants_roles():
    for role, verbs in ROLE_VERBS.items():
        assert not {Verb.PERSON_REGISTER, Verb.ROLE_GRANT} <= verbs, role


def test_the_reason_of_a_disabled_button_is_the_reason_of_the_refusal(people):
    reason = policy.deny(people.li, Verb.REPORT_ACCEPT)
    assert reason == "审定：您的角色没有这项权限，请联系市项目办。"
    assert policy.may(people.wang, Verb.REPORT_ACCEPT)


def test_a_timeline_is_newest_first(people):
    assert list(of_project(123456)) == []
