"""The functional core of money: balances, idle money, clocks, questions, and matching with the bureau's own books."""

from yidan.funds.rules.matching import Line, Match, Pair, as_kept, days_apart, match
from yidan.funds.rules.money import Fault, Idle, Moved, balances, fault, idle
from yidan.funds.rules.questions import Account, Asked, Deadline, Limits, Parcel, clock, questions

__all__ = [
    "Account", "Asked", "Deadline", "Fault", "Idle", "Limits", "Line", "Match", "Moved", "Pair", "Parcel", "as_kept",
    "balances", "clock", "days_apart", "fault", "idle", "match", "questions",
]  # fmt: skip
