"""登记簿 on pages: what each sees, what the office sets and enters, what is refused, in from a workbook and back."""

import csv
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests import make
from tests.targets.test_commands import paper
from yidan.targets.commands import item as items
from yidan.targets.commands import proof as proofs
from yidan.targets.commands import register as registers
from yidan.targets.models import Item, Register
from yidan.targets.states import State
from yidan.web.targets.shipped import shipped

pytestmark = pytest.mark.django_db
AT = make.moment(2020, 3, 2)


def adopt(cast, key):
    said = next(each for each in shipped() if each["key"] == key)
    return registers.define(
        None, by=cast.wang, at=AT, slug=key, **{name: said[name] for name in ("name", "family", "basis", "definition")}
    )


def honour(cast, title="国务院办公厅督查激励", **said):
    said = {"year": 2020, "values": {"giver": "国务院办公厅", "form": "表彰激励"}, "level": "national"} | said
    book = Register.objects.live().filter(key="honours").first() or adopt(cast, "honours")
    return items.enter(book, by=cast.wang, at=AT, title=title, **said)


def test_an_empty_instance_offers_the_office_what_it_could_use_and_others_a_word(cast, client):
    client.force_login(cast.wang)
    page = client.get("/registers/").content.decode()
    assert "可以启用的登记簿" in page
    assert page.count('name="shipped"') == len(shipped())
    client.force_login(cast.lin)
    page = client.get("/registers/").content.decode()
    assert "市项目办启用后" in page
    assert 'name="shipped"' not in page
    client.force_login(cast.guan)
    assert client.get("/registers/").status_code == 404


def test_one_press_takes_a_shipped_register_into_use(cast, client):
    client.force_login(cast.wang)
    answer = client.post("/registers/define/", {"shipped": "honours"})
    assert answer.headers["Location"] == "/registers/honours/"
    assert "这本登记簿还没有条目" in client.get("/registers/honours/").content.decode()
    client.force_login(cast.lin)
    assert client.post("/registers/define/", {"shipped": "pilots"}).status_code == 403


def test_a_city_sets_a_register_in_its_own_words_and_counts_it_at_once(cast, client):
    client.force_login(cast.wang)
    said = {
        "name": "项目服务月", "slug": "service", "family": "event", "basis": "株发改〔2020〕3号", "is_open": "on",
        "columns": "走访企业：数字(家)，必填\n形式：单选(座谈、走访)\n",
    }  # fmt: skip
    assert client.post("/registers/define/", said).headers["Location"] == "/registers/service/"
    entered = {"title": "第一场", "year": "2020", "own-c1": "12", "own-c2": "座谈"}
    answer = client.post("/registers/service/enter/", entered)
    assert answer.status_code == 302
    page = client.get("/registers/service/?year=2020").content.decode()
    assert "第一场" in page
    assert "/figures/register.service.sum_c1/" in page
    figure = client.get("/figures/register.service.sum_c1/?period=2020").content.decode()
    assert "第一场" in figure
    assert "当年项目服务月各条目“走访企业”之和" in figure
    again = client.get("/registers/define/?register=service").content.decode()
    assert "走访企业：数字(家)，必填" in again


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [("面积", "第1行“面积”没有看懂"), ("面积：图片", "第1行“面积：图片”没有看懂"), ("形式：单选", "单选要列出选项")],
)
def test_columns_that_nobody_understands_come_back_with_what_was_written(cast, client, columns, sentence):
    client.force_login(cast.wang)
    said = {"name": "甲", "slug": "jia", "family": "event", "basis": "据", "columns": columns}
    answer = client.post("/registers/define/", said)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, columns in page) == (422, True, True)
    assert not Register.objects.exists()


def test_what_does_not_hold_stands_at_its_field_and_nothing_entered_is_lost(cast, client):
    adopt(cast, "honours")
    client.force_login(cast.wang)
    answer = client.post("/registers/honours/enter/", {"title": "全省通报表扬", "own-giver": "", "year": "2020"})
    page = answer.content.decode()
    assert (answer.status_code, "全省通报表扬" in page, Item.objects.count()) == (422, True, 0)


def test_who_may_not_enter_reads_and_sees_no_button(cast, client):
    made = honour(cast)
    client.force_login(cast.lin)
    page = client.get("/registers/honours/").content.decode()
    assert "国务院办公厅督查激励" in page
    assert "/registers/honours/enter/" not in page
    assert client.get("/registers/honours/enter/").status_code == 403
    assert client.get(f"/items/{made.pk}/change/").status_code == 403
    assert client.get(f"/items/{made.pk}/").status_code == 200


def test_an_item_is_corrected_and_both_can_be_read(cast, client):
    made = honour(cast)
    client.force_login(cast.wang)
    said = {"title": "国务院办公厅督查激励通报", "year": "2020", "own-giver": "国务院办公厅", "own-form": "表彰激励",
            "level": "national", "reason": "按文件全称"}  # fmt: skip
    assert client.post(f"/items/{made.pk}/change/", said).status_code == 302
    page = client.get(f"/items/{made.pk}/").content.decode()
    assert "国务院办公厅督查激励通报" in page
    assert "更正前" in page
    assert "按文件全称" in page


