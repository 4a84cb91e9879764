"""Bundles as offices write them: parts beneath their whole by serial, by name, beside it."""

import pytest

from tests.papers.office import HEAD, TITLE, amounts, messages, project, read


@pytest.mark.parametrize("serials", [("1-1", "1-2"), ("1.1", "1.2"), ("(1)", "（2）"), ("①", "②"), (1.1, 1.2)])
def test_parts_of_a_bundle_are_not_counted_beside_it(serials):
    reading = read(
        TITLE, HEAD,
        project("农村公路（打包）", 90000, 30000, 2000, 10000),
        project("网岭公路", 40000, 15000, 1000, 6000, serial=serials[0]),
        project("皇图岭公路", 50000, 15000, 1000, 4000, serial=serials[1]),
        project("渌江新城", serial=2),
        [None, "合计(2个)", None, None, 110000, 42000, 3000, 15000],
    )  # fmt: skip
    assert messages(reading) == []
    assert [(row.label, row.parts, row.bundle) for _sheet, row in reading.projects()] == [
        ("农村公路（打包）", 2, 0), ("网岭公路", 0, 3), ("皇图岭公路", 0, 3), ("渌江新城", 0, 0)
    ]  # fmt: skip


def test_a_bundle_whose_parts_do_not_add_up_says_so():
    rows = [project("打包", 90000), project("一", 40000, 6000, 500, 2500, serial="1-1")]
    rows.append(project("二", 45000, 6000, 500, 2500, serial="1-2"))
    assert messages(read(TITLE, HEAD, *rows)) == ["附表1 第3行 E列：2个子项相加为85000，本行写的是90000(万元)，请核对"]


def test_a_part_with_another_bundles_serial_is_a_question_and_breaks_nothing():
    serials = [3, "3-1", "2-2", "3-3"]
    reading = read(TITLE, HEAD, *(project(f"项目{n}", serial=serial) for n, serial in enumerate(serials)))
    assert [row.bundle for _sheet, row in reading.projects()] == [0, 3, 0, 3]
    assert "附表1 第5行 A列：序号“2-2”不是第3行打包项目(序号3)的子项，按单列的项目读取，请确认" in messages(reading)


def test_parts_without_serials_are_parts_where_the_whole_says_that_it_is_a_bundle():
    def rows(name):
        return (
            project(name, 50000, 15000, 1000, 4000), project("甲路", 20000, 5000, 400, 1000, serial=None),
            project("乙路", 30000, 10000, 600, 3000, serial="—"), project("渌江新城", serial=2),
        )  # fmt: skip

    bundled = read(TITLE, HEAD, *rows("农村公路（打包）"), [None, "合计(2个)", None, None, 70000])
    assert [row.bundle for _sheet, row in bundled.projects()] == [0, 3, 3, 0]
    assert messages(bundled) == []
    assert [row.bundle for _s, row in read(TITLE, HEAD, *rows("农村公路")).projects()] == [0, 0, 0, 0]


def test_serials_in_brackets_without_a_whole_above_are_projects():
    rows = [["一、产业项目(2个)"], project("甲", serial="(1)"), project("乙", serial="(2)")]
    reading = read(TITLE, HEAD, *rows)
    assert messages(reading) == []
    assert [row.bundle for _sheet, row in reading.projects()] == [0, 0]


# --- parts in a column beside their bundle's name ---

BESIDE = [*HEAD[:2], "子项目名称", *HEAD[2:]]


def part(name, total=20000, *rest, whole=None, serial=None, unit="天元区"):
    return [serial, whole, name, *project(total=total, unit=unit)[2:]]


def bundled(reading):
    return [(row.label, row.number, row.bundle, row.parts) for _sheet, row in reading.projects()]


