"""The second pass leaves out what cannot differ on PostgreSQL, and nothing else (tests/passes.py)."""

import re
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from tests.passes import patient, stands_on_the_database

TESTS = Path(__file__).resolve().parents[1]
REACHES = re.compile(r"DATABASE_URL|settings\.DATABASES|connection\.vendor|\bpsycopg\b")
# Who reaches for the database of the pass beside pytest-django. Each test there that does so asks for the database
# or is marked `postgres`; a new file here must see to that too.
REACHING = {
    "cli/test_backup.py",
    "cli/test_desk.py",  # takes its address away: the process it starts has a database of its own
    "cli/test_frame.py",
    "cli/test_lending.py",
    "figures/test_definitions.py",
    "web/test_upload_clients.py",
}


@pytest.mark.parametrize(("asked", "marks", "expected"), [
    (["tmp_path"], [], False),
    (["process", "tmp_path"], ["browser"], False),  # a server with a database of its own
    (["client", "db"], [], True),
    (["live_server"], [], True),
    (["whole_city", "django_db_setup"], [], True),
    ([], ["django_db"], True),
    ([], ["postgres"], True),
    (["live_server", "db"], ["browser", "django_db", "any_database"], False),
])  # fmt: skip
def test_a_test_stands_on_the_database_if_it_asks_for_it(asked, marks, expected):
    test = SimpleNamespace(fixturenames=asked, get_closest_marker=lambda name: name if name in marks else None)
    assert stands_on_the_database(test) is expected


def test_nobody_reaches_for_the_database_of_the_pass_by_another_way():
    found = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("test_*.py")
        if REACHES.search(path.read_text(encoding="utf-8")) and path.parent.name != "laws"
    }
    assert found == REACHING


@pytest.mark.parametrize(("answers", "raised", "asked"), [
    ([], None, 1),
    (["deadlock detected", "deadlock detected"], None, 3),
    (["deadlock detected"] * 3, OperationalError, 3),
    (["disk full"], OperationalError, 1),
])  # fmt: skip
def test_tables_are_emptied_again_where_a_late_request_stood_in_the_way(answers, raised, asked):
    left, calls = list(answers), []

    def empty(*given):
        calls.append(given)
        if left:
            raise OperationalError(left.pop(0))

    with pytest.raises(raised) if raised else nullcontext():
        patient(empty, pause=0, most=3)("operations", ["TRUNCATE"])
    assert calls == [("operations", ["TRUNCATE"])] * asked
