"""The list of projects, a project's page, and the forms of every act on it."""

from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import counting, make
from tests.cast import assemble
from yidan.kernel.values import Month
from yidan.ledger.commands import milestone as milestones
from yidan.ledger.commands import plan as plans
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import stage as stages
from yidan.ledger.commands import tag as tags
from yidan.ledger.models import Attachment, Project, SavedView
from yidan.progress.commands import report as reports
from yidan.web.views.projects import _address

pytestmark = pytest.mark.django_db
JULY = make.moment(2020, 7, 6)


@pytest.fixture
def cast(client):
    cast = assemble()
    client.force_login(cast.wang)
    return cast


def done(cast, project, amount, month=6):
    """An accepted month."""
    return reports.record(project, by=cast.wang, at=JULY, month=Month(2020, month), invested_wan=Decimal(amount))


def names(response):
    """The projects of the page, in order, children after their bundle."""
    import re

    return re.findall(r'<th scope="row"[^>]*><a href="/projects/\d+/">([^<]*)</a>', response.content.decode())


def text(response):
    """The words of a page."""
    import re

    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- the list ---


def test_the_list_shows_projects_in_political_order_grouped_by_domain_with_subtotals(client, cast):
    for name, domain, total in (("丙", "livelihood", 300), ("甲", "industry", 100), ("乙", "industry", 200)):
        project = make.project(cast, f"{name}项目部", domain=domain, total_investment_wan=Decimal(total))
        make.plan(cast, project, total)
        done(cast, project, total / 2)
    response = client.get("/projects/")
    assert names(response) == ["甲项目部", "乙项目部", "丙项目部"]
    assert "一、产业发展项目（2个）" in text(response)
    assert "二、社会民生项目（1个）" in text(response)
    assert response.context["sums"] == {
        "count": "3", "leaves": "3", "total": "600", "planned": "600", "month": "300", "done": "300", "rate": "50.0%"
    }  # fmt: skip


def test_each_filter_narrows_and_they_compose(client, cast):
    tag = tags.register(None, by=cast.wang, at=make.AT, name="五个100", kind="campaign")
    one = make.project(cast, "甲轨道厂", domain="industry", contact_leader=cast.he, pool="construction")
    projects.tag(one, by=cast.wang, at=make.AT, tag=tag)
    make.plan(cast, one, listing="starting", starts_on=date(2020, 3, 1))
    two = make.project(
        cast, "乙医院", domain="livelihood", unit=cast.other_county, total_investment_wan=Decimal(600000),
        levels=("provincial",), owner_unit=cast.other_owner,
    )  # fmt: skip
    make.plan(cast, two, listing="completing")
    stages.record(two, by=cast.wang, at=JULY, mark="started", happened_on=date(2020, 1, 5))
    done(cast, two, 9000)
    for query, found in (
        (f"unit={cast.county.pk}", ["甲轨道厂"]),
        (f"unit={cast.county.pk}&unit={cast.other_county.pk}", ["甲轨道厂", "乙医院"]),
        ("domain=livelihood", ["乙医院"]),
        ("level=provincial", ["乙医院"]),
        ("listing=starting", ["甲轨道厂"]),
        ("stage=construction", ["乙医院"]),
        ("pool=construction", ["甲轨道厂"]),
        (f"leader={cast.he.pk}", ["甲轨道厂"]),
        (f"tag={tag.pk}", ["甲轨道厂"]),
        ("amount=500000-", ["乙医院"]),
        ("amount=10000-50000", ["甲轨道厂"]),
        ("start=overdue", ["甲轨道厂"]),
        ("start=none", ["甲轨道厂"]),
        ("lag=half", ["甲轨道厂"]),
        ("lag=yes", ["甲轨道厂"]),
        ("report=missing", ["甲轨道厂"]),
        ("q=jgdc", ["甲轨道厂"]),
        ("q=" + quote("攸州 医院"), ["乙医院"]),
        ("domain=livelihood&listing=starting", []),
        ("year=2019&listing=starting", []),
        ("unit=nonsense&domain=no&level=no&amount=x&size=7&page=99&sort=no&year=x&by=no", []),
    ):
        assert names(client.get(f"/projects/?{query}")) == found, query


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", "丙乙甲"), ("-name", "甲乙丙"), ("total", "丙甲乙"), ("-total", "乙甲丙"), ("planned", "甲乙丙"),
        ("-planned", "乙甲丙"), ("done", "丙甲乙"), ("-done", "乙甲丙"), ("-rate", "甲乙丙"), ("listing", "甲乙丙"),
        ("unit", "甲丙乙"), ("-month", "乙甲丙"), ("-order", "丙乙甲"), ("number", "甲乙丙"), ("stage", "甲乙丙"),
    ],
)  # fmt: skip
def test_the_list_sorts_by_any_column_and_what_has_no_value_comes_last(client, cast, sort, order):
    one = make.project(cast, "甲厂", total_investment_wan=Decimal(200))
    two = make.project(cast, "乙厂", total_investment_wan=Decimal(300), unit=cast.other_county)
    make.project(cast, "丙厂", total_investment_wan=Decimal(100))
    make.plan(cast, one, 100, listing="starting")
    make.plan(cast, two, 200, listing="completing")
    done(cast, one, 90)
    done(cast, two, 100)
    assert "".join(name[0] for name in names(client.get(f"/projects/?sort={sort}"))) == order


