"""A checklist means the same on the phone as on the server: conditions, answers and faults, value for value.

The vectors are made here and answered by the server's own rules, then by the phone's module in Node.
"""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.patrol.test_checklists import SHEETS
from tests.web.test_field_rules import node
from yidan.patrol.rules import expressions, forms, lines_of, xlsform

SCRIPT = Path(__file__).with_name("field_checklists.mjs")
TODAY = date(2020, 6, 24)
TEXTS = (
    "",
    "yes",
    "no",
    "2020-06-24",
    "2020-6-4",
    "12",
    "-3.50",
    "0.000001",
    "999999999999999",
    "a b  c",
    "封顶",
    "𠮷",
)
PROBLEMS = (
    "",
    "无。",
    "1、边沟堵塞\n2. 围挡破损\r\n\n边沟堵塞",
    "（一）积水",
    "3米高边坡\n没有",
    " 暂无 ",
    "①裂缝\n)塌方",
)


def leaf(draw: random.Random):
    return draw.choice([
        ["number", draw.choice(["0", "1", "2.50", "7", "3", "0.000001", "123456789012345.654321"])],
        ["text", draw.choice(TEXTS)], ["ref", draw.choice(["one", "many", "gone", "day"])], ["self"], ["today"],
    ])  # fmt: skip


def tree(draw: random.Random, depth: int = 4):
    if not depth or draw.random() < 0.2:
        return leaf(draw)
    kind = draw.choice(["and", "or", *expressions._COMPARISONS, "+", "-", "*", "div", "mod", *expressions.FUNCTIONS])
    count = expressions.FUNCTIONS.get(kind, (2, 2))[0]
    return [kind, *(tree(draw, depth - 1) for _part in range(count))]


def vectors(draw: random.Random, count: int):
    return [
        {
            "tree": tree(draw), "today": str(TODAY), "own": draw.choice([None, *TEXTS]),
            "answers": {"one": draw.choice(TEXTS), "many": draw.sample(["a", "b", "c"], draw.randrange(4)),
                        "day": "2020-06-01"},
        }
        for _each in range(count)
    ]  # fmt: skip


def given(form, draw: random.Random):
    said = {}
    for item in form["items"]:
        names = [name for name, _label in item.get("choices") or ()]
        value = draw.choice(["", "3", "0", "-1", "2.5", "2020-06-24", "2020-02-30", "x" * 501, *names])
        said[item["name"]] = draw.sample(names, min(len(names), 2)) if draw.random() < 0.3 else value
    return said


def plain(value):
    return {"number": expressions._text(value)} if isinstance(value, Decimal) else value


def test_the_phone_reads_a_checklist_as_the_server_does():
    draw = random.Random(11)
    form = xlsform.read(SHEETS)
    trees = vectors(draw, 4000)
    asked = [{"form": form, "given": given(form, draw), "today": str(TODAY)} for _each in range(600)]
    said = node(SCRIPT, {"trees": trees, "forms": asked, "lines": PROBLEMS})
    wanted = [
        plain(expressions.value_of(each["tree"], each["answers"], own=each["own"], today=TODAY)) for each in trees
    ]
    assert [case for case in zip(trees, wanted, said["trees"], strict=True) if case[1] != case[2]] == []
    for each, answer in zip(asked, said["forms"], strict=True):
        kept, faults = forms.read(form, each["given"], today=TODAY)
        shown = [item["name"] for item in forms.shown(form, kept, today=TODAY)]
        assert answer == [kept, [[fault.name, fault.kind, fault.words] for fault in faults], shown], each["given"]
    assert said["lines"] == [lines_of(each) for each in PROBLEMS]


def test_the_vectors_reach_every_sign_and_every_kind_of_fault():
    draw = random.Random(11)
    form = xlsform.read(SHEETS)

    def signs(part):
        return {part[0]} | {sign for each in part[1:] if isinstance(each, list) for sign in signs(each)}

    found = set().union(*(signs(each["tree"]) for each in vectors(draw, 4000)))
    assert found >= {"and", "or", "+", "-", "*", "div", "mod", *expressions._COMPARISONS, *expressions.FUNCTIONS}
    faults = {fault.kind for _each in range(600) for fault in forms.read(form, given(form, draw), today=TODAY)[1]}
    assert faults >= {"choice", "long", "missing", "constraint"}
