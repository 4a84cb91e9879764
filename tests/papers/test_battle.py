"""作战图: all projects on A0, planned against actual, whatever their number."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from tests import make
from yidan.figures.bars import bars
from yidan.figures.question import Period, Question
from yidan.figures.rules import Light
from yidan.kernel import parameters
from yidan.ledger.commands import milestone
from yidan.web.papers.battle import _columns, battle_map, fitting

pytestmark = pytest.mark.django_db
JUNE = Question(Period(2020, 6))
TODAY = date(2020, 7, 6)


def known(question=JUNE):
    return bars(question, parameters.values(question.as_of), today=TODAY)


def test_each_project_stands_with_its_planned_and_its_actual_stretch(city):
    made = milestone.set(city.factory, by=city.cast.wang, at=make.AT, name="投料", planned_on=date(2020, 5, 20))
    milestone.reach(made, by=city.cast.wang, at=make.moment(2020, 6, 3), actual_on=date(2020, 6, 2))
    found = {each.name: each for each in known()}
    assert list(found) == [
        "老旧小区改造东片", "老旧小区改造西片", "陶瓷工厂", "渌水大桥", "攸县学校", "物流园前期",
    ]  # fmt: skip
    factory, bridge, school = (found[name] for name in ("陶瓷工厂", "渌水大桥", "攸县学校"))
    assert factory.planned == (date(2020, 3, 15), date(2020, 12, 31))
    assert (factory.actual, factory.milestones) == (
        (date(2020, 3, 20), date(2020, 6, 30)), [(date(2020, 5, 20), date(2020, 6, 2))],
    )  # fmt: skip
    assert (float(factory.rate), factory.unit) == (40.0, "醴陵市")
    assert (bridge.actual, bridge.light) == (None, Light.RED)
    assert school.actual == (date(2020, 1, 1), date(2020, 6, 18))  # at work since last year, completed
    assert [each.name for each in known(JUNE.narrowed(unit=city.cast.other_county.pk))] == ["攸县学校", "物流园前期"]


def test_the_sheet_is_a0_and_names_all(city):
    found = known()
    reader = PdfReader(io.BytesIO(battle_map(found, JUNE, make.moment(2020, 7, 6), "株洲市")))
    (page,) = reader.pages
    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [1189, 841]
    said = "".join(page.extract_text().split())
    assert [each.name for each in found if each.name not in said] == []
    assert "株洲市2020年重点项目作战图" in said


def test_a_milestone_reached_after_the_period_is_still_to_come_in_it(city):
    made = milestone.set(city.factory, by=city.cast.wang, at=make.AT, name="投料", planned_on=date(2020, 8, 20))
    milestone.reach(made, by=city.cast.wang, at=make.moment(2020, 8, 3), actual_on=date(2020, 8, 2))
    (factory,) = [each for each in bars(JUNE, parameters.values(), today=date(2020, 9, 1)) if each.name == "陶瓷工厂"]
    assert factory.milestones == [(date(2020, 8, 20), None)]


@pytest.mark.parametrize("height", [3, 4, 7, 20])
def test_a_unit_that_goes_on_in_the_next_column_is_named_there_again(height):
    lines = [line for unit, count in (("天元区", 5), ("攸县", 1), ("醴陵市", 8)) for line in (
        {"kind": "unit", "name": unit, "note": ""}, *({"kind": "project", "name": f"{unit}{n}"} for n in range(count)),
    )]  # fmt: skip
    columns = list(_columns(lines, height))
    assert [line["name"] for column in columns for line in column if "（续）" not in line["name"]] == [
        line["name"] for line in lines
    ]  # fmt: skip
    assert {(column[0]["kind"], column[-1]["kind"]) for column in columns} == {("unit", "project")}
    assert max(map(len, columns)) <= height


def test_many_stand_in_more_and_smaller_rows_and_then_on_more_sheets(city):
    assert fitting(20)[0] == 1
    sizes = [fitting(number) for number in (20, 100, 300, 700, 2000)]
    assert sizes == sorted(sizes, key=lambda each: (each[0], -each[1]))
    assert sizes[-1] == (5, 4.4)
    many = known() * 250
    pages = PdfReader(io.BytesIO(battle_map(many, JUNE, make.moment(2020, 7, 6), "株洲市"))).pages
    assert len(pages) == 3  # 1,500 projects under 500 heads of units


def test_nobody_gets_more_than_he_sees(city, client):
    client.force_login(city.cast.lin)
    answer = client.get("/battle-map.pdf?period=2020-06")
    said = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert (answer["Content-Type"], "陶瓷工厂" in said, "攸县学校" in said) == ("application/pdf", True, False)
    client.force_login(city.cast.guan)
    assert client.get("/battle-map.pdf").status_code == 404
