"""Acts on units, persons and roles: a module per noun."""

from yidan.people.commands import notifying, person, role, unit

__all__ = ["notifying", "person", "role", "unit"]
