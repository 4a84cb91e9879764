"""Acts on units, persons and roles: a module per noun."""

from yidan.people.commands import person, role, unit

__all__ = ["person", "role", "unit"]
