"""What came of an import: a page that stays, exactly its projects, what is left with its cells, what to do now."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests import make
from tests.papers.tables import HEAD, row
from tests.web.test_imports import bring_in, drop, text_of, workbook
from yidan.evidence.models import File
from yidan.kernel.journal import Entry
from yidan.kernel.verbs import Verb
from yidan.ledger.models import Project

GOOD = {"act": "good_rows"}


@pytest.fixture
def office(cast, client):
    """王科长 has brought a workbook: one project that is there and changes, two new ones, one that cannot be read."""
    make.plan(cast, make.project(cast, "渌江新城", unit=cast.county))
    make.project(cast, "别的厂", owner_unit=cast.other_owner)
    client.force_login(cast.wang)
    drop(client, workbook(row(), row("渌江二桥"), row("渌江三桥"), row("渌江四桥", total="一千万")))
    return cast


def test_what_came_in_stands_on_a_page_of_its_own_with_links_to_exactly_its_projects(office, client):
    page = bring_in(client, **GOOD)
    address = page.redirect_chain[-1][0]
    entry = Entry.objects.get(verb=Verb.FILE_BRING_IN.value)
    assert address == reverse("import-result", args=[entry.pk])
    assert [(str(label), number) for label, number, _link in page.context["numbers"]] == [
        ("新登记", "2"), ("更新", "1"), ("不变", "0"), ("未导入", "1"),
    ]  # fmt: skip
    said = {group["id"]: [(each["name"], each["acts"]) for each in group["rows"]] for group in page.context["groups"]}
    assert [name for name, _acts in said["new"]] == ["渌江二桥", "渌江三桥"]
    assert all(acts.startswith("登记入库、") for _name, acts in said["new"])
    assert [name for name, _acts in said["changed"]] == ["渌江新城"]
    for which, names in (("new", ["渌江二桥", "渌江三桥"]), ("changed", ["渌江新城"])):
        (ledger,) = [group["ledger"] for group in page.context["groups"] if group["id"] == which]
        listed = client.get(ledger)
        ids = list(listed.context["page"].object_list)
        assert sorted(Project.objects.get(pk=pk).name for pk in ids) == sorted(names)
        assert any("6月调度表.csv" in chip.chosen for chip in listed.context["chips"])
    both = client.get(reverse("projects"), {"brought": str(entry.pk)})
    assert len(both.context["page"].object_list) == 3
    assert text_of(client.get(address)).count("已导入：") == 0  # the page, without the toast, is there to stay


def test_what_is_left_stands_there_with_its_cells_and_as_a_workbook_to_send_back(office, client):
    page = bring_in(client, **GOOD)
    address = page.redirect_chain[-1][0]
    assert "有1个没有导入：下载问题清单发给填表的单位" in text_of(page)
    assert 'hx-get="?left"' in text_of(page)
    left = client.get(address + "?left", headers={"HX-Request": "true"})
    assert "<html" not in text_of(left)
    assert [(each["place"], str(each["word"])) for each in left.context["findings"] if each["tone"] == "bad"] == [
        ("6月调度表 E6", "错误")
    ]
    assert "金额看不懂：“一千万”" in text_of(client.get(address + "?left"))  # and without a script
    sent = client.get(page.context["findings_address"])
    assert "%E9%97%AE%E9%A2%98%E6%B8%85%E5%8D%95.xlsx" in sent["Content-Disposition"]
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert lines[2] == ["序号", "工作表", "单元格", "项目名称", "程度", "问题", "改正情况"]
    assert lines[3][1:5] == ["6月调度表", "E6", "渌江四桥", "须改正"]
    assert lines[3][5].startswith("金额看不懂：“一千万”")


def test_sending_the_form_twice_leads_to_the_same_result(office, client):
    first, second = bring_in(client, **GOOD), bring_in(client, **GOOD)
    assert first.redirect_chain == second.redirect_chain
    assert Entry.objects.filter(verb=Verb.FILE_BRING_IN.value).count() == 1


def test_a_workbook_that_changes_nothing_is_no_import(cast, client):
    client.force_login(cast.wang)
    drop(client, workbook(row("渌江四桥", total="一千万")))
    page = bring_in(client, **GOOD)
    assert page.redirect_chain[-1][0].startswith(reverse("import-preview", args=[File.objects.get().pk]))
    assert Entry.objects.filter(verb=Verb.FILE_BRING_IN.value).count() == 0


def test_the_import_page_has_the_last_imports_and_what_is_not_in_yet(office, client):
    assert [each["name"] for each in client.get(reverse("import")).context["recent"]] == ["6月调度表.csv"]
    address = bring_in(client, **GOOD).redirect_chain[-1][0]
    page = client.get(reverse("import"))
    assert page.context["recent"] == []
    (listed,) = page.context["imports"]
    assert (listed["who"], listed["about"], listed["said"], listed["address"]) == (
        "王科长", "月度调度表 2020-06", "新登记 2，更新 1，未导入 1", address,
    )  # fmt: skip
    drop(client, workbook(row(), row("渌江二桥"), row("渌江三桥"), row("渌江四桥", total="一千万")))
    assert len(client.get(reverse("import")).context["recent"]) == 1  # brought anew


def test_an_owners_import_is_seen_by_its_unit_and_the_office_and_says_that_it_waits_for_review(cast, client):
    project = make.project(cast, "渌江新城")
    make.plan(cast, project)
    client.force_login(cast.li)
    drop(client, workbook([*row(), "主体封顶", "征地拆迁未完成"], head=[*HEAD, "形象进度", "存在问题"]))
    page = bring_in(client)
    address = page.redirect_chain[-1][0]
    assert "报送的月报等待审核，审定后才计入台账。" in text_of(page)
    assert [group["title"] for group in page.context["groups"]] == ["报送"]
    client.force_login(cast.wang)
    seen = client.get(address)
    assert (seen.status_code, seen.context["again"]) == (200, "")  # the office looks, but it is not its workbook
    assert client.get(seen.context["findings_address"]).status_code == 200
    client.force_login(cast.zhao)
    assert client.get(address).status_code == 404
    assert client.get(seen.context["findings_address"]).status_code == 404
    assert client.get(reverse("import")).context["imports"] == []
    client.force_login(cast.shen)
    assert client.get(address).status_code == 403


def test_who_may_not_see_an_import_is_not_told_its_file_by_the_list(office, client):
    bring_in(client, **GOOD)
    entry = Entry.objects.get(verb=Verb.FILE_BRING_IN.value)
    client.force_login(office.li)
    page = client.get(reverse("projects"), {"brought": f"{entry.pk}-new"})
    assert "6月调度表" not in text_of(page)
    for wrong in ("x", "99999999", "9" * 30, f"{entry.pk - 1}-new"):
        assert list(client.get(reverse("projects"), {"brought": wrong}).context["page"].object_list) == []


def test_the_result_asks_no_more_for_more_rows(cast, client, django_assert_max_num_queries):
    client.force_login(cast.wang)
    drop(client, workbook(*(row(f"第{number}号厂房") for number in range(60))))
    address = bring_in(client).redirect_chain[-1][0]
    with django_assert_max_num_queries(20):
        client.get(address)
