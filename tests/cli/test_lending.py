"""Pages borrow connections: as many as are made at once, kept open, never two pages' at a time."""

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from yidan.people.models import Unit
from yidan.web.cli.lending import Lending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lending():
    """Three to lend; closed at the end, however many threads had them."""
    lent = Lending(3)
    yield lent
    while lent._free:
        lent._free.pop()[0].close()


def in_a_thread(work):
    with ThreadPoolExecutor(1) as one:
        return one.submit(work).result()


def own() -> int:
    """Which connection this thread's queries go through, asked after a query."""
    Unit.objects.count()
    return id(connections["default"].connection)


def test_the_next_page_of_another_thread_gets_the_open_connection(lending):
    def page():
        with lending.one():
            return own()

    assert len({in_a_thread(page) for _time in range(5)}) == 1


def test_forty_pages_at_once_share_three(lending):
    at_once, most, used, guard = [0], [0], set(), threading.Lock()

    def page(_number):
        with lending.one():
            with guard:
                at_once[0] += 1
                most[0] = max(most[0], at_once[0])
            used_now = own()
            with guard:
                used.add(used_now)
                at_once[0] -= 1

    with ThreadPoolExecutor(40) as crowd:
        list(crowd.map(page, range(200)))
    assert most[0] <= 3
    assert 1 <= len(used) <= 3


def test_afterwards_the_thread_has_a_connection_of_its_own(lending):
    def page_then_stream():
        with lending.one():
            borrowed = own()
        with closing(connections["default"]):
            return borrowed, own()

    borrowed, after = in_a_thread(page_then_stream)
    assert borrowed != after


def test_a_page_that_fails_in_a_transaction_leaves_nothing_behind(lending):
    def failing():
        with lending.one(), transaction.atomic():
            Unit.objects.create(name="株洲市中断局", kind="department")
            raise OSError("the phone is gone")

    def next_page():
        with lending.one():
            return connection.in_atomic_block, Unit.objects.filter(name="株洲市中断局").exists()

    with pytest.raises(OSError, match="the phone is gone"):
        in_a_thread(failing)
    assert in_a_thread(next_page) == (False, False)


@pytest.mark.any_database
def test_a_database_that_was_put_in_anothers_place_is_opened_anew(lending, tmp_path, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is a file")
    path = tmp_path / "yidan.sqlite3"
    monkeypatch.setitem(connections.settings["default"], "NAME", str(path))

    def page(*statements):
        with lending.one(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    in_a_thread(lambda: page("CREATE TABLE said (word TEXT)", "INSERT INTO said VALUES ('before')"))
    assert in_a_thread(lambda: page("SELECT word FROM said")) == [("before",)]
    copy = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(copy)) as other, other:
        other.execute("CREATE TABLE said (word TEXT)")
        other.execute("INSERT INTO said VALUES ('after')")
    os.replace(copy, path)
    assert in_a_thread(lambda: page("SELECT word FROM said")) == [("after",)]


def test_a_broken_statement_does_not_spoil_the_connection(lending):
    def page(statement):
        with lending.one(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()

    with pytest.raises(DatabaseError):
        in_a_thread(lambda: page("SELECT nothing FROM nowhere"))
    assert in_a_thread(lambda: page("SELECT 1")) == (1,)
