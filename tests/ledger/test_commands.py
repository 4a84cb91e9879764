"""Acts on projects: what they write, and what they refuse."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import make
from yidan.evidence import commands as evidence
from yidan.kernel.errors import Invalid, NotPermitted, Stale
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger import queries
from yidan.ledger.commands import column, tag, view
from yidan.ledger.commands import pool as pools
from yidan.ledger.commands import project as projects
from yidan.ledger.models import ColumnMapping, Pool, Profile, Project, SavedView
from yidan.people.commands import person as persons

pytestmark = pytest.mark.django_db
CODE, OLD_CODE = "2012-430200-04-01-123456", "2018-430203-70-03-012345"
MAY = make.moment(2020, 5, 6)


def refused(words, field=None, kind=Invalid):
    """The refusal with these words; at this field of the form."""

    class Check:
        def __enter__(self):
            self.entries = Entry.objects.count()
            self.raises = pytest.raises(kind, match=words)
            self.info = self.raises.__enter__()
            return self.info

        def __exit__(self, *error):
            swallowed = self.raises.__exit__(*error)
            if swallowed:
                assert Entry.objects.count() == self.entries, "a refusal leaves no trace"
                if field is not None:
                    assert self.info.value.field == field
            return swallowed

    return Check()


# --- register ---


def test_a_project_is_registered_with_a_number_of_its_own(cast):
    project = make.project(cast, "株洲轨道交通产业园", code=CODE, years="2020-2022", former_names=["轨交小镇"])
    assert project.internal_id == "ZZ-2020-0001"
    assert (project.profile.begins_in, project.profile.finishes_in) == (Month(2020, 1), Month(2022, 12))
    assert (project.profile.is_municipal_key, project.profile.is_provincial_key) == (True, False)
    assert project.search.splitlines()[:7] == [
        "zz-2020-0001", "株洲轨道交通产业园", "轨交小镇", "2012-430200-04-01-123456",
        "醴陵市渌江投资控股集团有限公司", "渌江投资", "zzgdjtcyy",
    ]  # fmt: skip
    entry = Entry.objects.get(verb="project.register")
    assert (entry.project_id, entry.facts["number"], entry.facts["name"]) == (
        project.pk, "ZZ-2020-0001", "株洲轨道交通产业园"
    )  # fmt: skip


def test_numbers_of_a_year_have_no_gap_even_after_a_refusal(cast):
    make.project(cast)
    with refused("总投资不能为负数", "total_investment_wan"):
        make.project(cast, total_investment_wan=Decimal(-1))
    numbers = [make.project(cast).internal_id, make.project(cast, at=make.moment(2021, 1, 4)).internal_id]
    assert numbers == ["ZZ-2020-0002", "ZZ-2021-0001"]


def test_a_year_may_have_more_than_9999_projects(cast):
    Project.objects.create(internal_id="ZZ-2020-9999", registered_at=make.AT)
    assert make.project(cast).internal_id == "ZZ-2020-10000"


@pytest.mark.parametrize(
    ("fields", "words", "field"),
    [
        ({"name": "  "}, "请填写项目名称", "name"),
        ({"name": "某涉密工程"}, "涉密项目不得录入", "name"),
        ({"name": "长" * 201}, "最多200字，现有201字", "name"),
        ({"domain": "space"}, "“领域”没有“space”这一项", "domain"),
        ({"region_code": "43020"}, "应为6位数字", "region_code"),
        ({"longitude": Decimal(113)}, "要么都填，要么都不填", "longitude"),
        ({"longitude": Decimal(190), "latitude": Decimal(27)}, "经纬度超出范围", "longitude"),
        ({"begins_in": Month(2022, 1), "finishes_in": Month(2020, 1)}, "早于开始年月", "finishes_in"),
        ({"total_investment_wan": "一亿"}, "“总投资", "total_investment_wan"),
        ({"code": "2012-4302"}, "应为五段数字", "code"),
        ({"code": CODE, "pool": Pool.RESERVE}, "储备库项目还没有项目代码", "code"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_at_its_field(cast, fields, words, field):
    with refused(words, field):
        make.project(cast, **{"name": "甲厂房", **fields})
    assert Project.objects.count() == 0


def test_likely_duplicates_are_refused_unless_registered_with_a_reason(cast):
    make.project(cast, "株洲轨道交通产业园项目", place="渌口")
    act = {
        "by": cast.wang, "at": MAY, "name": "轨道交通产业园（一期）", "place": "渌口", "owner_unit": cast.owner,
        "total_investment_wan": Decimal(20000),
    }  # fmt: skip
    with refused("与“株洲轨道交通产业园项目”（ZZ-2020-0001）疑似重复：名称实质相同、业主相同、总投资相同", "name"):
        projects.register(cast.county, **act)
    with refused("写明理由", "reason"):
        projects.register(cast.county, **act, despite_duplicates=True)
    made = projects.register(cast.county, **act, despite_duplicates=True, reason="另一地块")
    assert made.internal_id == "ZZ-2020-0002"


def test_only_the_office_registers(cast):
    for person in (cast.li, cast.lin, cast.bu, cast.he, cast.shen, cast.guan):
        with refused("您的角色没有这项权限", kind=NotPermitted):
            make.project(cast, by=person)


def test_a_bundle_has_one_level_and_carries_no_plan(cast):
    bundle = make.project(cast, "城区老旧小区改造")
    child = make.project(cast, "荷叶塘小区改造", parent=bundle)
    with refused("打包只有一层", "parent"):
        make.project(cast, "三号楼改造", parent=child)
    with refused("年度计划请下达到各子项", "year"):
        make.plan(cast, bundle)
    assert make.plan(cast, child).project == child


def test_a_child_is_no_duplicate_of_its_bundle(cast):
    bundle = make.project(cast, "荷塘区老旧小区改造项目")
    assert make.project(cast, "荷塘区老旧小区改造项目", parent=bundle).parent == bundle


def test_a_project_with_a_plan_does_not_become_a_bundle(cast):
    project = make.project(cast)
    make.plan(cast, project)
    with refused("已有2020年计划，不能再作打包项目", "parent"):
        make.project(cast, parent=project)


# --- change ---


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "新名字"},
        {"total_investment_wan": Decimal(30000)},
        {"years": "2020-2023"},
        {"finishes_in": Month(2024, 1)},
    ],
)
def test_a_key_field_changes_only_with_a_reason(cast, changes):
    project = make.project(cast, years="2020-2022")
    with refused("须写明原因", "reason"):
        projects.change(project, by=cast.wang, at=MAY, **changes)
    projects.change(project, by=cast.wang, at=MAY, reason="方案变更", document="株发改〔2020〕5号", **changes)
    assert (project.profile.reason, project.profile.document) == ("方案变更", "株发改〔2020〕5号")


def test_a_change_keeps_what_was_known_before_and_tells_old_and_new(cast):
    project = make.project(cast, "老名字")
    projects.change(project, by=cast.wang, at=MAY, name="新名字", domain="industry", reason="批复更名")
    before = Profile.objects.known_at(make.moment(2020, 3, 1)).get(project=project)
    assert (before.name, Project.objects.get(pk=project.pk).name) == ("老名字", "新名字")
    assert queries.former_names(project) == ["老名字"]
    assert Entry.objects.get(verb="project.change").facts["changes"] == {
        "name": ["老名字", "新名字"],
        "domain": ["", "产业发展"],
    }


def test_a_change_that_changes_nothing_is_refused(cast):
    project = make.project(cast, domain="industry")
    with refused("没有任何改动"):
        projects.change(project, by=cast.wang, at=MAY, domain="industry", remark=" ")


def test_two_who_change_the_same_profile_do_not_overwrite_each_other(cast):
    project = make.project(cast)
    one, other = Project.objects.get(pk=project.pk), Project.objects.get(pk=project.pk)
    assert other.profile.pk == one.profile.pk
    projects.change(one, by=cast.wang, at=MAY, remark="一")
    with refused("刚刚已被他人更改", kind=Stale):
        projects.change(other, by=cast.wang, at=MAY, remark="二")


def test_the_same_key_changes_once(cast):
    from uuid import uuid4

    project, key = make.project(cast), uuid4()
    for _press in range(2):
        projects.change(project, by=cast.wang, at=MAY, key=key, remark="一次")
    assert Entry.objects.filter(verb="project.change").count() == 1


# --- codes ---


def test_a_project_has_several_codes_over_time_and_one_now(cast):
    project = make.project(cast, code=OLD_CODE)
    projects.assign_code(project, by=cast.wang, at=MAY, code=CODE, document="重新审批")
    assert list(project.codes.live().order_by("id").values_list("code", "form", "is_current")) == [
        (OLD_CODE, "old", False),
        (CODE, "new", True),
    ]
    assert {CODE, OLD_CODE} <= {*project.search.splitlines()}


def test_a_code_belongs_to_one_project(cast):
    make.project(cast, "甲厂房", code=CODE)
    other = make.project(cast)
    with refused("项目代码2012-430200-04-01-123456已属于“甲厂房”", "code"):
        projects.assign_code(other, by=cast.wang, at=MAY, code=CODE)


def test_a_project_in_reserve_has_no_code(cast):
    reserved = make.project(cast, pool=Pool.RESERVE)
    with refused("储备库项目还没有项目代码", "code"):
        projects.assign_code(reserved, by=cast.wang, at=MAY, code=CODE)
    coded = make.project(cast, code=CODE, pool=Pool.ROLLING, place="城东", duty_person="贺工")
    case = pools.propose(coded, by=cast.lin, at=MAY, into=Pool.RESERVE, grounds="退回储备")
    with refused("请先作废2012-430200-04-01-123456"):
        pools.admit(case, by=cast.wang, at=MAY, opinion="同意退回")


def test_a_voided_code_may_be_given_again(cast):
    project = make.project(cast, code=CODE)
    with refused("须写明原因", "reason"):
        projects.void_code(project.codes.get(), by=cast.wang, at=MAY, reason=" ")
    projects.void_code(project.codes.get(), by=cast.wang, at=MAY, reason="赋错")
    assert CODE not in Project.objects.get(pk=project.pk).search
    assert make.project(cast, code=CODE).codes.get().is_current


# --- names ---


def test_a_former_name_is_found_and_noted_once(cast):
    project = make.project(cast, "新厂房")
    projects.note_former_name(project, by=cast.wang, at=MAY, name="老厂房")
    assert list(queries.search(Project.objects.all(), "老厂房")) == [project]
    with refused("已经记过", "name"):
        projects.note_former_name(project, by=cast.wang, at=MAY, name="老厂房")
    with refused("就是现用名称", "name"):
        projects.note_former_name(project, by=cast.wang, at=MAY, name="新厂房")


def test_a_former_name_that_was_none_is_withdrawn_with_a_reason_and_kept_for_those_who_ask_as_of_before(cast):
    project, before = make.project(cast, "新厂房"), make.moment(2020, 5, 7)
    projects.note_former_name(project, by=cast.wang, at=MAY, name="别家厂房")
    noted = project.former_names.get()
    with refused("须写明原因", "reason"):
        projects.withdraw_former_name(noted, by=cast.wang, at=MAY, reason=" ")
    with refused("撤回曾用名", kind=NotPermitted):
        projects.withdraw_former_name(noted, by=cast.lin, at=MAY, reason="记错")
    projects.withdraw_former_name(noted, by=cast.wang, at=MAY, reason="导入时点错了项目")
    assert (queries.former_names(project), list(queries.search(Project.objects.all(), "别家厂房"))) == ([], [])
    entry = Entry.objects.get(verb="project.withdraw_former_name")
    assert (entry.project_id, entry.facts) == (project.pk, {"name": "别家厂房", "reason": "导入时点错了项目"})
    noted.refresh_from_db()
    assert (noted.name, noted.superseded_at) == ("别家厂房", entry.recorded_at)  # as it was, and until when it held
    with refused("已被", kind=Stale):
        projects.withdraw_former_name(project.former_names.get(), by=cast.wang, at=before, reason="再撤")
    projects.note_former_name(project, by=cast.wang, at=before, name="别家厂房")  # it may be noted again
    assert queries.former_names(project) == ["别家厂房"]


def test_a_withdrawn_former_name_makes_nobody_a_likely_duplicate(cast):
    name, place = "轨道交通智能运维与大功率牵引变流器产业化项目", "渌口"
    project = make.project(cast, name, place=place, former_names=[name.replace("与", "及")])

    def found():
        return [each.project for each in queries.likely_duplicates(name=name.replace("与", "及"), place=place)]

    assert found() == [project]
    projects.withdraw_former_name(project.former_names.get(), by=cast.wang, at=MAY, reason="记错")
    assert found() == []


def test_a_former_name_of_a_merged_project_stays_where_it_went(cast):
    survivor, merged = make.project(cast, "甲厂房"), make.project(cast, "乙厂房", former_names=["丙厂房"])
    projects.merge(merged, by=cast.wang, at=MAY, into=survivor, reason="重复录入")
    with refused("已并入"):
        projects.withdraw_former_name(merged.former_names.get(), by=cast.wang, at=MAY, reason="记错")


# --- merge ---


def test_a_merged_project_leaves_the_lists_and_its_names_and_codes_go_on(cast):
    survivor = make.project(cast, "甲厂房")
    twice = {"code": CODE, "former_names": ["甲车间"], "despite_duplicates": True, "reason": "误录"}
    merged = make.project(cast, "甲厂房一期", **twice)
    make.plan(cast, merged)
    projects.merge(merged, by=cast.wang, at=MAY, into=survivor, reason="重复录入")
    assert list(queries.visible_to(cast.wang)) == [survivor]
    assert queries.former_names(survivor) == ["甲厂房一期", "甲车间"]
    assert survivor.codes.live().get().code == CODE
    assert survivor.codes.live().get().is_current
    assert merged.plans.live().get().planned_wan == 12000  # its facts stay where they were written
    entry = Entry.objects.get(verb="project.merge")
    assert (entry.project_id, entry.facts["merged"], entry.facts["excluded_plan_years"]) == (
        survivor.pk, "甲厂房一期", [2020]
    )  # fmt: skip


def test_as_of_a_day_before_the_merger_both_still_stand(cast):
    survivor, merged = make.project(cast), make.project(cast)
    projects.merge(merged, by=cast.wang, at=MAY, into=survivor, reason="重复录入")
    assert set(queries.visible_to(cast.wang, make.moment(2020, 4, 1))) == {survivor, merged}
    assert list(queries.visible_to(cast.wang, make.moment(2020, 6, 1))) == [survivor]


def test_a_merger_that_makes_no_sense_is_refused(cast):
    one, other, bundle = make.project(cast), make.project(cast), make.project(cast)
    child = make.project(cast, parent=bundle)
    with refused("须写明理由", "reason"):
        projects.merge(one, by=cast.wang, at=MAY, into=other, reason="")
    with refused("不能并入自己", "into"):
        projects.merge(one, by=cast.wang, at=MAY, into=one, reason="重复")
    with refused("请先把子项逐个并案", "into"):
        projects.merge(bundle, by=cast.wang, at=MAY, into=one, reason="重复")
    with refused("子项与所属打包项目不能并案", "into"):
        projects.merge(child, by=cast.wang, at=MAY, into=bundle, reason="重复")
    projects.merge(one, by=cast.wang, at=MAY, into=other, reason="重复")
    with refused("已并入"):
        projects.merge(one, by=cast.wang, at=MAY, into=other, reason="重复")
    with refused("已并入"):
        make.plan(cast, one)


# --- shares and sources ---


def test_shares_sum_to_a_hundred_and_let_the_other_county_see(cast):
    project = make.project(cast)
    with refused("合计90%，应为100%", "parts"):
        projects.share(project, by=cast.wang, at=MAY, parts={cast.county: Decimal(60), cast.other_county: Decimal(30)})
    with refused("只能分摊到考核单元，渌江投资不是", "parts"):
        projects.share(project, by=cast.wang, at=MAY, parts={cast.owner: Decimal(100)})
    projects.share(project, by=cast.wang, at=MAY, parts={cast.county: Decimal(60), cast.other_county: Decimal(40)})
    assert set(project.shares.live().values_list("unit", "percent")) == {
        (cast.county.pk, 60),
        (cast.other_county.pk, 40),
    }
    with refused("没有改动", "parts"):
        projects.share(project, by=cast.wang, at=MAY, parts={cast.county: Decimal(60), cast.other_county: Decimal(40)})
    projects.share(project, by=cast.wang, at=make.moment(2020, 6, 1), parts={})
    assert project.shares.live().count() == 0
    assert project.shares.known_at(make.moment(2020, 5, 20)).count() == 2


def test_sources_are_kept_each_with_its_history(cast):
    project = make.project(cast)
    projects.set_sources(project, by=cast.wang, at=MAY, amounts={"central": Decimal(5000), "own": Decimal(15000)})
    june = make.moment(2020, 6, 1)
    projects.set_sources(project, by=cast.wang, at=june, amounts={"central": Decimal(6000)})
    assert dict(project.sources.live().values_list("source", "amount_wan")) == {"central": 6000}
    assert dict(project.sources.known_at(make.moment(2020, 5, 20)).values_list("source", "amount_wan")) == {
        "central": 5000,
        "own": 15000,
    }
    with refused("没有“lottery”这种资金来源", "amounts"):
        projects.set_sources(project, by=cast.wang, at=june, amounts={"lottery": Decimal(1)})
    with refused("中央不能为负数", "amounts"):
        projects.set_sources(project, by=cast.wang, at=june, amounts={"central": Decimal(-1)})


# --- tags, files, views, columns ---


def test_a_tag_is_data_given_and_taken_away(cast):
    project = make.project(cast)
    campaign = tag.register(None, by=cast.wang, at=MAY, name="奋战100天", kind="campaign", year=2020)
    tagging = projects.tag(project, by=cast.wang, at=MAY, tag=campaign)
    with refused("已有标签“奋战100天”", "tag"):
        projects.tag(project, by=cast.wang, at=MAY, tag=campaign)
    projects.untag(tagging, by=cast.wang, at=make.moment(2020, 6, 1))
    assert project.taggings.live().count() == 0
    with refused("已经有了", "name"):
        tag.register(None, by=cast.wang, at=MAY, name="奋战100天", kind="campaign")


def test_a_file_is_attached_once(cast):
    project = make.project(cast)
    file = evidence.keep(
        cast.owner, by=cast.li, at=MAY, name="批复.pdf", data=b"%PDF-1.4 x", media_type="application/pdf"
    )
    attachment = projects.attach(project, by=cast.li, at=MAY, file=file, title="")
    assert attachment.title == "批复.pdf"
    with refused("已经附在项目上", "file"):
        projects.attach(project, by=cast.li, at=MAY, file=file, title="再附")
    with refused("只能办理本单位的项目", kind=NotPermitted):
        projects.attach(project, by=cast.zhao, at=MAY, file=file, title="别家的")


def test_a_view_belongs_to_one_person(cast):
    saved = view.save(cast.li, by=cast.li, at=MAY, page="projects", name="滞后的", query="lag=yes")
    view.save(cast.li, by=cast.li, at=MAY, page="projects", name="滞后的", query="lag=half")
    assert SavedView.objects.get().query == "lag=half"
    with refused("只能删除自己的视图", kind=NotPermitted):
        view.drop(saved, by=cast.wang, at=MAY)
    with refused("只能保存自己的视图", kind=NotPermitted):
        view.save(cast.li, by=cast.wang, at=MAY, page="projects", name="别人的", query="")
    view.drop(saved, by=cast.li, at=MAY)
    assert SavedView.objects.count() == 0


def test_what_a_head_means_is_remembered(cast):
    for field in ("total_investment_wan", ""):
        column.map(cast.office, by=cast.wang, at=MAY, head="概算", kind="plan", field=field)
    assert ColumnMapping.objects.get().field == ""


# --- hand-over ---


def test_the_projects_a_leader_is_in_contact_with_go_over_and_history_keeps_the_old_name(cast):
    project = make.project(cast, contact_leader=cast.he)
    successor = persons.register(cast.office, by=cast.guan, at=MAY, name="陈副市长")
    persons.hand_over(cast.he, by=cast.wang, at=MAY, successor=successor)
    assert Project.objects.get(pk=project.pk).profile.contact_leader == successor
    assert Profile.objects.known_at(make.moment(2020, 4, 1)).get(project=project).contact_leader == cast.he


# --- what the database itself refuses ---


@pytest.mark.parametrize(
    "break_it",
    [
        lambda project: Project.objects.filter(pk=project.pk).update(parent=project),
        lambda project: Project.objects.filter(pk=project.pk).update(merged_into=project, merged_at=make.AT),
        lambda project: Project.objects.filter(pk=project.pk).update(merged_at=make.AT),
        lambda project: Profile.objects.create(project=project, name="又一份", recorded_at=make.AT),
        lambda project: Profile.objects.update(total_investment_wan=Decimal(-1)),
        lambda project: Profile.objects.update(region_code="43"),
        lambda project: Profile.objects.update(longitude=Decimal(113)),
        lambda project: Profile.objects.update(begins_in=Month(2021, 1), finishes_in=Month(2020, 1)),
        lambda project: project.codes.create(recorded_at=make.AT, code=CODE, form="new"),
        lambda project: project.shares.create(recorded_at=make.AT, unit=project.profile.assessed_unit, percent=0),
        lambda project: project.sources.create(recorded_at=make.AT, source="own", amount_wan=Decimal(-1)),
    ],
)
def test_the_database_refuses_what_no_command_would_write(cast, break_it):
    project = make.project(cast, code=OLD_CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it(project)
