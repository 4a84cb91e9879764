"""Plain CSV of the same columns: one line of heads, a project a line, UTF-8 with a mark so that Excel reads it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from yidan.web.format import plain as plain_number
from yidan.web.papers.exporting.forms import Column

# What a spreadsheet takes for a formula is set off by an apostrophe (formula injection).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write(path: Path, columns: list[Column], rows: Iterable[dict[str, Any]]) -> int:
    """Write and count the rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.plain_head for column in columns])
        for row in rows:
            writer.writerow([shown(column.value(row)) for column in columns])
            count += 1
    return count


def shown(value: Any) -> str:
    """A value in one cell: numbers and days exactly, text harmless."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, Fraction):
        return f"{float(value):.4f}".rstrip("0").rstrip(".")
    if isinstance(value, int | date):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
