"""A year's plan comes in: what it sets, how it is adjusted, its months, the pools it names."""

from decimal import Decimal

from tests import make
from tests.papers.importing import AT, facts, imported, plan_row, planned, reasons
from tests.papers.tables import PLAN_HEAD, PLAN_TITLE, table
from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.models import AnnualPlan, Listing, PoolTerm, Project
from yidan.progress.models import Span
from yidan.web.papers.importing.applying import apply


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


def test_what_the_ledger_counts_itself_is_not_overwritten_by_a_prior_sum(cast):
    project = make.project(cast, "渌江新城")
    make.accepted(cast, project, Month(2019, 12), 800)
    plan = planned(cast, table(plan_row(), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert any("截至2019年底累计3500 ≠ 台账800" in reason for reason in reasons(plan, "warning"))
    apply(plan, by=cast.wang, at=AT)
    assert facts(project) == {(Span.MONTH, Month(2019, 12)): 800}


def test_a_plan_is_adjusted_with_the_document_and_keeps_the_original(cast):
    imported(cast, table(plan_row(), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    data = table(plan_row(planned="1.5", goal="完成投产"), head=PLAN_HEAD, title=PLAN_TITLE)
    imported(cast, data, kind="plan", document="株政办函〔2020〕12号")
    now = AnnualPlan.objects.live().get()
    assert (now.planned_wan, now.original_planned_wan, now.content) == (15000, 12000, "完成投产")
    assert (now.document, now.is_adjusted) == ("株政办函〔2020〕12号", True)


def test_a_month_says_nothing_against_a_day_within_it(cast):
    imported(cast, table(plan_row(finish="2020年11月10日"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    same = planned(cast, table(plan_row(finish="2020.11"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert same.counts() == {"unchanged": 1}
    later = planned(cast, table(plan_row(finish="2020.12"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert [(each.label, each.new) for each in later.rows[0].differences] == [("计划竣工时间", "2020-12-31")]


# --- its months ---


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


def test_a_changed_plan_leaves_its_monthly_split_behind_with_a_question(cast):
    project = make.project(cast, "渌江新城")
    split = {Month(2020, month): Decimal(1000) for month in range(1, 13)}
    plans.set(project, by=cast.wang, at=AT, year=2020, listing="continuing", planned_wan=Decimal(12000), months=split)
    plan = planned(cast, table(plan_row(planned="1.5"), head=PLAN_HEAD, title=PLAN_TITLE), kind="plan")
    assert any("原分月计划不再适用" in reason for reason in reasons(plan, "question"))
    apply(plan, by=cast.wang, at=AT)
    assert list(AnnualPlan.objects.live().get().months.all()) == []


def test_a_split_that_does_not_add_up_is_said_and_the_plan_comes_in_without_it(cast):
    plan = planned(cast, split_table(*["0.1"] * 11, "0.3"), kind="plan")
    assert [each for each in reasons(plan, "warning") if "分月" in each] == [
        "6月调度表 第3行 J列：分月计划合计14000 ≠ 年度计划12000(万元)，分月计划未导入；改成相等后可再导入"
    ]
    apply(plan, by=cast.wang, at=AT)
    assert (AnnualPlan.objects.live().get().planned_wan, split_of(AnnualPlan.objects.live().get())) == (12000, {})


def test_a_year_of_four_quarters_without_a_column_of_its_own_is_their_sum(cast):
    head = [each for each in PLAN_HEAD if each != "2020年计划投资"]
    head += ["一季度计划", "二季度计划", "三季度计划", "四季度计划"]
    line = [each for place, each in enumerate(plan_row()) if PLAN_HEAD[place] != "2020年计划投资"]
    imported(cast, table([*line, "0.2", "0.4", "0.3", "0.3"], head=head, title=PLAN_TITLE), kind="plan")
    plan = Project.objects.get().plans.live().get()
    assert (plan.planned_wan, plan.months.count()) == (12000, 0)


def test_a_quarters_amount_becomes_the_plan_of_no_month(cast):
    quarters = ["一季度计划", "二季度计划", "三季度计划", "四季度计划"]
    data = table([*plan_row(), "0.2", "0.3", "0.3", "0.4"], head=[*PLAN_HEAD, *quarters], title=PLAN_TITLE)
    plan = planned(cast, data, kind="plan")
    assert [each for each in reasons(plan) if "一个季度的数不摊成三个月，未导入" in each] != []
    apply(plan, by=cast.wang, at=AT)
    now = AnnualPlan.objects.live().get()
    assert (now.planned_wan, split_of(now)) == (12000, {})
    assert planned(cast, data, kind="plan").counts() == {"unchanged": 1}


# --- the pools ---


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
