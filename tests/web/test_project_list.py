"""The list of projects: filters, order, sums, columns, what everybody sees."""

from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import counting, make
from tests.web.projects import JULY, done, text
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import stage as stages
from yidan.ledger.commands import tag as tags
from yidan.ledger.models import SavedView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_office")]


def names(response):
    """The projects of the page, in order, children after their bundle."""
    import re

    return re.findall(r'<th scope="row"[^>]*><a href="/projects/\d+/">([^<]*)</a>', response.content.decode())


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
