"""企业 pages: the list, one firm's story, calls with needs, who looks after whom, lists in and out."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make
from tests.enterprises.scene import furnished
from yidan.enterprises.commands import call, care, enterprise, need
from yidan.enterprises.models import Call, Care, Enterprise, Need, Scheme
from yidan.kernel.journal import Entry
from yidan.matters.commands import listing
from yidan.matters.models import Matter

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
    return answer, re.sub(r"\s+", " ", answer.content.decode())


def test_a_call_with_a_need_is_a_call_and_a_draft_on_the_list(client, cast):
    client.force_login(cast.lin)
    answer = client.post(reverse("call.record", args=[cast.firm.pk]), {
        "called_on": "2020-02-10", "text": "已开两条线。", "need": "缺口罩5000只。", "lead_unit": "市住建局",
        "resumed_on": "2020-02-10", "back_count": "40", "due_count": "90",
    })  # fmt: skip
    assert (answer.status_code, answer.url) == (302, reverse("enterprise", args=[cast.firm.pk]))
    made = Matter.objects.get()
    assert (made.lead_unit, Need.objects.get().call, Call.objects.get().back_count) == (
        cast.bureau,
        Call.objects.get(),
        40,
    )
    text = client.get(answer.url).content.decode()
    assert all(word in text for word in ("已开两条线", "缺口罩5000只", "已复工", "40/90"))


def test_a_need_that_is_refused_takes_the_call_back_with_it(client, cast):
    client.force_login(cast.lin)
    before = Entry.objects.count()
    answer = client.post(
        reverse("call.record", args=[cast.firm.pk]), {"called_on": "2020-02-10", "text": "好", "need": "缺" * 301}
    )
    assert (answer.status_code, Call.objects.exists(), Entry.objects.count()) == (422, False, before)
    answer = client.post(reverse("call.record", args=[cast.firm.pk]), {"called_on": "2020-02-11", "text": "好"})
    assert (answer.status_code, "还没有到" in answer.content.decode()) == (409, True)


def test_who_looks_after_a_firm_is_named_and_those_before_stay(client, cast):
    client.force_login(cast.wang)
    address = reverse("care.assign", args=[cast.firm.pk])
    said = {"part": cast.cadre.pk, "person": "林县(醴陵市)", "since_on": "2020-02-10"}
    assert client.post(address, said).status_code == 302
    assert (
        client.post(address, {**said, "person": "陈巡", "since_on": "2020-03-01", "reason": "岗位调整"}).status_code
        == 302
    )
    text = page(client, cast.wang, "enterprise", cast.firm.pk)[1]
    assert all(
        word in text for word in ("陈巡", "2020-02-10 — 2020-02-29", '包保领导</b> <span class="missing">未落实')
    )
    answer = client.post(address, {**said, "person": "没这人"})
    assert (answer.status_code, "没有名为“没这人”的人员" in answer.content.decode()) == (422, True)


def test_the_list_says_what_is_wanting(client, cast):
    other = enterprise.set(cast.county, by=cast.lin, at=NOW, name="醴陵二厂")
    for part, who in (
        (cast.leader, {"person": cast.he}),
        (cast.cadre, {"person": cast.lin}),
        (cast.duty, {"unit": cast.bureau}),
    ):
        care.assign(cast.firm, by=cast.wang, at=NOW, part=part, since_on=DAY, **who)
    call.record(cast.firm, by=cast.lin, at=NOW, called_on=DAY, text="好", resumed_on=DAY)
    shown = {wanting: re.findall(r"/enterprises/(\d+)/\"", page(client, cast.lin, "enterprises", wanting=wanting)[1])
             for wanting in ("", "care", "resume", "quiet", "need")}  # fmt: skip
    one, two = str(cast.firm.pk), str(other.pk)
    assert shown == {"": [one, two], "care": [two], "resume": [two], "quiet": [two], "need": []}
    assert "50.0%" in page(client, cast.lin, "enterprises")[1]


def test_the_list_of_a_past_day_is_what_was_known_then(client, cast, monkeypatch):
    def at(*day):
        monkeypatch.setattr("django.utils.timezone.now", lambda: make.moment(*day, 10))
        return make.moment(*day, 10)

    other = enterprise.set(cast.county, by=cast.lin, at=NOW, name="醴陵二厂")
    care.assign(cast.firm, by=cast.wang, at=NOW, part=cast.cadre, since_on=DAY, person=cast.lin)
    then = at(2020, 3, 2)
    call.record(cast.firm, by=cast.lin, at=then, called_on=date(2020, 2, 10), text="好", resumed_on=date(2020, 2, 10),
                back_count=40, due_count=90)  # fmt: skip
    need.raise_(cast.firm, by=cast.lin, at=then, text="缺口罩5000只。", lead_unit=cast.bureau)
    care.assign(cast.firm, by=cast.wang, at=then, part=cast.cadre, since_on=date(2020, 3, 2), person=cast.he,
                reason="岗位调整")  # fmt: skip
    enterprise.set(other, by=cast.lin, at=then, name=other.name, is_ended=True)
    known = {}
    for day in ("", "2020-02-11", "2019-12-01"):
        answer, text = page(client, cast.wang, "enterprises", **({"as_of": day} if day else {}))
        known[day] = (
            sorted(set(re.findall(r"/enterprises/(\d+)/\"", text))), "40/90" in text, "林县" in text, "何市长" in text,
            "未结1" in text,
        )  # fmt: skip
        assert answer.status_code == 200
    was = cast.firm.name
    enterprise.set(
        cast.firm, by=cast.lin, at=at(2020, 3, 9), name="醴陵电瓷集团", industry="特种陶瓷", lists="省级名单"
    )
    for day, name, others in (("2020-03-08", was, ("醴陵电瓷集团", "特种陶瓷")), ("", "醴陵电瓷集团", (was,))):
        asked = {"as_of": day} if day else {}
        text = page(client, cast.wang, "enterprises", q=name, **asked)[1]
        assert name in text.split("<main", 1)[1]
        for other_name in others:  # neither shown nor found
            answer, text = page(client, cast.wang, "enterprises", q=other_name, **asked)
            assert f"/enterprises/{cast.firm.pk}/" not in text, (day, other_name)
    one, two = str(cast.firm.pk), str(other.pk)
    assert known == {
        "": ([one], True, False, True, True),
        "2020-02-11": ([one, two], False, True, False, False),
        "2019-12-01": ([], False, False, False, False),
    }


def test_a_list_of_firms_comes_in_and_what_it_cannot_say_is_named(client, cast):
    rows = [
        ["株洲市企业包保清单"],
        ["企业名称", "县市区", "行业", "联系电话", "包保领导", "包保干部", "责任单位", "计划复工日"],
        ["醴陵华鑫电瓷有限公司（模拟）", "醴陵市", "电瓷", "", "何市长", "林县", "市住建局", "2020.2.10"],
        ["醴陵新厂", "醴陵市", "", "13800001111", "何市长", "", "", "2020年2月15日"],
        ["攸县新厂", "长沙县", "", "", "", "", "", ""], ["醴陵三厂", "醴陵市", "", "", "无名氏", "", "", "下月"],
    ]  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    data = out.getvalue().encode("gb18030")
    client.force_login(cast.wang)
    address = reverse("enterprises-import")
    said = {"since_on": "2020-02-10"}
    answer = client.post(address, {**said, "file": SimpleUploadedFile("清单.csv", data)})
    text = answer.content.decode()
    assert (answer.status_code, Enterprise.objects.count(), Care.objects.count()) == (409, 1, 0)
    for told in ("B5：没有名为“长沙县”的县市区", "E6：没有名为“无名氏”的人员", "H6："):
        assert told in text, told
    for _again in range(2):
        answer = client.post(address, {**said, "skips_bad": "on", "file": SimpleUploadedFile("清单.csv", data)})
        assert answer.status_code == 302
        assert (Enterprise.objects.count(), Care.objects.live().count()) == (2, 4)
    client.force_login(cast.lin)
    out = b"".join(client.get(reverse("enterprises-export"), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert ("何市长" in out, "13800001111" in out) == (True, True)
    client.force_login(cast.he)
    out = b"".join(client.get(reverse("enterprises-export"), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert ("13800001111" in out, "138****1111" in out) == (False, True)


def test_a_need_by_telephone(client, cast):
    client.force_login(cast.lin)
    answer = client.post(reverse("need.raise", args=[cast.firm.pk]), {"need": "贷款到期，请协调续贷。"})
    assert (answer.status_code, Matter.objects.get().source) == (302, "企业来电")
    listing.enlist(Matter.objects.get(), by=cast.wang, at=NOW)
    assert "2020-ZD-0001" in page(client, cast.lin, "enterprise", cast.firm.pk)[1]


def test_the_office_sets_the_parts_and_a_county_does_not(client, cast):
    client.force_login(cast.wang)
    said = {"name": "四个一", "basis": "文", "persons": "一名领导、一名责任人", "units": "责任单位二"}
    assert client.post(reverse("scheme.set"), said).status_code == 302
    made = Scheme.objects.get(name="四个一")
    assert [(part.name, part.is_of_unit) for part in made.parts.all()] == [
        ("一名领导", False), ("一名责任人", False), ("责任单位二", True),
    ]  # fmt: skip
    assert client.post(reverse("scheme-change", args=[made.pk]), {**said, "units": ""}).status_code == 302
    assert [part.name for part in made.parts.filter(is_ended=False)] == ["一名领导", "一名责任人"]
    for name in ("schemes", "scheme.set"):
        assert page(client, cast.lin, name)[0].status_code == 403


def test_who_may_not_is_told_and_what_is_not_theirs_is_not_there(client, cast):
    other = enterprise.set(cast.other_county, by=cast.wang, at=NOW, name="攸县一厂")
    assert page(client, cast.lin, "enterprise", other.pk)[0].status_code == 404
    assert page(client, cast.he, "call.record", cast.firm.pk)[0].status_code == 403
    assert "不接触业务数据" in page(client, cast.guan, "enterprises")[1]
    client.force_login(cast.lin)
    moved = client.post(reverse("enterprise-change", args=[cast.firm.pk]), {"name": "甲", "unit": cast.other_county.pk})
    cast.firm.refresh_from_db()
    assert (moved.status_code, cast.firm.unit) == (422, cast.county)


def test_the_empty_list_says_what_to_do(client, cast):
    Enterprise.objects.all().delete()
    assert "还没有登记企业" in page(client, cast.lin, "enterprises")[1]
    assert "没有符合这些条件" in page(client, cast.lin, "enterprises", q="无此")[1]
