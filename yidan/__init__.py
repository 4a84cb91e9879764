"""Yidan 一单: one Django app of rooms in one fixed order (ARCHITECTURE.md).

The system's SQLite 3.40 has a WAL-reset corruption bug (fixed in 3.51.3), so the
bundled one takes its name here, before anything imports Django.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

if pysqlite3.sqlite_version_info < (3, 51, 3):  # pragma: no cover - a broken installation
    raise RuntimeError(f"SQLite {pysqlite3.sqlite_version} can corrupt its WAL; 3.51.3 or newer is needed")

__version__ = "0.1.0"
