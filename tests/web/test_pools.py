"""项目库: three pools with conversion, how ripe each project is and why, gates that look at facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from tests import make
from tests.cast import assemble
from yidan.figures import queries
from yidan.figures.question import Period, Question
from yidan.kernel.errors import Invalid
from yidan.ledger.commands import milestone
from yidan.ledger.commands import project as projects

pytestmark = pytest.mark.django_db
NOW = make.moment(2021, 3, 1)
STUDIED, SECURED = ("可研批复", "用地预审"), ("初步设计批复", "用地批复")
EXPECTED = {
    "pool.reserve": 1,
    "pool.rolling": 1,
    "pool.construction": 1,
    "pool.new": 2,  # 渌江 in 2019 is none of 2020's; the one merged away counts with the other
    "pool.developed": 2,  # entered as construction, one would not be
    "pool.moved_on": 1,
    "pool.conversion_rate": Fraction(100, 2),
}


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cast = assemble()
    cast.old = make.project(cast, "渌江新城", pool="construction", at=make.moment(2019, 5, 6))
    cast.idea = make.project(cast, "陶瓷小镇", pool="reserve")
    cast.twin = make.project(cast, "陶瓷小镇二", pool="reserve", despite_duplicates=True, reason="确属两个项目")
    cast.ripe = make.project(cast, "攸水大桥", pool="reserve", unit=cast.other_county)
    projects.merge(cast.twin, by=cast.wang, at=make.moment(2020, 2, 3), into=cast.idea, reason="重复")
    return cast


def prepare(cast, project, *names, month=2):
    for name in names:
        node = milestone.set(project, by=cast.wang, at=make.AT, name=name, planned_on=date(2020, 1, 8))
        milestone.reach(node, by=cast.wang, at=make.moment(2020, month, 20), actual_on=date(2020, month, 10),
                        reason="")  # fmt: skip


def ripen(cast, project):
    prepare(cast, project, "立项批复", *STUDIED, *SECURED)
    projects.set_sources(project, by=cast.wang, at=make.AT, amounts={"own": Decimal(20000)})


def test_a_gate_names_what_the_ledger_lacks_and_opens_when_it_is_there(cast):
    how = {"by": cast.wang, "at": make.moment(2020, 3, 3), "pool": "rolling"}
    prepare(cast, cast.ripe, "立项批复", *STUDIED)
    with pytest.raises(
        Invalid, match="还不能进计划滚动库，台账里缺：初步设计批复、用地批复或供地、资金来源全部落实"
    ) as refused:
        projects.change(cast.ripe, **how)
    assert refused.value.field == "pool"
    cast.ripe.refresh_from_db()
    prepare(cast, cast.ripe, *SECURED)
    projects.set_sources(cast.ripe, by=cast.wang, at=make.AT, amounts={"own": Decimal(20000)})
    assert projects.change(cast.ripe, **how).profile.pool == "rolling"
    with pytest.raises(Invalid, match="还不能进建设实施库，台账里缺：施工图、施工招标"):
        projects.change(cast.ripe, **how | {"pool": "construction"})


def test_pools_count_honestly_and_by_unit(cast):
    ripen(cast, cast.ripe)
    projects.change(cast.ripe, by=cast.wang, at=make.moment(2020, 6, 3), pool="rolling")
    projects.change(cast.ripe, by=cast.wang, at=make.moment(2020, 7, 3), place="攸县联星街道")  # no second entry
    asked = Question(Period(2020))
    assert {key: each.value for key, each in queries.totals(EXPECTED, asked).items()} == EXPECTED
    assert [source.name for source in queries.ask("pool.new", asked).sources()] == ["陶瓷小镇", "攸水大桥"]
    make.project(cast, "直接开工的厂房", pool="construction", at=make.moment(2020, 8, 3))
    assert [queries.value(key, asked).value for key in ("pool.new", "pool.developed")] == [3, 2]
    by_unit = queries.grouped(["pool.conversion_rate"], asked, "unit")["pool.conversion_rate"]
    assert {key: each.value for key, each in by_unit.items()} == {cast.county.pk: 0, cast.other_county.pk: 100}
    assert queries.value("pool.moved_on", Question(Period(2021, 2))).value == 0
    assert queries.value("pool.moved_on", Question(Period(2020, 5))).value == 0


def test_the_page_shows_how_ripe_each_is_why_and_what_is_missing(client, cast):
    prepare(cast, cast.ripe, "立项批复", *STUDIED)
    client.force_login(cast.tong)
    text = client.get(reverse("pools"), {"period": "2020"}).content.decode()
    assert "M3" in text
    assert "立项或备案 10/10" in text
    assert "计划滚动库：初步设计批复、用地批复或供地、资金来源全部落实" in text
    assert text.count("久无进展，考虑出库") == 2  # neither did anything for a year
    assert "陶瓷小镇二" not in text
    own = client.get(reverse("pools"), {"period": "2020", "unit": cast.county.pk, "pool": "rolling"}).content.decode()
    assert "这个库里还没有项目" in own
    assert client.get(reverse("pools"), {"pool": "lake"}).status_code == 404
    client.force_login(cast.zhao)
    assert "陶瓷小镇" not in client.get(reverse("pools"), {"period": "2020"}).content.decode()