def test_a_task_is_claimed_with_a_paper_sent_back_and_confirmed(cast, client):
    book = adopt(cast, "annual-tasks")
    made = items.enter(
        book, by=cast.wang, at=AT, title="醴茶铁路客运线开行", year=2020, unit=cast.bureau,
        values={"list": "长株潭一体化", "goal": "年内开行"},
    )  # fmt: skip
    client.force_login(cast.bu)
    said = {"done_on": "2020-03-01", "words": "已开行"}
    assert "没有佐证不算完成" in client.post(f"/items/{made.pk}/claim/", said).content.decode()
    paper = SimpleUploadedFile("开行证明.pdf", b"%PDF-1.4 seen", "application/pdf")
    assert client.post(f"/items/{made.pk}/claim/", said | {"file": paper}).status_code == 302
    assert client.get(f"/items/{made.pk}/confirm/").status_code == 403
    client.force_login(cast.wang)
    assert client.post(f"/items/{made.pk}/send-back/", {"opinion": "证明没有盖章"}).status_code == 302
    client.force_login(cast.bu)
    paper = SimpleUploadedFile("开行证明.pdf", b"%PDF-1.4 seen", "application/pdf")
    client.post(f"/items/{made.pk}/claim/", said | {"file": paper, "words": "补盖章"})
    client.force_login(cast.wang)
    assert client.post(f"/items/{made.pk}/confirm/", {"opinion": "属实"}).status_code == 302
    page = client.get(f"/items/{made.pk}/").content.decode()
    assert Item.objects.get().state == State.DONE
    assert "证明没有盖章" in page
    assert "认定完成" in page
    proof = made.proofs.first()
    answer = client.get(f"/items/proofs/{proof.pk}/{proof.files.get().pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 seen"


def test_the_list_is_the_one_of_the_day_that_is_asked_for(cast, client):
    book = adopt(cast, "annual-tasks")
    values = {"list": "长株潭一体化", "goal": "年内开行"}

    def task(title, day):
        return items.enter(book, by=cast.wang, at=make.moment(2020, 3, day), title=title, year=2020, unit=cast.bureau,
                           values=values)  # fmt: skip

    railway, road, pond = task("醴茶铁路开行", 3), task("东城大道通车", 3), task("枫溪港治理", 10)
    items.change(railway, by=cast.wang, at=make.moment(2020, 3, 12), reason="全称", title="醴茶铁路客运线开行",
                 year=2020, unit=cast.bureau, values=values)  # fmt: skip
    done = {"done_on": date(2020, 3, 13), "words": "已开行", "files": [paper(cast)]}
    proofs.claim(railway, by=cast.bu, at=make.moment(2020, 3, 14), **done)
    proofs.confirm(railway, by=cast.wang, at=make.moment(2020, 3, 18), opinion="属实")
    proofs.drop(road, by=cast.wang, at=make.moment(2020, 3, 20), reason="调出")
    items.withdraw(pond, by=cast.wang, at=make.moment(2020, 3, 22), reason="误登")
    client.force_login(cast.wang)

    def rows(**asked):
        page = client.get("/registers/annual-tasks/", {"format": "csv", **asked})
        lines = list(csv.DictReader(b"".join(page.streaming_content).decode("utf-8-sig").splitlines()))
        return {next(iter(line.values())): line["状态"] for line in lines}

    first, full = "醴茶铁路开行", "醴茶铁路客运线开行"
    assert rows(as_of="2020-03-02") == {}
    assert rows(as_of="2020-03-11") == {first: "推进中", "东城大道通车": "推进中", "枫溪港治理": "推进中"}
    assert rows(as_of="2020-03-15")[full] == "待认定"
    assert rows(as_of="2020-03-20") == {full: "已完成", "东城大道通车": "不再推进", "枫溪港治理": "推进中"}
    assert rows() == {full: "已完成", "东城大道通车": "不再推进"}
    assert set(rows(as_of="2020-03-20", state="running")) == {"枫溪港治理"}
    assert set(rows(as_of="2020-03-11", q="客运线")) == set()
    page = client.get("/registers/annual-tasks/?as_of=2020-03-15").content.decode()
    assert ("枫溪港治理" in page, "待认定" in page) == (True, True)


def test_a_plan_is_a_tree_with_how_far_each_goal_is(cast, client):
    book = adopt(cast, "five-year-plan")
    chapter = items.enter(book, by=cast.wang, at=AT, title="做强产业", values={"kind": "篇章"})
    task = items.enter(book, by=cast.wang, at=AT, title="新增千亿集群", parent=chapter, values={"kind": "重点任务"})
    items.enter(book, by=cast.wang, at=AT, title="建设本科院校", parent=chapter, values={"kind": "标志性大事"})
    project = make.project(cast, total_investment_wan=1000)
    make.plan(cast, project)
    items.link(task, by=cast.wang, at=AT, project=project)
    client.force_login(cast.wang)
    page = client.get("/registers/five-year-plan/").content.decode()
    assert page.index("做强产业") < page.index("新增千亿集群")
    assert "没有项目支撑的目标1项" in page
    assert "挂接" not in client.get(f"/items/{chapter.pk}/").content.decode().split("支撑项目")[0].split("<h1")[0]


def test_thirty_days_after_a_ceremony_each_project_is_asked_about(cast, client):
    book = adopt(cast, "events")
    made = items.enter(
        book, by=cast.wang, at=AT, title="一季度集中开工", starts_on=AT.date(), values={"kind": "集中开工"}
    )
    items.link(made, by=cast.wang, at=AT, project=make.project(cast))
    client.force_login(cast.he)
    page = client.get(f"/items/{made.pk}/").content.decode()
    assert "30天后" in page
    assert "没有开工记录" in page


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("荣誉.xlsx", out.getvalue())


def test_a_workbook_goes_in_whole_and_twice_changes_nothing(cast, client):
    adopt(cast, "honours")
    client.force_login(cast.wang)
    rows = (
        ["株洲市荣誉台账"],
        ["名称", "年度", "级别", "授予或肯定单位", "形式"],
        ["国务院督查激励", 2020, "国家级", "国务院办公厅", "表彰激励"],
        ["真抓实干表扬", "2020年", "省级", "省政府办公厅", "通报表扬"],
        [None, None, None, None, None],
    )
    key = "3f2f7a52-8f0e-4b52-9a52-0a53f0f4a111"
    answer = client.post("/registers/honours/enter-many/", {"file": sheet(*rows), "key": key})
    assert (answer.status_code, Item.objects.count()) == (302, 2)
    client.post("/registers/honours/enter-many/", {"file": sheet(*rows)})
    assert Item.objects.count() == 2
    out = b"".join(client.get("/registers/honours/?format=csv").streaming_content).decode("utf-8-sig")
    assert out.splitlines()[0] == "名称,年度,日期,至,责任单位,级别,文号或出处,说明,授予或肯定单位,形式,状态"
    assert "真抓实干表扬,2020,,,,省级,,,省政府办公厅,通报表扬,已登记" in out


def test_a_workbook_with_faults_names_each_cell_and_writes_nothing(cast, client):
    adopt(cast, "honours")
    client.force_login(cast.wang)
    answer = client.post("/registers/honours/enter-many/", {"file": sheet(
        ["名称", "年度", "级别", "授予或肯定单位", "形式"],
        ["好的", 2020, "省级", "省政府", "通报表扬"],
        ["", 2020, "省级", "省政府", "通报表扬"],
        ["没有单位的", 2020, "省级", "", "通报表扬"],
        ["级别不对的", "去年", "部级", "省政府", "口头"],
    )})  # fmt: skip
    page = answer.content.decode()
    assert (answer.status_code, Item.objects.count()) == (422, 0)
    for said in ("Sheet 第3行 A列", "Sheet 第4行 D列", "Sheet 第5行 C列", "没有“部级”这个级别"):
        assert said in page
    answer = client.post("/registers/honours/enter-many/", {"file": sheet(["甲", "乙"], [1, 2])})
    assert "没有找到表头" in answer.content.decode()


def test_the_list_costs_as_much_with_many_as_with_one(cast, client, django_assert_max_num_queries):
    honour(cast)
    client.force_login(cast.lin)
    client.get("/registers/honours/")
    honour(cast, "又一项荣誉")  # both times something was just written: nothing of the figures is kept
    with django_assert_max_num_queries(60) as one:
        client.get("/registers/honours/?page=1")
    for number in range(12):
        honour(cast, f"第{number}项荣誉")
    with django_assert_max_num_queries(60) as many:
        client.get("/registers/honours/?page=1")
    assert len(many) <= len(one) + 1


def test_a_ratio_is_read_on_the_page_and_in_its_sheet(cast, client):
    made = registers.define(
        None, by=cast.wang, at=AT, slug="sites", name="安置点", family="people", basis="方案", is_open=True,
        definition={
            "fields": [{"name": "area", "label": "面积", "kind": "number"},
                       {"name": "people", "label": "人数", "kind": "number"}],
            "tallies": [{"key": "each", "label": "人均面积", "definition": "面积÷人数。", "measured": "ratio",
                         "of": "area", "by": "people", "measure": "平方米", "is_yearly": False}],
        },
    )  # fmt: skip
    items.enter(made, by=cast.wang, at=AT, title="甲", values={"area": "56300", "people": "2253"})
    client.force_login(cast.wang)
    page = client.get("/registers/sites/").content.decode()
    assert "24.99" in page
    assert "56,300" in page
    sheet = client.get("/figures/register.sites.each/").content.decode()
    assert "24.99" in sheet
