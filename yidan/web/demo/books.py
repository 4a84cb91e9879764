"""The registers of the simulated city as they were taken into use, and who enters what in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yidan.people.models import Unit
from yidan.targets.commands import item as items
from yidan.targets.models import Item, Register
from yidan.web.demo.registry import Known
from yidan.web.demo.settlers import Settled

FULL = 549  # projects of the whole city: of smaller ones the long lists are their part


@dataclass
class Books:
    """The registers as they were taken into use, and who enters."""

    there: Settled
    everything: list[Known]
    part: float
    made: dict[str, Register]

    def enter(self, key: str, title: str, at: datetime, parent: Item | None = None, **said: Any) -> Item:
        """One item, by the office."""
        return items.enter(self.made[key], by=self.there.cast["wang"], at=at, title=title, parent=parent, **said)

    def unit(self, key: str) -> Unit:
        """A unit by the demo's own key."""
        return self.there.units[key]

    def some(self, number: int) -> range:
        """So many of a long list, or the city's part of it."""
        return range(number if self.part >= 1 else max(1, round(number * self.part)))
