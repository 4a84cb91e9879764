"""From a workbook to the ledger: matching, differences, openings, all or nothing, the same file twice."""

from decimal import Decimal
from io import BytesIO

import pytest

from tests import make
from tests.papers.tables import HEAD, PLAN_HEAD, PLAN_TITLE, row, table
from tests.papers.ugly import make as make_ugly
from tests.papers.ugly_files import write
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.models import AnnualPlan, ColumnMapping, Listing, Mark, PoolTerm, Project, StageMark
from yidan.people.models import Unit
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.queries import total, year_total
from yidan.progress.states import State
from yidan.web.papers.importing.applying import ImportRefused, apply
from yidan.web.papers.importing.preparing import prepare

AT = make.moment(2020, 6, 28)
MAY, JUNE = Month(2020, 5), Month(2020, 6)


def planned(cast, data, kind="dispatch", by=None, **given):
    return prepare(data, "6月调度表.csv", kind, by=by or cast.wang, at=AT, **given)


def imported(cast, data, kind="dispatch", by=None, good_rows_only=False, **given):
    plan = planned(cast, data, kind, by, **given)
    return apply(plan, by=by or cast.wang, at=AT, good_rows_only=good_rows_only)


def reasons(plan, severity=None):
    return [f.message for f in plan.findings if severity in (None, f.severity)]


def facts(project):
    return {(fact.span, fact.month): fact.invested_wan for fact in Progress.objects.live().filter(project=project)}


def test_a_dispatch_workbook_makes_an_empty_ledger_live(cast):
    done = imported(cast, table(row(), row("渌江二桥", month="1,200", year="７２００")))
    assert (done.created, done.updated, done.unchanged, done.held) == (2, 0, 0, 0)
    first, second = Project.objects.order_by("order")
    assert (first.name, second.name) == ("渌江新城", "渌江二桥")
    assert (first.profile.assessed_unit, first.profile.owner_unit) == (cast.county, cast.owner)
    assert first.profile.origin == "6月调度表.csv 6月调度表 第3行"
    assert first.profile.is_municipal_key
    assert first.plans.get().planned_wan == 12000
    assert facts(second) == {(Span.YEAR_OPENING, MAY): 6000, (Span.MONTH, JUNE): 1200}
    assert year_total([second.pk], JUNE) == 7200
    report = MonthlyReport.objects.get(project=first)
    assert (report.state, report.origin) == (State.ACCEPTED, "6月调度表.csv 6月调度表 第3行")


def test_a_plans_project_is_a_member_of_its_pool_since_the_day_that_the_table_says(cast):
    head = [*PLAN_HEAD, "纳入滚动库时间", "项目入库时间"]
    rows = [
        ["1", name, "渌江投资", "醴陵市", "2", "", "1.2", "2020.12", "封顶", rolling, entered]
        for name, rolling, entered in (
            ("渌江新城", "", "2019-11-05"), ("渌江二桥", "2019年8月1日", ""), ("陶瓷产业园", "", ""),
            ("花炮小镇", "", "2021-01-01"))
    ]  # fmt: skip
    plan = planned(cast, table(*rows, head=head, title=PLAN_TITLE), kind="plan")
    said = [(each.severity, each.cell, each.reason) for each in plan.findings if each.column in {9, 10}]
    assert said == [
        ("question", "K3", "没有写明是哪个库，按建设实施库登记"),
        ("question", "K6", "入库日期2021-01-01还没有到，未导入"),
    ]
    apply(plan, by=cast.wang, at=AT)
    terms = {each.project.name: (each.pool, str(each.since_on)) for each in PoolTerm.objects.live()}
    assert terms == {"渌江新城": ("construction", "2019-11-05"), "渌江二桥": ("rolling", "2019-08-01")}
    assert Project.objects.get(name_key="渌江二桥").profile.pool == "rolling"
    rows[0][-1] = "2019-12-20"
    again = planned(cast, table(*rows, head=head, title=PLAN_TITLE), kind="plan")
    assert [(each.cell, each.old, each.new) for line in again.rows for each in line.differences] == [
        ("K3", "2019-11-05", "2019-12-20")]  # fmt: skip
    apply(again, by=cast.wang, at=AT)
    assert str(PoolTerm.objects.live().get(pool="construction").since_on) == "2019-12-20"


