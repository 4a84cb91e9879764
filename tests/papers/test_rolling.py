"""The three-year sheet: read as offices write it, out and in again unchanged, every doubt at its cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests import make
from tests.cast import assemble
from yidan.figures import queries
from yidan.figures.question import Period, Question
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Entry
from yidan.ledger.commands import pool, rolling
from yidan.ledger.models import PoolTerm, Project, RollingPlan
from yidan.web.papers.exporting import paper
from yidan.web.papers.importing import applying, preparing

pytestmark = pytest.mark.django_db
AT = make.moment(2020, 12, 20)
HEADS = (
    ("序号", "项目名称", "县市区", "前期工作计划(节点)", "拟开工年", "三年投资需求(万元)", None, None, None,
     "上级资金需求", None, "资金落实", "责任单位"),
    (None, None, None, None, None, "2021年", "2022年", "2023年", "合计", "中央", "省", None, None),
)  # fmt: skip


@pytest.fixture
def cast():
    cast = assemble()
    cast.bridge = make.project(cast, "渌江大桥", pool="rolling")
    cast.park = make.project(cast, "陶瓷产业园二期", pool="construction")
    cast.idea = make.project(cast, "花炮小镇", pool="reserve")
    return cast


def sheet(*rows, heads=HEADS, title="株洲市2021—2023年重点建设项目三年滚动计划表"):
    book = Workbook()
    table = book.active
    table.title = "滚动"
    table.append([title])
    table.append(["", "", "", "", "单位：万元"])
    for head in heads:
        table.append(list(head))
    if len(heads) == 2:
        for first, last in ((6, 9), (10, 11)):
            table.merge_cells(start_row=3, start_column=first, end_row=3, end_column=last)
        for column in (1, 2, 3, 4, 5, 12, 13):
            table.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    for row in rows:
        table.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


BRIDGE = (1, "渌江大桥", "醴陵市", "6月可研批复", "2022年", 0, 3000, 4500.5, 7500.5, 1000, 500, 2000, "醴陵市")
PARK = (2, "陶瓷产业园二期", "醴陵市", "", 2020, 8000, 4000, None, 12000, None, None, 9000, None)


def prepare(cast, data, **more):
    return preparing.prepare(data, "滚动.xlsx", "rolling", by=cast.wang, at=AT, **more)


def bring(cast, data):
    return applying.apply(prepare(cast, data), by=cast.wang, at=AT)


def said(project):
    plan = RollingPlan.objects.live().get(project=project)
    return (plan.first_year, plan.starts_in, plan.first_wan, plan.second_wan, plan.third_wan, plan.central_wan,
            plan.provincial_wan, plan.secured_wan, plan.preparation)  # fmt: skip


def test_an_offices_sheet_comes_in_and_a_second_time_changes_nothing(cast):
    data = sheet(BRIDGE, PARK)
    done = bring(cast, data)
    assert (done.created, done.updated, done.held) == (0, 2, 0)
    assert said(cast.bridge) == (2021, 2022, 0, 3000, Decimal("4500.5"), 1000, 500, 2000, "6月可研批复")
    assert said(cast.park) == (2021, 2020, 8000, 4000, 0, 0, 0, 9000, "")
    entries = Entry.objects.count()
    again = prepare(cast, data)
    assert again.counts() == {"unchanged": 2}
    applying.apply(again, by=cast.wang, at=AT)
    assert Entry.objects.count() == entries
    entry = Entry.objects.filter(verb="rolling.set", project_id=cast.bridge.pk).get()
    assert entry.facts["origin"] == "滚动.xlsx 滚动 第5行"
    assert RollingPlan.objects.get(project=cast.bridge).document == "《滚动》"


def test_a_changed_cell_is_one_difference_and_supersedes_the_row(cast):
    bring(cast, sheet(BRIDGE, PARK))
    row = (*BRIDGE[:6], 3200, *BRIDGE[7:])
    plan = prepare(cast, sheet(row, PARK))
    assert [(each.cell, each.old, each.new) for line in plan.rows for each in line.differences] == [
        ("G5", "3000", "3200")]  # fmt: skip
    applying.apply(plan, by=cast.wang, at=AT)
    old, new = RollingPlan.objects.filter(project=cast.bridge).order_by("pk")
    assert (old.superseded_at is not None, new.second_wan, new.third_wan) == (True, 3200, Decimal("4500.5"))


def findings(cast, *rows, **more):
    plan = prepare(cast, sheet(*rows, **more))
    return [(each.severity, each.cell, each.reason) for each in plan.findings]


def test_every_doubt_names_its_cell(cast):
    unknown = (3, "不在台账的项目", "醴陵市", "", 2021, 10, 0, 0, 10, 0, 0, 0, "")
    early = (4, "花炮小镇", "醴陵市", "", 2021, 10, 0, 0, 10, 0, 0, 0, "")
    assert findings(cast, (*BRIDGE[:8], 9999, *BRIDGE[9:12], "攸县"), unknown, early) == [
        ("warning", "I5", "三年合计9999 ≠ 各年相加7500.5(万元)，按各年导入"),
        ("question", "M5", "责任单位“攸县”与台账“醴陵市”不同，未更改"),
        ("error", "B6", "台账中没有这个项目，先登记入库，再编三年滚动计划"),
        ("error", "B7", "“花炮小镇”在前期储备库，转入计划滚动库以后才能编三年滚动计划"),
    ]
    assert findings(cast, (*BRIDGE[:4], "十四五", *BRIDGE[5:])) == [
        ("error", "E5", "拟开工年“十四五”读不出来，应写作2022")]  # fmt: skip
    assert findings(cast, (*BRIDGE[:4], 2024, *BRIDGE[5:])) == [
        ("error", "E5", "2023年以前不开工，不编入这三年的滚动计划")]  # fmt: skip
    assert findings(cast, (*BRIDGE[:4], None, *BRIDGE[5:])) == [("error", "E5", "没有写拟开工年")]
    assert [each[:2] for each in findings(cast, (*BRIDGE[:5], "若干", *BRIDGE[6:]))] == [("error", "F5")]


def test_which_three_years_is_read_from_the_heads_and_never_guessed(cast):
    with pytest.raises(Invalid, match="表中是2021—2023年，不是从2022年起"):
        prepare(cast, sheet(BRIDGE), year=2022)
    plain = (("序号", "项目名称", "拟开工年", "需求一", "需求二", "需求三"),)
    row = (1, "渌江大桥", 2022, 1, 2, 3)
    with pytest.raises(Invalid, match="请指明首年"):
        prepare(cast, sheet(row, heads=plain, title="三年滚动计划表"))
    mapping = {f"需求{word}": f"need_{place}@万元" for place, word in enumerate("一二三", 1)}
    plan = prepare(cast, sheet(row, heads=plain, title="三年滚动计划表"), year=2021, mapping=mapping)
    applying.apply(plan, by=cast.wang, at=AT)
    assert said(cast.bridge)[:5] == (2021, 2022, 1, 2, 3)


def test_a_sheet_in_yi_is_read_in_yi(cast):
    heads = (("项目名称", "拟开工年份", "2021年投资需求(亿元)", "2022年投资需求(亿元)", "2023年投资需求(亿元)"),)
    bring(cast, sheet(("渌江大桥", "2022", "0.1", 0.25, ""), heads=heads, title="三年滚动计划"))
    assert said(cast.bridge)[1:5] == (2022, 1000, 2500, 0)


def test_only_the_office_brings_it(cast):
    with pytest.raises(NotPermitted, match="三年滚动计划由市项目办导入"):
        preparing.prepare(sheet(BRIDGE), "滚动.xlsx", "rolling", by=cast.lin, at=AT)


def test_a_row_needs_a_pool_a_need_and_a_reason_to_change(cast):
    how = {"by": cast.wang, "at": AT, "first_year": 2021, "starts_in": 2022}
    with pytest.raises(Invalid, match="转入计划滚动库以后才能编"):
        rolling.set(cast.idea, **how, first_wan=1)
    with pytest.raises(Invalid, match="都是零"):
        rolling.set(cast.bridge, **how, central_wan=1)
    with pytest.raises(Invalid, match="2023年以前不开工"):
        rolling.set(cast.bridge, **how | {"starts_in": 2024}, first_wan=1)
    with pytest.raises(Invalid, match="第一年投资需求\\(万元\\)不能为负数"):
        rolling.set(cast.bridge, **how, first_wan=-1, second_wan=5)
    plan = rolling.set(cast.bridge, **how, first_wan=1)
    with pytest.raises(Invalid, match="没有任何改动"):
        rolling.set(cast.bridge, **how, first_wan=1)
    with pytest.raises(Invalid, match="须写明原因"):
        rolling.set(cast.bridge, **how, first_wan=2)
    rolling.withdraw(plan, by=cast.wang, at=AT, reason="业主放弃")
    assert not RollingPlan.objects.live().exists()


amount = st.integers(0, 10**9).map(lambda fen: Decimal(fen) / 10_000)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(amount, min_size=6, max_size=6).filter(lambda six: any(six[:3])), st.integers(2015, 2023),
       st.text("可研批复6月、 ，初设", max_size=30))  # fmt: skip
def test_what_goes_out_comes_in_unchanged(cast, tmp_path, amounts, starts_in, words):
    RollingPlan.objects.all().delete()
    for project in (cast.bridge, cast.park):
        rolling.set(project, by=cast.wang, at=AT, first_year=2021, starts_in=starts_in, preparation=words,
                    **dict(zip(rolling.AMOUNTS, amounts, strict=True)))  # fmt: skip
    before = said(cast.bridge)
    for ending in ("xlsx", "csv"):
        path = tmp_path / f"三年.{ending}"
        assert paper.write("rolling", Question(Period(2021)), path, today=date(2021, 1, 25), format=ending) == 2
        plan = preparing.prepare(path.read_bytes(), path.name, "rolling", by=cast.wang, at=AT)
        assert [each.message for each in plan.findings if each.severity == "error"] == []
        assert plan.counts() == {"unchanged": 2}, [each for row in plan.rows for each in row.differences]
        RollingPlan.objects.all().delete()
        Entry.objects.all().delete()  # else this very file was brought before, in another example
        applying.apply(preparing.prepare(path.read_bytes(), path.name, "rolling", by=cast.wang, at=AT),
                       by=cast.wang, at=AT)  # fmt: skip
        assert said(cast.bridge) == before


POOLED = (*HEADS[0][:12], "入库时间", "责任单位"), (*HEADS[1], None)


def in_pool(project):
    return [(each.pool, each.since_on) for each in PoolTerm.objects.live().filter(project=project).order_by("since_on")]


def test_the_day_of_entry_is_corrected_from_the_sheet_and_carried_out_again(cast, tmp_path):
    assert in_pool(cast.bridge) == [("rolling", date(2020, 1, 10))]
    data = sheet((*BRIDGE[:12], "2019年11月5日", "醴陵市"), (*PARK[:12], date(2019, 12, 30), None), heads=POOLED)
    plan = prepare(cast, data)
    assert [each.message for each in plan.findings] == []
    assert [(each.cell, each.label, each.old, each.new) for each in plan.rows[0].differences if each.cell == "M5"] == [
        ("M5", "入库日期", "2020-01-10", "2019-11-05")]  # fmt: skip
    applying.apply(plan, by=cast.wang, at=AT)
    assert in_pool(cast.bridge) == [("rolling", date(2019, 11, 5))]
    assert in_pool(cast.park) == [("construction", date(2019, 12, 30))]
    said = Entry.objects.get(verb="pool.redate", project_id=cast.bridge.pk)
    assert said.facts["reason"] == "按工作簿更新：滚动.xlsx 滚动 第5行"
    assert queries.value("pool.rolling", Question(Period(2019, 12))).value == 1
    for ending in ("xlsx", "csv"):
        path = tmp_path / f"三年.{ending}"
        paper.write("rolling", Question(Period(2021)), path, today=date(2021, 1, 25), format=ending)
        again = preparing.prepare(path.read_bytes(), path.name, "rolling", by=cast.wang, at=AT)
        assert again.counts() == {"unchanged": 2}, [each for row in again.rows for each in row.differences]
        pool.redate(Project.objects.get(pk=cast.park.pk), by=cast.wang, at=AT, since_on=date(2020, 2, 3), reason="试")
        changed = preparing.prepare(path.read_bytes(), path.name, "rolling", by=cast.wang, at=AT)
        assert changed.counts() == {"updated": 1, "unchanged": 1}
        applying.apply(changed, by=cast.wang, at=AT)
        assert in_pool(cast.park) == [("construction", date(2019, 12, 30))]


def test_a_head_that_names_a_pool_speaks_of_that_one(cast):
    heads = (("项目名称", "拟开工年", "2021年投资需求(万元)", "纳入储备库时间", "转入滚动库日期"),)
    park, bridge = "陶瓷产业园二期", "渌江大桥"
    data = sheet((park, 2021, 5, "2019.3", ""), (bridge, 2021, 5, "", "2020年3月"), heads=heads)
    plan = prepare(cast, data)
    assert [(each.severity, each.cell, each.reason) for each in plan.findings] == [
        ("warning", "D4", "只写到月，按2019-03-01记"),
        ("question", "D4", "台账中项目没有进过前期储备库，入库日期未导入；请在项目页提请入库"),
        ("warning", "E5", "只写到月，按2020-03-01记"),
    ]
    applying.apply(plan, by=cast.wang, at=AT)
    assert (in_pool(cast.park), in_pool(cast.bridge)) == (
        [("construction", date(2020, 1, 10))], [("rolling", date(2020, 3, 1))])  # fmt: skip
    plan = prepare(cast, sheet((bridge, 2021, 5, "", "2021-02-01"), heads=heads))
    assert [(each.severity, each.reason) for each in plan.findings] == [
        ("question", "起始日期2021-02-01还没有到，请填实际日期，未更改")]  # fmt: skip


def test_an_earlier_terms_day_stays_between_its_neighbours(cast):
    for into, day in (("", date(2020, 3, 2)), ("rolling", date(2020, 5, 4))):
        PoolTerm.record(recorded_at=AT, project=cast.idea, pool=into, since_on=day)
    how = {"by": cast.wang, "at": AT, "reason": "纪要日期"}
    pool.redate(cast.idea, **how, since_on=date(2020, 2, 3), pool="reserve")
    with pytest.raises(Invalid, match="2020-03-02起项目不在库，这里要填以前的日期"):
        pool.redate(cast.idea, **how, since_on=date(2020, 3, 2), pool="reserve")
    with pytest.raises(Invalid, match="没有进过建设实施库"):
        pool.redate(cast.idea, **how, since_on=date(2020, 2, 3), pool="construction")
    assert [day for _pool, day in in_pool(cast.idea)] == [date(2020, 2, 3), date(2020, 3, 2), date(2020, 5, 4)]


def test_the_pages_show_the_sheet_and_bring_it_in(client, cast, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client.force_login(cast.wang)
    assert "还没有编三年滚动计划" in client.get(reverse("rolling")).content.decode()
    book = SimpleUploadedFile("滚动.xlsx", sheet(BRIDGE, PARK))
    sent = client.post(reverse("import"), {"kind": "rolling", "file": book})
    page = client.get(sent.url).content.decode()
    assert "2021—2023" in page
    assert client.post(sent.url.partition("?")[0] + "bring-in/", {"kind": "rolling", "act": "all"}).status_code == 302
    page = client.get(reverse("rolling")).content.decode()
    assert "2021—2023年三年滚动计划" in page
    assert "渌江大桥" in page
    answer = client.get(reverse("export", args=["rolling"]), {"year": "2021"})
    assert b"".join(answer.streaming_content).startswith(b"PK")
    client.post(reverse("rolling.set", args=[cast.bridge.pk]), {
        "first_year": 2021, "starts_in": 2021, "first_wan": 5, "reason": "提前"})  # fmt: skip
    assert said(cast.bridge)[1:5] == (2021, 5, 0, 0)
    plan = RollingPlan.objects.live().get(project=cast.bridge)
    client.post(reverse("rolling.withdraw", args=[plan.pk]), {"reason": "暂缓"})
    assert not RollingPlan.objects.live().filter(project=cast.bridge).exists()
    client.force_login(cast.zhao)
    assert "陶瓷产业园" not in client.get(reverse("rolling")).content.decode()


def test_leaving_the_pool_is_seen_in_the_difference(cast):
    bring(cast, sheet(BRIDGE))
    pool.remove(cast.bridge, by=cast.wang, at=AT, reason="业主放弃")
    assert Project.objects.get(pk=cast.bridge.pk).profile.pool == ""


def test_a_row_of_another_name_is_asked_about_and_said_to_be_the_project(cast):
    data = sheet((1, "渌江大桥工程", *BRIDGE[2:]))
    asked = prepare(cast, data)
    assert [(doubt.row.name, doubt.likely) for doubt in asked.doubts] == [("渌江大桥工程", [cast.bridge])]
    assert [each.reason for each in asked.errors] == ["台账中没有这个项目，先登记入库，再编三年滚动计划"]
    same = f"{asked.doubts[0].row.cell}={cast.bridge.internal_id}"
    plan = prepare(cast, data, same=[same])
    assert (plan.errors, plan.rows[0].project) == ([], cast.bridge)
    applying.apply(plan, by=cast.wang, at=AT)
    assert [str(each) for each in cast.bridge.former_names.all()] == ["渌江大桥工程"]
    assert prepare(cast, data).counts() == {"unchanged": 1}
