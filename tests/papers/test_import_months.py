"""A month's table becomes facts: openings, the next month, corrections, what the ledger knows already."""

from decimal import Decimal

import pytest

from tests import make
from tests.papers.importing import AT, JUNE, MAY, facts, imported, planned, reasons
from tests.papers.tables import HEAD, row, table
from yidan.kernel.errors import Invalid
from yidan.kernel.values import Month
from yidan.ledger.commands import plan as plans
from yidan.ledger.models import AnnualPlan, Mark, PoolTerm, Project, StageMark
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.queries import total, year_total
from yidan.progress.states import State
from yidan.web.papers.importing.applying import apply


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


def test_started_is_recorded_once_and_contradictions_are_said(cast):
    head = [*HEAD, "实际开工"]
    one = ("渌江新城", "醴陵市", "渌江投资", 20000, 12000, 1000, 6000)
    imported(cast, table(row(*one, "2020年3月"), head=head))
    mark = StageMark.objects.get()
    assert (mark.mark, str(mark.happened_on)) == (Mark.STARTED, "2020-03-31")
    plan = planned(cast, table(row(*one, "2020年4月"), head=head))
    assert reasons(plan, "warning") == ["6月调度表 第3行 I列：开工2020-04-01—2020-04-30，台账为2020-03-31，未更改"]


def test_of_several_months_in_one_book_the_person_says_which(cast):
    rows = [[f"{n}月", "渌江新城", "醴陵市", "渌江投资", 20000, 12000, 1000, 1000 * n] for n in (5, 6)]
    data = table(*rows, head=["月份", *HEAD[1:6], "当月完成投资(万元)", "年度累计完成投资(万元)"], title="2020年台账")
    with pytest.raises(Invalid, match="工作簿里有2020-05、2020-06几个月的数，请指明导入哪个月"):
        planned(cast, data)
    imported(cast, data, month=JUNE)
    assert facts(Project.objects.get()) == {(Span.YEAR_OPENING, MAY): 5000, (Span.MONTH, JUNE): 1000}


# --- what a month's table does not decide ---


def test_a_plan_is_not_changed_by_a_dispatch_table(cast):
    imported(cast, table(row()))
    plan = planned(cast, table(row(planned=9000)))
    assert reasons(plan) == ["6月调度表 第3行 F列：年度计划投资9000 ≠ 台账12000(万元)，未更改；调整计划请凭文件办理"]
    apply(plan, by=cast.wang, at=AT)
    assert AnnualPlan.objects.live().get().planned_wan == 12000


def test_a_months_plan_that_the_ledger_has_is_no_question(cast):
    project = make.project(cast, "渌江新城")
    split = {Month(2020, month): Decimal(1000) for month in range(1, 13)}
    plans.set(project, by=cast.wang, at=AT, year=2020, listing="continuing", planned_wan=Decimal(12000), months=split)
    head = [*HEAD, "本月计划(万元)"]
    one = ("渌江新城", "醴陵市", "渌江投资", 20000, 12000, 1000, 6000)
    assert reasons(planned(cast, table(row(*one, 1000), head=head))) == []
    asked = reasons(planned(cast, table(row(*one, 900), head=head)))
    assert asked == ["6月调度表 I列：“本月计划”不单独入账：分月计划须与年度计划相符，请在年度计划中下达"]


def test_a_months_table_says_nothing_of_pools_and_such_a_column_is_reported(cast):
    plan = planned(cast, table([*row(), "2019-11-05"], head=[*HEAD, "入库时间"]))
    assert any("入库时间" in each.message for each in plan.findings)
    apply(plan, by=cast.wang, at=AT)
    assert not PoolTerm.objects.exists()
