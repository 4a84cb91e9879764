"""All rows or none, the same file twice, who may import what, whole ugly books."""

import pytest

from tests import make
from tests.papers.importing import AT, imported, plan_row, planned, reasons
from tests.papers.tables import HEAD, PLAN_HEAD, PLAN_TITLE, row, table
from tests.papers.ugly import make as make_ugly
from tests.papers.ugly_files import write
from yidan.kernel.errors import NotPermitted
from yidan.kernel.journal import Entry
from yidan.ledger.models import ColumnMapping, Project
from yidan.progress.models import MonthlyReport, Progress
from yidan.progress.states import State
from yidan.web.papers.importing.applying import ImportRefused, apply
from yidan.web.papers.importing.preparing import prepare


def test_one_bad_row_undoes_all_or_is_left_out(cast):
    data = table(row(), row("渌江二桥", total="一千万"))
    with pytest.raises(ImportRefused, match="第4行 E列"):
        imported(cast, data)
    assert Project.objects.count() == 0
    done = imported(cast, data, good_rows_only=True)
    assert (done.created, done.held) == (1, 1)
    mended = imported(cast, table(row(), row("渌江二桥", total=1000)))
    assert (mended.created, mended.unchanged) == (1, 1)


def test_a_refusal_of_a_command_leaves_no_trace(cast):
    data = table(row(), row("渌江" * 120))
    with pytest.raises(ImportRefused, match="全部未导入"):
        imported(cast, data)
    assert (Project.objects.count(), MonthlyReport.objects.count()) == (0, 0)
    done = imported(cast, data, good_rows_only=True)
    assert (done.created, done.held) == (1, 1)


def test_the_same_file_twice_changes_nothing(cast):
    data = table(row(), row("渌江二桥"))
    imported(cast, data)
    entries = Entry.objects.count()
    done = imported(cast, data)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 2)
    assert Entry.objects.count() == entries


def test_a_mapping_given_by_hand_is_remembered(cast):
    head = [*HEAD[:4], "项目总金额", *HEAD[5:]]
    data = table(row(total=200_000_000), head=head)
    imported(cast, data, mapping={"项目总金额": "total_investment@元"})
    assert ColumnMapping.objects.get().field == "total_investment@元"
    assert Project.objects.get().profile.total_investment_wan == 20000
    again = planned(cast, data)
    assert again.reading.unknown_heads() == []
    assert again.counts() == {"unchanged": 1}


# --- who may ---


def test_an_owners_import_goes_the_way_of_review(cast):
    mine = make.project(cast, "渌江新城")
    make.plan(cast, mine)
    make.project(cast, "攸州大道", unit=cast.other_county, owner_unit=cast.other_owner)
    head = [*HEAD, "形象进度", "存在问题"]
    data = table(
        row("渌江新城", "醴陵市", "渌江投资", 99999, 12000, 1000, 1000, "主体封顶", "征地拆迁未完成"),
        row("攸州大道", "攸县", "攸州投资", 1, 1, 1, 1, "路基", ""),
        head=head,
    )
    plan = planned(cast, data, by=cast.li)
    assert plan.goes_to_review
    assert reasons(plan, "error") == [
        "6月调度表 第4行 B列：台账中没有这个项目(或不属于您的单位)，登记入库由市项目办办理"
    ]
    apply(plan, by=cast.li, at=AT, good_rows_only=True)
    report = MonthlyReport.objects.get()
    assert (report.project, report.state, report.invested_wan) == (mine, State.SUBMITTED, 1000)
    assert report.physical_progress == "主体封顶"
    assert Progress.objects.count() == 0
    mine.refresh_from_db()
    assert mine.profile.total_investment_wan == 20000


def test_a_plan_workbook_is_the_offices_and_a_leader_imports_nothing(cast):
    data = table(plan_row(), head=PLAN_HEAD, title=PLAN_TITLE)
    for person, kind in ((cast.li, "plan"), (cast.lin, "plan"), (cast.he, "dispatch"), (cast.shen, "dispatch")):
        with pytest.raises(NotPermitted):
            planned(cast, data, kind=kind, by=person)


# --- the corpus ---


@pytest.mark.parametrize("seed", [0, 2, 4, 11, 13, 19])
def test_ugly_workbooks_are_imported_whole_and_a_second_time_change_nothing(cast, seed):
    made = make_ugly(seed)
    data = write(made)
    wanted = sum(len(paper.truth) for paper in made.papers)
    plan = prepare(data, "丑表.xlsx", made.kind, by=cast.wang, at=AT)
    assert plan.counts() == {"created": wanted}
    apply(plan, by=cast.wang, at=AT)
    assert Project.objects.count() == wanted
    names = [truth["name"] for paper in made.papers for _row, truth in sorted(paper.truth.items())]
    stored = list(Project.objects.order_by("order").values_list("profile__name", flat=True))
    assert [name.replace("（", "(").replace("）", ")") for name in stored] == names
    again = prepare(data, "丑表.xlsx", made.kind, by=cast.wang, at=AT)
    assert again.counts() == {"unchanged": wanted}
