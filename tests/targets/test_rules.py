"""What a definition may say, what may stand in an item, tallies, goals from below, and what became of a start."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yidan.targets
from yidan.kernel.errors import Invalid
from yidan.targets import rules
from yidan.targets.rules import After, Line, Node
from yidan.targets.states import State

SHIPPED = json.loads((Path(yidan.targets.__file__).parent / "shipped/registers.json").read_text(encoding="utf-8"))
PILOTS = {
    "fields": [{"name": "kind", "label": "类型", "kind": "choice", "choices": ["园区", "企业"], "is_required": True}],
    "parent": "batches",
    "tallies": [
        {"key": "firms", "label": "企业", "definition": "企业数。", "where": {"kind": "企业"}, "is_yearly": False},
        {"key": "part", "label": "占比", "definition": "占本批。", "measured": "part", "of": "parent.whole",
         "is_yearly": False},
    ],
}  # fmt: skip


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda each: each["key"])
def test_every_shipped_register_can_be_read_and_says_its_calibre(shipped):
    asked = rules.define(shipped["definition"])
    assert all(tally.definition.endswith("。") and len(tally.definition) > 6 for tally in asked.tallies)
    assert shipped["basis"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ([], "登记簿的定义写法不对。"),
        ({"colour": 1}, "登记簿的定义里不认识“colour”。"),
        ({"fields": "name"}, "登记簿的定义写法不对。"),
        ({"fields": [{"name": "Name", "label": "名"}]}, "栏目代号“Name”不对：用小写字母、数字和下划线，字母开头。"),
        ({"fields": [{"name": "state", "label": "名"}]}, "栏目代号“state”不对：用小写字母、数字和下划线，字母开头。"),
        ({"fields": [{"name": "a", "label": ""}]}, "栏目“a”要有名称，最多40字。"),
        ({"fields": [{"name": "a", "label": "名", "kind": "photo"}]}, "栏目“名”没有“photo”这种类型。"),
        ({"fields": [{"name": "a", "label": "名", "kind": "choice"}]},
         "栏目“名”：单选要列出选项(最多30个)，其他类型不列。"),
        ({"fields": [{"name": "a", "label": "名"}, {"name": "a", "label": "名"}]}, "代号“a”用了两次。"),
        ({"tallies": [{"key": "n", "label": "数"}]}, "指标“数”要写明口径。"),
        ({"tallies": [{"key": "n", "label": "数", "definition": "。", "measured": "sum"}]},
         "指标“数”的算法不对：求和要写明求哪一栏。"),
        ({"tallies": [{"key": "n", "label": "数", "definition": "。", "measured": "sum", "of": "x"}]},
         "指标“数”求和的“x”不是数字栏目。"),
        ({"tallies": [{"key": "n", "label": "数", "definition": "。", "where": {"x": 1}}]},
         "指标“数”的条件里不认识“x”。"),
        ({"fields": [{"name": "area", "label": "面积", "kind": "number"}],
          "tallies": [{"key": "n", "label": "人均", "definition": "。", "measured": "ratio", "of": "area"}]},
         "指标“人均”两栏之比要写明除以哪个数字栏目。"),
        ({"tallies": [{"key": "n", "label": "数", "definition": "。", "measured": "part", "of": "whole"}]},
         "指标“数”占本批要写明上级的总数栏，如 parent.whole。"),
        ({"series": [{"name": "a", "label": "值", "goal": "g"}]}, "数列“值”的基期和目标要是登记簿的数字栏目。"),
        ({"checks": [0]}, "回访天数要是1到3650之间的整数，最多5个。"),
    ],
)  # fmt: skip
def test_a_definition_that_no_register_can_have_is_refused_in_a_sentence(raw, sentence):
    with pytest.raises(Invalid) as refused:
        rules.define(raw)
    assert str(refused.value) == sentence


def test_what_stands_in_an_item_is_kept_as_it_was_meant():
    asked = rules.define({"fields": [
        {"name": "area", "label": "面积", "kind": "number"}, {"name": "on", "label": "日", "kind": "day"},
        {"name": "is_ours", "label": "本市", "kind": "flag"}, {"name": "who", "label": "谁"},
    ]})  # fmt: skip
    assert rules.clean(asked, {"area": " 1,234.50 ", "on": date(2020, 5, 8), "is_ours": "是", "who": ""}) == {
        "area": "1234.5", "on": "2020-05-08", "is_ours": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({}, "kind", "请填写类型。"),
        ({"kind": "城市"}, "kind", "类型只能是：园区、企业。"),
        ({"kind": "园区", "n": "约三百"}, "n", "数“约三百”不是数字。"),
        ({"kind": "园区", "n": "NaN"}, "n", "数“NaN”不是数字。"),
        ({"kind": "园区", "d": "5月底"}, "d", "日“5月底”不是日期，写作 2020-05-08。"),
        ({"kind": "园区", "t": "长" * 501}, "t", "文最多500字。"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(given, field, sentence):
    asked = rules.define({"fields": [
        *PILOTS["fields"], {"name": "n", "label": "数", "kind": "number"}, {"name": "d", "label": "日", "kind": "day"},
        {"name": "t", "label": "文"},
    ]})  # fmt: skip
    with pytest.raises(Invalid) as refused:
        rules.clean(asked, given)
    assert (refused.value.field, str(refused.value)) == (field, sentence)


def test_two_of_five_and_five_of_thirty_one():
    """Rows 78 and 79 of the article: 2/5 = 40 %, 5/31 = 16.1 % (domain.md Appendix A)."""
    asked = rules.define(PILOTS)
    part = asked.tally("part")
    for ours, all_ in ((2, 5), (5, 31)):
        lines = [
            Line(n, "", State.NOTED, parent=1, values={"kind": "企业"}, above={"whole": str(all_)}) for n in range(ours)
        ]
        behind, _under = rules.counted(part, lines, 2020)
        assert (len(behind), rules.whole(part, behind)) == (ours, Decimal(all_))


def test_a_ratio_is_of_two_sums_of_the_same_items():
    asked = rules.define({
        "fields": [{"name": "area", "label": "面积", "kind": "number"},
                   {"name": "people", "label": "人数", "kind": "number"}, {"name": "town", "label": "镇"}],
        "tallies": [{"key": "each", "label": "人均", "definition": "面积÷人数。", "measured": "ratio", "of": "area",
                     "by": "people", "where": {"town": "东富"}, "is_yearly": False}],
    })  # fmt: skip
    lines = [
        rules.Line(1, "甲", "noted", values={"area": "500", "people": "20", "town": "东富"}),
        rules.Line(2, "乙", "noted", values={"area": "250", "people": "10", "town": "东富"}),
        rules.Line(3, "丙", "noted", values={"area": "999", "people": "1", "town": "沈潭"}),
    ]
    over, under = rules.counted(asked.tally("each"), lines, 2020)
    assert [line.item for line in over] == [line.item for line in under] == [1, 2]
    assert rules.summed(asked.tally("each"), over) == 750
    assert sum(line.amount("people") for line in under) == 30


def test_a_tally_counts_its_year_and_leaves_out_what_was_withdrawn_or_dropped():
    tally = rules.define({"tallies": [{"key": "n", "label": "数", "definition": "数。"}]}).tally("n")
    lines = [
        Line(1, "", State.DONE, year=2020), Line(2, "", State.RUNNING, year=2019),
        Line(3, "", State.DROPPED, year=2020), Line(4, "", State.WITHDRAWN, year=2020),
    ]  # fmt: skip
    assert [line.item for line in rules.counted(tally, lines, 2020)[0]] == [1]


def test_twenty_four_of_thirty_are_done():
    """Row 68: 24 done and 6 running make 30, 80 % (domain.md §9)."""
    tally = rules.define({"tallies": [
        {"key": "n", "label": "率", "definition": "率。", "measured": "share", "where": {"state": "done"}}
    ]}).tally("n")  # fmt: skip
    lines = [Line(n, "", State.DONE if n < 24 else State.RUNNING, year=2020) for n in range(30)]
    behind, under = rules.counted(tally, lines, 2020)
    assert (len(behind), len(under)) == (24, 30)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 10**6)), max_size=20))
def test_the_parts_of_a_sum_add_up_to_it(rows):
    tally = rules.define({
        "fields": [{"name": "x", "label": "数", "kind": "number"}, {"name": "k", "label": "类"}],
        "tallies": [{"key": "s", "label": "和", "definition": "和。", "measured": "sum", "of": "x", "where": {"k": "a"},
                     "is_yearly": False}],
    }).tally("s")  # fmt: skip
    lines = [Line(n, "", State.NOTED, values={"k": kind, "x": str(x)}) for n, (kind, x) in enumerate(rows)]
    behind, _under = rules.counted(tally, lines, 2020)
    assert rules.summed(tally, behind) == sum(x for kind, x in rows if kind == "a")


def test_a_goal_is_computed_from_below():
    """The chapter is the mean of its three parts: done with proof 1, an indicator half way, projects at 40 %."""
    found = rules.progress([
        Node(1, None), Node(2, 1, is_done=True), Node(3, 1, reached=Fraction(1, 2)),
        Node(4, 1, invested=Decimal(40), total=Decimal(100)), Node(5, 1),
    ])  # fmt: skip
    assert found[1] == rules.Reached(Fraction(19, 30), rules.How.BELOW, 3, 4)
    assert found[5].part is None


def test_more_invested_than_planned_is_no_more_than_whole_and_a_task_without_proof_is_nothing():
    found = rules.progress([Node(1, None, invested=Decimal(120), total=Decimal(100)), Node(2, None, is_proven=True)])
    assert (found[1].part, found[2].part) == (Fraction(1), Fraction(0))


def test_a_reduction_is_reached_from_above():
    assert rules.reached(Decimal(50), Decimal(40), Decimal(45)) == Fraction(1, 2)
    assert rules.reached(Decimal(50), Decimal(40), Decimal(60)) == 0
    assert rules.reached(None, Decimal(2), None) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 100)), max_size=30))
def test_no_tree_however_crooked_yields_more_than_whole_or_forgets_a_node(rows):
    nodes = [
        Node(n, parent if parent < n else None, invested=Decimal(part), total=Decimal(100))
        for n, (parent, part) in enumerate(rows)
    ]
    found = rules.progress(nodes)
    assert set(found) == {node.key for node in nodes}
    assert all(0 <= each.part <= 1 for each in found.values())


@pytest.mark.parametrize(
    ("today", "started", "worked", "said"),
    [
        (date(2020, 4, 10), date(2020, 3, 20), [], After.EARLY),
        (date(2020, 5, 1), None, [date(2020, 4, 30)], After.NOT_STARTED),
        (date(2020, 5, 1), date(2020, 3, 20), [date(2020, 4, 30)], After.AT_WORK),
        (date(2020, 5, 1), date(2020, 3, 20), [date(2020, 2, 29)], After.IDLE),
    ],
)
def test_thirty_days_after_a_ceremony_one_asks_whether_work_goes_on(today, started, worked, said):
    got = rules.after(date(2020, 3, 20), 30, today, started_on=started, finished_on=None, worked=worked)
    assert got == said
