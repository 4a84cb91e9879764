"""A phone over HTTP: tus 1.0 by hand, so that it can be cut off, stalled and slowed down at any byte."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import random
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCK = 256 * 1024
TOKEN = "y" * 32  # Django takes the same 32 letters in cookie and header
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"


class Cut(Exception):
    """The connection broke, on purpose or because the server is away."""


def content(size: int, head: bytes, seed: int) -> bytes:
    """Bytes that nothing compresses and no two files share, with the head of a real one."""
    return (head + random.Random(seed).randbytes(size))[:size]


@dataclass
class Phone:
    """One person's, logged in."""

    port: int
    cookie: str
    timeout: float = 120.0
    sent: int = field(default=0)

    def headers(self, **more: object) -> dict[str, str]:
        """What every request carries."""
        said = {"Tus-Resumable": "1.0.0", "Cookie": f"{self.cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        return said | {name.replace("_", "-"): str(value) for name, value in more.items()}

    def ask(self, method: str, path: str, body: object = None, **more: object) -> http.client.HTTPResponse:
        """One request on a connection of its own, its answer read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, self.headers(**more))
            answer = connection.getresponse()
            answer.text = answer.read()  # type: ignore[attr-defined]
            return answer
        except OSError as failure:
            raise Cut(str(failure)) from None
        except http.client.HTTPException as failure:
            raise Cut(repr(failure)) from None
        finally:
            connection.close()

    def begin(self, data: bytes, name: str, kind: str, *, is_in_one: bool = False) -> http.client.HTTPResponse:
        """Create an upload, with all its bytes where asked."""
        pairs = {"filename": name, "filetype": kind, "sha256": hashlib.sha256(data).hexdigest()}
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())
        more: dict[str, object] = {"Upload_Length": len(data), "Upload_Metadata": metadata}
        if is_in_one:
            more["Content_Type"] = "application/offset+octet-stream"
        return self.ask("POST", "/uploads/", data if is_in_one else None, **more)

    def offset(self, address: str) -> tuple[int, str]:
        """How far the server says it is, and the receipt's hash."""
        answer = self.ask("HEAD", address)
        if answer.status != 200:
            raise Cut(f"HEAD {answer.status}")
        return int(answer.headers["Upload-Offset"]), answer.headers.get("Yidan-Receipt", "").split(" ")[0]

    def stalled(self, address: str, data: bytes, offset: int, count: int) -> socket.socket:
        """Begin to send the rest, send `count` bytes of it, and say nothing more."""
        try:
            connection = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
        except OSError as failure:
            raise Cut(str(failure)) from None
        said = self.headers(
            Host="127.0.0.1", Content_Type="application/offset+octet-stream", Upload_Offset=offset,
            Content_Length=len(data) - offset,
        )  # fmt: skip
        head = f"PATCH {address} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items())
        try:
            connection.sendall(head.encode() + b"\r\n")
            for start in range(offset, offset + count, BLOCK):
                connection.sendall(data[start : min(start + BLOCK, offset + count)])
        except OSError as failure:
            connection.close()
            raise Cut(str(failure)) from None
        self.sent += count
        return connection

    def send(self, address: str, data: bytes, offset: int, *, rate: float = 0) -> str:
        """Send all the rest; the hash that the server receipted. `rate` in bytes a second, 0 as fast as it goes."""
        body = self._blocks(data, offset, rate)
        answer = self.ask(
            "PATCH", address, body, Content_Type="application/offset+octet-stream", Upload_Offset=offset,
            Content_Length=len(data) - offset,
        )  # fmt: skip
        if answer.status != 204:
            raise Cut(f"PATCH {answer.status} {answer.text!r}")  # type: ignore[attr-defined]
        return answer.headers.get("Yidan-Receipt", "").split(" ")[0]

    def _blocks(self, data: bytes, offset: int, rate: float) -> Iterator[bytes]:
        """What is sent, counted as it leaves, so that what a kill loses counts too."""
        began, whole = time.monotonic(), memoryview(data)
        for start in range(offset, len(data), BLOCK):
            if rate and (ahead := (start - offset) / rate - (time.monotonic() - began)) > 0:
                time.sleep(ahead)
            block = whole[start : start + BLOCK]
            self.sent += len(block)
            yield block


def unique() -> int:
    """A seed that no other run has."""
    return int.from_bytes(os.urandom(6), "big")
