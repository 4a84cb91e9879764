"""Acts of 企业帮扶."""

from yidan.enterprises.commands import call, care, enterprise, holdings, need, scheme

__all__ = ["call", "care", "enterprise", "holdings", "need", "scheme"]
