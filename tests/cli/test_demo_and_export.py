"""`yidan demo` and `yidan export`: from an empty home to the office's forms and back."""

import json

from tests.cast import assemble
from tests.conftest import move_in


def test_a_city_is_built_once_exported_and_imported_again(process, tmp_path):
    built = process("demo", "--projects", "20", "--months", "1", "--yes", "--json")
    assert (built.status, built.err) == (0, "")
    said = json.loads(built.out)
    assert (said["projects"], said["months"], said["open_month"]) == (20, ["2020-01"], "2020-02")
    again = process("demo", "--yes")
    assert again.status == 1
    assert again.err.startswith("yidan: 这个数据库里已有数据")
    exported = process("export", "--kind", "dispatch", "-o", tmp_path / "dispatch.xlsx", "--json")
    assert (exported.status, exported.err) == (0, "")
    rows = json.loads(exported.out)["rows"]
    assert rows >= 20
    taken = process(
        "import", tmp_path / "dispatch.xlsx", "--kind", "dispatch", "--month", "2020-01", "--json",
        YIDAN_HOME=str(move_in(tmp_path / "other")),
    )  # fmt: skip
    assert (taken.status, json.loads(taken.out)["created"]) == (0, rows)


def test_what_cannot_be_written_is_one_sentence(yidan, tmp_path):
    assemble()
    for name in ("x.xlsx", "x.csv"):
        failed = yidan("export", "--kind", "ranking", "--month", "2020-05", "-o", tmp_path / "nowhere" / name)
        assert failed.status == 1
        assert failed.err.startswith("yidan: 不能写到")
    odd = yidan("export", "--kind", "plan", "-o", tmp_path / "x.doc")
    assert (odd.status, odd.err) == (
        2, "yidan: 文件名应以 .xlsx 或 .csv 结尾，或用 --format 写明格式。用法见 yidan export --help。\n"
    )  # fmt: skip
    assert not (tmp_path / "x.doc").exists()
    assert yidan("export", "--kind", "nothing", "-o", tmp_path / "x.xlsx").status == 2
    assert yidan("export", "--kind", "plan", "--year", "2020", "--month", "2021-05", "-o", tmp_path / "x").status == 2


def test_an_empty_ledger_gives_an_empty_form(yidan, tmp_path):
    assemble()
    for kind in ("plan", "dispatch", "ranking", "lagging"):
        for ending in ("xlsx", "csv"):
            done = yidan("export", "--kind", kind, "--month", "2020-05", "-o", tmp_path / f"{kind}.{ending}", "--json")
            assert (done.status, json.loads(done.out)["rows"]) == (0, 0)
