"""亮灯一览: colour, shape and word, the reason of each, filtered by colour, from the cockpit in one tap."""

import csv
import html
import io
import re

import pytest

from tests import make
from tests.cast import assemble
from tests.scenes import kept
from yidan.kernel.values import Month

JUNE = "period=2020-06"


@pytest.fixture
@kept
def cast(db):
    cast = assemble()
    for name, done in (("工厂", 600), ("学校", 300), ("大桥", 500)):
        built = make.project(cast, name, despite_duplicates=True, reason="确属两个项目")
        make.plan(cast, built, 6000)
        for month in range(1, 7):
            make.accepted(cast, built, Month(2020, month), done)
    return cast


def names(page):
    return re.findall(r'<span class="clamp">(.*?)</span>', page)


def test_what_is_lit_is_shown_with_word_shape_and_reason(cast, client):
    client.force_login(cast.he)
    assert "/lights/?" in client.get(f"/?{JUNE}").content.decode()
    page = client.get(f"/lights/?{JUNE}").content.decode()
    assert names(page) == ["学校"]
    assert "light-yellow" in page or "light-red" in page
    assert "连续两月低于月计划：上月60.0%，本月60.0%" not in page  # 60 % is not below 60 %
    assert "本月完成为本月计划的60.0%" in page


def test_the_colours_are_counted_and_chosen(cast, client):
    client.force_login(cast.he)
    page = client.get(f"/lights/?{JUNE}&light=green").content.decode()
    assert names(page) == ["工厂", "大桥"] or names(page) == ["大桥", "工厂"]
    assert names(client.get(f"/lights/?{JUNE}&light=red").content.decode()) == []
    assert client.get(f"/lights/?{JUNE}&light=blue").status_code == 404


def test_the_list_goes_out_as_csv_with_its_reasons(cast, client):
    client.force_login(cast.he)
    text = b"".join(client.get(f"/lights/?{JUNE}&format=csv").streaming_content).decode("utf-8-sig")
    (head, row) = csv.reader(io.StringIO(text))
    assert dict(zip(head, row, strict=True))["原因"] == "本月完成为本月计划的60.0%"
    assert row[:2] == ["跟踪", "学校"]


def test_what_is_lit_goes_onto_the_list_in_one_tap_with_its_reason(cast, client):
    client.force_login(cast.wang)
    page = client.get(f"/lights/?{JUNE}").content.decode()
    (address,) = re.findall(r'href="(/matters/raise/[^"]*)"', page)
    form = client.get(html.unescape(address)).content.decode()
    assert [each for each in ("本月完成为本月计划的60.0%", "学校") if each not in form] == []
    client.force_login(cast.shen)  # an auditor reads only
    assert "/matters/raise/" not in client.get(f"/lights/?{JUNE}").content.decode()


def test_who_sees_no_projects_sees_no_lights(cast, client):
    client.force_login(cast.guan)
    assert client.get(f"/lights/?{JUNE}").status_code == 404


def test_the_page_asks_no_more_for_more_projects(cast, client, django_assert_max_num_queries):
    for number in range(30):
        built = make.project(cast, f"第{number}号厂房", despite_duplicates=True, reason="确属两个项目")
        make.plan(cast, built, 100)
    client.force_login(cast.he)
    with django_assert_max_num_queries(20):
        client.get(f"/lights/?{JUNE}")
