"""A watch of prices with two points in two counties and two goods, for the tests of 监测."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tests import make
from tests.cast import assemble
from yidan.watch.commands import goods, observation, point, watch

NOW = make.moment(2020, 2, 10)
DAY = date(2020, 2, 10)


@pytest.fixture
def watched(db) -> SimpleNamespace:
    return furnished()


def furnished() -> SimpleNamespace:
    people = assemble()
    people.watch = watch.set(
        None, by=people.wang, at=NOW, name="价格监测", value_word="价格", basis="株发改价〔2020〕3号",
        unit=people.bureau, day_percent=Decimal(10), week_percent=Decimal(30), on_outage=True, source="市价格监测方案",
    )  # fmt: skip
    people.market = point.set(
        people.watch, by=people.wang, at=NOW, name="来龙门市场", kind="农贸市场", unit=people.county
    )
    people.shop = point.set(people.watch, by=people.wang, at=NOW, name="攸县步步高", unit=people.other_county)
    people.pork = goods.set(people.watch, by=people.wang, at=NOW, name="猪肉", spec="精瘦肉", measure="元/500克")
    people.mask = goods.set(people.watch, by=people.wang, at=NOW, name="口罩", spec="一次性医用", measure="元/只")
    return people


def tell(cast: Any, place: Any, day: date, *, by: Any = None, at: Any = NOW, reason: str = "", key: Any = None,
         **values: str) -> Any:  # fmt: skip
    """Say the prices of the goods named, or that there were none ("out")."""
    goods = {"pork": cast.pork, "mask": cast.mask}
    said = {goods[name].pk: (None, True, "") if value == "out" else (Decimal(value), False, "")
            for name, value in values.items()}  # fmt: skip
    return observation.record(place, by=by or cast.wang, at=at, key=key, day=day, said=said, reason=reason)
