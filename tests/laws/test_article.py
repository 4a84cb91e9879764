"""docs/article.md is what tools/article.py would write, and no row of the article is left out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from yidan.web.demo import article

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_fresh():
    checked = subprocess.run(
        [sys.executable, "tools/article.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_every_row_has_its_evidence():
    assert set(article.ROWS) == set(range(1, 89))
    assert all(article.ROWS.values())
