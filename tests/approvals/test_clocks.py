"""The clock against a slow way that knows nothing of it, and the calendar against a public table of holidays."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from bench import clocks

HOLIDAYS = Path(os.environ.get("YIDAN_SHARED", "")) / "data" / "03-holidays"


def test_two_thousand_clocks_drawn_at_random_agree_with_counting_by_hand():
    """`make soak` draws 100,000."""
    assert clocks.check(2_000, seed=7) == 0


def test_every_day_of_the_public_table_is_as_our_calendar_has_it():
    tables = sorted(HOLIDAYS.glob("holiday-cn_2*.json")) if os.environ.get("YIDAN_SHARED") else []
    if not tables:
        pytest.skip("YIDAN_SHARED names no folder with data/03-holidays")
    known, compared, differing = clocks.calendar(), 0, []
    for table in tables:
        for row in json.loads(table.read_text(encoding="utf-8"))["days"]:
            day = date.fromisoformat(row["date"])
            compared += 1
            if known.works(day) is row["isOffDay"]:
                differing.append(row)
    assert (differing, compared > 200) == ([], True)
