"""Acts on annual plans, stages and milestones."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import make
from yidan.kernel.errors import Invalid, NotPermitted, Stale
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone as milestones
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import stage as stages
from yidan.ledger.models import AnnualPlan, Listing, Mark, Milestone, PlannedMonth, Stage

pytestmark = pytest.mark.django_db
JULY = make.moment(2020, 7, 6)
PAPER = {"reason": "资金未到位", "document": "株重办〔2020〕9号"}
EVEN = {Month(2020, number): Decimal(1000) for number in range(1, 13)}


# --- plans ---


def test_a_plan_is_set_once_a_year(cast):
    project = make.project(cast)
    make.plan(cast, project, months=EVEN, starts_on=date(2020, 3, 1), finishes_on=date(2020, 11, 1), document="3号")
    make.plan(cast, project, year=2021)
    assert PlannedMonth.objects.count() == 12
    with pytest.raises(Invalid, match="2020年计划已经下达，要改请凭文件调整"):
        make.plan(cast, project)


@pytest.mark.parametrize(
    ("fields", "words", "field"),
    [
        ({"planned_wan": -1}, "不能为负数", "planned_wan"),
        ({"planned_wan": Decimal("0.0000001")}, "年度计划投资不能是", "planned_wan"),
        ({"listing": "dreaming"}, "没有“dreaming”这一类", "listing"),
        ({"year": 20}, "年度应写作四位数", "year"),
        ({"months": {Month(2020, 1): Decimal(11999)}}, "合计11999万元，不等于年度计划12000万元", "months"),
        ({"months": {Month(2019, 1): Decimal(12000)}}, "不属于2020年", "months"),
        ({"starts_on": date(2020, 9, 1), "finishes_on": date(2020, 3, 1)}, "计划竣工早于计划开工", "finishes_on"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(cast, fields, words, field):
    project = make.project(cast)
    with pytest.raises(Invalid, match=words) as refusal:
        make.plan(cast, project, **fields)
    assert (refusal.value.field, AnnualPlan.objects.count()) == (field, 0)


def test_an_adjustment_needs_a_document_and_keeps_the_original_beside(cast):
    plan = make.plan(cast, make.project(cast))
    with pytest.raises(Invalid, match="须有依据文件"):
        plans.adjust(plan, by=cast.wang, at=JULY, reason="资金未到位", document=" ", planned_wan=Decimal(8000))
    with pytest.raises(Invalid, match="须写明原因"):
        plans.adjust(plan, by=cast.wang, at=JULY, reason="", document="9号", planned_wan=Decimal(8000))
    once = plans.adjust(plan, by=cast.wang, at=JULY, planned_wan=Decimal(8000), **PAPER)
    twice = plans.adjust(once, by=cast.wang, at=make.moment(2020, 9, 1), planned_wan=Decimal(9000), **PAPER)
    assert (twice.planned_wan, twice.original_planned_wan, twice.is_adjusted) == (9000, 12000, True)
    seen = [AnnualPlan.objects.known_at(make.moment(2020, month, 20)).get().planned_wan for month in (6, 7, 9)]
    assert seen == [12000, 8000, 9000]
    assert Entry.objects.filter(verb="plan.adjust").first().facts["changes"] == {"planned_wan": ["12000", "8000"]}


def test_an_adjusted_amount_takes_its_months_along(cast):
    plan = make.plan(cast, make.project(cast), months=EVEN)
    with pytest.raises(Invalid, match="请同时给出新的分月计划"):
        plans.adjust(plan, by=cast.wang, at=JULY, planned_wan=Decimal(8000), **PAPER)
    new = plans.adjust(
        plan, by=cast.wang, at=JULY, planned_wan=Decimal(8000), months={Month(2020, 12): Decimal(8000)}, **PAPER
    )
    assert [(each.month, each.planned_wan) for each in new.months.all()] == [(Month(2020, 12), 8000)]
    assert plan.months.count() == 12
    bare = plans.adjust(new, by=cast.wang, at=make.moment(2020, 8, 1), planned_wan=Decimal(7000), months={}, **PAPER)
    assert bare.months.count() == 0


def test_the_kind_of_entry_may_change_and_the_months_stay(cast):
    plan = make.plan(cast, make.project(cast), months=EVEN)
    new = plans.adjust(plan, by=cast.wang, at=JULY, listing=Listing.COMPLETING, **PAPER)
    assert (new.listing, new.months.count()) == ("completing", 12)
    with pytest.raises(Invalid, match="没有任何改动"):
        plans.adjust(new, by=cast.wang, at=JULY, listing=Listing.COMPLETING, **PAPER)
    with pytest.raises(Stale):
        plans.adjust(plan, by=cast.wang, at=JULY, listing=Listing.STARTING, **PAPER)


WRONG = {"reason": "录错项目"}


def test_a_plan_entered_wrongly_is_withdrawn_and_stays_on_record(cast):
    project = make.project(cast)
    plan = make.plan(cast, project, months=EVEN)
    with pytest.raises(Invalid, match="撤销须写明原因"):
        plans.withdraw(plan, by=cast.wang, at=JULY, reason=" ")
    plans.withdraw(plan, by=cast.wang, at=JULY, **WRONG)
    assert not project.plans.live().exists()
    assert AnnualPlan.objects.known_at(make.moment(2020, 6, 1)).get() == plan
    assert Entry.objects.get(verb="plan.withdraw").facts == {
        "year": 2020, "listing": "续建", "planned_wan": "12000", "reason": "录错项目",
    }  # fmt: skip
    make.plan(cast, project, 9000, at=make.moment(2020, 7, 7))
    assert project.plans.live().get().planned_wan == 9000


def test_withdrawing_an_adjustment_brings_the_version_before_it_back_with_its_months(cast):
    plan = make.plan(cast, make.project(cast), months=EVEN)
    half = {Month(2020, 12): Decimal(6000)}
    adjusted = plans.adjust(plan, by=cast.wang, at=JULY, planned_wan=Decimal(6000), months=half, **PAPER)
    back = plans.withdraw(adjusted, by=cast.wang, at=make.moment(2020, 7, 8), **WRONG)
    assert (back.planned_wan, back.is_adjusted, back.document, back.restores) == (12000, False, "", plan)
    assert {each.month: each.planned_wan for each in back.months.all()} == EVEN
    changes = Entry.objects.get(verb="plan.withdraw").facts["changes"]
    assert (changes["planned_wan"], sorted(changes)) == (["6000", "12000"], ["months", "planned_wan"])


def test_withdrawing_goes_back_one_version_at_a_time_never_to_what_was_withdrawn(cast):
    project = make.project(cast)
    first = make.plan(cast, project)
    second = plans.adjust(first, by=cast.wang, at=JULY, planned_wan=Decimal(8000), **PAPER)
    third = plans.adjust(second, by=cast.wang, at=make.moment(2020, 7, 7), planned_wan=Decimal(7000), **PAPER)
    days = iter(range(8, 20))
    held = third
    seen = []
    while held is not None:
        plans.withdraw(held, by=cast.wang, at=make.moment(2020, 7, next(days)), **WRONG)
        held = project.plans.live().first()
        seen.append(held.planned_wan if held else None)
    assert seen == [8000, 12000, None]


def test_an_adjustment_after_a_withdrawal_goes_back_to_what_it_adjusted(cast):
    project = make.project(cast)
    plan = make.plan(cast, project)
    adjusted = plans.adjust(plan, by=cast.wang, at=JULY, planned_wan=Decimal(8000), **PAPER)
    back = plans.withdraw(adjusted, by=cast.wang, at=make.moment(2020, 7, 8), **WRONG)
    again = plans.adjust(back, by=cast.wang, at=make.moment(2020, 7, 9), planned_wan=Decimal(9000), **PAPER)
    assert again.restores is None
    plans.withdraw(again, by=cast.wang, at=make.moment(2020, 7, 10), **WRONG)
    assert project.plans.live().get().planned_wan == 12000


def test_only_the_office_withdraws_a_plan_and_only_the_one_that_holds(cast):
    plan = make.plan(cast, make.project(cast))
    with pytest.raises(NotPermitted):
        plans.withdraw(plan, by=cast.lin, at=JULY, **WRONG)
    plans.adjust(plan, by=cast.wang, at=JULY, planned_wan=Decimal(8000), **PAPER)
    with pytest.raises(Stale):
        plans.withdraw(plan, by=cast.wang, at=JULY, **WRONG)


def test_an_owner_does_not_set_the_plan(cast):
    project = make.project(cast)
    with pytest.raises(NotPermitted):
        make.plan(cast, project, by=cast.li)


@pytest.mark.parametrize(
    "break_it",
    [
        lambda plan: AnnualPlan.objects.update(planned_wan=Decimal(-1)),
        lambda plan: AnnualPlan.objects.update(is_adjusted=True, document=""),
        lambda plan: AnnualPlan.objects.create(
            project=plan.project, year=2020, listing="starting", planned_wan=1, original_planned_wan=1, recorded_at=JULY
        ),
        lambda plan: plan.months.create(month=Month(2020, 1), planned_wan=Decimal(1)),
        lambda plan: plan.months.update(planned_wan=Decimal(-1)),
    ],
)
def test_the_database_refuses_a_plan_no_command_would_write(cast, break_it):
    plan = make.plan(cast, make.project(cast), months=EVEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it(plan)


# --- stages ---


def mark(cast, project, what, day, **more):
    return stages.record(project, by=cast.wang, at=JULY, mark=what, happened_on=day, **more)


def test_marks_move_the_stage_and_say_so(cast):
    project = make.project(cast)
    mark(cast, project, Mark.ENTERED_SITE, date(2020, 2, 20))
    assert project.stage == Stage.PREPARATION
    started = mark(cast, project, Mark.STARTED, date(2020, 3, 5), basis="施工许可证430281202003050101")
    project.refresh_from_db()
    assert project.stage == Stage.CONSTRUCTION
    facts = Entry.objects.get(subject_id=started.pk, verb="stage.record").facts
    assert facts == {
        "mark": "开工",
        "happened_on": "2020-03-05",
        "basis": "施工许可证430281202003050101",
        "stage": ["前期", "在建"],
    }


@pytest.mark.parametrize(
    ("what", "day", "words", "field"),
    [
        (Mark.COMPLETED, date(2020, 5, 1), "竣工（2020-05-01）之前没有开工的记录", "happened_on"),
        (Mark.STARTED, date(2020, 7, 7), "还没有到，请填实际日期", "happened_on"),
        (Mark.TERMINATED, date(2020, 5, 1), "记终止须写明原因", "reason"),
        ("flying", date(2020, 5, 1), "没有“flying”这个阶段", "mark"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_at_its_field(cast, what, day, words, field):
    with pytest.raises(Invalid, match=words) as refusal:
        mark(cast, make.project(cast), what, day)
    assert refusal.value.field == field


def test_a_halt_and_its_end_carry_the_same_number(cast):
    project = make.project(cast)
    mark(cast, project, Mark.STARTED, date(2020, 1, 5))
    for month in (2, 4):
        mark(cast, project, Mark.SUSPENDED, date(2020, month, 1), reason="断粮")
        assert project.stage == Stage.SUSPENDED
        mark(cast, project, Mark.RESUMED, date(2020, month + 1, 1))
        assert project.stage == Stage.CONSTRUCTION
    pairs = list(project.stage_marks.live().order_by("happened_on").values_list("mark", "occurrence"))
    assert pairs[1:] == [("suspended", 1), ("resumed", 1), ("suspended", 2), ("resumed", 2)]


def test_a_mark_is_withdrawn_with_a_reason_unless_another_stands_on_it(cast):
    project = make.project(cast)
    started = mark(cast, project, Mark.STARTED, date(2020, 1, 5))
    completed = mark(cast, project, Mark.COMPLETED, date(2020, 6, 5))
    with pytest.raises(Invalid, match="还不能撤回：竣工（2020-06-05）之前没有开工的记录"):
        stages.withdraw(started, by=cast.wang, at=JULY, reason="记错")
    with pytest.raises(Invalid, match="撤回须写明原因"):
        stages.withdraw(completed, by=cast.wang, at=JULY, reason="")
    stages.withdraw(completed, by=cast.wang, at=JULY, reason="主体完工误记竣工")
    project.refresh_from_db()
    assert (project.stage, project.stage_marks.count(), project.stage_marks.live().count()) == ("construction", 2, 1)


# --- milestones ---


def test_a_milestone_is_planned_forecast_and_reached(cast):
    first = milestones.set(make.project(cast), by=cast.wang, at=make.AT, name="主体封顶", planned_on=date(2020, 5, 31))
    with pytest.raises(Invalid, match="预计2020-06-30，晚于计划2020-05-31，请写明推迟原因"):
        milestones.forecast(first, by=cast.li, at=JULY, forecast_on=date(2020, 6, 30))
    second = milestones.forecast(first, by=cast.li, at=JULY, forecast_on=date(2020, 6, 30), reason="雨季")
    with pytest.raises(Invalid, match="还没有到"):
        milestones.reach(second, by=cast.li, at=JULY, actual_on=date(2020, 7, 20))
    third = milestones.reach(second, by=cast.li, at=JULY, actual_on=date(2020, 7, 2))
    assert (third.planned_on, third.forecast_on, third.actual_on, third.slip_reason) == (
        date(2020, 5, 31), date(2020, 6, 30), date(2020, 7, 2), "雨季"
    )  # fmt: skip
    with pytest.raises(Invalid, match="已于2020-07-02完成，不再预计"):
        milestones.forecast(third, by=cast.li, at=JULY, forecast_on=date(2020, 6, 1))
    with pytest.raises(Invalid, match="更改须写明原因"):
        milestones.reach(third, by=cast.li, at=JULY, actual_on=date(2020, 7, 1))
    with pytest.raises(Stale):
        milestones.reach(second, by=cast.li, at=JULY, actual_on=date(2020, 7, 1))


def test_a_planned_day_moves_only_with_a_reason(cast):
    project = make.project(cast)
    day = {"by": cast.wang, "at": make.AT, "name": "主体封顶"}
    milestones.set(project, **day, planned_on=date(2020, 5, 31))
    with pytest.raises(Invalid, match="改计划日期须写明原因"):
        milestones.set(project, **day, planned_on=date(2020, 8, 31))
    milestones.set(project, **day, planned_on=date(2020, 8, 31), reason="设计变更")
    assert Milestone.objects.live().get().planned_on == date(2020, 8, 31)


def test_another_owner_does_not_reach_a_milestone(cast):
    first = milestones.set(make.project(cast), by=cast.wang, at=make.AT, name="封顶", planned_on=date(2020, 5, 31))
    with pytest.raises(NotPermitted, match="只能办理本单位的项目"):
        milestones.reach(first, by=cast.zhao, at=JULY, actual_on=date(2020, 5, 31))


def test_the_database_refuses_a_slip_without_a_reason(cast):
    milestones.set(make.project(cast), by=cast.wang, at=make.AT, name="封顶", planned_on=date(2020, 5, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.update(forecast_on=date(2020, 6, 1))
