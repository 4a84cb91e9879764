"""What the numbers were measured on."""

from __future__ import annotations

import hashlib
import html
import os
import platform
import sqlite3
import time
from pathlib import Path


def describe() -> list[str]:
    """The machine in a few lines, with a yardstick: PBKDF2 is the same work everywhere."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // 1024
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        f"- {os.cpu_count()} × {cpu}, {memory:,} MB, {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, SQLite {_sqlite()}",
        f"- load average at the start: {load}; yardstick (PBKDF2-SHA256, 1,000,000 rounds): {yardstick():.2f} s of CPU",
    ]


def yardstick() -> float:
    """CPU seconds of a fixed piece of work: about 0.35 on an idle core of 2020 and after."""
    began = time.process_time()
    hashlib.pbkdf2_hmac("sha256", b"yidan", b"bench", 1_000_000)
    return time.process_time() - began


def interpreter() -> tuple[float, float]:
    """Least and most CPU seconds, of nine times, of rows made into text by Python, as pages are.

    PBKDF2 stays within a core's own registers; objects go through its caches, so two machines with the same yardstick
    can differ by half here (0.07 on a quiet core of 2026), and the spread is what neighbours take.
    """
    took = sorted(_rows() for _ in range(9))
    return took[0], took[-1]


def _rows() -> float:
    began = time.process_time()
    rows = [{"id": number, "name": f"project {number}", "amount": number * 1.25} for number in range(12_000)]
    for _ in range(4):
        text = "".join(f"<td>{html.escape(row['name'])}</td><td>{row['amount']:,.2f}</td>" for row in rows)
        parts = dict.fromkeys(text.split("<td>"))
        rows.sort(key=lambda row: (row["name"][::-1], len(parts)))
    return time.process_time() - began


def _sqlite() -> str:
    try:
        from pysqlite3 import sqlite_version
    except ImportError:
        return sqlite3.sqlite_version
    return sqlite_version
