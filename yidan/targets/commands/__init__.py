"""Acts on registers, their items, and proof. Importing this fills the registry."""

from yidan.targets.commands import item, proof, register

__all__ = ["item", "proof", "register"]