def test_a_months_table_says_nothing_of_pools_and_such_a_column_is_reported(cast):
    plan = planned(cast, table([*row(), "2019-11-05"], head=[*HEAD, "入库时间"]))
    assert any("入库时间" in each.message for each in plan.findings)
    apply(plan, by=cast.wang, at=AT)
    assert not PoolTerm.objects.exists()


def test_the_same_file_twice_changes_nothing(cast):
    data = table(row(), row("渌江二桥"))
    imported(cast, data)
    entries = Entry.objects.count()
    done = imported(cast, data)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 2)
    assert Entry.objects.count() == entries


def test_earlier_months_are_one_opening_never_twelve_invented_months(cast):
    head = [*HEAD, "自开工累计(万元)"]
    imported(cast, table(row("渌江新城", "醴陵市", "渌江投资", 20000, 12000, 1000, 6000, 9500), head=head))
    project = Project.objects.get()
    assert facts(project) == {
        (Span.PRIOR_OPENING, Month(2019, 12)): 3500,
        (Span.YEAR_OPENING, MAY): 5000,
        (Span.MONTH, JUNE): 1000,
    }
    assert total([project.pk], JUNE) == 9500


def test_the_next_month_adds_only_itself(cast):
    imported(cast, table(row()))
    head = [*HEAD[:7], "1-7月累计完成(万元)"]
    plan = planned(cast, table(row(month=900, year=6900), head=head, title="2020年7月重点项目调度表"))
    assert reasons(plan) == []
    apply(plan, by=cast.wang, at=AT)
    assert facts(Project.objects.get())[Span.MONTH, Month(2020, 7)] == 900
    assert year_total([Project.objects.get().pk], Month(2020, 7)) == 6900


def test_a_cumulative_value_below_last_months_is_said_with_its_cell(cast):
    imported(cast, table(row()))
    head = [*HEAD[:7], "1-7月累计完成(万元)"]
    plan = planned(cast, table(row(month=900, year=5000), head=head, title="2020年7月重点项目调度表"))
    assert reasons(plan) == ["6月调度表 第3行 H列：1—7月累计5000 < 上月累计6000(台账，万元)"]


def test_months_the_ledger_knows_are_checked_not_overwritten(cast):
    project = make.project(cast, "渌江新城")
    make.plan(cast, project)
    for month in range(1, 6):
        make.accepted(cast, project, Month(2020, month), 1000)
    plan = planned(cast, table(row(month=1000, year=6500)))
    assert reasons(plan) == ["6月调度表 第3行 H列：1—6月累计6500 ≠ 上月累计5000(台账)+本月完成1000(万元)"]
    apply(plan, by=cast.wang, at=AT)
    assert year_total([project.pk], JUNE) == 6000


def test_a_correction_shows_the_difference_and_supersedes_the_fact(cast):
    imported(cast, table(row()))
    plan = planned(cast, table(row(total=21000, month=1100, year=6100)))
    differences = [(each.cell, each.label, each.old, each.new) for one in plan.rows for each in one.differences]
    assert differences == [("E3", "总投资(万元)", "20000", "21000"), ("G3", "2020-06完成投资", "1000", "1100")]
    assert plan.counts() == {"updated": 1}
    apply(plan, by=cast.wang, at=AT)
    project = Project.objects.get()
    assert project.profile.total_investment_wan == 21000
    assert facts(project)[Span.MONTH, JUNE] == 1100
    versions = Progress.objects.filter(project=project, span=Span.MONTH).order_by("id")
    assert [fact.invested_wan for fact in versions] == [1000, 1100]


def test_a_plan_is_not_changed_by_a_dispatch_table(cast):
    imported(cast, table(row()))
    plan = planned(cast, table(row(planned=9000)))
    assert reasons(plan) == ["6月调度表 第3行 F列：年度计划投资9000 ≠ 台账12000(万元)，未更改；调整计划请凭文件办理"]
    apply(plan, by=cast.wang, at=AT)
    assert AnnualPlan.objects.live().get().planned_wan == 12000


