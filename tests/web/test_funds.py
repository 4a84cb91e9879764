"""资金 pages: the city's money, a project's, batches, questions, the bureau's books, the national block."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make
from tests.funds.scene import found_town, give_batch, move
from yidan.funds.models import Batch, Movement, Reconciliation
from yidan.kernel.errors import Invalid
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.ledger.commands import project as projects
from yidan.ledger.commands import stage
from yidan.web.papers.workbook import bureau

pytestmark = pytest.mark.django_db
NOW = make.moment(2020, 8, 3)
CODE, OTHER_CODE = "2012-430281-04-01-123456", "2012-430223-04-01-654321"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def town():
    return found_town()


def page(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(name, args=args), query)


def said(answer):
    return answer.content.decode()


def test_the_citys_money_stands_by_source_with_every_denominator_named(client, town):
    move(town.cast, town.project, "in_place", 40, date(2020, 4, 1), source="own")
    text = said(page(client, town.cast.tong, "funds", period="2020"))
    assert "支付÷下达 50.0%" in text
    assert "拨付÷下达 80.0%" in text
    assert "支付率(支付÷下达)" in text
    drawn = re.findall(r'fund-card.*?<h3><a [^>]*>([^<]+)</a></h3><span class="unit">([^<]+)</span>', text)
    assert drawn == [("专项债", "2020年度 · 万元"), ("企业自筹", "累计 · 万元")]  # each source in one picture
    assert "含以前年度累计" not in text
    later = said(page(client, town.cast.tong, "funds", period="2021"))
    assert re.findall(r'<span class="unit">([^<]+)</span></div>\s*<dl class="bars">', later) == ["累计 · 万元"] * 2


def test_an_empty_year_says_what_to_do(client, town):
    assert "这一年还没有财政性资金的记录" in said(page(client, town.cast.wang, "funds", period="2019"))
    assert "这一年还没有登记批次" in said(page(client, town.cast.wang, "fund-batches", period="2019"))
    assert "这一年还没有财政性资金的记录" in said(page(client, town.cast.wang, "fund-units", period="2019"))


def test_units_and_batches_and_movements_show_the_same_amounts(client, town):
    units = said(page(client, town.cast.wang, "fund-units", period="2020"))
    assert "醴陵市" in units
    assert "50.0%" in units
    batches = said(page(client, town.cast.wang, "fund-batches", period="2020"))
    assert "专项债 第一批" in batches
    assert "160321" in batches
    assert "有环节过时限" in batches  # never forwarded
    text = said(page(client, town.cast.wang, "movements", step="paid", source="special_bond"))
    assert text.count("<tr>") == 2
    assert "合计" in text
    assert page(client, town.cast.wang, "movements", step="nonsense").status_code == 404


def test_a_batchs_page_tells_its_days_and_its_projects(client, town):
    text = said(page(client, town.cast.wang, "batch", town.batch.pk))
    assert "转发资金计划" in text
    assert "已过时限" in text
    assert "渌江大道提质改造" in text
    assert ("1个项目还没有开工" in text, "未到时限" in text) == (
        True,
        False,
    )  # the day is over, so it is said who has not begun
    stage.record(town.project, by=town.cast.wang, at=NOW, mark="started", happened_on=date(2020, 6, 1), basis="开工令")
    assert "都已开工" in said(page(client, town.cast.wang, "batch", town.batch.pk))
    Batch.objects.update(granted_on=date(2020, 7, 1))
    assert "未到时限" in said(page(client, town.cast.wang, "batch", town.batch.pk))


def test_a_project_shows_three_bars_a_fund_beside_what_was_done(client, town):
    make.plan(town.cast, town.project)
    make.accepted(town.cast, town.project, Month(2020, 5), 450)
    text = said(page(client, town.cast.li, "project-funds", town.project.pk))
    assert [word in text for word in ("下达", "到位", "支付", "完成投资")] == [True] * 4
    assert "累计支付 500 万元，比完成投资 450 万元多 50 万元" in text
    assert "到位未支付 300 万元，最早的已 124 天" in text
    assert page(client, town.cast.zhao, "project-funds", town.project.pk).status_code == 404


def test_who_may_not_record_reads_who_could(client, town):
    empty = make.project(town.cast, "攸水大桥")
    text = said(page(client, town.cast.tong, "project-funds", empty.pk))
    assert "您的角色没有这项权限" in text
    answer = page(client, town.cast.tong, "movement.record", empty.pk)
    assert answer.status_code == 403


def test_a_movement_is_recorded_from_a_filled_form_and_refused_in_place(client, town):
    address = reverse("movement.record", args=[town.project.pk])
    opened = said(page(client, town.cast.li, "movement.record", town.project.pk, source="special_bond",
                       batch=town.batch.pk, step="paid", amount="12.5", on="2020-06-01"))  # fmt: skip
    assert 'value="12.5"' in opened
    given = {"source": "special_bond", "batch": town.batch.pk, "step": "paid", "happened_on": "2020-06-01"}
    refused = client.post(address, given | {"amount_wan": "1,000"})
    assert refused.status_code == 409
    assert "超过到位累计 800 万元" in said(refused)
    done = client.post(address, given | {"amount_wan": "12.5"})
    assert done["Location"] == reverse("project-funds", args=[town.project.pk])
    assert Movement.objects.live().filter(amount_wan=Decimal("12.5")).count() == 1


def test_a_movement_is_corrected_and_withdrawn_from_pages(client, town):
    client.force_login(town.cast.wang)
    paid = Movement.objects.get(step="paid")
    client.post(
        reverse("movement.correct", args=[paid.pk]),
        {"happened_on": "2020-05-02", "amount_wan": "400", "reason": "凭证重复"},
    )
    new = Movement.objects.live().get(step="paid")
    assert new.amount_wan == 400
    assert client.get(reverse("movement.correct", args=[paid.pk])).status_code == 404  # superseded meanwhile
    client.post(reverse("movement.withdraw", args=[new.pk]), {"reason": "录重"})
    assert not Movement.objects.live().filter(step="paid").exists()


def test_a_batch_is_registered_and_changed_by_the_office_alone(client, town):
    client.force_login(town.cast.wang)
    given = {
        "source": "central", "year": 2020, "name": "第二批", "document": "发改投资〔2020〕88号",
        "granted_on": "2020-06-01", "quota_wan": "3000", "is_bundled": "on",
    }  # fmt: skip
    made = client.post(reverse("batch.register"), given)
    batch = Batch.objects.get(source="central")
    assert made["Location"] == reverse("batch", args=[batch.pk])
    assert client.post(reverse("batch.register"), given).status_code == 409
    client.post(reverse("batch.change", args=[batch.pk]), given | {"quota_wan": "3500", "reason": "追加"})
    batch.refresh_from_db()
    assert batch.quota_wan == 3500
    assert page(client, town.cast.lin, "batch.register").status_code == 403


def test_questions_are_listed_and_led_to_the_one_list(client, town):
    text = said(page(client, town.cast.wang, "fund-questions", period="2020-08"))
    assert "未开工已支付" in text
    assert f"{reverse('matter.raise')}?project={town.project.pk}" in text
    assert "没有这样的疑问" in said(page(client, town.cast.wang, "fund-questions", period="2020-08", kind="slow"))


def books(rows, title="单位：元", head=("序号", "项目代码", "项目名称", "支付日期", "支付金额", "支付凭证号")):
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("支付明细")
    sheet.write(0, 0, "国库集中支付明细表")
    sheet.write(1, 0, title)
    for number, row in enumerate([head, *rows], 2):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


DIRTY = [
    (1, CODE, "渌江大道", "2020-05-01", 5_000_000, "Z001"),  # the same
    (2, CODE.replace("-", "－"), "渌江大道", "2020.6.3", "1,200,000.50", "Z002"),  # only theirs
    ("", "", "小计", "", 6_200_000.5, ""),
    (3, OTHER_CODE, "攸水大桥", "2020年7月1日", 300000, "Z003"),  # another amount
    (4, "2012-430200-04-01-999999", "查无此项目", "2020-07-02", 10000, "Z004"),
    (5, "", "攸水大桥", 20200706, 500000, "Z005"),  # named, some days apart
    (6, CODE, "渌江大道", "2020年7月", 10000, "Z006"),  # no day
    (7, CODE, "渌江大道", "2020-07-03", "待定", "Z007"),  # no amount
]


@pytest.fixture
def laid(town):
    cast = town.cast
    town.other = make.project(cast, "攸水大桥", unit=cast.other_county, owner_unit=cast.other_owner)
    for project, code in ((town.project, CODE), (town.other, OTHER_CODE)):
        projects.assign_code(project, by=cast.wang, at=make.AT, code=code)
    batch = give_batch(cast, source="central", name="第二批")
    for step, amount, day in (
        ("granted", 500, date(2020, 3, 1)), ("allocated", 500, date(2020, 3, 1)), ("in_place", 500, date(2020, 3, 1)),
        ("paid", 31, date(2020, 7, 1)), ("paid", 50, date(2020, 7, 2)), ("paid", 7, date(2020, 6, 9)),
    ):  # fmt: skip
        move(cast, town.other, step, amount, day, source="central", batch=batch)
    return town


def test_the_bureaus_dirty_file_is_laid_beside_our_books_and_nothing_is_taken_silently(client, laid):
    client.force_login(laid.cast.wang)
    before = Movement.objects.count()
    file = SimpleUploadedFile("国库支付.xlsx", books(DIRTY))
    sent = client.post(reverse("reconciliation.record"), {"file": file, "step": "paid", "unit": ""})
    made = Reconciliation.objects.get()
    assert sent["Location"] == reverse("reconciliation", args=[made.pk])
    assert (len(made.lines), len(made.unread), Movement.objects.count()) == (5, 2, before)
    text = said(client.get(sent["Location"]))
    assert "财政表 5 行，其中 1 行项目、日期、金额都相同" in text
    assert all(
        word in text for word in ("只在财政表里", "只在台账里", "金额不同", "日期不同", "认不出项目", "没有读懂")
    )
    assert "财政 30 万元，差 −1.00 万元" in text
    assert "财政 2020-07-06，相差4天" in text
    assert "日期不是某一天" in text
    assert "金额看不懂" in text


def test_a_line_only_in_their_books_opens_the_form_filled_and_then_matches(client, laid):
    client.force_login(laid.cast.wang)
    file = SimpleUploadedFile("国库支付.xlsx", books(DIRTY))
    address = client.post(reverse("reconciliation.record"), {"file": file, "step": "paid"})["Location"]
    text = said(client.get(address))
    link = next(part.split('"')[0] for part in text.split('href="') if "funds/record/" in part).replace("&amp;", "&")
    form = said(client.get(link))
    assert 'value="120.00005"' in form
    assert 'value="2020-06-03"' in form
    posted = client.post(link, {
        "source": "special_bond", "batch": laid.batch.pk, "step": "paid", "happened_on": "2020-06-03",
        "amount_wan": "120.00005", "document": "Z002", "origin": "国库支付.xlsx 第5行",
    })  # fmt: skip
    assert posted["Location"] == address
    assert "其中 2 行项目、日期、金额都相同" in said(client.get(address))
    assert "Z002" not in said(client.get(address)).split("只在台账里")[0]
    assert Movement.objects.get(document="Z002").origin == "国库支付.xlsx 第5行"


def test_the_bureaus_books_are_for_who_sees_the_city(client, laid):
    client.force_login(laid.cast.wang)
    file = SimpleUploadedFile("国库支付.xlsx", books(DIRTY))
    address = client.post(reverse("reconciliation.record"), {"file": file, "step": "paid"})["Location"]
    client.force_login(laid.cast.tong)
    assert client.get(address).status_code == 200
    assert client.get(reverse("reconciliation.record")).status_code == 403
    client.force_login(laid.cast.lin)
    assert client.get(address).status_code == 404
    assert client.get(reverse("reconciliations")).status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (books([DIRTY[0]], title="国库"), "表里没有写明金额单位"),
        (books([DIRTY[0]], head=("序", "甲", "乙", "丙", "丁", "戊")), "没有找到同时有日期和金额的表头"),
        (books([DIRTY[7]]), "没有读出任何一行"),
        (b"", "文件是空的"),
    ],
)
def test_a_file_that_cannot_be_laid_beside_says_why(data, sentence):
    with pytest.raises(Exception, match=sentence) as refused:
        bureau.read(data)
    assert isinstance(refused.value, Invalid) or sentence == "文件是空的"


def test_amounts_are_read_in_the_unit_that_the_head_says():
    head = ("序号", "项目代码", "项目名称", "支付日期", "支付金额(万元)", "凭证号")
    (line,) = bureau.read(books([(1, CODE, "", "2020-05-01", 12.5, "Z")], title="", head=head)).lines
    assert (line.amount_wan, line.code, line.on, line.document) == (Decimal("12.5"), CODE, date(2020, 5, 1), "Z")
    csv = "项目编码,日期,金额（元）\n" + f"{CODE},2020/5/1,10000\n合计,,10000\n"
    read = bureau.read(csv.encode("gb18030"))
    assert ([each.amount_wan for each in read.lines], read.totals) == ([1], 1)


def test_the_block_for_the_national_base_holds_what_it_asks(client, town):
    make.plan(town.cast, town.project)
    make.accepted(town.cast, town.project, Month(2020, 5), 450)
    answer = page(client, town.cast.wang, "fund-block", period="2020-06")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads, total, first = rows[2], rows[4], rows[5]
    assert (first[1], first[4]) == ("渌江大道提质改造", "湘财债〔2020〕3号")
    at = {head: index for index, head in enumerate(heads) if head}
    assert first[at["本年度下达"] + 2] == 1000
    assert first[at["累计到位"] + 3] == 800
    assert first[at["累计完成投资"]] == 450
    assert first[at["累计支付"] + 3] == 500
    assert total[1] == "合计(1个)"
    assert "每个" not in str(rows)


def test_pages_of_money_ask_no_more_queries_with_more_rows(client, town, django_assert_max_num_queries):
    client.force_login(town.cast.wang)
    for each in range(6):
        project = make.project(town.cast)
        move(town.cast, project, "granted", 10 + each, batch=town.batch)
    for name in ("funds", "fund-units", "fund-batches", "fund-questions", "movements"):
        client.get(reverse(name), {"period": "2020"})
        with django_assert_max_num_queries(25):
            client.get(reverse(name), {"period": "2020"})
    assert Entry.objects.filter(verb="movement.record").count() == 10
