"""Which tests the second pass repeats: those that can differ on another database, found by one rule.

`tools/suite.py` runs everything on SQLite and then, with --second-pass, on PostgreSQL what stands on the database
of the pass. A test stands on it if it asks for it: pytest-django lets no other test near a connection,
and tests/laws/test_passes.py sees that none reaches for PostgreSQL by another way. What is left out is counted in
the summary, never skipped.
"""

from __future__ import annotations

from collections.abc import Callable
from time import sleep
from typing import Any

import pytest
from django.db import OperationalError

# What a test asks for that looks at the database of the pass; each fixture of ours that does, asks for one of these.
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
MARKS = ("django_db", "postgres")
LEFT_OUT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--second-pass`: another pass has just run on another database."""
    parser.addoption(
        "--second-pass", action="store_true", help="run only what can differ from a pass on another database"
    )


def stands_on_the_database(test: pytest.Item) -> bool:
    """Whether the test's outcome can depend on which database the pass runs on."""
    if test.get_closest_marker("any_database"):
        return False
    asked = DATABASE.intersection(getattr(test, "fixturenames", ()))
    return bool(asked) or any(test.get_closest_marker(name) for name in MARKS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of the second pass what the first has proven for both; begin with what takes longest.

    xdist's workers steal from each other's ends, so a file that builds a whole city for its tests stays in one of them.
    """
    items.sort(key=lambda test: test.get_closest_marker("long") is None)
    if not config.option.second_pass:
        return
    left = [test for test in items if not stands_on_the_database(test)]
    config.stash[LEFT_OUT] = len(left)
    items[:] = [test for test in items if stands_on_the_database(test)]
    config.hook.pytest_deselected(items=left)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the one that prints the summary."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Each worker collects the same tests, so any one's count is the count."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was left out, so that nothing is hidden."""
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"{count} tests stand on no database of the pass: the first pass ran them.")


def patient(empty: Callable[..., None], pause: float = 0.3, most: int = 6) -> Callable[..., None]:
    """Emptying the tables after a test with a browser, tried again where PostgreSQL ended it.

    A page may have asked something in its last moment. The server's thread then still reads while the tables are
    emptied, each waits for what the other holds, and one of the two is ended: it may be ours.
    """

    def emptied(*given: Any) -> None:
        for attempt in range(1, most + 1):
            try:
                return empty(*given)
            except OperationalError as error:
                if attempt == most or "deadlock" not in str(error):
                    raise
                sleep(pause * attempt)
        raise AssertionError

    return emptied


@pytest.fixture(scope="session", autouse=True)
def emptied_patiently():
    """After every test of a browser or of races."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", patient(DatabaseOperations.execute_sql_flush))
        yield
