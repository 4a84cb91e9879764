"""A project with the money of one batch, as far as a test needs it."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from tests import make
from tests.cast import assemble
from yidan.funds.commands import batch, movement

AT = make.moment(2020, 8, 3)


def give_batch(cast, quota=5000, **said):
    fields = {
        "source": "special_bond", "year": 2020, "name": "第一批", "document": "湘财债〔2020〕3号",
        "granted_on": date(2020, 2, 20), "bond_name": "2020年湖南省政府专项债券(三期)", "bond_code": "160321",
        "bond_issued_on": date(2020, 3, 2), "term_years": 10, "rate_percent": Decimal("3.05"),
    }  # fmt: skip
    return batch.register(None, by=cast.wang, at=AT, quota_wan=Decimal(quota), **fields | said)


def move(cast, project, step, amount, day=date(2020, 3, 10), *, by=None, at=AT, source="special_bond", **said):
    return movement.record(
        project,
        by=by or cast.wang,
        at=at,
        source=source,
        step=step,
        happened_on=day,
        amount_wan=Decimal(amount),
        **said,
    )


def found_town():
    """渌江大道 with 1,000 granted, 800 allocated and in place, 500 paid."""
    cast = assemble()
    project = make.project(cast, "渌江大道提质改造")
    first = give_batch(cast)
    for step, amount, day in (
        ("granted", 1000, date(2020, 3, 2)), ("allocated", 800, date(2020, 3, 20)),
        ("in_place", 800, date(2020, 4, 1)), ("paid", 500, date(2020, 5, 1)),
    ):  # fmt: skip
        move(cast, project, step, amount, day, batch=first)
    return SimpleNamespace(cast=cast, project=project, batch=first, fund=project.funds.get())


@pytest.fixture
def town(db):
    """The project with its money."""
    return found_town()
