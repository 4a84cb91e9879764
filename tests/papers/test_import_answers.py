"""A person says which project a row is, or that it is a new one: before anything is written, and for good."""

from decimal import Decimal

import pytest

from tests import make
from tests.papers.importing import AT, at_names, imported, planned, reasons
from tests.papers.tables import HEAD, row, table
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import project as projects
from yidan.ledger.models import FormerName, Project
from yidan.ledger.queries import former_names
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State
from yidan.web.papers.importing.applying import apply

NAME = "轨道交通智能运维与大功率牵引变流器产业化项目"
OTHER = NAME.replace("与", "及")


@pytest.fixture
def known(cast):
    """The project that the workbook calls by another name."""
    imported(cast, table(row(NAME)))
    return Project.objects.get()


def test_a_row_said_to_be_a_project_is_that_one_and_its_name_is_known_from_then_on(cast, known):
    data = table(row(OTHER, total=21000), row("渌江二桥"))
    plan = planned(cast, data, same=[f"6月调度表!B3={known.internal_id}"])
    assert plan.counts() == {"updated": 1, "created": 1}
    assert [(each.cell, each.label, each.old, each.new) for each in plan.rows[0].differences] == [
        ("B3", "曾用名", "", OTHER), ("E3", "总投资(万元)", "20000", "21000"),
    ]  # fmt: skip
    assert at_names(plan) == []
    apply(plan, by=cast.wang, at=AT)
    known.refresh_from_db()
    assert (known.name, former_names(known), known.profile.total_investment_wan) == (NAME, [OTHER], 21000)
    noted = Entry.objects.get(verb=Verb.PROJECT_NOTE_FORMER_NAME.value)
    assert noted.facts == {"name": OTHER, "origin": "6月调度表.csv 6月调度表 第3行"}
    assert planned(cast, data).counts() == {"unchanged": 2}
    assert planned(cast, data, same=[f"6月调度表!3={known.internal_id}"]).counts() == {"unchanged": 2}
    head = [*HEAD[:7], "1-7月累计完成(万元)"]
    july = table(row(OTHER, total=21000, month=900, year=6900), head=head, title="2020年7月重点项目调度表")
    plan = planned(cast, july)
    assert (plan.rows[0].project, plan.counts()) == (known, {"updated": 1})
    assert reasons(plan) == ["6月调度表 B列：第3行用的是曾用名，对应台账的现用名，名称不改"]


def test_a_row_said_to_be_new_is_registered_without_a_warning_and_with_what_was_said(cast, known):
    data = table(row(OTHER))
    plan = planned(cast, data, same=["6月调度表!3=new"])
    assert (at_names(plan), plan.counts()) == ([], {"created": 1})
    assert [(doubt.row.name, doubt.likely, doubt.answer) for doubt in plan.doubts] == [(OTHER, [known], "new")]
    apply(plan, by=cast.wang, at=AT)
    entry = Entry.objects.filter(verb=Verb.PROJECT_REGISTER.value).order_by("id").last()
    assert entry.facts["reason"].endswith(f"第3行；经办说明是新项目，不是“{NAME}”({known.internal_id})")
    assert planned(cast, data).counts() == {"unchanged": 1}
    again = planned(cast, data, same=["6月调度表!3=new"])
    made = Project.objects.get(profile__name=OTHER)
    assert again.counts() == {"unchanged": 1}
    assert at_names(again) == [f"6月调度表 第3行 B列：台账中已有“{OTHER}”({made.internal_id})，按它导入，没有另行登记"]


def test_what_is_not_answered_is_registered_and_asked_about_with_what_to_write(cast, known):
    plan = planned(cast, table(row(OTHER)))
    assert plan.counts() == {"created": 1}
    assert plan.as_json()["doubts"] == [
        {
            "cell": "6月调度表!B3", "name": OTHER, "answer": "",
            "likely": [{"number": known.internal_id, "name": NAME}],
        }
    ]  # fmt: skip
    apply(plan, by=cast.wang, at=AT)
    assert (Project.objects.count(), FormerName.objects.count()) == (2, 0)


