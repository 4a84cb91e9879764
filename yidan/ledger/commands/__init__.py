"""Acts on the register, one module per noun."""

from yidan.ledger.commands import column, exhibit, holdings, milestone, plan, pool, project, rolling, stage, tag, view

__all__ = ["column", "exhibit", "holdings", "milestone", "plan", "pool", "project", "rolling", "stage", "tag", "view"]
