"""Who owes a report, what is known of a project, and the month's deadlines."""

from datetime import date
from decimal import Decimal

import pytest

from tests import make
from yidan.kernel import parameters, workdays
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone
from yidan.ledger.commands import stage as stages
from yidan.ledger.models import Mark, Project
from yidan.ledger.queries import visible_to
from yidan.progress import queries
from yidan.progress.calendar import current_month, deadlines
from yidan.progress.commands import month as months
from yidan.progress.commands import opening as openings
from yidan.progress.commands import report as reports
from yidan.progress.models import Span
from yidan.progress.states import State

AT = make.moment(2020, 6, 24, 10)


@pytest.fixture
def others(cast):
    """One project of another county with its report, and one of ours without a plan."""
    theirs = make.project(cast, unit=cast.other_county, owner_unit=cast.other_owner)
    make.plan(cast, theirs)
    make.project(cast)
    return theirs


def test_a_report_is_owed_by_what_stands_in_the_years_plan(cast, project, june, others):
    city = visible_to(cast.wang)
    assert list(queries.expected(june, city)) == [project, others]
    assert list(queries.expected(june + 12, city)) == []
    assert list(queries.reports_due(june, visible_to(cast.li))) == [project]
    assert list(queries.reports_due(june, visible_to(cast.lin))) == [project]


def test_what_ended_owes_nothing_more(cast, project, june):
    stages.record(project, by=cast.wang, at=AT, mark=Mark.TERMINATED, happened_on=date(2020, 3, 1), reason="业主退出")
    assert list(queries.expected(june, visible_to(cast.wang))) == []


@pytest.mark.parametrize(
    ("state", "missing"),
    [(None, 1), (State.DRAFT, 1), (State.SENT_BACK, 1), (State.SUBMITTED, 0), (State.CHECKED, 0), (State.ACCEPTED, 0)],
)
def test_who_has_not_reported_is_whose_report_waits_for_the_reporter(cast, project, june, state, missing):
    if state:
        make.report(cast, project, june, 6000, state=state)
    scope = visible_to(cast.wang)
    assert queries.not_reported(june, scope).count() == missing
    counts = queries.count_by_state(june, scope)
    assert counts == {"": 0, **dict.fromkeys(State.values, 0), (state or ""): 1}
    (row,) = queries.reports_due(june, scope)
    assert row.report_state == state


def test_the_last_accepted_month_is_the_newest_before_even_over_a_gap(cast, project, june):
    make.accepted(cast, project, Month(2020, 3), 300)
    make.accepted(cast, project, june, 600)
    assert queries.last_accepted(project, june).invested_wan == Decimal(300)
    assert queries.last_accepted(project, Month(2020, 3)) is None
    assert [fact.invested_wan for fact in queries.months_of(project, 2020)] == [Decimal(300), Decimal(600)]
    assert queries.months_of(project, 2019) == []


def test_sums_of_the_year_and_to_date(cast, project, june):
    at = make.moment(2020, 2, 1)
    openings.set(
        project, by=cast.wang, at=at, month=Month(2019, 12), span=Span.PRIOR_OPENING, invested_wan=Decimal("0.000001")
    )
    openings.set(project, by=cast.wang, at=at, month=Month(2020, 3), span=Span.YEAR_OPENING, invested_wan=Decimal(30))
    make.accepted(cast, project, Month(2020, 4), 4)
    make.accepted(cast, project, june, 6)
    assert queries.year_total([project.pk], Month(2020, 5)) == Decimal(34)
    assert queries.year_totals(june, [project.pk]) == {project.pk: Decimal(40)}
    assert queries.total([project.pk], june) == Decimal("40.000001")
    assert queries.total([], june) == Decimal(0)
    situation = queries.situation(project, june + 1)
    assert (situation.year_wan, situation.to_date_wan) == (Decimal(40), Decimal("40.000001"))


def test_a_situation_holds_what_the_ledger_knows(cast, project, june):
    stages.record(project, by=cast.wang, at=AT, mark=Mark.STARTED, happened_on=date(2019, 3, 1), basis="施工许可证")
    make.accepted(cast, project, Month(2020, 3), 300)
    report = make.report(cast, project, june, 600, problems="无")
    now = queries.situation(project, june, report)
    assert (now.invested_wan, now.planned_wan, now.total_investment_wan, now.started_on, now.missing) == (
        Decimal(600), Decimal(12000), Decimal(20000), date(2019, 3, 1), (Month(2020, 4), Month(2020, 5)),
    )  # fmt: skip


def test_a_month_on_its_way_is_not_missing(cast, project, june):
    make.accepted(cast, project, Month(2020, 3), 300)
    make.report(cast, project, Month(2020, 4), 6000, state=State.SUBMITTED)
    assert queries.situation(project, june).missing == (Month(2020, 5),)


