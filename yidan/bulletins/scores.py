"""A score as a number of a paper: computed again from the ledger as of the cut-off, by the scheme of its round.

{"score": 7, "pack": "default", "period": "2020-05", "form": "score"}                         as computed
{"score": 7, …, "of": "final"}       with what was adjusted; also "place", "adjusted", "extra" (events)
{"score": 7, …, "criterion": "investment"}                                                    one point of it
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from yidan.assessment import queries
from yidan.assessment.models import Adjustment
from yidan.assessment.rules import Point, Score, standing
from yidan.kernel.values import Month

_NOTHING = Point("", "", None, "")


@dataclass(frozen=True)
class Scored:
    """What a paper says of a unit."""

    computed: Fraction | None
    final: Fraction | None
    adjusted: Fraction
    place: int | None
    points: dict[str, Fraction | None]
    extra: Fraction

    def answer(self, ask: dict[str, Any]) -> Fraction | int | None:
        """The part that is asked for."""
        if "criterion" in ask:
            return self.points.get(ask["criterion"])
        found: Fraction | int | None = getattr(self, ask.get("of", "computed"))
        return found


def of_month(pack: str, period: str, cut_off: datetime | None) -> dict[Any, Scored]:
    """Every unit's, by the scheme with which the month's round was frozen, else the one that holds then."""
    month = Month.parse(period)
    frozen = queries.named_round(pack, month)
    scheme = queries.read(frozen.data) if frozen else queries.pack_of(pack, month, cut_off)
    adjusted: dict[Any, Fraction] = {}
    for unit, points in Adjustment.objects.filter(result__round=frozen).values_list("result__unit", "points"):
        adjusted[unit] = adjusted.get(unit, Fraction(0)) + Fraction(points)
    rows = queries.computed(scheme, month, cut_off)
    finals = {
        row.unit.key: None if row.score.total is None else row.score.total + adjusted.get(row.unit.key, 0)
        for row in rows
    }
    places: dict[Any, int] = {}
    for members in queries.tables(rows).values():
        scores = [Score(row.unit.key, finals[row.unit.key], _NOTHING, row.score.is_ranked) for row in members]
        places |= standing(scores, scheme.least_units)
    return {
        row.unit.key: Scored(
            row.score.total, finals[row.unit.key], adjusted.get(row.unit.key, Fraction(0)), places.get(row.unit.key),
            {each.key: each.points for each in row.score.root.children},
            sum((_of(row, each.key) for each in scheme.events), Fraction(0)),
        )
        for row in rows
    }  # fmt: skip


def _of(row: queries.Row, key: str) -> Fraction:
    return next((each.points or Fraction(0) for each in row.score.root.children if each.key == key), Fraction(0))
