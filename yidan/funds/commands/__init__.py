"""Acts on money, one module a subject. Importing this fills the registry."""

from yidan.funds.commands import batch, movement, reconciliation

__all__ = ["batch", "movement", "reconciliation"]
