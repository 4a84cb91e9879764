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
    "matter.on_time_rate", "pool.conversion_rate", "statistics.entered_rate", "report.on_time_rate",
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


@pytest.mark.parametrize(
    ("values", "events", "total"),
    [
        # 40×min(41.6667/41.6667,1)+20+10 with everything else full
        ({"completion.rate": SCHEDULE, "start.rate": 100, "finish.rate": 100, "matter.on_time_rate": 100,
          "pool.conversion_rate": 100, "statistics.entered_rate": 100, "report.on_time_rate": 100}, {}, 100),
        # half of 序时: 20+20+10+10+10+5+5
        ({"completion.rate": SCHEDULE / 2, "start.rate": 100, "finish.rate": 100, "matter.on_time_rate": 100,
          "pool.conversion_rate": 100, "statistics.entered_rate": 100, "report.on_time_rate": 100}, {}, 80),
        # above 序时 and above 100 % give no more
        ({"completion.rate": 90, "start.rate": 150, "finish.rate": 100, "matter.on_time_rate": 100,
          "pool.conversion_rate": 100, "statistics.entered_rate": 100, "report.on_time_rate": 100}, {}, 100),
        # a weight of 30 cannot be judged: 40+20+10=70 spread to 100
        ({"completion.rate": SCHEDULE, "start.rate": 100, "finish.rate": 100}, {}, 100),
        # nothing due to finish yet: (40+10)/60×100 of what can be judged
        ({"completion.rate": SCHEDULE, "start.rate": 50}, {}, Fraction(250, 3)),
        # events: +1 four times capped at 3, −0.5 six times capped at −2, one falsehood −5, two praises +4
        ({"completion.rate": SCHEDULE, "start.rate": 100, "finish.rate": 100},
         {"joint_start": 4, "late_report": 6, "falsehood": 1, "praise": 2}, 100),
        ({"completion.rate": 0, "start.rate": 0, "finish.rate": 0}, {"late_report": 1}, Fraction(-1, 2)),
    ],
)  # fmt: skip
def test_the_default_scheme_by_hand(values, events, total):
    assert of("default", values, events).total == total


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ({"start.count": 2, "plan.annual": 120000, "completion.rate": 50, "finish.count": 1}, 10 + 20 + 30 + 20),
        ({"start.count": 0, "plan.annual": 50000, "completion.rate": 100, "finish.count": 0}, 10 + 60),
        ({"start.count": 0, "plan.annual": 49999, "completion.rate": 0, "finish.count": 0}, 6),
        ({"start.count": 1, "plan.annual": 9999, "completion.rate": 0, "finish.count": 0}, 5 + 3),
        (
            {"start.count": 1, "plan.annual": 10000, "completion.rate": Decimal("12.5"), "finish.count": 2},
            Decimal("58.5"),
        ),
    ],
)
def test_p1_by_hand(values, total):
    assert of("p1", values).total == Fraction(total)


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        (100, 25), (90, 24), (0, 15), (130, 31), (140, 32), (160, 34), (200, 35), (Decimal("99.5"), Decimal("24.95")),
        (110, 27), (180, 35),
    ],
)  # fmt: skip
def test_p2_each_point_over_or_under_the_plan_within_its_caps(rate, points):
    score = of("p2", {"completion.rate": rate, "plan.annual": 1, "start.count": 0, "start.rate": 80})
    assert score.root.children[0].points == Fraction(points)


@pytest.mark.parametrize(
    ("rate", "points"),
    [(80, 5), (90, 6), (100, 7), (120, 7), (70, 4), (60, 3), (0, 3), (None, 2)],
)
def test_p2_without_a_planned_start_a_unit_gets_its_base(rate, points):
    score = of("p2", {"completion.rate": 100, "plan.annual": 1, "start.count": 0, "start.rate": rate})
    assert score.root.children[3].points == points


def test_p2_places_by_scale():
    others = {
        name: {"project.count": 3, "plan.annual": amount}
        for name, amount in zip("乙丙丁戊己庚", range(70, 0, -10), strict=False)
    }
    amounts = (80, 65, 45, 35, 5)
    units = [of("p2", {"plan.annual": amount}, others=others).root.children[1] for amount in amounts]
    assert [(each.points, each.words) for each in units] == [
        (5, "列第1位，得5"), (5, "列第2位，得5"), (3, "列第4位，得3"), (3, "列第5位，得3"), (1, "列第7位，得1"),
    ]  # fmt: skip


@pytest.mark.parametrize(("rate", "points"), [(100, 100), (80, 100), (Decimal("79.99"), 80), (60, 80), (59, 0), (0, 0)])
def test_p3_by_hand(rate, points):
    assert of("p3", {"completion.month_rate": rate}).total == points


@pytest.mark.parametrize(
    ("name", "rate", "total"),
    [("p4", SCHEDULE, 100), ("p4", SCHEDULE / 4, 25), ("p4", 100, 100), ("p5", SCHEDULE, 100),
     ("p5", SCHEDULE + 5, 105),     ("p5", SCHEDULE - 7, 93)],
)  # fmt: skip
def test_p4_and_p5_measure_against_the_schedule(name, rate, total):
    assert of(name, {"completion.rate": rate}).total == total


def test_every_point_is_explained_with_its_numbers():
    root = of("default", {"completion.rate": Decimal("20.8"), "start.rate": 50}).root
    assert root.children[0].words == "(40×min(20.8÷41.6667，1))×1.6667(缺项权重40摊入)"
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


def test_a_changed_pack_shows_who_moves():
    assert rules.moved({"甲": 1, "乙": 2, "丙": 3}, {"甲": 2, "乙": 1, "丙": 3}) == {"甲": (1, 2), "乙": (2, 1)}


def test_no_pack_knows_what_people_do_in_the_app():
    for path in FOLDER.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in ("login", "登录", "在线", "photo", "照片", "点击", "person"))
