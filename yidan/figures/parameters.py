"""What the office may set about judging figures; defaults from domain.md, marked there [A] or [M]."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yidan.figures.rules import LightLimits
from yidan.kernel import parameters

LAGGING_POINTS = parameters.declare(
    "figures.lagging_points",
    _("滞后：低于序时进度"),
    Decimal(20),
    unit=_("个百分点"),
    source="domain.md §11 月通报 四 [M]",
)
RANKED_FROM = parameters.declare(
    "figures.ranked_from_projects", _("参加排名的最少项目数"), 2, unit=_("个"), source="domain.md §2.3 [A]"
)
TRACKED_BELOW = parameters.declare(
    "figures.tracked_below_percent", _("跟踪：月度完成率低于"), Decimal(80), unit="%", source="domain.md §2.4 [S24]"
)
YELLOW_BELOW = parameters.declare(
    "figures.yellow_below_percent", _("黄：月度完成率低于"), Decimal(60), unit="%", source="domain.md §2.4 [S24]"
)
RED_BELOW_SCHEDULE = parameters.declare(
    "figures.red_below_schedule_percent", _("红：累计低于序时应完成的"), Decimal(50), unit="%",
    source="domain.md §2.4 [S25]",
)  # fmt: skip
YELLOW_OVERDUE = parameters.declare(
    "figures.yellow_overdue_months", _("黄：应开工未开工逾期"), 1, unit=_("个月"), source="domain.md §2.4 [A]"
)
RED_OVERDUE = parameters.declare(
    "figures.red_overdue_months", _("红：应开工未开工逾期"), 2, unit=_("个月"), source="domain.md §2.4 [A]"
)


def light_limits(values: dict[str, Any]) -> LightLimits:
    """The limits of lights among `kernel.parameters.values()`."""
    return LightLimits(
        tracked_below=values[TRACKED_BELOW.name],
        yellow_below=values[YELLOW_BELOW.name],
        red_below_schedule=values[RED_BELOW_SCHEDULE.name],
        yellow_overdue_months=values[YELLOW_OVERDUE.name],
        red_overdue_months=values[RED_OVERDUE.name],
    )
