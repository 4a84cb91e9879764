"""Pure rules of people."""

import pytest

from yidan.kernel.policy import ROLE_REACH, ROLE_VERBS, Reach, Role
from yidan.kernel.verbs import Verb
from yidan.people.rules import apart_from, callable_number, joined_former_names, masked_phone, password_classes


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("张三 13812341234、13900005678", "张三 138****1234、139****5678"),
        ("0731-28681234", "****-******34"),
        ("", ""),
    ],
)
def test_phones_are_masked_for_outsiders(phone, masked):
    assert masked_phone(phone) == masked


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("138 0733 0001", "13807330001"),
        ("李工 13807330001 转 8", "13807330001"),
        ("0731-28681234", "073128681234"),
        ("13807330001、13907330002", "13807330001"),
        ("", ""),
    ],
)
def test_a_tap_dials_the_first_number(written, dialled):
    assert callable_number(written) == dialled


def test_each_of_the_three_stands_alone():
    assert {
        (role, other) for role in Role for other in Role if role != other and apart_from(role, [other]) is None
    } == {
        (role, other)
        for role in Role
        for other in Role
        if role != other and not {role, other} & {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR}
    }


def test_neither_administrator_reaches_business_data_or_the_others_verbs():
    assert {role for role in Role if ROLE_REACH[role] is Reach.NOTHING} == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
    assert [role for role in Role if Verb.ROLE_GRANT in ROLE_VERBS[role]] == [Role.SECURITY_ADMIN]
    assert [role for role in Role if Verb.PERSON_REGISTER in ROLE_VERBS[role]] == [Role.SYSTEM_ADMIN]


def test_former_names_are_kept_once_each_in_order():
    assert joined_former_names("甲、乙", "丙") == "甲、乙、丙"
    assert joined_former_names("甲、乙", "甲") == "甲、乙"
    assert joined_former_names("", "甲") == "甲"


@pytest.mark.parametrize(
    ("password", "count"),
    [
        ("lujiang", 1),
        ("lujiang7788", 2),
        ("Lujiang7788", 3),
        ("lu-jiang-77", 3),
        ("Lu-jiang-77", 4),
        ("渌江Aa1", 4),
        ("", 0),
    ],
)
def test_a_password_is_told_by_its_classes(password, count):
    assert password_classes(password) == count
