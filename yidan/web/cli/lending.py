"""Connections to the database that pages borrow: as many as pages are made at a time, kept open between requests.

Django gives each thread a connection of its own. Opened anew for each request, SQLite reads the schema of a hundred
tables each time (8 ms of CPU, more than half of most pages); kept open in each of granian's hundred threads, they are
as many connections with a page cache each (355 MB after 40 clients at once, and more than PostgreSQL admits). So a
page takes one along for its time, and no more of them exist than pages that are made at once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.connection import ConnectionDoesNotExist

# After so many seconds a connection is opened anew: whatever a driver or server heaps up for it is let go.
KEPT_SECONDS = 600


class Lending:
    """A fixed number of connections for the pages of one process; whoever asks beyond it waits."""

    def __init__(self, count: int, alias: str = DEFAULT_DB_ALIAS) -> None:
        self._alias = alias
        self._places = threading.BoundedSemaphore(count)
        self._free: list[tuple[BaseDatabaseWrapper, object]] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Within, this thread's connection is a borrowed one; afterwards it has none."""
        with self._places:
            connection, file = self._take()
            connections[self._alias] = connection
            try:
                yield
            finally:
                with suppress(AttributeError, ConnectionDoesNotExist):
                    del connections[self._alias]
                # Last in, first out: in quiet hours one connection is enough, and its page cache is warm.
                self._free.append((connection, file))

    def _take(self) -> tuple[BaseDatabaseWrapper, object]:
        file = self._file()
        while self._free:
            connection, opened = self._free.pop()
            if opened == file:
                return connection, file
            connection.close()  # the database's file was put in the place of another
        connection = connections.create_connection(self._alias)
        connection.settings_dict = {**connection.settings_dict, "CONN_MAX_AGE": KEPT_SECONDS}
        connection.inc_thread_sharing()  # by one thread after the other, never by two at once
        return connection, file

    def _file(self) -> object:
        """Which file it is, where the database is one; one not there yet is like no other."""
        settings = connections.settings[self._alias]
        if not settings["ENGINE"].endswith("sqlite3"):
            return None
        try:
            found = os.stat(settings["NAME"])
        except OSError:
            return object()
        return found.st_dev, found.st_ino
