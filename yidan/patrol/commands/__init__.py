"""Acts of patrol, one module a subject. Importing this fills the registry."""

from yidan.patrol.commands import checklist, finding, planning, visiting

__all__ = ["checklist", "finding", "planning", "visiting"]
