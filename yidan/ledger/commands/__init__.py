"""Acts on the register, one module per noun."""

from yidan.ledger.commands import column, holdings, milestone, plan, project, stage, tag, view

__all__ = ["column", "holdings", "milestone", "plan", "project", "stage", "tag", "view"]
