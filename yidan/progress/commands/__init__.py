"""Acts on monthly reports, opening amounts and the dispatch calendar. Importing this fills the registry."""

from yidan.progress.commands import holding, month, opening, report

__all__ = ["holding", "month", "opening", "report"]
