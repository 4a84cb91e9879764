"""Where a unit's projects lie on the average: enough to put ten tiles in the order of the map."""

from __future__ import annotations

from collections.abc import Hashable

from django.db.models import Avg

from yidan.ledger.models import Profile

Place = tuple[float, float]


def centres() -> dict[Hashable, Place]:
    """Of each 考核单元 the mean longitude and latitude of its projects; nothing where no place is known."""
    found = Profile.objects.live().filter(longitude__isnull=False, latitude__isnull=False, assessed_unit__isnull=False)
    told = found.order_by().values_list("assessed_unit").annotate(x=Avg("longitude"), y=Avg("latitude"))
    return {unit: (float(x), float(y)) for unit, x, y in told}
