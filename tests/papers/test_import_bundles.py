"""Bundles and their parts come in, and are counted once."""

from io import BytesIO

import xlsxwriter

from tests import make
from tests.papers.importing import AT, JUNE, facts, imported, planned, reasons
from tests.papers.tables import HEAD, head, row, table
from yidan.ledger.models import AnnualPlan, Project
from yidan.progress.queries import year_total
from yidan.web.papers.importing.applying import apply


def bundle():
    """A bundle's row, its parts, and a project beside it."""
    return table(
        row("农村公路（打包）", "醴陵市", "渌江投资", 90000, 30000, 2000, 10000),
        ["1-1", "网岭公路", "", "渌江投资", 40000, 15000, 900, 6000],
        ["1-2", "皇图岭公路", "醴陵市", "渌江投资", 50000, 15000, 1100, 4000],
        [2, *row()[1:]],
    )


def test_a_bundle_is_registered_with_its_parts_and_counted_once(cast):
    data = bundle()
    plan = planned(cast, data)
    said = "6月调度表 第3行 B列：按打包项目读取，含2个子项；计划和投资记在各子项上，本行金额不另计"
    assert (said in reasons(plan, "question"), reasons(plan, "error"), reasons(plan, "warning")) == (True, [], [])
    apply(plan, by=cast.wang, at=AT)
    whole = Project.objects.get(profile__name="农村公路（打包）")
    assert {str(each) for each in whole.children.all()} == {"网岭公路", "皇图岭公路"}
    assert (whole.plans.count(), facts(whole), whole.profile.total_investment_wan) == (0, {}, 90000)
    assert {child.profile.assessed_unit for child in whole.children.all()} == {cast.county}
    everything = list(Project.objects.values_list("pk", flat=True))
    assert (year_total(everything, JUNE), AnnualPlan.objects.live().count()) == (16000, 3)
    again = planned(cast, data)
    assert again.counts() == {"unchanged": 4}


def test_next_months_bundle_finds_its_parts_and_a_new_part_joins_it(cast):
    imported(cast, bundle())
    head = [*HEAD[:7], "1-7月累计完成(万元)"]
    whole = row("农村公路（打包）", "醴陵市", "渌江投资", 90000, 30000, 1500, 11500)
    rows = [
        ["1-1", "网岭公路", "", "渌江投资", 40000, 15000, 500, 6500],
        ["1-3", "黄丰桥公路", "", "渌江投资", 900, 300, 40, 90],
    ]
    done = imported(cast, table(whole, *rows, head=head, title="2020年7月重点项目调度表"))
    assert (done.created, done.updated) == (1, 1)
    parent = Project.objects.get(profile__name="黄丰桥公路").parent
    assert parent == Project.objects.get(profile__name="农村公路（打包）")


def test_what_the_ledger_holds_as_one_project_is_not_taken_apart_by_a_table(cast):
    imported(cast, table(row("农村公路（打包）", "醴陵市", "渌江投资", 90000, 30000, 2000, 10000)))
    plan = planned(cast, bundle())
    why = "“农村公路（打包）”已有2020年计划，不能再作打包项目：计划和月报都在子项上。本行未导入"
    assert reasons(plan, "warning") == [f"6月调度表 第{number}行 B列：{why}" for number in (4, 5)]
    assert plan.counts() == {"unchanged": 1, "held": 2, "created": 1}
    apply(plan, by=cast.wang, at=AT)
    assert year_total(list(Project.objects.values_list("pk", flat=True)), JUNE) == 16000


# --- one that stays out ---


