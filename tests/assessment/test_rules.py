"""Scores by declared rules, worked by hand; every point is explained and exact."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yidan.assessment
from yidan.assessment import rules
from yidan.assessment.rules import PackFault, read_pack, scored, standing

FOLDER = Path(yidan.assessment.__file__).with_name("packs")
FIGURES = {
    "completion.rate", "start.rate", "finish.rate", "start.count", "finish.count", "plan.annual", "project.count",
    "matter.on_time_rate", "pool.conversion_rate", "statistics.entered_rate", "report.complete_rate",
    "completion.month_rate",
}  # fmt: skip
SCHEDULE = Fraction(500, 12)  # the end of May


def pack(name):
    return read_pack(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), FIGURES)


def of(name, values, events=None, others=None):
    units = {"甲": {"project.count": 5, **values}, **(others or {})}
    return scored(pack(name), units, {"甲": events or {}}, {"schedule": SCHEDULE})[0]


def test_the_default_scheme_adds_up_to_a_hundred():
    assert pack("default").full == 100


def test_places_of_p2_are_said_with_the_place():
    others = {
        name: {"project.count": 3, "plan.annual": amount}
        for name, amount in zip("乙丙丁戊己庚", range(70, 0, -10), strict=False)
    }
    units = [of("p2", {"plan.annual": amount}, others=others).root.children[1] for amount in (80, 45, 5)]
    assert [each.words for each in units] == ["列第1位，得5", "列第4位，得3", "列第7位，得1"]


def test_every_point_is_explained_with_its_numbers():
    root = of("default", {"completion.rate": Decimal("20.8"), "start.rate": 50}).root
    assert root.children[0].words == "(40×min(20.8÷41.6667，1))×1.6667(缺项权重40摊入)"
    assert root.children[4].words == "储备转化率的满分目标尚未设定，权重分给其他指标"
    assert root.children[2].words == "没有可比的项目，权重分给其他指标"
    assert sum(each.points for each in root.children if each.points is not None) == root.points


def test_a_small_unit_is_scored_and_not_ranked():
    units = {"大": {"project.count": 2, "completion.rate": 10}, "小": {"project.count": 1, "completion.rate": 40},
             "另": {"project.count": 9, "completion.rate": 10}}  # fmt: skip
    scores = scored(pack("default"), units, targets={"schedule": SCHEDULE})
    assert standing(scores) == {"大": 1, "另": 1}
    assert [each.is_ranked for each in scores] == [True, False, True]


def test_a_unit_with_nothing_to_judge_has_no_score():
    score = scored(pack("default"), {"空": {"project.count": 3}})[0]
    assert (score.total, score.root.words) == (None, "没有可以计分的指标")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"way": "python"}, "计分方式"),
        ({"figure": "login.count"}, "没有“login.count”"),
        ({"weight": 0.1}, "文本或整数"),
        ({"missing": "zero"}, "缺项处理"),
        ({"way": "steps"}, "没有写明steps"),
        ({"way": "steps", "steps": [{"from": "x", "points": 1}]}, "不是数"),
        ({"key": None}, "缺少"),
        ({"weight": -1}, "不能为负"),
        ({"full": 0}, "不能为0"),
        ({"pending": "尚未建立"}, "没有指标"),
    ],
)
def test_a_pack_that_does_not_hold_together_is_refused(change, fault):
    criterion = {"key": "a", "label": "甲", "figure": "completion.rate", "weight": 1, "way": "share", **change}
    if change.get("key", "a") is None:
        del criterion["key"]
    with pytest.raises(PackFault, match=fault):
        read_pack({"key": "x", "label": "x", "version": "1", "source": "x", "criteria": [criterion]}, FIGURES)


@given(
    st.dictionaries(st.sampled_from(sorted(FIGURES)), st.one_of(st.none(), st.decimals(-1000, 10**6, places=3))),
    st.sampled_from(["default", "p1", "p2", "p3", "p4", "p5"]),
)
def test_every_way_answers_for_every_value_and_its_points_add_up(values, name):
    values = {**values, "project.count": 3}
    for score in scored(pack(name), {"甲": values, "乙": {"project.count": 3}}, targets={"schedule": SCHEDULE}):
        given_points = [each.points for each in score.root.children if each.points is not None]
        assert score.total is None or score.total == sum(given_points)


def test_a_small_unit_has_an_interval_that_holds_its_score():
    """One project at 40 % of 12 months: one more with nothing makes 20 %, one more with everything 70 %."""
    kinds = {"completion.rate": "percent"}
    units = {"小": {"project.count": 1, "completion.rate": 40}}
    (small,) = scored(pack("p4"), units, targets={"schedule": 100}, kinds=kinds)
    assert small.interval is None  # P4 ranks whoever has one
    (small,) = scored(pack("default"), units, targets={"schedule": 100}, kinds=kinds)
    assert (small.interval, small.total, small.is_ranked) == ((Fraction(20), Fraction(70)), 40, False)


def test_a_count_moves_by_one_and_an_amount_by_nothing():
    one = read_pack(
        {"key": "x", "label": "x", "version": "1", "source": "x", "least_projects": 2, "criteria": [
            {"key": "a", "label": "a", "figure": "start.count", "way": "each", "points": 5},
            {"key": "b", "label": "b", "figure": "plan.annual", "way": "steps", "steps": [{"from": 1, "points": 7}]},
        ]},
        FIGURES,
    )  # fmt: skip
    units = {"小": {"project.count": 1, "start.count": 1, "plan.annual": 9}}
    (small,) = scored(one, units, kinds={"start.count": "count", "plan.annual": "wan"})
    assert small.interval == (12, 17)


def test_a_table_with_too_few_to_rank_ranks_nobody():
    scores = scored(pack("default"), {"甲": {"project.count": 9, "completion.rate": 1}}, targets={"schedule": 50})
    assert (standing(scores, 2), standing(scores, 1)) == ({}, {"甲": 1})


def test_equal_totals_share_a_place_and_the_next_is_skipped():
    values = {"project.count": 3}
    units = {"甲": {**values, "completion.rate": 20}, "乙": {**values, "completion.rate": 30},
             "丙": {**values, "completion.rate": 30}, "丁": {**values, "completion.rate": 10}}  # fmt: skip
    assert standing(scored(pack("p4"), units, targets={"schedule": 50})) == {"乙": 1, "丙": 1, "甲": 3, "丁": 4}


@pytest.mark.parametrize(
    ("name", "table", "total", "place", "label"),
    [
        ("p3", "county", 100, 1, "正常"), ("p3", "county", 80, 1, "重点跟踪督导"), ("p3", "county", 0, 1, "黄牌"),
        ("p4", "county", 100, 9, "绿"), ("p4", "county", 50, 9, "黄"), ("p4", "county", Fraction(499, 10), 9, "红"),
        ("p5", "county", 101, 5, "红榜"), ("p5", "county", 101, 6, None), ("p5", "county", 100, 1, None),
        ("p5", "county", 99, 17, "黑榜"), ("p5", "county", 99, 16, None), ("p5", "department", 99, 18, "黑榜"),
        ("p5", "department", 99, 17, None), ("p5", "county", 99, None, None), ("default", "county", 60, 1, None),
    ],
)  # fmt: skip
def test_what_a_result_is_called(name, table, total, place, label):
    """P5 among twenty: red only above the goal and among the first, black only below it and among the last."""
    found = rules.graded(pack(name), table, Fraction(total), place, 20)
    assert (found.label if found else None) == label


def test_p5_joins_groups_into_two_tables():
    assert [pack("p5").table_of(each) for each in ("county", "park", "department", "platform")] == [
        "county", "county", "department", "department",
    ]  # fmt: skip
    assert pack("default").table_of("park") == "park"


def test_a_changed_pack_shows_who_moves():
    assert rules.moved({"甲": 1, "乙": 2, "丙": 3}, {"甲": 2, "乙": 1, "丙": 3}) == {"甲": (1, 2), "乙": (2, 1)}


def test_no_pack_knows_what_people_do_in_the_app():
    for path in FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("login", "登录", "在线", "photo", "照片", "点击", "person"))
