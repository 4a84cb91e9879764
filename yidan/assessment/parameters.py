"""What the office may set of its assessment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.assessment.rules.packs import Pack
from yidan.kernel.parameters import declare


def _ladder(text: str) -> tuple[str, ...]:
    rungs = tuple(each.strip() for each in str(text).strip("()").replace("'", "").replace(",", "、").split("、"))
    if not all(rungs):
        raise ValueError(text)
    return rungs


APPEAL_DAYS = declare(
    "assessment.appeal_days", _("考核申诉期(计分办法没有写明的)"), 2, unit=_("个工作日"), source="domain.md §2.3 [A]"
)  # fmt: skip
MEASURES = declare(
    "assessment.measures", _("亮牌以后的措施(由轻到重，用顿号隔开)"), "提醒函、约谈、表态发言、通报、移交督查", unit="",
    source="domain.md §2.4 [A]",
)  # fmt: skip


def appeal_days(pack: Pack, values: dict[str, Any]) -> int:
    """The window for appeals in working days: the scheme's own, else what the office set."""
    return pack.appeal_days or int(values[APPEAL_DAYS.name])


def ladder(values: dict[str, object]) -> tuple[str, ...]:
    """The measures, the mildest first."""
    return _ladder(str(values[MEASURES.name]))
