"""Acts on registers, their items, proof, and published series. Importing this fills the registry."""

from yidan.targets.commands import item, proof, register, series

__all__ = ["item", "proof", "register", "series"]
