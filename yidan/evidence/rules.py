"""What is claimed of a picture, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from yidan.evidence.states import Origin


@dataclass(frozen=True)
class Place:
    """A point in WGS-84, six decimals (0.1 m), with the accuracy in metres that the phone states."""

    longitude: Decimal
    latitude: Decimal
    accuracy_m: int | None = None


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
