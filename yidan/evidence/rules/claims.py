"""What is claimed of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