def test_a_bundle_shows_its_children_and_counts_once_or_by_its_children(client, cast):
    bundle = make.project(cast, "小区改造打包", total_investment_wan=Decimal(1000))
    for name in "甲乙":
        child = make.project(cast, f"{name}小区", parent=bundle, total_investment_wan=Decimal(500))
        make.plan(cast, child, 100, listing="starting" if name == "甲" else "continuing")
        done(cast, child, 40)
    make.plan(cast, make.project(cast, "独立项目部", total_investment_wan=Decimal(50)), 50)
    items, leaves = client.get("/projects/"), client.get("/projects/?by=leaves")
    assert names(items) == ["小区改造打包", "甲小区", "乙小区", "独立项目部"]
    assert (items.context["sums"]["count"], items.context["sums"]["total"]) == ("2", "1,050")
    assert names(leaves) == ["甲小区", "乙小区", "独立项目部"]
    assert (leaves.context["sums"]["count"], leaves.context["sums"]["total"]) == ("3", "1,050")
    assert items.context["sums"]["planned"] == leaves.context["sums"]["planned"] == "250"
    assert items.context["sums"]["done"] == leaves.context["sums"]["done"] == "80"
    part = client.get("/projects/?listing=starting")
    assert (names(part), part.context["sums"]["planned"]) == (["小区改造打包", "甲小区"], "100")


def test_the_list_has_pages_and_the_sums_are_of_all_of_them(client, cast):
    for number in range(23):
        make.project(cast, total_investment_wan=Decimal(number))
    first, second = client.get("/projects/?size=20"), client.get("/projects/?size=20&page=2")
    assert (len(names(first)), len(names(second))) == (20, 3)
    assert first.context["sums"]["total"] == second.context["sums"]["total"] == str(sum(range(23)))


def test_columns_are_chosen_in_the_address(client, cast):
    make.project(cast, "甲厂", place="渌口区南洲镇")
    assert "渌口区南洲镇" not in text(client.get("/projects/"))
    assert "渌口区南洲镇" in text(client.get("/projects/?columns=place&columns=total"))


def test_amounts_are_shown_in_the_unit_the_reader_chose(client, cast):
    make.project(cast, total_investment_wan=Decimal("10296000"))
    client.cookies["unit"] = "yi"
    assert client.get("/projects/").context["sums"]["total"] == "1,029.60"


def test_a_view_is_saved_used_and_dropped_by_its_owner_only(client, cast):
    response = client.post("/views/", {"name": "滞后的", "query": "lag=yes&sort=-rate"})
    assert response["Location"] == "/projects/?lag=yes&sort=-rate"
    assert "滞后的" in text(client.get("/projects/"))
    client.force_login(cast.he)
    pk = SavedView.objects.get().pk
    assert "滞后的" not in text(client.get("/projects/"))
    assert client.post(f"/views/{pk}/drop/").status_code == 404
    client.force_login(cast.wang)
    client.post(f"/views/{pk}/drop/")
    assert SavedView.objects.count() == 0


def test_everybody_sees_their_own_part_and_administrators_none(client, cast):
    make.project(cast, "甲厂")
    make.project(cast, "乙厂", unit=cast.other_county, owner_unit=cast.other_owner)
    seen = {}
    for who in ("wang", "lin", "li", "zhao", "he", "shen", "guan"):
        client.force_login(getattr(cast, who))
        seen[who] = names(client.get("/projects/"))
    both = ["甲厂", "乙厂"]
    assert seen == {
        "wang": both,
        "lin": ["甲厂"],
        "li": ["甲厂"],
        "zhao": ["乙厂"],
        "he": both,
        "shen": both,
        "guan": [],
    }
    assert "您的角色不接触业务数据" in text(client.get("/projects/"))


