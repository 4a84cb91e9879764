"""Acts of assessment: schemes, rounds with their appeals and adjustments, merits, cards."""

from yidan.assessment.commands.card import apply_lift, issue, lift, measure
from yidan.assessment.commands.merit import record
from yidan.assessment.commands.merit import withdraw as withdraw_merit
from yidan.assessment.commands.pack import adopt
from yidan.assessment.commands.result import adjust, appeal, dismiss
from yidan.assessment.commands.round import compute, confirm, freeze, publish, withdraw

__all__ = [
    "adjust", "adopt", "appeal", "apply_lift", "compute", "confirm", "dismiss", "freeze", "issue", "lift", "measure",
    "publish", "record", "withdraw", "withdraw_merit",
]  # fmt: skip
