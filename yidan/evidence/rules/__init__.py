"""The evidence room's functional core: claims and places, likeness of pictures, grades. No database, no clock."""

from yidan.evidence.rules.claims import Claim
from yidan.evidence.rules.places import Datum, Place

__all__ = ["Claim", "Datum", "Place"]
