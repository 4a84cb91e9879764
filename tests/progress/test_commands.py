"""Each act on a report: what it does, who may not, and that a refusal leaves no trace."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests import make
from yidan.kernel.errors import IllegalMove, Invalid, NotPermitted, Refused, Stale
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month, beijing_day
from yidan.ledger.commands import milestone as milestones
from yidan.people.commands import person as persons
from yidan.progress import queries
from yidan.progress.commands import month as months
from yidan.progress.commands import opening as openings
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthCalendar, MonthlyReport, Progress, Span
from yidan.progress.states import State

AT = make.moment(2020, 6, 24, 10)


def trace():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


# --- writing ---------------------------------------------------------------------------------------------


def test_saving_refuses_nothing_and_keeps_what_cannot_be_read(cast, project, june):
    report = reports.save(project, by=cast.li, at=AT, month=june, invested_wan="12o0", problems="")
    report.refresh_from_db()
    assert (report.state, report.invested_wan, report.typed) == (State.DRAFT, None, {"invested_wan": "12o0"})
    reports.save(project, by=cast.li, at=AT, month=june, invested_wan="0.12亿")
    report.refresh_from_db()
    assert (report.invested_wan, report.typed) == (Decimal(1200), {})


def test_saving_twice_writes_one_report(cast, project, june):
    one = reports.save(project, by=cast.li, at=AT, month=june, problems="甲")
    two = reports.save(project, by=cast.li, at=AT, month=june, needs="乙")
    assert one.pk == two.pk
    assert (two.problems, two.needs) == ("甲", "乙")


def test_somebody_elses_newer_words_are_not_overwritten(cast, project, june):
    seen = reports.save(project, by=cast.li, at=AT, month=june, problems="甲").saved_at
    reports.save(project, by=cast.lin, at=AT + timedelta(minutes=5), month=june, problems="乙")
    with pytest.raises(Stale, match="林县刚刚改过"):
        reports.save(project, by=cast.li, at=AT + timedelta(minutes=6), month=june, seen_at=seen, problems="丙")
    assert MonthlyReport.objects.get().problems == "乙"


def test_words_from_afar_overwrite_nothing_newer_not_even_ones_own(cast, project, june):
    seen = reports.save(project, by=cast.li, at=AT, month=june, problems="甲").saved_at
    reports.save(project, by=cast.li, at=AT + timedelta(minutes=5), month=june, problems="乙")
    for known in (seen, None):
        with pytest.raises(Stale, match="李工刚刚改过"):
            reports.save(project, by=cast.li, at=AT, month=june, seen_at=known, is_from_afar=True, problems="丙")
    assert MonthlyReport.objects.get().problems == "乙"
    reports.save(
        project, by=cast.li, at=AT, recorded_at=AT + timedelta(hours=1), month=june,
        seen_at=MonthlyReport.objects.get().saved_at, is_from_afar=True, problems="丙",
    )  # fmt: skip
    assert MonthlyReport.objects.get().problems == "丙"


def test_words_from_afar_after_the_month_was_handed_in_are_told_by_whom_and_who_opens_it_again(cast, project, june):
    make.report(cast, project, june, 1000, by=cast.li, state=State.SUBMITTED, problems="征地")
    with pytest.raises(IllegalMove, match=r"李工已于.*报送2020年6月月报.*等审核人退回"):
        reports.save(project, by=cast.lin, at=AT, month=june, is_from_afar=True, problems="丙")
    assert MonthlyReport.objects.get().problems == "征地"


def test_words_kept_since_are_not_handed_in_unread(cast, project, june):
    report = make.report(cast, project, june, 1000, problems="征地")
    seen = report.saved_at
    reports.save(project, by=cast.lin, at=AT + timedelta(hours=2), month=june, problems="另一句")
    with pytest.raises(Stale, match="林县刚刚改过"):
        reports.submit(report, by=cast.li, at=AT + timedelta(hours=3), seen_at=seen)
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_the_receipt_decides_whatever_the_phones_clock_claims(cast, project, june):
    ten_years_on = make.moment(2030, 6, 24)
    report = reports.save(
        project, by=cast.li, at=ten_years_on, recorded_at=AT, month=june, invested_wan=1, physical_progress="封顶",
        problems="征地",
    )  # fmt: skip
    reports.submit(report, by=cast.li, at=ten_years_on, recorded_at=AT)
    report.refresh_from_db()
    assert (report.saved_at, report.submitted_at) == (AT, AT)
    assert set(Entry.objects.filter(verb__startswith="report.").values_list("at", "recorded_at")) == {
        (ten_years_on, AT)
    }
    july = reports.save(
        project, by=cast.li, at=ten_years_on, recorded_at=AT, month=june + 1, invested_wan=1, physical_progress="顶"
    )
    with pytest.raises(Invalid, match="还没有到"):
        reports.submit(july, by=cast.li, at=ten_years_on, recorded_at=AT)


def test_a_bundles_parent_has_no_report(cast, june):
    project = make.project(cast)
    make.project(cast, parent=project)
    with pytest.raises(Invalid, match="按子项填报"):
        reports.save(project, by=cast.li, at=AT, month=june)
    with pytest.raises(Invalid, match="按子项填报"):
        reports.record(project, by=cast.wang, at=AT, month=june, invested_wan=Decimal(1))
    assert MonthlyReport.objects.count() == 0


def test_a_reporter_writes_only_for_his_own_projects(cast, project, june):
    with pytest.raises(NotPermitted):
        reports.save(project, by=cast.zhao, at=AT, month=june)
    with pytest.raises(NotPermitted):
        reports.save(project, by=cast.tong, at=AT, month=june)


def test_the_county_writes_where_the_reporter_is_absent(cast, project, june):
    report = reports.save(project, by=cast.lin, at=AT, month=june, invested_wan=Decimal(1), physical_progress="进场")
    assert report.reporter == cast.lin


# --- submitting ------------------------------------------------------------------------------------------


def test_submitting_says_everything_that_is_missing_and_leaves_no_trace(cast, project, june):
    report = reports.save(project, by=cast.li, at=AT, month=june)
    before = trace()
    with pytest.raises(reports.Incomplete) as refused:
        reports.submit(report, by=cast.li, at=AT)
    assert [lack.field for lack in refused.value.lacks] == ["invested_wan", "physical_progress"]
    assert trace() == before
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_doubts_go_along_with_the_answers_and_lower_nothing(cast, project, june):
    report = make.report(cast, project, june, 6000, physical_progress="设备进场")
    reports.submit(report, by=cast.li, at=AT, answers={"month_share": "进口设备一次付款", "other": "x"})
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    assert [(d["kind"], d["answer"]) for d in report.doubts] == [
        ("spending_before_start", ""),
        ("month_share", "进口设备一次付款"),
    ]
    assert report.doubt_count == 2


def test_submitting_reads_what_is_stored_not_what_is_held(cast, project, june):
    held = make.report(cast, project, june, 6000)
    reports.save(project, by=cast.li, at=AT, month=june, invested_wan="")
    with pytest.raises(Invalid, match="请填写本月完成投资"):
        reports.submit(held, by=cast.li, at=AT)


def test_behind_schedule_problems_must_be_named(cast, project, june):
    report = make.report(cast, project, june, 1000)
    with pytest.raises(Invalid, match=r"落后序时41\.7个百分点"):
        reports.submit(report, by=cast.li, at=AT)


# --- reviewing -------------------------------------------------------------------------------------------


def test_a_report_goes_from_the_owner_through_the_county_to_the_office(cast, project, june):
    report = make.accepted(cast, project, june, 1000)
    report.refresh_from_db()
    assert (report.state, report.submitted_by, report.checked_by, report.accepted_by) == (
        State.ACCEPTED, cast.li, cast.lin, cast.wang,
    )  # fmt: skip
    fact = Progress.objects.get()
    assert (fact.month, fact.span, fact.invested_wan, fact.report, fact.approved_by) == (
        june, Span.MONTH, Decimal(1000), report, cast.wang,
    )  # fmt: skip
    assert trace()[-4:] == ["report.save", "report.submit", "report.check", "report.accept"]


def test_nobody_checks_or_accepts_what_they_submitted(cast, project, june):
    report = make.report(cast, project, june, 6000, by=cast.lin, state=State.SUBMITTED)
    with pytest.raises(NotPermitted, match="自己报送的月报不能自己审核"):
        reports.check(report, by=cast.lin, at=AT)
    reports.check(report, by=cast.wang, at=AT)
    reports.accept(report, by=cast.wang, at=AT)
    other = make.project(cast)
    make.plan(cast, other)
    own = make.report(cast, other, june, 6000, by=cast.wang, state=State.SUBMITTED)
    reports.check(own, by=cast.lin, at=AT)
    with pytest.raises(NotPermitted, match="自己报送的月报不能自己审定"):
        reports.accept(own, by=cast.wang, at=AT)


@pytest.mark.parametrize("who", ["li", "zhao", "he", "chen", "tong", "shen", "guan", "an"])
def test_whoever_is_no_reviewer_checks_nothing(cast, project, june, who):
    report = make.report(cast, project, june, 6000, state=State.SUBMITTED)
    with pytest.raises(NotPermitted):
        reports.check(report, by=getattr(cast, who), at=AT)


def test_a_department_checks_what_it_is_competent_for(cast, june):
    mine = make.project(cast, competent_unit=cast.bureau)
    make.plan(cast, mine)
    report = make.report(cast, mine, june, 6000, state=State.SUBMITTED)
    reports.check(report, by=cast.bu, at=AT, opinion="情况属实")
    report.refresh_from_db()
    assert (report.checked_by, report.check_opinion) == (cast.bu, "情况属实")


def test_accepting_before_the_check_is_refused_and_leaves_no_trace(cast, project, june):
    report = make.report(cast, project, june, 6000, state=State.SUBMITTED)
    before = trace()
    with pytest.raises(IllegalMove, match="当前为“已报送”"):
        reports.accept(report, by=cast.wang, at=AT)
    assert (trace(), Progress.objects.count()) == (before, 0)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.CHECKED])
def test_sending_back_needs_a_reason_and_gives_the_turn_to_the_reporter(cast, project, june, state):
    report = make.report(cast, project, june, 6000, state=state)
    with pytest.raises(Invalid, match="请写明退回原因"):
        reports.send_back(report, by=cast.lin, at=AT, reason=" ")
    reports.send_back(report, by=cast.lin, at=AT, reason="请写到楼层")
    report.refresh_from_db()
    assert (report.state, report.sent_back_reason, report.checked_by) == (State.SENT_BACK, "请写到楼层", None)
    reports.save(project, by=cast.li, at=AT, month=june, physical_progress="三层")
    report.refresh_from_db()
    reports.submit(report, by=cast.li, at=AT)
    report.refresh_from_db()
    assert (report.state, report.sent_back_reason) == (State.SUBMITTED, "")


def test_what_was_submitted_is_not_changed(cast, project, june):
    make.report(cast, project, june, 6000, state=State.SUBMITTED)
    with pytest.raises(IllegalMove, match="不能暂存"):
        reports.save(project, by=cast.li, at=AT, month=june, problems="丙")


def test_of_two_who_act_at_once_the_second_is_told_so(cast, project, june):
    report = make.report(cast, project, june, 6000, state=State.CHECKED)
    held = MonthlyReport.objects.get(pk=report.pk)
    reports.send_back(report, by=cast.lin, at=AT, reason="再核")
    with pytest.raises(Stale):
        reports.accept(held, by=cast.wang, at=AT)
    assert Progress.objects.count() == 0


def test_a_report_submitted_anew_meanwhile_is_not_accepted_unread(cast, project, june):
    report = make.report(cast, project, june, 6000, state=State.CHECKED)
    seen = report.submitted_at
    reports.send_back(report, by=cast.lin, at=AT, reason="再核")
    reports.save(project, by=cast.li, at=AT, month=june, invested_wan="9000")
    report.refresh_from_db()
    reports.submit(report, by=cast.li, at=AT + timedelta(hours=1))
    reports.check(report, by=cast.lin, at=AT + timedelta(hours=2))
    with pytest.raises(Stale, match="重新报送过"):
        reports.accept(report, by=cast.wang, at=AT + timedelta(hours=3), seen_at=seen)
    assert Progress.objects.count() == 0


def test_acceptance_moves_the_milestones_that_the_report_names(cast, project, june):
    earlier = make.moment(2020, 1, 15)
    roof = milestones.set(project, by=cast.wang, at=earlier, name="主体封顶", planned_on=date(2020, 7, 31))
    start = milestones.set(project, by=cast.wang, at=earlier, name="基础完工", planned_on=date(2020, 5, 31))
    days = {
        roof.name: {"forecast_on": "2020-08-31", "reason": "雨季"},
        start.name: {"actual_on": "2020-06-02"},
    }
    make.report(cast, project, june, 6000, state=State.ACCEPTED, milestone_days=days)
    live = {each.name: each for each in project.milestones.live()}
    assert (live["主体封顶"].forecast_on, live["主体封顶"].slip_reason) == (date(2020, 8, 31), "雨季")
    assert live["基础完工"].actual_on == date(2020, 6, 2)


# --- correcting ------------------------------------------------------------------------------------------


def test_a_correction_supersedes_the_fact_and_both_values_can_be_asked_for(cast, project, june):
    report = make.accepted(cast, project, june, 1000)
    later = AT + timedelta(days=10)
    reports.correct(
        report, by=cast.wang, at=later, reason="多报设备款", is_self_declared=True, invested_wan=Decimal(800)
    )
    assert queries.fact_of(project, june).invested_wan == Decimal(800)
    assert queries.fact_of(project, june, AT + timedelta(days=1)).invested_wan == Decimal(1000)
    old, new = queries.versions(project, june)
    assert (old.superseded_at, new.recorded_at, new.reason, new.is_self_declared, new.approved_by) == (
        later, later, "多报设备款", True, cast.wang,
    )  # fmt: skip
    report.refresh_from_db()
    assert (report.state, report.invested_wan) == (State.ACCEPTED, Decimal(1000))
    facts = Entry.objects.latest("id").facts
    assert (facts["old"], facts["new"]) == ({"invested_wan": "1000"}, {"invested_wan": "800"})


@pytest.mark.parametrize(("reason", "invested"), [(" ", 800), ("多报", 1000), ("多报", None)])
def test_a_correction_needs_a_reason_and_a_change(cast, project, june, reason, invested):
    report = make.accepted(cast, project, june, 1000)
    with pytest.raises(Invalid):
        reports.correct(
            report, by=cast.wang, at=AT, reason=reason, invested_wan=Decimal(invested) if invested else None
        )
    assert Progress.objects.count() == 1


def test_the_second_of_two_correctors_is_told_that_he_saw_an_old_value(cast, project, june):
    report = make.accepted(cast, project, june, 1000)
    seen = queries.fact_of(project, june).pk
    reports.correct(report, by=cast.wang, at=AT, reason="甲", invested_wan=Decimal(800), seen_fact=seen)
    with pytest.raises(Stale, match="刚刚已被他人更正"):
        reports.correct(report, by=cast.wang, at=AT, reason="乙", invested_wan=Decimal(700), seen_fact=seen)


def test_only_the_office_corrects(cast, project, june):
    report = make.accepted(cast, project, june, 1000)
    for person in (cast.li, cast.lin, cast.bu):
        with pytest.raises(NotPermitted):
            reports.correct(report, by=person, at=AT, reason="甲", invested_wan=Decimal(1))


# --- recording and opening -------------------------------------------------------------------------------


def test_the_office_records_a_month_at_once(cast, project, june):
    report = reports.record(
        project,
        by=cast.wang,
        at=AT,
        month=june,
        invested_wan=Decimal(700),
        physical_progress="封顶",
        origin="表1 第9行",
    )
    assert (report.state, report.accepted_by) == (State.ACCEPTED, cast.wang)
    fact = queries.fact_of(project, june)
    assert (fact.invested_wan, fact.physical_progress, fact.origin) == (Decimal(700), "封顶", "表1 第9行")


def test_recording_takes_over_what_was_under_way_but_not_what_is_accepted(cast, project, june):
    draft = make.report(cast, project, june, 6000)
    reports.record(project, by=cast.wang, at=AT, month=june, invested_wan=Decimal(700))
    draft.refresh_from_db()
    assert (draft.state, draft.invested_wan) == (State.ACCEPTED, Decimal(700))
    with pytest.raises(IllegalMove, match="不能直录"):
        reports.record(project, by=cast.wang, at=AT, month=june, invested_wan=Decimal(800))


def test_a_key_records_once(cast, project, june):
    from uuid import uuid4

    key = uuid4()
    for _ in range(2):
        reports.record(project, by=cast.wang, at=AT, month=june, invested_wan=Decimal(700), key=key)
    assert Progress.objects.count() == 1


def test_an_opening_stands_once_per_year_wherever_it_ends(cast, project):
    for until, amount in ((Month(2020, 4), 4000), (Month(2020, 5), 5000)):
        openings.set(project, by=cast.wang, at=AT, month=until, span=Span.YEAR_OPENING, invested_wan=Decimal(amount))
    openings.set(
        project, by=cast.wang, at=AT, month=Month(2019, 12), span=Span.PRIOR_OPENING, invested_wan=Decimal(7000)
    )
    assert queries.year_total([project.pk], Month(2020, 6)) == Decimal(5000)
    assert queries.total([project.pk], Month(2020, 6)) == Decimal(12000)


@pytest.mark.parametrize(
    ("month", "span", "amount"),
    [
        (Month(2019, 11), Span.PRIOR_OPENING, 1),
        (Month(2019, 12), Span.PRIOR_OPENING, -1),
        (Month(2019, 12), Span.MONTH, 1),
    ],
)
def test_an_opening_that_cannot_be_is_refused(cast, project, month, span, amount):
    with pytest.raises(Invalid):
        openings.set(project, by=cast.wang, at=AT, month=month, span=span, invested_wan=Decimal(amount))


def test_a_month_that_an_opening_holds_is_not_counted_twice(cast, project, june):
    openings.set(project, by=cast.wang, at=AT, month=june, span=Span.YEAR_OPENING, invested_wan=Decimal(5000))
    with pytest.raises(Invalid, match="已作为期初入账"):
        reports.record(project, by=cast.wang, at=AT, month=Month(2020, 5), invested_wan=Decimal(1))
    report = make.report(cast, project, june, 6000)
    with pytest.raises(Invalid, match="已作为期初入账"):
        reports.submit(report, by=cast.li, at=AT)
    reports.record(project, by=cast.wang, at=AT, month=june + 1, invested_wan=Decimal(1))
    assert queries.year_total([project.pk], june + 1) == Decimal(5001)


# --- calendar and reminders ------------------------------------------------------------------------------


def calendar(cast, june, **changes):
    said = {
        "opens_on": date(2020, 6, 20),
        "report_by": make.moment(2020, 6, 28, 17),
        "check_by": make.moment(2020, 6, 29, 17),
        "accept_by": make.moment(2020, 6, 30, 17),
        "publish_on": date(2020, 7, 6),
    }
    return months.set_calendar(cast.office, by=cast.wang, at=AT, month=june, **{**said, **changes})


def test_the_office_sets_a_months_calendar_and_changes_it(cast, june):
    calendar(cast, june)
    calendar(cast, june, publish_on=date(2020, 7, 8))
    assert MonthCalendar.objects.count() == 2
    assert MonthCalendar.objects.live().get().publish_on == date(2020, 7, 8)


def test_deadlines_out_of_order_are_refused(cast, june):
    with pytest.raises(Invalid, match="应依次"):
        calendar(cast, june, check_by=make.moment(2020, 6, 27, 17))
    with pytest.raises(Invalid, match="早于报送时限"):
        calendar(cast, june, opens_on=date(2020, 6, 29))
    with pytest.raises(NotPermitted):
        months.set_calendar(
            cast.county, by=cast.lin, at=AT, month=june, opens_on=date(2020, 6, 20), report_by=AT, check_by=AT,
            accept_by=AT, publish_on=date(2020, 7, 1),
        )  # fmt: skip


def test_a_reminder_goes_out_once_a_day(cast, project, june):
    reports.remind(project, by=cast.lin, at=AT, month=june)
    with pytest.raises(Refused, match="今天已催过一次"):
        reports.remind(project, by=cast.wang, at=AT + timedelta(hours=1), month=june)
    reports.remind(project, by=cast.wang, at=make.moment(2020, 6, 28, 10), month=june)
    assert queries.reminders(june, [project.pk]) == {project.pk: make.moment(2020, 6, 28, 10)}
    assert trace()[-2:] == ["report.remind", "report.remind"]


@pytest.mark.parametrize(
    "at",
    [make.moment(2020, 6, 24, 8), make.moment(2020, 6, 24, 18), make.moment(2020, 6, 21, 10), make.moment(2020, 6, 25)],
    ids=["early", "late", "Sunday", "Dragon Boat Festival"],
)
def test_nobody_is_reminded_outside_working_hours(cast, project, june, at):
    with pytest.raises(Refused, match="不打扰休息"):
        reports.remind(project, by=cast.wang, at=at, month=june)


def test_who_has_reported_is_not_reminded_and_nobody_before_the_month_opens(cast, project, june):
    with pytest.raises(Refused, match="才开放填报"):
        reports.remind(project, by=cast.wang, at=make.moment(2020, 6, 18, 10), month=june)
    make.report(cast, project, june, 6000, state=State.SUBMITTED)
    with pytest.raises(Refused, match="不必再催"):
        reports.remind(project, by=cast.wang, at=AT, month=june)


# --- hand-over -------------------------------------------------------------------------------------------


def test_open_reports_pass_to_the_successor_and_history_keeps_the_old_name(cast, project, june):
    draft = make.report(cast, project, june, 6000)
    done = make.report(cast, project, june - 1, 5000, state=State.SUBMITTED)
    heir = persons.register(cast.owner, by=cast.guan, at=AT, name="周工", username="zhou")
    persons.hand_over(cast.li, by=cast.wang, at=AT, successor=heir, reason="轮岗")
    draft.refresh_from_db()
    done.refresh_from_db()
    assert (draft.reporter, done.reporter, done.submitted_by) == (heir, cast.li, cast.li)
    assert beijing_day(AT) == date(2020, 6, 24)


# --- bundles ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("has", ["report", "opening"])
def test_a_project_that_reported_for_itself_does_not_become_a_bundle(cast, june, has):
    alone = make.project(cast, "老旧小区改造")
    if has == "report":
        make.report(cast, alone, june)
    else:
        openings.set(alone, by=cast.wang, at=AT, month=june - 1, span=Span.YEAR_OPENING, invested_wan=Decimal(500))
    before = trace()
    with pytest.raises(Invalid, match="已有自己的月报或期初数，不能再作打包项目") as refusal:
        make.project(cast, "老旧小区改造东片", parent=alone)
    assert (refusal.value.field, trace()) == ("parent", before)
