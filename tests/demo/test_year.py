"""The simulated year adds up as domain.md Appendix A says it must, and its ledger holds everything a ledger can."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import Count, Max, Sum

from tests.demo.conftest import YEAR, ask
from yidan.approvals.models import Permit
from yidan.figures import funds
from yidan.figures import queries as figures
from yidan.figures.question import Period, Question
from yidan.funds import parameters
from yidan.funds.models import Fund
from yidan.kernel.journal import Entry
from yidan.kernel.parameters import values
from yidan.kernel.policy import Role
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.models import (
    AnnualPlan,
    Attachment,
    FormerName,
    Mark,
    Milestone,
    PoolCase,
    PoolKind,
    PoolState,
    Profile,
    Project,
    ProjectCode,
    Share,
    StageMark,
)
from yidan.people.models import Person, Unit
from yidan.progress import queries as progress
from yidan.progress.models import MonthlyReport, Progress, Span
from yidan.progress.states import State
from yidan.web import clock, instance
from yidan.web.demo import reserves
from yidan.web.demo.places import CAST, PASSWORD

pytestmark = [pytest.mark.long, pytest.mark.any_database]


def test_the_city_adds_up_as_the_article_says(in_city):
    june = figures.totals(
        ["plan.annual", "invested.year", "completion.rate", "start.count", "finish.count", "project.count"],
        ask("2020-06"),
    )
    assert june["plan.annual"].value == Decimal(10_296_000)
    assert june["invested.year"].value == Decimal(6_476_000)
    assert round(float(june["completion.rate"].value), 1) == 62.9
    assert (june["start.count"].value, june["finish.count"].value, june["project.count"].value) == (213, 81, 549)
    year = figures.totals(["invested.year", "start.count", "finish.count", "completion.rate"], ask("2020-12"))
    assert year["invested.year"].value == Decimal(11_037_842)
    assert (year["start.count"].value, year["finish.count"].value) == (308, 154)
    assert year["completion.rate"].value > 100


def test_33_working_days_are_the_median_of_real_clocks(in_city):
    said = figures.totals(["approvals.days.median", "approvals.finished", "approvals.within_rate"], ask("2020-12"))
    assert said["approvals.days.median"].value == 33
    assert said["approvals.finished"].value > 200
    assert 50 < said["approvals.within_rate"].value < 70
    states = set(Permit.objects.values_list("state", flat=True))
    assert states >= {"planned", "accepted", "decided", "issued", "waived"}
    modes = set(Permit.objects.values_list("began_as", flat=True))
    assert modes == {"formal", "simulated", "deficient", "promised"}


def test_the_half_year_held_at_the_time_and_holds_today(in_city):
    from yidan.web.demo.settlers import moment

    then = figures.value("invested.year", Question(Period.parse("2020-06"), as_of=moment(date(2020, 6, 30), 23, 59)))
    assert then.value == figures.value("invested.year", ask("2020-06")).value == Decimal(6_476_000)


def test_the_counties_add_up_to_the_city_in_every_month(in_city):
    for number in range(1, 13):
        question = ask(f"2020-{number:02d}")
        groups = figures.grouped(["invested.month", "invested.year", "plan.annual"], question, "unit")
        totals = figures.totals(["invested.month", "invested.year", "plan.annual"], question)
        for key, total in totals.items():
            assert sum((each.value for each in groups[key].values()), Decimal(0)) == total.value, (number, key)
    assert len(groups["plan.annual"]) == 10


def test_all_work_was_resumed_by_the_end_of_february(in_city):
    halted = StageMark.objects.live().filter(mark=Mark.SUSPENDED).values_list("project_id", flat=True)
    resumed = StageMark.objects.live().filter(mark=Mark.RESUMED, happened_on__lte=date(2020, 2, 29))
    assert len(halted) > 200
    assert set(halted) == set(resumed.values_list("project_id", flat=True))


def test_eleven_projects_in_preparation_carry_no_money(in_city):
    preparing = AnnualPlan.objects.live().filter(year=2020, listing="preparing")
    assert preparing.count() == 11
    assert [plan.planned_wan for plan in preparing] == [Decimal(0)] * 11


def test_names_are_varied_and_none_is_given_twice(in_city):
    names = list(Profile.objects.live().filter(project__merged_into=None).values_list("name", flat=True))
    assert len(names) == len(set(names))
    lengths = sorted(len(name) for name in names)
    assert lengths[0] <= 12
    assert lengths[-1] >= 40
    texts = Progress.objects.live().filter(invested_wan__gt=0, report__isnull=False)
    texts = texts.values_list("physical_progress", flat=True)
    assert len(set(texts)) > len(texts) * 0.5


def test_what_moved_on_through_the_pools_and_its_filed_papers_are_real_cases(in_city):
    granted = PoolCase.objects.filter(kind=PoolKind.ENTRY, state=PoolState.GRANTED)
    assert dict(granted.values_list("into").annotate(count=Count("pk"))) == {"rolling": 24, "construction": 9}
    assert all(each.score and each.opinions.exists() for each in granted)
    papers = Attachment.objects.live().exclude(kind="").select_related("project")
    assert papers.count() >= 50
    assert {"approval", "feasibility", "land", "design", "permit", "acceptance"} <= {each.kind for each in papers}
    proved = [each for each in papers if each.milestone]
    assert len(proved) >= 40
    for each in proved:
        node = each.project.milestones.live().get(name=each.milestone)
        assert (node.actual_on, bool(each.number)) == (each.dated_on, True)


def test_everything_the_ledger_can_hold_is_there(in_city):
    assert set(ProjectCode.objects.live().values_list("form", flat=True)) == {"new", "old"}
    assert Project.objects.filter(merged_into__isnull=False).count() == 1 + reserves.TWICE
    assert FormerName.objects.live().count() >= 3
    assert AnnualPlan.objects.live().filter(year=2020, is_adjusted=True).exclude(document="").count() >= 4
    assert Milestone.objects.live().exclude(slip_reason="").filter(actual_on__isnull=False).count() > 50
    sums = Share.objects.live().values("project").annotate(all=Sum("percent")).values_list("all", flat=True)
    assert len(sums) >= 5
    assert set(sums) == {Decimal(100)}
    assert Project.objects.filter(children__isnull=False).distinct().count() == 6
    assert ProjectCode.objects.filter(superseded_at__isnull=False).count() >= 1
    assert Unit.objects.filter(is_assessed=True).count() == 10
    assert Unit.objects.get(short_name="经开区").region_code == ""


def test_corrections_leave_both_values_on_record(in_city):
    corrected = Progress.objects.filter(superseded_at__isnull=False, span=Span.MONTH)
    assert corrected.count() > 20
    for old in corrected:
        new = Progress.objects.live().get(project=old.project, month=old.month, span=Span.MONTH)
        assert new.reason
        assert (new.recorded_at, new.invested_wan != old.invested_wan) == (old.superseded_at, True)


def test_some_reports_were_late_and_some_were_sent_back(in_city):
    assert Entry.objects.filter(verb="report.send_back").count() > 60
    late = [r for r in MonthlyReport.objects.filter(month=Month(2020, 8)) if r.submitted_at and r.submitted_at.day > 25]
    assert 3 < len(late) < 80


@pytest.mark.parametrize("username", [member.username for member in CAST])
def test_each_of_the_cast_can_log_in_and_finds_something_to_do(in_city, username):
    person = Person.objects.get(username=username)
    assert (person.check_password(PASSWORD), person.must_change_password) == (True, False)
    roles = {role for role, _unit in person.holds()}
    assert len(roles) == 1
    reports = MonthlyReport.objects.filter(month=Month(2021, 1))
    waiting = {
        Role.SUPERVISOR: reports.filter(state=State.CHECKED),
        Role.COUNTY_REVIEWER: reports.filter(state=State.SUBMITTED, project__profile__assessed_unit=person.unit),
        Role.DEPARTMENT_REVIEWER: reports.filter(state=State.SUBMITTED, project__profile__competent_unit=person.unit),
        Role.REPORTER: reports.filter(
            state__in=[State.DRAFT, State.SENT_BACK], project__profile__owner_unit=person.unit
        ),
    }.get(Role(roles.pop()))
    assert waiting is None or waiting.count() >= 2


def test_the_open_month_leaves_the_year_alone(in_city):
    assert not Progress.objects.filter(month__gt=Month(2020, 12)).exists()
    states = set(MonthlyReport.objects.filter(month=Month(2021, 1)).values_list("state", flat=True))
    assert states == {State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.CHECKED}


def test_the_data_say_that_they_are_simulated(in_city):
    instance.forget()
    assert instance.is_simulated() is True


def test_the_citys_clock_goes_on_where_its_story_ends(in_city):
    """Nobody finds the open month's matters years overdue: today is the day after the last act, at the latest."""
    instance.forget()
    last = Entry.objects.aggregate(last=Max("recorded_at"))["last"]
    assert beijing_day(last) == date(2021, 1, 25)
    assert last <= clock.now() < last + timedelta(days=1)
    assert progress.working_month(clock.today()) == Month(2021, 1)


def test_the_citys_money_is_what_the_article_says_of_it(in_city):
    found = {key: each.value for key, each in figures.totals(
        ("funds.bond_granted", "funds.budget_growth", "funds.bond_payment_rate", "funds.budget_payment_rate"), YEAR
    ).items()}  # fmt: skip
    assert found["funds.bond_granted"] == 903_600  # 90 余亿
    assert 1700 < found["funds.budget_growth"] < 1800  # 近18倍
    assert 90 < found["funds.bond_payment_rate"] < 100
    assert 90 < found["funds.budget_payment_rate"] < 100


def test_what_is_paid_is_what_movements_say_and_few_projects_make_one_ask(in_city):
    for fund in Fund.objects.prefetch_related("movements")[:200]:
        paid = sum(each.amount_wan for each in fund.movements.all() if each.step == "paid")
        assert (fund.paid_wan, fund.paid_wan <= fund.in_place_wan) == (paid, True)
    asked = funds.questions(YEAR, parameters.limits(values()), date(2020, 12, 31))
    with_money = Fund.objects.values("project").distinct().count()
    assert 0 < len({each.project_id for each in asked}) < with_money / 3
