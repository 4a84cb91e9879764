"""What granian loads for `yidan serve`: the application, and the worker as a thread beside it.

A process has many threads, because one that receives or hands out a file waits for a phone; but only a few pages are
made at a time (`--threads`), because more of them only get into each other's way (measured on two busy cores: p95 of
8 clients 200-270 ms with 4 at a time, 390-420 ms with 64).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

from yidan import wsgi
from yidan.web.cli import working

__all__ = ["application"]

_pages = threading.BoundedSemaphore(int(os.environ.get("YIDAN_THREADS", "4")))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's, a few pages at a time; what streams, in or out, waits for its phone outside."""
    if environ["PATH_INFO"].startswith("/uploads/"):
        return wsgi.application(environ, start_response)
    with _pages:
        return wsgi.application(environ, start_response)


threading.Thread(target=working.work_alone, args=(threading.Event(),), name="worker", daemon=True).start()
