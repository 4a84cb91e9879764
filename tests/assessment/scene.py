"""A small city to assess: 醴陵 half as far as 序时 wants in May 2020, 攸县 beyond it; two projects each."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from tests import make
from tests.cast import assemble
from tests.scenes import kept
from yidan.assessment import commands
from yidan.kernel.policy import Role
from yidan.kernel.values import Month
from yidan.people.commands import person, role
from yidan.progress.models import Progress

APRIL, MAY = Month(2020, 4), Month(2020, 5)
CUT = make.moment(2020, 5, 29, 17)
COMPUTED_AT = make.moment(2020, 6, 1)
FROZEN_AT = make.moment(2020, 6, 3)  # a Wednesday: appeals until Friday the 5th
AFTER = make.moment(2020, 6, 8)


def invest(cast, project, month, wan, at=None):
    """A month's fact as if it had been accepted; whatever was kept of the figures is forgotten, as an act would do."""
    cache.clear()
    return Progress.record(
        recorded_at=at or make.moment(month.year, month.month, 27), project=project, month=month,
        invested_wan=Decimal(wan), physical_progress="施工", approved_by=cast.wang,
    )  # fmt: skip


@pytest.fixture
@kept
def rated(db):
    cast = assemble()
    counties = {"county": cast.county, "other_county": cast.other_county}
    found = {}
    for name, months in (("county", (1000, 250)), ("other_county", (2500, 3000))):
        for number in (1, 2):
            made = make.project(
                cast, f"{counties[name]}{'东西'[number - 1]}区厂房", unit=counties[name],
                despite_duplicates=True, reason="两处厂房",
            )  # fmt: skip
            make.plan(cast, made, 12000)
            invest(cast, made, APRIL, months[0])
            invest(cast, made, MAY, months[1])
            found.setdefault(name, []).append(made)
    return SimpleNamespace(cast=cast, projects=found)


@pytest.fixture
def confirmer(rated):
    """A second supervisor of the office, who confirms."""
    cast = rated.cast
    made = person.register(cast.office, by=cast.guan, at=make.AT, name="周主任", username="zhou", post="副主任")
    role.grant(made, by=cast.an, at=make.AT, role=Role.SUPERVISOR, unit=cast.office, since_on=make.AT.date())
    return made


def computed(cast, month=MAY, cut=CUT, at=COMPUTED_AT, **more):
    return commands.compute(cast.office, by=cast.wang, at=at, month=month, cut_off_at=cut, **more)


def frozen(cast, **more):
    return commands.freeze(computed(cast, **more), by=cast.wang, at=FROZEN_AT)
