"""Who sees which projects, what search finds, what looks like a duplicate."""

from decimal import Decimal

import pytest

from tests import make
from yidan.kernel import parameters
from yidan.ledger import queries
from yidan.ledger.commands import project as projects
from yidan.ledger.models import Project

pytestmark = pytest.mark.django_db


def seen(person, *of):
    return [project for project in of if project in queries.visible_to(person)]


def test_each_role_sees_what_its_part_in_the_project_reaches(cast):
    ours = make.project(cast)
    theirs = make.project(cast, unit=cast.other_county, owner_unit=cast.other_owner, competent_unit=cast.bureau)
    both = [ours, theirs]
    for person in (cast.wang, cast.he, cast.chen, cast.tong, cast.shen):
        assert seen(person, *both) == both
    assert (seen(cast.lin, *both), seen(cast.li, *both)) == ([ours], [ours])
    assert (seen(cast.bu, *both), seen(cast.zhao, *both)) == ([theirs], [theirs])
    for person in (cast.guan, cast.an):
        assert seen(person, *both) == []


def test_a_county_sees_a_project_of_which_it_carries_a_share(cast):
    project = make.project(cast, unit=cast.other_county)
    assert seen(cast.lin, project) == []
    parts = {cast.county: Decimal(30), cast.other_county: Decimal(70)}
    projects.share(project, by=cast.wang, at=make.moment(2020, 5, 6), parts=parts)
    assert queries.visible_to(cast.lin).count() == 1
    projects.share(project, by=cast.wang, at=make.moment(2020, 5, 7), parts={})
    assert seen(cast.lin, project) == []


@pytest.mark.parametrize(
    "text", ["轨道", "zzgd", "ZZGD", "轨交小镇", "gjxz", "2012-4302", "zz-2020-0001", "渌江", "轨道 渌江", "１ 轨道"]
)
def test_search_finds_by_name_former_name_code_number_owner_and_initials(cast, text):
    project = make.project(cast, "株洲轨道交通产业园", code="2012-430200-04-01-123456", former_names=["轨交小镇"])
    make.project(cast, "攸县污水处理厂", owner_unit=cast.other_owner)
    assert list(queries.search(Project.objects.all(), text)) == [project]


@pytest.mark.parametrize("text", ["轨道 污水", "%", "_", "'", "zzgdx"])
def test_search_finds_nothing_where_nothing_is(cast, text):
    make.project(cast, "株洲轨道交通产业园")
    assert list(queries.search(Project.objects.all(), text)) == []


def test_likely_duplicates_come_likeliest_first_with_their_reasons(cast):
    make.project(cast, "轨道交通产业园（二期）")
    near = make.project(cast, "株洲轨道交通产业园", place="渌口")
    coded = make.project(cast, "另一个名字", code="2012-430200-04-01-123456", owner_unit=cast.other_owner)
    found = queries.likely_duplicates(
        name="轨道交通产业园", owner_unit=cast.owner, assessed_unit=cast.county, place="渌口",
        total_investment_wan=Decimal(20000), code="2012-430200-04-01-123456",
    )  # fmt: skip
    assert [(each.project, each.score) for each in found] == [(near, 100), (coded, 100)]
    assert found[1].reasons == ("项目代码相同",)


def test_a_merged_project_is_no_duplicate(cast):
    survivor, merged = make.project(cast), make.project(cast, "株洲轨道交通产业园")
    projects.merge(merged, by=cast.wang, at=make.moment(2020, 5, 6), into=survivor, reason="重复录入")
    found = queries.likely_duplicates(name="轨道交通产业园", owner_unit=cast.owner)
    assert [each.project for each in found] == []


def test_a_project_below_the_entry_rule_is_told_never_refused(cast):
    small = make.project(cast, total_investment_wan=Decimal(6000), domain="industry")
    green = make.project(cast, total_investment_wan=Decimal(6000), domain="ecology")
    county = make.project(cast, total_investment_wan=Decimal(6000), domain="industry", levels=("county",))
    assert [queries.shortfall(each.profile, parameters.values()) for each in (small, green, county)] == [
        10000,
        None,
        None,
    ]
