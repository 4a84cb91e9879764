"""Import and export as a user runs them: a process of their own, its CPU and its peak of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

# Linux counts as a process's peak what its parent held when it was started, and this one may hold a whole ledger: so
# a small process starts the command and says what it took.
_STARTER = """
import json, os, subprocess, sys, time
began = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
told = process.stderr.read()
_pid, status, usage = os.wait4(process.pid, 0)
print(json.dumps({
    "status": os.waitstatus_to_exitcode(status), "told": told.decode(errors="replace")[-800:],
    "wall": time.monotonic() - began, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024,
}))
"""


@dataclass(frozen=True)
class Ran:
    """One command: wall seconds, CPU seconds, peak resident bytes (of it and of the children it waited for)."""

    wall: float
    cpu: float
    peak: int


def run(arguments: list[str], environment: dict[str, str]) -> Ran:
    """Run `yidan …` to its end."""
    command = [sys.executable, "-c", "from yidan.web.cli import main; main()", *arguments]
    started = [sys.executable, "-c", _STARTER, *command]
    told = json.loads(subprocess.run(started, env=environment, stdout=subprocess.PIPE, check=True).stdout)
    if told["status"]:
        raise RuntimeError(f"yidan {' '.join(arguments)}: {told['told']}")
    return Ran(told["wall"], told["cpu"], told["peak"])
