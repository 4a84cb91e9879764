"""Bundles as offices write them: parts beneath their whole by serial, by name, beside it."""

import pytest

from tests.papers.office import HEAD, TITLE, messages, project, read


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


def test_parts_named_beside_their_bundle_are_not_misread():
    heads = [*HEAD[:2], "子项目名称", *HEAD[2:]]
    rows = [[1, "农村公路", "网岭路", *project()[2:]], [None, None, "皇图岭路", *project()[2:]]]
    why = "“子项目名称”列把打包项目的各子项写在项目旁边，读下去只会读到第一个子项，未导入；请把每个子项写成单独一行"
    assert messages(read(TITLE, heads, *rows, merges=[(2, 1, 3, 1)])) == [f"附表1 第2行 C列：{why}"]
