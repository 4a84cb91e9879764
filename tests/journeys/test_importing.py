"""A workbook as an office made it, through a real browser: dropped, looked at, imported."""

import pytest

from tests.journeys.conftest import PHONE, STICKS_OUT, violations
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
    window.get_by_text("与台账一致，没有要改动的。").wait_for()
    assert Project.objects.count() == wanted