@pytest.mark.parametrize("how", ["merged", "blank", "repeated"])
def test_parts_named_beside_their_bundle_are_its_parts(how):
    name = "农村公路" if how == "repeated" else None
    rows = [
        part("网岭路", whole="农村公路", serial=1), part("皇图岭路", 30000, whole=name),
        part("黄丰桥路", 15000, whole=name), [2, "渌江新城", "/", *project(total=16000)[2:]],
        [None, "合计(2个)", None, None, None, 81000, 48000, 4000, 20000],
    ]  # fmt: skip
    merges = [(2, 1, 4, 1), (2, 0, 4, 0)] if how == "merged" else []
    reading = read(TITLE, BESIDE, *rows, merges=merges)
    assert messages(reading) == []
    assert bundled(reading) == [
        ("农村公路", 3, 0, 3), ("网岭路", 3, 3, 0), ("皇图岭路", 4, 3, 0), ("黄丰桥路", 5, 3, 0), ("渌江新城", 6, 0, 0)
    ]  # fmt: skip
    said = amounts(reading, "total_investment", "responsible_unit", "owner_unit")
    assert said[0] == ("农村公路", None, "天元区", "甲公司")  # what all its parts say is said of it
    assert [line[1] for line in said[1:]] == [20000, 30000, 15000, 16000]
    assert reading.as_json()["sheets"][0]["rows"] == {"project": 4, "group": 0, "subtotal": 1, "note": 1, "blank": 0}


def test_what_is_merged_over_the_parts_is_the_bundles_and_compared_with_them():
    rows = [
        part("网岭路", 90000, whole="农村公路", serial=1),
        part("皇图岭路", None),
        part("黄丰桥路", None, unit=None),
    ]
    merges = [(2, 1, 4, 1), (2, 5, 4, 5), (2, 3, 4, 3)]
    reading = read(TITLE, BESIDE, *rows, merges=merges)
    assert messages(reading) == []
    assert amounts(reading, "total_investment", "planned", "responsible_unit") == [
        ("农村公路", 90000, None, "天元区"), ("网岭路", None, 12000, "天元区"),
        ("皇图岭路", None, 12000, "天元区"), ("黄丰桥路", None, 12000, "天元区"),
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_bundles_own_sum_above_or_below_its_parts_is_compared_with_them(place):
    own = [1, "农村公路", "小计", "天元区", "甲公司", 90000, 24000, 2000, 10000]
    parts = [part("网岭路", 40000), part("皇图岭路", 45000)]
    if place == "below":
        parts[0][:2], own[:2] = own[:2], [None, None]
    rows = [own, *parts] if place == "above" else [*parts, own]
    reading = read(TITLE, BESIDE, *rows, merges=[(2, 1, 4, 1)])
    assert messages(reading) == ["附表1 第3行 F列：2个子项相加为85000，本行写的是90000(万元)，请核对"]
    assert [line[:1] + line[2:] for line in bundled(reading)] == [
        ("农村公路", 0, 2),
        ("网岭路", 3, 0),
        ("皇图岭路", 3, 0),
    ]
    assert amounts(reading, "total_investment")[0] == ("农村公路", 90000)


def test_a_plan_that_only_the_bundle_has_is_said_not_to_come_in():
    rows = [part("网岭路", 40000, whole="农村公路", serial=1), part("皇图岭路", 50000)]
    rows[1][6] = None
    reading = read(TITLE, BESIDE, *rows, merges=[(2, 1, 3, 1), (2, 6, 3, 6)])
    assert messages(reading) == [
        "附表1 第3行 G列：2个子项都没有写，只有打包项目的合计12000(万元)；投资记在子项上，这一格未导入"
    ]


def test_a_part_without_any_bundle_above_it_is_not_taken_for_another():
    reading = read(TITLE, BESIDE, ["一、产业项目"], part("网岭路"))
    assert [(f.severity, f.message) for f in reading.findings] == [
        ("error", "附表1 第4行 B列：有数据但没有项目名称，未导入")
    ]


def test_three_year_sheets_do_not_know_parts_beside_and_are_not_misread():
    heads = ["序号", "项目名称", "子项目名称", "总投资(万元)", "2021年投资需求", "2022年投资需求", "2023年投资需求"]
    rows = [[1, "农村公路", "网岭路", 9, 1, 2, 3], [None, None, "皇图岭路", 9, 1, 2, 3]]
    reading = read(["2021-2023年三年滚动计划"], heads, *rows, kind="rolling", merges=[(2, 1, 3, 1)])
    assert any("读下去只会读到第一个子项，未导入" in each for each in messages(reading, "error"))
