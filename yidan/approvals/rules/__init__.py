"""The room's functional core: the clock of one permit, what its events say, a project's permits together."""

from yidan.approvals.rules.clock import (
    Clock,
    Counted,
    Hours,
    Light,
    Pause,
    Unit,
    accepted_on,
    clock,
    due_on,
    light,
    merged,
    received_on,
)
from yidan.approvals.rules.reading import Happened, Reading, Terms, read
from yidan.approvals.rules.together import (
    Case,
    Spent,
    budget_day,
    critical,
    is_flagged,
    leading_to,
    median,
    share_within,
    shares_by,
    spent,
    until,
)

__all__ = [
    "Case", "Clock", "Counted", "Happened", "Hours", "Light", "Pause", "Reading", "Spent", "Terms", "Unit",
    "accepted_on", "budget_day", "clock", "critical", "due_on", "is_flagged", "leading_to", "light", "median", "merged",
    "read", "received_on", "share_within", "shares_by", "spent", "until",
]  # fmt: skip
