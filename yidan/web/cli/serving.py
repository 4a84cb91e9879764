"""What granian loads for `yidan serve`: the application, and the worker as a thread beside it.

A process has many threads, because one that receives or hands out a file waits for a phone; but only a few pages are
made at a time (`--threads`), because more of them only get into each other's way (measured on two busy cores: p95 of
8 clients 200-270 ms with 4 at a time, 390-420 ms with 64). Each borrows one of as many connections (lending.py).
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from yidan import wsgi
from yidan.web.cli import lending, working

__all__ = ["application"]

# A phone that lost its network says nothing of it: after a quarter of a minute it is asked three times.
_KEEP_ALIVE = {
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE): 1, (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE): 15,
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL): 5, (socket.IPPROTO_TCP, socket.TCP_KEEPCNT): 3,
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT): 30_000,
}  # fmt: skip
_pages = lending.Lending(int(os.environ.get("YIDAN_THREADS", "4")))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's, a few pages at a time; what streams, in or out, waits for its phone outside."""
    if environ["PATH_INFO"].startswith("/uploads/"):
        return wsgi.application(environ, start_response)
    with _pages.one():
        return wsgi.application(environ, start_response)


def notice_the_gone() -> bool:
    """Set keep-alive on the socket that granian listens on; each accepted connection inherits it."""
    found = False
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError), socket.socket(fileno=os.dup(int(name))) as opened:
            if opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                for (level, option), value in _KEEP_ALIVE.items():
                    opened.setsockopt(level, option, value)
                found = True
    return found


def _notice_soon() -> None:
    """granian begins to listen after it has loaded this."""
    while not notice_the_gone():
        time.sleep(0.1)


threading.Thread(target=_notice_soon, name="keep-alive", daemon=True).start()
threading.Thread(target=working.work_alone, args=(threading.Event(),), name="worker", daemon=True).start()
