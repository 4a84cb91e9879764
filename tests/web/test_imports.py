"""The import page: drop, look, name columns once, confirm; nothing entered is lost, nobody imports by mistake."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make
from tests.papers.tables import HEAD, row, table
from yidan.evidence.models import File
from yidan.kernel.journal import Entry
from yidan.kernel.values import Month
from yidan.kernel.verbs import Verb
from yidan.ledger.models import ColumnMapping, Project
from yidan.people.commands import unit as units
from yidan.progress.models import MonthlyReport
from yidan.progress.states import State
from yidan.web import clock
from yidan.web import format as words


def workbook(*rows, **given):
    return SimpleUploadedFile("6月调度表.csv", table(*rows, **given))


def drop(client, file, kind="dispatch"):
    return client.post(reverse("import"), {"file": file, "kind": kind})


def bring_in(client, act="all", **given):
    """Press the button of the preview of the only file there is."""
    address = reverse("file.bring_in", args=[File.objects.get().pk])
    return client.post(address, {"kind": "dispatch", "act": act} | given, follow=True)


def text_of(response):
    return response.content.decode()


def test_a_workbook_is_dropped_looked_at_and_imported(cast, client):
    client.force_login(cast.wang)
    assert client.get(reverse("import")).status_code == 200
    dropped = drop(client, workbook(row(), row("渌江二桥")))
    address = reverse("import-preview", args=[File.objects.get().pk]) + "?kind=dispatch"
    assert (dropped.status_code, dropped["Location"]) == (302, address)
    page = client.get(address)
    assert page.status_code == 200
    assert "导入2个" in text_of(page)
    assert Project.objects.count() == 0
    done = bring_in(client, "all")
    assert "新登记2个，更新0个，不变0个，未导入0个" in text_of(done)
    assert "处请核对，不影响已经导入的。" in text_of(done)
    assert Project.objects.count() == 2
    again = text_of(client.get(address))
    assert "与台账一致，没有要改动的。" in again
    assert done.redirect_chain[-1][0] in again  # where what came of it stands


def test_the_first_workbook_is_taken_for_a_plan_and_later_ones_for_a_month(cast, client):
    def chosen(person):
        client.force_login(person)
        return client.get("/imports/").context["form"]["kind"].value()

    assert (chosen(cast.wang), chosen(cast.lin)) == ("plan", "dispatch")
    make.plan(cast, make.project(cast, name="陶瓷工厂"))
    assert chosen(cast.wang) == "dispatch"


def test_an_interrupted_import_is_found_again(cast, client):
    client.force_login(cast.wang)
    drop(client, workbook(row()))
    page = text_of(client.get(reverse("import")))
    assert "6月调度表.csv" in page
    assert reverse("import-preview", args=[File.objects.get().pk]) in page


def test_a_workbook_is_taken_up_again_as_what_it_was_brought_for(cast, client):
    client.force_login(cast.wang)
    drop(client, workbook(row()), kind="plan")
    (recent,) = client.get(reverse("import")).context["recent"]
    assert (str(recent["kind"]), recent["address"].partition("?")[2]) == ("年度计划", "kind=plan")
    assert Entry.objects.get(verb=Verb.FILE_KEEP.value).facts["kind"] == "plan"
    drop(client, workbook(row()), kind="dispatch")
    (recent,) = client.get(reverse("import")).context["recent"]
    assert recent["address"].endswith("?kind=dispatch")  # as it was brought last


def test_what_is_no_table_is_refused_by_its_name_where_it_was_dropped(cast, client):
    client.force_login(cast.wang)
    response = drop(client, SimpleUploadedFile("照片.xlsx", b"\x89PNG\r\n\x1a\n0000"))
    assert response.status_code == 422
    assert "“照片.xlsx”：这是图片，不是表格" in text_of(response)
    assert File.objects.count() == 0


def test_errors_are_shown_with_their_cells_and_good_rows_can_go_first(cast, client):
    client.force_login(cast.wang)
    drop(client, workbook(row(), row("渌江二桥", total="一千万")))
    address = reverse("import-preview", args=[File.objects.get().pk])
    page = text_of(client.get(address, {"kind": "dispatch"}))
    assert "6月调度表 E4" in page
    assert "金额看不懂：“一千万”" in page
    assert "先导入无误的1个" in page
    refused = bring_in(client, "all")
    assert refused.status_code == 409
    assert Project.objects.count() == 0
    bring_in(client, "good_rows")
    assert Project.objects.count() == 1


def test_an_unknown_column_is_named_once(cast, client):
    client.force_login(cast.wang)
    head = [*HEAD[:4], "项目总金额", *HEAD[5:]]
    drop(client, workbook(row(total=200_000_000), head=head))
    address = reverse("import-preview", args=[File.objects.get().pk])
    assert "没有认出的列" in text_of(client.get(address, {"kind": "dispatch"}))
    said = {"act": "map", "kind": "dispatch", "head-0": "项目总金额", "field-0": "total_investment", "unit-0": "元"}
    page = client.post(address, said, follow=True)
    assert ColumnMapping.objects.get().field == "total_investment@元"
    assert "没有认出的列" not in text_of(page)


def test_what_stands_in_an_unknown_column_is_shown_so_that_a_person_can_tell_what_it_is(cast, client):
    client.force_login(cast.wang)
    heads = [*HEAD, "分管口", "旧编码"]
    rows = [
        row(f"项目{n}", *row()[1:8][1:], word, "")
        for n, word in enumerate(["工业口\n（二产）", "", "—", "农业口", "工业口 （二产）", "口" * 40])
    ]
    drop(client, workbook(*rows, head=heads))
    page = text_of(client.get(reverse("import-preview", args=[File.objects.get().pk]), {"kind": "dispatch"}))
    assert f"列中有：“工业口 （二产）”、“农业口”、“{'口' * 24}”" in page
    assert "这一列是空的。" in page


def test_a_head_named_wrongly_is_named_anew_and_what_stays_is_no_act(cast, client):
    client.force_login(cast.wang)
    head = [*HEAD[:4], "项目总金额", *HEAD[5:], "政策依据"]
    drop(client, workbook(row("渌江新城", "醴陵市", "渌江投资", 200_000_000, 12000, 1000, 6000, "略"), head=head))
    address = reverse("import-preview", args=[File.objects.get().pk])
    said = {"act": "map", "kind": "dispatch", "head-0": "项目总金额", "field-0": "planned", "head-1": "政策依据"}
    page = client.post(address, {**said, "field-1": "out"}, follow=True)
    named = {column["head"]: (column["field"], column["unit"]) for column in page.context["by_hand"]}
    assert named == {"项目总金额": ("planned", ""), "政策依据": ("out", "")}
    assert "手工指定过的列" in text_of(page)
    again = {**said, "field-0": "total_investment", "unit-0": "元", "field-1": "out"}
    page = client.post(address, again, follow=True)
    assert "已记住1列" in text_of(page)
    remembered = dict(ColumnMapping.objects.values_list("head", "field"))
    assert remembered == {"项目总金额": "total_investment@元", "政策依据": ""}
    assert Entry.objects.filter(verb=Verb.COLUMN_MAP.value).count() == 3


def test_a_head_without_a_projects_name_can_be_given_one_by_hand(cast, client):
    client.force_login(cast.wang)
    head = [HEAD[0], "建设内容简称", *HEAD[2:]]
    drop(client, workbook(row(), head=head))
    address = reverse("import-preview", args=[File.objects.get().pk])
    page = client.get(address, {"kind": "dispatch", "month": "2020-06"})
    assert [column["head"] for column in page.context["unknown"]] == ["建设内容简称"]
    assert [line["reason"] for line in page.context["findings"] if line["tone"] == "bad"] == [
        "没有认出“项目名称”列，请手工指定后再导入"
    ]
    said = {"act": "map", "kind": "dispatch", "month": "2020-06", "head-0": "建设内容简称", "field-0": "name"}
    assert "导入1个" in text_of(client.post(address, said, follow=True))


def test_findings_that_say_the_same_are_one_line_that_opens(cast, client):
    client.force_login(cast.wang)
    rows = [row(f"第{number}号厂房", total=f"{number}千万") for number in "一二三四"]
    drop(client, workbook(*rows, row("渌江二桥", planned="另议")))
    page = client.get(reverse("import-preview", args=[File.objects.get().pk]), {"kind": "dispatch"})
    bad = [line for line in page.context["findings"] if line["tone"] == "bad"]
    assert [(line["place"], line["other_count"]) for line in bad] == [("6月调度表 E3", 3), ("6月调度表 F7", 0)]
    assert [other["place"] for other in bad[0]["others"]] == ["6月调度表 E4", "6月调度表 E5", "6月调度表 E6"]
    assert "同类还有3处" in text_of(page)
    assert page.context["errors"] == 5


def test_where_no_unit_is_known_the_page_says_how_one_comes_about(cast, client):
    for known in (cast.county, cast.other_county):
        units.change(
            known,
            by=cast.guan,
            at=make.moment(2020, 6, 1),
            is_assessed=False,
            ranking_group="",
            reason="株办〔2020〕1号",
        )
    client.force_login(cast.wang)
    drop(client, workbook(row(unit="")))
    page = text_of(client.get(reverse("import-preview", args=[File.objects.get().pk]), {"kind": "dispatch"}))
    assert "看不出属于哪个考核单元" in page
    assert "还没有登记考核单元" in page


def test_a_missing_month_is_asked_for_and_the_file_is_kept(cast, client):
    client.force_login(cast.wang)
    head = [*HEAD[:6], "本月完成(万元)", "本年累计完成(万元)"]
    drop(client, workbook(row(), head=head, title="重点项目调度表"))
    address = reverse("import-preview", args=[File.objects.get().pk])
    page = client.get(address, {"kind": "dispatch"})
    assert page.status_code == 422
    assert "请指明是哪个月的调度表" in text_of(page)
    now = Month.of(clock.today())
    assert [month for month, _query in page.context["months"]] == [
        words.month(now - 1),
        words.month(now),
    ]  # one tap for the likeliest
    assert client.get(address, {"kind": "dispatch", "month": "2020年"}).status_code == 422
    assert "导入1个" in text_of(client.get(address, {"kind": "dispatch", "month": "2020-06"}))


def test_of_a_workbook_of_several_months_one_is_chosen_by_a_tap(cast, client):
    client.force_login(cast.wang)
    head = ["月份", *HEAD[1:6], "当月完成投资(万元)", "年度累计完成投资(万元)"]
    rows = [[f"{n}月", *row()[1:6], 1000, 1000 * n] for n in (5, 6)]
    drop(client, SimpleUploadedFile("台账.csv", table(*rows, head=head, title="2020年台账")))
    address = reverse("import-preview", args=[File.objects.get().pk])
    asked = client.get(address, {"kind": "dispatch"})
    assert (asked.status_code, "几个月的数，请指明导入哪个月" in text_of(asked)) == (422, True)
    assert f'href="{address}?kind=dispatch&amp;month=2020-06"' in text_of(asked)
    assert "导入1个" in text_of(client.get(f"{address}?kind=dispatch&month=2020-06"))


def test_an_owner_sends_reports_into_review(cast, client):
    project = make.project(cast, "渌江新城")
    make.plan(cast, project)
    client.force_login(cast.li)
    drop(client, workbook([*row(), "主体封顶", "征地拆迁未完成"], head=[*HEAD, "形象进度", "存在问题"]))
    address = reverse("import-preview", args=[File.objects.get().pk])
    assert "随后进入审核" in text_of(client.get(address, {"kind": "dispatch"}))
    bring_in(client, "all")
    assert MonthlyReport.objects.get().state == State.SUBMITTED


def test_who_imports_nothing_is_told_who_does(cast, client):
    for person in (cast.he, cast.shen, cast.guan):
        client.force_login(person)
        response = client.get(reverse("import"))
        assert response.status_code == 403
        assert "导入由市项目办、县市区和业主填报人员办理" in text_of(response)


def test_somebody_elses_file_is_not_there(cast, client):
    client.force_login(cast.wang)
    drop(client, workbook(row()))
    client.force_login(cast.li)
    assert client.get(reverse("import-preview", args=[File.objects.get().pk])).status_code == 404


def test_the_preview_asks_no_more_for_more_rows(cast, client, django_assert_max_num_queries):
    client.force_login(cast.wang)
    drop(client, workbook(*(row(f"第{number}号厂房") for number in range(60))))
    address = reverse("import-preview", args=[File.objects.get().pk])
    with django_assert_max_num_queries(45):
        client.get(address, {"kind": "dispatch"})
