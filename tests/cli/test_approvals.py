"""`yidan approvals clock`: a permit's clock, and every day of it with the notice behind it."""

from __future__ import annotations

import json

import pytest

from tests import make
from tests.approvals.scene import decided, laid_out
from tests.cast import assemble
from tests.make import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def filing():
    """备案 accepted on 29 April 2020 and decided on 9 May, a Saturday made up for: five working days."""
    cast = assemble()
    made = laid_out(cast, make.project(cast, "渌江陶瓷厂房"))["filing"]
    return decided(cast, made, moment(2020, 4, 29), moment(2020, 5, 9))


def test_every_day_is_explained_with_the_notice_behind_it(yidan, filing):
    said = json.loads(yidan("approvals", "clock", filing.pk, "--explain", "--json").out)
    assert (said["used"], said["limit"], said["due"], said["unit"]) == (5, 1, "2020-04-30", "workday")
    assert [each["day"] for each in said["days"] if each["counts"]] == [
        "2020-04-30", "2020-05-06", "2020-05-07", "2020-05-08", "2020-05-09",
    ]  # fmt: skip
    by_day = {each["day"]: each for each in said["days"]}
    assert by_day["2020-05-01"]["why"] == "劳动节"
    assert by_day["2020-05-09"]["why"] == "劳动节补班"
    assert {each["basis"] for each in said["days"]} == {"国务院办公厅关于2020年部分节假日安排的通知"}


def test_in_words_by_the_projects_number_and_the_items_code(yidan, filing):
    told = yidan("approvals", "clock", f"{filing.project.internal_id}:filing", "--explain").out.splitlines()
    assert told[0] == f"{filing.project.internal_id} 渌江陶瓷厂房  企业投资项目备案  已办结"
    assert told[5] == "已用  5/1个工作日"
    assert told[-1].startswith("   5  2020-05-09  劳动节补班")


def test_an_unknown_case_is_refused_with_how_to_write_it(yidan, filing):
    answer = yidan("approvals", "clock", "987654")
    assert (answer.status, "没有审批件“987654”" in answer.err) == (1, True)


def test_a_table_of_cases_is_tried_and_then_taken_over(yidan, filing, tmp_path):
    file = tmp_path / "办理表.csv"
    file.write_text(
        "项目名称,事项,收件日期,受理日期,办理方式\n渌江陶瓷厂房,建设工程规划许可证,2020-05-11,2020-05-11,模拟审批\n"
        "没有的项目,建设工程规划许可证,2020-05-11,,\n",
        encoding="utf-8",
    )
    tried = json.loads(yidan("import", file, "--kind", "permits", "--dry-run", "--by", "wang", "--json").out)
    assert (tried["applied"], tried["updated"], tried["held"]) == (False, 1, 1)
    assert [(each["cell"], each["severity"]) for each in tried["findings"]] == [("A3", "error")]
    works = filing.project.permits.get(code="works_permit")
    assert works.state == "planned"
    done = yidan("import", file, "--kind", "permits", "--good-rows", "--by", "wang").out
    works.refresh_from_db()
    assert (works.state, "已新列0件，更新1件" in done) == ("accepted", True)
