"""The reporter's pages: what is mine to fill in, the form, the paper, and the month as a whole."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import make
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone as milestones
from yidan.progress import queries
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthCalendar, MonthlyReport, Progress
from yidan.progress.states import State
from yidan.web import instance

JUNE = Month(2020, 6)
AT = make.moment(2020, 6, 24, 10)


@pytest.fixture
def project(cast):
    made = make.project(cast)
    make.plan(cast, made, 12000)
    return made


@pytest.fixture
def as_(client):
    """Log in and return the client."""

    def enter(person):
        client.force_login(person)
        return client

    return enter


def address(name, project, month=JUNE):
    return reverse(name, args=[project.pk, month])


def text_of(response):
    return response.content.decode()


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', text_of(response))[1]


FILLED = {
    "invested": "6,200",
    "unit": "wan",
    "physical_progress": "主体三层",
    "problems": "",
    "needs": "",
    "next_step": "四层",
}


# --- the form --------------------------------------------------------------------------------------------


def test_a_reporter_fills_in_and_submits(as_, cast, project):
    client = as_(cast.li)
    page = client.get(address("report", project))
    assert page.status_code == 200
    key = hidden(page, "key")
    asked = {"asked": ["spending_before_start", "month_share"], "answer-month_share": "设备到场"}
    response = client.post(address("report.submit", project), {**FILLED, **asked, "key": key})
    assert (response.status_code, response.url) == (302, "/reports/?month=2020-06")
    report = MonthlyReport.objects.get()
    assert (report.state, report.invested_wan, report.submitted_by) == (State.SUBMITTED, Decimal(6200), cast.li)
    assert {each["kind"]: each["answer"] for each in report.doubts} == {
        "spending_before_start": "", "month_share": "设备到场",
    }  # fmt: skip
    # a second tap on a slow network
    assert client.post(address("report.submit", project), {**FILLED, "key": key}).status_code == 302
    assert Entry.objects.filter(verb="report.submit").count() == 1


def test_last_month_stands_beside_each_input_and_its_words_are_carried_forward(as_, cast, project):
    make.accepted(cast, project, JUNE - 1, 800, physical_progress="二层", next_step="三层", needs="用电增容")
    page = text_of(as_(cast.li).get(address("report", project)))
    assert "上月 <b>800 万元</b>" in page
    assert re.search(r'<textarea id="id_physical_progress"[^>]*>二层</textarea>', page)
    assert re.search(r'<textarea id="id_needs"[^>]*>用电增容</textarea>', page)
    assert "与上月相同？" in page
    assert MonthlyReport.objects.filter(month=JUNE).count() == 0


def test_no_change_takes_one_tap(as_, cast, project):
    make.accepted(cast, project, JUNE - 1, 800, physical_progress="二层")
    client = as_(cast.li)
    page = text_of(client.get(address("report", project)))
    assert "文字沿用上月，本月投资记 0" in page
    client.post(address("report.save", project), {"unchanged": "1", "invested": "", "unit": "wan"})
    report = MonthlyReport.objects.get(month=JUNE)
    assert (report.invested_wan, report.physical_progress, report.problems, report.is_unchanged) == (
        Decimal(0), "二层", "征地拆迁未完成", True,
    )  # fmt: skip
    page = text_of(client.get(address("report", project)))
    assert "已按“本月无变化”填好" in page
    # writing something else takes it back
    client.post(address("report.save", project), {**FILLED, "is_unchanged": "1"})
    report.refresh_from_db()
    assert (report.is_unchanged, report.physical_progress) == (False, "主体三层")


def test_no_change_keeps_an_amount_that_was_typed(as_, cast, project):
    make.accepted(cast, project, JUNE - 1, 800)
    as_(cast.li).post(address("report.save", project), {"unchanged": "1", "invested": "120", "unit": "wan"})
    assert MonthlyReport.objects.get(month=JUNE).invested_wan == Decimal(120)


def test_saving_by_itself_answers_with_what_changed_beside_the_form(as_, cast, project):
    client = as_(cast.li)
    response = client.post(
        address("report.save", project), {**FILLED, "invested": "0.62", "unit": "yi"}, headers={"HX-Request": "true"}
    )
    page = text_of(response)
    assert "已自动保存" in page
    assert "6,200 万元" in page
    assert 'id="echo" hx-swap-oob="true"' in page
    assert 'value="month_share"' in page
    assert MonthlyReport.objects.get().invested_wan == Decimal(6200)


def test_an_idle_form_writes_no_history(as_, cast, project):
    client = as_(cast.li)
    for _ in range(3):
        client.post(address("report.save", project), FILLED, headers={"HX-Request": "true"})
    assert Entry.objects.filter(verb="report.save").count() == 1


def test_what_cannot_be_read_is_kept_and_asked_about_at_submission(as_, cast, project):
    client = as_(cast.li)
    response = client.post(address("report.submit", project), {**FILLED, "invested": "12o0"})
    page = text_of(response)
    assert response.status_code == 422
    assert "“12o0”不是金额" in page
    assert 'value="12o0"' in page
    assert "四层" in page
    assert MonthlyReport.objects.get().state == State.DRAFT


def test_behind_schedule_the_problems_are_asked_for_with_typical_causes(as_, cast, project):
    response = as_(cast.li).post(address("report.submit", project), {**FILLED, "invested": "100"})
    page = text_of(response)
    assert response.status_code == 422
    assert "落后序时49.2个百分点，请写明存在问题" in page
    assert "征地拆迁未完成" in page


def test_a_doubt_is_asked_before_it_goes_along(as_, cast, project):
    client = as_(cast.li)
    response = client.post(address("report.submit", project), FILLED)
    assert response.status_code == 422
    assert "本月一个月占年度计划51.7%（超过40%）" in text_of(response) or "占年度计划51.7%" in text_of(response)
    assert MonthlyReport.objects.get().state == State.DRAFT
    response = client.post(
        address("report.submit", project), {**FILLED, "asked": ["month_share", "spending_before_start"]}
    )
    assert response.status_code == 302


def test_milestone_days_are_kept_and_judged(as_, cast, project):
    roof = milestones.set(
        project, by=cast.wang, at=make.moment(2020, 1, 15), name="主体封顶", planned_on=date(2020, 7, 31)
    )
    response = as_(cast.li).post(
        address("report.submit", project), {**FILLED, f"milestone-{roof.pk}-forecast_on": "2090-08-31"}
    )
    assert response.status_code == 422
    assert "请写明推迟原因" in text_of(response)
    assert MonthlyReport.objects.get().milestone_days == {
        "主体封顶": {"forecast_on": "2090-08-31", "actual_on": "", "reason": ""}
    }


def test_somebody_elses_newer_words_refuse_the_older_ones(as_, cast, project):
    client = as_(cast.li)
    reports.save(project, by=cast.li, at=AT, month=JUNE, problems="甲")
    seen = hidden(client.get(address("report", project)), "seen_at")
    reports.save(project, by=cast.lin, at=AT + timedelta(minutes=5), month=JUNE, problems="乙")
    response = client.post(address("report.save", project), {**FILLED, "seen_at": seen}, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert "林县刚刚改过这份月报" in text_of(response)


def test_a_sent_back_report_opens_with_its_reason(as_, cast, project):
    make.report(cast, project, JUNE, 6000, state=State.SENT_BACK)
    page = text_of(as_(cast.li).get(address("report", project)))
    assert page.index("形象进度请写到楼层") < page.index('name="invested"')


def test_what_is_submitted_is_read_not_written(as_, cast, project):
    make.report(cast, project, JUNE, 6000, state=State.SUBMITTED)
    client = as_(cast.li)
    page = text_of(client.get(address("report", project)))
    assert 'name="invested"' not in page
    assert "轮到 县市区或主管部门审核员" in page
    assert client.post(address("report.save", project), FILLED).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("zhao", 404), ("guan", 404), ("an", 404), ("he", 200), ("tong", 200)])
def test_who_may_not_see_the_project_finds_no_page(as_, cast, project, who, status):
    client = as_(getattr(cast, who))
    assert client.get(address("report", project)).status_code == status
    assert client.post(address("report.save", project), FILLED).status_code == (404 if status == 404 else 409)
    assert MonthlyReport.objects.count() == 0


def test_a_month_that_is_none_is_no_page(as_, cast, project):
    assert as_(cast.li).get(f"/reports/{project.pk}/2020-13/").status_code == 404
    for address in ("/reports/?month=2020-13", "/reports/review/?month=五月"):
        answer = as_(cast.wang).get(address)
        assert (answer.status_code, "应写作 2020-06" in answer.content.decode()) == (409, True), address


def test_the_county_fills_in_for_an_absent_reporter_when_it_asks_to(as_, cast, project):
    client = as_(cast.lin)
    assert 'name="invested"' not in text_of(client.get(address("report", project)))
    page = text_of(client.get(address("report", project) + "?fill"))
    assert 'name="invested"' in page
    assert "代业主填报" in page


def test_a_bundles_report_leads_to_its_children(as_, cast):
    bundle = make.project(cast)
    child = make.project(cast, parent=bundle)
    page = text_of(as_(cast.li).get(address("report", bundle)))
    assert address("report", child) in page


# --- the paper -------------------------------------------------------------------------------------------


def test_a_correction_shows_both_values_and_each_day_gives_its_own(as_, cast, project):
    report = make.accepted(cast, project, JUNE, 1000)
    reports.correct(
        report, by=cast.wang, at=AT + timedelta(days=10), reason="多报设备款", is_self_declared=True,
        invested_wan=Decimal(800),
    )  # fmt: skip
    client = as_(cast.he)
    page = text_of(client.get(address("report", project)))
    assert "<del>1,000</del> → <ins>800</ins>" in page
    assert "多报设备款" in page
    assert "自行更正" in page
    assert client.get(address("report", project)).context["echo"]["year"] == "800 万元"
    before = client.get(address("report", project) + "?as_of=2020-06-30")
    assert (before.context["amount"], client.get(address("report", project)).context["amount"]) == ("1,000", "800")
    assert client.get(address("report", project) + "?as_of=2020-06-01").context["was_known"] is False


def test_the_office_corrects_on_the_paper(as_, cast, project):
    make.accepted(cast, project, JUNE, 1000)
    client = as_(cast.wang)
    page = client.get(address("report", project))
    data = {
        "invested": "0.08", "unit": "yi", "reason": "核减", "seen_fact": hidden(page, "seen_fact"),
        "is_self_declared": "on",
    }  # fmt: skip
    assert client.post(address("report.correct", project), data).status_code == 302
    assert queries.fact_of(project, JUNE).invested_wan == Decimal(800)
    response = client.post(address("report.correct", project), {**data, "invested": "700"})
    assert (response.status_code, Progress.objects.count()) == (409, 2)
    assert client.post(address("report.correct", project), {**data, "invested": "x"}).status_code == 409


def test_nobody_else_is_offered_a_correction(as_, cast, project):
    make.accepted(cast, project, JUNE, 1000)
    assert as_(cast.lin).get(address("report", project)).context["correction"] is None


def test_the_paper_says_why_an_act_is_not_ones_own(as_, cast, project):
    make.report(cast, project, JUNE, 6000, by=cast.lin, state=State.SUBMITTED)
    page = as_(cast.lin).get(address("report", project))
    acts = {act["verb"]: act["reason"] for act in page.context["acts"]}
    assert acts == {"report.check": "自己报送的月报由他人审核。", "report.send_back": ""}


# --- the month -------------------------------------------------------------------------------------------


def test_a_reporter_finds_what_is_due_and_whose_turn_it_is(as_, cast, project):
    other = make.project(cast)
    make.plan(cast, other)
    make.report(cast, other, JUNE, 6000, state=State.SUBMITTED)
    page = as_(cast.li).get("/reports/?month=2020-06")
    assert [row["name"] for row in page.context["open"]] == [project.name]
    assert [(row["name"], row["turn"]) for row in page.context["closed"]] == [(other.name, "县市区或主管部门审核员")]


def test_the_office_sees_who_has_not_reported_and_when_each_was_asked(as_, cast, project):
    reports.remind(project, by=cast.wang, at=AT, month=JUNE)
    page = as_(cast.wang).get("/reports/?month=2020-06")
    (unit,) = page.context["units"]
    assert (unit["name"], unit["count"], unit["rows"][0]["name"]) == ("醴陵市", 1, project.name)
    assert unit["rows"][0]["asked"].endswith("10:00催过")
    assert [each["value"] for each in page.context["numbers"]] == ["1", "1", "0", "0", "0"]


def test_a_units_names_come_when_one_opens_it(as_, cast, project, monkeypatch):
    monkeypatch.setattr("yidan.web.views.month.SHOWN_AT_ONCE", 0)
    client = as_(cast.wang)
    page = client.get("/reports/?month=2020-06")
    assert project.name not in text_of(page)
    (unit,) = page.context["units"]
    assert unit["count"] == 1
    assert project.name in text_of(client.get(unit["address"], headers={"HX-Request": "true"}))
    assert project.name in text_of(client.get(unit["address"]))


def test_reminders_go_to_those_only_and_say_so(as_, cast, project, monkeypatch):
    done = make.project(cast)
    make.plan(cast, done)
    make.report(cast, done, JUNE, 6000, state=State.SUBMITTED)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    response = as_(cast.wang).post(
        reverse("report.remind"), {"month": "2020-06", "project": [project.pk, done.pk]}, follow=True
    )
    assert Entry.objects.filter(verb="report.remind").count() == 1
    assert "已催报1个项目，1个未催" in text_of(response)
    assert as_(cast.wang).post(reverse("report.remind"), {"month": "2020-06"}).status_code == 409
    assert as_(cast.li).post(
        reverse("report.remind"), {"month": "2020-06", "project": [project.pk]}
    ).status_code == 409  # fmt: skip


def test_the_office_sets_the_calendar_of_a_month(as_, cast):
    data = {
        "month": "2020-06", "opens_on": "2020-06-20", "report_by": "2020-06-24", "report_by_hour": "12:00",
        "check_by": "2020-06-28", "accept_by": "2020-06-30", "publish_on": "2020-07-03",
    }  # fmt: skip
    assert as_(cast.wang).post(reverse("month.set_calendar"), data).status_code == 302
    assert MonthCalendar.objects.get().report_by == make.moment(2020, 6, 24, 12)
    assert as_(cast.wang).post(reverse("month.set_calendar"), {**data, "check_by": "x"}).status_code == 409
    assert as_(cast.lin).post(reverse("month.set_calendar"), data).status_code == 409


def test_an_empty_month_says_what_would_be_here(as_, cast):
    assert "这个月没有要报的项目" in text_of(as_(cast.li).get("/reports/?month=2019-06"))
    assert "这个月没有应报的项目" in text_of(as_(cast.wang).get("/reports/?month=2019-06"))
    assert "不接触业务数据" in text_of(as_(cast.guan).get("/reports/?month=2019-06"))


def test_a_refusal_says_where_what_was_entered_is(as_, cast, project):
    """On the same page where htmx put the sentence there; on the page before where it is a page of its own."""
    make.accepted(cast, project, JUNE, 100)
    client = as_(cast.li)
    beside = client.post(address("report.save", project), FILLED, headers={"HX-Request": "true"})
    assert (beside.status_code, "内容都还在这里" in text_of(beside), "上一页" in text_of(beside)) == (409, True, False)
    alone = client.post(address("report.save", project), FILLED)
    assert (alone.status_code, "仍在上一页" in text_of(alone)) == (409, True)


# --- budgets ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["li", "wang"])
def test_the_month_costs_the_same_with_one_project_and_with_many(
    as_, cast, project, who, django_assert_max_num_queries
):
    client = as_(getattr(cast, who))
    client.get("/reports/?month=2020-06")
    instance.forget()  # whether the data are simulated is asked twice a minute: now, in both
    with django_assert_max_num_queries(16) as few:
        client.get("/reports/?month=2020-06")
    for _ in range(6):
        make.plan(cast, make.project(cast))
    instance.forget()
    with django_assert_max_num_queries(16) as many:
        client.get("/reports/?month=2020-06")
    assert len(_own(few)) == len(_own(many))


def _own(asked):
    """Without the question which transactions at work on the server are another database's: it comes when one is."""
    return [query for query in asked.captured_queries if "pg_stat_activity" not in query["sql"]]


def test_the_form_costs_few_queries(as_, cast, project, django_assert_max_num_queries):
    make.accepted(cast, project, JUNE - 1, 800)
    client = as_(cast.li)
    client.get(address("report", project))
    with django_assert_max_num_queries(22):
        client.get(address("report", project))
