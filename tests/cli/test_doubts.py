"""`yidan doubts`: every kind of lie that is sown is found, and what is asked of the honest is counted apart."""

import json

import pytest

from yidan.kernel.journal import Entry
from yidan.web.demo import city
from yidan.web.demo.doubting import FINDS, measure

pytestmark = pytest.mark.django_db


def test_the_table_counts_lies_found_and_honest_projects_asked(yidan):
    told = json.loads(yidan("doubts", "--projects", 200, "--cities", 1, "--json").out)
    of = {each["kind"]: each for each in told["kinds"]}
    assert {kind: of[kind]["found"] for kind in FINDS.values()} == {kind: of[kind]["sown"] for kind in FINDS.values()}
    assert all(of[kind]["sown"] for kind in FINDS.values())
    assert told["asked"] < told["reports"] / 10
    assert Entry.objects.count() == 0  # it asks on paper only
    out = yidan("doubts", "--projects", 60, "--cities", 1).out
    assert out.splitlines()[0].split("\t") == ["疑点", "埋下", "找到", "误问", "每千份月报误问", "误问到的项目%"]


def test_a_lie_that_the_rules_do_not_ask_about_is_missed():
    """With limits nobody can reach, nothing is found: the measure can fail."""
    from decimal import Decimal

    from yidan.progress.rules import Thresholds

    blind = Thresholds(month_share_percent=Decimal(10**6), december_percent=Decimal(10**6))
    tallies = measure([city.draw(200, 12, 2020)], blind).tallies
    assert (tallies["month_share"].found, tallies["december"].found) == (0, 0)
    assert tallies["month_share"].missed
