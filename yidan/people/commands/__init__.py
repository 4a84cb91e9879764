"""Acts on units, persons and roles: a module per noun."""

from yidan.people.commands import feedback, notifying, person, role, unit

__all__ = ["feedback", "notifying", "person", "role", "unit"]
