"""Maturity: a level that rests on facts, points that explain themselves, what a pool still asks for."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yidan.ledger.maturity import LEAST, Known, lacking, maturity
from yidan.ledger.states import Mark, Pool

NAME_ONLY = Known(proposed=False)
IDEA = Known(total_wan=Decimal(1000))
STUDIED = replace(IDEA, has_code=True, reached=frozenset({"可研批复", "用地预审和选址意见书"}))
SECURED = replace(
    STUDIED, reached=STUDIED.reached | {"初步设计批复", "用地批复"}, sources_wan=Decimal(1000), has_place=True
)
READY = replace(SECURED, reached=SECURED.reached | {"施工图审查", "施工招标完成"})


def test_each_level_rests_on_all_below_it():
    assert [maturity(each).level for each in (NAME_ONLY, IDEA, STUDIED, SECURED, READY)] == [0, 1, 3, 4, 5]
    assert maturity(replace(READY, has_code=False)).level == 1  # tendered, but never initiated
    assert maturity(replace(IDEA, has_code=True)).level == 2


def test_the_hundred_points_say_where_they_come_from():
    found = maturity(replace(SECURED, sources_wan=Decimal(500)))
    assert {point.name: (point.earned, point.of) for point in found.points} == {
        "initiated": (10, 10), "feasibility": (10, 10), "design": (10, 10), "land_review": (10, 10), "land": (15, 15),
        "money": (12, 25), "planning": (10, 10), "clearance": (0, 10),
    }  # fmt: skip
    assert (found.score, sum(point.of for point in found.points)) == (77, 100)


def test_a_project_under_way_is_ripe():
    found = maturity(Known(marks=frozenset({Mark.STARTED})))
    assert (found.level, found.score) == (5, 100)


def test_a_pool_says_what_it_still_asks_for_in_the_order_in_which_it_comes():
    assert lacking(STUDIED, Pool.ROLLING) == ["design", "land", "money"]
    assert lacking(SECURED, Pool.ROLLING) == []
    assert lacking(SECURED, Pool.CONSTRUCTION) == ["drawings", "tender"]
    assert lacking(NAME_ONLY, Pool.RESERVE) == []


names = st.sets(st.sampled_from(
    ["立项批复", "可研批复", "初步设计批复", "用地预审", "用地批复", "征拆完成", "施工图审查", "施工招标", "施工许可"]
))  # fmt: skip


@given(names, names, st.booleans(), st.integers(0, 1200))
def test_more_facts_never_make_a_project_less_ripe_and_a_gate_opens_at_its_level(some, more, has_code, sources):
    less = Known(frozenset(some), has_code=has_code, total_wan=Decimal(1000), sources_wan=Decimal(sources))
    later = replace(less, reached=frozenset(some | more))
    assert maturity(less).level <= maturity(later).level
    assert maturity(less).score <= maturity(later).score <= 100
    for pool, least in LEAST.items():
        assert (lacking(less, pool) == []) == (maturity(less).level >= least)
