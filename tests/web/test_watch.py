"""监测 pages: the day's sheet, filling in, files, one tap from a lead to a matter, what is watched."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make
from tests.watch.scene import furnished, tell
from yidan.kernel.journal import Entry
from yidan.matters.models import Matter
from yidan.watch.commands import goods, point
from yidan.watch.models import AlertRule, Observation, Point, Watch

pytestmark = pytest.mark.django_db
NOW = make.moment(2020, 2, 10, 10)
DAY = date(2020, 2, 10)


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return furnished()


def page(client, person, name, *args, **query):
    client.force_login(person)
    answer = client.get(reverse(name, args=args), query)
    return answer, re.sub(r"\s+", " ", answer.content.decode()) if not answer.streaming else ""


def sheet(cast, **said):
    data = {"day": "2020-02-10"}
    for name, value in said.items():
        what, _dash, goods = name.partition("_")
        data[f"{what}-{getattr(cast, goods).pk}" if goods else name] = value
    return data


def test_the_sheet_shows_yesterday_beside_the_field_and_never_in_it(client, cast):
    tell(cast, cast.market, DAY - timedelta(days=1), pork="29.5")
    _answer, text = page(client, cast.lin, "observation.record", cast.market.pk)
    field = re.search(rf'<input[^>]*name="value-{cast.pork.pk}"[^>]*>', text)[0]
    assert ("29.50" in text, "value=" in field) == (True, False)


def test_a_filled_sheet_is_the_days_prices(client, cast):
    client.force_login(cast.lin)
    address = reverse("observation.record", args=[cast.market.pk])
    answer = client.post(address, sheet(cast, value_pork="33.50", out_mask="on", remark_mask="明日到货"))
    assert (answer.status_code, answer.url) == (302, f"/watches/{cast.watch.pk}/?day=2020-02-10")
    assert [(each.item, each.value, each.is_out, each.remark, each.observer) for each in Observation.objects.all()] == [
        (cast.pork, Decimal("33.50"), False, "", cast.lin), (cast.mask, None, True, "明日到货", cast.lin),
    ]  # fmt: skip
    text = client.get(answer.url).content.decode()
    assert ("33.50" in text, "来龙门市场" in text, "明日到货" in text) == (True, True, True)


@pytest.mark.parametrize(("said", "told"), [
    ({"value_pork": "三块"}, "填价格，如3.50"), ({"value_pork": "3", "out_pork": "on"}, "缺货就不填价格"),
    ({"remark_pork": "没看到"}, "只有备注没有价格"), ({}, "还没有填写任何品种"),
])  # fmt: skip
def test_what_cannot_be_is_said_at_its_line_and_what_was_entered_stays(client, cast, said, told):
    client.force_login(cast.lin)
    answer = client.post(
        reverse("observation.record", args=[cast.market.pk]), sheet(cast, **{**said, "value_mask": ""})
    )
    text = answer.content.decode()
    assert (answer.status_code in {409, 422}, told in text, Observation.objects.exists()) == (True, True, False)
    for value in said.values():
        assert value == "on" or value in text


def test_a_day_filled_already_asks_for_the_reason_of_a_correction(client, cast):
    tell(cast, cast.market, DAY, pork="29")
    client.force_login(cast.lin)
    address = reverse("observation.record", args=[cast.market.pk])
    refused = client.post(address, sheet(cast, value_pork="31"))
    assert (refused.status_code, "确需更正请写明原因" in refused.content.decode()) == (409, True)
    assert client.post(address, sheet(cast, value_pork="31", reason="看错一行")).status_code == 302
    assert Observation.objects.live().get().value == 31


def test_a_day_too_long_ago_is_refused_with_its_sentence_in_sight(client, cast):
    client.force_login(cast.lin)
    said = sheet(cast, value_pork="33.50") | {"day": "2019-12-01"}
    answer = client.post(f"{reverse('observation.record', args=[cast.market.pk])}?day=2019-12-01", said)
    assert (answer.status_code, "更早的请交市项目办导入" in answer.content.decode()) == (409, True)


def test_another_countys_point_does_not_exist(client, cast):
    assert page(client, cast.lin, "observation.record", cast.shop.pk)[0].status_code == 404
    client.force_login(cast.lin)
    assert (
        client.post(reverse("observation.record", args=[cast.shop.pk]), sheet(cast, value_pork="1")).status_code == 404
    )


def test_a_leader_reads_the_sheet_and_is_told_who_fills_it_in(client, cast):
    answer, text = page(client, cast.he, "watch", cast.watch.pk)
    assert (answer.status_code, "这一天还没有填报" in text, "导入采价表" in text) == (200, True, False)
    refused, text = page(client, cast.he, "observation.record", cast.market.pk)
    assert (refused.status_code, "请联系" in text) == (403, True)


def test_one_tap_makes_a_lead_a_matter_and_the_alert_shows_it(client, cast):
    tell(cast, cast.market, DAY, mask="out")
    seen = Observation.objects.get()
    _answer, text = page(client, cast.lin, "watch", cast.watch.pk)
    assert reverse("lead.raise", args=[seen.pk]) in text
    answer = client.post(reverse("lead.raise", args=[seen.pk]))
    made = Matter.objects.get()
    assert answer.url == reverse("matter", args=[made.pk])
    text = client.get(reverse("watch", args=[cast.watch.pk])).content.decode()
    assert (reverse("lead.raise", args=[seen.pk]) in text, f"/matters/{made.pk}/" in text) == (False, True)
    before = Entry.objects.count()
    assert (client.post(reverse("lead.raise", args=[seen.pk])).status_code, Entry.objects.count()) == (409, before)


def test_what_one_county_may_not_see_is_not_in_its_means(client, cast):
    tell(cast, cast.market, DAY, pork="30")
    tell(cast, cast.shop, DAY, pork="40")
    assert "35.00" in page(client, cast.wang, "watch", cast.watch.pk)[1]
    text = page(client, cast.lin, "watch", cast.watch.pk)[1]
    assert ("30.00" in text, "35.00" in text, "攸县步步高" in text) == (True, False, False)


def test_the_page_of_an_item_shows_the_prices_behind_the_mean(client, cast):
    tell(cast, cast.market, DAY, pork="30")
    tell(cast, cast.shop, DAY, pork="41")
    text = page(client, cast.wang, "watch-item", cast.watch.pk, cast.pork.pk)[1]
    assert all(word in text for word in ("35.50", "30.00", "41.00", "来龙门市场", "攸县步步高", "王科长"))


def test_the_sheet_goes_out_as_a_workbook_and_comes_in_again(client, cast):
    tell(cast, cast.market, DAY, pork="30", mask="out")
    tell(cast, cast.shop, DAY, pork="41")
    client.force_login(cast.wang)
    sent = b"".join(
        client.get(reverse("watch-paper", args=[cast.watch.pk, "xlsx"]) + "?day=2020-02-10").streaming_content
    )
    before = Entry.objects.count()
    answer = client.post(
        reverse("watch-import", args=[cast.watch.pk]), {"file": SimpleUploadedFile("采价表.xlsx", sent), "reason": ""}
    )
    assert (answer.status_code, "没有任何改动" in answer.content.decode()) == (409, True)
    Observation.objects.all().delete()
    answer = client.post(
        reverse("watch-import", args=[cast.watch.pk]), {"file": SimpleUploadedFile("采价表.xlsx", sent)}
    )
    assert (answer.status_code, answer.url) == (302, f"/watches/{cast.watch.pk}/?day=2020-02-10")
    told = Observation.objects.filter(value__isnull=False)
    assert sorted((each.point.name, each.item.name, each.value) for each in told) == [
        ("攸县步步高", "猪肉", 41), ("来龙门市场", "猪肉", 30),
    ]  # fmt: skip
    assert (Observation.objects.filter(is_out=True).count(), Entry.objects.count()) == (1, before + 2)


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return SimpleUploadedFile("采价.csv", out.getvalue().encode("gb18030"))


DIRTY = [
    ["醴陵市采价记录表"], [], ["日期", "采价点", "品种", "规格", "价格", "备注"],
    ["2020.2.9", "来龙门市场", "猪 肉", "", "￥29.50", ""],
    ["2020年2月10日", "来龙门市场", "猪肉", "精瘦肉", "30", "节后"],
    ["2020-02-10", "来龙门市场", "口罩", "", "缺货", ""], ["2020-02-10", "来龙门市场", "榴莲", "", "30", ""],
    ["2020-02-10", "没有的店", "猪肉", "", "30", ""], ["2020-02-10", "来龙门市场", "猪肉", "", "三十", ""],
    ["2月", "来龙门市场", "猪肉", "", "30", ""], ["2020-02-10", "来龙门市场", "猪肉", "精瘦肉", "31", ""],
]  # fmt: skip


def test_a_dirty_file_is_named_place_by_place_and_nothing_of_it_is_in(client, cast):
    client.force_login(cast.lin)
    address = reverse("watch-import", args=[cast.watch.pk])
    answer = client.post(address, {"file": as_csv(DIRTY)})
    text = answer.content.decode()
    assert (answer.status_code, Observation.objects.count()) == (409, 0)
    for told in (
        "C7：“榴莲”不在监测品种里",
        "B8：没有名为“没有的店”的监测点",
        "E9：“三十”不是价格",
        "A10：",
        "E11：来龙门市场的猪肉这天写了两个不同的价",
    ):
        assert told in text, told
    answer = client.post(address, {"file": as_csv(DIRTY), "skips_bad": "on"})
    assert answer.status_code == 302
    assert [(str(each.day), each.item.name, each.value) for each in Observation.objects.order_by("day", "item")] == [
        ("2020-02-09", "猪肉", Decimal("29.5")), ("2020-02-10", "猪肉", 30), ("2020-02-10", "口罩", None),
    ]  # fmt: skip


def test_a_file_of_another_county_or_without_a_table_is_refused(client, cast):
    client.force_login(cast.lin)
    address = reverse("watch-import", args=[cast.watch.pk])
    rows = [["日期", "采价点", "品种", "价格"], ["2020-02-10", "攸县步步高", "猪肉", "30"]]
    assert "没有名为“攸县步步高”的监测点" in client.post(address, {"file": as_csv(rows)}).content.decode()
    assert "没有找到采价表" in client.post(address, {"file": as_csv([["甲", "乙"], ["1", "2"]])}).content.decode()
    assert client.post(address, {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4 ...")}).status_code == 409


@pytest.mark.parametrize("ending", ["docx", "pdf", "csv"])
def test_the_daily_sheet_prints(client, cast, ending):
    tell(cast, cast.market, DAY - timedelta(days=1), pork="29")
    tell(cast, cast.market, DAY, pork="33", mask="out")
    client.force_login(cast.wang)
    answer = client.get(reverse("watch-paper", args=[cast.watch.pk, ending]) + "?day=2020-02-10")
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if ending == "docx":
        with ZipFile(io.BytesIO(data)) as parts:
            text = re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())
        assert all(word in text for word in ("2020年2月10日", "达到预警线的2处", "+13.8%", "未报送：攸县步步高"))
    else:
        assert data.startswith({"pdf": b"%PDF", "csv": b"\xef\xbb\xbf"}[ending])


def test_the_office_sets_what_is_watched_and_others_read_why_not(client, cast):
    client.force_login(cast.wang)
    data = {
        "name": "油价监测", "value_word": "价格", "basis": "文", "unit": "市住建局", "day_percent": "5",
        "week_percent": "",
        "on_outage": "on", "source": "会议纪要",
    }  # fmt: skip
    assert client.post(reverse("watch.set"), data).status_code == 302
    made = Watch.objects.get(name="油价监测")
    assert (AlertRule.objects.get(watch=made).day_percent, made.unit) == (5, cast.bureau)
    client.post(reverse("point.set", args=[made.pk]), {"name": "中石化一站", "unit": cast.county.pk, "order": 1})
    client.post(reverse("goods.set", args=[made.pk]), {"name": "92号汽油", "measure": "元/升", "order": 1})
    assert (made.points.get().unit, made.items.get().measure) == (cast.county, "元/升")
    place = Point.objects.get(name="中石化一站")
    client.post(
        reverse("point-change", args=[place.pk]),
        {"name": "中石化二站", "unit": cast.county.pk, "order": 2, "is_ended": "on"},
    )
    place.refresh_from_db()
    assert (place.name, place.is_ended) == ("中石化二站", True)
    for name, args in (("watch.set", []), ("watch-points", [cast.watch.pk]), ("goods.set", [cast.watch.pk])):
        refused, text = page(client, cast.lin, name, *args)
        assert (refused.status_code, "请联系" in text) == (403, True), name


def test_an_administrator_sees_no_watch(client, cast):
    assert "不接触业务数据" in page(client, cast.guan, "watches")[1]
    assert page(client, cast.guan, "watch", cast.watch.pk)[0].status_code == 404


def test_the_day_costs_the_same_queries_with_many_points_and_goods(client, cast, django_assert_max_num_queries):
    tell(cast, cast.market, DAY, pork="30", mask="out")
    for place in range(6):
        point.set(cast.watch, by=cast.wang, at=NOW, name=f"店{place}", unit=cast.county)
        goods.set(cast.watch, by=cast.wang, at=NOW, name=f"货{place}", measure="元")
    client.force_login(cast.wang)
    client.get(reverse("watch", args=[cast.watch.pk]))
    with django_assert_max_num_queries(16):
        client.get(reverse("watch", args=[cast.watch.pk]))
