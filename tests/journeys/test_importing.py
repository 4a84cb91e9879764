"""A workbook as an office made it, through a real browser: dropped, looked at, imported."""

import pytest

from tests.journeys.conftest import PHONE, STICKS_OUT, violations
from tests.make import project
from tests.papers.tables import row, table
from tests.papers.ugly import make
from tests.papers.ugly_files import write
from yidan.ledger.models import Project

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_last_months_workbook_is_taken_as_it_is(window, live_server, tmp_path):
    made = make(10)
    file = tmp_path / "5月调度表.xlsx"
    file.write_bytes(write(made))
    wanted = sum(len(paper.truth) for paper in made.papers)
    window.goto(f"{live_server.url}/imports/")
    assert violations(window) == []
    window.set_input_files("input[type=file]", str(file))
    window.get_by_role("button", name="看会改动什么").click()
    window.get_by_role("heading", name="5月调度表.xlsx").wait_for()
    for viewport in (PHONE, {"width": 1440, "height": 900}):
        window.set_viewport_size(viewport)
        assert window.evaluate(STICKS_OUT) == 0
        assert violations(window) == []
    window.get_by_role("button", name=f"导入{wanted}个").click()
    window.get_by_role("heading", name="接下来").wait_for()
    assert Project.objects.count() == wanted


def test_which_project_a_row_is_is_ticked_and_remembered(window, live_server, tmp_path, people):
    long = "轨道交通智能运维与大功率牵引变流器产业化项目"
    known = project(people, long)
    file = tmp_path / "6月调度表.csv"
    file.write_bytes(table(row(long.replace("与", "及")), row("渌江二桥")))
    window.goto(f"{live_server.url}/imports/")
    window.set_input_files("input[type=file]", str(file))
    window.get_by_label("月度调度表").check()
    window.get_by_role("button", name="看会改动什么").click()
    window.get_by_role("heading", name="台账里可能已有").wait_for()
    window.get_by_text("其中有台账里已有的？").click()
    for viewport in (PHONE, {"width": 1440, "height": 900}):
        window.set_viewport_size(viewport)
        assert window.evaluate(STICKS_OUT) == 0
        assert violations(window) == []
    window.get_by_label(f"就是台账里的“{long}”").check()
    window.get_by_role("button", name="按说明再看").first.click()
    window.get_by_text("已按说明的1行再看，台账还没有改动").wait_for()
    window.get_by_role("button", name="导入2个").click()
    window.get_by_role("heading", name="接下来").wait_for()
    for viewport in (PHONE, {"width": 1440, "height": 900}):
        window.set_viewport_size(viewport)
        assert window.evaluate(STICKS_OUT) == 0
        assert violations(window) == []
    assert [str(each) for each in known.former_names.all()] == [long.replace("与", "及")]
