"""The acts of approvals: the catalogue, a project's list, what happens to each permit, and the calendar's changes."""

from yidan.approvals.commands import calendar, catalogue, listing, permit

__all__ = ["calendar", "catalogue", "listing", "permit"]