def test_of_several_of_one_name_a_person_says_which(cast):
    one, other = (
        make.project(cast, "标准厂房", unit=unit, despite_duplicates=True, reason="两县各一")
        for unit in (cast.county, cast.other_county)
    )  # of one owner, so that it does not decide
    data = table(row("标准厂房"))
    asked = planned(cast, data)
    assert (asked.counts(), [doubt.likely for doubt in asked.doubts]) == ({"held": 1}, [[one, other]])
    plan = planned(cast, data, same=[f"B3={other.internal_id}"])
    assert (plan.rows[0].project, reasons(plan, "error")) == (other, [])
    apply(plan, by=cast.wang, at=AT)
    assert FormerName.objects.count() == 0  # its name is no other name
    again = planned(cast, data)  # what was said of this file's row is not asked twice
    assert (again.rows[0].project, again.counts(), again.errors, again.doubts) == (other, {"unchanged": 1}, [], [])
    assert planned(cast, table(row("标准厂房", month=1001))).counts() == {"held": 1}  # of another file it is


def test_a_withdrawn_former_name_is_taken_for_the_project_no_more_and_the_same_file_can_be_said_anew(cast, known):
    data = table(row(OTHER, total=21000), row("渌江二桥"))
    imported(cast, data, same=[f"3={known.internal_id}"])
    noted = FormerName.objects.get()
    projects.withdraw_former_name(noted, by=cast.wang, at=AT, reason="不是一个项目")
    asked = planned(cast, data)
    assert ([doubt.row.name for doubt in asked.doubts], asked.counts()) == ([OTHER], {"created": 1, "unchanged": 1})
    imported(cast, data, same=["3=new"])
    made = Project.objects.get(profile__name=OTHER)
    assert (made.profile.total_investment_wan, former_names(known)) == (21000, [])
    assert planned(cast, data).counts() == {"unchanged": 2}
    projects.change(made, by=cast.wang, at=AT, total_investment_wan=Decimal(22000), reason="核定")
    assert planned(cast, data).counts() == {"unchanged": 2}  # what this file said is said already


def test_of_several_of_one_name_what_was_said_holds_only_as_long_as_it_is_called_so(cast, known):
    for unit in (cast.county, cast.other_county):
        make.project(cast, "标准厂房", unit=unit, despite_duplicates=True, reason="两县各一")
    data = table(row("标准厂房"))
    imported(cast, data, same=[f"3={known.internal_id}"])
    assert planned(cast, data).rows[0].project == known
    projects.withdraw_former_name(FormerName.objects.get(), by=cast.wang, at=AT, reason="不是一个项目")
    assert (planned(cast, data).rows[0].project, planned(cast, data).counts()) == (None, {"held": 1})


def test_a_second_row_of_that_name_is_meant_too(cast, known):
    plan = planned(cast, table(row(OTHER), row(OTHER)), same=[f"3={known.internal_id}"])
    assert (plan.rows[0].project, plan.counts()) == (known, {"updated": 1, "held": 1})
    assert at_names(plan) == ["6月调度表 第4行 B列：与6月调度表 第3行是同一项目，内容相同，只导入一次"]


# --- what is refused ---


def test_two_rows_cannot_be_one_project(cast, known):
    plan = planned(cast, table(row(OTHER), row("别的厂")), same=[f"3={known.internal_id}", f"4={known.internal_id}"])
    assert reasons(plan, "error") == [
        f"6月调度表 第4行 B列：说是台账“{NAME}”({known.internal_id})，"
        "而6月调度表 第3行已是这个项目，请只留一行或另作说明"
    ]


