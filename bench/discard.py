"""The same server with an application that reads a body and throws it away: what uploads are measured against."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BLOCK = 512 * 1024


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Read all, keep nothing."""
    left = int(environ.get("CONTENT_LENGTH") or 0)
    while left and (block := environ["wsgi.input"].read(min(BLOCK, left))):
        left -= len(block)
    start("204 No Content", [])
    return [b""]
