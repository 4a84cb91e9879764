"""`yidan import`: JSON of issue 2, dry run, hand mapping, one sentence where it fails."""

import json
import sqlite3
from contextlib import closing
from urllib.parse import parse_qs

import pytest

TITLE = "2020年6月重点项目调度表"
HEAD = "序号,项目名称,责任单位,项目业主,总投资(亿元),年度计划投资(万元),本月完成(万元),1-6月累计完成(万元),厂房数"
KEYS = {"sheets", "projects", "created", "updated", "unchanged", "findings"}


@pytest.fixture
def june(tmp_path):
    """A dispatch table of one group and two projects, GB18030 with semicolons nowhere."""
    lines = [
        TITLE,
        HEAD,
        "一、产业发展项目(2个)",
        "1,渌江新城,醴陵市,渌江投资,2,12000,1000,6000,3",
        "2,渌江二桥,醴陵市,渌江投资,1.5,8000,500,2500,1",
    ]
    path = tmp_path / "6月调度表.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_a_dry_run_prints_what_would_happen_and_changes_nothing(process, june):
    first = process("import", june, "--kind", "dispatch", "--dry-run", "--json")
    assert (first.status, first.err) == (0, "")
    said = json.loads(first.out)
    assert said.keys() >= KEYS
    (sheet,) = said["sheets"]
    assert (sheet["name"], sheet["header_rows"]) == ("6月调度表", [2])
    assert sheet["rows"] == {"project": 2, "group": 1, "subtotal": 0, "note": 1, "blank": 0}
    assert sheet["columns"][4] == {"letter": "E", "head": "总投资(亿元)", "field": "total_investment", "unit": "亿元"}
    assert (said["projects"], said["created"], said["updated"], said["unchanged"]) == (2, 2, 0, 0)
    assert said["applied"] is False
    assert "已核验 0 条" in process("journal", "verify").out
    assert {"sheet": "6月调度表", "cell": "I2", "severity": "question",
            "message": "6月调度表 第2行 I列：没有认出“厂房数”列，未导入；可手工指定"} in said["findings"]  # fmt: skip


def test_an_import_fills_an_empty_home_and_a_second_one_changes_nothing(process, june):
    done = json.loads(process("import", june, "--kind", "dispatch", "--map", "厂房数=", "--json").out)
    assert (done["created"], done["applied"]) == (2, True)
    assert [finding for finding in done["findings"] if finding["cell"] == "I2"] == []
    again = json.loads(process("import", june, "--kind", "dispatch", "--json").out)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert process("journal", "verify").status == 0


def test_errors_stop_all_with_the_first_cell_and_good_rows_go_first_when_asked(process, june):
    june.write_bytes(june.read_bytes().replace(b"1.5", "一亿五".encode("gb18030")))
    stopped = process("import", june, "--kind", "dispatch")
    assert stopped.status == 1
    assert "第5行 E列：金额看不懂：“一亿五”" in stopped.err
    assert stopped.err.count("\n") == 1
    done = json.loads(process("import", june, "--kind", "dispatch", "--good-rows", "--json").out)
    assert (done["created"], done["held"]) == (1, 1)


def test_what_cannot_be_read_is_one_sentence(process, tmp_path):
    path = tmp_path / "扫描件.xlsx"
    path.write_bytes(b"%PDF-1.7")
    outcome = process("import", path, "--kind", "plan")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err == "yidan: 这是 PDF，不是表格；请索取 Excel 原表后再导入\n"
    words = tmp_path / "说明.csv"
    words.write_text("这是一段话\n没有表头，也没有年度\n", encoding="utf-8")
    outcome = process("import", words, "--kind", "plan", "--dry-run")
    assert (outcome.status, outcome.err) == (0, "")
    assert "没有找到表头" in outcome.out
    missing = process("import", tmp_path / "没有.xlsx", "--kind", "plan")
    assert (missing.status, missing.err.count("\n")) == (1, 1)
    wrong = process("import", path, "--kind", "plan", "--map", "列=没有这个字段")
    assert (wrong.status, wrong.err.count("\n")) == (2, 1)


def test_a_doubt_is_printed_with_what_to_write_and_written_so_it_is_settled(process, june):
    long, other = ("渌江新城与滨江新区综合交通枢纽工程", "渌江新城及滨江新区综合交通枢纽工程")
    june.write_bytes(june.read_bytes().replace("渌江新城".encode("gb18030"), long.encode("gb18030")))
    process("import", june, "--kind", "dispatch")
    june.write_bytes(june.read_bytes().replace(long.encode("gb18030"), other.encode("gb18030")))
    tried = json.loads(process("import", june, "--kind", "dispatch", "--dry-run", "--json").out)
    (doubt,) = tried["doubts"]
    assert (doubt["cell"], doubt["name"], doubt["likely"][0]["name"]) == ("6月调度表!B4", other, long)
    same = f"{doubt['cell']}={doubt['likely'][0]['number']}"
    assert any(f"--same '{same}'" in finding["message"] for finding in tried["findings"])
    done = json.loads(process("import", june, "--kind", "dispatch", "--same", same, "--json").out)
    assert (done["created"], done["updated"], done["unchanged"]) == (0, 1, 1)
    assert json.loads(process("import", june, "--kind", "dispatch", "--json").out)["unchanged"] == 2
    wrong = process("import", june, "--kind", "dispatch", "--same", "4")
    assert (wrong.status, "应写作 附表1!3=ZZ-2020-0001(工作表、行、编号或代码)" in wrong.err) == (1, True)


def test_how_a_file_was_asked_to_be_read_is_kept_for_its_result_page(process, june, tmp_path):
    """Else what is left of a plan would be read again as a dispatch table."""
    june.write_bytes(june.read_bytes().replace("6月重点项目调度表".encode("gb18030"), "重点项目计划".encode("gb18030")))
    done = process("import", june, "--kind", "plan", "--year", 2020, "--document", "株发改〔2020〕1号", "--good-rows")
    assert (done.status, done.err) == (0, "")
    with closing(sqlite3.connect(tmp_path / "home" / "yidan.sqlite3")) as ledger:
        [(told,)] = ledger.execute("SELECT facts FROM yidan_entry WHERE verb = 'file.bring_in'").fetchall()
    assert parse_qs(json.loads(told)["reading"]) == {
        "kind": ["plan"], "year": ["2020"], "document": ["株发改〔2020〕1号"]
    }  # fmt: skip
