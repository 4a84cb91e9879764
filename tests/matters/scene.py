"""A matter on its way, for the tests of its acts."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests import make
from yidan.matters.commands import asking, closing, listing, second_look, working
from yidan.matters.models import Matter

DUE = date(2020, 6, 30)
DRAFTED = ("about", "severity", "problem_type", "title", "kind", "source_quote", "source", "enterprise", "link")


class Way:
    """Brings a matter to a stretch of its way with the fewest words: 王 hands out, 李 works, 卜 verifies."""

    def __init__(self, cast: SimpleNamespace) -> None:
        self.cast = cast
        self.day = 1

    def at(self, day: int | None = None) -> Any:
        return make.moment(2020, 5, day or 20)

    def drafted(self, about: Any = None, **fields: Any) -> Matter:
        fields.setdefault("title", "进场道路被阻工")
        return listing.raise_(about or self.cast.owner, by=self.cast.li, at=self.at(), **fields)

    def listed(self, **fields: Any) -> Matter:
        return listing.enlist(self.drafted(**fields), by=self.cast.wang, at=self.at())

    def issued(self, **fields: Any) -> Matter:
        given = {
            "lead_unit": self.cast.owner, "verifying_unit": self.cast.bureau, "due_on": DUE,
            "close_out_standard": "道路畅通，连续七日无阻工",
        }  # fmt: skip
        drafted = {name: fields.pop(name) for name in DRAFTED if name in fields}
        return listing.issue(self.listed(**drafted), by=self.cast.wang, at=self.at(), **{**given, **fields})

    def running(self, **fields: Any) -> Matter:
        return working.sign_for(self.issued(**fields), by=self.cast.li, at=self.at(21))

    def planned(self, **fields: Any) -> Matter:
        return working.plan(self.running(**fields), by=self.cast.li, at=self.at(22), text="本周协商，下周清障")

    def applied(self, **fields: Any) -> Matter:
        matter = self.planned(**fields)
        return closing.apply_close_out(matter, by=self.cast.li, at=self.at(25), statement="道路已畅通，七日无阻工")

    def verified(self, **fields: Any) -> Matter:
        return closing.verify(
            self.applied(**fields), by=self.cast.bu, at=self.at(26), way="on_site", verifiers="卜建、程远、向前",
            opinion="现场查看，道路畅通",
        )  # fmt: skip

    def closed(self, **fields: Any) -> Matter:
        return closing.close_out(self.verified(**fields), by=self.cast.wang, at=self.at(27))


@pytest.fixture
def way(cast: SimpleNamespace) -> Way:
    return Way(cast)


__all__ = ["asking", "closing", "listing", "second_look", "working"]
