"""`yidan createuser`, `yidan journal verify` and `yidan worker --once`."""

import json
import sys
from io import StringIO

import pytest

from tests import cast
from yidan.kernel.journal import Entry
from yidan.kernel.policy import deny
from yidan.kernel.seals import Seal
from yidan.kernel.verbs import Verb
from yidan.people.console import CONSOLE
from yidan.people.models import Person


@pytest.fixture
def typed(monkeypatch):
    """What arrives on standard input."""
    return lambda text: monkeypatch.setattr(sys, "stdin", StringIO(text))


def test_an_empty_instance_gets_its_first_people_at_the_server(yidan, typed):
    typed("one-good-Password\n")
    outcome = yidan("createuser", "an", "--name", "安然", "--role", "security_admin", "--password-stdin")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("已建账号 an(安然)。 已授予角色：安全管理员(市项目办)。数据：")
    assert Person.objects.get(username="an").check_password("one-good-Password")


def test_later_a_role_needs_the_security_administrator(yidan, typed):
    cast.assemble()
    typed("one-good-Password\n")
    refused = yidan("createuser", "new", "--role", "supervisor", "--password-stdin")
    assert (refused.status, refused.err) == (1, f"yidan: {deny(CONSOLE, Verb.ROLE_GRANT)}\n")
    assert not Person.objects.filter(username="new").exists()
    typed("one-good-Password\n")
    granted = yidan("createuser", "new", "--role", "supervisor", "--password-stdin", "--granted-by", "an")
    assert (granted.status, granted.err) == (0, "")
    assert granted.out.startswith("已建账号 new(new)。 已授予角色：市项目办(市项目办)。")


def test_an_existing_account_gets_a_new_password(yidan, typed):
    people = cast.assemble()
    typed("another-good-Password\n")
    outcome = yidan("createuser", "wang", "--password-stdin")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("王科长 的密码已重置，下次登录时须修改。数据：")
    people.wang.refresh_from_db()
    assert people.wang.check_password("another-good-Password")


def test_a_poor_password_makes_nobody(yidan, typed):
    typed("123\n")
    outcome = yidan("createuser", "new", "--password-stdin")
    assert outcome.status == 1
    assert (
        outcome.err
        == "yidan: 密码至少8位。这个密码太常见了。密码须含大写字母、小写字母、数字、符号四类中的至少三类。\n"
    )
    assert not Person.objects.filter(username="new").exists()


def test_a_whole_journal_is_verified(yidan):
    cast.assemble()
    count = Entry.objects.count()
    assert yidan("worker", "--once").out == f"封印留痕 {count} 条。\n读取佐证 0 份。\n"
    outcome = yidan("journal", "verify", "--json")
    assert (outcome.status, json.loads(outcome.out)) == (
        0,
        {
            "ok": True,
            "checked": count,
            "unsealed": 0,
            "head": Seal.objects.latest("position").hash,
            "problem": None,
            "entry": None,
            "position": None,
        },
    )


def test_a_changed_byte_is_found_and_named(yidan):
    cast.assemble()
    yidan("worker", "--once")
    broken = Entry.objects.order_by("id")[4]
    Entry.objects.filter(pk=broken.pk).update(actor_name="张三")
    outcome = yidan("journal", "verify")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err == (
        f"yidan: 留痕被改动：第{broken.pk}号留痕与封印不符；此前 4 条完好。请封存现场，并与备份核对。\n"
    )


def test_a_cut_end_is_found_by_the_anchors_beside_the_database(yidan):
    cast.assemble()
    yidan("worker", "--once")
    last = Seal.objects.latest("position")
    Entry.objects.filter(pk=last.entry_id).delete()
    last.delete()
    assert yidan("journal", "verify").status == 1


def test_what_a_command_wrote_is_sealed_when_it_ends(yidan, typed):
    typed("one-good-Password\n")
    yidan("createuser", "an", "--password-stdin")
    assert Seal.objects.count() == Entry.objects.count() > 0
