"""Import and export as a user runs them: a process of their own, its CPU and its peak of memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Ran:
    """One command: wall seconds, CPU seconds, peak resident bytes (of it and of the children it waited for)."""

    wall: float
    cpu: float
    peak: int


def run(arguments: list[str], environment: dict[str, str]) -> Ran:
    """Run `yidan …` to its end."""
    began = time.monotonic()
    command = [sys.executable, "-c", "from yidan.web.cli import main; main()", *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read() if process.stderr else b""
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"yidan {' '.join(arguments)}: {told.decode(errors='replace')[-800:]}")
    return Ran(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
