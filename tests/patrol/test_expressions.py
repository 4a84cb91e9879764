"""Conditions of a checklist: what they mean, and that nothing else gets through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidan.patrol.rules.expressions import Unreadable, holds, names_in, parse, value_of

TODAY = date(2020, 6, 5)


@pytest.mark.parametrize(("text", "answers", "expected"), [
    ("${crane} = 'yes'", {"crane": "yes"}, True),
    ("${crane} = 'yes'", {}, False),
    ("${crane} != 'yes'", {}, True),
    ("selected(${works}, 'piling')", {"works": ["digging", "piling"]}, True),
    ("selected(${works}, 'pil')", {"works": ["digging", "piling"]}, False),
    ("count-selected(${works}) >= 2", {"works": ["a", "b"]}, True),
    ("${people} > 10 and ${people} <= 200", {"people": "15"}, True),
    ("${people} > 9", {"people": "10"}, True),  # as numbers, not as text
    ("not(${people} > 10) or ${crane} = 'no'", {"people": "5"}, True),
    ("${a} + ${b} * 2 = 7", {"a": "1", "b": "3"}, True),
    ("(${a} + ${b}) * 2 = 8", {"a": "1", "b": "3"}, True),
    ("-2 + 3 = 1", {}, True),
    ("${a} div 0 = 1", {"a": "1"}, False),
    ("${day} <= today()", {"day": "2020-06-05"}, True),
    ("${day} < today()", {"day": ""}, False),
    ("string-length(${name}) < 3", {"name": "桩机"}, True),
    ("if(${a} > 1, 'x', 'y') = 'x'", {"a": "2"}, True),
    ("coalesce(${a}, 'z') = 'z'", {}, True),
    ("true() and not(false())", {}, True),
    ("'a' = \"a\"", {}, True),
])  # fmt: skip
def test_what_a_condition_means(text, answers, expected):
    assert holds(parse(text), answers, today=TODAY) is expected


def test_a_constraint_sees_its_own_answer():
    tree = parse(". >= 0 and . <= 500")
    assert [holds(tree, {}, own=value, today=TODAY) for value in ("0", "500", "501", "-1")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("text", [
    "regex(., '(a+)+$')", "${a", "__import__('os')", "a.b", "${a} = ", "1 +", "not()", "selected(${a})", "'open",
    "../x", "/data/a", "pulldata('x')", "((((((((((((((((((((((1))))))))))))))))))))))", "-" * 40 + "1", "1" * 600,
    "true()()", "${a} ${b}", "and", "9" * 16, "position(..)", "${a b}", "{}", "lambda: 1", "1;2",
])  # fmt: skip
def test_what_is_not_in_the_language_is_refused(text):
    with pytest.raises(Unreadable):
        parse(text)


@given(st.text(alphabet="${}ab 01'\"()<>=!+-*.,andornotselectedif", max_size=60))
def test_any_text_is_read_or_refused_and_what_is_read_has_a_value(text):
    try:
        tree = parse(text)
    except Unreadable:
        return
    value = value_of(tree, {"a": "3", "b": ["x", "y"]}, own="1", today=TODAY)
    assert value is None or isinstance(value, str | bool | Decimal | list)


def test_multiplying_on_and_on_ends_somewhere():
    tree = parse("*".join(["999999999999999"] * 30))
    assert value_of(tree, {}, today=TODAY) == ""


def test_the_names_in_a_condition():
    assert names_in(parse("selected(${a}, 'x') and ${b} > 1 or . = 2")) == {"a", "b"}


def test_number_of_an_answer_is_a_number():
    tree = parse("number(${depth}) > 3")
    assert holds(tree, {"depth": "3.5"}, today=TODAY)
    assert not holds(tree, {"depth": "3"}, today=TODAY)
