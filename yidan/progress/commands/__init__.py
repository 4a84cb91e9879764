"""Acts on monthly reports, opening amounts and the dispatch calendar. Importing this fills the registry."""

from yidan.progress.commands import bundling, holding, month, opening, report

__all__ = ["bundling", "holding", "month", "opening", "report"]
