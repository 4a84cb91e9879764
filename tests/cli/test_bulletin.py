"""`yidan bulletin`: a draft with its files, and a file checked."""

import json

import pytest


def test_a_weekly_is_drafted_written_out_and_checked(yidan, city, tmp_path):
    made = yidan("bulletin", "draft", "weekly", "--ending", "2020-06-28", "--out", tmp_path, "--json", "--by", "wang")
    assert (made.status, made.err) == (0, "")
    said = json.loads(made.out)
    assert (said["state"], [name[-4:] for name in said["files"]]) == ("draft", ["docx", ".pdf"])
    for file in said["files"]:
        checked = yidan("bulletin", "verify", file, "--json")
        report = json.loads(checked.out)
        assert (checked.status, report["sound"], report["sealed"], report["changes"]) == (0, True, None, [])
    told = yidan("bulletin", "verify", said["files"][0])
    assert told.out.splitlines()[-2:] == ["没有封印(未印发)。", "相符。"]


def test_what_is_missing_is_said(yidan, city, tmp_path):
    assert yidan("bulletin", "draft", "weekly").status == 2
    assert yidan("bulletin", "draft", "monthly", "--month", "May").status == 2
    unknown = yidan("bulletin", "publish", "999")
    assert (unknown.status, unknown.err) == (1, "yidan: 没有编号为999的通报。\n")
    other = tmp_path / "x.docx"
    other.write_bytes(b"x")
    refused = yidan("bulletin", "verify", other)
    assert (refused.status, refused.err) == (1, "yidan: 只能核对一单印发的 docx 或 PDF 文件。\n")


@pytest.mark.parametrize("kind", ["weekly"])
def test_an_unsigned_paper_is_not_published(yidan, city, kind):
    made = json.loads(yidan("bulletin", "draft", kind, "--ending", "2020-06-28", "--json", "--by", "wang").out)
    refused = yidan("bulletin", "publish", made["id"], "--by", "wang")
    assert refused.status == 1
    assert refused.err.startswith("yidan: 当前为“起草”，不能印发")
