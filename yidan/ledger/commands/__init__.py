"""Acts on the register, one module per noun."""

from yidan.ledger.commands import column, exhibit, holdings, milestone, plan, project, stage, tag, view

__all__ = ["column", "exhibit", "holdings", "milestone", "plan", "project", "stage", "tag", "view"]