def test_a_bundle_of_no_county_holds_its_parts_too(cast):
    whole = row("农村公路（打包）", "市住建局", "渌江投资", 90000, 30000, 2000, 10000)
    plan = planned(cast, table(whole, ["1-1", "网岭公路", "醴陵市", "渌江投资", 40000, 15000, 900, 6000]))
    assert plan.counts() == {"held": 2}
    assert "6月调度表 第4行 B列：所属的打包项目“农村公路（打包）”没有导入，子项一并未导入" in reasons(plan, "warning")
    done = imported(
        cast, table(whole, ["1-1", "网岭公路", "醴陵市", "渌江投资", 40000, 15000, 900, 6000]), unit=cast.county
    )
    assert done.created == 2


def test_a_bundle_that_is_held_back_holds_its_parts(cast):
    whole = row("农村公路（打包）", "醴陵市", "渌江投资", "九亿", 30000, 2000, 10000)
    data = table(whole, ["1-1", "网岭公路", "醴陵市", "渌江投资", 40000, 15000, 900, 6000], [2, *row()[1:]])
    done = imported(cast, data, good_rows_only=True)
    assert (done.created, done.held, Project.objects.count()) == (1, 2, 1)


# --- parts in a column beside their bundle's name ---


def beside(*parts, total=90000):
    """A workbook whose first three columns are 序号, 项目名称 merged over its parts, 子项名称."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("附表1")
        sheet.write_row(0, 0, ["2020年6月重点项目调度表"])
        sheet.write_row(1, 0, [*HEAD[:2], "子项名称", *HEAD[2:]])
        for number, (name, month, year) in enumerate(parts, 2):
            sheet.write_row(number, 0, [1, None, name, "醴陵市", "渌江投资", None, 15000, month, year])
        last = len(parts) + 1
        sheet.merge_range(2, 1, last, 1, "农村公路")
        sheet.merge_range(2, 5, last, 5, total)
        sheet.write_row(last + 1, 0, [2, "渌江新城", "", *row()[2:]])
    return out.getvalue()


def test_parts_named_beside_their_bundle_come_in_under_it_and_the_same_again_changes_nothing(cast):
    data = beside(("网岭公路", 900, 6000), ("皇图岭公路", 1100, 4000))
    plan = planned(cast, data)
    said = "附表1 第3行 B列：按打包项目读取，含2个子项；计划和投资记在各子项上，本行金额不另计"
    assert (said in reasons(plan, "question"), reasons(plan, "error"), reasons(plan, "warning")) == (True, [], [])
    assert plan.counts() == {"created": 4}
    apply(plan, by=cast.wang, at=AT)
    whole = Project.objects.get(profile__name="农村公路")
    assert {str(each): each.plans.get().planned_wan for each in whole.children.all()} == {
        "网岭公路": 15000, "皇图岭公路": 15000,
    }  # fmt: skip
    assert (whole.plans.count(), facts(whole), whole.profile.total_investment_wan) == (0, {}, 90000)
    assert whole.profile.assessed_unit == cast.county
    assert year_total(list(Project.objects.values_list("pk", flat=True)), JUNE) == 16000
    assert planned(cast, data).counts() == {"unchanged": 4}
    more = planned(cast, beside(("网岭公路", 900, 6000), ("皇图岭公路", 1100, 4000), ("黄丰桥公路", 10, 20)))
    assert more.counts() == {"unchanged": 4, "created": 1}
    apply(more, by=cast.wang, at=AT)
    assert whole.children.count() == 3


def alone(part):
    """One row, in which a part stands beside a name."""
    head = [*HEAD[:2], "子项名称", *HEAD[2:]]
    return table([1, "农村公路", part, *row()[2:]], head=head)


def test_a_name_beside_which_one_part_stands_is_one_project(cast):
    plan = planned(cast, alone("网岭公路"))
    said = "6月调度表 第3行 C列：只有一个子项“网岭公路”，按项目“农村公路”读取，不另作打包项目"
    assert (said in reasons(plan, "question"), plan.counts()) == (True, {"created": 1})
    apply(plan, by=cast.wang, at=AT)
    assert (str(Project.objects.get()), year_total([Project.objects.get().pk], JUNE)) == ("农村公路", 6000)
    assert planned(cast, alone("网岭公路")).counts() == {"unchanged": 1}


def test_of_a_bundle_of_the_ledger_one_part_is_a_part(cast):
    apply(planned(cast, beside(("网岭公路", 900, 6000), ("皇图岭公路", 1100, 4000))), by=cast.wang, at=AT)
    plan = planned(cast, alone("网岭公路"))
    assert [str(each.project) for each in plan.rows] == ["农村公路", "网岭公路"]


def test_which_project_a_part_is_is_said_by_the_cell_of_its_name(cast):
    known = make.project(cast, "网岭公路改造工程")
    data = beside(("网岭公路", 900, 6000), ("皇图岭公路", 1100, 4000))
    plan = planned(cast, data, same=[f"附表1!C3={known.internal_id}"])
    assert [(each.name, each.cell, each.project) for each in plan.rows][:2] == [
        ("农村公路", "附表1!B3", None), ("网岭公路", "附表1!C3", known),
    ]  # fmt: skip


# --- parts of one name under two bundles ---


def two_bundles(month=6, first=900):
    """Two bundles, whose parts are called alike and have one owner."""
    rows = []
    for number, name in enumerate(("东城老旧小区改造（打包）", "西城老旧小区改造（打包）"), 1):
        rows += [
            [number, name, "醴陵市", "渌江投资", 9000, 6000, 1800, 3800],
            [f"{number}-1", "一片区", "醴陵市", "渌江投资", 4000, 3000, first * number, 1900],
            [f"{number}-2", "二片区", "醴陵市", "渌江投资", 5000, 3000, 900, 1900],
        ]
    return table(*rows, head=head(month), title=f"2020年{month}月重点项目调度表")


def test_parts_of_one_name_under_two_bundles_are_not_one_project(cast):
    plan = planned(cast, two_bundles())
    assert plan.counts() == {"created": 6}
    assert [each for each in reasons(plan) if "名称相同" in each or "同一项目" in each or "疑似重复" in each] == []
    apply(plan, by=cast.wang, at=AT)
    named = {
        f"{each.parent}/{each}": str(each.parent) for each in Project.objects.filter(parent__isnull=False)
    }  # each part under its own
    assert len(named) == 4
    assert planned(cast, two_bundles()).counts() == {"unchanged": 6}


def test_next_month_each_part_is_found_under_its_own_bundle(cast):
    imported(cast, two_bundles())
    plan = planned(cast, two_bundles(first=800))
    changed = [(str(each.project.parent), str(each.project)) for each in plan.rows if each.differences]
    assert changed == [("东城老旧小区改造（打包）", "一片区"), ("西城老旧小区改造（打包）", "一片区")]


def test_a_part_of_another_bundle_is_another_project_and_asked_about_by_nobody(cast):
    imported(cast, two_bundles())
    rows = [["1", "南城老旧小区改造（打包）", "醴陵市", "渌江投资", 9000, 6000, 1800, 3800]]
    rows += [["1-1", "一片区", "醴陵市", "渌江投资", 4000, 3000, 900, 1900]]
    plan = planned(cast, table(*rows))
    assert (plan.counts(), [each.row.name for each in plan.doubts]) == ({"created": 2}, ["南城老旧小区改造（打包）"])


def test_the_parts_of_a_bundle_that_was_said_to_be_another_are_its_parts(cast):
    imported(cast, two_bundles())
    east = Project.objects.get(profile__name="东城老旧小区改造（打包）")
    renamed = two_bundles(first=800).decode("gb18030").replace("东城老旧小区", "城东老旧小区").encode("gb18030")
    plan = planned(cast, renamed, same=[f"3={east.internal_id}"])
    assert [each.project.parent for each in plan.rows if each.differences and each.name == "一片区"] == [
        east, Project.objects.get(profile__name="西城老旧小区改造（打包）")
    ]  # fmt: skip
    assert plan.counts()["created"] == 0
