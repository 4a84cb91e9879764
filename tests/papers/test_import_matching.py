"""Which project a row means: by code, name, former name, owner; marks on names, likely duplicates; whose it is."""

from tests import make
from tests.papers.importing import AT, at_names, imported, planned, reasons
from tests.papers.tables import HEAD, row, table
from yidan.ledger.models import AnnualPlan, Listing, Project
from yidan.people.models import Unit
from yidan.web.papers.importing.applying import apply


def test_a_project_is_matched_by_code_before_its_name(cast):
    head = [*HEAD, "项目代码"]
    code = "2012-430281-04-01-123456"
    project = make.project(cast, "渌江新城", code=code)
    plan = planned(cast, table(row("渌江新城一期", "醴陵市", "渌江投资", 20000, 12000, 1000, 6000, code), head=head))
    assert plan.rows[0].project == project
    assert [(each.label, each.new) for each in plan.rows[0].differences][:1] == [("项目名称", "渌江新城一期")]


def test_former_names_are_known(cast):
    project = make.project(cast, "渌江新城", former_names=["渌江新区"])
    plan = planned(cast, table(row("渌江新区")))
    assert plan.rows[0].project == project
    assert "项目名称" not in [each.label for each in plan.rows[0].differences]  # it keeps the name that it has now


def test_between_two_of_one_name_nothing_is_guessed(cast):
    for unit in (cast.county, cast.other_county):
        make.project(cast, "标准厂房", unit=unit, owner_unit=None, despite_duplicates=True, reason="两县各一")
    plan = planned(cast, table(row("标准厂房")))
    assert reasons(plan, "error") == [
        "6月调度表 第3行 B列：台账中有2个同名项目，凭业主不能确定是哪一个，请补填项目代码；"
        "或在页面上点选是哪一个，命令行加 --same '6月调度表!B3=项目编号'"
    ]
    assert plan.counts() == {"held": 1}


def test_the_owner_decides_between_two_of_one_name(cast):
    make.project(cast, "标准厂房")
    other = make.project(
        cast,
        "标准厂房",
        unit=cast.other_county,
        owner_unit=cast.other_owner,
        despite_duplicates=True,
        reason="两县各一",
    )
    plan = planned(cast, table(row("标准厂房", "攸县", "攸州投资")))
    assert plan.rows[0].project == other


def test_a_classified_project_is_turned_away(cast):
    plan = planned(cast, table(row("某涉密项目")))
    assert "涉密项目不得录入本系统" in reasons(plan, "error")[0]


# --- names as tables dress them ---


def test_marks_on_a_name_are_not_part_of_it(cast):
    imported(cast, table(row(), row("渌江二桥"), row("陶瓷产业园（续建）")))
    assert [str(each) for each in Project.objects.order_by("order")] == ["渌江新城", "渌江二桥", "陶瓷产业园"]
    assert AnnualPlan.objects.get(project__profile__name="陶瓷产业园").listing == Listing.CONTINUING
    plan = planned(
        cast, table(row("渌江新城（续建）"), row("★渌江二桥"), row("陶瓷产业园*"), row("★★渌江学校(新开工项目)"))
    )
    assert plan.counts() == {"unchanged": 3, "created": 1}
    assert [each for one in plan.rows for each in one.differences] == []
    assert at_names(plan) == [
        "6月调度表 B列：第3、4、5、6行的项目名称带有(续建)、★等记号，按不带记号的名称对应台账，请确认"
    ]


def test_a_name_changed_by_a_word_is_said_to_be_likely_the_same(cast):
    name = "轨道交通智能运维与大功率牵引变流器产业化项目"
    imported(cast, table(row(name), row("渌江二桥")))
    number = Project.objects.first().internal_id
    plan = planned(cast, table(row(name.replace("与", "及")), row("渌江二桥")))
    assert at_names(plan) == [
        f"6月调度表 第3行 B列：与台账“{name}”({number})疑似重复，没有说明是不是它，作为新项目登记；"
        f"是它请在页面上点选或加 --same '6月调度表!B3={number}'，不是写 --same '6月调度表!B3=new'"
    ]
    both = planned(cast, table(row(name), row(name.replace("与", "及"), owner="别的公司", total=999)))
    assert at_names(both) == []


# --- the units that a row names ---


def test_unknown_units_are_registered_with_the_import(cast):
    plan = planned(cast, table(row(owner="株洲新公司", unit="荷塘区")))
    assert [(unit.name, unit.is_assessed) for unit in plan.new_units] == [("株洲新公司", False), ("荷塘区", True)]
    apply(plan, by=cast.wang, at=AT)
    assert Project.objects.get().profile.assessed_unit == Unit.objects.get(name="荷塘区", is_assessed=True)


def test_a_row_of_no_county_waits_for_the_unit_to_be_named(cast):
    data = table(row(unit="市住建局"))
    assert planned(cast, data).counts() == {"held": 1}
    done = imported(cast, data, unit=cast.county)
    assert done.created == 1
    assert Project.objects.get().profile.responsible_unit == cast.bureau


def test_a_county_that_only_the_title_names_is_its_projects(cast):
    data = table(row(unit="市住建局"), title="醴陵市2020年6月重点项目调度表")
    imported(cast, data)
    assert Project.objects.get().profile.assessed_unit == cast.county
