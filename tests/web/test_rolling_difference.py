"""年度计划差异: the page says what differs and why, leads to putting it right, and goes out as a workbook."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import make
from tests.cast import assemble
from yidan.ledger.commands import rolling

pytestmark = pytest.mark.django_db
NOW = make.moment(2021, 1, 25)


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cast = assemble()
    cast.new = make.project(cast, "新厂", pool="construction")
    cast.old = make.project(cast, "旧厂", pool="construction", unit=cast.other_county, owner_unit=cast.other_owner)
    rolling.set(cast.new, by=cast.wang, at=NOW, first_year=2021, starts_in=2021, first_wan=300)
    make.plan(cast, cast.old, 90, year=2021)
    return cast


def test_what_is_missing_is_one_tap_from_the_plan(client, cast):
    client.force_login(cast.wang)
    page = client.get(reverse("rolling-difference")).content.decode()
    assert "年度计划还没有下达" in page
    assert "没有编入三年滚动计划" in page
    tap = f"{reverse('plan.set', args=[cast.new.pk])}?year=2021&listing=starting&planned_wan=300"
    assert tap.replace("&", "&amp;") in page
    form = client.get(tap).context["form"]
    assert (form["listing"].value(), form["year"].value(), str(form["planned_wan"].value())) == (
        "starting",
        "2021",
        "300",
    )
    client.post(tap, {"year": 2021, "listing": "starting", "planned_wan": "300"})
    page = client.get(reverse("rolling-difference"), {"year": "2021"}).content.decode()
    assert "新厂" not in page  # what agrees is not in the way
    assert "新厂" in client.get(reverse("rolling-difference"), {"kind": "same"}).content.decode()
    assert client.get(reverse("rolling-difference"), {"kind": "sun"}).status_code == 404
    assert "既没有三年滚动计划" in client.get(reverse("rolling-difference"), {"year": "2030"}).content.decode()


def test_without_a_three_year_plan_nothing_of_the_annual_plan_is_called_a_difference(client, cast):
    make.plan(cast, cast.old, 90, year=2020)
    client.force_login(cast.wang)
    page = client.get(reverse("rolling-difference"), {"year": "2020"}).content.decode()
    assert "这一年还没有三年滚动计划，没有可以对照的" in page
    assert "旧厂" not in page
    assert reverse("rolling") in page


def test_a_county_reads_its_own_and_changes_nothing(client, cast):
    client.force_login(cast.lin)
    page = client.get(reverse("rolling-difference")).content.decode()
    assert ("新厂" in page, "旧厂" in page, "列入计划" in page) == (True, False, False)
    client.force_login(cast.guan)
    assert client.get(reverse("rolling-difference")).status_code == 404


def test_the_workbook_says_the_same(client, cast):
    client.force_login(cast.wang)
    answer = client.get(reverse("export", args=["difference"]), {"year": "2021"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=7, max_row=8)]
    assert [(row[1], row[3], row[5], row[7], row[8], row[9]) for row in rows] == [
        ("新厂", "建议列入", 300, None, -300, "年度计划还没有下达"),
        ("旧厂", "建议核减", None, 90, 90, "没有编入三年滚动计划"),
    ]
    assert book.active["A1"].value == "附件7"
    assert "差异表" in book.active["A2"].value
