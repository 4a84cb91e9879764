"""What is claimed of a picture."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from yidan.evidence.rules.places import Place
from yidan.evidence.states import Origin


@dataclass(frozen=True)
class Claim:
    """What comes along with a file, word for word the phone's: nothing of it is proof.

    `nonce_at` is when the server issued the nonce, read from its signature; `nonce_fault` why it proves nothing.
    """

    origin: Origin = Origin.DESKTOP
    taken_at: datetime | None = None
    place: Place | None = None
    nonce: str = ""
    nonce_at: datetime | None = None
    nonce_fault: str = ""
    device: str = ""


def seal(*said: object) -> str:
    """A digest of values in their order, the same before and after a database held them."""
    return hashlib.sha256(json.dumps([_written(each) for each in said]).encode()).hexdigest()


def _written(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{value:.6f}" if isinstance(value, Decimal) else str(value)
