"""What is known of this installation: whether its data are simulated, and if so, how far its days lie behind ours.

Kept as parameters in the database, so that a backup of a simulated city stays marked, and in its own time, wherever it
is restored.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.kernel import parameters

SIMULATED = parameters.declare(
    "data.are_simulated",
    _("模拟数据"),
    False,
    unit="",
    source="issue 2: labelled 模拟数据 on every page",
    read=lambda text: text == "yes",
)
BEHIND_DAYS = parameters.declare(
    "data.are_behind_days",
    _("模拟数据的今天比实际日期早"),
    0,
    unit=_("天"),
    source="a city told up to its last act would read as years overdue by the real calendar (docs/decisions/0015)",
)
FRESH_FOR_SECONDS = 30.0
_NOTHING: tuple[float, bool, timedelta] = (0.0, False, timedelta())
_known = [_NOTHING]


def is_simulated() -> bool:
    """Whether this is the simulated city."""
    return _read()[1]


def behind() -> timedelta:
    """How far this installation's clock is behind the real one, in whole days; nothing where the data are real."""
    return _read()[2]


def _read() -> tuple[float, bool, timedelta]:
    """Asked of the database at most twice a minute."""
    read_at, _simulated, _behind = known = _known[0]
    if not read_at or monotonic() - read_at > FRESH_FOR_SECONDS:
        values: dict[str, Any] = parameters.values()
        is_simulated = bool(values[SIMULATED.name])
        days = values[BEHIND_DAYS.name] if is_simulated else 0
        known = _known[0] = monotonic(), is_simulated, timedelta(days=days)
    return known


def forget() -> None:
    """Ask the database again next time: after the simulated city was loaded, and between tests."""
    _known[0] = _NOTHING
