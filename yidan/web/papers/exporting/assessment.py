"""A month's assessment as CSV: one line for each criterion of each unit, with all that its score needs.

Whoever has the file alone can compute every score again (tests/assessment/recompute.py does, in under a hundred lines
without this program): settings as JSON, values as exact fractions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from yidan.assessment.models import Adjustment
from yidan.assessment.queries import Row
from yidan.assessment.queries.computing import targets
from yidan.assessment.rules import Criterion, Pack, Point
from yidan.assessment.rules.packs import bound
from yidan.kernel.values import Month

HEADS = (
    "pack", "version", "month", "table", "unit", "projects", "is_ranked", "kind", "key", "label", "way", "weight",
    "settings", "missing", "base", "figure", "value", "points", "explanation", "total", "place", "least_units",
    "lowest", "highest",
)  # fmt: skip


def lines(
    pack: Pack, month: Month, rows: Iterable[Row], adjustments: Iterable[Adjustment] = ()
) -> list[tuple[Any, ...]]:  # fmt: skip
    """The lines below the heads; adjustments made in the open are lines of their own and in no total."""
    found: list[tuple[Any, ...]] = []
    named: dict[Any, Row] = {}
    for row in rows:
        named[row.unit.key] = row
        points = {each.key: each for each in row.score.root.children}
        for kind, each in [("criterion", each) for each in pack.criteria] + [("event", each) for each in pack.events]:
            found.append(_line(pack, month, row, kind, bound(each, targets(month)), points[each.key]))
    for made in adjustments:
        own = named.get(made.result.unit_id)
        if own is not None:
            found.append(
                (pack.key, pack.version, str(month), own.table, own.unit.name, "", "", "adjustment", "", made.reason,
                 "", "", "", "", "", "", "", str(Fraction(made.points)), made.document, "", "", "", "", "")
            )  # fmt: skip
    return found


def _line(pack: Pack, month: Month, row: Row, kind: str, criterion: Criterion, point: Point) -> tuple[Any, ...]:
    settings = json.dumps(criterion.settings, ensure_ascii=False, sort_keys=True)
    return (
        pack.key, pack.version, str(month), row.table, row.unit.name, row.values["project.count"].value or 0,
        int(row.score.is_ranked), kind, criterion.key, criterion.label, criterion.way, str(criterion.weight), settings,
        "pending" if criterion.pending else criterion.missing, str(criterion.base), criterion.figure,
        _exact(point.value), _exact(point.points), point.words, _exact(row.score.total), row.place or "",
        pack.least_units, _exact(pack.lowest), _exact(pack.highest),
    )  # fmt: skip


def _exact(value: Any) -> str:
    return "" if value is None else str(Fraction(value))