def test_the_sums_of_the_list_are_those_of_the_figures(client, cast):
    from yidan.figures import queries as figures
    from yidan.figures.question import Period, Question

    bundle = make.project(cast)
    for number, fields in enumerate(({"parent": bundle}, {"parent": bundle}, {}, {"unit": cast.other_county})):
        project = make.project(cast, **fields)
        make.plan(cast, project, 1000 + number)
        for month in (4, 5, 6):
            done(cast, project, 70 + number, month)
    done(cast, make.project(cast), 5, 6)
    question = Question.of(cast.wang, Period(2020, 6))
    said = {key: figures.value(key, question).value for key in ("plan.annual", "invested.year", "invested.month")}
    sums = client.get("/projects/").context["sums"]
    assert (sums["planned"], sums["done"], sums["month"]) == tuple(f"{value:,.0f}" for value in said.values())


def test_the_offices_tables_are_offered_for_exactly_what_the_list_shows(client, cast):
    make.plan(cast, make.project(cast, "甲厂", domain="industry"))
    make.plan(cast, make.project(cast, "乙医院", domain="livelihood"))
    offered = client.get("/projects/?domain=industry&sort=-total&page=1").context["exports"]
    assert [str(each["label"]) for each in offered] == ["年度计划表（Excel）", "调度表（Excel）", "调度表（CSV）"]
    table = b"".join(client.get(offered[2]["address"]).streaming_content).decode("utf-8-sig")
    assert ("甲厂" in table, "乙医院" in table) == (True, False)


def test_an_empty_ledger_offers_the_one_thing_to_do(client, cast):
    assert "台账里还没有项目" in text(client.get("/projects/"))
    client.force_login(cast.li)
    assert "您这里还没有项目" in text(client.get("/projects/"))


def test_the_list_takes_as_many_queries_with_one_row_as_with_many(client, cast):
    def counted():
        client.get("/projects/")  # the board of this state of the journal
        with CaptureQueriesContext(connection) as warm:
            client.get("/projects/")
        cache.clear()
        with CaptureQueriesContext(connection) as cold:
            client.get("/projects/?sort=-done&unit=" + str(cast.county.pk))
        return counting.asked(warm), counting.asked(cold)

    first = make.project(cast, contact_leader=cast.he)
    make.plan(cast, first)
    done(cast, first, 5)
    one = counted()
    bundle = make.project(cast)
    for _number in range(12):
        project = make.project(cast, parent=bundle if _number % 2 else None, contact_leader=cast.he)
        make.plan(cast, project)
        done(cast, project, 5)
    many = counted()
    assert one == many
    assert many[0] <= 7
    assert many[1] <= 23


def test_the_address_of_a_row_is_the_address_of_the_page():
    assert _address(7) == reverse("project", args=[7])


# --- the page ---


def rich(cast):
    """A project that has been through everything."""
    project = make.project(
        cast, "株洲轨道交通产业园（二期）", code="2018-430203-70-03-012345", former_names=["轨交小镇"],
        years="2019-2022", place="渌口区南洲镇", region_code="430212", domain="industry", contact_leader=cast.he,
        duty_person="张三", duty_phone="13907331234", levels=("provincial", "municipal"), scale="新建厂房12万平方米",
        competent_unit=cast.bureau, document="株发改〔2019〕1号",
    )  # fmt: skip
    act = {"by": cast.wang, "at": make.moment(2020, 2, 1)}
    projects.assign_code(project, **act, code="2012-430200-04-01-123456")
    projects.share(project, **act, parts={cast.county: Decimal(60), cast.other_county: Decimal(40)})
    projects.set_sources(project, **act, amounts={"central": Decimal(5000), "own": Decimal(10000)})
    projects.tag(project, **act, tag=tags.register(None, **act, name="五个100", kind="campaign"))
    stages.record(project, by=cast.wang, at=JULY, mark="started", happened_on=date(2020, 3, 5), basis="施工许可证")
    plan = make.plan(cast, project, 12000, months={Month(2020, each): Decimal(1000) for each in range(1, 13)})
    milestone = milestones.set(project, **act, name="主体封顶", planned_on=date(2020, 5, 31))
    milestones.forecast(milestone, by=cast.wang, at=JULY, forecast_on=date(2020, 6, 30), reason="雨季")
    for month in (1, 2, 3):
        done(cast, project, 900, month)
    plans.adjust(plan, by=cast.wang, at=JULY, planned_wan=Decimal(10000), months={}, reason="资金", document="9号")
    projects.change(project, by=cast.wang, at=JULY, name="株洲轨道交通产业园（新）", reason="批复更名")
    return project


