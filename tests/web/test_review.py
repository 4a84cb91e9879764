"""The reviewer's one screen: what waits, doubts on top, many at once, back with a reason."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import make
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.progress.commands import report as reports
from yidan.progress.models import MonthlyReport, Progress
from yidan.progress.states import State
from yidan.web import instance

JUNE = Month(2020, 6)
AT = make.moment(2020, 6, 24, 10)
PAGE = "/reports/review/?month=2020-06"


@pytest.fixture
def as_(client):
    def enter(person):
        client.force_login(person)
        return client

    return enter


def waiting(cast, state=State.CHECKED, invested=6000, **fields):
    project = make.project(cast, **fields)
    make.plan(cast, project, 12000)
    return make.report(cast, project, JUNE, invested, problems="资金未到位", state=state)


def names(response):
    return [row["name"] for row in response.context["rows"]]


def text_of(response):
    return response.content.decode()


def seen(report):
    report.refresh_from_db()
    return {f"seen-{report.pk}": report.submitted_at.isoformat()}


def test_each_finds_first_what_waits_for_them(as_, cast):
    submitted, checked = waiting(cast, State.SUBMITTED), waiting(cast)
    assert names(as_(cast.wang).get(PAGE)) == [checked.project.name]
    assert names(as_(cast.lin).get(PAGE)) == [submitted.project.name]
    assert names(as_(cast.lin).get(PAGE + "&state=checked")) == [checked.project.name]


def test_doubts_stand_on_top_with_their_answers_and_last_month_beside(as_, cast):
    calm = waiting(cast, invested=1000)
    project = make.project(cast)
    make.plan(cast, project, 12000)
    make.accepted(cast, project, JUNE - 1, 700, physical_progress="二层")
    doubtful = make.report(cast, project, JUNE, 5000, physical_progress="三层", problems="资金未到位")
    reports.submit(doubtful, by=cast.li, at=AT, answers={"month_share": "设备到场"})
    reports.check(doubtful, by=cast.lin, at=AT, opinion="属实")
    response = as_(cast.wang).get(PAGE)
    assert names(response) == [project.name, calm.project.name]
    row = response.context["rows"][0]
    assert (row["amount"], row["last_amount"], row["year"], row["share"], row["opinion"]) == (
        "5,000", "700", "5,700", "47.5%", "属实",
    )  # fmt: skip
    page = text_of(response)
    assert "设备到场" in page
    assert "上月 二层" in page
    assert names(as_(cast.wang).get(PAGE + "&doubt=no")) == [calm.project.name]


def test_many_are_accepted_at_once_each_with_its_own_entry(as_, cast):
    found = [waiting(cast) for _ in range(3)]
    data = {"report": [each.pk for each in found[:2]], **seen(found[0]), **seen(found[1])}
    response = as_(cast.wang).post(reverse("report.accept") + "?month=2020-06", data, headers={"HX-Request": "true"})
    assert "已审定2件" in text_of(response)
    assert names(response) == [found[2].project.name]
    assert Entry.objects.filter(verb="report.accept").count() == 2
    assert Progress.objects.count() == 2


def test_the_result_says_how_many_and_which_were_stale(as_, cast):
    fine, changed = waiting(cast), waiting(cast)
    stamps = {**seen(fine), **seen(changed)}
    reports.send_back(changed, by=cast.lin, at=AT, reason="再核")
    reports.save(changed.project, by=cast.li, at=AT, month=JUNE, invested_wan=Decimal(9000))
    changed.refresh_from_db()
    reports.submit(changed, by=cast.li, at=AT + timedelta(hours=1))
    reports.check(changed, by=cast.lin, at=AT + timedelta(hours=2))
    response = as_(cast.wang).post(
        reverse("report.accept"), {"report": [fine.pk, changed.pk], **stamps}, headers={"HX-Request": "true"}
    )
    page = text_of(response)
    assert "已审定1件，1件没有办成" in page
    assert f"{changed.project.name}：“{changed.project.name}”刚刚重新报送过" in page
    changed.refresh_from_db()
    assert (changed.state, Progress.objects.count()) == (State.CHECKED, 1)


def test_one_refusal_is_a_409_with_its_sentence(as_, cast):
    report = waiting(cast, State.SUBMITTED)
    response = as_(cast.wang).post(reverse("report.accept"), {"report": report.pk})
    assert (response.status_code, "当前为“已报送”" in text_of(response)) == (409, True)
    assert as_(cast.wang).post(reverse("report.accept"), {}).status_code == 409


def test_the_same_form_twice_acts_once(as_, cast):
    report = waiting(cast)
    client = as_(cast.wang)
    key = re.search(r'name="key" value="([^"]*)"', text_of(client.get(PAGE)))[1]
    for _ in range(2):
        assert client.post(reverse("report.accept"), {"report": report.pk, "key": key}).status_code == 302
    assert Entry.objects.filter(verb="report.accept").count() == 1


def test_the_county_checks_on_the_same_screen(as_, cast):
    report = waiting(cast, State.SUBMITTED)
    response = as_(cast.lin).post(reverse("report.check"), {"report": report.pk}, headers={"HX-Request": "true"})
    assert "已审核通过1件" in text_of(response)
    report.refresh_from_db()
    assert report.checked_by == cast.lin


def test_sending_back_needs_the_reason_in_place(as_, cast):
    report = waiting(cast)
    client = as_(cast.wang)
    assert client.post(reverse("report.send_back"), {"send_back": report.pk}).status_code == 409
    response = client.post(
        reverse("report.send_back"),
        {"send_back": report.pk, f"reason-{report.pk}": "请写到楼层"},
        headers={"HX-Request": "true"},
    )
    assert "已退回，填报人会先看到您写的原因" in text_of(response)
    report.refresh_from_db()
    assert (report.state, report.sent_back_reason) == (State.SENT_BACK, "请写到楼层")


def test_filters_compose(as_, cast):
    here = waiting(cast)
    project = make.project(cast, unit=cast.other_county, owner_unit=cast.other_owner)
    make.plan(cast, project)
    there = make.report(cast, project, JUNE, 1000, by=cast.zhao, problems="资金未到位")
    reports.submit(there, by=cast.zhao, at=AT)
    reports.check(there, by=cast.wang, at=AT)
    client = as_(cast.wang)
    assert len(names(client.get(PAGE))) == 2
    assert names(client.get(f"{PAGE}&unit={cast.other_county.pk}")) == [project.name]
    assert names(client.get(f"{PAGE}&unit={cast.county.pk}&doubt=yes")) == [here.project.name]
    assert names(client.get(f"{PAGE}&unit={cast.other_county.pk}&doubt=yes")) == []


def test_who_may_only_read_sees_whose_turn_it_is(as_, cast):
    report = waiting(cast)
    response = as_(cast.he).get(PAGE + "&state=checked")
    assert "轮到市项目办。" in text_of(response)
    assert 'name="report"' not in text_of(response)
    assert as_(cast.he).post(reverse("report.accept"), {"report": report.pk}).status_code == 409
    assert as_(cast.zhao).post(reverse("report.accept"), {"report": report.pk}).status_code == 409
    assert "不接触业务数据" in text_of(as_(cast.guan).get(PAGE))
    assert MonthlyReport.objects.get().state == State.CHECKED


def test_ones_own_report_is_left_to_others(as_, cast):
    project = make.project(cast)
    make.plan(cast, project)
    make.report(cast, project, JUNE, 6000, by=cast.lin, state=State.SUBMITTED)
    response = as_(cast.lin).get(PAGE)
    assert "您自己报送的，请他人审核" in text_of(response)
    assert 'name="report"' not in text_of(response)


def test_an_empty_screen_says_so(as_, cast):
    assert "这里没有月报" in text_of(as_(cast.wang).get(PAGE))


@pytest.mark.parametrize("count", [1, 12])
def test_the_screen_costs_the_same_with_one_report_and_with_many(as_, cast, count, django_assert_num_queries):
    for _ in range(count):
        waiting(cast)
    client = as_(cast.wang)
    client.get(PAGE)
    instance.forget()  # whether the data are simulated is asked twice a minute: now
    with django_assert_num_queries(12):  # one of them the badge of 一单
        client.get(PAGE)


def test_what_was_corrected_since_is_shown_as_it_holds(as_, cast):
    report = waiting(cast)
    reports.accept(report, by=cast.wang, at=AT)
    reports.correct(report, by=cast.wang, at=AT + timedelta(days=9), reason="核减", invested_wan=Decimal(5500))
    (row,) = as_(cast.wang).get(PAGE + "&state=accepted").context["rows"]
    assert (row["amount"], row["year"], row["is_corrected"]) == ("5,500", "5,500", True)
