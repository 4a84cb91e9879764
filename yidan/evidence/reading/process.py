"""The parent's side of the reading child: one process for many files, replaced when it dies, stalls or has read enough.

The child gets open files, never paths, and answers within limits of memory, CPU and time; whatever goes wrong there
becomes one reason here (decision 12).
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from yidan.evidence.rules.likeness import CROPS

CHILD = Path(__file__).parent / "child"
MEMORY_MB = 768
CPU_SECONDS = 20
WALL_SECONDS = 45.0
FILES_A_CHILD = 200
PREVIEWS = {"view": 1600, "thumb": 320}
ANSWER_LIMIT = 8 << 20
# Endings that are not the file's fault: somebody else killed the child (the kernel short of memory, an operator).
INNOCENT = {-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}


@dataclass
class Found:
    """What a file says, or why it says nothing; `is_retried` where another try may do better."""

    facts: dict[str, Any] = field(default_factory=dict)
    previews: dict[str, bytes] = field(default_factory=dict)
    reason: str = ""
    is_retried: bool = False


class Reads(Protocol):
    """Whoever says what is in a file: the reader, or one who puts something right in what it says."""

    def read(self, file: BinaryIO, kind: str) -> Found:
        """What an open photo or video says."""


class Reader:
    """Reads one file after the other. Not for two threads at once."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._count = 0
        self.is_caged: bool | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The child's number; 0 while there is none."""
        return self._child.pid if self._child else 0

    def read(self, file: BinaryIO, kind: str) -> Found:
        """What an open photo or video says. Never raises over what is in the file."""
        request = {"kind": kind, "previews": PREVIEWS, "crops": CROPS}
        try:
            line = self._ready()
            socket.send_fds(line, [json.dumps(request).encode()], [file.fileno()])
            answer = json.loads(self._line_of(line))
            previews = [self._exactly(line, size) for size in answer.pop("previews", [])]
        except TimeoutError:
            self.close()
            return Found(reason="too_slow")
        except (OSError, EOFError, ValueError, MemoryError):
            return self._ended()
        self._count += 1
        reason = answer.pop("reason", "")
        return Found(answer, dict(zip(PREVIEWS, previews, strict=False)), reason)

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._line:
            self._line.close()
        if self._child:
            self._child.kill()
            self._child.wait()
        self._child = self._line = None

    def _ready(self) -> socket.socket:
        if self._line and self._count >= FILES_A_CHILD:
            self.close()
        if self._line is None:
            ours, theirs = socket.socketpair()
            ours.settimeout(WALL_SECONDS)
            command = [sys.executable, "-I", str(CHILD), str(MEMORY_MB), str(CPU_SECONDS)]
            with theirs:
                self._child = subprocess.Popen(
                    command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            self._line, self._count = ours, 0
            self.is_caged = json.loads(self._line_of(ours))["caged"]
        return self._line

    def _ended(self) -> Found:
        """The child is gone or talks nonsense: say why, and have a new one for the next file."""
        code: int | None = None
        if self._child:
            try:
                code = self._child.wait(timeout=2)
            except subprocess.TimeoutExpired:
                code = None
        self.close()
        if code == -signal.SIGXCPU:
            return Found(reason="too_slow")
        if code in INNOCENT:
            return Found(reason="crashed", is_retried=True)
        return Found(reason="crashed")

    @staticmethod
    def _line_of(line: socket.socket) -> bytes:
        """Up to the end of the line, byte by block; never more than the limit."""
        found = bytearray()
        while not found.endswith(b"\n"):
            # what follows the line must stay unread: look first, then take
            seen = line.recv(65536, socket.MSG_PEEK)
            if not seen:
                raise EOFError
            taken = line.recv(seen.find(b"\n") + 1 or len(seen))
            found += taken
            if len(found) > ANSWER_LIMIT:
                raise ValueError("the answer is too long")
        return bytes(found)

    @staticmethod
    def _exactly(line: socket.socket, size: int) -> bytes:
        if not 0 <= size <= ANSWER_LIMIT:
            raise ValueError("a preview is too large")
        found = bytearray()
        while len(found) < size:
            block = line.recv(min(size - len(found), 262144))
            if not block:
                raise EOFError
            found += block
        return bytes(found)