def test_the_page_says_everything_that_is_true_and_what_happened(client, cast):
    page = text(client.get(f"/projects/{rich(cast).pk}/"))
    for words in (
        "株洲轨道交通产业园（新）", "ZZ-2020-0001 · ★省重点 · 市重点 · 醴陵市", "2012-430200-04-01-123456",
        "曾用：2018-430203-70-03-012345", "轨交小镇、株洲轨道交通产业园（二期）", "醴陵市 60%、攸县 40%",
        "中央 5,000、企业自筹 10,000 万元", "合计 15,000，与总投资不符", "何市长 市委常委、常务副市长",
        "13907331234", "原计划 12,000", "10,000 万元 资金", "2,700", "27.0%", "主体封顶 2020-05-31 2020-06-30",
        "推迟30天", "雨季", "开工 施工许可证", "渌口区南洲镇 430212", "2019-01 — 2022-12", "五个100",
        "变更项目 王科长", "株洲轨道交通产业园（二期） → 株洲轨道交通产业园（新）", "批复更名",
    ):  # fmt: skip
        assert words in page, words


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
    assert len(older.context["entries"]) == 6
    assert "<html" not in older.content.decode()


# --- the forms ---


def test_a_project_is_registered_from_the_form(client, cast):
    response = client.post(
        "/projects/register/",
        {
            "name": "株洲轨道交通产业园", "levels": ["provincial", "municipal"], "assessed_unit": cast.county.pk,
            "owner_unit": "渌江投资", "contact_leader": cast.he.pk, "domain": "industry", "years": "2020-2022",
            "total_investment_wan": "12,000.50", "code": "2012-430200-04-01-123456", "former_names": "轨交小镇、轨交园",
        },
    )  # fmt: skip
    project = Project.objects.get()
    assert response["Location"] == f"/projects/{project.pk}/"
    profile = project.profile
    assert (profile.owner_unit, profile.total_investment_wan, str(profile.finishes_in)) == (
        cast.owner, Decimal("12000.50"), "2022-12"
    )  # fmt: skip
    assert (profile.is_provincial_key, profile.is_county_key) == (True, False)


def test_the_form_says_at_each_field_what_is_wrong_and_keeps_what_was_entered(client, cast):
    response = client.post("/projects/register/", {"name": "甲厂", "owner_unit": "无此公司", "begins_in": "五月"})
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"assessed_unit", "owner_unit", "begins_in"}
    assert 'value="甲厂"' in response.content.decode()
    refused = client.post("/projects/register/", {"name": "甲厂", "assessed_unit": cast.county.pk, "code": "123"})
    assert (refused.status_code, "应为五段数字" in str(refused.context["form"].errors["code"])) == (409, True)


def test_likely_duplicates_are_shown_before_registering(client, cast):
    there = make.project(cast, "株洲轨道交通产业园")
    entered = {"name": "轨道交通产业园项目", "assessed_unit": cast.county.pk, "owner_unit": cast.owner.name}
    shown = client.post("/projects/register/", entered)
    assert shown.status_code == 409
    assert [(each["number"], each["href"]) for each in shown.context["duplicates"]] == [
        (there.internal_id, f"/projects/{there.pk}/")
    ]
    no_reason = client.post("/projects/register/", entered | {"is_despite": "on"})
    assert (no_reason.status_code, Project.objects.count()) == (409, 1)
    client.post("/projects/register/", entered | {"is_despite": "on", "reason": "另一地块"})
    assert Project.objects.count() == 2


def fields_of(response):
    """What a form would send back untouched."""
    form = response.context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def test_a_change_needs_its_reason_and_keeps_the_rest(client, cast):
    project = rich(cast)
    address = f"/projects/{project.pk}/change/"
    entered = fields_of(client.get(address)) | {"total_investment_wan": "30000"}
    refused = client.post(address, entered)
    assert (refused.status_code, list(refused.context["form"].errors)) == (409, ["reason"])
    assert client.post(address, entered | {"reason": "概算调整"}).status_code == 302
    project.refresh_from_db()
    assert (project.profile.total_investment_wan, project.profile.place, project.profile.is_provincial_key) == (
        30000, "渌口区南洲镇", True
    )  # fmt: skip


