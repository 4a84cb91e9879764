"""Counting what a page asks: without its looks at the journal, of which PostgreSQL takes more while others write."""

from __future__ import annotations

from typing import Any

# the newest entries, and whether a session elsewhere has begun to write
LOOKS = ("yidan_entry", "pg_stat_activity")


def asked(queries: Any) -> int:
    """How many queries a page's content took."""
    return sum(not any(look in query["sql"] for look in LOOKS) for query in queries)
