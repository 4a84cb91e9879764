"""Acts on matters, one module per stretch of their way. Importing this fills the registry."""

from yidan.matters.commands import asking, closing, holdings, letter, listing, second_look, working

__all__ = ["asking", "closing", "holdings", "letter", "listing", "second_look", "working"]