def test_one_bad_row_undoes_all_or_is_left_out(cast):
    data = table(row(), row("渌江二桥", total="一千万"))
    with pytest.raises(ImportRefused, match="第4行 E列"):
        imported(cast, data)
    assert Project.objects.count() == 0
    done = imported(cast, data, good_rows_only=True)
    assert (done.created, done.held) == (1, 1)
    mended = imported(cast, table(row(), row("渌江二桥", total=1000)))
    assert (mended.created, mended.unchanged) == (1, 1)


def test_a_refusal_of_a_command_leaves_no_trace(cast):
    data = table(row(), row("渌江" * 120))
    with pytest.raises(ImportRefused, match="全部未导入"):
        imported(cast, data)
    assert (Project.objects.count(), MonthlyReport.objects.count()) == (0, 0)
    done = imported(cast, data, good_rows_only=True)
    assert (done.created, done.held) == (1, 1)


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


def test_between_two_of_one_name_nothing_is_guessed(cast):
    for unit in (cast.county, cast.other_county):
        make.project(cast, "标准厂房", unit=unit, owner_unit=None, despite_duplicates=True, reason="两县各一")
    plan = planned(cast, table(row("标准厂房")))
    assert reasons(plan, "error") == [
        "6月调度表 第3行 B列：台账中有2个同名项目，凭业主不能确定是哪一个，请补填项目代码"
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


def test_a_classified_project_is_turned_away(cast):
    plan = planned(cast, table(row("某涉密项目")))
    assert "涉密项目不得录入本系统" in reasons(plan, "error")[0]


def test_started_is_recorded_once_and_contradictions_are_said(cast):
    head = [*HEAD, "实际开工"]
    one = ("渌江新城", "醴陵市", "渌江投资", 20000, 12000, 1000, 6000)
    imported(cast, table(row(*one, "2020年3月"), head=head))
    mark = StageMark.objects.get()
    assert (mark.mark, str(mark.happened_on)) == (Mark.STARTED, "2020-03-31")
    plan = planned(cast, table(row(*one, "2020年4月"), head=head))
    assert reasons(plan, "warning") == ["6月调度表 第3行 I列：开工2020-04-01—2020-04-30，台账为2020-03-31，未更改"]


# --- the annual plan ---


def plan_row(name="渌江新城", total="2.5", prior="0.35", planned="1.2", finish="2020年11月", goal="主体封顶"):
    return [1, name, "渌江投资", "醴陵市", total, prior, planned, finish, goal]


def test_a_plan_workbook_sets_the_years_plan_and_what_was_done_before(cast):
    rows = [
        ["一、产业发展项目(1个)"],
        ["1.续建项目"],
        plan_row(),
        ["二、社会民生项目"],
        ["1.新开工项目"],
        plan_row("渌江学校"),
    ]
    done = imported(cast, table(*rows, head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert done.created == 2
    first, second = AnnualPlan.objects.live().order_by("order")
    assert (first.planned_wan, first.listing, str(first.finishes_on)) == (12000, Listing.CONTINUING, "2020-11-30")
    assert (second.listing, second.project.profile.get_domain_display()) == (Listing.STARTING, "社会民生")
    assert first.project.profile.total_investment_wan == 25000
    assert facts(first.project) == {(Span.PRIOR_OPENING, Month(2019, 12)): 3500}


def test_a_plan_is_adjusted_with_the_document_and_keeps_the_original(cast):
    imported(cast, table(plan_row(), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    data = table(plan_row(planned="1.5", goal="完成投产"), head=PLAN_HEAD, title=PLAN_TITLE)
    imported(cast, data, kind="plan", document="株政办函〔2020〕12号")
    now = AnnualPlan.objects.live().get()
    assert (now.planned_wan, now.original_planned_wan, now.content) == (15000, 12000, "完成投产")
    assert (now.document, now.is_adjusted) == ("株政办函〔2020〕12号", True)


def test_a_changed_plan_leaves_its_monthly_split_behind_with_a_question(cast):
    project = make.project(cast, "渌江新城")
    split = {Month(2020, month): Decimal(1000) for month in range(1, 13)}
    plans.set(project, by=cast.wang, at=AT, year=2020, listing="continuing", planned_wan=Decimal(12000), months=split)
    plan = planned(cast, table(plan_row(planned="1.5"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert any("原分月计划不再适用" in reason for reason in reasons(plan, "question"))
    apply(plan, by=cast.wang, at=AT)
    assert list(AnnualPlan.objects.live().get().months.all()) == []


MONTHS = [f"{month}月" for month in range(1, 13)]


def split_table(*amounts, planned="1.2"):
    return table([*plan_row(planned=planned), *amounts], head=[*PLAN_HEAD, *MONTHS], title=PLAN_TITLE)


def split_of(plan):
    return {each.month.month: each.planned_wan for each in plan.months.all()}


def test_a_plans_months_come_in_as_its_split_and_the_same_again_changes_nothing(cast):
    imported(cast, split_table(*["0.1"] * 12), kind="plan")
    assert split_of(AnnualPlan.objects.live().get()) == dict.fromkeys(range(1, 13), 1000)
    again = planned(cast, split_table(*["0.1"] * 12), kind="plan")
    assert [row.outcome for row in again.rows] == ["unchanged"]
    silent = planned(cast, table(plan_row(), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert [row.outcome for row in silent.rows] == ["unchanged"]  # a table that says nothing of months takes none away


def test_another_split_is_an_adjustment_shown_month_by_month(cast):
    imported(cast, split_table(*["0.1"] * 12), kind="plan")
    data = split_table("0.2", None, *["0.1"] * 10)
    plan = planned(cast, data, kind="plan", document="株政办函〔2020〕12号")
    assert [(each.label, each.old, each.new) for each in plan.rows[0].differences] == [
        ("1月计划投资", "1000", "2000"), ("2月计划投资", "1000", ""),
    ]  # fmt: skip
    apply(plan, by=cast.wang, at=AT)
    now = AnnualPlan.objects.live().get()
    assert (split_of(now)[1], 2 in split_of(now), now.planned_wan, now.is_adjusted) == (2000, False, 12000, True)


def test_a_plan_and_its_split_change_together(cast):
    imported(cast, split_table(*["0.1"] * 12), kind="plan")
    imported(cast, split_table(*["0.2"] * 12, planned="2.4"), kind="plan", document="株政办函〔2020〕12号")
    now = AnnualPlan.objects.live().get()
    assert (now.planned_wan, split_of(now)) == (24000, dict.fromkeys(range(1, 13), 2000))


def test_a_split_that_does_not_add_up_is_said_and_the_plan_comes_in_without_it(cast):
    plan = planned(cast, split_table(*["0.1"] * 11, "0.3"), kind="plan")
    assert [each for each in reasons(plan, "warning") if "分月" in each] == [
        "6月调度表 第3行 J列：分月计划合计14000 ≠ 年度计划12000(万元)，分月计划未导入；改成相等后可再导入"
    ]
    apply(plan, by=cast.wang, at=AT)
    assert (AnnualPlan.objects.live().get().planned_wan, split_of(AnnualPlan.objects.live().get())) == (12000, {})


def test_what_the_ledger_counts_itself_is_not_overwritten_by_a_prior_sum(cast):
    project = make.project(cast, "渌江新城")
    make.accepted(cast, project, Month(2019, 12), 800)
    plan = planned(cast, table(plan_row(), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert any("截至2019年底累计3500 ≠ 台账800" in reason for reason in reasons(plan, "warning"))
    apply(plan, by=cast.wang, at=AT)
    assert facts(project) == {(Span.MONTH, Month(2019, 12)): 800}


# --- who may ---


def test_an_owners_import_goes_the_way_of_review(cast):
    mine = make.project(cast, "渌江新城")
    make.plan(cast, mine)
    make.project(cast, "攸州大道", unit=cast.other_county, owner_unit=cast.other_owner)
    head = [*HEAD, "形象进度", "存在问题"]
    data = table(
        row("渌江新城", "醴陵市", "渌江投资", 99999, 12000, 1000, 1000, "主体封顶", "征地拆迁未完成"),
        row("攸州大道", "攸县", "攸州投资", 1, 1, 1, 1, "路基", ""),
        head=head,
    )
    plan = planned(cast, data, by=cast.li)
    assert plan.goes_to_review
    assert reasons(plan, "error") == [
        "6月调度表 第4行 B列：台账中没有这个项目(或不属于您的单位)，登记入库由市项目办办理"
    ]
    apply(plan, by=cast.li, at=AT, good_rows_only=True)
    report = MonthlyReport.objects.get()
    assert (report.project, report.state, report.invested_wan) == (mine, State.SUBMITTED, 1000)
    assert report.physical_progress == "主体封顶"
    assert Progress.objects.count() == 0
    mine.refresh_from_db()
    assert mine.profile.total_investment_wan == 20000


def test_a_plan_workbook_is_the_offices_and_a_leader_imports_nothing(cast):
    data = table(plan_row(), head=PLAN_HEAD, title=PLAN_TITLE)
    for person, kind in ((cast.li, "plan"), (cast.lin, "plan"), (cast.he, "dispatch"), (cast.shen, "dispatch")):
        with pytest.raises(NotPermitted):
            planned(cast, data, kind=kind, by=person)


# --- the corpus ---


def test_a_mapping_given_by_hand_is_remembered(cast):
    head = [*HEAD[:4], "项目总金额", *HEAD[5:]]
    data = table(row(total=200_000_000), head=head)
    imported(cast, data, mapping={"项目总金额": "total_investment@元"})
    assert ColumnMapping.objects.get().field == "total_investment@元"
    assert Project.objects.get().profile.total_investment_wan == 20000
    again = planned(cast, data)
    assert again.reading.unknown_heads() == []
    assert again.counts() == {"unchanged": 1}


@pytest.mark.parametrize("seed", [0, 2, 4, 11, 13, 19])
def test_ugly_workbooks_are_imported_whole_and_a_second_time_change_nothing(cast, seed):
    made = make_ugly(seed)
    data = write(made)
    wanted = sum(len(paper.truth) for paper in made.papers)
    plan = prepare(data, "丑表.xlsx", made.kind, by=cast.wang, at=AT)
    assert plan.counts() == {"created": wanted}
    apply(plan, by=cast.wang, at=AT)
    assert Project.objects.count() == wanted
    names = [truth["name"] for paper in made.papers for _row, truth in sorted(paper.truth.items())]
    stored = list(Project.objects.order_by("order").values_list("profile__name", flat=True))
    assert [name.replace("（", "(").replace("）", ")") for name in stored] == names
    again = prepare(data, "丑表.xlsx", made.kind, by=cast.wang, at=AT)
    assert again.counts() == {"unchanged": wanted}


def test_a_month_says_nothing_against_a_day_within_it(cast):
    imported(cast, table(plan_row(finish="2020年11月10日"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    same = planned(cast, table(plan_row(finish="2020.11"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert same.counts() == {"unchanged": 1}
    later = planned(cast, table(plan_row(finish="2020.12"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert [(each.label, each.new) for each in later.rows[0].differences] == [("计划竣工时间", "2020-12-31")]


def test_a_months_plan_that_the_ledger_has_is_no_question(cast):
    project = make.project(cast, "渌江新城")
    split = {Month(2020, month): Decimal(1000) for month in range(1, 13)}
    plans.set(project, by=cast.wang, at=AT, year=2020, listing="continuing", planned_wan=Decimal(12000), months=split)
    head = [*HEAD, "本月计划(万元)"]
    one = ("渌江新城", "醴陵市", "渌江投资", 20000, 12000, 1000, 6000)
    assert reasons(planned(cast, table(row(*one, 1000), head=head))) == []
    asked = reasons(planned(cast, table(row(*one, 900), head=head)))
    assert asked == ["6月调度表 I列：“本月计划”不单独入账：分月计划须与年度计划相符，请在年度计划中下达"]


def test_of_several_months_in_one_book_the_person_says_which(cast):
    rows = [[f"{n}月", "渌江新城", "醴陵市", "渌江投资", 20000, 12000, 1000, 1000 * n] for n in (5, 6)]
    data = table(*rows, head=["月份", *HEAD[1:6], "当月完成投资(万元)", "年度累计完成投资(万元)"], title="2020年台账")
    with pytest.raises(Invalid, match="工作簿里有2020-05、2020-06几个月的数，请指明导入哪个月"):
        planned(cast, data)
    imported(cast, data, month=JUNE)
    assert facts(Project.objects.get()) == {(Span.YEAR_OPENING, MAY): 5000, (Span.MONTH, JUNE): 1000}


# --- bundles ---


def bundle():
    """A bundle's row, its parts, and a project beside it."""
    return table(
        row("农村公路（打包）", "醴陵市", "渌江投资", 90000, 30000, 2000, 10000),
        ["1-1", "网岭公路", "", "渌江投资", 40000, 15000, 900, 6000],
        ["1-2", "皇图岭公路", "醴陵市", "渌江投资", 50000, 15000, 1100, 4000],
        [2, *row()[1:]],
    )


def test_a_bundle_is_registered_with_its_parts_and_counted_once(cast):
    data = bundle()
    plan = planned(cast, data)
    said = "6月调度表 第3行 B列：按打包项目读取，含2个子项；计划和投资记在各子项上，本行金额不另计"
    assert (said in reasons(plan, "question"), reasons(plan, "error"), reasons(plan, "warning")) == (True, [], [])
    apply(plan, by=cast.wang, at=AT)
    whole = Project.objects.get(profile__name="农村公路（打包）")
    assert {str(each) for each in whole.children.all()} == {"网岭公路", "皇图岭公路"}
    assert (whole.plans.count(), facts(whole), whole.profile.total_investment_wan) == (0, {}, 90000)
    assert {child.profile.assessed_unit for child in whole.children.all()} == {cast.county}
    everything = list(Project.objects.values_list("pk", flat=True))
    assert (year_total(everything, JUNE), AnnualPlan.objects.live().count()) == (16000, 3)
    again = planned(cast, data)
    assert again.counts() == {"unchanged": 4}


def test_next_months_bundle_finds_its_parts_and_a_new_part_joins_it(cast):
    imported(cast, bundle())
    head = [*HEAD[:7], "1-7月累计完成(万元)"]
    whole = row("农村公路（打包）", "醴陵市", "渌江投资", 90000, 30000, 1500, 11500)
    rows = [
        ["1-1", "网岭公路", "", "渌江投资", 40000, 15000, 500, 6500],
        ["1-3", "黄丰桥公路", "", "渌江投资", 900, 300, 40, 90],
    ]
    done = imported(cast, table(whole, *rows, head=head, title="2020年7月重点项目调度表"))
    assert (done.created, done.updated) == (1, 1)
    parent = Project.objects.get(profile__name="黄丰桥公路").parent
    assert parent == Project.objects.get(profile__name="农村公路（打包）")


def test_what_the_ledger_holds_as_one_project_is_not_taken_apart_by_a_table(cast):
    imported(cast, table(row("农村公路（打包）", "醴陵市", "渌江投资", 90000, 30000, 2000, 10000)))
    plan = planned(cast, bundle())
    why = "“农村公路（打包）”已有2020年计划，不能再作打包项目：计划和月报都在子项上。本行未导入"
    assert reasons(plan, "warning") == [f"6月调度表 第{number}行 B列：{why}" for number in (4, 5)]
    assert plan.counts() == {"unchanged": 1, "held": 2, "created": 1}
    apply(plan, by=cast.wang, at=AT)
    assert year_total(list(Project.objects.values_list("pk", flat=True)), JUNE) == 16000


def test_a_bundle_of_no_county_holds_its_parts_too(cast):
    whole = row("农村公路（打包）", "市住建局", "渌江投资", 90000, 30000, 2000, 10000)
    plan = planned(cast, table(whole, ["1-1", "网岭公路", "醴陵市", "渌江投资", 40000, 15000, 900, 6000]))
    assert plan.counts() == {"held": 2}
    assert "6月调度表 第4行 B列：所属的打包项目“农村公路（打包）”没有导入，子项一并未导入" in reasons(plan, "warning")
    done = imported(
        cast, table(whole, ["1-1", "网岭公路", "醴陵市", "渌江投资", 40000, 15000, 900, 6000]), unit=cast.county
    )
    assert done.created == 2


def test_a_bundle_that_is_held_back_holds_its_parts(cast):
    whole = row("农村公路（打包）", "醴陵市", "渌江投资", "九亿", 30000, 2000, 10000)
    data = table(whole, ["1-1", "网岭公路", "醴陵市", "渌江投资", 40000, 15000, 900, 6000], [2, *row()[1:]])
    done = imported(cast, data, good_rows_only=True)
    assert (done.created, done.held, Project.objects.count()) == (1, 2, 1)


# --- the same project twice ---


def at_names(plan):
    return [f.message for f in plan.findings if f.column == 1]


def test_a_project_that_comes_twice_is_said_once_and_the_same_again_holds_nothing_up(cast):
    again = planned(cast, table(row(), row("渌江二桥"), [3, *row()[1:]]))
    assert at_names(again) == ["6月调度表 第5行 B列：与6月调度表 第3行是同一项目，内容相同，只导入一次"]
    assert again.counts() == {"created": 2, "held": 1}
    other = planned(cast, table(row(), row("渌江二桥"), row(month=1200, year=6200)))
    assert at_names(other) == [
        "6月调度表 第5行 B列：与6月调度表 第3行是同一项目“渌江新城”，而本月完成投资不同(1000、1200)，请只留一行"
    ]
    assert other.counts() == {"created": 2, "held": 1}
    imported(cast, table(row()))
    known = planned(cast, table(row(), row()))
    assert at_names(known) == ["6月调度表 第4行 B列：与6月调度表 第3行是同一项目，内容相同，只导入一次"]


def test_a_book_with_a_summary_and_a_sheet_a_county_comes_in_whole(cast):
    from yidan.web.papers.workbook.grid import Book, Sheet
    from yidan.web.papers.workbook.reading import read_sheets

    summary = [
        ["2020年6月重点项目汇总表"],
        ["县市区", "项目个数", "总投资(亿元)", "年度计划(亿元)"],
        ["醴陵市", 1, 2, 1.2],
    ]
    sheets = [Sheet("汇总", summary), Sheet("醴陵市", [["2020年6月调度表"], HEAD, row()])]
    reading = read_sheets(Book("xlsx", sheets), "dispatch")
    assert [(f.severity, f.message) for f in reading.findings] == [
        ("warning", "汇总：没有“项目名称”列，按汇总统计表对待，未导入；如是项目表，请手工指定哪一列是项目名称")
    ]
    assert [len(sheet.projects) for sheet in reading.sheets] == [0, 1]
    alone = read_sheets(Book("xlsx", sheets[:1]), "dispatch")
    assert [f.severity for f in alone.findings] == ["error"]


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
    plan = planned(cast, table(row(name.replace("与", "及")), row("渌江二桥")))
    assert at_names(plan) == [
        f"6月调度表 第3行 B列：与台账“{name}”({Project.objects.first().internal_id})疑似重复，"
        "仍作为新项目登记；确属同一项目的请先改成一致"
    ]
    both = planned(cast, table(row(name), row(name.replace("与", "及"), owner="别的公司", total=999)))
    assert at_names(both) == []


def test_a_county_that_only_the_title_names_is_its_projects(cast):
    data = table(row(unit="市住建局"), title="醴陵市2020年6月重点项目调度表")
    imported(cast, data)
    assert Project.objects.get().profile.assessed_unit == cast.county


def test_a_second_sheet_that_says_more_of_a_project_joins_its_first_row(cast):
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (
            ("投资", [["2020年6月调度表"], HEAD, row(), row("渌江二桥")]),
            (
                "进度",
                [
                    ["2020年6月形象进度表"],
                    ["序号", "项目名称", "形象进度", "存在问题"],
                    [1, "渌江新城", "主体封顶", "征地"],
                ],
            ),
        ):
            sheet = book.add_worksheet(name)
            for number, line in enumerate(rows):
                sheet.write_row(number, 0, line)
    plan = prepare(out.getvalue(), "6月.xlsx", "dispatch", by=cast.wang, at=AT)
    assert at_names(plan) == ["进度 第3行 B列：与投资 第3行是同一项目，本行的形象进度、存在问题并入该行"]
    assert apply(plan, by=cast.wang, at=AT).created == 2
    report = MonthlyReport.objects.get(project__profile__name="渌江新城")
    assert (report.invested_wan, report.physical_progress, report.problems) == (1000, "主体封顶", "征地")
    assert prepare(out.getvalue(), "6月.xlsx", "dispatch", by=cast.wang, at=AT).counts() == {"unchanged": 2, "held": 1}


def test_of_two_new_projects_of_one_name_a_row_without_owner_is_neither(cast):
    plan = planned(cast, table(row(), row(owner="别的公司"), row(owner="")))
    assert plan.counts() == {"created": 2, "held": 1}
    assert "6月调度表 第5行 B列：表中有2个同名项目，本行没有写业主，不能确定是哪一个，请补填业主" in reasons(
        plan, "error"
    )
