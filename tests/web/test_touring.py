"""A tour's stops and scorecards, a campaign's days, and a large plan two levels at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests import make
from tests.cast import assemble
from tests.web.test_registers import AT, adopt
from yidan.kernel.values import Month
from yidan.targets.commands import item as items
from yidan.web.targets import touring
from yidan.web.views import registers as pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.moment(2020, 7, 10))
    return assemble()


def card(cast, tour, number, *points):
    names = ("scale", "technology", "looks", "benefit", "order")
    values = {"stop": number} | dict(zip(names, points, strict=True))
    return items.enter(cast.cards, by=cast.wang, at=AT, title="评分表", parent=tour, values=values)


def test_a_stop_has_the_mean_of_its_cards_and_a_unit_that_of_its_stops(cast, client):
    events = adopt(cast, "events")
    cast.cards = adopt(cast, "tour-scores")
    tour = items.enter(events, by=cast.wang, at=AT, title="二季度看学议", starts_on=date(2020, 6, 29), year=2020,
                       values={"kind": "看学议"})  # fmt: skip
    here = make.project(cast, "渌江新城")
    there = make.project(cast, "攸水大桥", unit=cast.other_county, owner_unit=cast.other_owner)
    unseen = make.project(cast, "没有评分的厂")
    for each in (here, there, unseen):
        items.link(tour, by=cast.wang, at=AT, project=each)
    card(cast, tour, here.internal_id.lower(), 18, 16, 17, 15, 19)
    card(cast, tour, here.internal_id, 17, 16, 16, 15, 20)
    card(cast, tour, there.internal_id, "19.5", 20, 20, 20, 20)
    card(cast, tour, "ZZ-1999-0001", 1, 1, 1, 1, 1)
    found = touring.scorecards(tour, events, cast.wang)
    assert found["heads"] == ["项目体量", "科技含量", "形象进度", "效益", "组织"]
    assert [(each["name"], each["count"], each["means"], each["total"]) for each in found["stops"]] == [
        ("渌江新城", 2, ["17.5", "16.0", "16.5", "15.0", "19.5"], "84.5"),
        ("攸水大桥", 1, ["19.5", "20.0", "20.0", "20.0", "20.0"], "99.5"),
        ("没有评分的厂", 0, ["—"] * 5, "—"),
    ]
    assert [(each["name"], each["mean"], each["stops"]) for each in found["units"]] == [
        ("攸县", "99.5", 1), ("醴陵市", "84.5", 1)]  # fmt: skip
    assert found["strange"] == ["ZZ-1999-0001"]
    ceremony = items.enter(events, by=cast.wang, at=AT, title="二季度集中开工", starts_on=date(2020, 6, 29), year=2020,
                           values={"kind": "集中开工"})  # fmt: skip
    items.link(ceremony, by=cast.wang, at=AT, project=here)
    assert touring.scorecards(ceremony, events, cast.wang) is None
    client.force_login(cast.wang)
    page = client.get(reverse("item", args=[tour.pk])).content.decode()
    assert "路线与评分" in page
    assert "84.5" in page
    client.force_login(cast.lin)  # of 醴陵市: the other county's stop is not hers to see
    page = client.get(reverse("item", args=[tour.pk])).content.decode()
    assert ("84.5" in page, "99.5" in page, "攸水大桥" in page) == (True, False, False)


def test_the_sheet_to_fill_in_has_the_stops_in_order_and_a_blank_box_for_each_criterion(cast, client):
    events = adopt(cast, "events")
    tour = items.enter(events, by=cast.wang, at=AT, title="二季度看学议", starts_on=date(2020, 6, 29), year=2020,
                       values={"kind": "看学议", "place": "市民中心"})  # fmt: skip
    client.force_login(cast.wang)
    address = reverse("item-scoresheet", args=[tour.pk, "docx"])
    assert client.get(address).status_code == 409  # no cards, no route
    adopt(cast, "tour-scores")
    assert "还没有挂接项目" in client.get(address).content.decode()
    there = make.project(cast, "攸水大桥", unit=cast.other_county, owner_unit=cast.other_owner)
    here = make.project(cast, "渌江新城")
    for each in (there, here):
        items.link(tour, by=cast.wang, at=AT, project=each)
    assert address in client.get(reverse("item", args=[tour.pk])).content.decode()
    table = docx.Document(BytesIO(client.get(address).content)).tables[0]
    said = [[cell.text for cell in row.cells] for row in table.rows]
    assert said == [
        ["序号", "项目编号", "项目(单位)", "项目体量", "科技含量", "形象进度", "效益", "组织", "合计"],
        ["1", there.internal_id, "攸水大桥(攸县)", "", "", "", "", "", ""],
        ["2", here.internal_id, "渌江新城(醴陵市)", "", "", "", "", "", ""],
    ]
    pdf = client.get(reverse("item-scoresheet", args=[tour.pk, "pdf"]))
    assert (pdf.content[:5], pdf["Content-Disposition"].startswith("attachment")) == (b"%PDF-", True)
    (sheet,) = PdfReader(BytesIO(pdf.content)).pages  # one upright sheet, as it is held in the hand
    assert (sheet.mediabox.width < sheet.mediabox.height, "意见和建议" in sheet.extract_text()) == (True, True)
    assert client.get(reverse("item-scoresheet", args=[tour.pk, "exe"])).status_code == 404
    client.force_login(cast.lin)  # her own county's stop only, with the number it has on the route
    table = docx.Document(BytesIO(client.get(address).content)).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["序号", "2"]


def test_a_campaign_counts_its_hundred_days_and_stands_beside_its_goal(cast, client):
    book = adopt(cast, "campaigns")
    said = {"starts_on": date(2020, 3, 23), "until_on": date(2020, 6, 30), "values": {"goal": 50}}
    run = items.enter(book, by=cast.wang, at=AT, title="奋战100天、冲刺过半", **said)
    project = make.project(cast)
    make.plan(cast, project, 12000)
    for month, amount in ((3, 2000), (4, 2000), (5, 1000), (6, 1000)):
        make.accepted(cast, project, Month(2020, month), Decimal(amount))
    before, first, last, after = (
        touring.countdown(run, book, cast.wang, day)
        for day in (date(2020, 3, 20), date(2020, 3, 23), date(2020, 6, 30), date(2020, 7, 10))
    )
    assert [each["words"] for each in (before, first, last, after)] == [
        "还有3天开始，共100天", "第1天，共100天，还剩99天", "第100天，共100天，还剩0天", "已结束，共100天"]  # fmt: skip
    assert (last["rate"], last["rate_month"], last["is_reached"]) == ("50.0%", "2020-06", True)
    may = touring.countdown(run, book, cast.wang, date(2020, 6, 15))
    assert (may["day"], may["rate"], may["rate_month"], may["is_reached"]) == (85, "41.7%", "2020-05", False)
    client.force_login(cast.wang)
    page = client.get(reverse("item", args=[run.pk])).content.decode()
    assert "已结束，共100天" in page
    assert "已达到" in page
    plain = items.enter(book, by=cast.wang, at=AT, title="没有期限的行动", starts_on=date(2020, 3, 23))
    assert touring.countdown(plain, book, cast.wang, date(2020, 6, 15)) is None


def test_a_large_plan_opens_two_levels_at_a_time(cast, client, monkeypatch):
    monkeypatch.setattr(pages, "WHOLE_TREE", 4)
    book = adopt(cast, "five-year-plan")

    def node(title, parent=None):
        return items.enter(book, by=cast.wang, at=AT, title=title, parent=parent, values={"kind": "重点任务"})

    top = node("第一篇")
    part = node("第一章", top)
    leaf = node("第一节", part)
    client.force_login(cast.wang)
    whole = client.get(reverse("register", args=[book.key]))
    assert [each["title"] for each in whole.context["nodes"]] == ["第一篇", "第一章", "第一节"]
    for number in range(3):
        node(f"第一款第{number}项", leaf)
    near = client.get(reverse("register", args=[book.key]))
    assert [(each["title"], each["beneath"]) for each in near.context["nodes"]] == [("第一篇", 0), ("第一章", 1)]
    assert "下面1项" in near.content.decode()
    branch = client.get(reverse("register", args=[book.key]), {"under": part.pk})
    assert [each["title"] for each in branch.context["nodes"]] == [
        "第一节", "第一款第0项", "第一款第1项", "第一款第2项"]  # fmt: skip
    assert f"?under={top.pk}" in branch.content.decode()
    for wrong in ("x", "98765"):
        assert client.get(reverse("register", args=[book.key]), {"under": wrong}).status_code == 404