def test_who_opened_the_form_before_somebody_else_changed_it_is_told(client, cast):
    project = make.project(cast)
    entered = fields_of(client.get(f"/projects/{project.pk}/change/"))
    projects.change(project, by=cast.wang, at=JULY, remark="抢先")
    late = client.post(f"/projects/{project.pk}/change/", entered | {"remark": "迟到"})
    assert late.status_code == 409
    assert "已被他人变更" in text(late)


def test_sending_a_form_twice_acts_once(client, cast):
    project = make.project(cast)
    key = fields_of(client.get(f"/projects/{project.pk}/former-names/"))["key"]
    for _press in range(2):
        response = client.post(f"/projects/{project.pk}/former-names/", {"key": key, "name": "老名字"})
        assert response.status_code == 302
    assert project.former_names.count() == 1


def test_each_small_act_works_from_its_form(client, cast):
    project = make.project(cast)
    root, pk = f"/projects/{project.pk}", project.pk

    def send(address, **entered):
        response = client.post(address, entered)
        assert (address, response.status_code) == (address, 302), text(response)

    send(f"{root}/codes/", code="2012-430200-04-01-123456", document="重新审批")
    send(f"/codes/{project.codes.get().pk}/void/", reason="赋错")
    send(f"{root}/former-names/", name="老名字")
    send(f"{root}/shares/", **{f"unit_{cast.county.pk}": "60", f"unit_{cast.other_county.pk}": "40"})
    send(f"{root}/sources/", central="5,000", own="15000")
    send("/tags/register/", name="奋战100天", kind="campaign", year="2020")
    from yidan.ledger.models import Tag

    send(f"{root}/tags/", tag=Tag.objects.get().pk)
    send(f"/taggings/{project.taggings.get().pk}/drop/")
    send(f"{root}/stages/", mark="started", happened_on="2020-03-05", basis="施工许可证")
    send(f"/stages/{project.stage_marks.get().pk}/withdraw/", reason="记错")
    send(f"{root}/plans/", year="2020", listing="starting", planned_wan="1200", month_3="1,200", starts_on="2020-03-01")
    send(
        f"/plans/{project.plans.get().pk}/adjust/", listing="starting", planned_wan="900", reason="资金", document="9号"
    )
    assert project.plans.live().get().original_planned_wan == 1200
    send(f"{root}/milestones/", name="封顶", planned_on="2020-05-31")
    milestone = project.milestones.live().get()
    send(f"/milestones/{milestone.pk}/forecast/", forecast_on="2020-06-30", reason="雨季")
    send(f"/milestones/{project.milestones.live().get().pk}/reach/", actual_on="2020-06-20")
    assert client.get(f"/projects/{pk}/").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "project.change", "project.merge", "project.assign_code", "project.note_former_name", "project.share",
        "project.set_sources", "project.tag", "project.attach", "stage.record", "plan.set", "milestone.set",
    ],
)  # fmt: skip
def test_a_form_sent_empty_is_refused_with_words_not_with_a_crash(client, cast, name):
    address = reverse(name, args=[make.project(cast).pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code in {409, 422}


def test_a_file_is_handed_out_as_a_download_that_browsers_do_not_guess_at(client, cast):
    project = make.project(cast)
    client.force_login(cast.li)
    page = b"<html><script>alert(1)</script>"
    client.post(
        f"/projects/{project.pk}/attachments/", {"file": SimpleUploadedFile("批复.pdf", page, "application/pdf")}
    )
    attachment = Attachment.objects.get()
    assert (attachment.title, attachment.file.media_type) == ("批复.pdf", "text/plain")  # by content, not by claim
    response = client.get(f"/attachments/{attachment.pk}/")
    assert b"".join(response.streaming_content) == page
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('批复.pdf')}"
    assert response["X-Content-Type-Options"] == "nosniff"
    client.force_login(cast.zhao)
    assert client.get(f"/attachments/{attachment.pk}/").status_code == 404


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


def test_a_plan_is_withdrawn_with_a_reason_and_the_page_says_what_that_means(cast, client):
    project = make.project(cast, "渌江新城")
    plan = make.plan(cast, project)
    address = f"/plans/{plan.pk}/withdraw/"
    client.force_login(cast.wang)
    assert address in client.get(f"/projects/{project.pk}/").content.decode()
    assert "恢复调整前的计划" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert project.plans.live().exists()
    assert client.post(address, {"reason": "录错项目"}).status_code == 302
    assert not project.plans.live().exists()
    assert client.get(address).status_code == 404
    client.force_login(cast.lin)
    assert "/withdraw/" not in client.get(f"/projects/{project.pk}/").content.decode()
