"""A project that comes twice in one book: on one sheet, on two, under one name with two owners."""

from io import BytesIO

from tests.papers.importing import AT, at_names, imported, planned, reasons
from tests.papers.tables import HEAD, row, table
from yidan.progress.models import MonthlyReport
from yidan.web.papers.importing.applying import apply
from yidan.web.papers.importing.preparing import prepare


def test_a_project_that_comes_twice_is_said_once_and_the_same_again_holds_nothing_up(cast):
    again = planned(cast, table(row(), row("渌江二桥"), [3, *row()[1:]]))
    assert at_names(again) == ["6月调度表 第5行 B列：与6月调度表 第3行是同一项目，内容相同，只导入一次"]
    assert again.counts() == {"created": 2, "held": 1}
    other = planned(cast, table(row(), row("渌江二桥"), row(month=1200, year=6200)))
    assert at_names(other) == [
        "6月调度表 第5行 B列：与6月调度表 第3行是同一项目“渌江新城”，而本月完成投资不同(1000、1200)，请只留一行"
    ]
    assert other.counts() == {"created": 2, "held": 1}
    imported(cast, table(row()))
    known = planned(cast, table(row(), row()))
    assert at_names(known) == ["6月调度表 第4行 B列：与6月调度表 第3行是同一项目，内容相同，只导入一次"]


def test_a_second_sheet_that_says_more_of_a_project_joins_its_first_row(cast):
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (
            ("投资", [["2020年6月调度表"], HEAD, row(), row("渌江二桥")]),
            (
                "进度",
                [
                    ["2020年6月形象进度表"],
                    ["序号", "项目名称", "形象进度", "存在问题"],
                    [1, "渌江新城", "主体封顶", "征地"],
                ],
            ),
        ):
            sheet = book.add_worksheet(name)
            for number, line in enumerate(rows):
                sheet.write_row(number, 0, line)
    plan = prepare(out.getvalue(), "6月.xlsx", "dispatch", by=cast.wang, at=AT)
    assert at_names(plan) == ["进度 第3行 B列：与投资 第3行是同一项目，本行的形象进度、存在问题并入该行"]
    assert apply(plan, by=cast.wang, at=AT).created == 2
    report = MonthlyReport.objects.get(project__profile__name="渌江新城")
    assert (report.invested_wan, report.physical_progress, report.problems) == (1000, "主体封顶", "征地")
    assert prepare(out.getvalue(), "6月.xlsx", "dispatch", by=cast.wang, at=AT).counts() == {"unchanged": 2, "held": 1}


def test_of_two_new_projects_of_one_name_a_row_without_owner_is_neither(cast):
    plan = planned(cast, table(row(), row(owner="别的公司"), row(owner="")))
    assert plan.counts() == {"created": 2, "held": 1}
    assert "6月调度表 第5行 B列：表中有2个同名项目，本行没有写业主，不能确定是哪一个，请补填业主" in reasons(
        plan, "error"
    )


def test_a_book_with_a_summary_and_a_sheet_a_county_comes_in_whole(cast):
    from yidan.web.papers.workbook.grid import Book, Sheet
    from yidan.web.papers.workbook.reading import read_sheets

    summary = [
        ["2020年6月重点项目汇总表"],
        ["县市区", "项目个数", "总投资(亿元)", "年度计划(亿元)"],
        ["醴陵市", 1, 2, 1.2],
    ]
    sheets = [Sheet("汇总", summary), Sheet("醴陵市", [["2020年6月调度表"], HEAD, row()])]
    reading = read_sheets(Book("xlsx", sheets), "dispatch")
    assert [(f.severity, f.message) for f in reading.findings] == [
        ("warning", "汇总：没有“项目名称”列，按汇总统计表对待，未导入；如是项目表，请手工指定哪一列是项目名称")
    ]
    assert [len(sheet.projects) for sheet in reading.sheets] == [0, 1]
    alone = read_sheets(Book("xlsx", sheets[:1]), "dispatch")
    assert [f.severity for f in alone.findings] == ["error"]
