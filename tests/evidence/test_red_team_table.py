"""The table in docs/evidence.md is that of the tests, and nothing is promised that cannot be."""

from __future__ import annotations

import re
from pathlib import Path

from tests.evidence import test_red_team, test_red_team_rows
from tests.evidence.attacks import ATTACKS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "evidence.md"
TRIED = (test_red_team, test_red_team_rows)


def test_the_table_in_the_docs_is_this_one():
    rows = re.findall(r"^\| (.+?) \| (detected|degraded) \| (.+?) \|$", DOCS.read_text(encoding="utf-8"), re.M)
    assert [(what, outcome, notices) for what, outcome, notices in rows] == [(what, *ATTACKS[what]) for what in ATTACKS]
    assert len(ATTACKS) >= 15 * len(TRIED)


def test_nothing_is_called_unforgeable():
    root = DOCS.parents[1]
    word = "不可" + "伪造"
    found = [
        str(path.relative_to(root))
        for folder in ("docs", "yidan", "README.md", "README.zh.md")
        for path in ([root / folder] if (root / folder).is_file() else (root / folder).rglob("*"))
        if path.suffix in {".md", ".py", ".html", ".po", ".js"} and word in path.read_text(encoding="utf-8")
    ]
    assert found == []
