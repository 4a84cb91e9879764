"""公布数: pages, forms, and a bureau's table taken over whole or not at all."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests import make
from tests.targets.test_series import release, series
from tests.web.test_home import words_of
from yidan.bulletins.asking import Book
from yidan.bulletins.blocks import Numeral
from yidan.bulletins.models import Bulletin
from yidan.figures.published import PARTS
from yidan.targets.models import Release, Series
from yidan.web.bulletin import numbers

pytestmark = pytest.mark.django_db
HEADS = ["指标", "地区", "期间", "公布数", "全省位次", "全省", "来源文件", "公布日期"]


def workbook(*rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2020年固定资产投资公布数"])
    sheet.append(HEADS)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "公布数.xlsx"
    return out


def test_the_list_and_the_series_say_what_was_published(client, cast):
    of = series(cast, beside="invested.year")
    for month, said, rank in ((5, "4.3", 2), (6, "6.1", 1), (7, "7.2", 1)):
        release(cast, of, month, said, rank=rank, rank_of=14, provincial=Decimal("4.9"))
    release(cast, of, 7, "7.0", date(2020, 9, 1), rank=1, reason="修订", document="统计局更正")
    client.force_login(cast.lin)
    said = words_of(client.get("/series/"))
    assert "固定资产投资增速" in said
    assert "7.0%" in said
    assert "登记数列" not in said
    said = words_of(client.get(f"/series/{of.pk}/"))
    assert "加快 0.9 个百分点" in said
    assert "连续2个月第1" in said
    assert "原为 7.2%" in said
    assert "两种口径并排看" not in said  # nothing of last year is known here
    then = words_of(client.get(f"/series/{of.pk}/?as_of=2020-08-01"))
    assert "7.2%" in then
    assert "统计局更正" not in then
    assert "没有公布数" in words_of(client.get(f"/series/{of.pk}/?unit={cast.county.pk}"))


def test_a_published_number_of_a_paper_opens_its_release_whatever_part_is_printed(client, cast):
    of = series(cast)
    for month, said in ((5, "4.3"), (6, "6.1")):
        release(cast, of, month, said, rank=1, rank_of=14, provincial=Decimal("4.9"))
    cut_off = make.moment(2020, 8, 1)
    book = Book(cut_off)
    asks = [{"series": of.code, "period": "2020-06", "part": part, "form": "plain"} for part in PARTS]
    asks.append({"say": "dropped", "period": "2020-06", "form": "count"})
    paper = Bulletin(cut_off_at=cut_off, rounding=book.mode)
    told = [numbers.told(paper, Numeral("1", ask), "") for ask in asks]
    assert [each["title"] for each in told[:2]] == [f"{of.name}(公布数)", f"{of.name}(位次)"]
    assert all(each["title"] and each["definition"] for each in told)
    for each in told[:-1]:
        assert len(each["names"]) == 1  # the paper that printed it
        client.force_login(cast.lin)
        assert client.get(each["all_href"]).status_code == 200


@pytest.mark.parametrize("who", ["guan", "an"])
def test_who_sees_no_business_sees_none(client, cast, who):
    of = series(cast)
    client.force_login(getattr(cast, who))
    assert client.get(f"/series/{of.pk}/").status_code == 404


def test_the_bureau_registers_and_records_and_others_may_not(client, cast):
    client.force_login(cast.tong)
    given = {"code": "fai", "name": "投资增速", "measured": "growth", "publisher": "统计局", "agency": "statistics"}
    assert client.post("/series/register/", given).status_code == 302
    of = Series.objects.get()
    told = {"month": "2020-06", "said": "6.1", "document": "月报", "released_on": "2020-07-18"}
    assert client.post(f"/series/{of.pk}/record/", told).status_code == 302
    assert "已经是这样" in words_of(client.post(f"/series/{of.pk}/record/", told))
    assert client.post(f"/series/{of.pk}/change/", given | {"definition": "按公布数"}).status_code == 302
    made = Release.objects.get()
    assert client.post(f"/releases/{made.pk}/withdraw/", {"reason": "录错"}).status_code == 302
    client.force_login(cast.lin)
    assert client.get(f"/series/{of.pk}/record/").status_code == 403


def test_a_bureaus_table_is_taken_over_and_twice_is_harmless(client, cast):
    of = series(cast)
    rows = [
        ["固定资产投资增速", "全市", "2020年1—5月", 4.3, 4, 2.9, "月报", date(2020, 6, 18)],
        [None, None, "2020年1—6月", "6.1", "第3位", "4.9", None, "2020年7月18日"],
        [None, cast.county.name, "2020-06", 0.0, None, None, None, "2020-07-18"],
    ]
    client.force_login(cast.tong)
    assert client.post("/series/import/", {"file": workbook(*rows)}).status_code == 302
    held = {(each.unit, str(each.month)): (each.said, each.rank) for each in Release.objects.live()}
    assert held == {
        (None, "2020-05"): ("4.3", 4), (None, "2020-06"): ("6.1", 3), (cast.county, "2020-06"): ("0", None),
    }  # fmt: skip
    again = client.post("/series/import/", {"file": workbook(*rows)}, follow=True)
    assert "没有变化3个" in words_of(again)
    rows[1][3] = "5.9"
    client.post("/series/import/", {"file": workbook(*rows)})
    assert (
        Release.objects.live().get(series=of, month=make.Month(2020, 6), unit=None).reason.startswith("按《月报》修订")
    )


def test_one_bad_line_undoes_the_whole_and_each_is_named(client, cast):
    series(cast)
    rows = [
        ["固定资产投资增速", "全市", "2020-05", 4.3, 4, 2.9, "月报", date(2020, 6, 18)],
        ["没有这个", "全市", "2020-05", 4.3, 4, 2.9, "月报", date(2020, 6, 18)],
        ["固定资产投资增速", "某县", "2020-05", 4.3, 4, 2.9, "月报", date(2020, 6, 18)],
        ["固定资产投资增速", "全市", "五月", 4.3, 4, 2.9, "月报", date(2020, 6, 18)],
        ["固定资产投资增速", "全市", "2020-06", "约5", 4, 2.9, "月报", date(2020, 6, 18)],
    ]
    client.force_login(cast.tong)
    answer = client.post("/series/import/", {"file": workbook(*rows)})
    said = words_of(answer)
    assert answer.status_code == 409
    for sentence in ("第4行：没有登记过数列", "第5行：没有名为“某县”", "第6行：期间“五月”不对", "第7行：“约5”不是数"):
        assert sentence in said
    assert not Release.objects.exists()
    other = io.BytesIO(b"a,b\n1,2\n")
    other.name = "x.csv"
    assert "没有认出公布数表" in words_of(client.post("/series/import/", {"file": other}))
