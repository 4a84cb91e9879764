"""Acts on evidence: keeping files, what is claimed of them, what is read in them, what a person decided."""

from yidan.evidence.commands.capturing import captured, judged, remove_place, seals
from yidan.evidence.commands.keeping import bring_in, keep

__all__ = ["bring_in", "captured", "judged", "keep", "remove_place", "seals"]
