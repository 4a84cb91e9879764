"""The list, what happened to each matter on it, and the second looks."""

from yidan.matters.models.course import (
    Escalation,
    Extension,
    MatterEvidence,
    Pause,
    Reply,
    SentLetter,
    Urge,
    Verification,
)
from yidan.matters.models.matter import Matter, OfMatter
from yidan.matters.models.second_look import Recheck, RecheckBatch

__all__ = [
    "Escalation", "Extension", "Matter", "MatterEvidence", "OfMatter", "Pause", "Recheck", "RecheckBatch", "Reply",
    "SentLetter", "Urge", "Verification",
]  # fmt: skip
