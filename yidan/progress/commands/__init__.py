"""Acts on monthly reports, opening amounts and the dispatch calendar. Importing this fills the registry."""

from yidan.progress.commands import month, opening, report

__all__ = ["month", "opening", "report"]
