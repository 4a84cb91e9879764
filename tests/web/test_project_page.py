"""A project's page: what is true and what happened, as of a day, for everybody who may see it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.web.projects import JULY, done, rich, text
from yidan.ledger.commands import project as projects
from yidan.ledger.models import FormerName, Profile, Project
from yidan.progress.commands import report as reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_office")]


def test_the_page_says_everything_that_is_true_and_what_happened(client, cast):
    page = text(client.get(f"/projects/{rich(cast).pk}/"))
    for words in (
        "株洲轨道交通产业园（新）", "ZZ-2020-0001 · ★省重点 · 市重点 · 醴陵市", "2012-430200-04-01-123456",
        "曾用：2018-430203-70-03-012345", "轨交小镇 撤回 、株洲轨道交通产业园（二期）", "醴陵市 60%、攸县 40%",
        "中央 5,000、企业自筹 10,000 万元", "合计 15,000，与总投资不符", "何市长 市委常委、常务副市长",
        "13907331234", "原计划 12,000", "10,000 万元 资金", "2,700", "27.0%", "主体封顶 2020-05-31 2020-06-30",
        "推迟30天", "雨季", "开工 施工许可证", "渌口区南洲镇 430212", "2019-01 — 2022-12", "五个100",
        "变更项目 王科长", "株洲轨道交通产业园（二期） → 株洲轨道交通产业园（新）", "批复更名",
    ):  # fmt: skip
        assert words in page, words


def test_a_former_name_is_withdrawn_from_where_it_stands_and_stands_as_of_before(client, cast):
    project = make.project(cast, "新厂房", former_names=["别家厂房"])
    noted = project.former_names.get()
    address = f"/former-names/{noted.pk}/withdraw/"
    assert (
        f'别家厂房 <span class="quiet"><a href="{address}">撤回</a></span>'
        in client.get(f"/projects/{project.pk}/").content.decode()
    )
    assert "别家厂房" in text(client.get(address))
    empty = client.post(address, {"reason": ""})
    assert (empty.status_code, project.former_names.live().count()) == (422, 1)
    page = client.post(address, {"reason": "导入时点错了项目"}, follow=True)
    assert "曾用名已撤回" in text(page)
    assert "撤回曾用名 王科长" in text(page)
    assert "导入时点错了项目" in text(page)
    assert "曾用名" in page.context["sections"][0]["empty"]
    assert client.get(address).status_code == 404  # it is gone
    FormerName.objects.update(recorded_at=make.moment(2020, 1, 1), superseded_at=make.moment(2020, 6, 1))
    Project.objects.update(registered_at=make.moment(2020, 1, 1))
    Profile.objects.update(recorded_at=make.moment(2020, 1, 1))
    before = client.get(f"/projects/{project.pk}/", {"as_of": "2020-05-20"})
    assert ("曾用名", "别家厂房") in before.context["sections"][0]["facts"]
    assert "曾用名" in client.get(f"/projects/{project.pk}/", {"as_of": "2020-06-20"}).context["sections"][0]["empty"]


def test_only_who_may_is_offered_to_withdraw_a_former_name(client, cast):
    project = make.project(cast, "新厂房", former_names=["旧厂房"])
    client.force_login(cast.lin)
    page = client.get(f"/projects/{project.pk}/")
    assert ("曾用名", "旧厂房") in page.context["sections"][0]["facts"]
    assert client.get(f"/former-names/{project.former_names.get().pk}/withdraw/").status_code == 403
    client.force_login(cast.zhao)  # whose unit does not see the project
    assert client.get(f"/former-names/{project.former_names.get().pk}/withdraw/").status_code == 404


def test_a_bundle_shows_each_childs_part_and_the_sum_of_them(client, cast):
    bundle = make.project(cast, "小区改造打包")
    for name, amount in (("甲小区", 40), ("乙小区", 60)):
        child = make.project(cast, name, parent=bundle)
        make.plan(cast, child, 100)
        done(cast, child, amount)
    response = client.get(f"/projects/{bundle.pk}/")
    assert [(each["name"], each["planned"], each["done"], each["rate"]) for each in response.context["children"]] == [
        ("甲小区", "100", "40", "40.0%"), ("乙小区", "100", "60", "60.0%")
    ]  # fmt: skip
    assert [each["value"] for each in response.context["numbers"]][1:4] == ["200", "100", "50.0%"]


def test_a_corrected_month_stands_among_the_reports_as_it_holds_and_says_so(client, cast):
    project = make.project(cast)
    make.plan(cast, project)
    done(cast, project, 900, 4)
    report = done(cast, project, 800, 5)
    told = {"invested_wan": Decimal(750), "physical_progress": "封顶至九层"}
    reports.correct(report, by=cast.wang, at=JULY, reason="核减", **told)
    page = client.get(f"/projects/{project.pk}/").content.decode()
    may, april = page.partition('id="reports"')[2].partition("</tbody>")[0].split("</tr>")[1:3]
    assert "750" in may
    assert "封顶至九层" in may
    assert "已更正" in may
    assert "800" not in may
    assert "900" in april
    assert "已更正" not in april


def test_as_of_a_day_the_page_shows_what_was_known_then(client, cast):
    page = text(client.get(f"/projects/{rich(cast).pk}/?as_of=2020-06-30"))
    for words in (
        "这是2020年6月30日(周二)看到的样子",
        "株洲轨道交通产业园（二期）",
        "12,000",
        "2018-430203-70-03-012345",
    ):
        assert words in page, words
    for words in ("株洲轨道交通产业园（新）", "推迟30天", "变更项目", "2,700"):
        assert words not in page, words
    early = client.get(f"/projects/{Project.objects.get().pk}/?as_of=2019-12-31")
    assert early.status_code == 404
    assert "那时还没有登记" in text(early)
    assert client.get(f"/projects/{Project.objects.get().pk}/?as_of=gestern").status_code == 409


def test_the_page_takes_at_most_thirteen_queries_whatever_the_project_has_been_through(client, cast):
    def counted(project):
        client.get(f"/projects/{project.pk}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/projects/{project.pk}/")
        return len(queries)

    assert counted(make.project(cast)) == counted(rich(cast)) <= 13


def test_phones_are_called_by_the_office_and_masked_for_others(client, cast):
    project = rich(cast)
    assert 'href="tel:13907331234"' in client.get(f"/projects/{project.pk}/").content.decode()
    client.force_login(cast.shen)
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert "139****1234" in page
    assert "13907331234" not in page


def test_a_project_one_may_not_see_does_not_exist(client, cast):
    project = make.project(cast)
    for who in (cast.zhao, cast.guan):
        client.force_login(who)
        assert client.get(f"/projects/{project.pk}/").status_code == 404
        assert client.get(f"/projects/{project.pk}/change/").status_code == 404
    assert client.get("/projects/99999/").status_code == 404


def test_acts_are_offered_to_those_who_may_and_refused_to_others(client, cast):
    project = make.project(cast, pool="reserve")
    offered = {act["label"]: act["reason"] for act in client.get(f"/projects/{project.pk}/").context["acts"]}
    assert offered["赋项目代码"] == "储备库项目还没有项目代码"
    assert offered["变更项目"] == ""
    client.force_login(cast.li)
    response = client.get(f"/projects/{project.pk}/")
    assert [str(act["label"]) for act in response.context["acts"]] == ["提出事项", "提请入库", "记资金", "附文件"]
    refused = client.get(f"/projects/{project.pk}/change/")
    assert refused.status_code == 403
    assert "请联系市项目办" in text(refused)


def test_who_writes_the_report_is_led_to_the_month_in_hand(client, cast, monkeypatch):
    project = make.project(cast)
    make.plan(cast, project)
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.moment(2020, 6, 22))
    seen = {}
    for who in ("li", "he", "wang"):
        client.force_login(getattr(cast, who))
        seen[who] = client.get(f"/projects/{project.pk}/").context["filing"]
    offer = {"label": "填6月月报", "href": f"/reports/{project.pk}/2020-06/"}
    assert seen == {"li": offer, "he": {}, "wang": offer}


def test_a_merged_project_leads_to_its_survivor_where_both_timelines_stand(client, cast):
    survivor, merged = make.project(cast, "甲厂"), make.project(cast, "乙厂")
    client.post(f"/projects/{merged.pk}/merge/", {"into": survivor.internal_id.lower(), "reason": "重复录入"})
    response = client.get(f"/projects/{merged.pk}/")
    assert response["Location"] == f"/projects/{survivor.pk}/"
    page = text(client.get(response["Location"]))
    assert "乙厂（ZZ-2020-0002）" in page
    assert page.count("登记入库") == 2


def test_the_older_part_of_the_story_comes_on_demand(client, cast):
    project = make.project(cast)
    for number in range(25):
        projects.note_former_name(project, by=cast.wang, at=JULY, name=f"曾用{number}")
    page = client.get(f"/projects/{project.pk}/")
    assert len(page.context["entries"]) == 20
    older = client.get(f"/projects/{project.pk}/{page.context['more']}", headers={"HX-Request": "true"})
    assert older.content.decode().count('class="timeline-head"') == 6
    assert "<html" not in older.content.decode()
