"""表单清单 and 备案材料; what the ledger holds stands in the form; an expired form says so and hinders nobody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from tests import make
from tests.cast import AT, assemble
from yidan.kernel import parameters
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import milestone as acts
from yidan.ledger.models import Milestone
from yidan.progress.models import MonthlyReport
from yidan.web import sheets

pytestmark = pytest.mark.django_db
NOW = make.moment(2020, 6, 20, 10)


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return assemble()


@pytest.fixture
def project(cast):
    made = make.project(cast, "渌江大道提质改造", total_investment_wan=Decimal(50000))
    make.plan(cast, made, 12000)
    return made


def expire(cast, name, day="2020-05-31"):
    parameters.set(f"form.{name}.expires_on", by=cast.wang, at=AT, value=day, reason="株重办〔2020〕9号")
    cache.clear()


@pytest.mark.parametrize("name", ["li", "lin", "he", "shen", "guan", "an"])
def test_everybody_reads_the_register_of_forms(cast, client, name):
    client.force_login(getattr(cast, name))
    page = client.get("/forms/").content.decode()
    assert [str(each.label) in page for each in sheets.SHEETS] == [True] * len(sheets.SHEETS)
    assert ("/parameters/form.monthly_report.basis/" in page) is False


def test_the_office_sets_basis_and_expiry_with_the_paper_behind_it(cast, client, project):
    client.force_login(cast.wang)
    said = {"value": "株重办〔2020〕3号", "reason": "领导小组会议纪要"}
    assert client.post("/parameters/form.monthly_report.basis/", said).status_code == 302
    cache.clear()
    assert "株重办〔2020〕3号" in client.get("/forms/").content.decode()
    client.force_login(cast.li)
    assert "株重办〔2020〕3号 · 每月一次 · 归口：" in client.get(f"/reports/{project.pk}/2020-06/").content.decode()


def test_a_form_whose_paper_nobody_named_says_so_until_the_office_does(cast, client, project):
    lacking = [each.sheet.name for each in sheets.standing(AT.date(), is_fresh=True) if not each.is_numbered]
    assert ("monthly_report" in lacking, "feedback" in lacking, "exhibit" in lacking) == (True, False, False)
    address = f"/reports/{project.pk}/2020-06/"
    client.force_login(cast.li)
    assert "市重点项目月调度制度(文号未填) · 每月一次" in client.get(address).content.decode()
    assert "还没有写明依据文号" not in client.get("/forms/").content.decode()
    client.force_login(cast.wang)
    assert f"有{len(lacking)}张表还没有写明依据文号" in client.get("/forms/").content.decode()
    for part, value in (("basis", "株重办〔2020〕3号"), ("owner", "市发展和改革委员会")):
        said = {"value": value, "reason": "领导小组会议纪要"}
        assert client.post(f"/parameters/form.monthly_report.{part}/", said).status_code == 302
    cache.clear()
    assert f"有{len(lacking) - 1}张表还没有写明依据文号" in client.get("/forms/").content.decode()
    client.force_login(cast.li)
    assert "株重办〔2020〕3号 · 每月一次 · 归口：市发展和改革委员会" in client.get(address).content.decode()


def test_an_expiry_that_is_no_day_is_refused(cast, client):
    client.force_login(cast.wang)
    answer = client.post("/parameters/form.visit.expires_on/", {"value": "明年", "reason": "x"})
    assert "不能是" in answer.content.decode()


def test_an_expired_form_says_so_and_does_not_hinder_but_nobody_is_reminded(cast, client, project):
    make.report(cast, project, Month(2020, 5), 800, by=cast.li)
    expire(cast, "monthly_report")
    client.force_login(cast.li)
    address = f"/reports/{project.pk}/2020-06/"
    assert "填报依据已于 2020-05-31 到期" in client.get(address).content.decode()
    sent = {"invested": "900", "physical_progress": "路基完成", "asked": ["round_numbers", "over_total"]}
    client.post(f"{address}submit/", sent)
    client.post(f"{address}submit/", sent)
    assert MonthlyReport.objects.get(month=Month(2020, 6)).invested_wan == 900
    client.force_login(cast.wang)
    answer = client.post("/reports/remind/", {"month": "2020-06", "project": project.pk})
    assert (answer.status_code, "不能催报" in answer.content.decode()) == (409, True)


def test_the_report_opens_with_what_the_ledger_holds_of_milestones_and_keeps_only_what_is_new(cast, client, project):
    node = acts.set(project, by=cast.wang, at=AT, name="主体封顶", planned_on=date(2020, 8, 31))
    node = acts.forecast(node, by=cast.wang, at=AT, forecast_on=date(2020, 9, 20), reason="雨季长")
    client.force_login(cast.li)
    address = f"/reports/{project.pk}/2020-06/"
    page = client.get(address).content.decode()
    assert ('value="2020-09-20"' in page, 'value="雨季长"' in page) == (True, True)
    untouched = {
        "invested": "900", "physical_progress": "路基完成", f"milestone-{node.pk}-forecast_on": "2020-09-20",
        f"milestone-{node.pk}-actual_on": "", f"milestone-{node.pk}-reason": "雨季长",
    }  # fmt: skip
    client.post(f"{address}save/", untouched)
    assert MonthlyReport.objects.get().milestone_days == {}
    client.post(f"{address}save/", {**untouched, f"milestone-{node.pk}-forecast_on": "2020-10-10"})
    assert MonthlyReport.objects.get().milestone_days["主体封顶"]["forecast_on"] == "2020-10-10"
    again = client.get(f"/milestones/{Milestone.objects.live().get().pk}/forecast/").content.decode()
    assert ('value="2020-09-20"' in again, 'value="雨季长"' in again) == (True, True)


def test_the_report_opens_with_last_months_words_and_with_what_was_kept(cast, client, project):
    from yidan.progress.states import State

    make.report(
        cast, project, Month(2020, 5), 800, state=State.ACCEPTED, physical_progress="路基完成六成", problems="征拆"
    )
    client.force_login(cast.li)
    address = f"/reports/{project.pk}/2020-06/"
    assert ">路基完成六成</textarea>" in client.get(address).content.decode()
    client.post(f"{address}save/", {"invested": "900", "physical_progress": "路基完成八成"})
    page = client.get(address).content.decode()
    assert (">路基完成八成</textarea>" in page, 'value="900"' in page) == (True, True)


def test_the_filing_kit_lists_every_function_and_says_what_proves_each_rule(cast, client):
    client.force_login(cast.guan)
    page = client.get("/about/filing/").content.decode()
    assert [str(verb.label) in page for verb in Verb] == [True] * len(Verb)
    lines = b"".join(client.get("/about/filing/?format=csv").streaming_content).decode().splitlines()
    assert len(lines) == len(Verb) + 1


def test_the_about_page_says_who_hosts_and_that_the_filing_is_missing(cast, client, settings):
    client.force_login(cast.li)
    page = client.get("/about/").content.decode()
    assert (settings.HOST_UNIT in page, "待备案" in page, "/forms/" in page, "/about/filing/" in page) == (
        True, True, True, True,
    )  # fmt: skip


def test_the_proofs_of_the_self_check_are_there():
    from pathlib import Path

    from yidan.web.filing import checks

    root = Path(__file__).resolve().parents[2]
    assert [each["proof"] for each in checks() if not (root / each["proof"]).is_file()] == []


def test_the_phone_says_by_which_basis_the_report_is_asked_and_when_that_has_run_out(cast, client, project):
    client.force_login(cast.li)
    assert client.get("/field/data/").json()["form"].endswith("有效期至 2027-12-31")
    expire(cast, "monthly_report")
    assert client.get("/field/data/").json()["form"] == "“月报”的填报依据已于 2020-05-31 到期"
