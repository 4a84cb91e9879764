"""One HTTP request to an address of the settings: JSON out, JSON back, no redirection, a few seconds."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from yidan.web.channels import Undelivered

SECONDS = 8
MOST_BYTES = 64 * 1024


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirection is an answer like any other that is not 200: it is not followed."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))


def require_address(url: str, name: str) -> str:
    """The address, if it is one to send to: https, or http to this very machine (a relay, a test)."""
    parts = urlsplit(url)
    is_here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.username or parts.scheme not in {"https", "http"} or (parts.scheme == "http" and not is_here):
        raise RuntimeError(f"{name}: an https address without a password in it is needed")
    return url


def post(url: str, body: bytes, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The answer as JSON ({} where it is none); raises Undelivered for everything but 2xx."""
    request = urllib.request.Request(
        url, data=body, method="POST", headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    )
    try:
        with _OPENER.open(request, timeout=SECONDS) as answer:
            said = answer.read(MOST_BYTES)
    except urllib.error.HTTPError as error:
        raise Undelivered(f"HTTP {error.code}") from None
    except (OSError, ValueError) as error:
        raise Undelivered(type(error).__name__) from None
    try:
        read = json.loads(said)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
