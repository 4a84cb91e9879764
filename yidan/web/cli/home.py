"""YIDAN_HOME: where the data lives, prepared on first use by whichever subcommand comes first.

In it: `yidan.sqlite3` (unless DATABASE_URL names PostgreSQL), `files/` (kept originals), `secret.key`,
`anchors` (the newest seal of the journal, a line each time), and lock files.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from yidan.web.cli.failures import reason_of
from yidan.web.cli.language import _, chosen

# After so many new entries the planner's statistics are out of date: minutes instead of milliseconds on PostgreSQL.
MANY = 1000
_begun_at: list[int] = []


def place() -> Path:
    """The folder, absolute."""
    return Path(os.environ.get("YIDAN_HOME") or "var").resolve()


def now() -> datetime:
    """The moment at which a command acts."""
    from yidan.web import clock

    return clock.now()


def prepare() -> Path:
    """Make the home if need be, bring its database up to date, and speak this command line's language."""
    home = place()
    os.environ["YIDAN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yidan.settings")
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "static").mkdir(exist_ok=True)
        _make_key(home / "secret.key")
    except OSError as failure:
        raise click.ClickException(
            _("不能在 %(home)s 存放数据：%(reason)s；请用 YIDAN_HOME 指定一个可写的文件夹。")
            % {"home": home, "reason": _("这是文件，不是文件夹") if home.is_file() else reason_of(failure)}
        ) from None
    import django

    django.setup()
    from django.utils import translation

    translation.activate(chosen())
    if not is_prepared():
        with locked(home / "prepare.lock"):
            _migrate()
        _note_prepared()
    from yidan.kernel import journal

    _begun_at[:] = [journal.revision()]
    return home


def is_prepared() -> bool:
    """Whether this very database was already brought up to this very version; a PostgreSQL is asked for its tables."""
    try:
        is_known = (place() / "prepared").read_text(encoding="utf-8") == _state()
    except FileNotFoundError:
        return False
    return is_known and (not os.environ.get("DATABASE_URL") or _has_history(os.environ["DATABASE_URL"]))


def _history() -> list[str]:
    return sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "migrations").glob("0*.py"))


def _state() -> str:
    """What must be the same for a database to need nothing: the tables' history, and the database itself."""
    libraries = [f"{name} {version(name)}" for name in ("Django", "django-allauth", "django-axes")]
    url = os.environ.get("DATABASE_URL")
    itself = sha256(url.encode()).hexdigest() if url else str((place() / "yidan.sqlite3").stat().st_ino)
    return "\n".join([*_history(), *libraries, itself])


def _has_history(url: str) -> bool:
    """Whether a PostgreSQL has our tables, without Django, which takes a second to say so."""
    import psycopg

    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=5) as connection:
        rows = connection.execute("SELECT name FROM django_migrations WHERE app = 'yidan'").fetchall()
        return set(_history()) <= {name for (name,) in rows}  # it may have gone there by steps folded since
    return False


def _note_prepared() -> None:
    with suppress(FileNotFoundError):  # a database elsewhere (tests) is asked each time
        (place() / "prepared").write_text(_state(), encoding="utf-8")


def settle() -> None:
    """Seal what this command wrote to the journal, and note the newest seal beside the database."""
    if not _begun_at:  # nothing was prepared: `--help`, a wrong call
        return
    from yidan.kernel import journal

    written = journal.revision() - _begun_at[0]
    if written:
        from yidan.web.cli import working

        working.seal(now())
    if written >= MANY:
        from yidan.kernel import planner

        planner.refresh()


def _make_key(path: Path) -> None:
    """The secret key of this home, made once, readable by its owner only."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        if not path.is_file():
            raise


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a file lock; without `wait`, say whether it was free."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    _create_database(connection)
    executor = MigrationExecutor(connection)
    _require_all_or_none(executor.loader)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        executor.check_replacements()
        return
    if connection.vendor == "postgresql":  # another machine may be preparing the same database
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(20201)")
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(20201)")
    else:
        call_command("migrate", verbosity=0, interactive=False)


def _require_all_or_none(loader: Any) -> None:
    """A database that stopped on the way through steps that are one now (tools/fold_migration.py) cannot go on."""
    for migration in loader.replacements.values():
        gone = [step in loader.applied_migrations for step in migration.replaces]
        if any(gone) and not all(gone):
            raise click.ClickException(
                _("数据库是更早的试用版建的，本版接不上；请先装上一版运行一次(如 yidan journal verify)，再用本版。")
            )


def _create_database(connection: Any) -> None:
    """Make the PostgreSQL database if it is not there and we may."""
    from django.db import OperationalError

    if connection.vendor != "postgresql":
        return
    try:
        connection.ensure_connection()
        return
    except OperationalError as failure:
        if "does not exist" not in str(failure):
            raise
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