def test_reports_with_doubts_come_first(cast, june):
    calm, doubtful = make.project(cast), make.project(cast)
    for project, amount in ((calm, 1000), (doubtful, 7000)):
        make.plan(cast, project)
        make.report(cast, project, june, amount, problems="资金未到位", state=State.SUBMITTED)
    assert [report.project for report in queries.reports_of(june, visible_to(cast.lin))] == [doubtful, calm]
    assert list(queries.reports_of(june, visible_to(cast.zhao))) == []


# --- deadlines -------------------------------------------------------------------------------------------


def test_deadlines_on_days_off_move_to_the_next_working_day(db):
    # 25 and 27 June 2020: Dragon Boat Festival until Saturday 27; Sunday 28 is a make-up day. 5 July is a Sunday.
    due = deadlines(Month(2020, 6))
    assert (due.report_by, due.check_by, due.accept_by, due.publish_on, due.opens_on) == (
        make.moment(2020, 6, 28, 17), make.moment(2020, 6, 28, 17), make.moment(2020, 6, 29, 17), date(2020, 7, 6),
        date(2020, 6, 20),
    )  # fmt: skip
    assert (due.rank_on, due.is_set, due.is_provisional) == (date(2020, 7, 3), False, False)


def test_february_ends_where_it_ends(db):
    assert deadlines(Month(2021, 2)).accept_by == make.moment(2021, 3, 1, 17)


def test_a_year_without_a_notice_is_provisional(db):
    assert deadlines(Month(2035, 3)).is_provisional


def test_what_the_office_set_goes_before_what_the_parameters_give(cast, june):
    parameters.set("dispatch.report_day", by=cast.wang, at=AT, value="22", reason="重政办〔2020〕3号")
    assert deadlines(june).report_by == make.moment(2020, 6, 22, 17)
    assert deadlines(june, make.moment(2020, 6, 1)).report_by == make.moment(2020, 6, 28, 17)
    months.set_calendar(
        cast.office, by=cast.wang, at=AT, month=june, opens_on=date(2020, 6, 20),
        report_by=make.moment(2020, 6, 26, 12), check_by=make.moment(2020, 6, 28, 12),
        accept_by=make.moment(2020, 6, 30, 12), publish_on=date(2020, 7, 3),
    )  # fmt: skip
    due = deadlines(june)
    assert (due.report_by, due.is_set) == (make.moment(2020, 6, 26, 12), True)
    assert workdays.calendar().works(date(2020, 6, 28))


@pytest.mark.parametrize(
    ("day", "month"),
    [(date(2020, 7, 10), Month(2020, 6)), (date(2020, 7, 11), Month(2020, 7)), (date(2020, 6, 30), Month(2020, 6))],
)
def test_until_the_tenth_the_office_works_on_the_month_before(day, month):
    assert current_month(day) == month


# --- the budget ------------------------------------------------------------------------------------------


def test_accepting_takes_few_queries(cast, project, june, django_assert_num_queries):
    make.report(cast, project, june, 6000, state=State.CHECKED)
    report = queries.reports_of(june, visible_to(cast.wang)).get()
    cast.wang.holds()
    # savepoint, move, read again, opening, fact, entry, release
    with django_assert_num_queries(7):
        reports.accept(report, by=cast.wang, at=AT)


def test_many_situations_are_what_each_one_is_and_cost_no_more_queries(cast, june, django_assert_num_queries):
    many = [make.project(cast) for _each in range(4)]
    for place, each in enumerate(many):
        make.plan(cast, each, 12000 + place, listing="preparing" if place == 2 else "continuing")
        milestone.set(each, by=cast.wang, at=AT, name=f"节点{place}", planned_on=date(2020, 9, 1))
        for month in range(1, place + 1):
            make.accepted(cast, each, Month(2020, month), 500 + place)
    make.report(cast, many[3], june - 1, 7, state=State.SUBMITTED, problems="征地")
    paper = make.report(cast, many[1], june, "12o0")
    reports = {many[1].pk: paper}
    wanted = {each.pk: queries.situation(each, june, reports.get(each.pk)) for each in many}
    scope = list(Project.objects.filter(pk__in=wanted).select_related("profile"))
    with django_assert_num_queries(5):
        assert queries.situations(scope, june, reports) == wanted
    assert [each.missing for each in wanted.values()] == [
        (), (Month(2020, 2), Month(2020, 3), Month(2020, 4), Month(2020, 5)),
        (Month(2020, 3), Month(2020, 4), Month(2020, 5)), (Month(2020, 4),),
    ]  # fmt: skip
