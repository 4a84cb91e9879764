"""What is known of this installation: whether its data are simulated.

Kept as a parameter in the database, so that a backup of a simulated city stays marked wherever it is restored.
"""

from __future__ import annotations

from time import monotonic

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
FRESH_FOR_SECONDS = 30.0
_known: list = [0.0, False]


def is_simulated() -> bool:
    """Whether this is the simulated city; asked of the database at most twice a minute."""
    read_at, answer = _known
    if not read_at or monotonic() - read_at > FRESH_FOR_SECONDS:
        answer = bool(parameters.values()[SIMULATED.name])
        _known[:] = [monotonic(), answer]
    return answer


def forget() -> None:
    """Ask the database again next time: after the simulated city was loaded, and between tests."""
    _known[:] = [0.0, False]
