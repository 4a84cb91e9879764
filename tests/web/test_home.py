"""首页(驾驶舱)与大屏: who sees what there, what it costs, how it reads."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from tests import counting, make
from tests.cast import assemble
from yidan.kernel.values import Month
from yidan.progress.commands import report
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State
from yidan.web import cockpit
from yidan.web import format as words
from yidan.web.templatetags import look

pytestmark = pytest.mark.django_db
JUNE = "/?period=2020-06"


@pytest.fixture
def cast():
    cache.clear()
    return assemble()


def project(cast, name, planned=6000, done=1500, month=6, **fields):
    plan_fields = {key: fields.pop(key) for key in ("listing", "starts_on") if key in fields}
    made = make.project(cast, name, despite_duplicates=True, reason="确属两个项目", **fields)
    make.plan(cast, made, planned, **plan_fields)
    if done is not None:
        at = make.moment(2020, month, 28)
        report.record(made, by=cast.wang, at=at, month=Month(2020, month), invested_wan=Decimal(done))
    return made


def words_of(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_leader_reads_three_numbers_three_problems_and_what_to_decide(cast, client):
    project(cast, "陶瓷工厂", 6000, 3000)
    lame = project(cast, "渌水大桥", 6000, 300)
    project(cast, "攸县学校", 3000, None, unit=cast.other_county, listing="starting", starts_on=date(2020, 4, 1))
    make.report(
        cast, lame, Month(2020, 5), 100, state=State.ACCEPTED, problems="杆线未迁", needs="请市电力公司迁改杆线",
        needs_from=cast.bureau,
    )  # fmt: skip
    client.force_login(cast.he)
    said = words_of(client.get(JUNE + "&as_of="))
    assert "本年累计完成投资 3,400 万元" in said
    assert "年度计划完成率 22.7%" in said
    assert "欠序时 27.3 个百分点" in said
    assert "数据截至" not in said
    assert "口径 调度口径 截至 2020年6月30日" in said
    assert "应开工未开工 逾期 90 天 攸县学校" in said
    assert "未报送 攸县学校" in said
    assert "请市电力公司迁改杆线" not in said  # asked in May, not in June
    assert "请市电力公司迁改杆线" in words_of(client.get("/?period=2020-05"))


def test_units_are_ranked_with_their_movement_and_those_with_one_project_are_not(cast, client):
    project(cast, "甲", 1000, 400, month=5)
    project(cast, "乙", 1000, 600, month=6)
    project(cast, "丙", 1000, 450, month=5, unit=cast.other_county)
    project(cast, "丁", 1000, 450, month=5, unit=cast.other_county)
    client.force_login(cast.he)
    rows = re.findall(r'<td class="c lead">(.*?)</td>.*?class="main">(.*?)</th>.*?<td class="c"[^>]*>(.*?)</td>',
                      client.get(JUNE).content.decode(), re.S)  # fmt: skip
    plain = [tuple(re.sub(r"<[^>]+>", "", part).strip() for part in row) for row in rows]
    assert plain == [("1", "醴陵市", "↑1"), ("2", "攸县", "↓1")]
    client.force_login(cast.he)
    lonely = words_of(client.get("/?period=2020-06&domain=industry"))
    assert "这个年度还没有列入计划的项目" in lonely


def test_ties_share_a_place_and_stand_in_protocol_order(cast, client):
    for unit in (cast.other_county, cast.county):
        project(cast, f"{unit}一", 1000, 300, unit=unit)
        project(cast, f"{unit}二", 1000, 300, unit=unit)
    client.force_login(cast.he)
    places = re.findall(r'class="rank[^"]*">(\d+|—)<', client.get(JUNE).content.decode())
    assert places == ["1", "1"]


def test_a_countys_reviewer_reads_the_own_county_only(cast, client):
    project(cast, "醴陵工厂", 6000, 3000)
    project(cast, "攸县工厂", 8000, 4000, unit=cast.other_county)
    client.force_login(cast.lin)
    said = words_of(client.get(JUNE))
    assert "本年累计完成投资 3,000 万元" in said
    assert "攸县" not in said


def test_the_office_sees_what_waits_for_acceptance(cast, client):
    waiting = project(cast, "陶瓷工厂", 6000, None)
    made = make.report(cast, waiting, Month(2020, 6), 500, state=State.CHECKED, problems="征地未完成")
    assert MonthlyReport.objects.get(pk=made.pk).state == State.CHECKED
    client.force_login(cast.wang)
    assert "等您审定 去办理 1 份月报" in words_of(client.get(JUNE))
    client.force_login(cast.he)
    assert "等您审定" not in words_of(client.get(JUNE))


def test_a_reporter_is_led_to_the_reports(cast, client):
    client.force_login(cast.li)
    assert client.get("/").headers["Location"] == "/reports/"


def test_an_administrator_is_told_who_sees_numbers(cast, client):
    project(cast, "陶瓷工厂")
    client.force_login(cast.guan)
    said = words_of(client.get("/"))
    assert "您的角色不接触业务数据" in said
    assert "陶瓷工厂" not in said
    assert client.get("/wall/").status_code == 404
    assert client.get("/figures/invested.year/").status_code == 404
    assert client.get("/lists/lagging/").status_code == 404


def test_an_empty_year_says_what_to_do(cast, client):
    """And leads whoever may do it there; everybody else reads what it waits for."""
    client.force_login(cast.he)
    page = client.get("/")
    assert "导入年度计划表" in words_of(page)
    assert 'href="/imports/">' not in page.content.decode().split('<section class="card">')[1]
    client.force_login(cast.wang)
    page = client.get("/").content.decode().split('<section class="card">')[1]
    assert ('href="/imports/">导入年度计划表' in page, 'href="/projects/register/">登记项目' in page) == (True, True)


def test_without_a_period_the_newest_month_that_is_nearly_all_in_is_shown(cast, client):
    for name in "甲乙丙":
        made = project(cast, name, month=5)
        if name == "甲":
            report.record(
                made, by=cast.wang, at=make.moment(2020, 6, 28), month=Month(2020, 6), invested_wan=Decimal(1)
            )
    client.force_login(cast.he)
    assert "截至 2020年5月31日" in words_of(client.get("/"))


def test_a_wrong_period_is_refused_in_one_sentence(cast, client):
    client.force_login(cast.he)
    response = client.get("/?period=2020-13")
    assert response.status_code == 409
    assert "期间“2020-13”不对" in words_of(response)


def test_numbers_as_of_a_day_are_those_known_that_day(cast, client):
    made = project(cast, "陶瓷工厂", 6000, 3000)
    fact = MonthlyReport.objects.get(project=made)
    report.correct(fact, by=cast.wang, at=make.moment(2020, 7, 20), reason="漏计设备款", invested_wan=Decimal(3300))
    client.force_login(cast.he)
    assert "完成投资 3,300 万元" in words_of(client.get(JUNE))
    then = words_of(client.get(JUNE + "&as_of=2020-07-10"))
    assert "完成投资 3,000 万元" in then
    assert "按 2020-07-10 所知" in then


def test_amounts_are_written_in_the_unit_chosen_each_from_the_exact_value(cast, client):
    for name, unit in (("甲", cast.county), ("乙", cast.county), ("丙", cast.other_county)):
        project(cast, name, 100000, Decimal("33333.333333"), unit=unit)
    client.force_login(cast.he)
    assert "完成投资 100,000 万元" in words_of(client.get(JUNE))
    client.cookies["unit"] = "yi"
    said = words_of(client.get(JUNE))
    assert "完成投资 10.00 亿元" in said
    assert "各行之和可能与合计略有出入" not in said  # 6.67 + 3.33 = 10.00


def test_rows_that_do_not_add_up_after_rounding_carry_a_footnote(cast, client):
    third = cast.other_county
    for name, unit in (("甲", cast.county), ("乙", third)):
        project(cast, name, 100000, Decimal("33350"), unit=unit)
    client.force_login(cast.he)
    client.cookies["unit"] = "yi"  # 3.34 + 3.34 beside 6.67
    assert "各行之和可能与合计略有出入" in words_of(client.get(JUNE))


def test_the_cockpit_asks_the_database_as_often_for_many_projects_as_for_one(cast, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.he)
    counted = []
    for number in (1, 2, 6):  # the first time only rehearses: calendars and the like are asked for once a process
        for each in range(number):
            project(cast, f"第{number}批{each}号", unit=cast.county if each % 2 else cast.other_county)
        client.get("/me/")
        with CaptureQueriesContext(connection) as cold:
            client.get(JUNE)
        with CaptureQueriesContext(connection) as warm:
            client.get(JUNE)
        counted.append((counting.asked(cold), counting.asked(warm)))
    _rehearsed, few, many = counted
    assert many[0] <= few[0]
    assert few[1] == many[1] <= 5  # session, person, roles, and two for the seal of matters in the frame


def test_the_wall_is_the_same_page_larger_and_renews_itself(cast, client):
    project(cast, "陶瓷工厂", 6000, 3000)
    client.force_login(cast.he)
    page = client.get("/wall/?period=2020-06").content.decode()
    assert 'hx-trigger="every 60s"' in page
    assert 'data-size="wall"' in page
    fragment = client.get("/wall/?period=2020-06", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "醴陵市" in fragment


def test_a_cell_written_in_one_go_is_the_component_of_a_figure():
    href = "/figures/completion.rate/?period=2020-06&unit=3"
    row = cockpit.Cells(rate=cockpit.Cell("62.9%", href), gap=cockpit.Cell(words.MISSING, href, "behind"))
    assert row.written([("rate", "key", ""), ("gap", "", "超序时")]) == (
        f'<td class="n key">{look.figure("62.9%", "", href)}</td>'
        f'<td class="n behind" data-label="超序时">{look.figure(words.MISSING, "", href)}</td>'
    )
