"""The figure's page, the sheet, the lists, their CSV, and `yidan figures`."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from click.testing import CliRunner
from django.core.cache import cache

from tests import make
from tests.cast import assemble
from tests.web.test_home import project, words_of
from yidan.figures import queries
from yidan.kernel.errors import Invalid
from yidan.ledger.commands import project as projects
from yidan.web.cli import figures as command
from yidan.web.cli import home

pytestmark = pytest.mark.django_db
SHEET = {"HX-Request": "true"}


@pytest.fixture
def cast():
    cache.clear()
    return assemble()


@pytest.fixture
def city(cast, client):
    cast.factory = project(cast, "陶瓷工厂", 6474, 6290, month=10)
    cast.school = project(cast, "攸县学校", 1000, "12.345678", month=10, unit=cast.other_county)
    client.force_login(cast.he)
    return cast


def test_a_number_opens_its_sources_in_a_sheet(city, client):
    response = client.get("/figures/schedule.gap/?period=2020-10", headers=SHEET)
    said = words_of(response)
    assert "<html" not in response.content.decode()
    assert "6,302.345678 ÷ 7,474 × 100% − 10÷12 × 100% = 84.3236% − 83.3333% = +0.9903 个百分点" in said
    assert "调度口径" in said
    assert f'href="/projects/{city.factory.pk}/"' in response.content.decode()
    assert f'href="/reports/{city.factory.pk}/2020-10/"' in response.content.decode()


def test_the_page_of_a_figure_shows_groups_and_all_sources(city, client):
    said = words_of(client.get("/figures/invested.year/?period=2020-10&by=unit"))
    assert "6,302.345678 万元" in said
    assert "2 条记录相加" in said
    assert re.search("醴陵市 6,290 攸县 12", said)
    assert "陶瓷工厂" in said


@pytest.mark.any_database
def test_every_figure_there_is_opens_its_sheet_and_its_csv(city, client):
    wrong = {}
    for key in queries.known():  # their pages are opened by test_scope
        address = f"/figures/{key}/?period=2020-10"
        answers = client.get(address, headers=SHEET), client.get(f"{address}&format=csv")
        if [each.status_code for each in answers] != [200, 200] or not b"".join(answers[1]):
            wrong[key] = [each.status_code for each in answers]
    assert wrong == {}


def test_sources_are_paged(cast, client):
    for number in range(53):
        project(cast, f"第{number}号项目", 100, None)
    client.force_login(cast.he)
    said = words_of(client.get("/figures/project.count/?period=2020-10&page=2"))
    assert "第 51–53 条，共 53 条" in said


def test_sources_as_csv_add_up_and_carry_no_formula(cast, client):
    project(cast, "=1+1工厂", 6000, 1500)
    project(cast, "大桥", 6000, "2.5")
    client.force_login(cast.he)
    response = client.get("/figures/invested.year/?period=2020-06&format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert sum(Decimal(row[4]) for row in rows[1:]) == Decimal("1502.5")
    assert [row[1] for row in rows[1:]] == ["'=1+1工厂", "大桥"]


def test_a_shared_projects_source_says_its_part(city, client):
    parts = {city.county: Decimal(75), city.other_county: Decimal(25)}
    projects.share(city.factory, by=city.wang, at=make.moment(2020, 11, 1), parts=parts)
    said = words_of(client.get(f"/figures/invested.year/?period=2020-10&unit={city.other_county.pk}", headers=SHEET))
    assert "1,584.845678 万元" in said
    assert "6,290 的 25.00%" in said


@pytest.mark.parametrize(
    "address",
    [
        "/figures/nothing/", "/lists/nothing/", "/figures/project.count/?by=nothing", "/?unit=abc", "/?domain=nothing",
        "/figures/project.count/?level=nothing",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(cast, client, address):
    client.force_login(cast.he)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("lagging", ["大桥", "学校"]), ("zero", ["学校"]), ("not_reported", ["学校"]), ("not_started", [])],
)
def test_the_lists_behind_the_problems(cast, client, kind, expected):
    project(cast, "工厂", 6000, 3000)
    project(cast, "学校", 6000, None)
    project(cast, "大桥", 6000, 300)
    client.force_login(cast.he)
    page = client.get(f"/lists/{kind}/?period=2020-06").content.decode()
    assert sorted(re.findall(r'<span class="clamp">(.*?)</span>', page)) == expected
    rows = b"".join(client.get(f"/lists/{kind}/?period=2020-06&format=csv").streaming_content).decode("utf-8-sig")
    assert sorted(row[0] for row in csv.reader(io.StringIO(rows)))[: len(expected)] == expected


# --- the command line ---


@pytest.fixture
def run(monkeypatch):
    """`yidan figures …` in this process and database: preparing a home is tested with the command line itself."""
    monkeypatch.setattr(home, "prepare", lambda: None)

    def invoke(*arguments):
        result = CliRunner().invoke(command.command, arguments, catch_exceptions=False)
        return json.loads(result.stdout) if "--json" in arguments else result

    return invoke


def test_one_key_gives_one_object_with_exact_decimals(city, run):
    said = run("invested.year", "--period", "2020-10", "--by", "unit", "--json")
    assert said["figure"] == "invested.year"
    assert (said["label"], said["unit"], said["calibre"]) == ("本年累计完成投资", "万元", "调度")
    assert (said["value"], said["numerator"], said["denominator"]) == ("6302.345678", None, None)
    assert said["groups"] == [
        {"group": "醴陵市", "value": "6290", "numerator": None, "denominator": None},
        {"group": "攸县", "value": "12.345678", "numerator": None, "denominator": None},
    ]
    assert said["sources_count"] == 2


def test_several_keys_give_a_list_in_the_order_asked(city, run):
    said = run("schedule.gap", "project.count", "--period", "2020-10", "--scope", "醴陵市", "--json")
    assert [each["figure"] for each in said] == ["schedule.gap", "project.count"]
    assert said[0]["value"] == "13.82452888477"
    assert (said[0]["numerator"], said[0]["denominator"]) == ("6290", "6474")
    assert said[1]["value"] == 1


def test_a_scope_may_be_an_owner_or_a_department(city, run):
    assert run("invested.year", "--period", "2020-10", "--scope", "渌江投资", "--json")["value"] == "6302.345678"
    assert run("invested.year", "--period", "2020-10", "--scope", "市住建局", "--json")["value"] == "0"


def test_as_of_a_day_before_anything_was_accepted(city, run):
    said = run("invested.year", "--period", "2020-10", "--as-of", "2020-10-01", "--json")
    assert (said["value"], said["sources_count"]) == ("0", 0)


def test_the_whole_year_of_a_period(city, run):
    assert run("schedule.gap", "--period", "2020-10", "--year", "--scope", "醴陵市", "--json")["value"].startswith(
        "-2.84"
    )


def test_an_unknown_key_is_one_sentence(city, run):
    with pytest.raises(Invalid, match="没有“nope”这个指标"):
        run("nope", "--period", "2020-10")


def test_each_record_behind_a_number_is_printed_and_they_add_up(city, run):
    said = run("completion.rate", "--period", "2020-10", "--sources", "--json")
    for name, whole in (("sources", said["numerator"]), ("denominator_sources", said["denominator"])):
        assert sum(Decimal(each["part"]) for each in said[name]) == Decimal(whole)
    assert [each["name"] for each in said["sources"]] == ["陶瓷工厂", "攸县学校"]
    lines = run("invested.year", "--period", "2020-10", "--sources").stdout.splitlines()
    assert lines[1].split("\t")[2:] == ["陶瓷工厂", "醴陵市", "2020-10", "6290"]


def test_a_figure_of_the_one_list_has_a_page_and_a_csv_of_its_own(city, client):
    said = words_of(client.get("/figures/matter.close_rate/?period=2020-10"))
    assert "办结率" in said
    assert "分母为 0，无从计算" in said
    assert client.get("/figures/matter.issued/?period=2020-10&by=domain").status_code == 404
    assert client.get("/figures/matter.issued/?period=2020-10&format=csv").status_code == 200
    assert "交办事项" in words_of(client.get("/figures/matter.issued/?period=2020-10", headers=SHEET))


def test_a_rates_denominator_has_sources_too(city, client):
    page = "/figures/completion.rate/?period=2020-10"
    assert "2020年10月" in words_of(client.get(page))
    assert "2020年计划" in words_of(client.get(f"{page}&of=denominator"))
    response = client.get(f"{page}&format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [sum(Decimal(row[5]) for row in rows if row[0] == side) for side in ("分子", "分母")] == [
        Decimal("6302.345678"), Decimal(7474),
    ]  # fmt: skip


def test_without_keys_the_figures_are_listed(run):
    assert "matter.overdue\t逾期未办结\t个\t" in run().stdout
    assert "schedule.gap\t超序时进度\t个百分点\t" in run().stdout