def test_a_project_that_another_row_names_is_not_given_away_wherever_that_row_stands(cast, known):
    for rows, answered in (((row(OTHER), row(NAME)), 3), ((row(NAME), row(OTHER)), 4)):
        plan = planned(cast, table(*rows), same=[f"{answered}={known.internal_id}"])
        assert [each.row for each in plan.errors] == [answered]
        assert "已是这个项目，请只留一行或另作说明" in plan.errors[0].reason
        assert [one.project for one in plan.rows if one.outcome != "held"] == [known]


def test_a_row_that_is_a_project_by_its_own_name_is_no_other(cast, known):
    other = make.project(cast, "渌江二桥")
    plan = planned(cast, table(row(NAME)), same=[f"3={other.internal_id}"])
    assert reasons(plan, "error") == [
        f"6月调度表 第3行 B列：按项目代码或名称就是台账“{NAME}”({known.internal_id})，"
        f"与“3={other.internal_id}”不符，请核对后再说明"
    ]


def test_a_project_that_one_does_not_see_is_not_there(cast, known):
    plan = planned(cast, table(row(OTHER)), same=["3=ZZ-2020-9999"])
    assert reasons(plan, "error") == [
        "6月调度表 第3行 B列：没有编号或代码是“ZZ-2020-9999”的项目，请核对“3=ZZ-2020-9999”"
    ]
    hidden = make.project(cast, "别家厂房", unit=cast.other_county, owner_unit=cast.other_owner)
    plan = planned(cast, table(row(OTHER)), by=cast.li, same=[f"3={hidden.internal_id}"])
    assert reasons(plan, "error") == [
        f"6月调度表 第3行 B列：没有编号或代码是“{hidden.internal_id}”的项目，请核对“3={hidden.internal_id}”"
    ]


def test_an_owner_says_which_project_a_row_is_and_it_goes_to_review_without_a_new_name(cast):
    known = make.project(cast, NAME)
    make.plan(cast, known)
    head = [*HEAD, "形象进度", "存在问题"]
    data = table([*row(OTHER), "主体封顶", "征地拆迁未完成"], [*row("渌江二桥"), "", ""], head=head)
    asked = planned(cast, data, by=cast.li)
    assert ([(doubt.row.name, doubt.likely) for doubt in asked.doubts], asked.counts()) == (
        [(OTHER, [known])], {"held": 2},
    )  # fmt: skip
    plan = planned(cast, data, by=cast.li, same=[f"3={known.internal_id}"])
    assert (plan.rows[0].project, plan.rows[0].outcome, plan.counts()["held"]) == (known, "updated", 1)
    assert at_names(plan)[0] == (
        f"6月调度表 第3行 B列：按您的说明就是台账“{NAME}”({known.internal_id})；要以后的表不再问，请市项目办补记曾用名"
    )
    apply(plan, by=cast.li, at=AT, good_rows_only=True)
    report = MonthlyReport.objects.get()
    assert (report.project, report.state, FormerName.objects.count()) == (known, State.SUBMITTED, 0)
    never = planned(cast, data, by=cast.li, same=["3=new"])
    assert never.counts() == {"held": 2}
    assert any("登记入库由市项目办办理" in reason for reason in reasons(never, "error"))


def test_a_row_that_cannot_be_read_is_not_asked_about_where_nothing_new_comes_in(cast, known):
    data = table(row(NAME, total="一千万"), row(OTHER, total="一千万"))
    assert planned(cast, data, by=cast.li).doubts == []


@pytest.mark.parametrize(
    ("same", "why"),
    [
        (["3"], "“3”应写作 附表1!3=ZZ-2020-0001"),
        (["99=new"], "“99=new”说的不是工作簿里的一个项目行"),
        (["别的表!3=new"], "说的不是工作簿里的一个项目行"),
        (["A3=new"], "说的不是工作簿里的一个项目行"),
        (["3=new", "1!B3=ZZ-2020-0001"], "说的是同一行，请只留一个"),
    ],
)
def test_an_answer_to_no_row_is_refused_before_anything_is_read_into_it(cast, known, same, why):
    with pytest.raises(Invalid, match=why):
        planned(cast, table(row(OTHER)), same=same)
