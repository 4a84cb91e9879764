"""`yidan workdays`."""

import json

import pytest

from yidan.kernel.journal import Entry

NOTICE_2027 = "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["add", "2020-09-24", "5"], "2020-09-30"),
        (["add", "2020-09-24", "33"], "2020-11-16"),
        (["add", "2020-09-30", "-4"], "2020-09-25"),
        (["between", "2020-09-24", "2020-11-16"], "33"),
        (["between", "2020-11-16", "2020-09-24"], "-33"),
        (["check", "2020-10-10"], "上班"),
        (["check", "2020-10-01"], "休息"),
        (["add", "2026-11-23", "33"], "2027-01-08(暂估：2027年的放假通知尚未导入)"),
    ],
)
def test_workdays_prints_the_answer(yidan, arguments, printed):
    outcome = yidan("workdays", *arguments)
    assert (outcome.status, outcome.out, outcome.err) == (0, f"{printed}\n", "")


def test_workdays_in_json_say_what_they_rest_on(yidan):
    outcome = yidan("workdays", "add", "2026-11-23", "33", "--json")
    assert json.loads(outcome.out) == {
        "day": "2026-11-23",
        "count": 33,
        "value": "2027-01-08",
        "provisional": True,
        "years": [2026, 2027],
        "provisional_years": [2027],
        "bases": ["国务院办公厅关于2026年部分节假日安排的通知"],
    }


def test_a_notice_is_shown_imported_and_then_changes_nothing(yidan, tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text(
        f"日期,上班,名称,依据\n2027-01-01,否,元旦,{NOTICE_2027}\n2027-01-03,是,元旦补班,{NOTICE_2027}\n",
        encoding="gb18030",
    )
    assert yidan("workdays", "import", file, "--dry-run").out == "2天：新增2，更改0，未变0。\n"
    assert not Entry.objects.filter(verb="calendar.import").exists()
    assert yidan("workdays", "import", file).out == "2天：新增2，更改0，未变0。\n"
    assert yidan("workdays", "add", "2026-12-31", "2").out == "2027-01-04\n"
    again = yidan("workdays", "import", file, "--json")
    assert json.loads(again.out) == {"days": 2, "new": 0, "changed": 0, "unchanged": 2, "dry_run": False}
    assert Entry.objects.filter(verb="calendar.import").count() == 1
