"""What granian loads for `yidan serve`: the application, and the worker as a thread beside it."""

from __future__ import annotations

import threading

from yidan.web.cli import working
from yidan.wsgi import application

__all__ = ["application"]

threading.Thread(target=working.work_alone, args=(threading.Event(),), name="worker", daemon=True).start()
